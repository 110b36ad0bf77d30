/** The usual driver on everything that leans or tows: a straight, a bend, a standing car ahead. */
import { expect } from 'chai'
import { simulate } from '../../src/run/simulate.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { load, scenario } from '../scenario/memory.ts'

const run = (actors: string, seconds: number, more: Readonly<Record<string, string>> = {}): WorldState[] => {
  const loaded = load(
    scenario({
      run: `{stop: {after: ${seconds} s}}`,
      road: '{pieces: [{straight: 150 m}, {curve: 160 m, radius: 120 m, turn: left}, {straight: 400 m}], lanes: [-1, 1]}',
      actors,
      ...more,
    }),
  )
  expect(loaded.diagnostics).to.deep.equal([])
  return [...simulate(sampleScenario(loaded.scenario!))]
}

const speeds = { motorcycle: 14, bicycle: 6, sedan: 14, 'semi-tractor': 12 } as const

describe('run: riders and trailers', () => {
  for (const [model, trailer] of [
    ['motorcycle', null],
    ['bicycle', null],
    ['sedan', 'caravan'],
    ['semi-tractor', 'semitrailer'],
  ] as const)
    it(`the usual driver keeps a ${model}${trailer === null ? '' : ` with ${trailer}`} in its lane through a bend @slow`, () => {
      const speed = speeds[model]
      const towing = trailer === null ? '' : `trailer: ${trailer}, `
      const start = model === 'bicycle' ? 100 : 40
      const states = run(
        `{ego: {model: ${model}, ${towing}at: {lane: -1, s: ${start} m}, speed: ${speed} m/s}}`,
        model === 'bicycle' ? 32 : 24,
      )
      const off = states.map(({ actors: [a] }) => Math.abs(a.t - states[0].actors[0].t))
      expect(Math.max(...off)).to.be.lessThan(0.6)
      expect(off.at(-1)).to.be.lessThan(0.25)
      const [end] = states.at(-1)!.actors
      expect(Math.hypot(...end.velocity)).to.be.within(0.85 * speed, 1.08 * speed)
      for (const s of states) expect(s.events).to.deep.equal([])
    })

  for (const [model, trailer] of [
    ['motorcycle', null],
    ['bicycle', null],
    ['sedan', 'caravan'],
    ['semi-tractor', 'semitrailer'],
  ] as const)
    it(`the usual driver stops a ${model} behind a standing car @slow`, () => {
      const towing = trailer === null ? '' : `trailer: ${trailer}, `
      const states = run(
        `{ego: {model: ${model}, ${towing}at: {lane: -1, s: 40 m}, speed: ${speeds[model]} m/s}, car: {model: sedan, at: {ahead of: ego, gap: 80 m}, driver: none}}`,
        25,
        { road: '{straight: 600 m, lanes: [-1, 1]}' },
      )
      const [ego, car] = states.at(-1)!.actors
      expect(Math.hypot(...ego.velocity)).to.be.lessThan(0.15)
      expect(car.s - ego.s).to.be.lessThan(14)
      expect(states.flatMap((s) => s.events).filter((e) => e.kind === 'collision')).to.deep.equal([])
    })

  it('who follows a rig sees its trailer: the gap is to the rear of that @slow', () => {
    const states = run(
      '{rig: {model: sedan, trailer: caravan, at: {lane: -1, s: 200 m}, driver: none}, ego: {model: compact, at: {behind: rig, gap: 60 m}, speed: 14 m/s}}',
      20,
      { road: '{straight: 600 m, lanes: [-1, 1]}' },
    )
    expect(states[0].actors.map((a) => a.id)).to.deep.equal(['rig', 'ego', 'rig.trailer'])
    expect(states.flatMap((s) => s.events).filter((e) => e.kind === 'collision')).to.deep.equal([])
    expect(Math.hypot(...states.at(-1)!.actors[1].velocity)).to.be.lessThan(0.15)
  })
})
