/** A short road with more than straights and arcs: hills, bank, strips beside it, crossings, signs, ramps. */
import { cubicAt, cubicSlopeAt, lanesOf, writeEdges } from '../roads/lane-section.ts'
import type { Resolved } from '../expression/formula.ts'
import type {
  Cubic,
  LaneJoint,
  LaneSpec,
  NetworkSpec,
  RoadLineSpec,
  RoadObject,
  RoadSignal,
  SectionSpec,
} from '../roads/road-network.ts'
import type { RoadDocument } from '../roads/road-plan.ts'
import { sectionOf, sideStrips, trafficLanes } from './cross-section.ts'
import { chain, plainLane, plainRoad, type LinePiece, type Pose2 } from './simple.ts'
import { signOf } from './signs.ts'

type Short = Resolved<RoadDocument>

/** Whether a road needs more than pieces of constant bend and lanes of constant width. */
export const isPlain = (d: Short): boolean =>
  (d.pieces ?? []).every((piece) => !('clothoid' in piece)) &&
  d.grade === 0 &&
  d.traffic === 'right' &&
  [d.height, d.bank, d.right, d.left, d.crossings, d.signs, d.ramps].every((list) => list.length === 0)

/** Pieces with the curvature at both ends; a clothoid begins with the bend of the piece before it. */
export const linePieces = (d: Short): LinePiece[] => {
  let bend = 0
  return (d.pieces ?? [{ straight: d.straight ?? 0 }]).map((piece): LinePiece => {
    if ('straight' in piece) {
      bend = 0
      return { length: piece.straight, curvature: 0 }
    }
    const sign = piece.turn === 'left' ? 1 : -1
    if ('curve' in piece) {
      bend = sign / piece.radius
      return { length: piece.curve, curvature: bend }
    }
    const from = bend
    bend = piece.radius === undefined ? 0 : sign / piece.radius
    return { length: piece.clothoid, curvature: from, endCurvature: bend }
  })
}

/** Parabolas end to end: the gradient never jumps. */
const elevation = (d: Short): Cubic[] => {
  if (d.grade === 0 && d.height.length === 0) return []
  let s = 0
  let z = 0
  let grade = d.grade
  const records: Cubic[] = []
  for (const piece of d.height) {
    const length = 'keep' in piece ? piece.keep : 'crest' in piece ? piece.crest : piece.dip
    const bend = 'keep' in piece ? 0 : ('crest' in piece ? -1 : 1) / piece.radius
    records.push({ s, a: z, b: grade, c: bend / 2, d: 0 })
    z += length * (grade + (bend / 2) * length)
    grade += bend * length
    s += length
  }
  records.push({ s, a: z, b: grade, c: 0, d: 0 })
  return records
}

const bank = (d: Short): Cubic[] => {
  const points = [...d.bank].sort((a, b) => a.s - b.s)
  return points.map(({ s, angle }, i): Cubic => {
    const next = points.at(i + 1)
    const l = next === undefined ? 0 : next.s - s
    if (next === undefined || l <= 0) return { s, a: angle, b: 0, c: 0, d: 0 }
    const step = next.angle - angle
    return { s, a: angle, b: 0, c: (3 * step) / (l * l), d: (-2 * step) / (l * l * l) }
  })
}

/** Limits of the lanes that run along (+1) or against s: each sign holds from where it stands on. */
const limitsOf = (d: Short, direction: 1 | -1): LaneSpec['limits'] => {
  const posted = d['speed-limit']
  const signs = d.signs
    .flatMap(({ sign, s, speed, facing }) =>
      sign === 'limit' && speed !== undefined && (facing === 'along') === direction > 0
        ? [{ s, limit: speed }]
        : [],
    )
    .sort((a, b) => a.s - b.s)
  if (signs.length === 0) return []
  if (direction > 0) return [{ s: 0, limit: posted }, ...signs]
  return [
    { s: 0, limit: signs[0].limit },
    ...signs.map(({ s }, i) => ({ s, limit: signs.at(i + 1)?.limit ?? posted })),
  ]
}

/** The network of a road of pieces. */
export const oneRoad = (d: Short): NetworkSpec => {
  const { geometry, length } = chain(linePieces(d), d.origin)
  const runs = (id: number): 1 | -1 => (d['one-way'] || id < 0 === (d.traffic === 'right') ? 1 : -1)
  const lanes = trafficLanes(d, (id) => limitsOf(d, runs(id)))
  const extras = d.ramps
    .map((ramp, i) => extraLane(d, ramp, i, lanes))
    // Of ramps at one place the loader has complained.
    .filter(
      ({ from, to }, i, all) => to <= length && all.slice(0, i).every((e) => to <= e.from || from >= e.to),
    )
  const sections = sectionsOf(d, lanes, extras)
  const main = plainRoad({
    ...{ id: '1', length, geometry, sections, oneWay: d['one-way'], traffic: d.traffic },
    ...{ elevation: elevation(d), bank: bank(d) },
    limits: [{ s: 0, limit: d['speed-limit'] }],
  })
  const furnished: RoadLineSpec = { ...main, ...furniture(d, main) }
  const ramps = extras.map((extra) => rampRoad(d, furnished, extra))
  return {
    roads: [furnished, ...ramps.map((ramp) => ramp.road)],
    junctions: [],
    controllers: [],
    joints: ramps.map((ramp) => ramp.joint),
    reference: null,
  }
}

