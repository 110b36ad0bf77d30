/**
 * The joints of a body: where they are in somebody who stands straight (the pose that clothes are grown in), and the
 * pose of every rigid limb when they are bent.
 */
import {
  add,
  cross,
  dot,
  norm,
  normalize,
  quatFromEuler,
  quatMultiply,
  rotate,
  scale,
  sub,
  type Pose,
  type Quat,
  type Vec3,
} from '../../math/index.ts'
import type { Build } from './build.ts'

/** Left before right. */
export type Pair<T> = readonly [T, T]

/** Limbs by their index in Shape.limbs; a limb's frame lies in its upper joint, upright when one stands straight. */
export const LIMB = {
  pelvis: 0,
  torso: 1,
  head: 2,
  upperArm: [3, 4],
  forearm: [5, 6],
  hand: [7, 8],
  thigh: [9, 10],
  shin: [11, 12],
  foot: [13, 14],
  toes: [15, 16],
} as const

/** The joints of somebody who stands straight, arms hanging; body frame, m. */
export interface Joints {
  /** Between the hip joints, and the base of the neck. */
  readonly pelvis: Vec3
  readonly collar: Vec3
  /** Top of the neck. */
  readonly nape: Vec3
  readonly shoulders: Pair<Vec3>
  readonly elbows: Pair<Vec3>
  readonly wrists: Pair<Vec3>
  readonly hips: Pair<Vec3>
  readonly knees: Pair<Vec3>
  readonly ankles: Pair<Vec3>
  /** Where the toes bend, on the sole. */
  readonly balls: Pair<Vec3>
}

/** Of the foot's length: heel's edge behind the ankle, ball and tip of the toes before it. */
export const SOLE = { heel: 0.3, ball: 0.42, tip: 0.66 } as const

const both = <T>(make: (side: 1 | -1, i: 0 | 1) => T): Pair<T> => [make(1, 0), make(-1, 1)]

export const jointsOf = (b: Build): Joints => {
  const hipZ = b.ankle + b.shank + b.thigh
  const collar: Vec3 = [0, 0, hipZ + b.torso]
  const shoulderZ = collar[2] - 0.036 * b.stature
  const down = (from: Pair<Vec3>, by: number): Pair<Vec3> =>
    both((_, i) => [from[i][0], from[i][1], from[i][2] - by])
  const shoulders = both((side): Vec3 => [-0.01 * b.stature, side * b.shoulder, shoulderZ])
  const elbows = down(shoulders, b.upperArm)
  const hips = both((side): Vec3 => [0, side * b.hip, hipZ])
  const knees = down(hips, b.thigh)
  const ankles = down(knees, b.shank)
  return {
    pelvis: [0, 0, hipZ],
    collar,
    nape: [0, 0, collar[2] + b.neck],
    shoulders,
    elbows,
    wrists: down(elbows, b.forearm),
    hips,
    knees,
    ankles,
    balls: both((_, i) => [SOLE.ball * b.foot, ankles[i][1], 0]),
  }
}

/** The origin of each limb when one stands straight. */
export const originsOf = (j: Joints): readonly Vec3[] => [
  ...[j.pelvis, j.pelvis, j.collar],
  ...[...j.shoulders, ...j.elbows, ...j.wrists],
  ...[...j.hips, ...j.knees, ...j.ankles, ...j.balls],
]

/** How a leg stands. */
export interface LegStance {
  readonly ankle: Vec3
  /** Of the foot against the ground, toes up positive, and of the toes against the foot, up positive, rad. */
  readonly pitch: number
  readonly toes: number
  /** How far knee and foot point outwards, rad. */
  readonly out: number
}

/** Angles of an arm, rad: forwards from hanging, away from the body, and of the elbow. */
export interface ArmStance {
  readonly swing: number
  readonly out: number
  readonly bend: number
}

/** How a body stands: few numbers, so that two stances can be mixed. Lengths m, angles rad. */
export interface Stance {
  readonly pelvis: Vec3
  /** Of the pelvis: about z, and its left side up. */
  readonly yaw: number
  readonly roll: number
  /** Of the trunk: forwards, about z. */
  readonly lean: number
  readonly twist: number
  /** Of the head, forwards. */
  readonly nod: number
  readonly legs: Pair<LegStance>
  readonly arms: Pair<ArmStance>
}

