import { expect } from 'chai'
import fc from 'fast-check'
import { buildRoad, standing } from '../../src/road/index.ts'
import { networkOf, type RoadPiece, type RoadSpec } from '../../src/scenario/index.ts'
import { straightRoad } from '../criticality/scene.ts'

const roadOf = (pieces: readonly RoadPiece[], more: Partial<RoadSpec> = {}): RoadSpec => ({
  ...straightRoad,
  pieces,
  ...more,
})

/** Bends of at least 40 m radius that never turn far enough for the road to come back to itself. */
const pieces = fc
  .array(
    fc.record({
      length: fc.double({ min: 5, max: 120, noNaN: true }),
      curvature: fc.oneof(fc.constant(0), fc.double({ min: -1 / 40, max: 1 / 40, noNaN: true })),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((list) => {
    const turned = list.reduce((sum, p) => sum + Math.abs(p.curvature) * p.length, 0)
    return list.map((p) => ({ ...p, curvature: turned > 2 ? (p.curvature * 2) / turned : p.curvature }))
  })

const origin = fc.record({
  x: fc.double({ min: -1000, max: 1000, noNaN: true }),
  y: fc.double({ min: -1000, max: 1000, noNaN: true }),
  heading: fc.double({ min: -4, max: 4, noNaN: true }),
})

describe('road: reference line', () => {
  it('goes from road to world and back within a millimetre, past both ends too', () => {
    fc.assert(
      fc.property(
        pieces,
        origin,
        fc.double({ min: -0.3, max: 1.3, noNaN: true }),
        fc.double({ min: -15, max: 15, noNaN: true }),
        (list, from, along, t) => {
          const road = buildRoad(roadOf(list, { origin: from }), [])
          const s = along * road.length
          const { x, y } = road.toWorld(s, t)
          const back = road.toRoad(x, y)
          expect(back.s).to.be.closeTo(s, 1e-3)
          expect(back.t).to.be.closeTo(t, 1e-3)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('finds the point that a search by brute force finds', () => {
    fc.assert(
      fc.property(
        pieces,
        fc.double({ min: -300, max: 500, noNaN: true }),
        fc.double({ min: -300, max: 300, noNaN: true }),
        (list, x, y) => {
          const road = buildRoad(roadOf(list), [])
          const distanceAt = (s: number): number => {
            const p = road.toWorld(s, 0)
            return Math.sqrt((p.x - x) ** 2 + (p.y - y) ** 2)
          }
          let least = Infinity
          for (let s = -600; s <= road.length + 600; s += 0.5) least = Math.min(least, distanceAt(s))
          const { t } = road.toRoad(x, y)
          expect(Math.abs(t)).to.be.within(least - 0.6, least + 1e-6)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('has no step where pieces meet: position and heading go on', () => {
    fc.assert(
      fc.property(pieces, (list) => {
        const road = buildRoad(roadOf(list), [])
        let s = 0
        for (const { length } of [{ length: 0 }, ...list]) {
          s += length
          const a = road.toWorld(s - 1e-7, 1)
          const b = road.toWorld(s + 1e-7, 1)
          expect(Math.abs(a.x - b.x) + Math.abs(a.y - b.y)).to.be.below(1e-6)
          expect(a.heading).to.be.closeTo(b.heading, 1e-7)
        }
      }),
    )
  })

  it('draws a quarter circle to the left from its definition', () => {
    const road = buildRoad(roadOf([{ length: 50 * Math.PI, curvature: 1 / 100 }]), [])
    const end = road.toWorld(50 * Math.PI, 0)
    expect(end.x).to.be.closeTo(100, 1e-9)
    expect(end.y).to.be.closeTo(100, 1e-9)
    expect(end.heading).to.be.closeTo(Math.PI / 2, 1e-12)
    expect(road.curvature(10)).to.equal(1 / 100)
    expect(road.curvature(-1)).to.equal(0)
    expect(road.curvature(1000)).to.equal(0)
    // 10 m to the right of the end, and 5 m further along the tangent there.
    const beyond = road.toRoad(110, 105)
    expect(beyond.s).to.be.closeTo(50 * Math.PI + 5, 1e-9)
    expect(beyond.t).to.be.closeTo(-10, 1e-9)
  })

  it('turns with the world: a turned and shifted road gives the same road coordinates', () => {
    fc.assert(
      fc.property(pieces, origin, fc.double({ min: -50, max: 150, noNaN: true }), (list, pose, x) => {
        const plain = buildRoad(roadOf(list), [])
        const moved = buildRoad(roadOf(list, { origin: pose }), [])
        const c = Math.cos(pose.heading)
        const d = Math.sin(pose.heading)
        const a = plain.toRoad(x, 7)
        const b = moved.toRoad(pose.x + x * c - 7 * d, pose.y + x * d + 7 * c)
        expect(Math.abs(b.t)).to.be.closeTo(Math.abs(a.t), 1e-6)
      }),
    )
  })
})

describe('road: lanes', () => {
  it('have dashed lines between them and solid ones outside, also where all lie on one side', () => {
    const kinds = (lanes: readonly number[], oneWay: boolean): Record<string, string> =>
      Object.fromEntries(
        networkOf({ ...straightRoad, lanes, oneWay }).roads[0].sections[0].lanes.flatMap(({ id, lines }) =>
          lines.map(({ kind }) => [id, kind]),
        ),
      )
    expect(kinds([-3, -2, -1], true)).to.deep.equal({
      '-3': 'solid',
      '-2': 'broken',
      '-1': 'broken',
      0: 'solid',
    })
    expect(kinds([-2, -1, 1], false)).to.deep.equal({ '-2': 'solid', '-1': 'broken', 0: 'solid', 1: 'solid' })
  })

  it('lays lanes out from right to left, and pavement round them', () => {
    const road = buildRoad(straightRoad, [])
    expect(road.lanes.map((l) => [l.id, l.right, l.left, l.direction])).to.deep.equal([
      [-2, -7, -3.5, 1],
      [-1, -3.5, 0, 1],
      [1, 0, 3.5, -1],
    ])
    expect(road.paved).to.deep.equal([-8, 4.5])
    expect(road.laneAt(-1)?.id).to.equal(-1)
    expect(road.laneAt(0)?.id).to.equal(1)
    expect(road.laneAt(4)).to.equal(undefined)
    expect(road.lane(3)).to.equal(undefined)
  })

  it('lets every lane of a one-way road run with s', () => {
    const road = buildRoad({ ...straightRoad, oneWay: true }, [])
    expect(road.lanes.every((l) => l.direction === 1)).to.equal(true)
  })

  it('places oncoming traffic facing back, its offset to its own left', () => {
    const road = buildRoad(straightRoad, [])
    const oncoming = standing(road, { lane: 1, s: 50, offset: 0.5, heading: 0 })
    expect(oncoming.direction).to.equal(-1)
    expect(Math.abs(oncoming.heading)).to.be.closeTo(Math.PI, 1e-12)
    expect(oncoming.t).to.be.closeTo(1.25, 1e-12)
    const turned = standing(road, { lane: 1, s: 50, offset: 0, heading: Math.PI })
    expect(turned.direction).to.equal(1)
    expect(() => standing(road, { lane: 9, s: 0, offset: 0, heading: 0 })).to.throw(RangeError, 'no lane 9')
  })
})

describe('road: surface', () => {
  const road = buildRoad(straightRoad, [
    { id: 'snow', kind: 'packed-snow', s: [100, 300], t: [-3.5, 3.5], mu: 0.3, depth: 0.03 },
    { id: 'ice', kind: 'black-ice', s: [200, 210], t: [-3.5, -1.75], mu: 0.08, depth: null },
  ])

  it('is asphalt where nothing lies, verge off the pavement, and the later patch on top', () => {
    expect(road.ground(50, 0)).to.include({ kind: 'dry-asphalt', patch: -1, mu: null, other: null })
    expect(road.ground(50, 9)).to.include({ kind: 'grass', patch: -1 })
    expect(road.ground(150, 0)).to.include({ kind: 'packed-snow', patch: 0, mu: 0.3, depth: 0.03 })
    expect(road.ground(205, -2.5)).to.include({ kind: 'black-ice', patch: 1, mu: 0.08 })
    expect(road.ground(205, -2.5).depth).to.be.above(0)
    expect(road.ground(205, -1)).to.include({ kind: 'packed-snow', patch: 0 })
  })

  it('passes from one surface to the next over 0.15 m, half and half on the edge', () => {
    const edge = road.ground(100, 0)
    expect(edge.kind).to.equal('packed-snow')
    expect(edge.other).to.deep.equal({ kind: 'dry-asphalt', mu: null, depth: 0, share: 0.5 })
    const before = road.ground(99.9625, 0)
    expect(before.kind).to.equal('dry-asphalt')
    expect(before.other?.kind).to.equal('packed-snow')
    expect(before.other?.share).to.be.closeTo(0.25, 1e-9)
    expect(road.ground(99.92, 0).other).to.equal(null)
    expect(road.ground(100.08, 0).other).to.equal(null)
    // Ice lies on snow: its edge blends into snow, not into the asphalt beneath.
    expect(road.ground(200.01, -2.5).other?.kind).to.equal('packed-snow')
  })

  it('changes no share by a jump: snow share is continuous along any line over an edge', () => {
    const shareOfSnow = (x: number, y: number): number => {
      const g = road.ground(x, y)
      const rest = g.other?.share ?? 0
      return (g.kind === 'packed-snow' ? 1 - rest : 0) + (g.other?.kind === 'packed-snow' ? rest : 0)
    }
    fc.assert(
      fc.property(
        fc.double({ min: 99.8, max: 100.2, noNaN: true }),
        fc.double({ min: -3.8, max: 3.8, noNaN: true }),
        (x, y) => {
          const d = 1e-4
          expect(Math.abs(shareOfSnow(x + d, y) - shareOfSnow(x, y))).to.be.below(2e-3)
          expect(Math.abs(shareOfSnow(x, y + d) - shareOfSnow(x, y))).to.be.below(2e-3)
        },
      ),
    )
  })

  it('is flat', () => {
    expect(road.height(3, 4)).to.equal(0)
    expect(road.normal(3, 4)).to.deep.equal([0, 0, 1])
  })
})
