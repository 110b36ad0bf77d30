/**
 * Vehicles that touch. The first touch of a pair is a crash: an impulse with restitution, and a record.
 * While they stay together further impulses keep them from closing and they are eased apart.
 *
 * At 70 m/s closing a tick is 0.12 m, less than half of any body here, so no pair can pass through
 * another between two looks; the swept test below finds which faces met first.
 */
import { conjugate, rotate, type Vec3, power } from '../math/index.ts'
import { TICKS_PER_SECOND, type WorldEvent } from '../world/index.ts'
import { readMotion } from './body.ts'
import { TICK } from './constants.ts'
import { commonPoint, footprintOf, overlaps, type Footprint, type Overlap } from './footprint.ts'
import {
  closingSpeed,
  impulseBetween,
  restitution,
  spinFrom,
  type ImpactBody,
  type Impulse,
} from './impact.ts'
import type { Vehicle } from './vehicle.ts'

/** A pair that has touched: plain data, part of the state. */
export interface Touch {
  readonly a: number
  readonly b: number
  /** Ticks of the last overlap and of the last record. */
  last: number
  recorded: number
}

/** Apart for this long, touching again is a new crash, ticks. */
const APART = 60
/** In a lasting contact a new blow counts as a crash of its own from this closing speed on, m/s, ... */
const NEW_BLOW = 1
/** ... and this long after the last one, ticks. */
const NEW_BLOW_AFTER = 150
/** Slower first touches lean rather than crash, m/s. */
const LEAST_CRASH = 0.1
/** Share of the overlap that is taken away a tick, and the overlap that may stay, m. */
const EASE = 0.2
const SLOP = 0.005
/** The stiff part of a vehicle (bumper, sill, longitudinals) stands low in the height that two share. */
const STIFF_HEIGHT = 0.3

/** Nearby pairs are looked for this seldom, ticks; nothing crosses MARGIN in that time. */
export const LOOK_EVERY = 30
const FASTEST = 100
const MARGIN = 2 * FASTEST * LOOK_EVERY * TICK

/** Pairs (a < b) that could touch before the next look; any larger set gives the same results. */
export const nearbyPairs = (vehicles: readonly Vehicle[]): number[] => {
  const pairs: number[] = []
  for (let i = 0; i < vehicles.length; i++)
    for (let j = i + 1; j < vehicles.length; j++) {
      // A trailer and its tractor meet in their joint.
      if (vehicles[j].towedBy === vehicles[i].id) continue
      const p = vehicles[i].body.position
      const q = vehicles[j].body.position
      const reach = vehicles[i].model.reach + vehicles[j].model.reach + MARGIN
      if (power(p.x - q.x, 2) + power(p.y - q.y, 2) < power(reach, 2)) pairs.push(i, j)
    }
  return pairs
}

/** Cheap test before any box is built. */
const mayTouch = (a: Vehicle, b: Vehicle): boolean => {
  if (a.state.present === 0 || b.state.present === 0) return false
  const p = a.body.position
  const q = b.body.position
  return power(p.x - q.x, 2) + power(p.y - q.y, 2) < power(a.model.reach + b.model.reach, 2)
}

/** Settles every contact of this tick; crashes are added to `events`. */
export const settleContacts = (
  vehicles: readonly Vehicle[],
  pairs: readonly number[],
  touches: Touch[],
  tick: number,
  events: WorldEvent[],
): void => {
  for (let i = 0; i < pairs.length; i += 2) {
    const a = vehicles[pairs[i]]
    const b = vehicles[pairs[i + 1]]
    if (mayTouch(a, b)) settle(a, b, touches, tick, events)
  }
}

