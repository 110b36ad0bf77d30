/**
 * The only place where our frame (right-handed, z up; camera: x forward, y left, z up) meets Babylon's
 * (here right-handed too, y up; camera: x right, y up, looking along -z). Everything of ours hangs below one
 * root node that is turned once; no other file swaps an axis.
 */
import { Matrix, Quaternion, Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import { quatMultiply, type CameraView, type Quat, type Vec3 } from '../math/index.ts'

/** World -> Babylon: -90 degrees about x, so (x, y, z) becomes (x, z, -y). */
const ROOT: Quat = [-Math.SQRT1_2, 0, 0, Math.SQRT1_2]
/** Babylon's camera axes in our camera frame: its x is our -y, its y our z, its z our -x. */
const CAMERA_AXES: Quat = [0.5, -0.5, -0.5, 0.5]

export const rootRotation = (): Quaternion => new Quaternion(...ROOT)

/** A point or a direction of the world in Babylon's frame. */
export const toBabylon = ([x, y, z]: Vec3): Vector3 => new Vector3(x, z, -y)

/** Back again. */
export const fromBabylon = (x: number, y: number, z: number): Vec3 => [x, -z, y]

/** The rotation of a Babylon camera that looks as a camera with this orientation (camera -> world) does. */
export const cameraRotation = (orientation: Quat): Quaternion =>
  new Quaternion(...quatMultiply(quatMultiply(ROOT, orientation), CAMERA_AXES))

/**
 * Babylon's projection matrix (row vectors, right-handed, depth 0..1, far = 0 when `reversed`) of our
 * pinhole: pixel (u, v) is where projectLocal() of math/camera.ts says.
 */
export const projectionMatrix = ({ pinhole: k, near, far }: CameraView, reversed: boolean): Matrix => {
  const [n, f] = reversed ? [far, near] : [near, far]
  // prettier-ignore
  return Matrix.FromArray([
    (2 * k.fx) / k.width, 0, 0, 0,
    0, (2 * k.fy) / k.height, 0, 0,
    1 - (2 * k.cx) / k.width, (2 * k.cy) / k.height - 1, f / (n - f), -1,
    0, 0, (n * f) / (n - f), 0,
  ])
}
