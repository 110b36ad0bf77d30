/**
 * The camera, once: an ideal pinhole, and the lens that may bend its picture. Camera frame = body convention:
 * x forward (optical axis), y left, z up. Pixels: u right, v down, (0, 0) the outer corner of the top left pixel,
 * so pixel centres lie at .5.
 */
import { bend, limitOf, unbend, type Lens } from './lens.ts'
import { inverseTransformPoint, type Pose } from './pose.ts'
import { norm, type Vec3 } from './vec.ts'

/** OpenCV's camera matrix, and its distortion where there is one. */
export interface Pinhole {
  readonly width: number
  readonly height: number
  /** Focal lengths and principal point, px. */
  readonly fx: number
  readonly fy: number
  readonly cx: number
  readonly cy: number
  /** Left out: straight lines stay straight. */
  readonly lens?: Lens
}

/** A camera somewhere in the world. */
export interface CameraView {
  readonly pose: Pose
  readonly pinhole: Pinhole
  /** Nothing nearer or farther (along the optical axis, m) is drawn. */
  readonly near: number
  readonly far: number
}

/**
 * What a depth of this camera is: z along the optical axis, or, for a fisheye, which sees what lies beside and
 * behind it, the range from its centre.
 */
export type DepthKind = 'z' | 'range'
export const depthKindOf = ({ lens }: Pinhole): DepthKind => (lens?.kind === 'fisheye' ? 'range' : 'z')

/** Square pixels, principal point in the middle. `horizontalFov` in rad, from edge to edge of what is seen. */
export const pinholeFromFov = (
  width: number,
  height: number,
  horizontalFov: number,
  lens?: Lens,
): Pinhole => {
  const half = horizontalFov / 2
  const middle = { width, height, cx: width / 2, cy: height / 2 }
  if (lens === undefined) {
    const f = width / 2 / Math.tan(half)
    return { ...middle, fx: f, fy: f }
  }
  const f = width / 2 / bend(lens, Math.sin(half), 0, Math.cos(half))[0]
  return { ...middle, fx: f, fy: f, lens }
}

/**
 * Projects a point of the camera frame: [u px, v px, depth m], the depth as depthKindOf() says. Depth <= 0: it
 * is not seen (behind, or beyond the angle at which the lens turns back, at whose edge it is then put).
 */
export const projectLocal = (k: Pinhole, point: Vec3): Vec3 => {
  const [x, y, z] = point
  if (k.lens === undefined) return [k.cx - (k.fx * y) / x, k.cy - (k.fy * z) / x, x]
  const [right, down] = bend(k.lens, -y, -z, x)
  return [k.cx + k.fx * right, k.cy + k.fy * down, depthThrough(k.lens, point)]
}

const depthThrough = (lens: Lens, point: Vec3): number => {
  const [x, y, z] = point
  const across = Math.hypot(y, z)
  if (lens.kind === 'fisheye') return Math.atan2(across, x) <= limitOf(lens) ? norm(point) : -norm(point)
  return across <= limitOf(lens) * x ? x : -Math.abs(x)
}

/** Projects a world point: [u px, v px, depth m]. */
export const project = (view: CameraView, point: Vec3): Vec3 =>
  projectLocal(view.pinhole, inverseTransformPoint(view.pose, point))

/**
 * Where pixel (u, v) looks, camera frame: x = 1, or a unit vector for a fisheye, so that depth times it is the
 * point seen. Null: no ray falls there.
 */
export const rayThrough = (k: Pinhole, u: number, v: number): Vec3 | null => {
  const right = (u - k.cx) / k.fx
  const down = (v - k.cy) / k.fy
  if (k.lens === undefined) return [1, -right, -down]
  const ray = unbend(k.lens, [right, down])
  return ray && [ray[2], -ray[0], -ray[1]]
}

/**
 * The camera-frame point seen at (u, v) with this depth (depthKindOf).
 * @throws RangeError where the lens lets no ray through.
 */
export const unproject = (k: Pinhole, u: number, v: number, depth: number): Vec3 => {
  const ray = rayThrough(k, u, v)
  if (ray === null) throw new RangeError(`no ray falls on pixel (${u}, ${v})`)
  return [ray[0] * depth, ray[1] * depth, ray[2] * depth]
}
