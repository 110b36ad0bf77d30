/** What the story and its conditions name of the road: roads, traffic lights, and lanes to change or to walk to. */
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import type { RoadSpec } from '../concrete.ts'
import { nameOf } from '../expression/condition-names.ts'
import { closest } from '../diagnostics.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { isLane, lanesOf } from '../roads/lane-section.ts'
import { networkOf, roadOf } from '../roads/road-plan.ts'
import type { Impossible, Material } from '../scenario.ts'
import type { ActionDocument, StepDocument } from '../schema/story.ts'
import { ALL_LIGHTS, directActions } from './story-plan.ts'

interface Named<T> {
  readonly path: Path
  readonly value: T
}

type RoadName = string | number

/** What is wrong with the roads, lanes and traffic lights that the story names. */
export const impossiblePlaces = (
  material: Material,
  road: RoadSpec,
  parameters: ParameterValues,
): Impossible[] => {
  const { document, tree, pathOf } = material
  const network = networkOf(road)
  const ids = network.roads.map((r) => r.id)
  const lights = network.roads.flatMap(({ signals }) =>
    signals.flatMap(({ kind, id }) => (kind === 'traffic-light' ? [id] : [])),
  )
  const known = {
    road: { ids, among: 'roads of the map' },
    light: { ids: lights, among: 'traffic lights of the map' },
  }
  const inConditions = material.conditionNames.flatMap((used): Impossible[] => {
    const name = nameOf(used, parameters)
    if (known[used.of].ids.includes(name)) return []
    return [
      {
        ...{ rule: `${used.condition}: ${used.of}`, at: used.at, code: `unknown-${used.of}` },
        ...unknown(used.of, name, known[used.of]),
        suggestion: closest(name, known[used.of].ids),
      },
    ]
  })
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
      ...unknown('road', String(value), known.road),
      suggestion: closest(String(value), ids),
    }))
  const set = document.do
    .flatMap((step) => lightsIn(step, pathOf(step)))
    .filter(({ value }) => !lights.includes(String(value)))
    .map(({ path, value }): Impossible => ({
      ...{ rule: `${path.join('.')}: unknown-light`, at: at(path), code: 'unknown-light' },
      ...unknown('light', String(value), known.light),
      suggestion: closest(String(value), [...lights, ALL_LIGHTS]),
    }))
  const found = [...inConditions, ...roads, ...set]
  const lanes = actions
    .flatMap(({ path, value }) => lanesIn(value, path))
    .flatMap(({ path, value: { lane, on } }): Impossible[] => {
      const there =
        on === undefined ? network.roads : [roadOf(road, String(on))].filter((r) => r !== undefined)
      const lanesThere = [
        ...new Set(
          there
            .flatMap((r) => r.sections.flatMap(lanesOf))
            .filter(isLane)
            .map((l) => l.id),
        ),
      ]
      if (there.length === 0 || lanesThere.includes(lane)) return []
      const message =
        on !== undefined
          ? `road '${on}' has no lane ${lane}`
          : `${network.roads.length > 1 ? 'no road has a' : 'the road has no'} lane ${lane}`
      const expected = `one of ${lanesThere.sort((a, b) => a - b).join(', ')}`
      return [
        { rule: `${path.join('.')}: unknown-lane`, at: at(path), code: 'unknown-lane', message, expected },
      ]
    })
  return [...found, ...lanes]
}

const unknown = (
  what: 'road' | 'light',
  name: string,
  { ids, among }: { readonly ids: readonly string[]; readonly among: string },
): Pick<Impossible, 'message' | 'expected'> => ({
  message: `there is no ${what === 'light' ? 'traffic light' : what} '${name}'`,
  expected:
    ids.length === 0
      ? `a ${what}; this road has none`
      : ids.length > 12
        ? `one of the ${ids.length} ${among}`
        : `one of ${ids.join(', ')}`,
})

/** The lights that a step sets, and those within it. */
const lightsIn = (step: StepDocument, path: Path): Named<RoadName>[] => {
  const signal = step.lights?.signal
  const own = [...path, 'lights', 'signal']
  const named = Array.isArray(signal)
    ? signal.map((value, i) => ({ path: [...own, i], value }))
    : signal === undefined || signal === ALL_LIGHTS
      ? []
      : [{ path: own, value: signal }]
  return [...named, ...innerSteps(step, path).flatMap(({ step: inner, path: at }) => lightsIn(inner, at))]
}

const innerSteps = (step: StepDocument, path: Path): { readonly step: StepDocument; readonly path: Path }[] =>
  (['parallel', 'serial'] as const).flatMap((key) =>
    (step[key] ?? []).map((inner, i) => ({ step: inner, path: [...path, key, i] })),
  )

/** All actions of actors in a step and in those within it. */
const actionsIn = (step: StepDocument, path: Path): Named<ActionDocument>[] => [
  ...Object.entries(directActions(step)).map(([actor, value]) => ({ path: [...path, actor], value })),
  ...innerSteps(step, path).flatMap(({ step: inner, path: at }) => actionsIn(inner, at)),
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