interface Extra {
  readonly id: string
  readonly kind: 'entry' | 'exit'
  readonly from: number
  readonly to: number
  readonly lane: LaneSpec
  readonly length: number
  readonly radius: number
}

/** The lane beside the road that a ramp leads to or comes from. */
const extraLane = (d: Short, ramp: Short['ramps'][number], i: number, lanes: readonly LaneSpec[]): Extra => {
  const kind = 'entry' in ramp ? 'entry' : 'exit'
  const from = 'entry' in ramp ? ramp.entry : ramp.exit
  const to = from + ramp.lane
  const taper = Math.min(ramp.taper, ramp.lane)
  const c = (3 * d.width) / (taper * taper)
  const e = (2 * d.width) / (taper * taper * taper)
  const full = { s: from, a: d.width, b: 0, c: 0, d: 0 }
  const width =
    kind === 'entry'
      ? [full, { s: to - taper, a: d.width, b: 0, c: -c, d: e }]
      : [
          { s: from, a: 0, b: 0, c, d: -e },
          { ...full, s: from + taper },
        ]
  const id = Math.min(0, ...lanes.map((lane) => lane.id)) - 1
  const edge = lanes.find((lane) => lane.id === id + 1)?.lines.at(0)?.width ?? 0.12
  const solid = { s: from, kind: 'solid', color: 'white', width: edge, dash: 0, gap: 0 } as const
  return {
    ...{ id: `${kind}-${i + 1}`, kind, from, to, length: ramp.length, radius: ramp.radius },
    lane: plainLane(id, kind, d.width, { width, lines: [solid] }),
  }
}

/** Sections, a new one where an extra lane begins and where it ends. */
const sectionsOf = (d: Short, lanes: readonly LaneSpec[], extras: readonly Extra[]): SectionSpec[] => {
  const stations = [...new Set([0, ...extras.flatMap(({ from, to }) => [from, to])])].sort((a, b) => a - b)
  return stations.map((s) => {
    const extra = extras.find(({ from, to }) => s >= from && s < to)
    // Beside the extra lane the edge line of the road is a broken one.
    const open = lanes.map((lane) =>
      extra === undefined || lane.id !== extra.lane.id + 1
        ? lane
        : {
            ...lane,
            lines: lane.lines.map((line) => ({ ...line, kind: 'broken' as const, dash: 3, gap: 3 })),
          },
    )
    return sectionOf(d, s, open, extra?.lane)
  })
}

/** The road of a ramp and how it is joined to the lane beside the main road. */
const rampRoad = (
  d: Short,
  main: RoadLineSpec,
  { id, kind, from, to, lane, length, radius }: Extra,
): { readonly road: RoadLineSpec; readonly joint: LaneJoint } => {
  const s = kind === 'entry' ? from : to
  // The section that holds the extra lane: it ends at the very s at which an exit's ramp begins.
  const section = main.sections.find((x) => x.lanes.some((l) => l.id === lane.id && l === lane))!
  const strips = lanesOf(section)
  const edges: number[] = []
  writeEdges(main, strips, s, edges)
  const t = edges[strips.findIndex((l) => l.id === lane.id) + 1]
  const touch = poseOn(main, s, t)

  const spiral = length / 5
  const bend = Math.min(length * 0.3, Math.max(1, 1.2 * radius - spiral))
  const k = -1 / radius
  const straight: LinePiece = { length: length - 2 * spiral - bend, curvature: 0 }
  const curve: LinePiece[] = [
    { length: spiral, curvature: 0, endCurvature: k },
    { length: bend, curvature: k },
    { length: spiral, curvature: k, endCurvature: 0 },
  ]
  const pieces = kind === 'entry' ? [straight, ...curve] : [...curve, straight]
  const origin = kind === 'exit' ? touch : startFor(pieces, touch)
  const angle = cubicAt(main.bank, s)
  const grade = cubicSlopeAt(main.elevation, s)
  const z = cubicAt(main.elevation, s) + t * Math.sin(angle)
  const shoulder = sideStrips({ ...d, right: [] }, 'right', 2)
  const road = plainRoad({
    ...{ id, length, geometry: chain(pieces, origin).geometry, oneWay: true, traffic: d.traffic },
    elevation:
      grade === 0 && z === 0
        ? []
        : [{ s: 0, a: kind === 'exit' ? z : z - grade * length, b: grade, c: 0, d: 0 }],
    bank: angle === 0 ? [] : fade(angle, length, kind),
    sections: [
      {
        s: 0,
        lanes: [
          ...shoulder,
          plainLane(-1, kind === 'entry' ? 'on-ramp' : 'off-ramp', d.width, {
            lines: lane.lines.map((l) => ({ ...l, s: 0 })),
          }),
          plainLane(0, 'none', 0, { lines: lane.lines.map((l) => ({ ...l, s: 0 })) }),
        ],
      },
    ],
    limits: [{ s: 0, limit: d['speed-limit'] }],
  })
  const onMain = { road: main.id, lane: lane.id, s }
  return {
    road,
    joint:
      kind === 'entry'
        ? { from: { road: id, lane: -1, s: length }, to: onMain }
        : { from: onMain, to: { road: id, lane: -1, s: 0 } },
  }
}

