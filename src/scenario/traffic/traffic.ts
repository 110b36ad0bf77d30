/** Background traffic: which vehicles a seed puts on which lanes, and how fast they begin. */
import { stream, type Random } from '../../math/index.ts'
import type { ActorSpec, Placement, RoadSpec } from '../concrete.ts'
import { driverOf } from '../story/drivers.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { resolve, type Resolved } from '../expression/formula.ts'
import { laneDirection, laneEdges, lanesOf } from '../roads/lane-section.ts'
import type { LaneSpec, RoadLineSpec } from '../roads/road-network.ts'
import { networkOf, roadOf } from '../roads/road-plan.ts'
import type { Material } from '../scenario.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import type { styles } from '../schema/driver.ts'
import type { VehicleSpec } from '../vehicle.ts'

type Block = Resolved<ScenarioDocument['traffic'][string]>

/** Least gap between bumpers, m, and least room for whatever is drawn beyond that. */
const LEAST_GAP = 6
const LEAST_SPREAD = 1
/** Kept clear before and behind junctions and the ends of roads, m. */
const END = 12
/** Nobody begins faster than he could brake for who is ahead at this, m/s^2, or nearer than this headway, s. */
const BRAKING = 2.5
const HEADWAY = 1.2
/** Room between two that pass each other, m. */
const SIDE_ROOM = 0.4
/** Trucks and buses are no faster than this (EU speed limiters: 90 km/h), bicycles at the mean, m/s. */
const HEAVY_MOST = 25
const BICYCLE = 5
/** From the middle of a bicycle to the edge of its lane, m. */
const BICYCLE_TO_EDGE = 0.8

const MOBIL = { politeness: 0.2, threshold: 0.2, 'safe-braking': 4, bias: 0.3 }

/** One who is on a road: where its ends and sides are, and how fast it goes which way. */
interface Standing {
  readonly road: RoadLineSpec
  readonly direction: 1 | -1
  /** Of its front and its rear along s, m, whichever way round. */
  readonly s: readonly [number, number]
  readonly t: readonly [number, number]
  speed: number
}

interface Newcomer extends Standing {
  readonly block: string
  readonly model: string
  readonly spec: VehicleSpec
  readonly at: Placement
  readonly style: (typeof styles)[number]
  readonly desired: number
  readonly lanes: Block['lane-changes']
}

const chosen = <T extends string>(weights: Readonly<Partial<Record<T, number>>>, random: Random): T => {
  const entries = Object.entries(weights) as [T, number][]
  let left = random.next() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [name, weight] of entries) {
    left -= weight
    if (left < 0) return name
  }
  return entries[entries.length - 1][0]
}

const exponential = (mean: number, random: Random): number => -mean * Math.log(1 - random.next())

/** A normal variate within two standard deviations of the mean. */
const withinTwo = (random: Random): number => {
  for (;;) {
    const z = random.normal()
    if (Math.abs(z) <= 2) return z
  }
}

const standingOf = (
  road: RoadLineSpec,
  lane: LaneSpec,
  { length, width, rearOverhang }: { length: number; width: number; rearOverhang: number },
  at: Placement,
  speed: number,
): Standing => {
  const direction = laneDirection(road, lane)
  const [right, left] = laneEdges(road, at.s, lane.id) ?? [0, 0]
  const t = (right + left) / 2 + direction * at.offset
  const ends = [at.s - direction * rearOverhang, at.s + direction * (length - rearOverhang)]
  return {
    ...{ road, direction, speed, s: [Math.min(...ends), Math.max(...ends)] },
    t: [t - width / 2, t + width / 2],
  }
}

/** Whether two are in each other's way as they go along the road. */
const meet = (a: Standing, b: Standing): boolean =>
  a.road === b.road && a.t[0] < b.t[1] + SIDE_ROOM && b.t[0] < a.t[1] + SIDE_ROOM

/** Between the ends of two along the road, m; negative: they overlap. */
const apart = (a: Standing, b: Standing): number => Math.max(a.s[0] - b.s[1], b.s[0] - a.s[1])

const limitAt = ({ limits }: RoadLineSpec, s: number, usual: number): number =>
  limits.findLast((l) => l.s <= s)?.limit ?? usual

