/**
 * Walking and running: where trunk, arms and feet are at any share of a stride. Joint angles of hip, knee and ankle
 * after Winter, Biomechanics and Motor Control of Human Movement (2009), natural cadence, and of a run after Novacheck,
 * The biomechanics of running (Gait and Posture 7, 1998), as the values at which their curves turn. The foot on the
 * ground stays where it is to the millimetre: heel, sole, ball and tip of the toes roll over it while the body goes on;
 * the foot in the air follows the angles.
 */
import { lerp, smoothstep, type Vec3 } from '../../math/index.ts'
import { periodic, type Key } from '../periodic.ts'
import type { Build } from './build.ts'
import { SOLE, type ArmStance, type LegStance, type Stance } from './skeleton.ts'

/** What tells one gait from another; phases are shares of a stride from this leg's touch down, angles degrees. */
export interface GaitStyle {
  /** Share of the stride that a foot is on the ground. */
  readonly duty: number
  /** While the sole lies flat. */
  readonly flat: readonly [from: number, to: number]
  /** Of the foot on the ground, toes up, before and after it is flat. */
  readonly lands: number
  readonly leaves: readonly Key[]
  readonly hip: readonly Key[]
  readonly knee: readonly Key[]
  readonly ankle: readonly Key[]
  /** Amplitude of rise and fall of the pelvis as a share of the leg; highest over the foot, or between two in flight. */
  readonly bob: number
  /** Degrees: trunk forwards, pelvis and trunk about z, pelvis' list. */
  readonly lean: number
  readonly yaw: number
  readonly twist: number
  readonly list: number
  /** Of the pelvis towards the standing foot, and of the feet from the middle, as shares of the hips' half width. */
  readonly sway: number
  readonly stance: number
  /** Degrees: mean and amplitude of the shoulder, of the elbow, and how far the arm is held away. */
  readonly shoulder: readonly [number, number]
  readonly elbow: readonly [number, number]
  readonly out: number
  /** The stride that the angles are of, as a multiple of the leg. */
  readonly stride: number
}

export const WALK: GaitStyle = {
  duty: 0.62,
  flat: [0.07, 0.4],
  lands: 17,
  leaves: [
    [0.4, 0],
    [0.46, -7],
    [0.52, -20],
    [0.57, -40],
    [0.62, -60],
    [0.68, -78],
  ],
  hip: [
    ...([
      [0, 20],
      [0.08, 18.5],
      [0.2, 10],
      [0.3, 2],
      [0.4, -5],
      [0.5, -11],
    ] as const),
    ...([
      [0.56, -10],
      [0.62, -3],
      [0.7, 9],
      [0.78, 19],
      [0.86, 23],
      [0.94, 21.5],
    ] as const),
  ],
  knee: [
    ...([
      [0, 4],
      [0.08, 15],
      [0.15, 20],
      [0.22, 17],
      [0.3, 11],
      [0.4, 8],
    ] as const),
    ...([
      [0.48, 13],
      [0.55, 27],
      [0.62, 45],
      [0.7, 62],
      [0.74, 64],
      [0.8, 56],
      [0.88, 30],
      [0.96, 4],
    ] as const),
  ],
  ankle: [
    ...([
      [0, 0],
      [0.06, -5],
      [0.14, 0],
      [0.25, 5],
      [0.42, 9.5],
      [0.48, 8],
    ] as const),
    ...([
      [0.55, -5],
      [0.62, -19],
      [0.68, -14],
      [0.76, -3],
      [0.84, 1],
      [0.94, 1],
    ] as const),
  ],
  bob: 0.022,
  ...{ lean: 3, yaw: 4.5, twist: 5, list: 3 },
  ...{ sway: 0.22, stance: 0.62 },
  ...{ shoulder: [3, 19], elbow: [22, 9], out: 7 },
  stride: 1.6,
}

export const RUN: GaitStyle = {
  duty: 0.34,
  flat: [0.04, 0.17],
  lands: 6,
  leaves: [
    [0.17, 0],
    [0.22, -12],
    [0.28, -33],
    [0.34, -58],
    [0.4, -78],
  ],
  hip: [
    ...([
      [0, 28],
      [0.1, 23],
      [0.2, 9],
      [0.3, -7],
      [0.38, -16],
      [0.44, -15],
    ] as const),
    ...([
      [0.54, 2],
      [0.64, 25],
      [0.74, 41],
      [0.82, 44],
      [0.9, 38],
      [0.96, 31],
    ] as const),
  ],
  knee: [
    ...([
      [0, 16],
      [0.08, 31],
      [0.15, 38],
      [0.25, 29],
      [0.34, 17],
      [0.4, 21],
    ] as const),
    ...([
      [0.5, 55],
      [0.6, 90],
      [0.67, 98],
      [0.74, 88],
      [0.82, 60],
      [0.91, 25],
      [0.96, 15],
    ] as const),
  ],
  ankle: [
    ...([
      [0, 5],
      [0.1, 17],
      [0.18, 22],
      [0.27, 6],
      [0.35, -18],
      [0.42, -18],
    ] as const),
    ...([
      [0.52, -6],
      [0.65, 2],
      [0.8, 4],
      [0.92, 5],
    ] as const),
  ],
  bob: 0.035,
  ...{ lean: 9, yaw: 7, twist: 9, list: 4 },
  ...{ sway: 0.08, stance: 0.35 },
  ...{ shoulder: [-4, 34], elbow: [84, 12], out: 15 },
  stride: 2.3,
}

