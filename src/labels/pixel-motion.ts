/** Where the pixels of one rigid thing go on the picture: the loops of optical flow, nothing allocated in them. */
import { projectLocal, type Pinhole } from '../math/index.ts'

/** Where a point of the camera's frame here is in the camera's frame there: nine of a rotation by rows, then the shift. */
export type Motion = Float64Array

/**
 * The whole way from a pixel here to its pixel there, where neither camera has a lens: three rows of four that take
 * (u, v, 1, 1 / depth) to (u' w, v' w, w); w > 0 before the camera.
 */
export const pixelMatrix = (from: Pinhole, to: Pinhole, m: Motion): Float64Array => {
  const [right, down] = [-1 / from.fx, -1 / from.fy]
  // Of the ray (1, a, b) through a pixel: a = (cx - u) / fx, b = (cy - v) / fy.
  const row = (k: number): readonly number[] => {
    const [one, left, up, shift] = [m[3 * k], m[3 * k + 1], m[3 * k + 2], m[9 + k]]
    return [left * right, up * down, one - left * right * from.cx - up * down * from.cy, shift]
  }
  const [ahead, left, up] = [row(0), row(1), row(2)]
  return Float64Array.from([
    ...ahead.map((w, i) => to.cx * w - to.fx * left[i]),
    ...ahead.map((w, i) => to.cy * w - to.fy * up[i]),
    ...ahead,
  ])
}

/**
 * Flow of the pixels `start` to `end`, all of them of row `y`, and either all infinitely far or none.
 * @param flow written: right and down, px, 2 a pixel; NaN: not before the camera there
 * @param h pixelMatrix()
 */
export const moveStraight = (
  flow: Float32Array,
  depth: Float32Array,
  start: number,
  end: number,
  y: number,
  width: number,
  h: Float64Array,
): void => {
  const isFar = depth[start] === Infinity
  const v = y + 0.5
  // What is the same all along the row. In the sky nothing shifts.
  const [u0, v0, w0] = [h[1] * v + h[2], h[5] * v + h[6], h[9] * v + h[10]]
  const [ux, vx, wx] = [h[0], h[4], h[8]]
  const [us, vs, ws] = isFar ? [0, 0, 0] : [h[3], h[7], h[11]]
  const first = start - y * width + 0.5
  let least = Infinity
  for (let i = start, u = first; i < end; i++, u++) {
    // All times the depth: one division a pixel instead of two.
    const d = isFar ? 1 : depth[i]
    const w = (w0 + wx * u) * d + ws
    const k = 1 / w
    if (w < least) least = w
    flow[2 * i] = ((u0 + ux * u) * d + us) * k - u
    flow[2 * i + 1] = ((v0 + vx * u) * d + vs) * k - v
  }
  // Hardly ever is anything behind the camera there, so it is not asked of every pixel.
  if (least > 0) return
  for (let i = start, u = first; i < end; i++, u++)
    if (!((w0 + wx * u) * (isFar ? 1 : depth[i]) + ws > 0)) flow.fill(NaN, 2 * i, 2 * i + 2)
}

/**
 * The same through lenses.
 * @param rays through the pixels here, 3 a pixel; NaN: none falls there
 */
export const moveThroughLens = (
  flow: Float32Array,
  depth: Float32Array,
  start: number,
  end: number,
  width: number,
  rays: Float32Array,
  to: Pinhole,
  m: Motion,
): void => {
  for (let i = start; i < end; i++) {
    const [x, y, z] = [rays[3 * i], rays[3 * i + 1], rays[3 * i + 2]]
    const near = 1 / depth[i]
    const [u, v, ahead] = projectLocal(to, [
      m[0] * x + m[1] * y + m[2] * z + m[9] * near,
      m[3] * x + m[4] * y + m[5] * z + m[10] * near,
      m[6] * x + m[7] * y + m[8] * z + m[11] * near,
    ])
    const row = Math.floor(i / width)
    flow[2 * i] = ahead > 0 ? u - (i - row * width + 0.5) : NaN
    flow[2 * i + 1] = ahead > 0 ? v - (row + 0.5) : NaN
  }
}
