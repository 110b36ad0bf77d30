/** A scenario's start from above, as numbers small enough for a list or a drawing. */
import type { ConcreteScenario } from '../scenario/index.ts'
import { buildRoad } from './build.ts'
import { standing } from './placement.ts'
import type { Road, RoadPart } from './road.ts'

/** Between two points of a line, m. */
const SPACING = 8
/** Short roads (in a junction) have at least so many points. */
const LEAST = 6

type Point = [number, number]

interface Window {
  readonly x: readonly [number, number]
  readonly y: readonly [number, number]
}

/** Metres, world x and y. */
export interface Sketch {
  /** Stretches of road: reference line and edge of the pavement. */
  readonly roads: { centre: Point[]; outline: Point[]; junction: boolean }[]
  readonly surface: string
  readonly verge: string
  readonly patches: { kind: string; outline: Point[] }[]
  /** Centre of the body, heading (rad), length and width. */
  readonly actors: { id: string; at: Point; heading: number; size: Point }[]
}

const centimetres = (x: number): number => Math.round(x * 100) / 100

/** @param margin road that is shown round the actors, m */
export const sketchOf = (scenario: ConcreteScenario, margin: number): Sketch => {
  const road = buildRoad(scenario.road, scenario.surface)
  const present = scenario.actors.filter((a) => a.present)
  const actors = present.map(({ id, at, spec }) => {
    const { x, y, heading } = standing(road, at)
    const ahead = spec.length / 2 - spec.rearOverhang
    return {
      id,
      at: [centimetres(x + ahead * Math.cos(heading)), centimetres(y + ahead * Math.sin(heading))] as Point,
      heading,
      size: [spec.length, spec.width] as Point,
    }
  })
  const shown = windowOf(
    actors.map(({ at }) => at),
    margin,
  )
  const stretches = road.roads.map((part) => stretchesOf(road, part, shown))
  return {
    roads: road.roads.flatMap((part, i) =>
      stretches[i].map((along) => ({
        centre: lineOf(road, along, part.index, () => 0),
        outline: outlineOf(road, along, part.index, (s) => road.pavedAt(s, part.index)),
        junction: part.junction !== null,
      })),
    ),
    surface: scenario.road.surface,
    verge: scenario.road.verge,
    patches: scenario.surface.flatMap(({ road: id, kind, s, t }) => {
      const on = id === undefined ? 0 : (road.roadIndex(id) ?? 0)
      return stretches[on].flatMap((along) => {
        const within = along.filter((at) => at > s[0] && at < s[1])
        const [from, to] = [Math.max(along[0], s[0]), Math.min(along[along.length - 1], s[1])]
        return from < to ? [{ kind, outline: outlineOf(road, [from, ...within, to], on, () => t) }] : []
      })
    }),
    actors,
  }
}

const windowOf = (points: readonly Point[], margin: number): Window => {
  const span = (values: readonly number[]): readonly [number, number] => [
    Math.min(...values) - margin,
    Math.max(...values) + margin,
  ]
  return { x: span(points.map(([x]) => x)), y: span(points.map(([, y]) => y)) }
}

/** Places along a road, in runs that lie within the window. */
const stretchesOf = (road: Road, { index, length }: RoadPart, { x, y }: Window): number[][] => {
  const count = Math.max(LEAST, Math.ceil(length / SPACING))
  const runs: number[][] = [[]]
  for (let i = 0; i <= count; i++) {
    const s = (length * i) / count
    const at = road.toWorld(s, 0, index)
    if (at.x >= x[0] && at.x <= x[1] && at.y >= y[0] && at.y <= y[1]) runs[runs.length - 1].push(s)
    else if (runs[runs.length - 1].length > 0) runs.push([])
  }
  return runs.filter((run) => run.length > 1)
}

const lineOf = (road: Road, along: readonly number[], on: number, t: (s: number) => number): Point[] =>
  along.map((s) => {
    const { x, y } = road.toWorld(s, t(s), on)
    return [centimetres(x), centimetres(y)]
  })

/** The area between two edges [right, left], anticlockwise. */
const outlineOf = (
  road: Road,
  along: readonly number[],
  on: number,
  edges: (s: number) => readonly [number, number],
): Point[] => [
  ...lineOf(road, along, on, (s) => edges(s)[0]),
  ...lineOf(road, along, on, (s) => edges(s)[1]).reverse(),
]
