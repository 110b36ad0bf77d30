/** The map of a scene: what can be driven and walked on, from above, ten pixels a metre. */
import type { Road } from '../../road/index.ts'
import type { LaneType } from '../../scenario/index.ts'
import { writeGreyPng } from '../grey-png.ts'

/** Pixels a metre, as the devkit takes it for granted. */
const PER_METRE = 10
const FOREGROUND = 255
/** From one cut across a road to the next, m. */
const STEP = 1
/** Strips that are no ground to drive or walk on. */
const NOT_GROUND: readonly LaneType[] = ['border', 'curb', 'median', 'none', 'rail', 'other']

/** Of the world, m. */
export interface Area {
  readonly left: number
  readonly bottom: number
  readonly right: number
  readonly top: number
}

type Point = readonly [x: number, y: number]

/**
 * Writes the mask of an area. The devkit finds a place (x, y) of the area, from its lower left corner, in column 10 x of
 * the row 10 y above the picture's lower edge.
 */
export const writeMapMask = async (path: string, road: Road, area: Area): Promise<void> => {
  const width = Math.max(1, Math.ceil((area.right - area.left) * PER_METRE))
  const height = Math.max(1, Math.ceil((area.top - area.bottom) * PER_METRE))
  const quads = quadsOf(road).map((quad) =>
    quad.map(([x, y]): Point => [(x - area.left) * PER_METRE, height - (y - area.bottom) * PER_METRE]),
  )
  const spans = quads.map((quad) => {
    const rows = quad.map(([, y]) => y)
    return { quad, first: Math.ceil(Math.min(...rows)), last: Math.floor(Math.max(...rows)) }
  })
  spans.sort((a, b) => a.first - b.first)
  await writeGreyPng(path, width, height, rowsOf(width, height, spans))
}

interface Span {
  readonly quad: readonly Point[]
  readonly first: number
  readonly last: number
}

/** @param spans by their first row */
function* rowsOf(width: number, height: number, spans: readonly Span[]): Generator<Uint8Array> {
  let next = 0
  let active: Span[] = []
  for (let row = 0; row < height; row++) {
    while (next < spans.length && spans[next].first <= row) active.push(spans[next++])
    active = active.filter(({ last }) => last >= row)
    const line = new Uint8Array(width)
    for (const { quad } of active) {
      const [from, to] = across(quad, row)
      line.fill(FOREGROUND, Math.max(0, Math.ceil(from)), Math.max(0, Math.floor(to) + 1))
    }
    yield line
  }
}

/** Where a row cuts a quadrangle, from its leftmost to its rightmost point. */
const across = (quad: readonly Point[], row: number): [number, number] => {
  let [from, to] = [Infinity, -Infinity]
  quad.forEach(([x1, y1], i) => {
    const [x2, y2] = quad[(i + 1) % quad.length]
    if (row < Math.min(y1, y2) || row > Math.max(y1, y2)) return
    const ends = y1 === y2 ? [x1, x2] : [x1 + ((row - y1) / (y2 - y1)) * (x2 - x1)]
    from = Math.min(from, ...ends)
    to = Math.max(to, ...ends)
  })
  return [from, to]
}

/** Pieces of pavement and of what people walk on, in the world. */
const quadsOf = (road: Road): Point[][] =>
  road.roads.flatMap(({ index, length, sections }) => {
    const cuts = [...sections, length]
    return sections.flatMap((start, i) => {
      const end = cuts[i + 1]
      const count = Math.max(1, Math.ceil((end - start) / STEP))
      return Array.from({ length: count }, (_, k) => {
        const [s1, s2] = [k, k + 1].map((n) => start + ((end - start) * n) / count)
        return quadsBetween(road, index, s1, s2)
      }).flat()
    })
  })

/** Inside of a lane section's end, m: at the end itself the next one holds. */
const INSIDE = 1e-6

const quadsBetween = (road: Road, index: number, s1: number, s2: number): Point[][] => {
  const bands = (s: number): (readonly [right: number, left: number])[] => [
    road.pavedAt(s, index),
    ...road
      .stripsAt(s, index)
      .filter(({ type }) => !NOT_GROUND.includes(type))
      .map(({ right, left }) => [right, left] as const),
  ]
  const at = (s: number, t: number): Point => {
    const { x, y } = road.toWorld(s, t, index)
    return [x, y]
  }
  const [before, after] = [bands(s1), bands(Math.max(s1, s2 - INSIDE))]
  return before.flatMap(([right, left], i) => {
    const [farRight, farLeft] = after[i]
    return [[at(s1, right), at(s1, left), at(s2, farLeft), at(s2, farRight)]]
  })
}
