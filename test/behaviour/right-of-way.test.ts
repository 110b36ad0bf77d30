import { expect } from 'chai'
import { lightAt, lightPhases, rightOfWay } from '../../src/road/index.ts'
import { driveOn, type Drive } from './plant.ts'
import { sedan, traffic } from './roads.ts'

const speedOf = (drive: Drive, id: string): number => Math.hypot(...drive.actor(id).velocity)

/** Runs, and says when each actor comes within 12 m of the junction's middle, and how near any two came. */
const crossing = (drive: Drive, seconds: number) => {
  const arrived = new Map<string, number>()
  const slowest = new Map<string, number>()
  let nearest = Infinity
  drive.run(seconds, ({ actors, time }) => {
    actors.forEach((a, i) => {
      slowest.set(a.id, Math.min(slowest.get(a.id) ?? Infinity, Math.hypot(...a.velocity)))
      if (Math.hypot(a.position[0], a.position[1]) < 8 && !arrived.has(a.id)) arrived.set(a.id, time)
      for (const b of actors.slice(i + 1))
        nearest = Math.min(nearest, Math.hypot(a.position[0] - b.position[0], a.position[1] - b.position[1]))
    })
  })
  return { order: [...arrived].sort((a, b) => a[1] - b[1]).map(([id]) => id), slowest, nearest }
}

describe('behaviour: traffic lights', () => {
  const lit =
    '{junction: {kind: x, control: lights, lights: {green: 10 s, amber: 3 s, clearance: 2 s, offset: 1 s}}}'

  it('stops at red before the line and goes on at green', () => {
    const drive = driveOn(traffic(lit, { ego: sedan('south', 20, 12) }))
    // West and east have green from 1 s, south and north from 16 s.
    drive.run(15.9)
    expect(speedOf(drive, 'ego')).to.be.below(0.1)
    const { s } = drive.actor('ego')
    const front = s + 3.7
    const line = drive.road.stopLines.find((l) => drive.road.roads[l.road].id === 'south')!.s
    expect(front).to.be.within(line - 2, line + 0.2)
    drive.run(8)
    expect(speedOf(drive, 'ego')).to.be.above(5)
  })

  it('drives through at green without slowing', () => {
    const drive = driveOn(traffic(lit, { ego: sedan('west', 40, 12) }))
    expect(crossing(drive, 10).slowest.get('ego')).to.be.above(11)
  })

  it('stops at amber when it can, and drives through when it is too near', () => {
    // Amber for west from 5 s to 8 s, when it is 51 m or 11 m before the line.
    for (const [s, stops] of [
      [5, true],
      [45, false],
    ] as const) {
      const road = lit.replace('offset: 1 s', 'offset: -5 s')
      const drive = driveOn(traffic(road, { ego: sedan('west', s, 12) }))
      drive.run(20)
      expect(speedOf(drive, 'ego') < 0.5, `from ${s} m`).to.equal(stops)
    }
  })

  it('never shows green to two ways that cross', () => {
    for (const road of ['{junction: {kind: x, control: lights}}', '{junction: {kind: t, control: lights}}']) {
      const { road: built } = driveOn(traffic(road, { ego: sedan('south', 20, 12) }))
      const phases = lightPhases(built)
      const lightOf = (node: number): string => {
        const before = built.graph.nodes[built.graph.nodes[node].previous[0]]
        return built.stopLines.find((l) => l.road === before.road)!.signal!.id
      }
      const crossingWays = rightOfWay(built, 'junction').filter((c) => c.by === 'light')
      expect(crossingWays.length).to.be.above(0)
      for (const { ways } of crossingWays)
        for (let time = -5; time < 120; time += 0.5) {
          const shown = ways.map((node) => lightAt(phases.get(lightOf(node))!, time))
          expect(shown.filter((state) => state !== 'red').length).to.be.below(2)
        }
    }
  })
})

