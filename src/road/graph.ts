/** The lanes of a network as a graph: what a lane leads on to, what lies beside it, and routes through it. */
import {
  isDriven,
  laneDirection,
  type LaneJoint,
  type LaneSpec,
  type LaneType,
  type NetworkSpec,
  type RoadLineSpec,
} from '../scenario/index.ts'
import type { Section } from './section.ts'

/** A lane of one section, travelled in its direction of traffic. */
export interface LaneNode {
  readonly index: number
  readonly road: number
  readonly section: number
  readonly lane: number
  readonly type: LaneType
  /** +1: travelled from s0 to s1; -1: from s1 to s0. */
  readonly direction: 1 | -1
  readonly s0: number
  readonly s1: number
  /** Indices of the lanes it leads on to and comes from. */
  readonly next: readonly number[]
  readonly previous: readonly number[]
  /** The lanes of the same direction beside it, seen by its traffic; null: none. */
  readonly left: number | null
  readonly right: number | null
  readonly junction: string | null
}

/** A place on a lane. */
export interface LanePlace {
  readonly road: number
  readonly lane: number
  readonly s: number
}

/** One leg of a route: from s to s along one lane; the next leg goes on in `next`, or lies beside. */
export interface Leg {
  readonly node: number
  readonly road: number
  readonly lane: number
  readonly direction: 1 | -1
  readonly from: number
  readonly to: number
  /** How this leg is left: on into the next one, by a change of lane, or it is the last. */
  readonly then: 'on' | 'left' | 'right' | 'end'
}

export interface Route {
  /** Way along the lanes, m. */
  readonly length: number
  readonly legs: readonly Leg[]
}

export interface LaneGraph {
  /** Every lane of every section that motor vehicles travel along. */
  readonly nodes: readonly LaneNode[]
  /** The node that holds a place; undefined: no such lane, or none for motor vehicles. */
  nodeAt(place: LanePlace): LaneNode | undefined
  /** The shortest way; null: there is none. A change of lane costs as much as 30 m more. */
  route(from: LanePlace, to: LanePlace): Route | null
}

/** What a change of lane costs beside the way, m, so that routes change lanes only where they must. */
const CHANGE_COST = 30

type Draft = { -readonly [K in keyof LaneNode]: LaneNode[K] } & { next: number[]; previous: number[] }

export const buildGraph = (network: NetworkSpec, sections: readonly (readonly Section[])[]): LaneGraph => {
  const nodes: Draft[] = []
  const byPlace = new Map<string, number>()
  const key = (road: number, section: number, lane: number): string => `${road} ${section} ${lane}`
  network.roads.forEach((road, r) =>
    sections[r].forEach(({ lanes, s0, s1 }, i) => {
      for (const lane of lanes) {
        if (!isDriven(lane)) continue
        const index = nodes.length
        byPlace.set(key(r, i, lane.id), index)
        nodes.push({
          ...{ index, road: r, section: i, lane: lane.id, type: lane.type, s0, s1 },
          direction: laneDirection(road, lane),
          ...{ next: [], previous: [], left: null, right: null, junction: road.junction },
        })
      }
    }),
  )
  const at = (road: number, section: number, lane: number): Draft | undefined => {
    const index = byPlace.get(key(road, section, lane))
    return index === undefined ? undefined : nodes[index]
  }
  const join = (from: Draft | undefined, to: Draft | undefined): void => {
    if (from === undefined || to === undefined || from.next.includes(to.index)) return
    from.next.push(to.index)
    to.previous.push(from.index)
  }
  linkSections(network, sections, at, join)
  linkRoads(network, sections, at, join)
  linkJunctions(network, sections, at, join)
  linkJoints(network, sections, at, join)
  for (const node of nodes) linkNeighbours(node, sections[node.road][node.section].lanes, at)

  const nodeAt = ({ road, lane, s }: LanePlace): LaneNode | undefined => {
    const own = sections[road] as readonly Section[] | undefined
    if (own === undefined) return undefined
    let i = own.length - 1
    while (i > 0 && s < own[i].s0) i--
    return at(road, i, lane)
  }
  return { nodes, nodeAt, route: (from, to) => findRoute(nodes, nodeAt, from, to) }
}

type At = (road: number, section: number, lane: number) => Draft | undefined
type Join = (from: Draft | undefined, to: Draft | undefined) => void

/** Joins two lanes that touch, in the direction in which both are travelled. `a` ends where `b` begins in s. */
const joinAlong = (a: Draft | undefined, b: Draft | undefined, join: Join): void => {
  if (a === undefined || b === undefined) return
  if (a.direction > 0 && b.direction > 0) join(a, b)
  else if (a.direction < 0 && b.direction < 0) join(b, a)
}

