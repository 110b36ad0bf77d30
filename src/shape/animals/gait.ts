/**
 * Four legs that walk, trot and gallop. The order of footfalls and the share of the stride on the ground after
 * Hildebrand, Symmetrical gaits of horses (Science 150, 1965) and The quadrupedal gaits of vertebrates (BioScience 39,
 * 1989); gaits change at the Froude numbers of Alexander and Jayes (J. Zool. 201, 1983). A hoof on the ground stays there.
 */
import { quatFromEuler, type Pose, type Vec3 } from '../../math/index.ts'
import type { Posture } from '../limbs.ts'
import { speedOfFroude, strideOf, strideOfAnimal, type Gear } from '../stride.ts'

/** A leg's joints at rest: where it joins the trunk, elbow or knee, carpus or hock, hoof on the ground. */
export type LegJoints = readonly [Vec3, Vec3, Vec3, Vec3]

/** Segments of a leg, and limbs of an animal: the trunk, then leg by leg from the left fore one, from the top. */
const SEGMENTS = 3
export const limbOf = (leg: number, segment: number): number => 1 + SEGMENTS * leg + segment

interface Style {
  /** When each leg touches down: left fore, right fore, left hind, right hind. */
  readonly lands: readonly number[]
  readonly duty: number
  /** How high a hoof is lifted, as a share of the leg, and how far its lowest segment folds, rad: fore and hind. */
  readonly lift: number
  readonly folds: readonly [number, number]
  /** Of the trunk, once or twice a stride: rise as a share of the leg, pitch, rad. */
  readonly beats: 1 | 2
  readonly rise: number
  readonly pitch: number
}

const WALK: Style = {
  ...{ lands: [0.25, 0.75, 0, 0.5], duty: 0.62, lift: 0.12, folds: [0.8, 0.45] },
  ...{ beats: 2, rise: 0.012, pitch: 0.008 },
}
const TROT: Style = {
  ...{ lands: [0.5, 0, 0, 0.5], duty: 0.44, lift: 0.2, folds: [1.2, 0.7] },
  ...{ beats: 2, rise: 0.035, pitch: 0.008 },
}
const GALLOP: Style = {
  ...{ lands: [0.52, 0.64, 0, 0.12], duty: 0.3, lift: 0.28, folds: [1.5, 0.9] },
  ...{ beats: 1, rise: 0.06, pitch: 0.085 },
}

const TROTS = 0.5
const GALLOPS = 2.5
/** Froude numbers where a gallop's strides grow longer, and what they are like in between. */
const FASTER = [8, 25] as const
const TROTS_AT = 1.2
const GALLOPS_AT = [4.5, 14, 40] as const

/** Where a hoof is before its leg's rest, m, how high, and how far the lowest segment is turned, rad. */
interface Hoof {
  readonly x: number
  readonly z: number
  readonly turn: number
}

/** How an animal stands: few numbers, so that two stances can be mixed. */
interface Stance {
  readonly up: number
  readonly pitch: number
  readonly hooves: readonly Hoof[]
}

const mix = (a: number, b: number, u: number): number => a + (b - a) * u
const mixed = (a: Stance, b: Stance, u: number): Stance => ({
  up: mix(a.up, b.up, u),
  pitch: mix(a.pitch, b.pitch, u),
  hooves: a.hooves.map((hoof, i) => ({
    x: mix(hoof.x, b.hooves[i].x, u),
    z: mix(hoof.z, b.hooves[i].z, u),
    turn: mix(hoof.turn, b.hooves[i].turn, u),
  })),
})

/** Half of the way that a hoof goes back on the ground is no longer than this share of the leg. */
const REACH = 0.42
/** A shoulder blade slides, and a hip swings, by this share of how far the hoof is from below it. */
const SLIDES = 0.4
const STRAIGHTEST = 0.998
const SAMPLES = 32

/**
 * Poses of the limbs by the state.
 * @param legs in the order of `limbOf`, body frame
 * @param pace the speed at which it usually walks, m/s @param offset share of a stride
 */
