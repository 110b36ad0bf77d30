/** The lane graph's nodes as they lie along a driver's way. */
import type { Leg, Road, Way } from '../../road/index.ts'

/** A node of the lane graph that the way takes, and where along the way it begins and ends, m. */
export interface Pass {
  readonly node: number
  readonly from: number
  readonly to: number
}

/** Where each leg begins and ends along the way: the next leg's beginning is looked for near the leg's own length. */
export const passesOf = (road: Road, legs: readonly Leg[], way: Way): Pass[] => {
  let from = 0
  return legs.map((leg) => {
    const { x, y } = road.toWorld(leg.to, road.lane(leg.lane, insideOf(leg), leg.road)?.t ?? 0, leg.road)
    const to = way.locate(x, y, Math.min(way.length, from + Math.abs(leg.to - leg.from))).distance
    const pass = { node: leg.node, from, to: Math.max(from, to) }
    from = pass.to
    return pass
  })
}

/** The end of a leg, just inside its section of the road. */
export const insideOf = ({ from, to }: Leg): number => to + Math.sign(from - to) * 1e-6