const linkSections = (network: NetworkSpec, sections: readonly (readonly Section[])[], at: At, join: Join) =>
  network.roads.forEach((_, r) => {
    for (let i = 0; i + 1 < sections[r].length; i++) {
      const [here, there] = [sections[r][i].lanes, sections[r][i + 1].lanes]
      // A map that links no lane here at all means the lanes of the same number.
      const silent = here.every((l) => l.after.length === 0) && there.every((l) => l.before.length === 0)
      for (const lane of here)
        for (const id of silent ? [lane.id] : lane.after) joinAlong(at(r, i, lane.id), at(r, i + 1, id), join)
      for (const lane of there)
        for (const id of lane.before) joinAlong(at(r, i, id), at(r, i + 1, lane.id), join)
    }
  })

/** Joins a lane that touches the `end` of its road with one that touches the `contact` of another. */
const joinEnds = (
  a: Draft | undefined,
  end: 'start' | 'end',
  b: Draft | undefined,
  contact: 'start' | 'end',
  join: Join,
): void => {
  if (a === undefined || b === undefined) return
  const leaves = a.direction > 0 === (end === 'end')
  const enters = b.direction > 0 === (contact === 'start')
  if (leaves && enters) join(a, b)
  if (!leaves && !enters) join(b, a)
}

const linkRoads = (network: NetworkSpec, sections: readonly (readonly Section[])[], at: At, join: Join) => {
  const indices = new Map(network.roads.map((road, i) => [road.id, i]))
  network.roads.forEach((road, r) => {
    for (const end of ['start', 'end'] as const) {
      const link = end === 'start' ? road.before : road.after
      const target = link?.kind === 'road' ? indices.get(link.road) : undefined
      if (link?.kind !== 'road' || target === undefined) continue
      const own = end === 'start' ? 0 : sections[r].length - 1
      const theirs = link.contact === 'start' ? 0 : sections[target].length - 1
      const lanes = sections[r][own].lanes
      const linked = (lane: LaneSpec): readonly number[] => (end === 'start' ? lane.before : lane.after)
      const silent = lanes.every((lane) => linked(lane).length === 0)
      // Head to tail the numbers stay, head to head they change sides.
      const same = (end === 'end') === (link.contact === 'start')
      for (const lane of lanes)
        for (const id of silent ? [same ? lane.id : -lane.id] : linked(lane))
          joinEnds(at(r, own, lane.id), end, at(target, theirs, id), link.contact, join)
    }
  })
}

const linkJunctions = (
  network: NetworkSpec,
  sections: readonly (readonly Section[])[],
  at: At,
  join: Join,
): void => {
  const indices = new Map(network.roads.map((road, i) => [road.id, i]))
  for (const junction of network.junctions)
    for (const { from, road, contact, lanes } of junction.connections) {
      const [a, b] = [indices.get(from), indices.get(road)]
      if (a === undefined || b === undefined) continue
      const end = endAt(network.roads[a], junction.id)
      if (end === null) continue
      const own = end === 'start' ? 0 : sections[a].length - 1
      const theirs = contact === 'start' ? 0 : sections[b].length - 1
      const same = (end === 'end') === (contact === 'start')
      const links =
        lanes.length > 0
          ? lanes
          : sections[b][theirs].lanes.map((lane) => ({ from: same ? lane.id : -lane.id, to: lane.id }))
      for (const link of links) joinEnds(at(a, own, link.from), end, at(b, theirs, link.to), contact, join)
    }
}

/** The end of a road that touches a junction; null: neither does. */
const endAt = (road: RoadLineSpec, junction: string): 'start' | 'end' | null => {
  if (road.after?.kind === 'junction' && road.after.junction === junction) return 'end'
  return road.before?.kind === 'junction' && road.before.junction === junction ? 'start' : null
}

const linkJoints = (network: NetworkSpec, sections: readonly (readonly Section[])[], at: At, join: Join) => {
  const indices = new Map(network.roads.map((road, i) => [road.id, i]))
  /** The lane of the section that ends, or begins, at s as its traffic sees it. */
  const find = (end: LaneJoint['from'], way: 1 | -1): Draft | undefined => {
    const road = indices.get(end.road)
    if (road === undefined) return undefined
    const direction = sections[road].flatMap((_, i) => at(road, i, end.lane)?.direction ?? []).at(0) ?? 1
    const s = end.s + way * direction * 1e-6
    return at(
      road,
      Math.max(
        0,
        sections[road].findLastIndex((x) => x.s0 <= s),
      ),
      end.lane,
    )
  }
  for (const { from, to } of network.joints) join(find(from, -1), find(to, 1))
}

const linkNeighbours = (node: Draft, lanes: readonly LaneSpec[], at: At): void => {
  const i = lanes.findIndex((lane) => lane.id === node.lane)
  const beside = (k: number): number | null => {
    const lane = lanes[k] as LaneSpec | undefined
    const found = lane === undefined ? undefined : at(node.road, node.section, lane.id)
    return found?.direction === node.direction ? found.index : null
  }
  node.left = beside(i + node.direction)
  node.right = beside(i - node.direction)
}

