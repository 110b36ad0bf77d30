/** Drivers who run a light or a stop sign, misjudge a gap, or do not look when the light changes. */
import { expect } from 'chai'
import { driveOn } from './plant.ts'
import { sedan, traffic } from './roads.ts'

// West and east have green from -1 s to 9 s, south and north from 14 s on.
const LIT =
  '{junction: {kind: x, control: lights, lights: {green: 10 s, amber: 3 s, clearance: 2 s, offset: -1 s}}}'
const SIGNED = '{junction: {kind: x, control: stop, main: [west, east]}}'

/** Least speed of the first actor on the way, and whether it comes within 12 m of the middle at all: into the junction. */
const passage = (road: string, ego: string, others: Readonly<Record<string, string>> = {}, more = '') => {
  const drive = driveOn(traffic(road, { ego, ...others }, { more }))
  let slowest = Infinity
  let passed = Infinity
  drive.run(9, ({ time, actors: [a] }) => {
    slowest = Math.min(slowest, Math.hypot(...a.velocity))
    if (Math.hypot(a.position[0], a.position[1]) < 12) passed = Math.min(passed, time)
  })
  return { slowest, passed }
}

describe('behaviour: drivers who break the rules', () => {
  it('run a red light when they ignore lights', () => {
    expect(passage(LIT, sedan('south', 40, 12)).passed).to.equal(Infinity)
    const runner = sedan('south', 40, 12, 'driver: {kind: idm, ignores: [lights]}')
    expect(passage(LIT, runner).slowest).to.be.above(11)
  })

  it('run a stop sign, and who comes along the main road too, when they ignore both', () => {
    const across = { across: sedan('west', 20, 12) }
    expect(passage(SIGNED, sedan('south', 40, 10), across).passed).to.equal(Infinity)
    const runner = sedan('south', 40, 10, 'driver: {kind: idm, ignores: [stop-signs, priority]}')
    expect(passage(SIGNED, runner, across).slowest).to.be.above(8)
  })

  it('turn left before one who comes the other way the sooner, the less time they want to spare', () => {
    const oncoming = { oncoming: sedan('north', 50, 12) }
    const turner = (margin: string) =>
      sedan('south', 85, 6, `route: [west], driver: {kind: idm, crossing-margin: ${margin}}`)
    const road = '{junction: {kind: x}}'
    const careful = passage(road, turner('1.2 s'), oncoming)
    const hasty = passage(road, turner('-6 s'), oncoming)
    expect(hasty.passed).to.be.below(careful.passed - 0.5)
  })

  it('miss the change of a light while they look away', () => {
    const road = LIT.replace('offset: -1 s', 'offset: -8 s')
    // Amber for west from 2 s, red from 5 s; without looking away it stops.
    expect(passage(road, sedan('west', 30, 10)).passed).to.equal(Infinity)
    const more = 'do: [{when: time > 1.5 s, ego: {look-away: 8 s}}]\n'
    expect(passage(road, sedan('west', 30, 10), {}, more).slowest).to.be.above(9)
  })
})
