/**
 * Loads a scenario: everything that is wrong with a file is found in one pass, each mistake at its place in
 * the file that holds it.
 */
import { compile, type Path, type PlacedFormula } from './schema/compile.ts'
import { conditionNames } from './expression/condition-names.ts'
import { coverPlan } from './parameters/cover-plan.ts'
import type { Diagnostic } from './diagnostics.ts'
import { isOutside, readTree, typeFormula, type Files } from './document.ts'
import { evaluateFixed, type ParameterValues } from './expression/evaluate.ts'
import { describeRule, resolve, mentionsParameter, type Formula } from './expression/formula.ts'
import { expandFragments } from './fragments.ts'
import { loadCorrelations } from './parameters/load-correlations.ts'
import { loadModels } from './vehicles/load-models.ts'
import { checkUnused, typeParameters } from './parameters/load-parameters.ts'
import { checkOutcomes, outcomeClasses } from './story/outcomes.ts'
import { medianParameters, valuesOf } from './parameters/parameters.ts'
import { checkReferences } from './references.ts'
import { checkRoadKeys, loadMap } from './roads/road-checks.ts'
import { roadSpec } from './roads/road-plan.ts'
import { drawParameters, impossibleStart } from './sample.ts'
import { REQUIRED, type Material, type Scenario, type WholeDocument } from './scenario.ts'
import { scenarioSchema, type ScenarioDocument } from './schema/schema.ts'
import { STEP_KEYS } from './schema/story.ts'
import { loadDevices } from './sensors/sensor-checks.ts'
import { diagnose, diagnoseFile, mapKeys, type Node } from './source.ts'
import { checkSweep, type SweepPlan } from './parameters/sweep-plan.ts'
import { checkTraffic, checkTrafficPlaces, trafficModels } from './traffic/traffic-checks.ts'
import type { Scope } from './expression/types.ts'
import { warnOf } from './warnings.ts'

export interface LoadOptions {
  /** Parameters fixed from outside, each as it would be written: `{ v_ego: '20 m/s' }`. */
  readonly overrides?: Readonly<Record<string, string>>
  /** The folder of the vehicle library; 'vehicles' by default. */
  readonly vehicles?: string
  /** The folder of the scenario library, in which files to extend are found too. */
  readonly library?: string
}

export interface Loaded {
  /** null: the file has an error. */
  readonly scenario: Scenario | null
  /** Errors and warnings, in the order of files and lines. */
  readonly diagnostics: readonly Diagnostic[]
}

type Report = (diagnostic: Diagnostic) => void

const MOST_DIAGNOSTICS = 100

/** Loads the scenario at `path` of these files. Never throws for anything that a file may hold. */
export const loadScenarioFrom = (files: Files, path: string, options: LoadOptions = {}): Loaded => {
  const diagnostics: Diagnostic[] = []
  const failed = (): boolean => diagnostics.some((d) => d.severity === 'error')
  const material = loadMaterial(files, path, options, (d) => diagnostics.push(d), failed)
  const scenario = failed() || material === null || !isWhole(material) ? null : scenarioOf(path, material)
  return { scenario, diagnostics: tidy(diagnostics, path) }
}

