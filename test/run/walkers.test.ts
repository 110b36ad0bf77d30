import { expect } from 'chai'
import { simulate } from '../../src/run/index.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { load } from '../scenario/memory.ts'

const play = (text: string): WorldState[] => {
  const { scenario, diagnostics } = load(text)
  expect(diagnostics).to.be.empty
  return [...simulate(sampleScenario(scenario!))]
}

const street = (actors: string, story = '[]', stop = '10 s'): string => `scenario: street
version: 1
title: People in a street
run: {seed: 3, stop: {after: ${stop}}}
road: {straight: 300 m, lanes: [-1, 1], width: 3.5 m, shoulder: 0 m}
actors: ${actors}
do: ${story}
`
const speedOf = ({ actors }: WorldState, i: number): number => Math.hypot(...actors[i].velocity)

describe('run: people, animals and objects', () => {
  it('somebody crosses when told to, at the pace told, and stops beside the road', () => {
    const states = play(
      street(
        '{kid: {model: child, at: {lane: -1, s: 80 m, offset: -3 m, heading: 90 deg}}}',
        '[{when: time > 1 s, kid: {cross: left, pace: 2 m/s}}]',
      ),
    )
    expect(speedOf(states[90], 0)).to.equal(0)
    expect(speedOf(states[300], 0)).to.be.closeTo(2, 1e-3)
    const last = states.at(-1)!
    // The left edge is at 3.5 m; a metre beside it is far enough.
    expect(last.actors[0].t).to.be.within(4, 5)
    expect(last.actors[0].s).to.be.closeTo(80, 0.1)
    expect(speedOf(last, 0)).to.equal(0)
  })

  it('somebody walks to a place and stands; `stop` and `speed` rule the pace on the way', () => {
    const states = play(
      street(
        '{a: {model: adult, at: {lane: 1, s: 80 m}}}',
        `[{a: {walk: {s: 90 m, lane: -1, offset: 1 m}}}, {when: time > 2 s, a: {stop: true}}, {when: time > 5 s, a: {speed: 3 m/s}}]`,
        '14 s',
      ),
    )
    expect(speedOf(states[150], 0)).to.be.closeTo(1.34, 1e-3)
    expect(states[500].actors[0].s).to.equal(states[400].actors[0].s)
    expect(speedOf(states[650], 0)).to.be.within(2.5, 3.001)
    const { s, t } = states.at(-1)!.actors[0]
    expect(Math.hypot(s - 90, t + 0.75)).to.be.below(0.4)
    expect(speedOf(states.at(-1)!, 0)).to.equal(0)
  }).timeout(180_000)

  it('a deer trots on along its heading; lost cargo falls and comes to rest', () => {
    const states = play(
      street(
        '{deer: {model: deer, at: {lane: -1, s: 80 m, heading: 90 deg}, speed: 3 m/s}, crate: {model: box, at: {lane: -1, s: 20 m, height: 1 m}, speed: 15 m/s}}',
        '[]',
        '6 s',
      ),
    )
    const [deer, crate] = states.at(-1)!.actors
    expect(deer.t).to.be.closeTo(-1.75 + 18, 0.1)
    expect(crate.s).to.be.within(38, 55)
    expect(speedOf(states.at(-1)!, 1)).to.equal(0)
  })
})
