/** Places that the story names: the roads that they lie on, and lanes to change or to walk to. */
import { keyAt, nodeAt, type Path } from './compile.ts'
import type { RoadSpec } from './concrete.ts'
import { closest } from './diagnostics.ts'
import { isLane, lanesOf } from './lane-section.ts'
import { networkOf, roadOf } from './road-plan.ts'
import type { Impossible, Material } from './scenario.ts'
import type { ActionDocument, StepDocument } from './schema-story.ts'
import { directActions } from './story-plan.ts'

interface Named<T> {
  readonly path: Path
  readonly value: T
}

type RoadName = string | number

/** What is wrong with the roads and lanes that the story names. */
export const impossiblePlaces = ({ document, tree, pathOf }: Material, road: RoadSpec): Impossible[] => {
  const network = networkOf(road)
  const ids = network.roads.map((r) => r.id)
  const actions = document.do.flatMap((step) => actionsIn(step, pathOf(step)))
  const at = (path: Path): Impossible['at'] => {
    const node = nodeAt(tree, path)
    return node.kind === 'scalar' ? node.at : keyAt(tree, path)
  }
  const roads = actions
    .flatMap(({ path, value }) => roadsIn(value, path))
    .filter(({ value }) => !ids.includes(String(value)))
    .map(({ path, value }): Impossible => ({
      ...{ rule: `${path.join('.')}: unknown-road`, at: at(path), code: 'unknown-road' },
      message: `there is no road '${value}'`,
      expected: ids.length > 12 ? `one of the ${ids.length} roads of the map` : `one of ${ids.join(', ')}`,
      suggestion: closest(String(value), ids),
    }))
  // A road of one list of lanes is looked at where names are.
  if (road.network === undefined) return roads
  const lanes = actions
    .flatMap(({ path, value }) => lanesIn(value, path))
    .flatMap(({ path, value: { lane, on } }): Impossible[] => {
      const there =
        on === undefined ? network.roads : [roadOf(road, String(on))].filter((r) => r !== undefined)
      const known = [
        ...new Set(
          there
            .flatMap((r) => r.sections.flatMap(lanesOf))
            .filter(isLane)
            .map((l) => l.id),
        ),
      ]
      if (there.length === 0 || known.includes(lane)) return []
      const message = on === undefined ? `no road has a lane ${lane}` : `road '${on}' has no lane ${lane}`
      const expected = `one of ${known.sort((a, b) => a - b).join(', ')}`
      return [
        { rule: `${path.join('.')}: unknown-lane`, at: at(path), code: 'unknown-lane', message, expected },
      ]
    })
  return [...roads, ...lanes]
}

/** All actions of actors in a step and in those within it. */
const actionsIn = (step: StepDocument, path: Path): Named<ActionDocument>[] => [
  ...Object.entries(directActions(step)).map(([actor, value]) => ({ path: [...path, actor], value })),
  ...(['parallel', 'serial'] as const).flatMap((key) =>
    (step[key] ?? []).flatMap((inner, i) => actionsIn(inner, [...path, key, i])),
  ),
]

const roadsIn = (action: ActionDocument, path: Path): Named<RoadName>[] => {
  const named = (value: RoadName | undefined, ...own: Path): Named<RoadName>[] =>
    value === undefined ? [] : [{ path: [...path, ...own], value }]
  if ('follow' in action) return action.follow.flatMap((p, i) => named(p.road, 'follow', i, 'road'))
  if ('synchronise' in action) return [...named(action.road, 'road'), ...named(action.on, 'on')]
  if ('walk' in action) return named(action.walk.road, 'walk', 'road')
  return []
}

const lanesIn = (
  action: ActionDocument,
  path: Path,
): Named<{ readonly lane: number; readonly on: RoadName | undefined }>[] => {
  if ('lane-change' in action)
    return [{ path: [...path, 'lane-change'], value: { lane: action['lane-change'], on: undefined } }]
  if ('walk' in action)
    return [{ path: [...path, 'walk', 'lane'], value: { lane: action.walk.lane, on: action.walk.road } }]
  return []
}
