/** Scenario + seed -> ConcreteScenario. Pure: the same two give the same result, to the last bit. */
import { stream } from '../math/index.ts'
import { isOutside } from './document.ts'
import { keyAt, nodeAt, placeMistake, type Path } from './schema/compile.ts'
import type { ActorSpec, ConcreteScenario, LightsAtStart, SurfacePatch, Placement } from './concrete.ts'
import { describeRule, resolve, resolveFormula, type Resolved } from './expression/formula.ts'
import { evaluateFixed, type ParameterValues } from './expression/evaluate.ts'
import { bodyActor } from './vehicles/body-library.ts'
import { driverOf } from './story/drivers.ts'
import { doorActors, impossibleDoors } from './vehicles/doors.ts'
import { UserError } from './mistake.ts'
import { parameterDraws } from './parameters/parameters.ts'
import { impossibleRoad } from './roads/road-checks.ts'
import { drawGusts } from './story/gusts.ts'
import { impossibleLooks, looksOf, withLooks } from './looks/looks.ts'
import { placeActors } from './placing.ts'
import { directionAt, roadOf, roadSpec, surfacePatch } from './roads/road-plan.ts'
import type { Impossible, Material, Scenario } from './scenario.ts'
import { impossibleSensors, sensorsOf } from './sensors/rigs.ts'
import type { ScenarioDocument } from './schema/schema.ts'
import { impossibleRoute, routeOf } from './roads/route-checks.ts'
import { impossiblePlaces } from './story/story-places.ts'
import { expectationsOf, storyOf } from './story/story-plan.ts'
import { trafficOf } from './traffic/traffic.ts'
import { impossibleTrailers, laden, trailerActor, trailerSpec } from './vehicles/trailer.ts'
import { linearColour, onTyres } from './vehicles/vehicle-library.ts'
import type { RoadUserSpec, VehicleSpec } from './vehicle.ts'

/** Sets of parameters that are drawn before a scenario counts as impossible. */
export const MOST_DRAWS = 1000

export interface Drawn {
  /** The first set that breaks nothing; null: there was none. */
  readonly parameters: ParameterValues | null
  readonly draws: number
  /** Everything that was broken, with how many draws broke it. */
  readonly broken: ReadonlyMap<string, { readonly impossible: Impossible; readonly count: number }>
}

/** Draws sets of parameters until one breaks no constraint, no bound and no rule of the start. */
export const drawParameters = (material: Material, seed: number, most = MOST_DRAWS): Drawn => {
  const next = parameterDraws(material.parameters, material.copula, seed)
  const random = material.parameters.some((p) => p.draw.kind !== 'fixed')
  const broken = new Map<string, { impossible: Impossible; count: number }>()
  const limit = random ? most : 1
  for (let draws = 1; draws <= limit; draws++) {
    const parameters = next()
    const found = impossibilities(material, parameters)
    if (found.length === 0) return { parameters, draws, broken }
    for (const impossible of found) {
      const entry = broken.get(impossible.rule)
      if (entry === undefined) broken.set(impossible.rule, { impossible, count: 1 })
      else entry.count++
    }
  }
  return { parameters: null, draws: limit, broken }
}

export interface Acceptance {
  readonly draws: number
  readonly accepted: number
  /** How many draws broke each rule, most first; `rule` is the text of the constraint. */
  readonly rejections: readonly { readonly rule: string; readonly count: number }[]
}

/** How many of `draws` sets of parameters the scenario's constraints let through. */
export const acceptance = (scenario: Scenario, draws = 1000): Acceptance => {
  const { material } = scenario
  const next = parameterDraws(material.parameters, material.copula, scenario.seed)
  const counts = new Map<string, number>()
  let accepted = 0
  for (let i = 0; i < draws; i++) {
    const found = impossibilities(material, next())
    if (found.length === 0) accepted++
    for (const { rule } of found) counts.set(rule, (counts.get(rule) ?? 0) + 1)
  }
  const rejections = [...counts].map(([rule, count]) => ({ rule, count })).sort((a, b) => b.count - a.count)
  return { draws, accepted, rejections }
}

