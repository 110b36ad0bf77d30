/** Drawing outlines on a body's band, in units that suit every size of car. */
import { polygonDistance, type Field } from '../mesh/index.ts'

/** Corners of an outline: 'across up, across up, ...'. */
export type Outline2d = string

const cornersOf = (outline: Outline2d): (readonly [number, number])[] =>
  outline.split(',').map((pair) => {
    const [u, v] = pair.trim().split(/\s+/).map(Number)
    return [u, v]
  })

export interface Sketch {
  /**
   * Distance to an outline, m (negative inside). Across: in half-widths of the vehicle from the middle of
   * the face, along the band; up: share of the band's height.
   */
  readonly outline: (outline: Outline2d, rounding?: number) => Field
  /** Distance to the middle of a disc less its radius in metres. */
  readonly disc: (across: number, up: number, radius: number) => Field
}

/**
 * A sketch pad on one end of the lower band.
 * @param middle the band's parameter in the middle of this face @param height of the band there, m
 */
export const sketchAt = (middle: number, halfWidth: number, height: number): Sketch => {
  const across = (a: number): number => Math.abs(a - middle)
  const far = 2.2 * halfWidth
  return {
    outline: (outline, rounding = 0.008) => {
      const corners = cornersOf(outline).map(([u, v]) => [u * halfWidth, v * height] as const)
      const distance = polygonDistance(corners, rounding)
      return ({ a, b }) => (across(a) > far ? 1 : distance(across(a), b * height))
    },
    disc:
      (u, v, radius) =>
      ({ a, b }) =>
        across(a) > far ? 1 : Math.hypot(across(a) - u * halfWidth, (b - v) * height) - radius,
  }
}
