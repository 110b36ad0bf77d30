/** Who goes first in a junction: the ways through it that meet, where they meet, and which of the two waits. */
import { wrapAngle } from '../math/index.ts'
import type { LaneNode } from './graph.ts'
import type { Road, StopLine } from './road.ts'

/** Two ways through a junction that cross or run together. Distances count from where each way begins. */
export interface Conflict {
  /** Nodes of the lane graph. */
  readonly ways: readonly [number, number]
  readonly kind: 'cross' | 'merge'
  /** Metres along each way to where they first come too near to each other. */
  readonly at: readonly [number, number]
  /** The way that goes first; null: neither, as both have a light or stand equal. */
  readonly first: number | null
  /** What says so. */
  readonly by: 'priority' | 'sign' | 'light' | 'turn' | 'nearside' | 'nothing'
}

/** Points along a way are this far apart, m. */
const STEP = 0.5
/** Ways nearer than this share of their widths together are in each other's way. */
const SHARE = 0.4
/** A turn or a meeting of less than this is straight on, rad. */
const STRAIGHT = 0.35

interface Way {
  readonly node: LaneNode
  readonly points: readonly (readonly [x: number, y: number])[]
  readonly width: number
  readonly heading: number
  /** Left positive. */
  readonly turn: number
  readonly control: StopLine['control'] | 'priority-road'
}

/**
 * The conflicts of a junction, of each pair of ways one. Empty for a junction that is not there.
 * @param dark its lights are out of order
 */
export const rightOfWay = (road: Road, junction: string, dark = false): Conflict[] => {
  const spec = road.network.junctions.find((j) => j.id === junction)
  if (spec === undefined) return []
  const ways = road.graph.nodes
    .filter((node) => node.junction === junction)
    .map((node) => wayOf(road, node, junction, dark))
  const conflicts: Conflict[] = []
  ways.forEach((a, i) => {
    for (const b of ways.slice(i + 1)) {
      // From one lane nobody is in anybody's way: who comes behind waits anyhow.
      if (a.node.road === b.node.road) continue
      if (a.node.previous.some((n) => b.node.previous.includes(n))) continue
      const meeting = meet(a, b)
      if (meeting === null) continue
      const kind = a.node.next.some((n) => b.node.next.includes(n)) ? 'merge' : 'cross'
      const verdict = judge(road, spec.priorities, a, b)
      conflicts.push({ ways: [a.node.index, b.node.index], kind, at: meeting, ...verdict })
    }
  })
  return conflicts
}

const wayOf = (road: Road, node: LaneNode, junction: string, dark: boolean): Way => {
  const length = node.s1 - node.s0
  const count = Math.max(2, Math.ceil(length / STEP))
  const points: (readonly [number, number])[] = []
  let width = 0
  let first = 0
  let last = 0
  for (let i = 0; i <= count; i++) {
    const share = i / count
    const s = node.direction > 0 ? node.s0 + share * length : node.s1 - share * length
    const lane = road.lane(node.lane, s, node.road)
    const { x, y, heading } = road.toWorld(s, lane?.t ?? 0, node.road)
    points.push([x, y])
    width = Math.max(width, (lane?.left ?? 0) - (lane?.right ?? 0))
    if (i === 0) first = heading
    last = heading
  }
  const before = road.graph.nodes[node.previous[0]] as LaneNode | undefined
  return {
    ...{ node, points, width },
    heading: wrapAngle(first + (node.direction > 0 ? 0 : Math.PI)),
    turn: wrapAngle(last - first),
    control: before === undefined ? 'none' : controlOf(road, before, junction, dark),
  }
}

const controlOf = (road: Road, before: LaneNode, junction: string, dark: boolean): Way['control'] => {
  const line = road.stopLines.find(
    (l) => l.road === before.road && l.junction === junction && l.lanes.includes(before.lane),
  )
  const control = line?.control ?? 'none'
  if (control !== 'none' && !(dark && control === 'traffic-light')) return control
  const priority = road.signals.some(
    (signal) =>
      signal.road === before.road && signal.kind === 'priority-road' && signal.facing !== -before.direction,
  )
  return priority ? 'priority-road' : 'none'
}

/** Where two ways first come too near; null: they never do. */
const meet = (a: Way, b: Way): readonly [number, number] | null => {
  const near = SHARE * (a.width + b.width)
  for (const [i, [ax, ay]] of a.points.entries())
    for (const [j, [bx, by]] of b.points.entries())
      if ((ax - bx) * (ax - bx) + (ay - by) * (ay - by) < near * near) return [alongTo(a, i), alongTo(b, j)]
  return null
}

const alongTo = ({ node, points }: Way, i: number): number => ((node.s1 - node.s0) * i) / (points.length - 1)

/** Rank of what stands at the way in: who has the higher one goes first. */
const RANK = { stop: 0, 'give-way': 0, none: 1, 'traffic-light': 1, 'priority-road': 2 } as const

const judge = (
  road: Road,
  priorities: readonly { readonly high: string; readonly low: string }[],
  a: Way,
  b: Way,
): Pick<Conflict, 'first' | 'by'> => {
  const [idA, idB] = [a, b].map((way) => road.roads[way.node.road].id)
  for (const { high, low } of priorities) {
    if (high === idA && low === idB) return { first: a.node.index, by: 'priority' }
    if (high === idB && low === idA) return { first: b.node.index, by: 'priority' }
  }
  const [rankA, rankB] = [RANK[a.control], RANK[b.control]]
  const meeting = wrapAngle(b.heading - a.heading)
  const lit = a.control === 'traffic-light' && b.control === 'traffic-light'
  if (rankA !== rankB) return { first: (rankA > rankB ? a : b).node.index, by: 'sign' }
  const { traffic } = road.roads[a.node.road].spec
  const far = traffic === 'right' ? 1 : -1
  if (Math.abs(meeting) > Math.PI - 2 * STRAIGHT) {
    // From opposite sides: who turns across the other waits, with lights too.
    const across = (way: Way): boolean => far * way.turn > STRAIGHT
    if (across(a) !== across(b)) return { first: (across(a) ? b : a).node.index, by: 'turn' }
    const nearside = (way: Way): boolean => far * way.turn < -STRAIGHT
    if (nearside(a) !== nearside(b)) return { first: (nearside(a) ? a : b).node.index, by: 'turn' }
    return { first: null, by: lit ? 'light' : 'nothing' }
  }
  if (lit) return { first: null, by: 'light' }
  if (Math.abs(meeting) < STRAIGHT) return { first: null, by: 'nothing' }
  // Where traffic keeps right, b comes from the right of a when it heads to a's left.
  return { first: (far * meeting > 0 ? b : a).node.index, by: 'nearside' }
}
