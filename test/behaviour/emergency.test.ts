/** Emergency vehicles: others make room with a delay, and they pass, red lights too. */
import { expect } from 'chai'
import type { WorldState } from '../../src/world/index.ts'
import { driveOn } from './plant.ts'
import { traffic } from './roads.ts'

const help = (s: number, speed: number, more = ''): string =>
  `{model: ambulance, at: {lane: -1, s: ${s} m}, speed: ${speed} m/s, driver: {kind: idm, emergency: true${more}}}`
const car = (s: number, lane: number, speed: number, driver = 'idm'): string =>
  `{model: sedan, at: {lane: ${lane}, s: ${s} m}, speed: ${speed} m/s, driver: ${driver}}`

/** Drives on; every collision fails. */
const run = (drive: ReturnType<typeof driveOn>, seconds: number, look: (state: WorldState) => void): void => {
  drive.run(seconds, (state) => {
    for (const event of state.events)
      if (event.kind === 'collision') throw new Error(`${event.actors.join(' hits ')} at ${event.time} s`)
    look(state)
  })
}

const TWO_WAY = '{straight: 1500 m, lanes: [-1, 1], speed-limit: 80 km/h}'

describe('behaviour: emergency vehicles', () => {
  it('pass between those who go to the edge of a road, slow down, and come back', () => {
    const actors = { help: help(20, 24), near: car(150, -1, 15), far: car(190, -1, 15) }
    const drive = driveOn(traffic(TWO_WAY, actors))
    let aside = 0
    let least = Infinity
    run(drive, 28, ({ actors: [, near] }) => {
      aside = Math.min(aside, near.t)
      least = Math.min(least, Math.hypot(...near.velocity))
    })
    expect(aside).to.be.below(-2.5)
    expect(least).to.be.within(6, 10)
    const [first, second, third] = ['help', 'near', 'far'].map((id) => drive.actor(id))
    expect(first.lights).to.include({ beacon: true, siren: true })
    expect(first.s).to.be.above(third.s + 20)
    for (const { t } of [first, second, third]) expect(t).to.be.closeTo(-1.75, 0.2)
  }).timeout(180_000)

  it('find a corridor between the left lane and the others on a motorway', () => {
    const road = '{straight: 2 km, lanes: [-3, -2, -1], one-way: true}'
    const actors = {
      ...{ help: help(20, 35), left: car(150, -1, 28), middle: car(160, -2, 25), right: car(170, -3, 22) },
    }
    const drive = driveOn(traffic(road, actors))
    const passing: number[] = []
    let [left, middle] = [-Infinity, Infinity]
    run(drive, 18, ({ actors: [own, a, b] }) => {
      if (Math.abs(own.s - a.s) < 5) passing.push(own.t)
      left = Math.max(left, a.t)
      middle = Math.min(middle, b.t)
    })
    expect(left).to.be.above(-0.9)
    expect(middle).to.be.below(-5.7)
    for (const t of passing) expect(t).to.be.closeTo(-3.5, 0.3)
    expect(drive.actor('help').s).to.be.above(drive.actor('left').s)
  }).timeout(180_000)

  it('are noticed after a while, and by some never', () => {
    const begins = (wait: string): number => {
      const driver = `{kind: idm, gives-way: ${wait}}`
      const drive = driveOn(traffic(TWO_WAY, { help: help(20, 24), near: car(120, -1, 15, driver) }))
      let at = Infinity
      run(drive, 9, ({ time, actors: [, { t }] }) => {
        if (t < -2 && at === Infinity) at = time
      })
      return at
    }
    const early = begins('1 s')
    expect(early).to.be.within(1, 3.5)
    expect(begins('3 s') - early).to.be.closeTo(2, 0.2)
    expect(begins('never')).to.equal(Infinity)
  }).timeout(180_000)

  it('pass red at walking pace or a little more, when those who have green have stopped', () => {
    const road = '{junction: {kind: x, control: lights}}'
    const at = (arm: string, s: number): string => `at: {road: ${arm}, lane: -1, s: ${s} m}`
    const actors = {
      help: `{model: police, ${at('south', 20)}, speed: 14 m/s, driver: {kind: idm, emergency: true}}`,
      green: `{model: sedan, ${at('east', 15)}, speed: 12 m/s}`,
    }
    const drive = driveOn(traffic(road, actors, { seconds: 30 }))
    let slowest = Infinity
    let passed = Infinity
    run(drive, 16, ({ time, actors: [own] }) => {
      if (time < 12) slowest = Math.min(slowest, Math.hypot(...own.velocity))
      if (own.position[1] > 0) passed = Math.min(passed, time)
    })
    // The light of its arm is red for the first 22 s.
    expect(passed).to.be.below(16)
    expect(slowest).to.be.within(1, 7)
  }).timeout(180_000)
})