export const quadrupedOf = (
  legs: readonly LegJoints[],
  pace: number,
  offset: number,
): { readonly rest: readonly Pose[]; readonly at: (posture: Posture) => readonly Pose[] } => {
  const high = (legs[0][0][2] + legs[2][0][2]) / 2
  const middle: Vec3 = [(legs[0][0][0] + legs[2][0][0]) / 2, 0, high]
  const still: Stance = { up: 0, pitch: 0, hooves: legs.map(() => ({ x: 0, z: 0, turn: 0 })) }
  const usual: readonly (readonly [from: number, at: number, style: Style])[] = [
    [0, pace, WALK],
    [speedOfFroude(TROTS, high), speedOfFroude(TROTS_AT, high), TROT],
    ...GALLOPS_AT.map((froude, i): [number, number, Style] => [
      speedOfFroude([GALLOPS, ...FASTER][i], high),
      speedOfFroude(froude, high),
      GALLOP,
    ]),
  ]
  const gears = usual.map(([from, at]): Gear => ({ from, stride: strideOfAnimal(at, high) }))
  const gaits = usual.map(([, , style], i) => gaitOf(legs, middle, style, gears[i].stride))
  const posesAt = (stance: Stance): readonly Pose[] => posesOf(legs, middle, stance)
  return {
    rest: posesAt(still),
    at: (posture) => {
      const { gears: now, going } = strideOf(posture, pace, gears, offset)
      if (going === 0) return posesAt(still)
      const [first, second] = now.map(({ gear, phase }) => gaits[gear](phase))
      const moving = now.length === 1 ? first : mixed(second, first, now[0].share)
      return posesAt(mixed(still, moving, going))
    },
  }
}

const gaitOf = (
  legs: readonly LegJoints[],
  middle: Vec3,
  style: Style,
  stride: number,
): ((phase: number) => Stance) => {
  const high = middle[2]
  const duty = Math.min(style.duty, (2 * REACH * high) / stride)
  const half = (stride * duty) / 2
  const hoofAt = (whole: number, hind: boolean): Hoof => {
    const phase = whole - Math.floor(whole)
    const lean = (x: number): number => -Math.atan2((1 - SLIDES) * x, high)
    if (phase <= duty) {
      const x = half - stride * phase
      return { x, z: 0, turn: lean(x) }
    }
    // Lifted, brought forward and set down with the speed of the ground.
    const u = (phase - duty) / (1 - duty)
    const [u2, u3] = [u * u, u * u * u]
    const speed = -stride * (1 - duty)
    const x = half * (6 * u2 - 4 * u3 - 1) + speed * (2 * u3 - 3 * u2 + u)
    const up = Math.sin(Math.PI * u)
    const fold = style.folds[hind ? 1 : 0] * Math.sin(Math.PI * Math.min(1, 1.25 * u))
    return { x, z: style.lift * high * up, turn: lean(x) + Math.max(0, fold) }
  }
  const swinging = (phase: number): Stance => {
    const turn = 2 * Math.PI * (style.beats * phase)
    return {
      // Of two beats highest between them; of one, in the flight after the fore legs have left.
      up: style.rise * high * (style.beats === 2 ? -Math.cos(turn - 2 * Math.PI * duty) : Math.cos(turn)),
      pitch: style.pitch * Math.sin(turn + 0.6),
      hooves: legs.map((_, leg) => hoofAt(phase - style.lands[leg], leg >= 2)),
    }
  }
  // The trunk is carried as low as the hooves on the ground need.
  let drop = 0
  for (let i = 0; i < SAMPLES; i++) {
    const stance = swinging(i / SAMPLES)
    for (const [leg, hoof] of stance.hooves.entries())
      if (hoof.z === 0) drop = Math.max(drop, lackOf(legs[leg], middle, stance, hoof))
  }
  return (phase) => {
    const stance = swinging(phase)
    return { ...stance, up: stance.up - drop }
  }
}