/** The lane for bicycles on the side of a lane that its traffic keeps to; undefined: there is none. */
const cycleLaneBeside = (line: RoadLineSpec, lane: LaneSpec, s: number): LaneSpec | undefined => {
  const section = line.sections.findLast((part) => part.s <= s) ?? line.sections[0]
  return lanesOf(section).find(
    (l) =>
      l.type === 'biking' &&
      Math.sign(l.id) === Math.sign(lane.id) &&
      Math.abs(l.id) > Math.abs(lane.id) &&
      laneDirection(line, l) === laneDirection(line, lane),
  )
}

/** Everyone whom a block would put on one lane of one section, from its upstream end. */
const onLane = (
  name: string,
  block: Block,
  line: RoadLineSpec,
  lane: LaneSpec,
  [s0, s1]: readonly [number, number],
  seed: number,
  source: { readonly models: Material['models']; readonly limit: number; readonly id: string | undefined },
): Newcomer[] => {
  const here = [name, line.id, s0, lane.id] as const
  const spacing = stream(seed, 'traffic', ...here)
  const found: Newcomer[] = []
  const direction = laneDirection(line, lane)
  let way = spacing.uniform(0, 1 / block.density)
  for (let k = 0; way < s1 - s0; k++) {
    const random = stream(seed, 'traffic', ...here, k)
    const model = chosen(block.vehicles, random)
    const style = chosen(block.styles, random)
    const spec = source.models.get(model)?.spec
    if (spec === undefined) break
    const s = direction > 0 ? s0 + way : s1 - way
    const on = spec.class === 'bicycle' ? (cycleLaneBeside(line, lane, s) ?? lane) : lane
    const mean = block.speed.mean ?? limitAt(line, s, source.limit)
    const drawn = 1 + block.speed.spread * withinTwo(random)
    const heavy = spec.class === 'truck' || spec.class === 'bus'
    const desired =
      spec.class === 'bicycle' ? BICYCLE * drawn : Math.min(mean * drawn, heavy ? HEAVY_MOST : Infinity)
    const [right, left] = laneEdges(line, s, on.id) ?? [0, 0]
    const offset =
      spec.class === 'bicycle' && on === lane ? -Math.max(0, (left - right) / 2 - BICYCLE_TO_EDGE) : 0
    const at: Placement = {
      ...(source.id === undefined ? {} : { road: source.id }),
      ...{ lane: on.id, s, offset, heading: 0 },
    }
    const own = { block: name, model, spec, at, style, desired, lanes: block['lane-changes'] }
    found.push({ ...standingOf(line, on, spec, at, desired), ...own })
    const free = Math.max(LEAST_SPREAD, 1 / block.density - spec.length - LEAST_GAP)
    way += spec.length + LEAST_GAP + exponential(free, spacing)
  }
  return found
}

/** Stretches of a block's lanes, m along each road. */
const stretchesOf = (road: RoadSpec, block: Block) => {
  const { roads } = networkOf(road)
  const named = block.roads?.map(String)
  return roads
    .filter((line) => (named === undefined ? line.junction === null : named.includes(line.id)))
    .flatMap((line) =>
      line.sections.flatMap((section, i) => {
        const s0 = Math.max(section.s, END)
        const s1 = Math.min(line.sections.at(i + 1)?.s ?? line.length, line.length - END)
        return lanesOf(section)
          .filter((l) => l.type === 'driving' && (block.lanes === undefined || block.lanes.includes(l.id)))
          .flatMap((lane) => (s1 > s0 ? [{ line, lane, within: [s0, s1] as const }] : []))
      }),
    )
}

/** Roughly where a place is in the plane: by it the nearest are found. */
const roughly = ({ road, s: [s0, s1] }: Standing): readonly [number, number] => {
  const s = (s0 + s1) / 2
  const piece = road.geometry.findLast((g) => g.s <= s) ?? road.geometry[0]
  const way = s - piece.s
  return [piece.x + way * Math.cos(piece.heading), piece.y + way * Math.sin(piece.heading)]
}

