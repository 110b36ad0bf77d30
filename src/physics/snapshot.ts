/** The plain, frozen WorldState of an instant. */
import { rotate, yawOf, type Quat, type Vec3 } from '../math/index.ts'
import { travelled, type Road } from '../road/index.ts'
import {
  LIGHTS_OFF,
  TICKS_PER_SECOND,
  type ActorState,
  type WheelState,
  type WorldEvent,
  type WorldState,
} from '../world/index.ts'
import { SURFACE_KINDS } from '../scenario/index.ts'
import type { FreeBody } from './bodies/free-body.ts'
import type { Solid } from './contact/solid.ts'
import { originVelocity, type Trace } from './trace.ts'
import { Vehicle, type Wheel } from './vehicle.ts'

/** Slip ratios are told against at least this speed, m/s: at a standstill they mean nothing. */
const LEAST_SPEED = 0.1

export const snapshotOf = (
  bodies: readonly (Vehicle | FreeBody)[],
  road: Road,
  tick: number,
  events: readonly WorldEvent[],
): WorldState =>
  Object.freeze({
    tick,
    time: tick / TICKS_PER_SECOND,
    actors: Object.freeze(
      bodies.map((b) => (b instanceof Vehicle ? vehicleState(b, road) : freeState(b, road))),
    ),
    events: Object.freeze([...events]),
  })

/** What every body has. */
const bodyState = (b: Solid & { readonly state: Trace }, road: Road) => {
  const { state, body, motion: m, model } = b
  const q: Quat = Object.freeze([
    body.quaternion.x,
    body.quaternion.y,
    body.quaternion.z,
    body.quaternion.w,
  ] as const)
  const [ox, oy, oz] = rotate(q, model.cg)
  const position: Vec3 = Object.freeze([
    body.position.x - ox,
    body.position.y - oy,
    body.position.z - oz,
  ] as const)
  const [x, y, z] = position
  const on = travelled(road, x, y, z, b instanceof Vehicle ? yawOf(q) : undefined)
  return {
    id: b.id,
    instance: b.index + 1,
    present: state.present === 1,
    position,
    orientation: q,
    velocity: Object.freeze(originVelocity(b)),
    angularVelocity: Object.freeze([m.wx, m.wy, m.wz] as const),
    acceleration: Object.freeze([state.accelX, state.accelY, state.accelZ] as const),
    s: on.s,
    t: on.t,
    road: road.roads.length > 1 ? on.road : undefined,
  }
}

const NO_WHEELS: readonly WheelState[] = Object.freeze([])

const freeState = (b: FreeBody, at: Road): ActorState => {
  const { road, ...body } = bodyState(b, at)
  return Object.freeze({
    ...body,
    ...(road === undefined ? {} : { road }),
    ...{ throttle: 0, brake: 0, steer: 0, absActive: false, escActive: false, aebActive: false },
    lights: LIGHTS_OFF,
    wheels: NO_WHEELS,
  })
}

/** Written out: to spread what every body has would cost V8 four times as much as all the rest of a snapshot. */
const vehicleState = (v: Vehicle, road: Road): ActorState => {
  const { state } = v
  const b = bodyState(v, road)
  const made = {
    id: b.id,
    instance: b.instance,
    present: b.present,
    position: b.position,
    orientation: b.orientation,
    velocity: b.velocity,
    angularVelocity: b.angularVelocity,
    acceleration: b.acceleration,
    s: b.s,
    t: b.t,
    throttle: state.throttle * state.driveShare,
    brake: state.pedal,
    steer: state.steer,
    absActive: state.absActive === 1,
    escActive: state.escActive === 1,
    aebActive: state.aeb === 1,
    lights: Object.freeze({
      brake: state.brakeLight === 1,
      indicatorLeft: state.indicatorLeft === 1,
      indicatorRight: state.indicatorRight === 1,
      headlights: state.headlights === 1,
      highBeam: state.highBeam === 1,
      beacon: state.beacon === 1,
      siren: state.siren === 1,
    }),
    wheels: Object.freeze(v.wheels.map(wheelState)),
  }
  return Object.freeze(b.road === undefined ? made : { ...made, road: b.road })
}

const wheelState = (wheel: Wheel): WheelState => {
  const { vx, vy, load, mu, kind, otherKind, otherShare } = wheel
  const along = Math.max(LEAST_SPEED, Math.abs(vx))
  return Object.freeze({
    travel: wheel.travel,
    steer: wheel.steerAngle,
    spin: wheel.spin,
    spinRate: wheel.spinRate,
    slipRatio: (wheel.spinRate * wheel.model.radius - vx) / along,
    slipAngle: Math.abs(vy) < 1e-9 ? 0 : Math.atan2(vy, along),
    load,
    forceX: wheel.forceX,
    forceY: wheel.forceY,
    forceAvailable: mu * load,
    surface: SURFACE_KINDS[otherShare > 0.5 ? otherKind : kind],
    mu,
  })
}
