/** Where a body's joints are: standing, at any point of a stride, or seated with hands and feet on something. */
import { add, cross, lerp, norm, normalize, scale, sub, type Vec3 } from '../../math/index.ts'
import type { Build } from './build.ts'

/** Left before right. */
type Pair = readonly [Vec3, Vec3]

/** Joints in the body frame (x forward, y left, z up), m. */
export interface Pose {
  /** Between the hip joints, and the base of the neck. */
  readonly pelvis: Vec3
  readonly collar: Vec3
  /** Top of the neck, and where the face looks. */
  readonly nape: Vec3
  readonly gaze: Vec3
  readonly shoulders: Pair
  readonly elbows: Pair
  readonly wrists: Pair
  /** Where the fingers point. */
  readonly reach: Pair
  readonly hips: Pair
  readonly knees: Pair
  readonly ankles: Pair
  /** Where the toes point. */
  readonly toes: Pair
}

const both = (make: (side: 1 | -1, i: 0 | 1) => Vec3): Pair => [make(1, 0), make(-1, 1)]

/** Straight down, swung forward by `angle` in the plane of travel. */
const swung = (angle: number): Vec3 => [Math.sin(angle), 0, -Math.cos(angle)]

/**
 * A walker. Angles of hip, knee and ankle over a stride after Winter, Biomechanics and Motor Control (2009),
 * as two harmonics; arms swing against the legs.
 * @param gait share of a stride, 0 at the left heel's strike; null: standing
 * @param vigour 1 for an ordinary walk; 1.6 and more for a run
 */
export const walking = (b: Build, gait: number | null, vigour = 1): Pose => {
  const lean = b.stoop + (gait === null ? 0 : 0.04 * vigour)
  const phase = (i: 0 | 1): number => 2 * Math.PI * ((gait ?? 0) + 0.5 * i)
  const hip = (i: 0 | 1): number =>
    gait === null
      ? 0.02
      : vigour * (0.127 + 0.3 * Math.cos(phase(i) + 0.24) + 0.048 * Math.cos(2 * phase(i) + 3))
  const knee = (i: 0 | 1): number =>
    gait === null
      ? 0.05
      : vigour * (0.438 + 0.36 * Math.cos(phase(i) + 1.745) + 0.289 * Math.cos(2 * phase(i) - 2.785))
  const along = both((_, i) => swung(hip(i)))
  const shin = both((_, i) => swung(hip(i) - knee(i)))
  // The foot is level on the ground, heel up behind and toes up in front.
  const foot = both((_, i) => {
    const tilt = gait === null ? 0 : 0.45 * (hip(i) - knee(i))
    return [Math.cos(tilt), gait === null ? (i === 0 ? 0.15 : -0.15) : 0, Math.sin(tilt)]
  })
  const stance = gait === null ? 0.012 * b.stature : 0
  const hipsAt = both((side) => [0, side * b.hip, 0])
  const knees = both((side, i) => add(add(hipsAt[i], scale(along[i], b.thigh)), [0, side * stance * 0.5, 0]))
  const ankles = both((side, i) => add(add(knees[i], scale(shin[i], b.shank)), [0, side * stance * 0.5, 0]))
  const sole = (i: 0 | 1): number => {
    const toe = add(ankles[i], scale(foot[i], 0.72 * b.foot))
    const heel = add(ankles[i], scale(foot[i], -0.25 * b.foot))
    return Math.min(ankles[i][2], toe[2], heel[2]) - b.ankle
  }
  const lift: Vec3 = [0, 0, -Math.min(sole(0), sole(1))]
  const up: Vec3 = [Math.sin(lean), 0, Math.cos(lean)]
  const collar = scale(up, b.torso)
  const shoulders = both((side) => add(collar, [-0.01 * b.stature, side * b.shoulder, -0.036 * b.stature]))
  const arm = (i: 0 | 1): number =>
    gait === null ? 0.03 : vigour * (0.04 - 0.42 * Math.cos(phase(i))) - 0.3 * b.stoop
  const out = 0.13
  const elbows = both((side, i) => add(shoulders[i], scale(splay(arm(i), side * out), b.upperArm)))
  const bend = (i: 0 | 1): number => (gait === null ? 0.14 : vigour * (0.34 - 0.2 * Math.cos(phase(i))))
  const wrists = both((side, i) => add(elbows[i], scale(splay(arm(i) + bend(i), -side * 0.02), b.forearm)))
  const at = (p: Vec3): Vec3 => add(p, lift)
  const every = (pair: Pair): Pair => [at(pair[0]), at(pair[1])]
  return {
    pelvis: at([0, 0, 0]),
    collar: at(collar),
    nape: at(add(collar, scale([Math.sin(1.6 * lean), 0, Math.cos(1.6 * lean)], b.neck))),
    gaze: [1, 0, -0.06],
    shoulders: every(shoulders),
    elbows: every(elbows),
    wrists: every(wrists),
    reach: both((_, i) => normalize(add(sub(wrists[i], elbows[i]), [0.05, 0, -0.1]))),
    hips: every(hipsAt),
    knees: every(knees),
    ankles: every(ankles),
    toes: foot,
  }
}

