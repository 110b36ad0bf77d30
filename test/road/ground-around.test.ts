import { expect } from 'chai'
import fc from 'fast-check'
import { buildRoad } from '../../src/road/index.ts'

const ROAD = buildRoad(
  {
    ...{
      pieces: [
        { length: 60, curvature: 0 },
        { length: 90, curvature: 0.03 },
      ],
      lanes: [-1, 1],
    },
    ...{ laneWidth: 3.5, shoulderWidth: 1, oneWay: false, speedLimit: 20, surface: 'dry-asphalt' },
    ...{ verge: 'grass', place: 'rural', origin: { x: 5, y: -3, heading: 0.4 } },
  },
  [
    { id: 'ice', kind: 'ice', s: [30, 50], t: [-4, 0], mu: null, depth: null },
    { id: 'slush', kind: 'slush', s: [80, 110], t: [-2, 3], mu: 0.3, depth: 0.02 },
  ],
)

describe('road: ground around a point', () => {
  it('is what every point within the radius stands on', () =>
    fc.assert(
      fc.property(
        ...[fc.double({ min: -5, max: 155, noNaN: true }), fc.double({ min: -9, max: 9, noNaN: true })],
        fc.double({ min: 0.1, max: 4, noNaN: true }),
        fc.array(
          fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 6.3, noNaN: true })),
        ),
        (s, t, radius, points) => {
          const { x, y } = ROAD.toWorld(s, t)
          const ground = ROAD.groundAround(x, y, radius)
          if (ground === null) return
          for (const [share, angle] of points) {
            const r = share * radius
            expect(ROAD.ground(x + r * Math.cos(angle), y + r * Math.sin(angle))).to.equal(ground)
          }
        },
      ),
      { numRuns: 1000 },
    ))

  it('is known in the middle of a lane, in the middle of a patch and beside the road', () => {
    const kindAt = (s: number, t: number): string | undefined => {
      const { x, y } = ROAD.toWorld(s, t)
      return ROAD.groundAround(x, y, 0.9)?.kind
    }
    expect([kindAt(10, -1.75), kindAt(40, -2), kindAt(10, 9), kindAt(30, -1.75)]).to.deep.equal([
      ...['dry-asphalt', 'ice', 'grass', undefined],
    ])
  })
})