describe('behaviour: right of way', () => {
  it('lets who comes from the right go first', () => {
    const actors = { left: sedan('south', 60, 10), right: sedan('east', 60, 10) }
    const { order, nearest, slowest } = crossing(driveOn(traffic('{junction: {kind: x}}', actors)), 25)
    expect(order).to.deep.equal(['right', 'left'])
    expect(nearest).to.be.above(6)
    expect(slowest.get('right')).to.be.above(9)
  })

  it('lets oncoming traffic pass before it turns across', () => {
    const actors = { turns: sedan('south', 60, 10, 'route: [west]'), comes: sedan('north', 58, 10) }
    const { order, slowest } = crossing(driveOn(traffic('{junction: {kind: x}}', actors)), 25)
    expect(order).to.deep.equal(['comes', 'turns'])
    expect(slowest.get('comes')).to.be.above(9)
  })

  it('stops at a stop sign even where nobody comes', () => {
    const road = '{junction: {kind: t, control: stop}}'
    const drive = driveOn(traffic(road, { ego: sedan('south', 60, 10, 'route: [east]') }))
    expect(crossing(drive, 25).slowest.get('ego')).to.be.below(0.15)
    expect(speedOf(drive, 'ego')).to.be.above(5)
  })

  it('drives past a give-way sign where nobody comes, waits where somebody does @slow', () => {
    const road = '{junction: {kind: x, control: give-way}}'
    const alone = crossing(driveOn(traffic(road, { ego: sedan('south', 60, 10) })), 15)
    expect(alone.slowest.get('ego')).to.be.above(9)
    const actors = {
      ego: sedan('south', 60, 10),
      a: sedan('west', 62, 10),
      b: sedan('west', 42, 10),
      c: sedan('east', 25, 10),
    }
    const { order, slowest, nearest } = crossing(driveOn(traffic(road, actors)), 35)
    expect(order.at(-1)).to.equal('ego')
    // Oncoming traffic passes a lane's width away.
    expect(nearest).to.be.above(3)
    for (const id of ['a', 'b', 'c']) expect(slowest.get(id), id).to.be.above(8)
  })

  it('clears crossroads where four come at once @slow', () => {
    const actors = Object.fromEntries(
      ['south', 'east', 'north', 'west'].map((arm) => [arm, sedan(arm, 60, 10)]),
    )
    const { order, nearest } = crossing(driveOn(traffic('{junction: {kind: x}}', actors)), 40)
    expect(order.length).to.equal(4)
    expect(nearest).to.be.above(3)
  })

  it('gives way to who is in the roundabout @slow', () => {
    const actors = {
      inside: sedan('south', 75, 8, 'route: [north]'),
      comes: sedan('east', 58, 8, 'route: [west]'),
    }
    const drive = driveOn(traffic('{junction: {kind: roundabout}}', actors))
    let nearest = Infinity
    drive.run(40, ({ actors: [a, b] }) => {
      nearest = Math.min(nearest, Math.hypot(a.position[0] - b.position[0], a.position[1] - b.position[1]))
    })
    expect(nearest).to.be.above(5)
    expect(
      drive.road.roads[
        drive.road.toRoad(...(drive.actor('comes').position.slice(0, 2) as [number, number])).road
      ].id,
    ).to.equal('west')
  })
})

describe('behaviour: crossings', () => {
  const road = '{straight: 300 m, lanes: [-1, 1], crossings: [{s: 120 m}]}'
  const ego = '{model: sedan, at: {lane: -1, s: 20 m}, speed: 12 m/s}'

  it('stops before a crossing that somebody is on, and waits until they are past', () => {
    const person = '{model: adult, at: {lane: -1, s: 120 m}}'
    const drive = driveOn(traffic(road, { ego, person }, { seconds: 25 }))
    drive.run(20)
    expect(speedOf(drive, 'ego')).to.be.below(0.2)
    expect(drive.actor('ego').s + 3.7).to.be.within(114, 118.5)
  })

  it('does not stop for somebody who stands beside the crossing or walks away from it', () => {
    const person = '{model: adult, at: {lane: -1, s: 120 m, offset: -5 m}}'
    const drive = driveOn(traffic(road, { ego, person }, { seconds: 25 }))
    drive.run(15)
    expect(drive.actor('ego').s).to.be.above(160)
  })
})
