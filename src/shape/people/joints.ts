/** COCO's 17 points of a human body, on the limbs that they move with. */
import { add, cross, normalize, scale, sub, type Vec3 } from '../../math/index.ts'
import type { Keypoint } from '../keypoints.ts'
import type { Build } from './build.ts'
import { GAZE } from './head.ts'
import { LIMB } from './skeleton.ts'

/** How far below the surface points lie at most, as shares of the stature: flesh, clothes, hair, a helmet. */
const DEEP = {
  face: 0.02,
  ear: 0.04,
  helmet: 0.06,
  shoulder: 0.05,
  arm: 0.035,
  hip: 0.09,
  leg: 0.05,
} as const

/** The points in the frames of their limbs, whose origins are the joints. @param helmet the head is inside one */
export const keypointsOf = (b: Build, helmet: boolean): Keypoint[] => {
  const h = b.head
  const up = normalize(sub([0, 0, 1], scale(GAZE, GAZE[2])))
  const left = cross(up, GAZE)
  /** A place in the head: forward, to the left, up from the chin; in heads (as head.ts has them). */
  const at = (x: number, y: number, z: number): Vec3 =>
    add([0, 0, b.neck], add(add(scale(GAZE, x * h), scale(left, y * h)), scale(up, z * h)))
  const point = (name: string, limb: number, place: Vec3, deep: number): Keypoint => ({
    ...{ name, limb, at: place, wheel: null, deep: deep * b.stature },
  })
  const onHead = (name: string, place: Vec3, deep: number): Keypoint => point(name, LIMB.head, place, deep)
  const pair = (name: string, [one, other]: readonly [number, number], deep: number): Keypoint[] => [
    point(`left_${name}`, one, [0, 0, 0], deep),
    point(`right_${name}`, other, [0, 0, 0], deep),
  ]
  const face = helmet ? DEEP.helmet : DEEP.face
  const ear = helmet ? DEEP.helmet : DEEP.ear
  return [
    onHead('nose', at(0.49, 0, 0.37), face),
    onHead('left_eye', at(0.4, 0.135, 0.5), face),
    onHead('right_eye', at(0.4, -0.135, 0.5), face),
    onHead('left_ear', at(0, 0.36, 0.46), ear),
    onHead('right_ear', at(0, -0.36, 0.46), ear),
    ...pair('shoulder', LIMB.upperArm, DEEP.shoulder),
    ...pair('elbow', LIMB.forearm, DEEP.arm),
    ...pair('wrist', LIMB.hand, DEEP.arm),
    ...pair('hip', LIMB.thigh, DEEP.hip),
    ...pair('knee', LIMB.shin, DEEP.leg),
    ...pair('ankle', LIMB.foot, DEEP.leg),
  ]
}
