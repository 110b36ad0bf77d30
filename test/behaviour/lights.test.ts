/** What drivers show: indicators before they turn or change lane, and lamps by hand or from the start. */
import { expect } from 'chai'
import { driveOn } from './plant.ts'
import { sedan, traffic } from './roads.ts'
import type { ActorState } from '../../src/world/index.ts'

type Side = 'left' | 'right'

/** Drives on, and gives the times at which the first actor's indicators were lit, by side. */
const indicated = (drive: ReturnType<typeof driveOn>, seconds: number): Record<Side, number[]> => {
  const lit: Record<Side, number[]> = { left: [], right: [] }
  drive.run(seconds, ({ time, actors: [{ lights }] }) => {
    if (lights.indicatorLeft) lit.left.push(time)
    if (lights.indicatorRight) lit.right.push(time)
  })
  return lit
}

describe('behaviour: lights', () => {
  for (const [where, kind, to, side] of [
    ['right at a crossroads', 'x', 'east', 'right'],
    ['left at a crossroads', 'x', 'west', 'left'],
    ['out of a roundabout', 'roundabout', 'north', 'right'],
  ] as const)
    it(`indicates before it turns ${where}, and not the other way`, () => {
      const ego = sedan('south', 40, 12, `route: [${to}]`)
      const drive = driveOn(traffic(`{junction: {kind: ${kind}}}`, { ego }, { seconds: 22 }))
      const entry = drive.road.roads[0].spec.length
      let passed = Infinity
      const lit: Record<Side, number[]> = { left: [], right: [] }
      drive.run(20, ({ time, actors: [{ lights, position, s }] }) => {
        if (
          passed === Infinity &&
          (s > entry - 0.5 || drive.road.toRoad(position[0], position[1]).road !== 0)
        )
          passed = time
        if (lights.indicatorLeft) lit.left.push(time)
        if (lights.indicatorRight) lit.right.push(time)
      })
      const other = side === 'left' ? 'right' : 'left'
      expect(lit[other]).to.have.length(0)
      expect(lit[side].length).to.be.above(50)
      if (kind === 'x') expect(lit[side][0]).to.be.within(passed - 6, passed - 1.5)
      else expect(lit[side][0]).to.be.above(passed - 1)
      // Off again behind the turn.
      expect(drive.actor('ego').lights).to.include({ indicatorLeft: false, indicatorRight: false })
    }).timeout(180_000)

  it('indicates nothing where it goes straight on', () => {
    const drive = driveOn(traffic('{junction: {kind: x}}', { ego: sedan('south', 60, 12) }))
    expect(indicated(drive, 10)).to.deep.equal({ left: [], right: [] })
  })

  it('shows a change of lane by MOBIL for a while before it begins', () => {
    const road = '{straight: 900 m, lanes: [-2, -1], one-way: true}'
    const actors = {
      ego: '{model: sedan, at: {lane: -2, s: 20 m}, speed: 25 m/s, driver: {kind: idm, lane-changes: mobil}}',
      slow: '{model: truck, at: {lane: -2, s: 120 m}, speed: 15 m/s}',
    }
    const drive = driveOn(traffic(road, actors))
    let moves = Infinity
    const lit: number[] = []
    drive.run(12, ({ time, actors: [ego] }) => {
      if (ego.lights.indicatorLeft) lit.push(time)
      if (moves === Infinity && ego.t > -5.15) moves = time
    })
    expect(moves).to.be.below(10)
    expect(moves - lit[0]).to.be.within(1.5, 3)
  }).timeout(180_000)

  const lightsAt = (story: string, lights: string, seconds: number): ActorState['lights'] => {
    const ego = `{model: ambulance, at: {lane: -1, s: 20 m}, speed: 10 m/s, lights: ${lights}}`
    const drive = driveOn(traffic('{straight: 400 m}', { ego }, { more: `do: ${story}\n` }))
    drive.run(seconds)
    return drive.actor('ego').lights
  }

  it('begins with the lights that the scenario says, and the story switches them', () => {
    const start = '{headlights: high, beacon: "on"}'
    expect(lightsAt('[]', start, 0.1)).to.include({
      ...{ headlights: true, highBeam: true, beacon: true, siren: true },
    })
    expect(lightsAt('[{ego: {headlights: "on"}}]', start, 0.1)).to.include({
      ...{ headlights: true, highBeam: false },
    })
    expect(lightsAt('[{ego: {beacon: "off"}}]', start, 0.1)).to.include({ beacon: false, siren: false })
    expect(lightsAt('[{ego: {beacon: "on", siren: "off"}}]', '{}', 0.1)).to.include({
      ...{ headlights: false, beacon: true, siren: false },
    })
    expect(lightsAt('[]', '{indicator: hazard}', 0.1)).to.include({
      ...{ indicatorLeft: true, indicatorRight: true },
    })
  }).timeout(180_000)
})
