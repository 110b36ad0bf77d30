/** Where a placement stands: the one meaning of lane, s, offset and heading for everyone who reads them. */
import { wrapAngle } from '../math/index.ts'
import type { Placement } from '../scenario/index.ts'
import type { Road } from './road.ts'

export interface Standing {
  /** World position (m) and heading (rad) of the body's origin. */
  readonly x: number
  readonly y: number
  readonly heading: number
  /** Index of the road. */
  readonly road: number
  readonly s: number
  readonly t: number
  /** +1: faces along s; -1: against it. */
  readonly direction: 1 | -1
}

/**
 * Puts a placement on the road.
 * @throws RangeError when there is no such road or lane (the loader has checked).
 */
export const standing = (road: Road, placement: Placement): Standing => {
  const { lane: id, s, offset, heading: turned } = placement
  const on = placement.road === undefined ? 0 : road.roadIndex(placement.road)
  if (on === undefined) throw new RangeError(`no road ${placement.road}`)
  const lane = road.lane(id, s, on)
  if (!lane) throw new RangeError(`no lane ${id} on this road`)
  const t = lane.t + lane.direction * offset
  const { x, y, heading } = road.toWorld(s, t, on)
  return {
    x,
    y,
    road: on,
    s,
    t,
    heading: wrapAngle(heading + (lane.direction > 0 ? 0 : Math.PI) + turned),
    direction: Math.cos(turned) >= 0 === lane.direction > 0 ? 1 : -1,
  }
}
