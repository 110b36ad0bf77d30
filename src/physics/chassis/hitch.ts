/**
 * A trailer on its tractor: a ball joint between two rigid bodies, solved as one impulse a tick.
 *
 * Between the wrenches and cannon's step both bodies' next velocities are known but for the joint's impulse p
 * at the common point. That p is asked for which makes the two points move alike, less a share of the gap that
 * rounding and turning have left between them (Baumgarte): K p = wanted - relative velocity, with K the sum of
 * both bodies' inverse masses seen at the point. It is given as equal and opposite forces at one point, so
 * momentum is exact. A fifth wheel also resists roll, a stabiliser yaw, and the bodies meet at an end of yaw:
 * pairs of torques.
 */
import type { Road } from '../../road/index.ts'
import type { ActorSpec, Coupling } from '../../scenario/index.ts'
import { LIGHTS_OFF, type Controls } from '../../world/index.ts'
import { setBodyNumbers } from '../body.ts'
import { GRAVITY, TICK } from '../constants.ts'
import { rollFrom } from '../presence.ts'
import { couplingLoad, UNBURDENED, type Burden } from '../statics.ts'
import type { Vehicle } from '../vehicle.ts'

/** Share of the gap that is closed a tick. */
const CLOSE = 0.3
/** A fifth wheel's stiffness against roll, N m/rad, and its damping over critical. */
const ROLL_STIFFNESS = 1e6
const ROLL_DAMPING = 0.3
/** Below this yaw rate dry friction fades to nothing, rad/s. */
const STICKING = 0.02
/** How stiffly the bodies meet: the frequency, rad/s, of the yaw inertia on the stop; critically damped. */
const STOP = 60

/**
 * Overrun brakes: push of the coupling over the trailer's weight at which they begin, and what braking (force
 * over weight) a push of 0.1 of it must give (UN R13 Annex 12).
 */
const OVERRUN_BEGINS = 0.03
const OVERRUN_GAIN = 0.5 / (0.1 - OVERRUN_BEGINS)

/** A coupled pair. */
interface Hitch {
  readonly tractor: Vehicle
  readonly trailer: Vehicle
  readonly coupling: Coupling
  /** The joint from either centre of gravity, body frames. */
  readonly ahead: readonly [number, number, number]
  readonly behind: readonly [number, number, number]
  /** What the trailer does, filled each tick from what its tractor does. */
  readonly controls: { -readonly [K in keyof Controls]: Controls[K] }
}

/** The pairs among these vehicles. @throws Error for a pair that lacks a hitch or coupling (the loader has checked) */
export const hitchesOf = (vehicles: readonly Vehicle[]): Hitch[] =>
  vehicles.flatMap((trailer) => {
    const tractor = vehicles.find((v) => v.id === trailer.towedBy)
    if (tractor === undefined) return []
    const { hitch } = tractor.model.spec
    const { coupling } = trailer.model.spec
    if (hitch === undefined || coupling === undefined)
      throw new Error(`${tractor.id} cannot tow ${trailer.id}`)
    return [
      {
        tractor,
        trailer,
        coupling,
        ahead: [hitch.x - tractor.model.cg[0], -tractor.model.cg[1], hitch.z - tractor.model.cg[2]],
        behind: [coupling.x - trailer.model.cg[0], -trailer.model.cg[1], coupling.z - trailer.model.cg[2]],
        controls: {
          throttle: 0,
          brake: 0,
          steer: 0,
          lights: LIGHTS_OFF,
          aebActive: false,
          present: true,
        },
      },
    ]
  })

/** A trailer is there, brakes and lights up with its tractor. */
const follow = ({ trailer, coupling, controls }: Hitch, tractors: Controls): Controls => {
  controls.lights = tractors.lights
  controls.present = tractors.present
  if (tractors.gust !== undefined) controls.gust = tractors.gust
  else if (controls.gust !== undefined) delete controls.gust
  controls.brake = coupling.brakes === 'air' ? tractors.brake : overrun(trailer)
  // The same object with other contents.
  trailer.obeyed = null
  return controls
}

/** Pedal of brakes that the push of the coupling applies, 0..1. */
const overrun = ({ model, state }: Vehicle): number => {
  const weight = model.mass * GRAVITY
  const braking = OVERRUN_GAIN * (state.hitchPush - OVERRUN_BEGINS * weight)
  let most = 0
  for (const { brake, radius } of model.wheels) most += brake / radius
  return most > 0 ? Math.max(0, Math.min(1, braking / most)) : 0
}

type Three = Float64Array

const three = (): Three => new Float64Array(3)
const armA = three()
const armB = three()
const pointA = three()
const pointB = three()
const relative = three()
const impulse = three()
const K = new Float64Array(9)

/** Where a point of the body frame lies from the centre of gravity, world axes. */
const turned = ({ motion: m }: Vehicle, p: readonly [number, number, number], out: Three): void => {
  out[0] = m.r00 * p[0] + m.r01 * p[1] + m.r02 * p[2]
  out[1] = m.r10 * p[0] + m.r11 * p[1] + m.r12 * p[2]
  out[2] = m.r20 * p[0] + m.r21 * p[1] + m.r22 * p[2]
}

