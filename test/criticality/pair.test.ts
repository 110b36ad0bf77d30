import { expect } from 'chai'
import fc from 'fast-check'
import {
  footprint,
  inPath,
  pairGap,
  pairHeadway,
  pairTtc,
  place,
  type Placed,
} from '../../src/criticality/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import type { ActorSpec, RoadSpec } from '../../src/scenario/index.ts'
import { actorSpec, actorStateOf, car, straightRoad } from './scene.ts'

const placedOn = (road: RoadSpec, spec: ActorSpec): Placed => {
  const built = buildRoad(road, [])
  return place(built, footprint(car, actorStateOf(spec, 0, built)))
}

const at = (lane: number, s: number, speed: number, offset = 0): ActorSpec =>
  actorSpec('a', { at: { lane, s, offset, heading: 0 }, speed })

/** 30 m radius to the left: sharp enough that straight lines through the world are wrong. */
const bend: RoadSpec = { ...straightRoad, pieces: [{ length: 180, curvature: 1 / 60 }] }

describe('criticality: pairs on the road', () => {
  it('has its rectangle ahead of the rear axle, moving with it', () => {
    const road = buildRoad(straightRoad, [])
    const spec = at(-1, 100, 20)
    const state = { ...actorStateOf(spec, 0, road), angularVelocity: [0, 0, 0.5] as const }
    const box = footprint(car, state)
    // 4.5 m long with 0.9 m behind the axle: the middle is 1.35 m ahead of it.
    expect([box.x, box.y]).to.deep.equal([101.35, -1.75])
    expect([box.vx, box.vy]).to.deep.equal([20, 0.675])
  })

  it('measures the net gap, the headway and the time to collision behind a slower car', () => {
    const ego = placedOn(straightRoad, at(-1, 100, 25))
    const lead = placedOn(straightRoad, at(-1, 134.5, 15))
    expect(pairGap(ego, lead)).to.be.closeTo(30, 1e-9)
    expect(pairGap(lead, ego)).to.be.closeTo(-30, 1e-9)
    expect(pairHeadway(ego, lead)).to.be.closeTo(1.2, 1e-9)
    expect(pairHeadway(lead, ego)).to.equal(Infinity)
    expect(pairTtc(ego, lead)).to.be.closeTo(3, 1e-9)
    expect(inPath(ego, lead)).to.equal(true)
  })

  it('has no conflict with oncoming traffic in the next lane, and one in its own', () => {
    const ego = placedOn(straightRoad, at(-1, 100, 20))
    const oncoming = placedOn(straightRoad, at(1, 200, 20))
    expect(pairTtc(ego, oncoming)).to.equal(Infinity)
    expect(inPath(ego, oncoming)).to.equal(false)
    // 3.5 m to its own left: the other lane. Front to front: both face each other.
    const wrongWay = placedOn(straightRoad, at(1, 200, 20, 3.5))
    expect(pairGap(ego, wrongWay)).to.be.closeTo(100 - 2 * 3.6, 1e-9)
    expect(pairTtc(ego, wrongWay)).to.be.closeTo((100 - 7.2) / 40, 1e-9)
    expect(pairGap(wrongWay, ego)).to.be.closeTo(100 - 7.2, 1e-9)
  })

  it('follows the road: in a bend a leader is ahead and the next lane is no danger', () => {
    const ego = placedOn(bend, at(-1, 20, 15))
    const lead = placedOn(bend, at(-1, 70, 10))
    // 1.75 m outside the reference line 50 m of it are 50 (1 + 1.75/60) m, less the bodies.
    const way = 50 * (1 + 1.75 / 60)
    expect(pairGap(ego, lead)).to.be.closeTo(way - 4.5, 0.03)
    expect(pairTtc(ego, lead)).to.be.closeTo((way - 4.5) / 5, 0.05)
    const oncoming = placedOn(bend, at(1, 80, 15))
    expect(pairTtc(ego, oncoming)).to.equal(Infinity)
  })

  it('is the same on a straight road wherever it lies and whichever way it runs', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -3, max: 3, noNaN: true }),
        fc.double({ min: -1e4, max: 1e4, noNaN: true }),
        fc.double({ min: 0, max: 40, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (heading, x, speed, offset) => {
          const turned = { ...straightRoad, origin: { x, y: -x / 3, heading } }
          const pair = (road: RoadSpec): readonly [Placed, Placed] => [
            placedOn(road, at(-1, 100, speed)),
            placedOn(road, at(-1, 150, 10, offset)),
          ]
          const [a, b] = pair(straightRoad)
          const [c, d] = pair(turned)
          expect(pairGap(c, d)).to.be.closeTo(pairGap(a, b), 1e-6)
          const ttc = pairTtc(a, b)
          if (speed < 10.001) expect(ttc > 1000).to.equal(true)
          else expect(pairTtc(c, d) / ttc).to.be.closeTo(1, 1e-6)
        },
      ),
    )
  })
})
