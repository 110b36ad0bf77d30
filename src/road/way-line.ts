/** A way as the one road that its driver drives: s along it, t to its left, straight on past both ends. */
import type { Road } from './road.ts'
import type { Way } from './way.ts'

/** How far along a way a point is (past its ends too), and how far to its left, m. */
interface LinePoint {
  readonly distance: number
  readonly offset: number
}

export interface WayLine extends Pick<Road, 'toWorld' | 'curvature' | 'length'> {
  /** @param near,reach as of Way.locate */
  /** Of the line at a distance, rad: the same as toWorld's. */
  readonly heading: (distance: number) => number
  readonly locate: (x: number, y: number, near?: number, reach?: number) => LinePoint
}

export const lineOf = (way: Way): WayLine => {
  const [first, last] = [way.at(0), way.at(way.length)]
  return {
    length: way.length,
    toWorld: (s, t) => {
      const at = s < 0 ? first : s > way.length ? last : way.at(s)
      const past = s < 0 ? s : s > way.length ? s - way.length : 0
      const [cos, sin] = [Math.cos(at.heading), Math.sin(at.heading)]
      return { x: at.x + past * cos - t * sin, y: at.y + past * sin + t * cos, heading: at.heading }
    },
    heading: (s) => (s < 0 ? first.heading : s > way.length ? last.heading : way.headingAt(s)),
    curvature: (s) => (s < 0 || s > way.length ? 0 : way.at(s).curvature),
    locate: (x, y, near, reach) => {
      const bounded = near === undefined ? undefined : Math.min(way.length, Math.max(0, near))
      const found = way.locate(x, y, bounded, reach)
      const end = found.distance <= 0 ? first : found.distance >= way.length ? last : null
      if (end === null) return found
      const [cos, sin] = [Math.cos(end.heading), Math.sin(end.heading)]
      const [dx, dy] = [x - end.x, y - end.y]
      return { distance: found.distance + dx * cos + dy * sin, offset: dy * cos - dx * sin }
    },
  }
}