const splay = (forward: number, aside: number): Vec3 => [
  Math.sin(forward) * Math.cos(aside),
  Math.sin(aside),
  -Math.cos(forward) * Math.cos(aside),
]

/** What a rider holds on to, in the vehicle's frame. */
export interface Seat {
  /** Hip joints' middle. */
  readonly pelvis: Vec3
  /** Lean of the back, rad forward, and where the face looks. */
  readonly lean: number
  /** Left hand and left ankle; the right ones mirrored unless given. */
  readonly hand: Vec3
  readonly ankle: Vec3
  readonly otherAnkle?: Vec3
  /** Knees this far apart from the hips' line, m. */
  readonly spread: number
}

/** A rider: the back at its lean, arms and legs bent so that hands and feet are where they must be. */
export const riding = (b: Build, seat: Seat): Pose => {
  const mirror = ([x, y, z]: Vec3): Vec3 => [x, -y, z]
  const up: Vec3 = [Math.sin(seat.lean), 0, Math.cos(seat.lean)]
  const collar = add(seat.pelvis, scale(up, b.torso))
  const hips = both((side) => add(seat.pelvis, [0, side * b.hip, 0]))
  const shoulders = both((side) =>
    add(collar, add(scale(up, -0.028 * b.stature), [0.02 * b.stature, side * b.shoulder, 0])),
  )
  const wrists: Pair = [seat.hand, mirror(seat.hand)]
  const ankles: Pair = [seat.ankle, seat.otherAnkle ?? mirror(seat.ankle)]
  // Elbows point back and down, knees forward and up.
  const elbows = both((side, i) =>
    bent(shoulders[i], wrists[i], b.upperArm, b.forearm, [-0.5, side * 0.9, -0.7]),
  )
  const knees = both((side, i) => bent(hips[i], ankles[i], b.thigh, b.shank, [1, side * seat.spread, 0.6]))
  const bow = 0.45 * seat.lean
  return {
    pelvis: seat.pelvis,
    collar,
    nape: add(collar, scale([Math.sin(bow), 0, Math.cos(bow)], b.neck)),
    gaze: [1, 0, -0.1],
    shoulders,
    elbows,
    wrists,
    reach: both((side) => normalize([0.5, -side * 0.75, -0.35])),
    hips,
    knees,
    ankles,
    toes: both(() => normalize([1, 0, -0.12])),
  }
}

/** The joint between two bones that run from `a` to `b`, on the side of `towards`; a reach too far is stretched to. */
const bent = (a: Vec3, b: Vec3, upper: number, lower: number, towards: Vec3): Vec3 => {
  const span = sub(b, a)
  const d = norm(span)
  const axis = scale(span, 1 / d)
  if (d >= upper + lower) return add(a, scale(span, upper / (upper + lower)))
  const along = (upper * upper - lower * lower + d * d) / (2 * d)
  const out = Math.sqrt(Math.max(0, upper * upper - along * along))
  const side = normalize(cross(cross(axis, normalize(towards)), axis))
  return add(add(a, scale(axis, along)), scale(side, out))
}

/** The point a share `u` of the way from a to b. */
export const between = (a: Vec3, b: Vec3, u: number): Vec3 => [
  lerp(a[0], b[0], u),
  lerp(a[1], b[1], u),
  lerp(a[2], b[2], u),
]
