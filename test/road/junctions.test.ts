import { expect } from 'chai'
import fc from 'fast-check'
import { wrapAngle } from '../../src/math/index.ts'
import { buildWay, rightOfWay, type LaneNode, type Road } from '../../src/road/index.ts'
import { fixture, roadOfMap, shortRoad } from './given.ts'

const arm = (road: string, lane = -1) => ({ actor: `{lane: ${lane}, road: ${road}, s: 20 m}` })
const JUNCTIONS: Readonly<Record<string, () => Road>> = {
  crossroads: () =>
    shortRoad('{junction: {kind: x, crossings: true}, right: [{pavement: 2 m}]}', arm('south')),
  'crossroads of four lanes': () => shortRoad('{junction: {kind: x}, lanes: [-2, -1, 1, 2]}', arm('south')),
  'a T': () => shortRoad('{junction: {kind: t, control: give-way}}', arm('south')),
  'a T on the left': () => shortRoad('{junction: {kind: t}, traffic: left}', arm('south', 1)),
  'a roundabout': () => shortRoad('{junction: {kind: roundabout}}', arm('south')),
  'a roundabout on the left': () =>
    shortRoad('{junction: {kind: roundabout}, traffic: left}', arm('south', 1)),
  'a motorway with ramps': () =>
    shortRoad(
      '{pieces: [{straight: 900 m}, {clothoid: 200 m, radius: 900 m}, {curve: 900 m, radius: 900 m, turn: left}], lanes: [-2, -1], one-way: true, bank: [{s: 0 m, angle: 0 deg}, {s: 1500 m, angle: 3 deg}], height: [{dip: 200 m, radius: 4000 m}], ramps: [{entry: 500 m}, {exit: 1300 m}]}',
    ),
  fabriksgatan: () => roadOfMap(fixture('fabriksgatan.xodr')),
  soderleden: () => roadOfMap(fixture('soderleden.xodr')),
}

/** World pose of a lane's middle at its entry or its exit. */
const mouth = (road: Road, node: LaneNode, end: 'entry' | 'exit') => {
  const s = (end === 'entry') === node.direction > 0 ? node.s0 : node.s1
  const inside = s + (s === node.s0 ? 1e-7 : -1e-7)
  const { t, left, right } = road.lane(node.lane, inside, node.road)!
  const { x, y, heading } = road.toWorld(s, t, node.road)
  return { x, y, heading: heading + (node.direction > 0 ? 0 : Math.PI), width: left - right }
}