/** In the order of places, the scenario's own file first, no mistake twice, and not too many. */
export const tidy = (diagnostics: readonly Diagnostic[], path: string): Diagnostic[] => {
  const files = [...new Set([path, ...diagnostics.map((d) => d.file)])]
  const unique = new Map(
    diagnostics.map((d) => [`${d.file}:${d.line}:${d.column}:${d.code}:${d.message}`, d]),
  )
  const sorted = [...unique.values()].sort(
    (a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column,
  )
  return sorted.slice(0, MOST_DIAGNOSTICS)
}

const loadMaterial = (
  files: Files,
  path: string,
  options: LoadOptions,
  report: Report,
  failed: () => boolean,
): Material | null => {
  const shelves = { files, library: options.library ?? null }
  const merged = readTree(shelves, path, report)
  if (merged === null) return null
  const tree = expandFragments(merged, path, shelves, report)
  const { document, formulas, pathOf } = compile(scenarioSchema, tree, report)
  // Names may be given in what is missing: that it is missing has been said.
  if (document === null || (tree.kind === 'map' && tree.incomplete === true)) return null
  const complete = checkRequired(tree, path, report)
  const map = loadMap(files, tree, document.road?.opendrive, report)

  const used = new Set<string>()
  const use = (parameter: string): void => void used.add(parameter)
  const placed = new Map(formulas.map((f) => [f.formula, f]))
  const { overrides = {}, vehicles: folder = 'vehicles' } = options
  const typed = typeParameters({ params: document.params, tree, placed, overrides, report, use })
  const { parameters, scope } = typed
  const actorIds = mapKeys(tree, 'actors')
  for (const found of formulas) typeFormulaOfFile(found, scope, actorIds, report, use)
  const copula = loadCorrelations({ correlate: document.correlate, typed, tree, pathOf, report })

  const { models, bodies, tyres, modelsOf } = loadModels({
    files,
    folder,
    actors: document.actors,
    more: trafficModels(document, tree),
    placed,
    parameters,
    report,
  })
  const devices = loadDevices({ files, folder, document, tree, pathOf, models, modelsOf, report })
  checkReferences({ document, tree, pathOf, actorIds, models, bodies, report })
  checkTraffic({ document, tree, actorIds, models, bodies, report })
  const outcomes = outcomeClasses(document.outcomes)
  const cover = coverPlan({
    ...{ cover: document.cover, outcomes, tree, parameters: typed.written, placed, report },
  })
  checkOutcomes({ document, tree, pathOf, report })
  checkSweep(document.sweep, tree, typed.drawn, report)
  const constraints = document.where.flatMap((f) => {
    const found = placed.get(f)
    return found === undefined ? [] : [{ placed: found, text: f.text }]
  })
  const bounded = formulas.filter(
    ({ formula }) => formula.rule.kind === 'quantity' && mentionsParameter(formula.expression),
  )
  const material: Material = {
    document,
    tree,
    pathOf,
    parameters,
    copula,
    cover,
    constraints,
    bounded,
    conditionNames: conditionNames(formulas),
    models,
    bodies,
    tyres,
    devices,
    map,
  }
  const within = checkBounds(material, placed, report)
  const start = checkStart(material, complete && typed.sound && within, report)
  checkUnused(tree, used, report)
  if (start !== null && document.road !== undefined && Object.keys(document.traffic).length > 0)
    checkTrafficPlaces(material, roadSpec(resolve(document.road, start), map), report)
  if (start !== null && !failed()) warnOf({ material, parameters: start, report })
  return material
}

/** Reports keys that the merged file lacks; true when there is nothing to report about the road. */
const checkRequired = (tree: Node, path: string, report: Report): boolean => {
  if (tree.kind !== 'map') return false
  for (const key of REQUIRED) {
    if (tree.entries.has(key)) continue
    report(diagnoseFile(path, { code: 'missing-key', message: `the key '${key}' is missing` }))
  }
  return checkRoadKeys(tree, report)
}

/** Types a formula in the scope of its place. Those of parameters are typed already. */
const typeFormulaOfFile = (
  found: PlacedFormula,
  scope: Scope,
  actorIds: readonly string[],
  report: Report,
  use: (parameter: string) => void,
): void => {
  const { path, formula } = found
  if (path[0] === 'params') return
  const { rule } = formula
  if (rule.kind !== 'condition') typeFormula(found, scope, report, use)
  else if (rule.of === 'parameters') typeFormula(found, { ...scope, bareParameters: true }, report, use)
  else {
    const subject = path.at(-1) === 'until' && isOfActor(path) ? String(path.at(-2)) : null
    typeFormula(found, { ...scope, actors: actorIds, subject }, report, use)
  }
}

/** Whether an `until` at this path ends an actor's action, and not a step's or the world's. */
const isOfActor = (path: Path): boolean =>
  typeof path.at(-2) === 'string' && !STEP_KEYS.includes(String(path.at(-2)))

/** Reports parameters whose own bounds go beyond what a place that uses them allows; true when none does. */
const checkBounds = (
  { parameters, bounded }: Material,
  placed: ReadonlyMap<Formula, PlacedFormula>,
  report: Report,
): boolean => {
  const medians = medianParameters(parameters)
  let within = true
  for (const { formula, node } of bounded) {
    const { expression } = formula
    if (expression?.kind !== 'parameter') continue
    const parameter = parameters.find((p) => p.name === expression.name)
    for (const bound of parameter === undefined ? [] : valuesOf(parameter.draw).bounds) {
      const value = bound.expression === null ? NaN : Number(evaluateFixed(bound.expression, medians))
      if (Number.isNaN(value) || !isOutside(formula, value)) continue
      const { file, line } = node.at.source.position(node.at.offset)
      within = false
      report(
        diagnose((placed.get(bound)?.node ?? node).at, {
          code: 'out-of-range',
          message: `'${bound.text}' is not possible where ${file}:${line} uses $${expression.name}`,
          expected: describeRule(formula.rule),
        }),
      )
    }
  }
  return within
}

/**
 * Draws until a set of parameters is possible; when none is, says what stands in the way. Where something is
 * wrong already (`sound` false), only what is sure all the same.
 */
const checkStart = (material: Material, sound: boolean, report: Report): ParameterValues | null => {
  if (!sound) {
    const medians = medianParameters(material.parameters)
    for (const impossible of impossibleStart(material, medians)) report(diagnose(impossible.at, impossible))
    return null
  }
  const { parameters, draws, broken } = drawParameters(material, material.document.run?.seed ?? 1)
  if (parameters !== null) return parameters
  const all = [...broken.values()].sort((a, b) => b.count - a.count)
  const always = all.filter((b) => b.count === draws)
  for (const { impossible, count } of always.length > 0 ? always : all.slice(0, 1)) {
    const share = draws === 1 ? '' : ` (in ${count} of ${draws} draws)`
    report(diagnose(impossible.at, { ...impossible, message: impossible.message + share }))
  }
  return null
}

const isWhole = (material: Material): material is Material<WholeDocument> =>
  REQUIRED.every((key) => material.document[key] !== undefined)

const scenarioOf = (file: string, material: Material<WholeDocument>): Scenario => {
  const { document } = material
  return {
    file,
    name: document.scenario,
    title: document.title,
    description: document.description ?? '',
    tags: tagsOf(document),
    seed: document.run.seed,
    sweep: sweepPlanOf(document.sweep),
    cover: material.cover,
    outcomes: document.outcomes,
    material,
  }
}

const sweepPlanOf = ({ sampler, runs, levels, strength }: ScenarioDocument['sweep']): SweepPlan => ({
  sampler,
  runs: runs ?? null,
  levels,
  ...(strength === undefined ? {} : { strength }),
})

const tagsOf = ({ tags }: ScenarioDocument): Scenario['tags'] =>
  Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [key, Array.isArray(value) ? value : [value]]),
  )