/** Adds to `relative` the velocity that a point of the body will have after the tick but for the joint. */
const addVelocity = ({ body }: Vehicle, arm: Three, sign: 1 | -1): void => {
  const { velocity: v, angularVelocity: w, force: f, torque: t } = body
  const e = body.invInertiaWorld.elements
  const wx = w.x + TICK * (e[0] * t.x + e[1] * t.y + e[2] * t.z)
  const wy = w.y + TICK * (e[3] * t.x + e[4] * t.y + e[5] * t.z)
  const wz = w.z + TICK * (e[6] * t.x + e[7] * t.y + e[8] * t.z)
  const k = TICK * body.invMass
  relative[0] += sign * (v.x + k * f.x + wy * arm[2] - wz * arm[1])
  relative[1] += sign * (v.y + k * f.y + wz * arm[0] - wx * arm[2])
  relative[2] += sign * (v.z + k * f.z + wx * arm[1] - wy * arm[0])
}

/** Adds a body's answer to an impulse at `arm`: 1/m - [arm] I^-1 [arm]. */
const addAnswer = ({ body }: Vehicle, [x, y, z]: Three): void => {
  const e = body.invInertiaWorld.elements
  // Columns of [arm]^T I^-1 [arm], by the cross product of each axis.
  for (let c = 0; c < 3; c++) {
    const ax = c === 0 ? 0 : c === 1 ? -z : y
    const ay = c === 0 ? z : c === 1 ? 0 : -x
    const az = c === 0 ? -y : c === 1 ? x : 0
    const bx = e[0] * ax + e[1] * ay + e[2] * az
    const by = e[3] * ax + e[4] * ay + e[5] * az
    const bz = e[6] * ax + e[7] * ay + e[8] * az
    K[c] += by * z - bz * y
    K[3 + c] += bz * x - bx * z
    K[6 + c] += bx * y - by * x
    K[4 * c] += body.invMass
  }
}

/** K^-1 wanted, by Cramer's rule: K is symmetric and positive. */
const solve = (wx: number, wy: number, wz: number): void => {
  const [a, b, c, , d, e, , , f] = K
  const ca = d * f - e * e
  const cb = c * e - b * f
  const cc = b * e - c * d
  const det = a * ca + b * cb + c * cc
  impulse[0] = (ca * wx + cb * wy + cc * wz) / det
  impulse[1] = (cb * wx + (a * f - c * c) * wy + (b * c - a * e) * wz) / det
  impulse[2] = (cc * wx + (b * c - a * e) * wy + (a * d - b * b) * wz) / det
}

/** Joins a pair for one tick: call when both have their wrenches, before the bodies move. */
export const join = (h: Hitch): void => {
  const { tractor: a, trailer: b } = h
  turn(h)
  turned(a, h.ahead, pointA)
  turned(b, h.behind, pointB)
  const p = a.body.position
  const q = b.body.position
  const gapX = q.x + pointB[0] - p.x - pointA[0]
  const gapY = q.y + pointB[1] - p.y - pointA[1]
  const gapZ = q.z + pointB[2] - p.z - pointA[2]
  // One point for both forces, in the middle of what gap there is.
  armA[0] = pointA[0] + gapX / 2
  armA[1] = pointA[1] + gapY / 2
  armA[2] = pointA[2] + gapZ / 2
  armB[0] = pointB[0] - gapX / 2
  armB[1] = pointB[1] - gapY / 2
  armB[2] = pointB[2] - gapZ / 2
  relative.fill(0)
  addVelocity(b, armB, 1)
  addVelocity(a, armA, -1)
  K.fill(0)
  addAnswer(a, armA)
  addAnswer(b, armB)
  const rate = -CLOSE / TICK
  solve(rate * gapX - relative[0], rate * gapY - relative[1], rate * gapZ - relative[2])
  const [fx, fy, fz] = [impulse[0] / TICK, impulse[1] / TICK, impulse[2] / TICK]
  give(a, -fx, -fy, -fz, armA)
  give(b, fx, fy, fz, armB)
  const m = b.motion
  b.state.hitchPush = -(m.r00 * fx + m.r10 * fy + m.r20 * fz)
}

/** A force of the joint on one of its bodies, which the unsprung masses must feel as well. */
const give = (
  { body, motion: m, model, state }: Vehicle,
  fx: number,
  fy: number,
  fz: number,
  [x, y, z]: Three,
): void => {
  body.force.x += fx
  body.force.y += fy
  body.force.z += fz
  const tx = y * fz - z * fy
  const ty = z * fx - x * fz
  const tz = x * fy - y * fx
  body.torque.x += tx
  body.torque.y += ty
  body.torque.z += tz
  state.heaveAcceleration += (m.r02 * fx + m.r12 * fy + m.r22 * fz) / model.mass
  state.rollAcceleration += (m.r00 * tx + m.r10 * ty + m.r20 * tz) / model.spec.inertia[0]
  state.pitchAcceleration += (m.r01 * tx + m.r11 * ty + m.r21 * tz) / model.spec.inertia[1]
}