/** Everything about this set of parameters that cannot be. */
export const impossibilities = (material: Material, parameters: ParameterValues): Impossible[] => {
  const found: Impossible[] = []
  for (const { placed, text } of material.constraints) {
    const { expression } = placed.formula
    if (expression === null || evaluateFixed(expression, parameters) === true) continue
    found.push({
      rule: text,
      at: placed.node.at,
      code: 'unsatisfiable',
      message: `the constraint '${text}' cannot be met`,
      expected: null,
    })
  }
  for (const [name, value] of Object.entries(parameters)) {
    if (typeof value === 'string' || Number.isFinite(value)) continue
    found.push({
      rule: `params.${name}: a finite number`,
      at: keyAt(material.tree, ['params', name]),
      code: 'out-of-range',
      message: `the parameter '${name}' has no finite value`,
      expected: 'a finite number; a division by zero, or no case that holds, gives none',
    })
  }
  for (const placed of material.bounded) {
    const { formula, node, path, syntax } = placed
    const value = resolveFormula(formula, parameters)
    if (formula.expression === null || typeof value !== 'number' || !isOutside(formula, value)) continue
    const at = placeMistake(node, {
      offset: syntax.offset,
      length: syntax.end - syntax.offset,
    })
    found.push({
      rule: `${path.join('.')}: ${formula.text}`,
      at,
      code: 'out-of-range',
      message: `'${formula.text}' is not possible here`,
      expected: describeRule(formula.rule),
    })
  }
  return [...found, ...impossibleStart(material, parameters)]
}

/** What about roads, patches and places cannot be. Values that are not known (NaN) are passed over. */
export const impossibleStart = (material: Material, parameters: ParameterValues): Impossible[] => {
  const { document, tree } = material
  const found: Impossible[] = [
    ...impossibleTrailers(material, parameters),
    ...impossibleDoors(material, parameters),
    ...impossibleSensors(material, parameters),
    ...impossibleLooks(material, parameters),
  ]
  if (document.road === undefined) return found

  const road = roadSpec(resolve(document.road, parameters), material.map)
  const length = roadOf(road, undefined)?.length ?? 0
  if (length === 0) return found
  found.push(...impossibleRoad(material, road, parameters))
  const placed = placeActors(
    road,
    actorsToPlace(material, parameters),
    ({ actor, key, code, message, expected, suggestion }) => {
      const path: Path = key === null ? ['actors', actor] : ['actors', actor, 'at', key]
      const node = nodeAt(tree, path)
      const at = key === null || node.kind !== 'scalar' ? keyAt(tree, path) : node.at
      found.push({ rule: `actors.${actor}: ${code}`, at, code, message, expected, suggestion })
    },
  )
  for (const [id, { route }] of Object.entries(document.actors ?? {}))
    if (route !== undefined)
      found.push(...impossibleRoute(material, road, id, resolve(route, parameters), placed.get(id)))
  found.push(...impossiblePlaces(material, road, parameters))
  return found
}

const actorsToPlace = (material: Material, parameters: ParameterValues) =>
  Object.entries(material.document.actors ?? {}).flatMap(([id, part]) => {
    const { at, model, trailer } = resolve(
      { at: part.at, model: part.model, trailer: part.trailer },
      parameters,
    )
    const spec = material.models.get(model)?.spec ?? material.bodies.get(model)
    if (spec === undefined) return []
    return [{ id, at, present: part.present, spec, towed: trailerSpec(material, trailer) }]
  })

const vehicleOf = (
  material: Material,
  { model, tyres }: Pick<Resolved<NonNullable<ScenarioDocument['actors']>[string]>, 'model' | 'tyres'>,
): VehicleSpec | null => {
  const found = material.models.get(model)
  if (found === undefined) return null
  const { set, tread, pressure } = typeof tyres === 'string' ? { set: tyres } : (tyres ?? {})
  return onTyres(found, set === undefined ? undefined : material.tyres.get(set), { tread, pressure })
}

/**
 * What one seed makes of a scenario.
 * @param given values of all parameters, drawn elsewhere (a sweep's); left out: the seed draws them
 * @throws UserError when none of 1000 draws of the parameters meets every constraint (the loader has found
 * one for the scenario's own seed, so this is rare)
 */
export const sampleScenario = (
  scenario: Scenario,
  seed: number = scenario.seed,
  given: ParameterValues | null = null,
): ConcreteScenario => {
  const { material } = scenario
  const { parameters, draws, broken } =
    given === null
      ? drawParameters(material, seed)
      : { parameters: given, draws: 1, broken: new Map<string, never>() }
  if (parameters === null) {
    const worst = [...broken.values()].sort((a, b) => b.count - a.count)[0]
    const { line } = worst.impossible.at.source.position(worst.impossible.at.offset)
    throw new UserError(
      `${scenario.file}:${line}: none of ${draws} draws for seed ${seed} is possible; ${worst.count} of them break '${worst.impossible.rule}'`,
    )
  }
  const { document } = material
  const road = roadSpec(resolve(document.road, parameters), material.map)
  const stop = resolve(document.run.stop, parameters)
  const actors = actorsOf(scenario, parameters, road.speedLimit, seed)
  const surface: SurfacePatch[] = document.surface.map((p) => surfacePatch(road, resolve(p, parameters)))
  const made: ConcreteScenario = {
    name: scenario.name,
    title: scenario.title,
    description: scenario.description,
    tags: scenario.tags,
    seed,
    parameters,
    draws,
    stop: { after: stop.after, when: stop.when ?? null },
    road,
    surface,
    weather: weatherOf(resolve(document.weather, parameters), stop.after, seed),
    actors: [...actors, ...trafficOf(material, parameters, road, actors, seed).actors],
    sensors: sensorsOf(material, parameters),
    story: storyOf(material, parameters),
    expect: expectationsOf(material, parameters),
    ...(scenario.outcomes.length === 0 ? {} : { outcomes: scenario.outcomes }),
  }
  return withLooks(made, looksOf(material, parameters, made))
}

