/**
 * Bodies that touch. The first touch of a pair is a crash: an impulse with restitution, and a record. While they
 * stay together further impulses keep them from closing and they are eased apart.
 *
 * At 70 m/s closing a tick is 0.12 m: bodies thinner than twice that, and corners, could be passed between two
 * looks. sweep.ts finds those meetings; the two are then put where they would be had they met in time.
 */
import type { Vec3 } from '../../math/index.ts'
import type { WorldEvent } from '../../world/index.ts'
import { readMotion } from '../body.ts'
import { TICK } from '../constants.ts'
import { recordCrash } from './crash-record.ts'
import { commonPoint, footprintOf, overlaps, type Footprint, type Overlap } from './footprint.ts'
import { FreeBody } from '../bodies/free-body.ts'
import { blowBetween, closingSpeed, restitution, spinFrom, type ImpactBody, type Impulse } from './impact.ts'
import { isAboard } from '../bodies/load.ts'
import type { Solid } from './solid.ts'
import { firstMeeting, type Course } from './sweep.ts'
import { blowHeight, KNOCKS_OVER, meetsOfHeight, strikeWalker } from '../bodies/throw.ts'
import { fall } from '../bodies/walker.ts'

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
/** Whom a vehicle has felled goes over it or under it: the two leave each other alone until apart for this long. */
const FELLED_APART = 1200
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
/** Two bodies come no more than this closer in a tick, m. */
const TICK_MARGIN = 2 * FASTEST * TICK

/** Pairs (a < b) that could touch before the next look; any larger set gives the same results. */
export const nearbyPairs = (solids: readonly Solid[]): number[] => {
  const pairs: number[] = []
  for (let i = 0; i < solids.length; i++)
    for (let j = i + 1; j < solids.length; j++)
      if (canMeet(solids[i], solids[j]) && within(solids[i], solids[j], MARGIN)) pairs.push(i, j)
  return pairs
}

/** A trailer and its tractor meet in their joint; what is fixed meets nothing else that is. */
const canMeet = (a: Solid, b: Solid): boolean =>
  a.towedBy !== b.id && b.towedBy !== a.id && (a.body.invMass > 0 || b.body.invMass > 0)

const within = (a: Solid, b: Solid, margin: number): boolean => {
  const p = a.body.position
  const q = b.body.position
  const [dx, dy, reach] = [p.x - q.x, p.y - q.y, a.model.reach + b.model.reach + margin]
  return dx * dx + dy * dy < reach * reach
}

/** Settles every contact of this tick; crashes are added to `events`. */
export const settleContacts = (
  solids: readonly Solid[],
  pairs: readonly number[],
  touches: Touch[],
  tick: number,
  events: WorldEvent[],
): void => {
  for (let i = 0; i < pairs.length; i += 2) {
    const a = solids[pairs[i]]
    const b = solids[pairs[i + 1]]
    if (a.state.present === 0 || b.state.present === 0 || !within(a, b, TICK_MARGIN)) continue
    if ((b instanceof FreeBody && isAboard(a, b)) || (a instanceof FreeBody && isAboard(b, a))) continue
    const meeting = meet(a, b)
    if (meeting !== null) settle(a, b, meeting, touches, tick, events)
  }
}

/** How two bodies touch: unit normal from a to b, the point, and what there is to put right. */
interface Meeting {
  readonly nx: number
  readonly ny: number
  readonly point: Vec3
  /** How deep they are in each other now, m. */
  readonly depth: number
  /** They met this long ago, s, and have gone on through each other since. */
  readonly ago: number
  /** Share of the second one's height that the first one meets, and the reverse. */
  readonly footprints: readonly [Footprint, Footprint]
}

const meet = (a: Solid, b: Solid): Meeting | null => {
  const fa = footprintOf(a)
  const fb = footprintOf(b)
  const axes = overlaps(fa, fb)
  const ca = courseOf(a)
  const cb = courseOf(b)
  const footprints = [fa, fb] as const
  if (axes === null || isFast(fa, fb, ca, cb)) {
    const swept = firstMeeting(fa, fb, ca, cb, TICK)
    if (swept !== null) {
      const { nx, ny, x, y, ago } = swept
      return { nx, ny, point: [x, y, stiffHeight(fa, fb)], depth: 0, ago, footprints }
    }
  }
  if (axes === null) return null
  const [x, y] = commonPoint(fa, fb)
  const point: Vec3 = [x, y, stiffHeight(fa, fb)]
  const { nx, ny, depth } = faceThatMet(axes, impactBody(a, point), impactBody(b, point))
  return { nx, ny, point, depth, ago: 0, footprints }
}