describe('lane graph', () => {
  for (const [name, build] of Object.entries(JUNCTIONS))
    it(`leads on without a gap or a bend in ${name}`, () => {
      const road = build()
      let edges = 0
      for (const node of road.graph.nodes)
        for (const next of node.next) {
          // A lane that narrows to nothing leads on into the one beside it.
          if (mouth(road, node, 'exit').width < 0.1) continue
          const [a, b] = [mouth(road, node, 'exit'), mouth(road, road.graph.nodes[next], 'entry')]
          expect(Math.hypot(a.x - b.x, a.y - b.y), `${node.index} to ${next}`).to.be.below(0.02)
          expect(Math.abs(wrapAngle(a.heading - b.heading))).to.be.below(0.01)
          expect(road.graph.nodes[next].previous).to.include(node.index)
          edges++
        }
      expect(edges).to.be.above(4)
    })

  it('reaches every arm from every other one, the roundabout only round its middle', () => {
    for (const [name, lengths] of [
      ['crossroads', [261, 268]],
      ['a roundabout', [285, 335]],
    ] as const) {
      const road = JUNCTIONS[name]()
      const arms = ['south', 'east', 'north', 'west'].map((id) => road.roadIndex(id)!)
      for (const from of arms)
        for (const to of arms) {
          if (from === to) continue
          const route = road.graph.route({ road: from, lane: -1, s: 0 }, { road: to, lane: 1, s: 0 })
          expect(route, `${from} to ${to}`).not.to.equal(null)
          expect(route!.length).to.be.within(lengths[0], lengths[1])
        }
    }
    const ring = JUNCTIONS['a roundabout']()
    const [south, west] = ['south', 'west'].map((id) => ring.roadIndex(id)!)
    const route = ring.graph.route({ road: south, lane: -1, s: 0 }, { road: west, lane: 1, s: 0 })!
    expect(route.legs.map((leg) => ring.roads[leg.road].id)).to.deep.equal([
      'south',
      'enter-south',
      'ring-south-east',
      'ring-east',
      'ring-east-north',
      'ring-north',
      'ring-north-west',
      'leave-west',
      'west',
    ])
  })

  it('finds routes as short as a search through everything does', () => {
    const road = roadOfMap(fixture('fabriksgatan.xodr'))
    const { nodes } = road.graph
    // Bellman and Ford, with the cost of a change of lane as documented.
    const shortest = (from: number): number[] => {
      const cost = nodes.map((n) => (n.index === from ? 0 : Infinity))
      for (let round = 0; round < nodes.length; round++)
        for (const n of nodes) {
          for (const m of n.next) cost[m] = Math.min(cost[m], cost[n.index] + n.s1 - n.s0)
          for (const m of [n.left, n.right]) if (m !== null) cost[m] = Math.min(cost[m], cost[n.index] + 30)
        }
      return cost
    }
    const entry = (n: LaneNode): number => (n.direction > 0 ? n.s0 : n.s1)
    for (const a of nodes) {
      const cost = shortest(a.index)
      for (const b of nodes) {
        if (a === b) continue
        const route = road.graph.route(
          { road: a.road, lane: a.lane, s: entry(a) },
          { road: b.road, lane: b.lane, s: entry(b) },
        )
        const changes = route?.legs.filter((leg) => leg.then === 'left' || leg.then === 'right').length ?? 0
        if (cost[b.index] === Infinity) expect(route).to.equal(null)
        else expect(route!.length + 30 * changes).to.be.closeTo(cost[b.index], 0.01)
      }
    }
  })

  it('changes to the acceleration lane and off it', () => {
    const road = JUNCTIONS['a motorway with ramps']()
    const entry = road.roadIndex('entry-1')!
    const route = road.graph.route({ road: entry, lane: -1, s: 10 }, { road: 0, lane: -1, s: 800 })!
    expect(route.legs.map((leg) => [road.roads[leg.road].id, leg.lane, leg.then])).to.deep.equal([
      ['entry-1', -1, 'on'],
      ['1', -3, 'left'],
      ['1', -2, 'left'],
      ['1', -1, 'on'],
      ['1', -1, 'end'],
    ])
    const exit = road.roadIndex('exit-2')!
    const off = road.graph.route({ road: 0, lane: -1, s: 10 }, { road: exit, lane: -1, s: 100 })!
    expect(off.legs.at(-1)).to.include({ road: exit, lane: -1, to: 100 })
    expect(road.graph.route({ road: exit, lane: -1, s: 10 }, { road: 0, lane: -1, s: 10 })).to.equal(null)
  })

  it('goes all the way round to a place behind in the same lane', () => {
    const road = JUNCTIONS['a roundabout']()
    const on = road.roadIndex('ring-south-east')!
    const place = (s: number) => ({ road: on, lane: -1, s })
    const whole = road.graph.route(place(5), place(4))!
    expect(whole.length).to.be.closeTo(2 * Math.PI * 13 - 1, 0.05)
    expect(whole.legs.at(0)!.road).to.equal(on)
    expect(whole.legs.at(-1)!.road).to.equal(on)
  })
})

