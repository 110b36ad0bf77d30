/** Which lines are painted on the road: bands across with a pattern along. */
import type { RoadSpec } from '../../scenario/index.ts'
import type { Road } from '../../road/index.ts'
import { ROW } from './site.ts'

export interface Marking {
  /** [right, left] edge across, m. */
  readonly t: readonly [number, number]
  /** Length of a dash and of a dash with its gap, m; null: solid. Both are whole rows of the road's mesh. */
  readonly dash: readonly [on: number, period: number] | null
}

/** True where the paint lies. */
export const isPainted = ({ dash }: Marking, s: number): boolean => {
  if (dash === null) return true
  const along = s - dash[1] * Math.floor(s / dash[1])
  return along < dash[0]
}

/** Edge lines, and lane lines between lanes: dashed, but solid between opposing streams of several lanes. */
export const markingsOf = (spec: RoadSpec, road: Road): Marking[] => {
  const motorway = spec.place === 'motorway'
  const edge = motorway ? 0.2 : 0.12
  const line = motorway ? 0.15 : 0.12
  const first = road.lanes[0]
  const last = road.lanes[road.lanes.length - 1]
  const between = road.lanes.slice(1).map((lane, i): Marking => {
    const opposing = lane.direction !== road.lanes[i].direction
    const dash = motorway ? ([2 * ROW, 6 * ROW] as const) : ([ROW, 3 * ROW] as const)
    const solid = opposing && road.lanes.length > 2
    return { t: [lane.right - line / 2, lane.right + line / 2], dash: solid ? null : dash }
  })
  return [
    { t: [first.right, first.right + edge], dash: null },
    ...between,
    { t: [last.left - edge, last.left], dash: null },
  ]
}