const nearest = (all: readonly Newcomer[], to: Standing | undefined, most: number): Newcomer[] => {
  if (all.length <= most || to === undefined) return all.slice(0, most)
  const [x, y] = roughly(to)
  const away = new Map(
    all.map((one) => {
      const [a, b] = roughly(one)
      return [one, (a - x) * (a - x) + (b - y) * (b - y)]
    }),
  )
  const far = [...away.values()].sort((a, b) => a - b)[most - 1]
  return all.filter((one) => (away.get(one) ?? 0) <= far).slice(0, most)
}

/** Lets nobody begin faster than he could slow down for who is ahead of him. */
const calm = (newcomers: readonly Newcomer[], others: readonly Standing[]): void => {
  const front = ({ direction, s }: Standing): number => (direction > 0 ? s[1] : -s[0])
  const all = [...others, ...newcomers]
  for (const one of [...newcomers].sort((a, b) => front(b) - front(a))) {
    let speed = one.desired
    for (const other of all) {
      if (other === one || other.direction !== one.direction || !meet(one, other)) continue
      if (front(other) <= front(one)) continue
      const gap = Math.max(0, apart(one, other) - 2)
      const safe = Math.sqrt(other.speed * other.speed + 2 * BRAKING * gap)
      speed = Math.min(speed, safe, Math.max(other.speed, gap / HEADWAY))
    }
    one.speed = speed
  }
}

export interface Traffic {
  readonly actors: readonly ActorSpec[]
  /** How many each block would put on the road, and how many it does. */
  readonly counts: ReadonlyMap<string, { readonly wanted: number; readonly kept: number }>
}

/**
 * The traffic of one seed. Every vehicle draws from a stream of its own, so it is the same whatever the others are.
 * @param named the file's own actors, placed; they have precedence
 */
export const trafficOf = (
  material: Material,
  parameters: ParameterValues,
  road: RoadSpec,
  named: readonly Pick<ActorSpec, 'at' | 'spec' | 'speed'>[],
  seed: number,
): Traffic => {
  const others = named.flatMap(({ at, spec, speed }): Standing[] => {
    const line = roadOf(road, at.road)
    const lane = line?.sections.flatMap(lanesOf).find((l) => l.id === at.lane)
    return line === undefined || lane === undefined ? [] : [standingOf(line, lane, spec, at, speed)]
  })
  const several = networkOf(road).roads.length > 1
  const counts = new Map<string, { wanted: number; kept: number }>()
  const all: Newcomer[] = []
  for (const [name, document] of Object.entries(material.document.traffic)) {
    const block = resolve(document, parameters)
    if (block.density <= 0) continue
    const clear = (one: Newcomer): boolean =>
      others.every((other) => !meet(one, other) || apart(one, other) > block['keep-clear']) &&
      all.every((other) => !meet(one, other) || apart(one, other) > LEAST_GAP)
    const wanted = stretchesOf(road, block).flatMap(({ line, lane, within }) =>
      onLane(name, block, line, lane, within, seed, {
        ...{ models: material.models, limit: road.speedLimit, id: several ? line.id : undefined },
      }).filter(clear),
    )
    const kept = nearest(wanted, others.at(0), block.most)
    counts.set(name, { wanted: wanted.length, kept: kept.length })
    all.push(...kept)
  }
  calm(all, others)
  const numbers = new Map<string, number>()
  const actors = all.map(({ block, model, spec, at, style, desired, lanes, speed }): ActorSpec => {
    const number = (numbers.get(block) ?? 0) + 1
    numbers.set(block, number)
    const id = `${block}_${number}`
    const manner = {
      ...{ kind: 'idm' as const, style, 'desired-speed': desired, ignores: [], emergency: false },
      ...{
        'crossing-margin': 1.2,
        'windscreen-haze': 0.3,
        overtakes: 'none' as const,
        'lane-changes': lanes === 'mobil' ? MOBIL : ('none' as const),
      },
    }
    return {
      ...{ id, model, spec, at, speed, driver: driverOf(manner, id, speed, road.speedLimit) },
      ...{ abs: 'on', esc: 'on', tc: 'on', present: true },
      paint: spec.paints[stream(seed, 'paint', id).integer(spec.paints.length)],
    }
  })
  return { actors, counts }
}
