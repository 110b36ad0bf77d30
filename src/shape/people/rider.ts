/** Riders: hands at the bars, feet where they must be; what turns the cranks moves, the rest sits still. */
import {
  add,
  normalize,
  quatFromEuler,
  quatMultiply,
  rotate,
  type Pose,
  type Vec3,
} from '../../math/index.ts'
import type { Build } from './build.ts'
import { hanging, holdingPoses, inOrder, legPoses, SOLE, type Pair } from './skeleton.ts'

/** What a rider holds on to, in the vehicle's frame. */
export interface Seat {
  /** Hip joints' middle. */
  readonly pelvis: Vec3
  /** Lean of the back, rad forward. */
  readonly lean: number
  /** Left wrist; the right one mirrored. */
  readonly hand: Vec3
  /** What the balls of the left and the right foot stand on, and the feet's pitch, toes up, rad. */
  readonly feet: Pair<Vec3>
  readonly pitch: number
  /** Knees point this far outwards. */
  readonly spread: number
}

/** The poses of a rider's limbs in the vehicle's frame. */
export const ridingPoses = (b: Build, { pelvis, lean, hand, feet, pitch, spread }: Seat): readonly Pose[] => {
  const about = (angle: number): Pose['orientation'] => quatFromEuler({ yaw: 0, pitch: angle, roll: 0 })
  const trunk = about(lean)
  const on = (at: Vec3): Vec3 => add(pelvis, rotate(trunk, at))
  const arm = (side: 1 | -1): readonly Pose[] => {
    const shoulder = on([0.02 * b.stature, side * b.shoulder, b.torso - 0.032 * b.stature])
    const wrist: Vec3 = [hand[0], side * Math.abs(hand[1]), hand[2]]
    // Fingers reach forwards, inwards and down over the grip.
    const out = normalize([0.75, -side * 0.35, -0.55])
    const fingers = hanging([0, 0, 0], out, [0, -side, 0.2])
    const palm = quatMultiply(fingers, quatFromEuler({ yaw: side * 1.57, pitch: 0, roll: 0 }))
    return holdingPoses(b, shoulder, wrist, [-0.5, side * 0.4, -0.9], palm)
  }
  const leg = (side: 1 | -1, foot: Vec3): readonly Pose[] => {
    const ankle = add(foot, rotate(about(-pitch), [-SOLE.ball * b.foot, 0, b.ankle]))
    const hip = add(pelvis, rotate(about(0.6 * lean), [0, side * b.hip, 0]))
    return legPoses(b, hip, ankle, about(-pitch), 0, normalize([1, side * spread, 0.6]))
  }
  return inOrder(
    [
      { position: pelvis, orientation: about(0.75 * lean) },
      { position: pelvis, orientation: trunk },
      { position: on([0, 0, b.torso]), orientation: about(0.3 * lean) },
    ],
    [arm(1), arm(-1)],
    [leg(1, feet[0]), leg(-1, feet[1])],
  )
}

/** How high the crown is, m. */
export const crownOf = (b: Build, seat: Seat): number => {
  const [, , { position, orientation }] = ridingPoses(b, seat)
  return position[2] + rotate(orientation, [0, 0, b.neck + b.head])[2]
}