/** Dijkstra over lanes. The state is a lane together with the place at which it is entered. */
const findRoute = (
  nodes: readonly LaneNode[],
  nodeAt: LaneGraph['nodeAt'],
  from: LanePlace,
  to: LanePlace,
): Route | null => {
  const start = nodeAt(from)
  const goal = nodeAt(to)
  if (start === undefined || goal === undefined) return null
  const cost = new Map<number, number>()
  const via = new Map<number, { readonly node: number; readonly then: Leg['then'] }>()
  const done = new Set<number>()
  const queue = new Heap()
  const ahead = (node: LaneNode, s: number): number => (node.direction > 0 ? node.s1 - s : s - node.s0)
  const relax = (index: number, value: number, before: number, then: Leg['then']): void => {
    if (value >= (cost.get(index) ?? Infinity)) return
    cost.set(index, value)
    via.set(index, { node: before, then })
    queue.push(index, value)
  }
  /** Way from the entry of the start's lane; a lane that is left at its end is driven whole. */
  const behindStart = start.s1 - start.s0 - ahead(start, from.s)
  cost.set(start.index, behindStart)
  queue.push(start.index, behindStart)
  // A goal behind the start in its own lane is reached by going round: the lane is then entered again.
  const roundTrip = start === goal && start.direction * (to.s - from.s) < 0
  let closed: { readonly node: number; readonly then: Leg['then'] } | null = null
  let best = roundTrip ? Infinity : null
  for (let index = queue.pop(); index !== undefined; index = queue.pop()) {
    if (done.has(index)) continue
    done.add(index)
    const node = nodes[index]
    const value = cost.get(index)!
    if (index === goal.index && !roundTrip) break
    const length = node.s1 - node.s0
    for (const n of node.next) {
      if (roundTrip && n === goal.index && value + length < best!) {
        best = value + length
        closed = { node: index, then: 'on' }
      }
      relax(n, value + length, index, 'on')
    }
    // Beside each other lanes are entered at the same place, so only the change itself costs.
    if (node.left !== null) relax(node.left, value + CHANGE_COST, index, 'left')
    if (node.right !== null) relax(node.right, value + CHANGE_COST, index, 'right')
  }
  if (roundTrip ? closed === null : !cost.has(goal.index)) return null

  const chain: { index: number; then: Leg['then'] }[] = [{ index: goal.index, then: 'end' }]
  let step = roundTrip ? closed : (via.get(goal.index) ?? null)
  while (step !== null) {
    chain.unshift({ index: step.node, then: step.then })
    step = step.node === start.index ? null : (via.get(step.node) ?? null)
  }
  return legsOf(nodes, chain, from, to)
}

/** Legs with their stretches: a change of lane is made in the middle of what is left of the lane. */
const legsOf = (
  nodes: readonly LaneNode[],
  chain: readonly { index: number; then: Leg['then'] }[],
  from: LanePlace,
  to: LanePlace,
): Route => {
  const legs: Leg[] = []
  let s: number | null = from.s
  let length = 0
  chain.forEach(({ index, then }, i) => {
    const node = nodes[index]
    const entry: number = s ?? (node.direction > 0 ? node.s0 : node.s1)
    const end = node.direction > 0 ? node.s1 : node.s0
    const last = i === chain.length - 1
    const inLane = chain.slice(i).every((c) => c.then !== 'on') ? to.s : end
    const leave = last ? to.s : then === 'on' ? end : (entry + inLane) / 2
    legs.push({
      ...{ node: index, road: node.road, lane: node.lane, direction: node.direction },
      ...{ from: entry, to: leave, then },
    })
    length += Math.abs(leave - entry)
    s = then === 'on' ? null : leave
  })
  return { length, legs }
}

/** A binary heap of (index, value), least value first; ties by index, so that routes are always the same. */
class Heap {
  readonly #items: { readonly index: number; readonly value: number }[] = []

  push(index: number, value: number): void {
    const items = this.#items
    let i = items.push({ index, value }) - 1
    while (i > 0) {
      const parent = (i - 1) >> 1
      if (!this.#before(i, parent)) break
      ;[items[i], items[parent]] = [items[parent], items[i]]
      i = parent
    }
  }

  pop(): number | undefined {
    const items = this.#items
    if (items.length === 0) return undefined
    const top = items[0]
    const last = items.pop()!
    if (items.length > 0) {
      items[0] = last
      for (let i = 0; ;) {
        const [l, r] = [2 * i + 1, 2 * i + 2]
        let least = i
        if (l < items.length && this.#before(l, least)) least = l
        if (r < items.length && this.#before(r, least)) least = r
        if (least === i) break
        ;[items[i], items[least]] = [items[least], items[i]]
        i = least
      }
    }
    return top.index
  }

  #before(a: number, b: number): boolean {
    const [x, y] = [this.#items[a], this.#items[b]]
    return x.value < y.value || (x.value === y.value && x.index < y.index)
  }
}
