/** Where a placement stands: the one meaning of lane, s, offset and heading for everyone who reads them. */
import { wrapAngle } from '../math/index.ts'
import type { Placement } from '../scenario/index.ts'
import type { Road } from './road.ts'

export interface Standing {
  /** World position (m) and heading (rad) of the body's origin. */
  readonly x: number
  readonly y: number
  readonly heading: number
  readonly s: number
  readonly t: number
  /** +1: faces along s; -1: against it. */
  readonly direction: 1 | -1
}

/**
 * Puts a placement on the road.
 * @throws RangeError when the road has no such lane (the loader has checked).
 */
export const standing = (road: Road, { lane: id, s, offset, heading: turned }: Placement): Standing => {
  const lane = road.lane(id)
  if (!lane) throw new RangeError(`no lane ${id} on this road`)
  const t = lane.t + lane.direction * offset
  const { x, y, heading } = road.toWorld(s, t)
  return {
    x,
    y,
    s,
    t,
    heading: wrapAngle(heading + (lane.direction > 0 ? 0 : Math.PI) + turned),
    direction: Math.cos(turned) >= 0 === lane.direction > 0 ? 1 : -1,
  }
}
