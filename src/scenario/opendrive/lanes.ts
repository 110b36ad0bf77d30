/** Lane sections. */
import type { SurfaceKind } from '../concrete.ts'
import {
  LANE_TYPES,
  type LaneLine,
  type LaneSpec,
  type LaneType,
  type LineKind,
  type SectionSpec,
} from '../roads/road-network.ts'
import { bySAscending, cubics } from './line.ts'
import { readLimit } from './limits.ts'
import type { Element } from './xml.ts'

/** The sections of a road, each whole: a side that a section leaves to the one before it is filled in. */
export const readSections = (lanes: Element): SectionSpec[] => {
  const sections: SectionSpec[] = []
  for (const section of bySAscending(lanes.all('laneSection'))) {
    const s = section.number('s')
    let own = (['left', 'center', 'right'] as const).flatMap((side) =>
      (section.one(side)?.all('lane') ?? []).flatMap((lane) => readLane(lane, side, s)),
    )
    const previous = sections.at(-1)
    if (/^(true|1)$/.test(section.word('singleSide')) && previous !== undefined) {
      const given = section.one('left') !== undefined ? 1 : -1
      const kept = previous.lanes.filter((lane) => Math.sign(lane.id) === -given)
      own = [...own, ...kept.map((lane) => ({ ...lane, before: [lane.id] }))]
      sections[sections.length - 1] = {
        ...previous,
        lanes: previous.lanes.map((lane) => (kept.includes(lane) ? { ...lane, after: [lane.id] } : lane)),
      }
    }
    const seen = new Set<number>()
    const unique = own.filter((lane) => {
      if (!seen.has(lane.id)) return seen.add(lane.id)
      section.warn(`the section has two lanes ${lane.id}; the second is left out`)
      return false
    })
    // Two sections at one place: the later one holds.
    if (previous !== undefined && previous.s >= s) sections.pop()
    sections.push({ s, lanes: unique.sort((a, b) => a.id - b.id) })
  }
  if (sections.length === 0) lanes.warn('the road has no <laneSection>')
  return sections.length === 0 ? [{ s: 0, lanes: [] }] : sections
}

const TYPES: Readonly<Record<string, LaneType>> = {
  ...Object.fromEntries(LANE_TYPES.map((type) => [type.replaceAll('-', '').toLowerCase(), type])),
  mwyentry: 'entry',
  mwyexit: 'exit',
  sliplane: 'connecting-ramp',
  walking: 'sidewalk',
  cycling: 'biking',
}

const readLane = (lane: Element, side: 'left' | 'center' | 'right', base: number): LaneSpec[] => {
  const id = lane.number('id', NaN)
  if (!Number.isInteger(id)) {
    lane.warn('a lane without a number is left out')
    return []
  }
  const sign = side === 'left' ? 1 : side === 'right' ? -1 : 0
  if (Math.sign(id) !== sign) {
    lane.warn(`lane ${id} stands among the lanes of the ${side} and is left out`)
    return []
  }
  const written = lane.word('type', 'none')
  const type = TYPES[written.toLowerCase().replaceAll(/[-_ ]/g, '')] as LaneType | undefined
  const link = lane.one('link')
  const ids = (name: string): number[] =>
    (link?.all(name) ?? []).map((l) => l.number('id')).filter((n) => Number.isInteger(n) && n !== 0)
  const written1 = lane.word('direction')
  // 'reversed' is told from the side by whoever knows the traffic rule; here it turns the usual one round.
  const usual = id < 0 ? 1 : -1
  return [
    {
      ...{ id, type: type ?? 'other' },
      width: cubics(lane.all('width'), 'sOffset', base),
      border: cubics(lane.all('border'), 'sOffset', base),
      level: /^(true|1)$/.test(lane.word('level')),
      raised: bySAscending(lane.all('height'), 'sOffset').map((h) => ({
        s: base + h.number('sOffset'),
        ...{ inner: h.number('inner'), outer: h.number('outer') },
      })),
      lines: bySAscending(lane.all('roadMark'), 'sOffset').map((mark) => readLine(mark, base)),
      ground: bySAscending(lane.all('material'), 'sOffset').map((material) => ({
        s: base + material.number('sOffset'),
        kind: surfaceOf(material.word('surface')),
        mu: material.has('friction') ? positive(material.number('friction')) : null,
      })),
      limits: bySAscending(lane.all('speed'), 'sOffset').flatMap((speed) => {
        const limit = readLimit(speed)
        return limit === undefined ? [] : [{ s: base + speed.number('sOffset'), limit }]
      }),
      before: ids('predecessor'),
      after: ids('successor'),
      direction: written1 === 'reversed' ? (-usual as 1 | -1) : null,
    },
  ]
}

const positive = (x: number): number | null => (x > 0 ? x : null)

const LINES: Readonly<Record<string, LineKind>> = {
  none: 'none',
  solid: 'solid',
  broken: 'broken',
  'solid solid': 'solid-solid',
  'solid broken': 'solid-broken',
  'broken solid': 'broken-solid',
  'broken broken': 'broken-broken',
  'botts dots': 'botts-dots',
  curb: 'curb',
  grass: 'grass',
  edge: 'edge',
}
const COLORS = ['white', 'yellow', 'red', 'blue', 'green', 'orange'] as const

const readLine = (mark: Element, base: number): LaneLine => {
  const written = mark.word('type', 'none')
  const kind = LINES[written] as LineKind | undefined
  if (kind === undefined && written !== 'custom')
    mark.warn(`the road mark '${written}' is read as a solid line`)
  const detail = mark.one('type')
  const first = detail?.one('line')
  const color = COLORS.find((c) => c === mark.word('color')) ?? 'white'
  const usual = mark.word('weight') === 'bold' ? 0.25 : 0.12
  const width = mark.number('width', first?.number('width') ?? detail?.number('width') ?? usual)
  const length = first?.number('length') ?? 0
  const space = first?.number('space') ?? 0
  const broken = kind === undefined ? space > 0 : /broken|botts/.test(kind)
  return {
    ...{ s: base + mark.number('sOffset'), kind: kind ?? (broken ? 'broken' : 'solid'), color },
    width: width > 0 ? width : usual,
    dash: broken ? (length > 0 ? length : 3) : 0,
    gap: broken ? (space > 0 ? space : 6) : 0,
  }
}

const SURFACES: readonly (readonly [RegExp, SurfaceKind])[] = [
  [/black.?ice/i, 'black-ice'],
  [/ice/i, 'ice'],
  [/loose.?snow/i, 'loose-snow'],
  [/snow/i, 'packed-snow'],
  [/slush/i, 'slush'],
  [/wet/i, 'wet-asphalt'],
  [/water|puddle/i, 'standing-water'],
  [/gravel|dirt|sand|soil|unpaved/i, 'gravel'],
  [/grass/i, 'grass'],
  [/asphalt|concrete|tarmac|cobble|paving|brick/i, 'dry-asphalt'],
]

const surfaceOf = (words: string): SurfaceKind | null =>
  SURFACES.find(([pattern]) => pattern.test(words))?.[1] ?? null
