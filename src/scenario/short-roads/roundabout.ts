/** Roundabouts: a ring of one lane, and at each arm a small junction in which the ring goes first. */
import type { Resolved } from '../expression/formula.ts'
import type {
  ConnectionSpec,
  Geometry,
  JunctionSpec,
  NetworkSpec,
  RoadLineSpec,
} from '../roads/road-network.ts'
import type { RoadDocument } from '../roads/road-plan.ts'
import { sideStrips } from './cross-section.ts'
import { beside, joining } from './joining.ts'
import { armFurniture, armsOf, buildArm, OUTWARD, type Arm } from './junction.ts'
import { plainLane, plainRoad, type Pose2 } from './simple.ts'

type Short = Resolved<RoadDocument>

const RADIUS = 16
/** The ring's lane is wider than others: long vehicles turn in it (FGSV Merkblatt Kreisverkehre: 6.5 m), m. */
const RING_WIDTH = 6
/** From the ring's outer edge to where an arm begins, m. */
const MOUTH = 11

export const roundabout = (d: Short): NetworkSpec => {
  const junction = d.junction!
  const radius = Math.max(RING_WIDTH, junction.radius ?? RADIUS)
  /** Traffic goes round anticlockwise where it keeps right. */
  const way = d.traffic === 'right' ? 1 : -1
  const inner = radius - RING_WIDTH / 2
  const arms = [...armsOf(junction)]
    .sort((a, b) => way * (OUTWARD[a] - OUTWARD[b]))
    .map((name) => buildArm(d, name, `junction-${name}`, radius + RING_WIDTH / 2 + MOUTH))
  const spread = Math.min(0.55, (d.width + 4) / radius)
  const ring = ringTools(d, inner, way)

  const parts = arms.map((arm, i) => {
    const next = arms[(i + 1) % arms.length]
    const before = arms[(i + arms.length - 1) % arms.length]
    return aroundArm(d, ring, arm, before, next, spread, way)
  })
  return {
    roads: [
      ...arms.map((arm) => ({ ...arm.road, ...armFurniture(d, arm) })),
      ...parts.flatMap((part) => part.roads),
    ],
    junctions: parts.map((part) => part.junction),
    controllers: [],
    joints: [],
    reference: null,
  }
}

interface Ring {
  /** The pose on the ring's inner border at an angle round the middle, heading round. */
  readonly at: (angle: number) => Pose2
  readonly arc: (from: number, to: number) => Geometry
}

const ringTools = (d: Short, radius: number, way: 1 | -1): Ring => {
  const { x, y, heading } = d.origin
  const at = (angle: number): Pose2 => {
    const a = heading + angle
    return { x: x + radius * Math.cos(a), y: y + radius * Math.sin(a), heading: a + (way * Math.PI) / 2 }
  }
  return {
    at,
    arc: (from, to) => ({
      s: 0,
      ...at(from),
      length: Math.abs(to - from) * radius,
      kind: 'arc',
      curvature: way / radius,
    }),
  }
}

const between = (from: Arm, to: Arm): string => `ring-${from.name}-${to.name}`

