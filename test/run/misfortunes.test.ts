/** What a story can break on a vehicle, from the YAML to the wheels. */
import { expect } from 'chai'
import { simulate } from '../../src/run/simulate.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import type { ActorState, WorldState } from '../../src/world/index.ts'
import { load, scenario } from '../scenario/memory.ts'

const KMH = 1 / 3.6

/** Runs a story of one sedan on a long straight road; it drives on by itself. */
const states = (story: string, more: Readonly<Record<string, string>> = {}): WorldState[] => {
  const loaded = load(
    scenario({
      run: '{stop: {after: 6 s}}',
      road: '{straight: 1000 m, lanes: [-1, 1]}',
      actors:
        '{ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: 90 km/h, driver: {kind: idm, reaction: 0.4 s}}}',
      do: story,
      ...more,
    }),
  )
  expect(loaded.diagnostics).to.deep.equal([])
  return [...simulate(sampleScenario(loaded.scenario!))]
}
const ego = ({ actors: [a] }: WorldState): ActorState => a
const speed = (s: WorldState): number => Math.hypot(...ego(s).velocity)
const off = (run: readonly WorldState[]): number =>
  Math.max(...run.map((s) => Math.abs(ego(s).t - ego(run[0]).t)))
/** States from a time on. */
const after = (run: readonly WorldState[], time: number): WorldState[] => run.filter((s) => s.time >= time)

describe('run: misfortunes of a story', () => {
  it('a tyre bursts and the driver keeps the car in its lane', () => {
    const run = states("[{when: 'ego.s > 60 m', ego: {blow-tyre: front-left, over: 0.3 s}}]")
    const last = ego(run.at(-1)!)
    const drag = -last.wheels[0].forceX / last.wheels[0].load
    // The front left wheel is also driven; what it drags shows against its sister.
    expect(drag + last.wheels[1].forceX / last.wheels[1].load).to.be.greaterThan(0.08)
    expect(off(run)).to.be.within(0.02, 1.2)
    expect(Math.abs(last.orientation[0])).to.be.greaterThan(0.005)
    expect(run.some((s) => s.events.some((e) => e.kind === 'phase'))).to.equal(true)
  })

  it('brakes that have lost a circuit stop the car later', () => {
    const stop = (also: string): number => {
      const run = states(`[{ego: {brake: 8 m/s^2}}${also}]`)
      return (run.find((s) => speed(s) < 0.3) ?? run.at(-1)!).actors[0].s
    }
    const whole = stop('')
    expect(stop(', {ego: {fail-brakes: rear}}')).to.be.greaterThan(whole + 3)
    expect(stop(', {ego: {fail-brakes: all, left: 30 %}}')).to.be.greaterThan(whole + 40)
  })

  it('brakes that fail for a while come back with `until`', () => {
    const run = states("[{ego: {brake: 6 m/s^2}}, {ego: {fail-brakes: all, until: 'time > 2 s'}}]")
    expect(speed(after(run, 2)[0])).to.be.greaterThan(22)
    expect(speed(after(run, 4)[0])).to.be.lessThan(15)
  })

  it('frozen steering runs straight on where the driver would turn', () => {
    const turn = '{ego: {lane-change: 1, over: 3 s}}'
    expect(off(states(`[${turn}]`))).to.be.greaterThan(2.5)
    expect(off(states(`[{ego: {fail-steering: frozen}}, ${turn}]`))).to.be.lessThan(0.3)
  })

  it('play and heavy steering leave the driver less of a hold', () => {
    const wobble = '{ego: {steer: 3 deg, over: 0.2 s, then: hold}}'
    const angle = (run: readonly WorldState[], time: number): number =>
      ego(after(run, time)[0]).steer * (180 / Math.PI)
    expect(angle(states(`[${wobble}]`), 0.5)).to.be.closeTo(3, 0.05)
    expect(angle(states(`[{ego: {fail-steering: play, play: 2 deg}}, ${wobble}]`), 0.5)).to.be.closeTo(
      2,
      0.05,
    )
    expect(angle(states(`[{ego: {fail-steering: heavy, rate: 2 deg/s}}, ${wobble}]`), 0.5)).to.be.closeTo(
      1,
      0.1,
    )
  })

  it('systems fail while it drives', () => {
    const brake = '{ego: {brake: 12 m/s^2}}'
    const locked = (story: string): boolean =>
      states(story).some((s) => ego(s).wheels.some((w) => w.spinRate === 0 && speed(s) > 5))
    expect(locked(`[${brake}]`)).to.equal(false)
    expect(locked(`[{ego: {fail-system: abs, state: off}}, ${brake}]`)).to.equal(true)
    const turns = '{ego: {steer: 0.6 deg, then: hold}}'
    const acts = (story: string): boolean => states(story).some((s) => ego(s).escActive)
    expect(acts(`[${turns}]`)).to.equal(false)
    expect(acts(`[{ego: {fail-system: esc}}, ${turns}]`)).to.equal(true)
    const pull = '{ego: {throttle: 1}}'
    const end = (story: string): number => speed(states(story).at(-1)!)
    expect(end(`[{ego: {fail-system: tc}}, ${pull}]`)).to.be.lessThan(end(`[${pull}]`) - 15 * KMH)
  })

  it('a gust pushes the one whom it hits, and he steers back', () => {
    const gust = "[{when: 'time > 1 s', ego: {gust: 22 m/s, from: 0 deg, rise: 0.2 s, hold: 1.5 s}}]"
    const run = states(gust)
    const pushed = Math.min(...run.map((s) => ego(s).t)) - ego(run[0]).t
    expect(pushed).to.be.within(-1.5, -0.2)
    expect(Math.abs(ego(run.at(-1)!).t - ego(run[0]).t)).to.be.lessThan(-pushed)
  })

  it('gusts of the weather come by seed', () => {
    const windy = { weather: '{wind: {speed: 8 m/s, from: 0 deg, gusts: {speed: 10 m/s, every: 1 s}}}' }
    const end = (seed: number): number =>
      ego(states('[]', { ...windy, run: `{seed: ${seed}, stop: {after: 4 s}}` }).at(-1)!).t
    expect(end(1)).to.equal(end(1))
    expect(end(1)).not.to.equal(end(2))
  })
})
