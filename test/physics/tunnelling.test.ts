import { expect } from 'chai'
import fc from 'fast-check'
import type { ActorSpec, RoadUserSpec } from '../../src/scenario/index.ts'
import type { WorldEvent } from '../../src/world/index.ts'
import { ADULT, block } from './bodies.ts'
import { SEDAN, actor, controls, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const real = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const LANE = -1.75

/** An actor whose box is centred on (x, y), facing `heading`, moving at `speed` that way. */
const at = (id: string, spec: RoadUserSpec, x: number, y: number, heading: number, speed = 0): ActorSpec => {
  const ahead = spec.length / 2 - spec.rearOverhang
  const [c, s] = [Math.cos(heading), Math.sin(heading)]
  return actor({
    ...{ id, spec, speed },
    at: { lane: -1, s: x - ahead * c, offset: y - ahead * s - LANE, heading },
  })
}

/** The pairs that were recorded in collisions within `seconds`. */
const hits = (seconds: number, ...actors: ActorSpec[]): string[] => {
  const physics = physicsOf(flatRoad(), ...actors)
  const free = actors.map(() => controls())
  const found: WorldEvent[] = []
  for (let tick = 1; tick <= seconds * 600; tick++) {
    physics.step(free)
    if (tick % 6 === 0) found.push(...physics.snapshot().events)
  }
  return found.flatMap((e) => (e.kind === 'collision' ? [e.actors.join(' ')] : []))
}

const post = (size: number): RoadUserSpec => block([size, size, 2], 10, { fixed: true })
/** Slides without friction, so that it goes where it is sent. */
const puck = (size: readonly [number, number, number]): RoadUserSpec =>
  block(size, 5, { slideFriction: 0.01 })

describe('physics/tunnelling', () => {
  it('a car meets a post of 2 to 10 cm anywhere on its front, at any angle, at up to 70 m/s', () =>
    fc.assert(
      fc.property(
        real(2, 70),
        real(0.02, 0.1),
        real(-0.98, 0.98),
        real(-Math.PI, Math.PI),
        real(0, 1),
        (speed, size, across, heading, phase) => {
          const [c, s] = [Math.cos(heading), Math.sin(heading)]
          const reach = SEDAN.length / 2 + 0.3 + phase
          const side = (across * SEDAN.width) / 2
          const car = at('car', SEDAN, 200, 0, heading, speed)
          const thing = at('post', post(size), 200 + reach * c - side * s, reach * s + side * c, 0)
          expect(hits(Math.min(0.9, 2 / speed + 0.05), car, thing)).to.deep.equal(['car post'])
        },
      ),
      { numRuns: 30 },
    ))

  it('somebody on foot is met, wherever he stands across the front', () =>
    fc.assert(
      fc.property(real(3, 70), real(-1, 1), real(-Math.PI, Math.PI), (speed, across, heading) => {
        const car = at('car', SEDAN, 200, 0, 0, speed)
        const walker = at('walker', ADULT, 200 + SEDAN.length / 2 + 0.8, across * (SEDAN.width / 2), heading)
        expect(hits(1.5 / speed + 0.05, car, walker)).to.include('car walker')
      }),
      { numRuns: 40 },
    ))

  it('two thin things whose paths cross meet at any closing speed, both moving', () =>
    fc.assert(
      fc.property(
        real(1, 35),
        real(1, 35),
        real(0.3, Math.PI - 0.3),
        real(-0.9, 0.9),
        real(0.02, 0.3),
        real(0.02, 0.3),
        (va, vb, angle, miss, a, b) => {
          // Both would be at the origin after 0.2 s, but for less than what their sizes allow.
          const [c, s] = [Math.cos(angle), Math.sin(angle)]
          const time = 0.2
          const relative = Math.hypot(vb * c - va, vb * s)
          const [nx, ny] = [(-vb * s) / relative, (vb * c - va) / relative]
          const off = (miss * (a + b)) / 2
          const first = at('a', puck([a, a, 0.5]), 200 - va * time, 0, 0, va)
          const second = at(
            ...(['b', puck([b, b, 0.5])] as const),
            ...([200 - vb * time * c + off * nx, -vb * time * s + off * ny, angle, vb] as const),
          )
          expect(hits(2 * time, first, second)).to.include('a b')
        },
      ),
      { numRuns: 60 },
    ))

  it('what passes by is not met', () =>
    fc.assert(
      fc.property(real(5, 70), real(0.02, 0.4), fc.constantFrom(1, -1), (speed, gap, side) => {
        const car = at('car', SEDAN, 200, 0, 0, speed)
        const thing = at('post', post(0.05), 204, side * (SEDAN.width / 2 + 0.025 + gap), 0)
        expect(hits(0.3, car, thing)).to.be.empty
      }),
      { numRuns: 20 },
    ))
})
