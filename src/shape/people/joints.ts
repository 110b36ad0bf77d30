/** COCO's 17 points of a human body, from its joints and its head. */
import { add, cross, normalize, scale, sub, type Vec3 } from '../../math/index.ts'
import type { Keypoint } from '../keypoints.ts'
import type { Build } from './build.ts'
import type { Pose } from './pose.ts'

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

/** @param helmet the head is inside one */
export const jointsOf = (b: Build, pose: Pose, helmet: boolean): Keypoint[] => {
  const h = b.head
  const gaze = normalize(pose.gaze)
  const up = normalize(sub([0, 0, 1], scale(gaze, gaze[2])))
  const left = cross(up, gaze)
  /** A place in the head: forward, to the left, up from the chin; in heads (as head.ts has them). */
  const at = (x: number, y: number, z: number): Vec3 =>
    add(pose.nape, add(add(scale(gaze, x * h), scale(left, y * h)), scale(up, z * h)))
  const point = (name: string, place: Vec3, deep: number): Keypoint => ({
    ...{ name, at: place, wheel: null, deep: deep * b.stature },
  })
  const pair = (name: string, [one, other]: readonly [Vec3, Vec3], deep: number): Keypoint[] => [
    point(`left_${name}`, one, deep),
    point(`right_${name}`, other, deep),
  ]
  const face = helmet ? DEEP.helmet : DEEP.face
  return [
    point('nose', at(0.49, 0, 0.37), face),
    ...pair('eye', [at(0.4, 0.135, 0.5), at(0.4, -0.135, 0.5)], face),
    ...pair('ear', [at(0, 0.36, 0.46), at(0, -0.36, 0.46)], helmet ? DEEP.helmet : DEEP.ear),
    ...pair('shoulder', pose.shoulders, DEEP.shoulder),
    ...pair('elbow', pose.elbows, DEEP.arm),
    ...pair('wrist', pose.wrists, DEEP.arm),
    ...pair('hip', pose.hips, DEEP.hip),
    ...pair('knee', pose.knees, DEEP.leg),
    ...pair('ankle', pose.ankles, DEEP.leg),
  ]
}