const settle = (a: Vehicle, b: Vehicle, touches: Touch[], tick: number, events: WorldEvent[]): void => {
  const fa = footprintOf(a)
  const fb = footprintOf(b)
  const axes = overlaps(fa, fb)
  if (axes === null) return
  const [x, y] = commonPoint(fa, fb)
  const point: Vec3 = [x, y, stiffHeight(fa, fb)]
  const bodyA = impactBody(a, point)
  const bodyB = impactBody(b, point)
  const { nx, ny, depth } = faceThatMet(axes, bodyA, bodyB)

  let touch = touches.find((t) => t.a === a.index && t.b === b.index)
  const closing = closingSpeed(bodyA, bodyB, nx, ny)
  const crash =
    touch === undefined || tick - touch.last > APART
      ? closing > LEAST_CRASH
      : closing > NEW_BLOW && tick - touch.recorded > NEW_BLOW_AFTER
  const impulse = impulseBetween(bodyA, bodyB, nx, ny, crash ? restitution(closing) : 0)
  if (impulse !== null) {
    strike(a, bodyA, -impulse.x, -impulse.y)
    strike(b, bodyB, impulse.x, impulse.y)
    if (crash) events.push(record(a, b, point, impulse, tick))
  }
  if (touch === undefined) {
    touch = { a: a.index, b: b.index, last: tick, recorded: -Infinity }
    touches.push(touch)
  }
  touch.last = tick
  if (crash && impulse !== null) touch.recorded = tick
  easeApart(a, b, nx, ny, depth)
}

/** The axis along which they came together last; when none closes, the shallowest. */
const faceThatMet = (axes: readonly Overlap[], a: ImpactBody, b: ImpactBody): Overlap => {
  let met = axes[0]
  let ago = Infinity
  let shallow = axes[0]
  for (const axis of axes) {
    const closing = closingSpeed(a, b, axis.nx, axis.ny)
    const since = closing > 1e-3 ? axis.depth / closing : Infinity
    if (since < ago) {
      ago = since
      met = axis
    }
    if (axis.depth < shallow.depth) shallow = axis
  }
  return ago < 3 * TICK ? met : shallow
}

const stiffHeight = (a: Footprint, b: Footprint): number => {
  const low = Math.max(a.low, b.low)
  return low + STIFF_HEIGHT * (Math.min(a.high, b.high) - low)
}

const impactBody = ({ body }: Vehicle, point: Vec3): ImpactBody => ({
  inverseMass: body.invMass,
  inverseInertia: body.invInertiaWorld.elements,
  velocity: [body.velocity.x, body.velocity.y, body.velocity.z],
  angularVelocity: [body.angularVelocity.x, body.angularVelocity.y, body.angularVelocity.z],
  arm: [point[0] - body.position.x, point[1] - body.position.y, point[2] - body.position.z],
})

const strike = (v: Vehicle, before: ImpactBody, px: number, py: number): void => {
  const { body } = v
  const spin = spinFrom(before, px, py)
  body.velocity.x += px * body.invMass
  body.velocity.y += py * body.invMass
  body.angularVelocity.x += spin[0]
  body.angularVelocity.y += spin[1]
  body.angularVelocity.z += spin[2]
  readMotion(v)
}

/** Moves both along the normal so that momentum has no part in it: the lighter one more. */
const easeApart = (a: Vehicle, b: Vehicle, nx: number, ny: number, depth: number): void => {
  const way = (EASE * Math.max(0, depth - SLOP)) / (a.body.invMass + b.body.invMass)
  a.body.position.x -= way * a.body.invMass * nx
  a.body.position.y -= way * a.body.invMass * ny
  b.body.position.x += way * b.body.invMass * nx
  b.body.position.y += way * b.body.invMass * ny
}

const record = (a: Vehicle, b: Vehicle, point: Vec3, impulse: Impulse, tick: number): WorldEvent => ({
  kind: 'collision',
  time: tick / TICKS_PER_SECOND,
  actors: [a.id, b.id],
  point,
  closingSpeed: impulse.closingSpeed,
  deltaV: [
    [-impulse.x * a.body.invMass, -impulse.y * a.body.invMass, 0],
    [impulse.x * b.body.invMass, impulse.y * b.body.invMass, 0],
  ],
  pdof: [directionOfForce(a, -impulse.x, -impulse.y), directionOfForce(b, impulse.x, impulse.y)],
  energy: impulse.energyLost,
})

/** Where the blow came from, in the body frame: 0 from ahead, positive from the left, rad. */
const directionOfForce = ({ body: { quaternion: q } }: Vehicle, px: number, py: number): number => {
  const local = rotate(conjugate([q.x, q.y, q.z, q.w]), [-px, -py, 0])
  return Math.atan2(local[1], local[0])
}
