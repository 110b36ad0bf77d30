/** Crossroads and T junctions: arms that run towards the middle, and a way from every lane to the others. */
import { lanesOf, laneDirection, writeEdges } from '../roads/lane-section.ts'
import type { Resolved } from '../expression/formula.ts'
import type {
  ConnectionSpec,
  LaneSpec,
  NetworkSpec,
  RoadLineSpec,
  RoadObject,
  RoadSignal,
} from '../roads/road-network.ts'
import type { RoadDocument } from '../roads/road-plan.ts'
import { sectionOf, sideStrips, trafficLanes } from './cross-section.ts'
import { beside, joining } from './joining.ts'
import { chain, plainLane, plainRoad, type Pose2 } from './simple.ts'
import { signOf } from './signs.ts'

type Short = Resolved<RoadDocument>
type Junction = NonNullable<Short['junction']>
export type ArmName = Junction['main'][number]

/** Direction in which each arm leads away from the middle, rad. */
export const OUTWARD: Readonly<Record<ArmName, number>> = {
  east: 0,
  north: Math.PI / 2,
  west: Math.PI,
  south: -Math.PI / 2,
}
const ALL: readonly ArmName[] = ['south', 'east', 'north', 'west']
const CORNER = 8
/** From the junction's edge to the middle of its crossing, and the crossing's width, m. */
const CROSSING_AT = 3.5
const CROSSING_WIDTH = 3

/** A lane of an arm where it meets the junction. */
interface Mouth {
  readonly lane: LaneSpec
  /** Its left border as its traffic sees it, and how wide it is. */
  readonly left: number
  readonly width: number
}

export interface Arm {
  readonly name: ArmName
  readonly road: RoadLineSpec
  /** Where the reference line ends, heading for the middle. */
  readonly end: Pose2
  /** Lanes into and out of the junction, from the centre line outwards. */
  readonly inward: readonly Mouth[]
  readonly outward: readonly Mouth[]
  readonly edges: readonly [number, number]
}

export const armsOf = (junction: Junction): readonly ArmName[] =>
  junction.arms ?? (junction.kind === 't' ? ['south', 'east', 'west'] : ALL)

/** One arm, whose s runs from its far end to `inner` metres from the middle. */
export const buildArm = (d: Short, name: ArmName, junction: string, inner: number): Arm => {
  const { length } = d.junction!
  const out = d.origin.heading + OUTWARD[name]
  const far = beside({ x: d.origin.x, y: d.origin.y, heading: out }, inner + length, 0)
  const { geometry, end } = chain([{ length, curvature: 0 }], { ...far, heading: out + Math.PI })
  const road = plainRoad({
    ...{ id: name, length, geometry, traffic: d.traffic, oneWay: d['one-way'] },
    sections: [
      sectionOf(
        d,
        0,
        trafficLanes(d, () => []),
      ),
    ],
    after: { kind: 'junction', junction },
    limits: [{ s: 0, limit: d['speed-limit'] }],
  })
  const strips = lanesOf(road.sections[0])
  const edges: number[] = []
  writeEdges(road, strips, length, edges)
  const mouths = strips
    .map((lane, i) => ({ lane, right: edges[i], left: edges[i + 1], way: laneDirection(road, lane) }))
    .filter(({ lane }) => lane.type === 'driving')
    .sort((a, b) => Math.abs(a.right + a.left) - Math.abs(b.right + b.left))
    .map(({ lane, right, left, way }) => ({ lane, left: way > 0 ? left : right, width: left - right, way }))
  return {
    ...{ name, road, end, edges: [edges[0], edges[edges.length - 1]] },
    inward: mouths.filter((m) => m.way > 0),
    outward: mouths.filter((m) => m.way < 0),
  }
}

/** Half of the widest arm, m. */
export const halfWidth = (d: Short): number => {
  const road = plainRoad({
    id: '',
    length: 1,
    geometry: [],
    sections: [
      sectionOf(
        d,
        0,
        trafficLanes(d, () => []),
      ),
    ],
  })
  const strips = lanesOf(road.sections[0])
  const edges: number[] = []
  writeEdges(road, strips, 0, edges)
  return Math.max(-edges[0], edges[edges.length - 1])
}

const JUNCTION = 'junction'

export const crossroads = (d: Short): NetworkSpec => {
  const junction = d.junction!
  const inner = halfWidth(d) + (junction.radius ?? CORNER)
  const arms = armsOf(junction).map((name) => buildArm(d, name, JUNCTION, inner))
  const ways = arms.flatMap((from) => waysFrom(d, from, arms))
  const lit = junction.control === 'lights'
  const groups = [arms.filter((a) => isMain(junction, a)), arms.filter((a) => !isMain(junction, a))]
  return {
    roads: [...arms.map((arm) => ({ ...arm.road, ...armFurniture(d, arm) })), ...ways.map((way) => way.road)],
    junctions: [
      {
        ...{ id: JUNCTION, name: '', connections: ways.map((way) => way.connection) },
        priorities: [],
        ...(lit ? { cycle: junction.lights } : {}),
      },
    ],
    controllers: lit
      ? groups
          .filter((group) => group.length > 0)
          .map((group, i) => ({
            ...{ id: `group-${i + 1}`, name: group.map((arm) => arm.name).join(' ') },
            signals: group.map((arm) => `light-${arm.name}`),
          }))
      : [],
    joints: [],
    reference: null,
  }
}

const isMain = ({ main }: Junction, { name }: Arm): boolean => main.includes(name)

interface Way {
  readonly road: RoadLineSpec
  readonly connection: ConnectionSpec
}