/** The stretch of ring before an arm, past it, and the ways in and out. */
const aroundArm = (
  d: Short,
  ring: Ring,
  arm: Arm,
  before: Arm,
  next: Arm,
  spread: number,
  way: 1 | -1,
): { readonly roads: RoadLineSpec[]; readonly junction: JunctionSpec } => {
  const { name } = arm
  const id = `junction-${name}`
  const middle = OUTWARD[name]
  const side = -way
  /** As wide as `from` at its start and as `to` at its end. */
  const lane = (from: number, to: number, length: number, links: { before: number[]; after: number[] }) => {
    const step = to - from
    const [c, e] = [(3 * step) / (length * length), (-2 * step) / (length * length * length)]
    return plainLane(side, 'driving', from, { ...links, width: [{ s: 0, a: from, b: 0, c, d: e }] })
  }
  const ordered = <T extends { id: number }>(lanes: T[]): T[] => lanes.sort((a, b) => a.id - b.id)
  const centre = plainLane(0, 'none', 0)
  const limits = [{ s: 0, limit: d['speed-limit'] }]
  const common = { traffic: d.traffic, oneWay: true, limits } as const
  const make = (
    own: string,
    geometry: Geometry,
    [from, to]: readonly [number, number],
    strips: boolean,
    ends: Pick<RoadLineSpec, 'junction' | 'before' | 'after'>,
    links: { before: number[]; after: number[] },
  ): RoadLineSpec =>
    plainRoad({
      ...common,
      ...ends,
      ...{ id: own, length: geometry.length, geometry: [geometry] },
      sections: [
        {
          s: 0,
          lanes: ordered([
            lane(from, to, geometry.length, links),
            centre,
            ...(strips ? sideStrips(d, side < 0 ? 'right' : 'left', 2) : []),
          ]),
        },
      ],
    })

  const [leaveAt, enterAt] = [middle - way * spread, middle + way * spread]
  const nextMiddle = OUTWARD[next.name]
  const gap = way * (nextMiddle - middle)
  const onward = middle + way * ((gap <= 1e-9 ? gap + 2 * Math.PI : gap) - spread)
  const along = make(
    between(arm, next),
    ring.arc(enterAt, onward),
    [RING_WIDTH, RING_WIDTH],
    true,
    {
      junction: null,
      before: { kind: 'junction', junction: id },
      after: { kind: 'junction', junction: `junction-${next.name}` },
    },
    { before: [], after: [] },
  )
  const past = make(
    `ring-${name}`,
    ring.arc(leaveAt, enterAt),
    [RING_WIDTH, RING_WIDTH],
    false,
    {
      junction: id,
      before: { kind: 'road', road: between(before, arm), contact: 'end' },
      after: { kind: 'road', road: between(arm, next), contact: 'start' },
    },
    { before: [side], after: [side] },
  )
  const roads = [along, past]
  const connections: ConnectionSpec[] = [
    {
      id: past.id,
      from: between(before, arm),
      road: past.id,
      contact: 'start',
      lanes: [{ from: side, to: side }],
    },
  ]
  // Ways in and out run along the border that lies towards the ring's middle.
  const [enters] = arm.inward
  const [leaves] = arm.outward
  if (arm.inward.length > 0) {
    const border = way > 0 ? enters.left : enters.left - enters.width
    const geometry = joining(beside(arm.end, 0, border), ring.at(enterAt))
    roads.push(
      make(
        `enter-${name}`,
        geometry,
        [enters.width, RING_WIDTH],
        true,
        {
          junction: id,
          before: { kind: 'road', road: name, contact: 'end' },
          after: { kind: 'road', road: between(arm, next), contact: 'start' },
        },
        { before: [enters.lane.id], after: [side] },
      ),
    )
    connections.push({
      ...{ id: `enter-${name}`, from: name, road: `enter-${name}`, contact: 'start' },
      lanes: [{ from: enters.lane.id, to: side }],
    })
  }
  if (arm.outward.length > 0) {
    const out: Pose2 = { ...arm.end, heading: arm.end.heading + Math.PI }
    const border = -(way > 0 ? leaves.left : leaves.left + leaves.width)
    const geometry = joining(ring.at(leaveAt), beside(out, 0, border))
    roads.push(
      make(
        `leave-${name}`,
        geometry,
        [RING_WIDTH, leaves.width],
        true,
        {
          junction: id,
          before: { kind: 'road', road: between(before, arm), contact: 'end' },
          after: { kind: 'road', road: name, contact: 'end' },
        },
        { before: [side], after: [leaves.lane.id] },
      ),
    )
    connections.push({
      ...{ id: `leave-${name}`, from: between(before, arm), road: `leave-${name}`, contact: 'start' },
      lanes: [{ from: side, to: side }],
    })
  }
  return {
    roads,
    junction: {
      ...{ id, name: '', connections },
      priorities: [{ high: past.id, low: `enter-${name}` }],
    },
  }
}
