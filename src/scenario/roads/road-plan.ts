/** The document's road and surface -> RoadSpec and SurfacePatch. */
import type { RoadSpec, SurfacePatch } from '../concrete.ts'
import type { Resolved } from '../expression/formula.ts'
import { isLane, laneDirection, laneEdges, lanesOf, sectionIndexAt } from './lane-section.ts'
import type { LaneSpec, NetworkSpec, RoadLineSpec } from './road-network.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import { DEFAULT_LANES } from '../short-roads/cross-section.ts'
import { crossroads } from '../short-roads/junction.ts'
import { isPlain, linePieces, oneRoad } from '../short-roads/one-road.ts'
import { roundabout } from '../short-roads/roundabout.ts'
import { simpleNetwork } from '../short-roads/simple.ts'

export type RoadDocument = NonNullable<ScenarioDocument['road']>
export type PatchDocument = ScenarioDocument['surface'][number]

/**
 * Road numbers in SI, and the network of all that is more than one road of constant lanes.
 * @param map the map that the document names, once read
 */
export const roadSpec = (d: Resolved<RoadDocument>, map: NetworkSpec | null): RoadSpec => {
  const known = built.get(d)
  if (known !== undefined && (d.opendrive === undefined || known.network === map)) return known
  const made = buildRoad(d, map)
  built.set(d, made)
  return made
}

/** A document that no parameter touches is one object in all draws, and its road is built once. */
const built = new WeakMap<Resolved<RoadDocument>, RoadSpec>()

const buildRoad = (d: Resolved<RoadDocument>, map: NetworkSpec | null): RoadSpec => {
  const common = {
    oneWay: d['one-way'],
    speedLimit: d['speed-limit'],
    ...{ surface: d.surface, verge: d.verge, place: d.place, origin: d.origin },
  }
  const plain: RoadSpec = {
    ...common,
    pieces: linePieces(d),
    lanes: [...(d.lanes ?? DEFAULT_LANES)].sort((a, b) => a - b),
    laneWidth: d.width,
    shoulderWidth: d.shoulder,
  }
  const network =
    d.opendrive !== undefined
      ? map
      : d.junction !== undefined
        ? d.junction.kind === 'roundabout'
          ? roundabout(d)
          : crossroads(d)
        : isPlain(d)
          ? null
          : oneRoad(d)
  return network === null ? plain : { ...plain, pieces: [], network }
}

const simple = new WeakMap<RoadSpec, NetworkSpec>()

/** The network of a road: its own, or the one road that its pieces and lanes describe. */
export const networkOf = (road: RoadSpec): NetworkSpec => {
  if (road.network !== undefined) return road.network
  const known = simple.get(road)
  if (known !== undefined) return known
  const made = simpleNetwork(road)
  simple.set(road, made)
  return made
}

/** The road with this id, or the first; undefined: there is none. */
export const roadOf = (road: RoadSpec, id: string | undefined): RoadLineSpec | undefined => {
  const { roads } = networkOf(road)
  return id === undefined ? roads[0] : roads.find((r) => r.id === id)
}

/** The lanes of a road at s (lane 0 is none), from right to left. */
const lanesOn = (road: RoadLineSpec, s: number): readonly LaneSpec[] =>
  lanesOf(road.sections[sectionIndexAt(road, s)])

/** The patch with its extent across: all of the pavement, some lanes, one, or half of one. */
export const surfacePatch = (road: RoadSpec, d: Resolved<PatchDocument>): SurfacePatch => ({
  id: d.id,
  kind: d.kind,
  ...(d.road === undefined ? {} : { road: String(d.road) }),
  s: [d.s[0], d.s[1]],
  t: across(roadOf(road, d.road === undefined ? undefined : String(d.road))!, d),
  mu: d.mu ?? null,
  depth: d.depth ?? null,
})

/** Edges are taken in the middle of the patch: a patch has straight sides. */
const across = (
  road: RoadLineSpec,
  { s, lane, lanes, side }: Resolved<PatchDocument>,
): readonly [number, number] => {
  const middle = Math.min(road.length, (s[0] + s[1]) / 2)
  const edgesOf = (id: number): readonly [number, number] => laneEdges(road, middle, id) ?? [0, 0]
  if (lane === undefined) {
    const all = lanesOn(road, middle)
    const chosen =
      lanes === undefined || lanes === 'all' ? all.filter((l) => l.type !== 'none').map((l) => l.id) : lanes
    const edges = chosen.map(edgesOf)
    return [Math.min(...edges.map((e) => e[0])), Math.max(...edges.map((e) => e[1]))]
  }
  const [right, left] = edgesOf(lane)
  if (side === undefined) return [right, left]
  const centre = (right + left) / 2
  const spec = lanesOn(road, middle).find((l) => l.id === lane)
  const leftOfTheLine = (side === 'left') === (spec === undefined || laneDirection(road, spec) > 0)
  return leftOfTheLine ? [centre, left] : [right, centre]
}

/** +1: the traffic of a placed actor's lane runs with s; -1: against it. */
export const directionAt = (
  road: RoadSpec,
  { road: id, lane, s }: { readonly road?: string; readonly lane: number; readonly s: number },
): 1 | -1 => {
  const line = roadOf(road, id)
  const spec = line === undefined ? undefined : lanesOn(line, s).find((l) => l.id === lane)
  return line === undefined || spec === undefined ? 1 : laneDirection(line, spec)
}

/** Ids of the lanes that an actor may be placed in, from right to left: shoulders are reached by an offset. */
export const placeableLanes = (road: RoadLineSpec, s: number): number[] =>
  lanesOn(road, s)
    .filter(isLane)
    .map((lane) => lane.id)