const weatherOf = (
  d: Resolved<ScenarioDocument['weather']>,
  duration: number,
  seed: number,
): ConcreteScenario['weather'] => ({
  snowfall: d.snowfall,
  rainfall: d.rainfall,
  visibility: d.visibility,
  wind: windOf(d.wind, duration, seed),
  temperature: d.temperature,
  cloudCover: d.clouds,
  sun: d.sun,
})

const windOf = (
  { speed, from, gusts }: Resolved<ScenarioDocument['weather']>['wind'],
  duration: number,
  seed: number,
): ConcreteScenario['weather']['wind'] => ({
  speed,
  from,
  ...(gusts === undefined ? {} : { gusts: drawGusts(gusts, from, duration, seed) }),
})

/** Where each actor of the file starts, with its body; those that cannot be placed are left out. */
export const actorPlacements = (
  material: Material,
  parameters: ParameterValues,
): [string, Placement & { readonly spec: RoadUserSpec }][] => {
  const { road } = material.document
  if (road === undefined) return []
  const actors = actorsToPlace(material, parameters)
  const placed = placeActors(roadSpec(resolve(road, parameters), material.map), actors, () => undefined)
  return actors.flatMap(({ id, spec }): [string, Placement & { readonly spec: RoadUserSpec }][] => {
    const at = placed.get(id)
    return at === undefined ? [] : [[id, { ...at, spec }]]
  })
}

const actorsOf = (
  scenario: Scenario,
  parameters: ParameterValues,
  speedLimit: number,
  seed: number,
): ActorSpec[] => {
  const { material } = scenario
  const road = roadSpec(resolve(material.document.road, parameters), material.map)
  const placements = placeActors(road, actorsToPlace(material, parameters), () => undefined)
  const paintOf = ({ paints }: RoadUserSpec, id: string): ActorSpec['paint'] =>
    paints[stream(seed, 'paint', id).integer(paints.length)]
  const trailers: ActorSpec[] = []
  const actors = Object.entries(material.document.actors).map(([id, part]): ActorSpec => {
    const actor = resolve(part, parameters)
    const at = placements.get(id)
    const body = material.bodies.get(actor.model)
    if (body !== undefined && at !== undefined) {
      const paint = actor.paint === undefined ? paintOf(body, id) : linearColour(actor.paint)
      const { model, speed, present } = actor
      return bodyActor({ id, model, speed, paint, present }, body, at, actor.driver)
    }
    const model = vehicleOf(material, { model: actor.model, tyres: actor.tyres })
    if (model === null || at === undefined) throw new Error(`actor '${id}' was not checked`)
    const spec = laden(model, actor.payload)
    const made: ActorSpec = {
      id,
      model: actor.model,
      spec,
      at,
      speed: actor.speed,
      ...(actor.route === undefined ? {} : { route: routeOf(actor.route) }),
      driver: driverOf(actor.driver, id, actor.speed, speedLimit),
      abs: actor.abs,
      esc: actor.esc,
      tc: actor.tc,
      ...(actor.lights === undefined ? {} : { lights: lightsAtStart(actor.lights) }),
      paint: actor.paint === undefined ? paintOf(spec, id) : linearColour(actor.paint),
      present: actor.present,
    }
    const towed = trailerSpec(material, actor.trailer)
    if (towed !== null)
      trailers.push(trailerActor(made, towed, directionAt(road, at), paintOf(towed, `${id}.trailer`)))
    return made
  })
  const speeds = new Map(actors.map((a) => [a.id, a.speed]))
  // What is carried moves with its carrier.
  const moving = actors.map((a) =>
    a.at.carried === undefined ? a : { ...a, speed: speeds.get(a.at.carried.by) ?? 0 },
  )
  return [...moving, ...trailers, ...doorActors(material, moving, (at) => directionAt(road, at))]
}

const lightsAtStart = ({
  headlights,
  indicator,
  beacon,
  siren = beacon,
}: NonNullable<NonNullable<ScenarioDocument['actors']>[string]['lights']>): LightsAtStart => ({
  ...{ headlights, indicator },
  ...(beacon === undefined ? {} : { beacon: beacon === 'on' }),
  ...(siren === undefined ? {} : { siren: siren === 'on' }),
})