/** What resists the turning of the two against each other: friction and stop in yaw, a fifth wheel's plate in roll. */
const turn = ({ tractor, trailer, coupling }: Hitch): void => {
  const a = tractor.motion
  const b = trailer.motion
  const wa = tractor.body.angularVelocity
  const wb = trailer.body.angularVelocity
  const wx = wb.x - wa.x
  const wy = wb.y - wa.y
  const wz = wb.z - wa.z

  // About the tractor's vertical: the trailer's articulation, to the left positive.
  const angle = Math.atan2(
    b.r00 * a.r01 + b.r10 * a.r11 + b.r20 * a.r21,
    b.r00 * a.r00 + b.r10 * a.r10 + b.r20 * a.r20,
  )
  const rate = wx * a.r02 + wy * a.r12 + wz * a.r22
  let yaw = -coupling.friction * Math.max(-1, Math.min(1, rate / STICKING))
  const past = Math.abs(angle) - coupling.angleMax
  if (past > 0) {
    const side = Math.sign(angle)
    const inertia = shared(tractor.model.spec.inertia[2], trailer.model.spec.inertia[2])
    yaw -= side * Math.max(0, inertia * (STOP * STOP * past + 2 * STOP * side * rate))
  }
  let tx = yaw * a.r02
  let ty = yaw * a.r12
  let tz = yaw * a.r22

  if (coupling.kind === 'fifth-wheel') {
    // The plate pitches about the tractor's left axis, the pin turns about the trailer's vertical: what is
    // left is the axis square to both.
    let nx = a.r11 * b.r22 - a.r21 * b.r12
    let ny = a.r21 * b.r02 - a.r01 * b.r22
    let nz = a.r01 * b.r12 - a.r11 * b.r02
    const size = Math.sqrt(nx * nx + ny * ny + nz * nz)
    if (size > 0.1) {
      nx /= size
      ny /= size
      nz /= size
      const lean = Math.asin(Math.max(-1, Math.min(1, a.r01 * b.r02 + a.r11 * b.r12 + a.r21 * b.r22)))
      const inertia = shared(tractor.model.spec.inertia[0], trailer.model.spec.inertia[0])
      const damping = 2 * ROLL_DAMPING * Math.sqrt(ROLL_STIFFNESS * inertia)
      const roll = ROLL_STIFFNESS * lean - damping * (wx * nx + wy * ny + wz * nz)
      tx += roll * nx
      ty += roll * ny
      tz += roll * nz
    }
  }
  twist(trailer, tx, ty, tz)
  twist(tractor, -tx, -ty, -tz)
}

/** What two inertias on one spring are worth. */
const shared = (a: number, b: number): number => (a * b) / (a + b)

const twist = ({ body, motion: m, model, state }: Vehicle, tx: number, ty: number, tz: number): void => {
  body.torque.x += tx
  body.torque.y += ty
  body.torque.z += tz
  state.rollAcceleration += (m.r00 * tx + m.r10 * ty + m.r20 * tz) / model.spec.inertia[0]
  state.pitchAcceleration += (m.r01 * tx + m.r11 * ty + m.r21 * tz) / model.spec.inertia[1]
}

/** What a trailer among these actors weighs on the hitch of this one. */
export const burdenOn = (actor: ActorSpec, actors: readonly ActorSpec[]): Burden => {
  const spec = actors.find((other) => other.towedBy === actor.id)?.spec
  if (spec?.kind !== 'vehicle' || actor.spec.kind !== 'vehicle') return UNBURDENED
  return { x: actor.spec.hitch?.x ?? 0, weight: couplingLoad(spec) }
}

/** Puts the trailer in line behind its tractor, on its wheels and rolling. */
export const lineUp = ({ tractor, trailer, ahead, behind }: Hitch, road: Road): void => {
  const { position: p, quaternion: q, velocity: v } = tractor.body
  turned(tractor, ahead, pointA)
  turned(tractor, behind, pointB)
  const speed = tractor.motion.vx
  setBodyNumbers(trailer, [
    ...[p.x + pointA[0] - pointB[0], p.y + pointA[1] - pointB[1], p.z + pointA[2] - pointB[2]],
    ...[q.x, q.y, q.z, q.w],
    ...[v.x, v.y, v.z, 0, 0, 0],
  ])
  rollFrom(trailer, road, speed)
}

/** The controls of all, those of trailers from their tractors'. */
export const withTrailers = (
  hitches: readonly Hitch[],
  controls: readonly Controls[],
): readonly Controls[] => {
  if (hitches.length === 0) return controls
  const all = [...controls]
  for (const h of hitches) all[h.trailer.index] = follow(h, controls[h.tractor.index])
  return all
}
