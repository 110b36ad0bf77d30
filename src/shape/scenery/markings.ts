/** Which lines are painted on the road: bands along the borders of lanes, with a pattern along. */
import type { LaneLine, LaneSpec, SectionSpec } from '../../scenario/index.ts'
import type { Rgb } from '../mesh/index.ts'
import { crossingsOn } from './crossings.ts'
import type { Site } from './site.ts'

export interface Marking {
  /** Index of the border, counted from the right, and the band's [right, left] edge from there, m. */
  readonly border: number
  readonly band: readonly [number, number]
  /** It lies between these s. */
  readonly along: readonly [number, number]
  /** Length of a dash and of a dash with its gap, m; null: solid. */
  readonly dash: readonly [on: number, period: number] | null
  readonly color: Rgb
  /** Between these s it gives way to a zebra crossing. */
  readonly gaps: readonly (readonly [number, number])[]
}

const COLORS: Readonly<Record<LaneLine['color'], Rgb>> = {
  white: [0.7, 0.7, 0.68],
  yellow: [0.72, 0.5, 0.06],
  red: [0.5, 0.05, 0.04],
  blue: [0.05, 0.12, 0.5],
  green: [0.05, 0.4, 0.12],
  orange: [0.75, 0.3, 0.04],
}

/** True where the paint lies. */
export const isPainted = ({ dash, along, gaps }: Marking, s: number): boolean => {
  if (s < along[0] || s > along[1] || gaps.some(([from, to]) => s > from && s < to)) return false
  if (dash === null) return true
  // Patterns begin at s = 0, so that those of all lanes keep step.
  return s - dash[1] * Math.floor(s / dash[1]) < dash[0]
}

/** Places where a line or one of its dashes begins or ends. */
export const lineEnds = ({ dash, along, gaps }: Marking, from: number, to: number): number[] => {
  const [lo, hi] = [Math.max(from, along[0]), Math.min(to, along[1])]
  const ends = gaps.flat().filter((s) => s > lo && s < hi)
  if (dash === null || lo >= hi) return ends
  for (let s = dash[1] * Math.floor(lo / dash[1]); s < hi; s += dash[1])
    ends.push(...[s, s + dash[0]].filter((x) => x > lo && x < hi))
  return ends
}

/** The border that a lane's lines lie on, counted from the right: its outer one, or the centre for lane 0. */
export const borderOf = ({ lanes }: SectionSpec, { id }: LaneSpec): number => {
  const right = lanes.filter((lane) => lane.id < 0).length
  if (id === 0) return right
  const i = lanes.filter((lane) => lane.id !== 0).findIndex((lane) => lane.id === id)
  return id < 0 ? i : i + 1
}

/**
 * How far beside its border a line is painted, m (t): the edge lines of a short road (no network) lie within its
 * outermost lanes.
 */
export const paintShift = (
  { lanes }: SectionSpec,
  isShort: boolean,
  border: number,
  width: number,
): number => {
  const driving = lanes
    .filter((lane) => lane.id !== 0)
    .flatMap((lane, i) => (lane.type === 'driving' ? [i] : []))
  if (!isShort || driving.length === 0) return 0
  if (border === driving[0]) return width / 2
  return border === driving[driving.length - 1] + 1 ? -width / 2 : 0
}

/** The lines of one section, from right to left. */
export const markingsOf = (site: Site, section: SectionSpec, to: number): Marking[] => {
  const isShort = site.scenario.road.network === undefined
  const gaps = crossingsOn(site).map((crossing) => crossing.along)
  return section.lanes.flatMap((lane) =>
    lane.lines.flatMap((line, k): Marking[] => {
      if (line.kind === 'none' || line.kind === 'curb' || line.kind === 'grass') return []
      const border = borderOf(section, lane)
      const end = lane.lines.at(k + 1)?.s ?? Infinity
      const ends = [k === 0 && line.s <= section.s ? -Infinity : line.s, Math.min(end, to)] as const
      const last = site.to >= to && end === Infinity ? Infinity : ends[1]
      const along = [ends[0], last] as const
      const color = COLORS[line.color]
      const dash = line.dash > 0 ? ([line.dash, line.dash + line.gap] as const) : null
      const w = line.width
      const at = (lo: number, hi: number, pattern: Marking['dash']): Marking => ({
        ...{ border, band: [lo, hi], along, dash: pattern, color, gaps },
      })
      const shift = paintShift(section, isShort, border, w)
      if (shift !== 0) return [at(shift - w / 2, shift + w / 2, dash)]
      const pair = PAIRS[line.kind]
      if (pair === undefined) return [at(-w / 2, w / 2, dash)]
      const [left, right] = pair
      const broken = [3, 9] as const
      return [at(-1.5 * w, -0.5 * w, right ? broken : null), at(0.5 * w, 1.5 * w, left ? broken : null)]
    }),
  )
}

/** Double lines: whether the left and the right one is broken. Seen along s, the left one is named first. */
const PAIRS: Readonly<Partial<Record<LaneLine['kind'], readonly [boolean, boolean]>>> = {
  'solid-solid': [false, false],
  'solid-broken': [false, true],
  'broken-solid': [true, false],
  'broken-broken': [true, true],
}