const TURN = 2 * Math.PI
const rad = (degrees: number): number => (degrees * Math.PI) / 180
/** Most that toes bend up before the foot stands on their tips. */
const TOES = rad(38)
/** Toes straighten within this share of the way through the air. */
const STRAIGHTEN = 0.45

/** A place in the plane of travel, m: along x and z. */
type Place = readonly [number, number]

/** `at` turned by `pitch`, toes up. */
const pitched = ([x, z]: Place, pitch: number): Place => {
  const [c, s] = [Math.cos(pitch), Math.sin(pitch)]
  return [c * x - s * z, s * x + c * z]
}

/** What the foot on the ground does: its pitch, the toes' against it, and where the ankle is from where it stood flat. */
interface Contact {
  readonly pitch: number
  readonly toes: number
  readonly ankle: Place
}

/**
 * Somebody who goes in this way.
 * @param stride its length, m
 * @returns the stance at a share of a stride from the left foot's touch down
 */
export const gaitOf = (b: Build, style: GaitStyle, stride: number): ((phase: number) => Stance) => {
  const leg = b.thigh + b.shank
  // Shorter strides than those that were measured bend the joints less.
  const vigour = Math.min(1.15, stride / (style.stride * (leg + b.ankle)))
  // Longer ones leave the ground sooner: a leg reaches no farther.
  const hurry = Math.min(1, (style.stride * (leg + b.ankle)) / stride)
  const duty = hurry * style.duty
  const flat = [hurry * style.flat[0], hurry * style.flat[1]] as const
  /** The phase of the measured stride that a phase of this one is. */
  const measured = (phase: number): number =>
    phase <= duty ? phase / hurry : 1 - ((1 - phase) * (1 - style.duty)) / (1 - duty)
  const [hip, knee, ankle] = [periodic(style.hip), periodic(style.knee), periodic(style.ankle)]
  const leaving = periodic([[0, 0], ...style.leaves])
  const lands = vigour * style.lands
  const foot = { heel: SOLE.heel * b.foot, ball: SOLE.ball * b.foot, tip: SOLE.tip * b.foot }

  const contact = (phase: number): Contact => {
    if (phase <= flat[0]) {
      const pitch = rad(lands * (1 - smoothstep(0, flat[0], phase)))
      const [x, z] = pitched([foot.heel, b.ankle], pitch)
      return { pitch, toes: 0, ankle: [x - foot.heel, z] }
    }
    if (phase <= flat[1]) return { pitch: 0, toes: 0, ankle: [0, b.ankle] }
    const pitch = rad(vigour * leaving(measured(phase)))
    const toes = Math.min(TOES, -pitch)
    const onTip = pitched([foot.ball - foot.tip, 0], pitch + toes)
    const back = pitched([-foot.ball, b.ankle], pitch)
    return { pitch, toes, ankle: [foot.tip + onTip[0] + back[0], onTip[1] + back[1]] }
  }
  /** Where the ankle is from the hip by the measured angles, and the foot's pitch. */
  const swung = (phase: number): { readonly ankle: Place; readonly pitch: number } => {
    const [h, k, a] = [hip, knee, ankle].map((angle) => rad(vigour * angle(measured(phase))))
    return {
      ankle: [
        b.thigh * Math.sin(h) + b.shank * Math.sin(h - k),
        -b.thigh * Math.cos(h) - b.shank * Math.cos(h - k),
      ],
      pitch: h - k + a,
    }
  }
  const highest = duty > 0.5 ? duty / 2 : (duty + 0.5) / 2
  const bobbing = (phase: number): number => vigour * style.bob * leg * Math.cos(2 * TURN * (phase - highest))
  const aside = (1 - style.stance) * b.hip
  const heightWith = (ahead: number): number =>
    hipHeight(b, aside, duty, (phase) => landed(contact(phase), ahead - stride * phase), bobbing)
  // The sole lies flat about as far before the hip as behind it: so that one walks as upright as legs allow.
  const middle = (stride * (flat[0] + flat[1])) / 2
  const ahead = LANDINGS.map((share) => share * middle).reduce((best, other) =>
    heightWith(other) > heightWith(best) ? other : best,
  )
  const height = heightWith(ahead)
  const onGround = (phase: number): Contact => landed(contact(phase), ahead - stride * phase)
  /** From the hip's mean place to the ankle. */
  const fromHip = (phase: number, { ankle: at }: Contact): Place => [at[0], at[1] - height - bobbing(phase)]
  const gone = { ...onGround(duty), by: swung(duty) }
  const come = { ...onGround(0), by: swung(1) }
  const [left, back] = [fromHip(duty, gone), fromHip(0, come)]

  const legAt = (phase: number, side: 1 | -1): LegStance => {
    const y = side * style.stance * b.hip
    const out = rad(5)
    if (phase <= duty) {
      const { ankle: at, pitch, toes } = onGround(phase)
      return { ankle: [at[0], y, at[1]], pitch, toes, out }
    }
    // In the air: the measured way, drawn so that it begins and ends where the foot leaves and meets the ground.
    const u = (phase - duty) / (1 - duty)
    const s = smoothstep(0, 1, u)
    const by = swung(phase)
    const drawn = (k: 0 | 1): number =>
      by.ankle[k] + lerp(left[k] - gone.by.ankle[k], back[k] - come.by.ankle[k], s)
    const pitch = by.pitch + lerp(gone.pitch - gone.by.pitch, come.pitch - come.by.pitch, s)
    const toes = gone.toes * (1 - smoothstep(0, STRAIGHTEN, u))
    // Nor does the leg snap straight before it lands.
    const [x, down] = [drawn(0), drawn(1)]
    const k = Math.min(1, (STRETCH * leg) / Math.hypot(x, down))
    const z = k * down + height + bobbing(phase)
    return {
      ankle: [
        k * x,
        y,
        Math.max(z, clearOf(foot, b, pitch, toes) + CLEAR * Math.min(1, LIFTS * u, LIFTS * (1 - u))),
      ],
      pitch,
      toes,
      out,
    }
  }
  const armAt = (phase: number): ArmStance => {
    // Against the leg of the same side.
    const swing = -Math.cos(TURN * phase)
    return {
      swing: rad(style.shoulder[0] + vigour * style.shoulder[1] * swing) - 0.3 * b.stoop,
      out: rad(style.out),
      bend: rad(style.elbow[0] + vigour * style.elbow[1] * swing),
    }
  }

  return (whole) => {
    const phase = whole - Math.floor(whole)
    const other = phase < 0.5 ? phase + 0.5 : phase - 0.5
    const [c, s] = [Math.cos(TURN * phase), Math.sin(TURN * phase)]
    return {
      pelvis: [0, vigour * style.sway * b.hip * s, height + bobbing(phase)],
      yaw: -rad(vigour * style.yaw) * c,
      roll: rad(vigour * style.list) * s,
      lean: rad(style.lean) + b.stoop,
      twist: rad(vigour * style.twist) * c,
      nod: 0.35 * b.stoop,
      legs: [legAt(phase, 1), legAt(other, -1)],
      arms: [armAt(phase), armAt(other)],
    }
  }
}

