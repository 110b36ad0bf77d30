import { expect } from 'chai'
import { createBehaviour } from '../../src/behaviour/index.ts'
import { createPhysics } from '../../src/physics/index.ts'
import { buildRoad, planLegs, type Road } from '../../src/road/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import { TICKS_PER_CONTROL, type ActorState } from '../../src/world/index.ts'
import { layTrack } from '../../src/behaviour/network/track.ts'
import { wrapAngle } from '../../src/math/index.ts'
import { fixture, roadOfMap } from '../road/given.ts'
import { driveOn } from './plant.ts'
import { sedan, traffic } from './roads.ts'

/** How far an actor is from the middle of the nearest lane that vehicles drive in, m. */
const offLane = (road: Road, [x, y]: ActorState['position']): number =>
  Math.min(
    ...road
      .roadsAt(x, y)
      .flatMap(({ s, t, road: on }) =>
        road.lanesAt(s, on).flatMap((l) => (l.type === 'driving' ? [Math.abs(t - l.t)] : [])),
      ),
  )

/** Id of the road under an actor. */
const roadUnder = (road: Road, [x, y]: ActorState['position']): string =>
  road.roads[road.toRoad(x, y).road].id

describe('behaviour: ways through networks', () => {
  for (const [name, road, from, to, seconds] of [
    ['right', '{junction: {kind: x}}', 'south', 'east', 17],
    ['left', '{junction: {kind: x}}', 'south', 'west', 17],
    ['straight on', '{junction: {kind: x}}', 'south', 'north', 15],
    ['left where traffic keeps left', '{junction: {kind: t}, traffic: left}', 'south', 'west', 17],
    ['round a roundabout', '{junction: {kind: roundabout}}', 'south', 'west', 23],
  ] as const)
    it(`drives ${name} within 0.5 m of the middle of its lane`, () => {
      const lane = road.includes('left') ? 1 : -1
      const ego = sedan(from, 20, 12, `route: [${to}]`).replace('lane: -1', `lane: ${lane}`)
      const drive = driveOn(traffic(road, { ego }, { seconds }))
      let worst = 0
      drive.run(seconds, ({ actors: [a] }) => {
        worst = Math.max(worst, offLane(drive.road, a.position))
      })
      expect(worst).to.be.below(0.5)
      expect(roadUnder(drive.road, drive.actor('ego').position)).to.equal(to)
    })

  it('goes straight on without a route, through crossroads and roundabouts', () => {
    for (const [kind, seconds] of [
      ['x', 14],
      ['roundabout', 22],
    ] as const) {
      const drive = driveOn(traffic(`{junction: {kind: ${kind}}}`, { ego: sedan('west', 20, 12) }))
      drive.run(seconds)
      expect(roadUnder(drive.road, drive.actor('ego').position)).to.equal('east')
    }
  })

  it('keeps a cyclist on the cycle lane of an arm, and beside the lane through the junction', () => {
    const bike = '{model: bicycle, at: {road: west, lane: -2, s: 80 m}, speed: 6 m/s, route: [east]}'
    const drive = driveOn(traffic('{junction: {kind: x}, right: [{cycle-lane: 1.8 m}]}', { bike }))
    let worst = 0
    drive.run(16, ({ actors: [{ road: on = 0, s, t }] }) => {
      const lane = drive.road.lane(drive.road.roads[on].id === 'east' ? 2 : -2, s, on)
      if (drive.road.roads[on].spec.junction === null && lane) worst = Math.max(worst, Math.abs(t - lane.t))
    })
    expect(worst).to.be.below(0.4)
    expect(roadUnder(drive.road, drive.actor('bike').position)).to.equal('east')
  })

  it('comes to a place by the shortest way', () => {
    const route = 'route: {to: {road: west, lane: 1, s: 60 m}}'
    const drive = driveOn(traffic('{junction: {kind: x}}', { ego: sedan('north', 20, 12, route) }))
    drive.run(18)
    expect(roadUnder(drive.road, drive.actor('ego').position)).to.equal('west')
  })

  it('changes lane when the story says so, and stays there', () => {
    const road = '{straight: 900 m, lanes: [-2, -1], one-way: true, ramps: [{entry: 300 m}]}'
    const more = 'do: [{when: time > 2 s, ego: {lane-change: -1, over: 4 s}}]\n'
    const ego = '{model: sedan, at: {lane: -2, s: 20 m}, speed: 20 m/s}'
    const drive = driveOn(traffic(road, { ego }, { more }))
    drive.run(1)
    expect(drive.actor('ego').t).to.be.closeTo(-5.25, 0.05)
    drive.run(14)
    expect(drive.actor('ego').t).to.be.closeTo(-1.75, 0.1)
    // Its way is now the new lane's.
    expect(drive.behaviour.save().actors[0].route!.offset).to.be.closeTo(0, 0.1)
  })

  it('has no step sideways in its way where a map joins lanes that do not touch', () => {
    const road = roadOfMap(fixture('soderleden.xodr'))
    const long = road.graph.nodes.filter((n) => n.junction === null && n.s1 - n.s0 > 20)
    expect(long.length).to.be.above(5)
    for (const { road: on, lane, s0, s1 } of long) {
      const track = layTrack(road, planLegs(road, { road: on, lane, s: (s0 + s1) / 2 }, undefined, 600))
      const line = track.road(0)
      for (let d = 1; d < track.length; d++) {
        const [a, b] = [line.toWorld(d - 1, 0), line.toWorld(d, 0)]
        expect(Math.abs(wrapAngle(b.heading - a.heading)), `road ${on} lane ${lane} at ${d} m`).to.be.below(
          0.3,
        )
      }
    }
  })

  it('slows for the turn to the lateral acceleration that it likes', () => {
    const drive = driveOn(traffic('{junction: {kind: x}}', { ego: sedan('south', 20, 14, 'route: [west]') }))
    let most = 0
    drive.run(16, ({ actors: [a] }) => {
      most = Math.max(most, Math.abs(a.acceleration[1]))
    })
    expect(most).to.be.within(1.5, 4)
  })

  it('follows who goes the same way round the corner', () => {
    const actors = {
      lead: sedan('south', 60, 5, 'route: [east]'),
      ego: sedan('south', 20, 12, 'route: [east]'),
    }
    const drive = driveOn(traffic('{junction: {kind: x}}', actors))
    let nearest = Infinity
    drive.run(28, ({ actors: [lead, ego] }) => {
      const [dx, dy] = [0, 1].map((k) => lead.position[k] - ego.position[k])
      nearest = Math.min(nearest, Math.sqrt(dx * dx + dy * dy))
    })
    expect(nearest).to.be.above(5)
    expect(roadUnder(drive.road, drive.actor('ego').position)).to.equal('east')
    expect(drive.state.actors[1].velocity[0]).to.be.closeTo(5, 0.5)
  })

  it('follows a path round the corner that its route does not take, at the speeds given', () => {
    const [south, west] = [-1.75, 1.75]
    const points = [
      `{road: south, s: 30 m, t: ${south} m, speed: 10 m/s}`,
      `{road: south, s: 70 m, t: ${south} m, speed: 6 m/s}`,
      `{road: west, s: 70 m, t: ${west} m, speed: 6 m/s}`,
      `{road: west, s: 30 m, t: ${west} m, speed: 6 m/s}`,
    ]
    const more = `do: [{ego: {follow: [${points.join(', ')}]}}]\n`
    const drive = driveOn(traffic('{junction: {kind: x}}', { ego: sedan('south', 30, 10) }, { more }))
    let worst = 0
    drive.run(31, ({ actors: [a] }) => {
      worst = Math.max(worst, offLane(drive.road, a.position))
    })
    expect(worst).to.be.below(0.6)
    expect(roadUnder(drive.road, drive.actor('ego').position)).to.equal('west')
    expect(drive.actor('ego').s).to.be.within(30, 42)
  })

  it('meets another driver in the junction when the story synchronises them', () => {
    const actors = { ego: sedan('south', 20, 9), other: sedan('east', 10, 11) }
    const more = 'do: [{ego: {synchronise: 80 m, with: other, at: 80 m}}]\n'
    const scenario = traffic('{junction: {kind: x, control: nearside-first}}', actors, { more })
    const drive = driveOn(scenario)
    const passed = [NaN, NaN]
    drive.run(14, ({ time, actors: list }) => {
      for (const [i, a] of list.entries()) if (Number.isNaN(passed[i]) && a.s >= 80) passed[i] = time
    })
    expect(passed[0]).to.be.closeTo(passed[1], 0.2)
  })

  it('goes on after save and restore exactly as it would have', () => {
    const scenario = traffic('{junction: {kind: x}}', {
      a: sedan('south', 70, 10, 'route: [west]'),
      b: sedan('east', 70, 10),
    })
    const end = (restoring: boolean): unknown => {
      const drive = driveOn(scenario)
      drive.run(6)
      if (restoring) drive.behaviour.restore(structuredClone(drive.behaviour.save()))
      drive.run(6)
      return drive.state.actors
    }
    expect(end(true)).to.deep.equal(end(false))
  })
})

