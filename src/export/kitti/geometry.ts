/** KITTI's 3-D boxes in its pictures. */
import type { Vec3 } from '../../math/index.ts'

export interface PlacedBox {
  /** Height, width, length, m. */
  readonly size: Vec3
  /** Middle of the bottom, m: x right, y down, z ahead of the camera. */
  readonly location: Vec3
  /** About the camera's y axis. */
  readonly rotation: number
}

/** left, top, right, bottom, px. */
type Box = readonly [number, number, number, number]

/** Round the eight corners, within the picture. @param projection 3 x 4, row by row; all corners before the camera */
export const projectedBox = (
  { size: [height, width, length], location: [x, y, z], rotation }: PlacedBox,
  projection: readonly number[],
  picture: { readonly width: number; readonly height: number },
): Box => {
  const [c, s] = [Math.cos(rotation), Math.sin(rotation)]
  const pixels = [-0.5, 0.5].flatMap((along) =>
    [-0.5, 0.5].flatMap((across) =>
      [0, -1].map((up) => {
        const [l, w] = [along * length, across * width]
        const point = [c * l + s * w + x, y + up * height, -s * l + c * w + z, 1]
        const [u, v, depth] = [0, 4, 8].map((row) =>
          point.reduce((sum, value, i) => sum + projection[row + i] * value, 0),
        )
        return [u / depth, v / depth]
      }),
    ),
  )
  const within = (value: number, end: number): number => Math.min(end, Math.max(0, value))
  const [us, vs] = [0, 1].map((axis) => pixels.map((pixel) => pixel[axis]))
  return [
    within(Math.min(...us), picture.width),
    within(Math.min(...vs), picture.height),
    within(Math.max(...us), picture.width),
    within(Math.max(...vs), picture.height),
  ]
}

/** Intersection over union. */
export const overlapOf = (a: Box, b: Box): number => {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0])
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1])
  if (width <= 0 || height <= 0) return 0
  const area = ([left, top, right, bottom]: Box): number => (right - left) * (bottom - top)
  return (width * height) / (area(a) + area(b) - width * height)
}