/** Turn from the way into the junction on one arm to the way out on another, 0 straight on, left positive. */
const turnOf = (from: Arm, to: Arm): number => {
  const turn = to.end.heading + Math.PI - from.end.heading
  return Math.atan2(Math.sin(turn), Math.cos(turn))
}

/** Every way from an arm: all lanes straight on, the outermost to the near side, the innermost across. */
const waysFrom = (d: Short, from: Arm, arms: readonly Arm[]): Way[] => {
  const near = d.traffic === 'right' ? -1 : 1
  const others = arms
    .filter((arm) => arm !== from && arm.outward.length > 0)
    .sort((a, b) => near * (turnOf(from, b) - turnOf(from, a)))
  if (from.inward.length === 0) return []
  return others.flatMap((to, order) => {
    const turn = near * turnOf(from, to)
    const straight = Math.abs(turn) < 0.3
    const last = from.inward.length - 1
    const pairs: [number, number][] = straight
      ? from.inward.map((_, k) => [k, Math.min(k, to.outward.length - 1)])
      : turn > 0
        ? [[last, to.outward.length - 1]]
        : [[0, 0]]
    return pairs.map(([i, o], k) => {
      // The outermost way along the kerb takes shoulder and pavement with it.
      const kerb = order === 0 && i === last
      const id = pairs.length > 1 ? `${from.name}-${to.name}-${k + 1}` : `${from.name}-${to.name}`
      return wayOf(d, id, from, from.inward[i], to, to.outward[o], kerb)
    })
  })
}

const wayOf = (d: Short, id: string, from: Arm, a: Mouth, to: Arm, b: Mouth, kerb: boolean): Way => {
  const start = beside(from.end, 0, a.left)
  const end = beside({ ...to.end, heading: to.end.heading + Math.PI }, 0, -b.left)
  const geometry = joining(start, end)
  const left = d.traffic === 'left'
  const strips = kerb ? sideStrips(d, left ? 'left' : 'right', 2) : []
  const lane = plainLane(-1, 'driving', a.width, { before: [a.lane.id], after: [b.lane.id] })
  const centre = plainLane(0, 'none', 0)
  // Where traffic keeps left the kerb is on the left, so the line runs along the lane's right border.
  const mirrored = left && kerb
  const road = plainRoad({
    ...{ id, length: geometry.length, junction: JUNCTION, traffic: d.traffic, oneWay: true },
    geometry: [mirrored ? joining(beside(start, 0, -a.width), beside(end, 0, -b.width)) : geometry],
    sections: [
      {
        s: 0,
        lanes: mirrored ? [centre, { ...lane, id: 1 }, ...strips] : [...[...strips].reverse(), lane, centre],
      },
    ],
    before: { kind: 'road', road: from.name, contact: 'end' },
    after: { kind: 'road', road: to.name, contact: 'end' },
    limits: [{ s: 0, limit: d['speed-limit'] }],
  })
  return {
    road: { ...road, length: road.geometry[0].length },
    connection: {
      ...{ id, from: from.name, road: id, contact: 'start' },
      lanes: [{ from: a.lane.id, to: mirrored ? 1 : -1 }],
    },
  }
}

/** Signs, lights, stop lines and crossings of an arm. */
export const armFurniture = (d: Short, arm: Arm): { objects: RoadObject[]; signals: RoadSignal[] } => {
  const { control, crossings, kind } = d.junction!
  const { length } = arm.road
  const main = kind !== 'roundabout' && isMain(d.junction!, arm)
  const rule = kind === 'roundabout' ? 'give-way' : control
  const stopAt = length - (crossings ? CROSSING_AT + CROSSING_WIDTH / 2 + 1 : 0.3)
  const t = d.traffic === 'right' ? arm.edges[0] - 0.7 : arm.edges[1] + 0.7
  const signal = (name: string, type: RoadSignal['kind'], s: number): RoadSignal =>
    signOf(`${name}-${arm.name}`, type, s, t, 1)
  const signals: RoadSignal[] = []
  if (rule === 'lights') signals.push(signal('light', 'traffic-light', stopAt))
  else if (rule !== 'nearside-first')
    signals.push(
      main ? signal('sign', 'priority-road', Math.max(0, stopAt - 15)) : signal('sign', rule, stopAt),
    )
  const objects: RoadObject[] = []
  const waits = rule === 'lights' || (rule !== 'nearside-first' && !main)
  if (waits && arm.inward.length > 0) {
    const borders = arm.inward.flatMap((m) => [m.left, m.left - m.width])
    const [right, left] = [Math.min(...borders), Math.max(...borders)]
    objects.push({
      ...{ id: `line-${arm.name}`, name: 'stop line', type: 'stop-line', s: stopAt, t: (right + left) / 2 },
      ...{
        z: 0,
        heading: 0,
        length: rule === 'give-way' ? 0.3 : 0.5,
        width: left - right,
        height: 0,
        outline: [],
      },
    })
  }
  if (crossings) {
    const strips = lanesOf(arm.road.sections[0])
    const edges: number[] = []
    writeEdges(arm.road, strips, length, edges)
    const first = strips.findIndex((lane) => lane.type !== 'sidewalk' && lane.type !== 'none')
    const last = strips.findLastIndex((lane) => lane.type !== 'sidewalk' && lane.type !== 'none')
    objects.push({
      ...{
        id: `crossing-${arm.name}`,
        name: '',
        type: 'crosswalk',
        s: length - CROSSING_AT,
        z: 0,
        heading: 0,
      },
      ...{ t: (edges[first] + edges[last + 1]) / 2, length: CROSSING_WIDTH, height: 0, outline: [] },
      width: edges[last + 1] - edges[first],
    })
  }
  return { objects, signals }
}
