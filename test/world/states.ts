/** Arbitrary world states for property tests. */
import fc from 'fast-check'
import { TICKS_PER_SECOND, type ActorState, type WheelState, type WorldState } from '../../src/world/index.ts'

const real = fc.double({ min: -1e6, max: 1e6, noNaN: true })
const vec3 = fc.tuple(real, real, real)
const wheel: fc.Arbitrary<WheelState> = fc.record({
  travel: real,
  steer: real,
  spin: real,
  spinRate: real,
  slipRatio: real,
  slipAngle: real,
  load: real,
  forceX: real,
  forceY: real,
  forceAvailable: real,
  surface: fc.constantFrom(
    'dry-asphalt' as const,
    'packed-snow' as const,
    'black-ice' as const,
    'grass' as const,
  ),
  mu: real,
})
const actor = (id: string, instance: number): fc.Arbitrary<ActorState> =>
  fc.record({
    id: fc.constant(id),
    instance: fc.constant(instance),
    present: fc.boolean(),
    position: vec3,
    orientation: fc.tuple(real, real, real, real),
    velocity: vec3,
    angularVelocity: vec3,
    acceleration: vec3,
    s: real,
    t: real,
    throttle: real,
    brake: real,
    steer: real,
    absActive: fc.boolean(),
    escActive: fc.boolean(),
    aebActive: fc.boolean(),
    lights: fc.record({
      brake: fc.boolean(),
      indicatorLeft: fc.boolean(),
      indicatorRight: fc.boolean(),
      headlights: fc.boolean(),
      highBeam: fc.boolean(),
      beacon: fc.boolean(),
      siren: fc.boolean(),
    }),
    wheels: fc.array(wheel, { minLength: 4, maxLength: 4 }),
  })

export const worldState: fc.Arbitrary<WorldState> = fc
  .record({ tick: fc.integer({ min: 0, max: 1e6 }), ego: actor('ego', 1), lead: actor('lead', 2) })
  .map(({ tick, ego, lead }) => ({ tick, time: tick / TICKS_PER_SECOND, actors: [ego, lead], events: [] }))
