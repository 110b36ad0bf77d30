/** A scenario's start from above, as numbers small enough for a list. */
import type { Sketch } from '../src/protocol/index.ts'
import { buildRoad, standing } from '../src/road/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'

/** Road that is shown before the first and after the last actor, and between two points of a line, m. */
const MARGIN = 60
const SPACING = 8

const centimetres = (x: number): number => Math.round(x * 100) / 100

export const sketchOf = (scenario: ConcreteScenario): Sketch => {
  const road = buildRoad(scenario.road, scenario.surface)
  const places = scenario.actors.filter((a) => a.present).map((a) => a.at.s)
  const from = Math.max(0, Math.min(...places) - MARGIN)
  const to = Math.min(road.length, Math.max(...places) + MARGIN)

  const line = (start: number, end: number, t: number): [number, number][] => {
    const count = Math.max(1, Math.ceil((end - start) / SPACING))
    return Array.from({ length: count + 1 }, (_, i) => {
      const { x, y } = road.toWorld(start + ((end - start) * i) / count, t)
      return [centimetres(x), centimetres(y)]
    })
  }
  return {
    centre: line(from, to, 0),
    paved: [...road.paved],
    surface: scenario.road.surface,
    verge: scenario.road.verge,
    patches: scenario.surface
      .filter((p) => p.s[1] > from && p.s[0] < to)
      .map(({ kind, s, t }) => {
        const [start, end] = [Math.max(from, s[0]), Math.min(to, s[1])]
        return { kind, outline: [...line(start, end, t[0]), ...line(start, end, t[1]).reverse()] }
      }),
    actors: scenario.actors
      .filter((a) => a.present)
      .map(({ id, at, spec }) => {
        const { x, y, heading } = standing(road, at)
        const ahead = spec.length / 2 - spec.rearOverhang
        return {
          id,
          at: [centimetres(x + ahead * Math.cos(heading)), centimetres(y + ahead * Math.sin(heading))],
          heading,
          size: [spec.length, spec.width],
        }
      }),
  }
}
