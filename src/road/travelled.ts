/** Which road somebody is on where several lie over each other. */
import { wrapAngle } from '../math/index.ts'
import type { Road, RoadPoint } from './road.ts'

/** Roads that lie farther than this above or below are another level of a bridge, m. */
const LEVEL = 1.5
/** Directions that differ by less than this are one: then the road that holds the point deepest counts, rad. */
const ALIKE = 0.15

/**
 * Road coordinates of somebody at a height who faces a heading: in a junction of the road whose traffic runs
 * most nearly that way, on a bridge of the road at that height.
 * @param z m
 * @param heading rad; left out: they face nowhere (people, things), and the deepest road counts
 */
export const travelled = (road: Road, x: number, y: number, z: number, heading?: number): RoadPoint => {
  if (road.roads.length === 1) return road.toRoad(x, y)
  const under = road.roadsAt(x, y, 0).filter((at) => Math.abs(at.z - z) < LEVEL)
  if (under.length === 0) return road.toRoad(x, y)
  if (under.length === 1 || heading === undefined) return pointOf(under[0])
  const turns = under.map(({ s, t, road: on }) => {
    const direction = road.laneAt(t, s, on)?.direction ?? 1
    const along = road.toWorld(s, 0, on).heading + (direction > 0 ? 0 : Math.PI)
    return Math.abs(wrapAngle(heading - along))
  })
  const least = Math.min(...turns)
  return pointOf(under[turns.findIndex((turn) => turn < least + ALIKE)])
}

const pointOf = ({ s, t, road }: RoadPoint): RoadPoint => ({ s, t, road })
