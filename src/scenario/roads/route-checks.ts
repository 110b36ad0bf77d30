/** Routes of actors: the roads that they name, and whether one leads to the next. */
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import type { Placement, RoadSpec, RouteSpec } from '../concrete.ts'
import { closest } from '../diagnostics.ts'
import type { Resolved } from '../expression/formula.ts'
import { isDriven, laneDirection, lanesOf, sectionIndexAt } from './lane-section.ts'
import type { NetworkSpec, RoadLineSpec } from './road-network.ts'
import { directionAt, networkOf, placeableLanes } from './road-plan.ts'
import type { Impossible, Material } from '../scenario.ts'
import type { ScenarioDocument } from '../schema/schema.ts'

type RouteDocument = NonNullable<NonNullable<ScenarioDocument['actors']>[string]['route']>

/** A route as drivers read it. */
export const routeOf = (d: Resolved<RouteDocument>): RouteSpec =>
  'to' in d
    ? { to: { ...(d.to.road === undefined ? {} : { road: String(d.to.road) }), lane: d.to.lane, s: d.to.s } }
    : { through: d.map(String) }

/** A road, travelled with its s (1) or against it (-1). */
type Travelled = `${string} ${1 | -1}`

/** What is wrong with an actor's route. @param from where the actor starts, once placed */
export const impossibleRoute = (
  { tree }: Material,
  road: RoadSpec,
  actor: string,
  d: Resolved<RouteDocument>,
  from: Placement | undefined,
): Impossible[] => {
  const network = networkOf(road)
  const ids = network.roads.map((r) => r.id)
  const route = routeOf(d)
  const path: Path = ['actors', actor, 'route']
  const at = (own: Path) => {
    const node = nodeAt(tree, own)
    return node.kind === 'scalar' ? node.at : keyAt(tree, own)
  }
  const stops =
    'through' in route
      ? route.through.map((id, i) => ({ id, lane: null, s: 0, path: [...path, i] as Path }))
      : [{ ...route.to, id: route.to.road ?? ids[0], path: [...path, 'to', 'road'] as Path }]
  const found: Impossible[] = []
  const refuse = (
    own: Path,
    code: Impossible['code'],
    message: string,
    expected: string,
    suggestion?: string | null,
  ) =>
    found.push({
      ...{ rule: `${path.join('.')}: ${code}`, at: at(own), code, message, expected },
      ...(suggestion === undefined ? {} : { suggestion }),
    })
  let reached: ReadonlySet<Travelled> | null =
    from === undefined ? null : new Set<Travelled>([`${from.road ?? ids[0]} ${directionAt(road, from)}`])
  for (const { id, lane, s, path: own } of stops) {
    const line = network.roads.find((r) => r.id === id)
    if (line === undefined) {
      const expected =
        ids.length > 12 ? `one of the ${ids.length} roads of the map` : `one of ${ids.join(', ')}`
      refuse(own, 'unknown-road', `there is no road '${id}'`, expected, closest(id, ids))
      reached = null
      continue
    }
    if (lane !== null && s > line.length)
      refuse(
        [...path, 'to', 's'],
        'off-road',
        `s = ${s} m is past the end of the road`,
        `0 m to ${line.length} m`,
      )
    else if (lane !== null && !placeableLanes(line, s).includes(lane)) {
      const lanes = placeableLanes(line, s).join(', ')
      refuse(
        [...path, 'to', 'lane'],
        'unknown-lane',
        `road '${id}' has no lane ${lane} there`,
        `one of ${lanes}`,
      )
    }
    if (reached === null) continue
    const on: ReadonlySet<Travelled> = new Set(
      [...reachable(network, reached)].filter((r) => nameOf(r) === id),
    )
    if (on.size === 0)
      refuse(
        own,
        'unreachable',
        `no way leads to road '${id}' from where '${actor}' is`,
        'a road that can be reached',
      )
    reached = on.size === 0 ? null : on
  }
  return found
}

const nameOf = (travelled: Travelled): string => travelled.slice(0, travelled.lastIndexOf(' '))

/** Roads, with the way that they are travelled, that can be come to from these; these among them. */
const reachable = (network: NetworkSpec, from: ReadonlySet<Travelled>): ReadonlySet<Travelled> => {
  const roads = new Map(network.roads.map((r) => [r.id, r]))
  const seen = new Set(from)
  const queue = [...from]
  const enter = (id: string, way: 1 | -1): void => {
    const line = roads.get(id)
    const next: Travelled = `${id} ${way}`
    if (line === undefined || seen.has(next) || !isTravelled(line, way)) return
    seen.add(next)
    queue.push(next)
  }
  for (let here = queue.pop(); here !== undefined; here = queue.pop()) {
    const line = roads.get(nameOf(here))
    if (line === undefined) continue
    const out = here.endsWith('-1') ? line.before : line.after
    if (out?.kind === 'road') enter(out.road, out.contact === 'start' ? 1 : -1)
    if (out?.kind === 'junction')
      for (const { from: origin, road, contact } of network.junctions.find((j) => j.id === out.junction)
        ?.connections ?? [])
        if (origin === line.id) enter(road, contact === 'start' ? 1 : -1)
    for (const joint of network.joints)
      if (joint.from.road === line.id) {
        const target = roads.get(joint.to.road)
        const lane =
          target &&
          lanesOf(target.sections[sectionIndexAt(target, joint.to.s)]).find((l) => l.id === joint.to.lane)
        if (target && lane) enter(joint.to.road, laneDirection(target, lane))
      }
  }
  return seen
}

const isTravelled = (line: RoadLineSpec, way: 1 | -1): boolean =>
  line.sections.some((section) =>
    lanesOf(section).some(
      (lane) => isDriven(lane) && (lane.type === 'bidirectional' || laneDirection(line, lane) === way),
    ),
  )
