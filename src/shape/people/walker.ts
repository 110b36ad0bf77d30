/** What somebody on foot does at a state: stands, walks, runs, or lies where they were thrown. */
import { clamp, conjugate, rotate, smoothstep, type Pose, type Vec3 } from '../../math/index.ts'
import type { Posture } from '../limbs.ts'
import { speedOfFroude, strideOf, strideOfAnimal, type Gear } from '../stride.ts'
import type { Build } from './build.ts'
import { gaitOf, RUN, standingOf, WALK } from './gait.ts'
import { mixed, posesOf, type ArmStance, type LegStance, type Pair, type Stance } from './skeleton.ts'

/** Froude number at which people begin to run (Thorstensson and Roberthson 1987). */
const RUNS = 0.5
/** Froude numbers where runs become longer, and what they are like in between. */
const FASTER = [1.3, 3.6] as const
const RUNS_AT = [0.9, 2.2, 5] as const
/** A body tilted from the upright by more than the first holds itself no longer, cosines. */
const UPRIGHT = [0.995, 0.8] as const

/** Length of a walking stride, m: 64.8 (v / stature)^0.57 strides a minute (Grieve and Gear 1966). */
const walkingStride = (speed: number, stature: number): number =>
  (60 * speed) / (64.8 * Math.exp(0.57 * Math.log(speed / stature)))

/**
 * Poses of the limbs by the state.
 * @param pace the speed at which they usually walk, m/s @param offset share of a stride
 * @param at body frame: the point between the feet @param half of the body's box: length and width, m
 * @param holding arms that do not swing, left and right
 */
export const walkerOf = (
  b: Build,
  pace: number,
  offset: number,
  at: number,
  half: readonly [number, number],
  holding: Pair<ArmStance | null> = [null, null],
): ((posture: Posture) => readonly Pose[]) => {
  const leg = b.ankle + b.shank + b.thigh
  const gears: Gear[] = [
    { from: 0, stride: walkingStride(pace, b.stature) },
    ...[RUNS, ...FASTER].map((froude, i) => ({
      from: speedOfFroude(froude, leg),
      stride: strideOfAnimal(speedOfFroude(RUNS_AT[i], leg), leg),
    })),
  ]
  const gaits = gears.map(({ stride }, i) => gaitOf(b, i === 0 ? WALK : RUN, stride))
  const standing = standingOf(b)
  return (posture) => {
    const { gears: at_, going } = strideOf(posture, pace, gears, offset)
    let stance = standing
    if (going > 0) {
      const [first, second] = at_.map(({ gear, phase }) => gaits[gear](phase))
      const moving = at_.length === 1 ? first : mixed(second, first, at_[0].share)
      stance = mixed(standing, moving, going)
    }
    const [left, right] = holding
    stance = { ...stance, arms: [left ?? stance.arms[0], right ?? stance.arms[1]] }
    const down = rotate(conjugate(posture.orientation), [0, 0, -1])
    const limp = 1 - smoothstep(UPRIGHT[1], UPRIGHT[0], -down[2])
    const poses = posesOf(b, limp > 0 ? mixed(stance, limpOf(b, down, half), limp) : stance)
    return at === 0 ? poses : poses.map((pose) => ({ ...pose, position: moved(pose.position, at) }))
  }
}

const moved = ([x, y, z]: Vec3, by: number): Vec3 => [x + by, y, z]

/** How thick a lying body is from its middle line, as shares of the stature: on back or belly, and on its side. */
const LIES = [0.075, 0.13] as const

/**
 * Somebody who lies, or flies: joints give, limbs spread over the ground.
 * @param down where that is, body frame
 */
const limpOf = (b: Build, down: Vec3, half: readonly [number, number]): Stance => {
  // On the back or the belly limbs spread sideways, on the side they fold.
  const [flat, aside] = [Math.abs(down[0]), Math.abs(down[1])]
  const sunk = (k: 0 | 1): number => down[k] * Math.max(0, half[k] - LIES[k] * b.stature)
  const height = b.ankle + b.shank + b.thigh
  const [x, y] = [sunk(0), sunk(1)]
  const legAt = (side: 1 | -1, bend: number): LegStance => {
    const reach = (1 - 0.16 * bend) * (b.thigh + b.shank)
    const spread = 0.22 * flat
    return {
      ankle: [
        x + aside * 0.3 * bend * reach,
        y + side * (b.hip + reach * spread),
        height - reach * Math.cos(clamp(spread, 0, 1)),
      ],
      pitch: -0.7,
      toes: 0,
      out: 1.35 * flat,
    }
  }
  const arm = (swing: number, out: number, bend: number): ArmStance => ({
    swing: swing * aside,
    out: 0.12 + out * flat,
    bend: bend * (0.25 + 0.75 * aside),
  })
  return {
    pelvis: [x, y, height],
    ...{ yaw: 0, roll: 0, lean: 0.12 * aside, twist: 0, nod: 0.1 * aside },
    legs: [legAt(1, 1), legAt(-1, 0.45)],
    arms: [arm(1.1, 1.25, 0.9), arm(0.5, 0.8, 0.5)],
  }
}
