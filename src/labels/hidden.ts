/** Whether something stands before a point of the picture: asked of the depth and the ids that were drawn. */
import type { CameraFrame } from './frame.ts'

type Drawn = Pick<CameraFrame, 'width' | 'height' | 'depth' | 'instance'>

/** Pixels round a point that may show it where its own shows another thing: it lies on an outline. */
const ROUND = 1

/**
 * True where the pixel at (u, v) shows this instance no nearer than the point is; if it shows another thing, or nothing,
 * where one next to it does.
 * @param depth of the point, as project() gives it, m
 * @param slack how much nearer the surface may be that it is a point of, m
 */
export const isSeen = (
  { width, height, depth: depths, instance: instances }: Drawn,
  u: number,
  v: number,
  depth: number,
  slack: number,
  instance: number,
): boolean => {
  const [column, row] = [Math.floor(u), Math.floor(v)]
  const own = row * width + column
  if (instances[own] === instance) return depths[own] >= depth - slack
  for (let y = Math.max(0, row - ROUND); y <= Math.min(height - 1, row + ROUND); y++)
    for (let x = Math.max(0, column - ROUND); x <= Math.min(width - 1, column + ROUND); x++) {
      const i = y * width + x
      if (instances[i] === instance && depths[i] >= depth - slack) return true
    }
  return false
}

export const isInside = ({ width, height }: Drawn, u: number, v: number): boolean =>
  u >= 0 && v >= 0 && u < width && v < height