/** Runs a scenario on the real physics. */
const onTyres = (
  scenario: ConcreteScenario,
  seconds: number,
  each: (actors: readonly ActorState[], road: Road) => void,
) => {
  const road = buildRoad(scenario.road, scenario.surface)
  const physics = createPhysics(scenario, road)
  const behaviour = createBehaviour(scenario, road)
  for (let n = Math.round(seconds * 100); n > 0; n--) {
    const state = physics.snapshot()
    const { controls } = behaviour.step(state)
    each(state.actors, road)
    for (let i = 0; i < TICKS_PER_CONTROL; i++) physics.step(controls)
  }
  return physics.snapshot().actors.map((a) => roadUnder(road, a.position))
}

describe('behaviour: ways through networks, on tyres', () => {
  for (const [kind, to, seconds] of [
    ['x', 'east', 16],
    ['x', 'west', 16],
    ['roundabout', 'west', 24],
  ] as const)
    it(`keeps within 0.5 m of the middle of its lane through ${kind} to the ${to} @slow`, () => {
      const scenario = traffic(`{junction: {kind: ${kind}}}`, {
        ego: sedan('south', 70, 10, `route: [${to}]`),
      })
      let worst = 0
      const [end] = onTyres(scenario, seconds, ([a], road) => {
        worst = Math.max(worst, offLane(road, a.position))
      })
      expect(worst).to.be.below(0.5)
      expect(end).to.equal(to)
    })
})