describe('ways', () => {
  it('follow the middle of the lanes of a route, and know where one is on them', () => {
    for (const name of ['crossroads', 'a roundabout', 'fabriksgatan']) {
      const road = JUNCTIONS[name]()
      const start = road.graph.nodes.find((n) => n.next.length > 1)!
      const far = road.graph.nodes
        .map((n) =>
          road.graph.route(
            { road: start.road, lane: start.lane, s: start.s0 + 1 },
            { road: n.road, lane: n.lane, s: (n.s0 + n.s1) / 2 },
          ),
        )
        .filter(
          (route) => route !== null && route.legs.every((leg) => leg.then === 'on' || leg.then === 'end'),
        )
        .sort((a, b) => b!.length - a!.length)[0]!
      const way = buildWay(road, far)
      fc.assert(
        fc.property(
          fc.double({ min: 0, max: 1, noNaN: true }),
          fc.double({ min: -1, max: 1, noNaN: true }),
          (share, off) => {
            const distance = 2 + share * (way.length - 4)
            const p = way.at(distance)
            const lane = road.lane(p.lane, p.s, p.road)!
            const centre = road.toWorld(p.s, lane.t, p.road)
            expect(Math.hypot(p.x - centre.x, p.y - centre.y)).to.be.below(0.05)
            const beside = { x: p.x - off * Math.sin(p.heading), y: p.y + off * Math.cos(p.heading) }
            const found = way.locate(beside.x, beside.y, distance)
            expect(found.distance).to.be.closeTo(distance, 0.25)
            expect(found.offset).to.be.closeTo(off, 0.03)
          },
        ),
        { numRuns: 100 },
      )
    }
  })

  it('change lanes along a smooth line', () => {
    const road = JUNCTIONS['a motorway with ramps']()
    const route = road.graph.route({ road: 0, lane: -2, s: 50 }, { road: 0, lane: -1, s: 400 })!
    const way = buildWay(road, route)
    let last = way.at(0)
    for (let d = 1; d < way.length; d++) {
      const p = way.at(d)
      expect(Math.abs(p.t - last.t)).to.be.below(0.25)
      expect(Math.abs(p.heading - last.heading)).to.be.below(0.02)
      last = p
    }
    expect(way.at(0).t).to.be.closeTo(-5.25, 0.01)
    expect(last.t).to.be.closeTo(-1.75, 0.01)
  })
})

describe('right of way', () => {
  const verdicts = (road: Road, junction: string) => {
    const name = (n: number): string => road.roads[road.graph.nodes[n].road].id
    return new Map(
      rightOfWay(road, junction).map(({ ways, first, by }) => [
        ways.map(name).sort().join(' '),
        `${first === null ? 'nobody' : name(first)} by ${by}`,
      ]),
    )
  }

  it('lets who comes from the right go first, and who turns across wait, where nothing else rules', () => {
    const found = verdicts(JUNCTIONS.crossroads(), 'junction')
    expect(found.get('east-west south-north')).to.equal('east-west by nearside')
    expect(found.get('south-north west-east')).to.equal('south-north by nearside')
    expect(found.get('north-east south-north')).to.equal('south-north by turn')
    expect(found.get('south-west north-south'.split(' ').sort().join(' '))).to.equal('north-south by turn')
    // Streams that never meet, and streams out of one lane, are no conflict.
    expect(found.has('north-south south-north')).to.equal(false)
    expect(found.has('south-east south-north')).to.equal(false)
  })

  it('turns both rules round where traffic keeps left', () => {
    const found = verdicts(JUNCTIONS['a T on the left'](), 'junction')
    // From the south one turns right across those who come from the west, on one's left.
    expect(found.get('south-east west-east')).to.equal('west-east by nearside')
    expect(found.get('east-west west-south')).to.equal('east-west by turn')
  })

  it('lets main arms and the ring go before those that give way', () => {
    const t = verdicts(JUNCTIONS['a T'](), 'junction')
    expect(t.get('south-west west-east')).to.equal('west-east by sign')
    expect(t.get('east-south west-east')).to.equal('west-east by turn')
    const ring = verdicts(JUNCTIONS['a roundabout'](), 'junction-south')
    expect(ring.get('enter-south ring-south')).to.equal('ring-south by priority')
  })

  it('leaves crossing streams to their lights, but not those that turn across', () => {
    const road = shortRoad('{junction: {kind: x, control: lights}}', arm('south'))
    const found = verdicts(road, 'junction')
    expect(found.get('east-west south-north')).to.equal('nobody by light')
    expect(found.get('north-east south-north')).to.equal('south-north by turn')
    expect(road.stopLines.map((line) => line.control)).to.deep.equal(Array(4).fill('traffic-light'))
    expect(road.network.controllers.map((c) => c.signals)).to.deep.equal([
      ['light-east', 'light-west'],
      ['light-south', 'light-north'],
    ])
  })

  it('puts stop lines across the lanes that lead in', () => {
    const road = JUNCTIONS['a T']()
    const lines = road.stopLines.map((l) => [road.roads[l.road].id, l.control, [...l.lanes], [...l.t]])
    expect(lines).to.deep.equal([
      ['south', 'give-way', [-1], [-3.5, 0]],
      ['east', 'none', [-1], [-3.5, 0]],
      ['west', 'none', [-1], [-3.5, 0]],
    ])
  })
})