/** The main road's bank, lost along the ramp. */
const fade = (angle: number, length: number, kind: Extra['kind']): Cubic[] => {
  const [a, step] = kind === 'exit' ? [angle, -angle] : [0, angle]
  return [{ s: 0, a, b: 0, c: (3 * step) / (length * length), d: (-2 * step) / (length * length * length) }]
}

/** World pose at (s, t) of a road whose pieces were chained. */
const poseOn = (road: RoadLineSpec, s: number, t: number): Pose2 => {
  const g = road.geometry.findLast((piece) => piece.s <= s) ?? road.geometry[0]
  const part: LinePiece =
    g.kind === 'spiral'
      ? {
          length: s - g.s,
          curvature: g.from,
          endCurvature: g.from + ((g.to - g.from) * (s - g.s)) / g.length,
        }
      : { length: s - g.s, curvature: g.kind === 'arc' ? g.curvature : 0 }
  const { x, y, heading } = chain([part], g).end
  const across = t * Math.cos(cubicAt(road.bank, s))
  return { x: x - across * Math.sin(heading), y: y + across * Math.cos(heading), heading }
}

/** Where pieces must begin to end in a pose. */
const startFor = (pieces: readonly LinePiece[], end: Pose2): Pose2 => {
  const plain = chain(pieces, { x: 0, y: 0, heading: 0 }).end
  const heading = end.heading - plain.heading
  const [c, n] = [Math.cos(heading), Math.sin(heading)]
  return { x: end.x - (c * plain.x - n * plain.y), y: end.y - (n * plain.x + c * plain.y), heading }
}

/** Crossings and signs. */
const furniture = (d: Short, road: RoadLineSpec): { objects: RoadObject[]; signals: RoadSignal[] } => {
  const edgesAt = (s: number): readonly [number, number] => {
    const strips = lanesOf(road.sections.findLast((section) => section.s <= s) ?? road.sections[0])
    const edges: number[] = []
    writeEdges(road, strips, s, edges)
    return [edges[0], edges[edges.length - 1]]
  }
  /** Between the pavements, which people cross from. */
  const carriageway = (s: number): readonly [number, number] => {
    const strips = lanesOf(road.sections.findLast((section) => section.s <= s) ?? road.sections[0])
    const edges: number[] = []
    writeEdges(road, strips, s, edges)
    const first = strips.findIndex((lane) => lane.type !== 'sidewalk' && lane.type !== 'none')
    const last = strips.findLastIndex((lane) => lane.type !== 'sidewalk' && lane.type !== 'none')
    return [edges[first], edges[last + 1]]
  }
  const standing = (s: number, facing: 1 | -1): number => {
    const [right, left] = edgesAt(s)
    return (d.traffic === 'right') === facing > 0 ? right - 0.7 : left + 0.7
  }
  const objects = d.crossings.map(({ s, width }, i): RoadObject => {
    const [right, left] = carriageway(s)
    return {
      ...{ id: `crossing-${i + 1}`, name: '', type: 'crosswalk', s, t: (right + left) / 2, z: 0, heading: 0 },
      ...{ length: width, width: left - right, height: 0, outline: [] },
    }
  })
  const lights = d.crossings.flatMap(({ s, width, lights: lit }, i) =>
    !lit
      ? []
      : ([1, -1] as const).map((facing) => {
          const at = s - facing * (width / 2 + 1.5)
          return signOf(
            `light-${i + 1}${facing > 0 ? 'a' : 'b'}`,
            'traffic-light',
            at,
            standing(at, facing),
            facing,
          )
        }),
  )
  const signs = d.signs.map(({ sign, s, speed, facing }, i) => {
    const way = facing === 'along' ? 1 : -1
    return signOf(`sign-${i + 1}`, KINDS[sign], s, standing(s, way), way, speed ?? null)
  })
  return { objects, signals: [...signs, ...lights] }
}

const KINDS = {
  stop: 'stop',
  'give-way': 'give-way',
  priority: 'priority-road',
  limit: 'speed-limit',
  'traffic-light': 'traffic-light',
} as const
