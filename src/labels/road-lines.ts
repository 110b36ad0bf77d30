/** The lines along the roads of a run, in the world: borders of lanes with their paint, and edges of the pavement. */
import { norm, sub, type Vec3 } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import {
  isDriven,
  isLane,
  type ConcreteScenario,
  type LaneLine,
  type SectionSpec,
} from '../scenario/index.ts'
import { borderOf, drawnRoads, paintShift, type DrawnRoad } from '../shape/index.ts'
import type { LineLabel } from './frame.ts'

/** A stretch of a line, short enough to be left out as a whole when it is out of sight. */
export interface RoadLine {
  readonly what: Omit<LineLabel, 'points'>
  readonly points: readonly Vec3[]
  /** A ball that holds them. */
  readonly center: Vec3
  readonly radius: number
}

/** Points stand this far apart along s, and a stretch has so many of them, m. */
const STEP = 2
const STRETCH = 25

/** Inside of a section's ends, m: at the very end the next section answers. */
const WITHIN = 1e-6

export const roadLines = (scenario: ConcreteScenario, road: Road): RoadLine[] =>
  drawnRoads(scenario, road).flatMap((drawn) => {
    const { sections, spec } = road.roads[drawn.road]
    return sections.flatMap((s0, i) => {
      const from = i === 0 ? drawn.from : s0
      const to = i + 1 < sections.length ? sections[i + 1] : drawn.to
      return to > from ? sectionLines(scenario, road, drawn, spec.sections[i], from, to) : []
    })
  })

const sectionLines = (
  scenario: ConcreteScenario,
  road: Road,
  drawn: DrawnRoad,
  section: SectionSpec,
  from: number,
  to: number,
): RoadLine[] => {
  const { id, junction } = road.roads[drawn.road]
  const isShort = scenario.road.network === undefined
  const inside = (s: number): number => Math.min(to - WITHIN, Math.max(s, from + WITHIN))
  const strips = road.stripsAt(inside(from), drawn.road)
  return Array.from({ length: strips.length + 1 }, (_, border) => border).flatMap((border) => {
    const [right, left] = [strips.at(border - 1), strips.at(border)]
    const beside = [border > 0 ? right : undefined, left] as const
    const edge = junction === null && isEdge(beside)
    const isBorder = junction === null && beside.every((strip) => strip !== undefined && isDriven(strip))
    return paintOn(section, border, from, to).flatMap(({ line, s0, s1 }) => {
      if (line === null && !edge && !isBorder) return []
      const shift = line === null ? 0 : paintShift(section, isShort, border, line.width)
      const at = (s: number): Vec3 => {
        const all = road.stripsAt(inside(s), drawn.road)
        const t = (border === 0 ? all[0].right : all[border - 1].left) + shift
        const { x, y } = road.toWorld(s, t, drawn.road)
        return [x, y, drawn.ground(s, x, y)]
      }
      const what = {
        road: id,
        lanes: [laneId(beside[0]), laneId(beside[1])] as const,
        marking: line?.kind ?? ('none' as const),
        color: line?.color ?? null,
        edge,
      }
      return stretches(s0, s1).map(([a, b]) => {
        const count = Math.max(1, Math.ceil((b - a) / STEP))
        const points = Array.from({ length: count + 1 }, (_, k) => at(a + ((b - a) * k) / count))
        const center = points[Math.floor(points.length / 2)]
        const radius = Math.max(...points.map((p) => norm(sub(p, center))))
        return { what, points, center, radius }
      })
    })
  })
}

type Strip = ReturnType<Road['stripsAt']>[number] | undefined

const laneId = (strip: Strip): number | null => (strip !== undefined && isLane(strip) ? strip.id : null)

/** On one side there is pavement for vehicles, on the other there is none. */
const isEdge = ([right, left]: readonly [Strip, Strip]): boolean => isRoad(right) !== isRoad(left)
const isRoad = (strip: Strip): boolean =>
  strip !== undefined && !['none', 'sidewalk', 'curb', 'median'].includes(strip.type)

/** What is painted on a border between two s: one entry for each line, and one without for where there is none. */
const paintOn = (
  section: SectionSpec,
  border: number,
  from: number,
  to: number,
): { readonly line: LaneLine | null; readonly s0: number; readonly s1: number }[] => {
  const lines = section.lanes.find(
    (lane) => lane.lines.length > 0 && borderOf(section, lane) === border,
  )?.lines
  if (lines === undefined) return [{ line: null, s0: from, s1: to }]
  return lines
    .map((line, i) => ({
      line: line.kind === 'none' || line.kind === 'curb' || line.kind === 'grass' ? null : line,
      s0: i === 0 ? from : Math.max(from, line.s),
      s1: Math.min(to, lines.at(i + 1)?.s ?? to),
    }))
    .filter(({ s0, s1 }) => s1 > s0)
}

const stretches = (from: number, to: number): (readonly [number, number])[] => {
  const count = Math.max(1, Math.ceil((to - from) / (STEP * STRETCH)))
  const at = (k: number): number => from + ((to - from) * k) / count
  return Array.from({ length: count }, (_, k) => [at(k), at(k + 1)] as const)
}