const mix = (a: number, b: number, u: number): number => a + (b - a) * u
const mixVec = (a: Vec3, b: Vec3, u: number): Vec3 => [
  mix(a[0], b[0], u),
  mix(a[1], b[1], u),
  mix(a[2], b[2], u),
]

/** The share `u` of the way from one stance to another. */
export const mixed = (a: Stance, b: Stance, u: number): Stance => {
  if (u <= 0) return a
  if (u >= 1) return b
  return {
    pelvis: mixVec(a.pelvis, b.pelvis, u),
    yaw: mix(a.yaw, b.yaw, u),
    roll: mix(a.roll, b.roll, u),
    lean: mix(a.lean, b.lean, u),
    twist: mix(a.twist, b.twist, u),
    nod: mix(a.nod, b.nod, u),
    legs: both((_, i) => ({
      ankle: mixVec(a.legs[i].ankle, b.legs[i].ankle, u),
      pitch: mix(a.legs[i].pitch, b.legs[i].pitch, u),
      toes: mix(a.legs[i].toes, b.legs[i].toes, u),
      out: mix(a.legs[i].out, b.legs[i].out, u),
    })),
    arms: both((_, i) => ({
      swing: mix(a.arms[i].swing, b.arms[i].swing, u),
      out: mix(a.arms[i].out, b.arms[i].out, u),
      bend: mix(a.arms[i].bend, b.arms[i].bend, u),
    })),
  }
}

const about = (yaw: number, pitch: number, roll: number): Quat => quatFromEuler({ yaw, pitch, roll })

/** The pose of every limb in the body frame. */
export const posesOf = (b: Build, s: Stance): readonly Pose[] => {
  const pelvis = about(s.yaw, 0.35 * s.lean, s.roll)
  const trunk = about(s.twist, s.lean, 0)
  const on = (at: Vec3): Vec3 => add(s.pelvis, rotate(trunk, at))
  const arms = both((side, i) => {
    const { swing, out, bend } = s.arms[i]
    const shoulder = on([-0.01 * b.stature, side * b.shoulder, b.torso - 0.036 * b.stature])
    // Arms hang; they turn with the trunk, but do not lean with it.
    const upper = quatMultiply(
      about(s.twist, 0, 0),
      quatMultiply(about(0, 0, side * out), about(0, -swing, 0)),
    )
    return armPoses(b, shoulder, upper, quatMultiply(upper, about(-side * 0.12 * bend, -bend, 0)))
  })
  const legs = both((side, i) => {
    const { ankle, pitch, toes, out } = s.legs[i]
    const hip = add(s.pelvis, rotate(pelvis, [0, side * b.hip, 0]))
    return legPoses(b, hip, ankle, about(side * out, -pitch, 0), toes, [
      Math.cos(out),
      side * Math.sin(out),
      0,
    ])
  })
  const head = about(0.4 * s.twist, s.nod, 0)
  return inOrder(
    [
      { position: s.pelvis, orientation: pelvis },
      { position: s.pelvis, orientation: trunk },
      { position: on([0, 0, b.torso]), orientation: head },
    ],
    arms,
    legs,
  )
}

/** Trunk, arms limb by limb and legs limb by limb, left before right. */
export const inOrder = (
  trunk: readonly Pose[],
  arms: Pair<readonly Pose[]>,
  legs: Pair<readonly Pose[]>,
): readonly Pose[] => [
  ...trunk,
  ...arms[0].flatMap((pose, i) => [pose, arms[1][i]]),
  ...legs[0].flatMap((pose, i) => [pose, legs[1][i]]),
]

const armPoses = (b: Build, shoulder: Vec3, upper: Quat, fore: Quat): readonly Pose[] => {
  const elbow = add(shoulder, rotate(upper, [0, 0, -b.upperArm]))
  const wrist = add(elbow, rotate(fore, [0, 0, -b.forearm]))
  return [
    { position: shoulder, orientation: upper },
    { position: elbow, orientation: fore },
    { position: wrist, orientation: fore },
  ]
}

