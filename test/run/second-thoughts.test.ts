/** People who look, hesitate, run and turn back on their way across a road. */
import { expect } from 'chai'
import { simulate } from '../../src/run/index.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { load } from '../scenario/memory.ts'

const play = (step: string, others = '', driver = 'walk'): WorldState[] => {
  const { scenario, diagnostics } = load(`scenario: street
version: 1
title: Somebody crosses
run: {seed: 3, stop: {after: 12 s}}
road: {straight: 300 m, lanes: [-1, 1], width: 3.5 m, shoulder: 0 m}
actors:
  kid: {model: adult, at: {lane: -1, s: 150 m, offset: -4 m, heading: 90 deg}, driver: ${driver}}
${others}do: ${step}
`)
  expect(diagnostics).to.be.empty
  return [...simulate(sampleScenario(scenario!))]
}
const speedOf = ({ actors }: WorldState): number => Math.hypot(...actors[0].velocity)
/** Of the walker; it begins at -5.75 m, the road at -3.5 m. */
const across = ({ actors }: WorldState): number => actors[0].t

const car = '  car: {model: sedan, at: {lane: -1, s: 60 m}, speed: 15 m/s}\n'

describe('run: second thoughts of people on foot', () => {
  it('they wait at the kerb until the gap is long enough, and do not wait where there is none', () => {
    const waiting = play('[{kid: {cross: left, gap: 5 s}}]', car)
    const passed = waiting.findIndex(({ actors: [kid, other] }) => other.s - 3 > kid.s)
    expect(passed).to.be.within(500, 750)
    expect(Math.max(...waiting.slice(0, passed).map(across))).to.be.within(-4.4, -3.5)
    expect(speedOf(waiting[passed - 50])).to.be.below(0.05)
    expect(across(waiting.at(-1)!)).to.be.above(-1)
    const free = play('[{kid: {cross: left, gap: 5 s}}]')
    // Nobody comes: they go without a stop.
    expect(Math.min(...free.slice(100, 500).map(speedOf))).to.be.above(1)
  }).timeout(180_000)

  it('who looks at a telephone does not look for a gap, and is slower', () => {
    const states = play('[{kid: {cross: left, gap: 5 s}}]', '', '{kind: walk, distracted: true}')
    expect(speedOf(states[300])).to.be.closeTo(0.9 * 1.34, 0.02)
    const blind = play('[{kid: {cross: left, gap: 60 s}}]', car, '{kind: walk, distracted: true}')
    expect(across(blind[350])).to.be.above(-3.2)
  }).timeout(180_000)

  it('they hesitate where they are told to, and go on', () => {
    const states = play('[{kid: {cross: left, hesitates: {after: 3 m, for: 2 s}}}]')
    const stood = states.filter((s) => speedOf(s) < 0.3 && across(s) > -3.5)
    expect(stood.filter(({ time }) => time < 8).length / 100).to.be.closeTo(2, 0.5)
    expect(across(stood[0])).to.be.closeTo(-5.75 + 3, 0.6)
    expect(across(states.at(-1)!)).to.be.above(3)
  }).timeout(180_000)

  it('they turn back', () => {
    const t = play('[{kid: {cross: left, turns-back: 4 m}}]').map(across)
    expect(Math.max(...t)).to.be.closeTo(-5.75 + 4, 0.5)
    expect(t.at(-1)).to.be.closeTo(-5.75, 0.4)
  }).timeout(180_000)

  it('their pace follows the profile, and they run when told to', () => {
    const profile = 'profile: [{after: 2 m, pace: 0.6 m/s}, {after: 4 m, pace: 2 m/s}]'
    const states = play(`[{kid: {cross: left, pace: 1.4 m/s, ${profile}}}]`)
    const at = (way: number): number => speedOf(states.find((s) => across(s) + 5.75 >= way)!)
    expect([at(1.5), at(3.5), at(6.5)].map((v) => Math.round(v * 10) / 10)).to.deep.equal([1.4, 0.6, 2])
    const told = play(
      `[{kid: {cross: left, pace: 1.4 m/s, ${profile}}}, {when: time > 3 s, kid: {speed: 1 m/s}}]`,
    )
    // It is later than the profile, so it counts.
    expect(Math.round(10 * speedOf(told.find((s) => across(s) + 5.75 >= 6)!)) / 10).to.equal(1)
    const running = play('[{kid: {cross: left}}, {when: time > 2 s, kid: {run: true, until: time > 4 s}}]')
    expect(Math.max(...running.map(speedOf))).to.be.within(3, 2.5 * 1.34 + 0.01)
  }).timeout(180_000)
})
