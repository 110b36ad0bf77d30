/** The plain, frozen WorldState of an instant. */
import { rotate, type Quat, type Vec3 } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import {
  TICKS_PER_SECOND,
  type ActorState,
  type WheelState,
  type WorldEvent,
  type WorldState,
} from '../world/index.ts'
import { SURFACE_KINDS } from './model.ts'
import { AT, type Vehicle } from './vehicle.ts'

/** Slip ratios are told against at least this speed, m/s: at a standstill they mean nothing. */
const LEAST_SPEED = 0.1

export const snapshotOf = (
  vehicles: readonly Vehicle[],
  road: Road,
  tick: number,
  events: readonly WorldEvent[],
): WorldState =>
  Object.freeze({
    tick,
    time: tick / TICKS_PER_SECOND,
    actors: Object.freeze(vehicles.map((v) => actorState(v, road))),
    events: Object.freeze([...events]),
  })

const actorState = (v: Vehicle, road: Road): ActorState => {
  const { state, body, motion: m, model } = v
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
  const { s, t } = road.toRoad(position[0], position[1])
  return Object.freeze({
    id: v.id,
    instance: v.index + 1,
    present: state[AT.present] === 1,
    position,
    orientation: q,
    velocity: Object.freeze([state[AT.originVx], state[AT.originVy], state[AT.originVz]] as const),
    angularVelocity: Object.freeze([m.wx, m.wy, m.wz] as const),
    acceleration: Object.freeze([state[AT.accelX], state[AT.accelY], state[AT.accelZ]] as const),
    s,
    t,
    throttle: state[AT.throttle] * state[AT.driveShare],
    brake: state[AT.pedal],
    steer: state[AT.steer],
    absActive: state[AT.absActive] === 1,
    escActive: state[AT.escActive] === 1,
    aebActive: state[AT.aeb] === 1,
    lights: Object.freeze({
      brake: state[AT.brakeLight] === 1,
      indicatorLeft: state[AT.indicatorLeft] === 1,
      indicatorRight: state[AT.indicatorRight] === 1,
      headlights: state[AT.headlights] === 1,
    }),
    wheels: Object.freeze(Array.from({ length: model.wheels }, (_, w) => wheelState(v, w))),
  })
}

const wheelState = (v: Vehicle, w: number): WheelState => {
  const vx = v.vx[w]
  const along = Math.max(LEAST_SPEED, Math.abs(vx))
  return Object.freeze({
    travel: v.travel[w],
    steer: v.steerAngle[w],
    spin: v.spin[w],
    spinRate: v.spinRate[w],
    slipRatio: (v.spinRate[w] * v.model.radius[w] - vx) / along,
    slipAngle: Math.abs(v.vy[w]) < 1e-9 ? 0 : Math.atan2(v.vy[w], along),
    load: v.load[w],
    forceX: v.forceX[w],
    forceY: v.forceY[w],
    forceAvailable: v.mu[w] * v.load[w],
    surface: SURFACE_KINDS[v.otherShare[w] > 0.5 ? v.otherKind[w] : v.kind[w]],
    mu: v.mu[w],
  })
}