/** A place of the body at rest, moved with the trunk. */
const withTrunk = ([x, y, z]: Vec3, [mx, , mz]: Vec3, { up, pitch }: Stance): Vec3 => {
  const [c, s] = [Math.cos(pitch), Math.sin(pitch)]
  const [dx, dz] = [x - mx, z - mz]
  return [mx + c * dx + s * dz, y, mz + c * dz - s * dx + up]
}

/** Where a leg's top and its carpus or hock are. */
const endsOf = (
  [top, , hock, hoof]: LegJoints,
  middle: Vec3,
  stance: Stance,
  { x, z, turn }: Hoof,
): readonly [Vec3, Vec3] => {
  const [c, s] = [Math.cos(turn), Math.sin(turn)]
  const [dx, dz] = [hock[0] - hoof[0], hock[2] - hoof[2]]
  const [tx, ty, tz] = withTrunk(top, middle, stance)
  return [
    [tx + SLIDES * x, ty, tz],
    [hoof[0] + x + c * dx + s * dz, hock[1], hoof[2] + z + c * dz - s * dx],
  ]
}

const lengthOf = (a: Vec3, b: Vec3): number => Math.hypot(b[0] - a[0], b[2] - a[2])

/** By how much the trunk is too high for this leg, m. */
const lackOf = (joints: LegJoints, middle: Vec3, stance: Stance, hoof: Hoof): number => {
  const reach = STRAIGHTEST * (lengthOf(joints[0], joints[1]) + lengthOf(joints[1], joints[2]))
  const [top, hock] = endsOf(joints, middle, stance, hoof)
  const across = top[0] - hock[0]
  return top[2] - hock[2] - Math.sqrt(Math.max(0, reach * reach - across * across))
}

const about = (pitch: number): Pose['orientation'] => quatFromEuler({ yaw: 0, pitch, roll: 0 })

/** By how much the way from `a` to `b` is turned from the way between their places at rest, nose down. */
const turnedBy = (a: Vec3, b: Vec3, a0: Vec3, b0: Vec3): number =>
  Math.atan2(b[0] - a[0], b[2] - a[2]) - Math.atan2(b0[0] - a0[0], b0[2] - a0[2])

const posesOf = (legs: readonly LegJoints[], middle: Vec3, stance: Stance): readonly Pose[] => [
  { position: withTrunk([0, 0, 0], middle, stance), orientation: about(stance.pitch) },
  ...legs.flatMap((joints, leg) => legPoses(joints, middle, stance, stance.hooves[leg])),
]

const legPoses = (joints: LegJoints, middle: Vec3, stance: Stance, hoof: Hoof): readonly Pose[] => {
  const [top0, knee0, hock0] = joints
  const [upper, lower] = [lengthOf(top0, knee0), lengthOf(knee0, hock0)]
  const [top, aim] = endsOf(joints, middle, stance, hoof)
  const far = lengthOf(top, aim)
  const d = Math.max(Math.abs(upper - lower) * 1.02, Math.min(far, STRAIGHTEST * (upper + lower)))
  const [ux, uz] = [(aim[0] - top[0]) / far, (aim[2] - top[2]) / far]
  const along = (upper * upper - lower * lower + d * d) / (2 * d)
  // Knees and elbows bend to the side to which they are bent at rest.
  const bend =
    (hock0[0] - top0[0]) * (knee0[2] - top0[2]) - (hock0[2] - top0[2]) * (knee0[0] - top0[0]) > 0 ? 1 : -1
  const out = bend * Math.sqrt(Math.max(0, upper * upper - along * along))
  const knee: Vec3 = [top[0] + ux * along - uz * out, knee0[1], top[2] + uz * along + ux * out]
  const hock: Vec3 = [top[0] + ux * d, hock0[1], top[2] + uz * d]
  return [
    { position: top, orientation: about(turnedBy(top, knee, top0, knee0)) },
    { position: knee, orientation: about(turnedBy(knee, hock, knee0, hock0)) },
    { position: hock, orientation: about(hoof.turn) },
  ]
}