/**
 * Thigh, shin, foot and toes of a leg from its hip to its ankle; an ankle out of reach is drawn in along the leg.
 * @param toes pitch of the toes against the foot @param knee where it points
 */
export const legPoses = (
  b: Build,
  hip: Vec3,
  ankle: Vec3,
  foot: Quat,
  toes: number,
  knee: Vec3,
): readonly Pose[] => {
  const [middle, end] = bent(hip, ankle, b.thigh, b.shank, knee)
  const ball = add(end, rotate(foot, [SOLE.ball * b.foot, 0, -b.ankle]))
  return [
    { position: hip, orientation: hanging(hip, middle, knee) },
    { position: middle, orientation: hanging(middle, end, knee) },
    { position: end, orientation: foot },
    { position: ball, orientation: quatMultiply(foot, about(0, -toes, 0)) },
  ]
}

/** Upper arm, forearm and hand of an arm from its shoulder to what it holds. @param elbow where that points */
export const holdingPoses = (
  b: Build,
  shoulder: Vec3,
  wrist: Vec3,
  elbow: Vec3,
  hand: Quat,
): readonly Pose[] => {
  const [middle, end] = bent(shoulder, wrist, b.upperArm, b.forearm, elbow)
  const back = scale(elbow, -1)
  return [
    { position: shoulder, orientation: hanging(shoulder, middle, back) },
    { position: middle, orientation: hanging(middle, end, back) },
    { position: end, orientation: hand },
  ]
}

/** Least bend of a joint: nobody's knee is a straight line. */
const STRAIGHTEST = 0.9985

/** The joint between two bones that run from `a` towards `b`, on the side of `towards`, and where they end. */
export const bent = (
  a: Vec3,
  b: Vec3,
  upper: number,
  lower: number,
  towards: Vec3,
): readonly [Vec3, Vec3] => {
  const span = sub(b, a)
  const longest = STRAIGHTEST * (upper + lower)
  const d = Math.min(norm(span), longest)
  const axis = normalize(span)
  const along = (upper * upper - lower * lower + d * d) / (2 * d)
  const out = Math.sqrt(Math.max(0, upper * upper - along * along))
  const side = normalize(sub(towards, scale(axis, dot(towards, axis))))
  return [add(add(a, scale(axis, along)), scale(side, out)), add(a, scale(axis, d))]
}

/** The turn that takes a bone that hangs from `from` to one that ends in `to`, its front towards `fore`. */
export const hanging = (from: Vec3, to: Vec3, fore: Vec3): Quat => {
  const up = normalize(sub(from, to))
  const left = normalize(cross(up, fore))
  return quatOf(cross(left, up), left, up)
}

/** The turn whose axes these are (Shepperd 1978). */
const quatOf = (x: Vec3, y: Vec3, z: Vec3): Quat => {
  const trace = x[0] + y[1] + z[2]
  if (trace > 0) {
    const w = Math.sqrt(1 + trace) / 2
    return [(y[2] - z[1]) / (4 * w), (z[0] - x[2]) / (4 * w), (x[1] - y[0]) / (4 * w), w]
  }
  if (x[0] >= y[1] && x[0] >= z[2]) {
    const i = Math.sqrt(1 + x[0] - y[1] - z[2]) / 2
    return [i, (x[1] + y[0]) / (4 * i), (x[2] + z[0]) / (4 * i), (y[2] - z[1]) / (4 * i)]
  }
  if (y[1] >= z[2]) {
    const j = Math.sqrt(1 - x[0] + y[1] - z[2]) / 2
    return [(x[1] + y[0]) / (4 * j), j, (y[2] + z[1]) / (4 * j), (z[0] - x[2]) / (4 * j)]
  }
  const k = Math.sqrt(1 - x[0] - y[1] + z[2]) / 2
  return [(x[2] + z[0]) / (4 * k), (y[2] + z[1]) / (4 * k), k, (x[1] - y[0]) / (4 * k)]
}