/** Where a foot may land, as shares of half of the way that its sole lies flat. */
const LANDINGS = [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1, 1.05, 1.1] as const

const landed = ({ ankle: [x, z], ...rest }: Contact, at: number): Contact => ({ ...rest, ankle: [at + x, z] })

/** Heel and toes are at least so high on their way through the air, m, but for one part of so many at either end. */
const CLEAR = 0.012
const LIFTS = 14

/** The height of the ankle at which heel or toes touch the ground, m. */
const clearOf = (
  foot: { readonly heel: number; readonly ball: number; readonly tip: number },
  b: Build,
  pitch: number,
  toes: number,
): number => {
  const low = (from: Place, at: Place, turn: number): number => from[1] + pitched(at, turn)[1]
  const ball = pitched([foot.ball, -b.ankle], pitch)
  return -Math.min(
    pitched([-foot.heel, -b.ankle], pitch)[1],
    ball[1],
    low(ball, [foot.tip - foot.ball, 0], pitch + toes),
  )
}

/** Of a leg at its longest, the share that a walker uses. */
const STRETCH = 0.985
const SAMPLES = 40

/** How high the hips can be carried so that the foot on the ground is always within reach, m. */
const hipHeight = (
  b: Build,
  aside: number,
  duty: number,
  onGround: (phase: number) => Contact,
  bobbing: (phase: number) => number,
): number => {
  const reach = STRETCH * (b.thigh + b.shank)
  let least = b.ankle + reach
  for (let i = 0; i <= SAMPLES; i++) {
    const phase = (duty * i) / SAMPLES
    const [x, z] = onGround(phase).ankle
    const up = Math.sqrt(Math.max(0, reach * reach - x * x - aside * aside))
    least = Math.min(least, z + up - bobbing(phase))
  }
  return least
}

/** Somebody who stands, one foot a little before the other. */
export const standingOf = (b: Build): Stance => {
  const height = b.ankle + 0.996 * (b.thigh + b.shank)
  const legAt = (side: 1 | -1): LegStance => ({
    ankle: [side * 0.012 * b.stature, side * 1.05 * b.hip, b.ankle] as Vec3,
    ...{ pitch: 0, toes: 0, out: rad(9) },
  })
  const arm: ArmStance = { swing: 0.02 - 0.3 * b.stoop, out: rad(7), bend: rad(13) }
  return {
    pelvis: [0, 0, height],
    ...{ yaw: 0, roll: 0, lean: b.stoop, twist: 0, nod: 0.35 * b.stoop },
    legs: [legAt(1), legAt(-1)],
    arms: [arm, arm],
  }
}