/** How the middle of a body's box moves. */
const courseOf = ({ body, motion: m, model }: Solid): Course => {
  const { velocity: v, angularVelocity: w } = body
  const [cx, cy, cz] = model.boxCentre
  const rx = m.r00 * cx + m.r01 * cy + m.r02 * cz
  const ry = m.r10 * cx + m.r11 * cy + m.r12 * cz
  const rz = m.r20 * cx + m.r21 * cy + m.r22 * cz
  return {
    vx: v.x + w.y * rz - w.z * ry,
    vy: v.y + w.z * rx - w.x * rz,
    vz: v.z + w.x * ry - w.y * rx,
    yawRate: w.z,
  }
}

/** Whether the two come so far in a tick that the thinner one may be half passed. */
const isFast = (a: Footprint, b: Footprint, ca: Course, cb: Course): boolean => {
  const [vx, vy] = [ca.vx - cb.vx, ca.vy - cb.vy]
  const thin = Math.min(a.halfLength, a.halfWidth, b.halfLength, b.halfWidth)
  return (vx * vx + vy * vy) * TICK * TICK > thin * thin
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

const settle = (
  a: Solid,
  b: Solid,
  meeting: Meeting,
  touches: Touch[],
  tick: number,
  events: WorldEvent[],
): void => {
  let touch = touches.find((t) => t.a === a.index && t.b === b.index)
  const pause = isFallen(a) || isFallen(b) ? FELLED_APART : APART
  const isNew = touch === undefined || tick - touch.last > pause
  if (touch === undefined) {
    touch = { a: a.index, b: b.index, last: tick, recorded: -Infinity }
    touches.push(touch)
  }
  touch.last = tick
  const passesOver = !isNew && pause === FELLED_APART && (isVehicle(a) || isVehicle(b))
  if (passesOver) return

  const { nx, ny, point, depth } = meeting
  const closing = closingSpeed(impactBody(a, point), impactBody(b, point), nx, ny)
  const crash = isNew ? closing > LEAST_CRASH : closing > NEW_BLOW && tick - touch.recorded > NEW_BLOW_AFTER
  const blow = blowOf(a, b, meeting, closing, crash)
  if (blow !== null) {
    give(a, b, blow, meeting.ago)
    if (crash) {
      events.push(recordCrash(a, b, blow.point, blow.impulse, tick))
      touch.recorded = tick
    }
  }
  easeApart(a, b, nx, ny, depth)
}

const isVehicle = ({ model }: Solid): boolean => model.spec.kind === 'vehicle'
const isOnFeet = (s: Solid): s is FreeBody => s instanceof FreeBody && s.state.onFeet === 1
const isFallen = (s: Solid): boolean => s.model.spec.kind === 'walker' && !isOnFeet(s)

/** An impulse on b at a point, and whom of the two it knocks over. */
interface BlowGiven {
  readonly impulse: Impulse
  readonly point: Vec3
  readonly felled: readonly Solid[]
}

const blowOf = (a: Solid, b: Solid, meeting: Meeting, closing: number, crash: boolean): BlowGiven | null => {
  const aWalks = a.model.spec.kind === 'walker'
  const bWalks = b.model.spec.kind === 'walker'
  if (crash && (aWalks || bWalks)) {
    const hit = aWalks === bWalks ? blowOnBoth(a, b, meeting) : blowOnWalker(a, b, meeting, closing)
    const felled = [a, b].filter(
      (s) => isOnFeet(s) && hit !== null && size(hit.impulse) * s.body.invMass > KNOCKS_OVER,
    )
    if (hit !== null && (felled.length > 0 || isFallen(a) || isFallen(b))) return { ...hit, felled }
  }
  const { point, nx, ny } = meeting
  const e = crash ? bounceOf(a, b, closing) : 0
  const impulse = blowBetween(impactBody(a, point), impactBody(b, point), nx, ny, { restitution: e })
  return impulse === null ? null : { impulse, point, felled: [] }
}

const size = ({ x, y, z }: Impulse): number => Math.sqrt(x * x + y * y + z * z)

/** A vehicle, or an object, strikes somebody. */
const blowOnWalker = (
  a: Solid,
  b: Solid,
  { nx, ny, footprints }: Meeting,
  closing: number,
): Omit<BlowGiven, 'felled'> | null => {
  const swapped = a.model.spec.kind === 'walker'
  const [striker, walker] = swapped ? [b, a] : [a, b]
  const [fs, fw] = swapped ? [footprints[1], footprints[0]] : footprints
  const sign = swapped ? -1 : 1
  const { motion: m } = striker
  const along = sign * (nx * m.r00 + ny * m.r10)
  // All of the body is met, not a point of its outline.
  const { x, y } = walker.body.position
  const at: Vec3 = [x, y, blowHeight(striker, walker, along, fw)]
  const face = { nx: sign * nx, ny: sign * ny, closing, along }
  const impulse = strikeWalker(striker, walker, impactBody(striker, at, true), impactBody(walker, at, true), {
    ...face,
    share: meetsOfHeight(fs, fw),
  })
  if (impulse === null) return null
  return {
    point: at,
    impulse: swapped ? { ...impulse, x: -impulse.x, y: -impulse.y, z: -impulse.z } : impulse,
  }
}

/** Two people meet, or two who lie. */
const blowOnBoth = (a: Solid, b: Solid, { nx, ny, point }: Meeting): Omit<BlowGiven, 'felled'> | null => {
  const impulse = blowBetween(impactBody(a, point, true), impactBody(b, point, true), nx, ny, {
    restitution: 0,
  })
  return impulse === null ? null : { impulse, point }
}

/** Restitution: of metal by closing speed; a loose object has its own. */
const bounceOf = (a: Solid, b: Solid, closing: number): number => {
  const loose = [a, b].flatMap(({ model: { spec } }) =>
    spec.kind === 'object' && !spec.fixed ? [spec.bounce] : [],
  )
  const soft = a.model.spec.kind === 'walker' || b.model.spec.kind === 'walker'
  return soft ? 0 : loose.length > 0 ? Math.min(...loose) : restitution(closing)
}

/** @param loose whoever stands on feet is let go of: the blow may turn the body */
const impactBody = (s: Solid, point: Vec3, loose = false): ImpactBody => {
  const { body } = s
  const { position: p, velocity: v, angularVelocity: w } = body
  const upright = !loose && isOnFeet(s)
  return {
    inverseMass: body.invMass,
    inverseInertia: upright ? UNTURNING : body.invInertiaWorld.elements,
    velocity: [v.x, v.y, v.z],
    angularVelocity: [w.x, w.y, w.z],
    arm: [point[0] - p.x, point[1] - p.y, point[2] - p.z],
  }
}

const UNTURNING = new Float64Array(9)

/** Gives the blow to both, and lets what followed since they met follow from it. */
const give = (a: Solid, b: Solid, { impulse, point, felled }: BlowGiven, ago: number): void => {
  const { x, y, z } = impulse
  strike(a, [-x, -y, -z], point, felled.includes(a), ago)
  strike(b, [x, y, z], point, felled.includes(b), ago)
}

const strike = (s: Solid, p: Vec3, point: Vec3, felled: boolean, ago: number): void => {
  const { body } = s
  const spin = spinFrom(impactBody(s, point, felled), p)
  body.velocity.x += p[0] * body.invMass
  body.velocity.y += p[1] * body.invMass
  body.velocity.z += p[2] * body.invMass
  body.angularVelocity.x += spin[0]
  body.angularVelocity.y += spin[1]
  body.angularVelocity.z += spin[2]
  body.position.x += ago * p[0] * body.invMass
  body.position.y += ago * p[1] * body.invMass
  readMotion(s.body, s.motion)
  if (!(s instanceof FreeBody)) return
  if (felled) fall(s)
  if (body.invMass > 0) s.state.resting = 0
}

/** Moves both along the normal so that momentum has no part in it: the lighter one more. */
const easeApart = (a: Solid, b: Solid, nx: number, ny: number, depth: number): void => {
  const way = (EASE * Math.max(0, depth - SLOP)) / (a.body.invMass + b.body.invMass)
  a.body.position.x -= way * a.body.invMass * nx
  a.body.position.y -= way * a.body.invMass * ny
  b.body.position.x += way * b.body.invMass * nx
  b.body.position.y += way * b.body.invMass * ny
}
