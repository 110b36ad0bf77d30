/**
 * Loads a scenario: everything that is wrong with a file is found in one pass, each mistake at its place in
 * the file that holds it.
 */
import { compile, keyAt, nodeAt, type Compiled, type Path } from './compile.ts'
import { closest, type Diagnostic } from './diagnostics.ts'
import { isOutside, readTree, typeFormula, type Files } from './document.ts'
import { evaluateFixed } from './evaluate-expression.ts'
import { describeRule, readFormula, Formula, type FormulaRule } from './formula.ts'
import type { PlacedFormula } from './compile.ts'
import { placeMistake } from './compile.ts'
import { drawOf, medianParameters, mistakesOf, valuesOf, type Parameter } from './parameters.ts'
import { checkReferences } from './references.ts'
import { drawParameters, impossibleStart } from './sample.ts'
import { REQUIRED, type Material, type Scenario, type WholeDocument } from './scenario.ts'
import { scenarioSchema, type ScenarioDocument } from './schema.ts'
import { diagnose, diagnoseFile, Source, type Complaint, type Node } from './source.ts'
import { describeType, type Scope, type Type } from './type-expression.ts'
import { sameDimension } from './units.ts'
import { listTyres, listVehicles, readTyre, readVehicle, type Model } from './vehicle-library.ts'
import type { TyreSpec } from './vehicle.ts'

export interface LoadOptions {
  /** Parameters fixed from outside, each as it would be written: `{ v_ego: '20 m/s' }`. */
  readonly overrides?: Readonly<Record<string, string>>
  /** The folder of the vehicle library; 'vehicles' by default. */
  readonly vehicles?: string
}

export interface Loaded {
  /** null: the file has an error. */
  readonly scenario: Scenario | null
  /** Errors and warnings, in the order of files and lines. */
  readonly diagnostics: readonly Diagnostic[]
}

const MOST_DIAGNOSTICS = 100

/** Loads the scenario at `path` of these files. Never throws for anything that a file may hold. */
export const loadScenarioFrom = (files: Files, path: string, options: LoadOptions = {}): Loaded => {
  const diagnostics: Diagnostic[] = []
  const scenario = new Loader(files, path, options, (d) => diagnostics.push(d)).load()
  const failed = diagnostics.some((d) => d.severity === 'error')
  return { scenario: failed ? null : scenario, diagnostics: tidy(diagnostics, path) }
}

/** In the order of places, the scenario's own file first, no mistake twice, and not too many. */
const tidy = (diagnostics: readonly Diagnostic[], path: string): Diagnostic[] => {
  const files = [...new Set([path, ...diagnostics.map((d) => d.file)])]
  const seen = new Set<string>()
  const sorted = diagnostics
    .filter((d) => {
      const key = `${d.file}:${d.line}:${d.column}:${d.code}:${d.message}`
      return !seen.has(key) && seen.add(key)
    })
    .sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || a.line - b.line || a.column - b.column)
  return sorted.slice(0, MOST_DIAGNOSTICS)
}

class Loader {
  readonly #files: Files
  readonly #path: string
  readonly #overrides: Readonly<Record<string, string>>
  readonly #vehicles: string
  readonly #report: (diagnostic: Diagnostic) => void
  readonly #used = new Set<string>()
  /** False: a parameter or the road is wrong already, so nothing follows from drawing. */
  #sound = true

  constructor(files: Files, path: string, options: LoadOptions, report: (diagnostic: Diagnostic) => void) {
    this.#files = files
    this.#path = path
    this.#overrides = options.overrides ?? {}
    this.#vehicles = options.vehicles ?? 'vehicles'
    this.#report = report
  }

  load(): Scenario | null {
    const tree = readTree(this.#files, this.#path, this.#report)
    if (tree === null) return null
    const compiled = compile(scenarioSchema, tree, this.#report)
    const { document } = compiled
    if (document === null) return null
    this.#requireKeys(tree)

    const placed = new Map(compiled.formulas.map((f) => [f.formula, f]))
    const parameters = this.#parameters(document, placed, tree)
    const types = new Map<string, Type>(parameters.map((p) => [p.name, p.type]))
    for (const name of paramNames(tree)) if (!types.has(name)) this.#sound = false
    const scope: Scope = { parameters: types, actors: null, subject: null, bareParameters: false }
    const constraints = document.where.flatMap((formula) => {
      const found = placed.get(formula)
      if (found === undefined) return []
      this.#type(found, { ...scope, bareParameters: true }, tree)
      return [{ placed: found, text: formula.text }]
    })
    const actorIds = mapKeys(tree, ['actors'])
    for (const found of compiled.formulas) this.#typeRest(found, scope, actorIds, tree)
    const { models, tyres } = this.#models(document, placed, parameters)
    checkReferences({ document, tree, pathOf: compiled.pathOf, actorIds, models, report: this.#report })

    const material = this.#material(document, tree, compiled, parameters, constraints, models, tyres)
    this.#checkBounds(material)
    this.#checkDraws(material)
    this.#checkUnused(tree)
    return this.#scenario(material)
  }

  #complain(node: Node, complaint: Complaint): void {
    const at = node.kind === 'scalar' ? node.at : { ...node.at, length: 1 }
    this.#report(diagnose(at, complaint))
  }

  #requireKeys(tree: Node): void {
    for (const key of REQUIRED) {
      if (tree.kind !== 'map' || tree.entries.has(key)) continue
      this.#report(diagnoseFile(this.#path, { code: 'missing-key', message: `the key '${key}' is missing` }))
    }
    const road = tree.kind === 'map' ? tree.entries.get('road') : undefined
    if (road?.value.kind !== 'map') return
    const { entries } = road.value
    if (!entries.has('straight') && !entries.has('pieces')) {
      this.#report(
        diagnose(road.at, {
          code: 'missing-key',
          message: 'the road has no length',
          expected: "'straight' or 'pieces'",
        }),
      )
    }
    const straight = entries.get('straight')
    if (entries.has('straight') === entries.has('pieces')) this.#sound = false
    if (straight && entries.has('pieces')) {
      this.#report(
        diagnose(straight.at, {
          code: 'bad-value',
          message: "the road has both 'straight' and 'pieces'",
          expected: 'one of them',
        }),
      )
    }
  }

  // ---- Parameters -------------------------------------------------------------------------------------

  /** Types the parameters one by one: each may use those above it. */
  #parameters(document: ScenarioDocument, placed: Map<Formula, PlacedFormula>, tree: Node): Parameter[] {
    const types = new Map<string, Type>()
    const parameters: Parameter[] = []
    for (const [name, text] of Object.entries(this.#overrides)) {
      if (!paramNames(tree).includes(name)) this.#unknownOverride(name, text, paramNames(tree))
    }
    for (const [name, written] of Object.entries(document.params)) {
      const scope: Scope = { parameters: new Map(types), actors: null, subject: null, bareParameters: false }
      const draw = drawOf(written)
      const type = this.#typeOfDraw(draw, scope, placed)
      if (type === null) {
        this.#sound = false
        continue
      }
      types.set(name, type)
      const description = written instanceof Formula ? null : (written.description ?? null)
      const parameter = { name, description, draw, type }
      parameters.push(this.#overridden(parameter, scope, placed))
    }
    this.#checkLaws(parameters, placed)
    return parameters
  }

  #typeOfDraw(draw: Parameter['draw'], scope: Scope, placed: Map<Formula, PlacedFormula>): Type | null {
    const others =
      draw.kind === 'choice'
        ? (draw.weights ?? [])
        : draw.kind === 'continuous'
          ? Object.values(draw.numbers)
          : []
    const { values } = valuesOf(draw)
    let type: Type | null = null
    let sound = true
    for (const formula of values) {
      const found = placed.get(formula)
      const own =
        found === undefined ? null : typeFormula(found, scope, this.#report, (p) => this.#used.add(p))
      if (found === undefined || own === null) sound = false
      else if (type === null) type = own
      else if (!sameType(type, own)) {
        sound = false
        this.#complain(found.node, {
          code: 'wrong-dimension',
          message: `'${formula.text}' is ${describeType(own)}`,
          expected: `${describeType(type)}, as before`,
        })
      }
    }
    for (const formula of others) {
      if (values.includes(formula)) continue
      const found = placed.get(formula)
      if (found === undefined || typeFormula(found, scope, this.#report, (p) => this.#used.add(p)) === null)
        sound = false
    }
    if (draw.kind === 'continuous' && type?.kind === 'text') {
      const found = placed.get(values[0])
      if (found)
        this.#complain(found.node, {
          code: 'wrong-type',
          message: `'${values[0].text}' is a text`,
          expected: 'a quantity',
        })
      sound = false
    }
    return sound ? type : null
  }

  #unknownOverride(name: string, text: string, names: readonly string[]): void {
    const source = new Source('--set', `${name}=${text}`)
    const at = { source, offset: 0, length: name.length }
    const expected =
      names.length === 0 ? 'none: this scenario has no parameters' : `one of ${names.join(', ')}`
    this.#report(
      diagnose(at, {
        code: 'unknown-parameter',
        message: `there is no parameter '${name}'`,
        expected,
        suggestion: closest(name, names),
      }),
    )
  }

  /** The parameter, fixed to what `--set` says of it. */
  #overridden(parameter: Parameter, scope: Scope, placed: Map<Formula, PlacedFormula>): Parameter {
    const { name } = parameter
    if (!Object.hasOwn(this.#overrides, name)) return parameter
    const text = this.#overrides[name]
    const source = new Source('--set', `${name}=${text}`)
    const at = { source, offset: name.length + 1, length: text.length }
    const node: Node = { kind: 'scalar', at, value: text, content: at.offset, size: 1 }
    const rule: FormulaRule = { kind: 'value' }
    const formula = new Formula(text, rule)
    const parsed = readFormula(text, rule)
    if ('mistake' in parsed) {
      this.#report(diagnose(placeMistake(node, parsed.mistake), parsed.mistake))
      return parameter
    }
    const found: PlacedFormula = { formula, syntax: parsed.syntax, node, path: ['params', name] }
    const type = typeFormula(found, scope, this.#report)
    if (type === null) return parameter
    if (!sameType(type, parameter.type)) {
      const bare = type.kind === 'quantity' && /^[-\d.eE+\s]+$/.test(text)
      this.#complain(node, {
        code: bare ? 'missing-unit' : 'wrong-dimension',
        message: bare ? `'${text}' has no unit` : `'${text}' is ${describeType(type)}`,
        expected: describeType(parameter.type),
      })
      return parameter
    }
    placed.set(formula, found)
    return { ...parameter, draw: { kind: 'fixed', value: formula } }
  }

  #checkLaws(parameters: readonly Parameter[], placed: Map<Formula, PlacedFormula>): void {
    const medians = medianParameters(parameters)
    for (const { draw } of parameters) {
      for (const { formula, message, expected } of mistakesOf(draw, medians)) {
        const found = placed.get(formula)
        if (!found) continue
        this.#sound = false
        this.#complain(found.node, { code: 'out-of-range', message, expected })
      }
    }
  }

  #checkUnused(tree: Node): void {
    for (const name of paramNames(tree)) {
      if (this.#used.has(name)) continue
      this.#report(
        diagnose(keyAt(tree, ['params', name]), {
          code: 'unused-parameter',
          severity: 'warning',
          message: `the parameter '${name}' is never used`,
        }),
      )
    }
  }

  // ---- Formulas ---------------------------------------------------------------------------------------

  #type(found: PlacedFormula, scope: Scope, tree: Node): void {
    const hidden = paramNames(tree).filter((p) => !scope.parameters.has(p))
    typeFormula(
      found,
      scope,
      (d) => {
        // A parameter that is there, but has a mistake of its own, is not said to be unknown.
        const own = d.code === 'unknown-parameter' && hidden.some((p) => d.message.includes(`'${p}'`))
        if (!own) this.#report(d)
      },
      (p) => this.#used.add(p),
    )
    for (const p of hidden) if (new RegExp(`\\b${p}\\b`).test(found.formula.text)) this.#used.add(p)
  }

  #typeRest(found: PlacedFormula, scope: Scope, actorIds: readonly string[], tree: Node): void {
    const { path, formula } = found
    if (path[0] === 'params' || path[0] === 'where') return
    if (formula.rule.kind !== 'condition') return this.#type(found, scope, tree)
    const subject = path.at(-1) === 'until' ? String(path.at(-2)) : null
    this.#type(found, { ...scope, actors: actorIds, subject }, tree)
  }

  // ---- Vehicles ---------------------------------------------------------------------------------------

  /** Every model and set of tyres that an actor may get, read from the library. */
  #models(document: ScenarioDocument, placed: Map<Formula, PlacedFormula>, parameters: readonly Parameter[]) {
    const models = new Map<string, Model>()
    const tyres = new Map<string, TyreSpec>()
    const modelNames = listVehicles(this.#files, this.#vehicles)
    const tyreNames = listTyres(this.#files, this.#vehicles)
    for (const actor of Object.values(document.actors ?? {})) {
      for (const { text, node } of this.#words(actor.model, placed, parameters)) {
        if (!modelNames.includes(text))
          this.#unknownModel(node, `there is no vehicle '${text}'`, text, modelNames)
        else if (!models.has(text)) {
          const model = readVehicle(this.#files, this.#vehicles, text, this.#report)
          if (model !== null) models.set(text, model)
        }
      }
      if (actor.tyres === undefined) continue
      for (const { text, node } of this.#words(actor.tyres, placed, parameters)) {
        if (!tyreNames.includes(text))
          this.#unknownModel(node, `there are no tyres '${text}'`, text, tyreNames)
        else if (!tyres.has(text)) {
          const tyre = readTyre(this.#files, this.#vehicles, text, this.#report)
          if (tyre !== null) tyres.set(text, tyre)
        }
      }
    }
    return { models, tyres }
  }

  #unknownModel(node: Node, message: string, text: string, names: readonly string[]): void {
    this.#complain(node, {
      code: 'unknown-model',
      message,
      expected: `one of ${names.join(', ')}`,
      suggestion: closest(text, names),
    })
  }

  /** The texts that a word may be, through a parameter if it names one, each with the place that holds it. */
  #words(
    formula: Formula,
    placed: Map<Formula, PlacedFormula>,
    parameters: readonly Parameter[],
  ): { text: string; node: Node }[] {
    const { expression } = formula
    const node = placed.get(formula)?.node
    if (node === undefined || expression === null) return []
    if (expression.kind === 'text') return [{ text: expression.value, node }]
    if (expression.kind !== 'parameter') return []
    const parameter = parameters.find((p) => p.name === expression.name)
    if (parameter === undefined) return []
    return valuesOf(parameter.draw).values.flatMap((value) => this.#words(value, placed, parameters))
  }

  // ---- What sampling would meet -----------------------------------------------------------------------

  #material(
    document: ScenarioDocument,
    tree: Node,
    compiled: Compiled<unknown>,
    parameters: readonly Parameter[],
    constraints: Material['constraints'],
    models: Material['models'],
    tyres: Material['tyres'],
  ): Material {
    const bounded = compiled.formulas.filter(
      ({ formula }) =>
        formula.rule.kind === 'quantity' && formula.expression !== null && usesParameter(formula),
    )
    return { document, tree, pathOf: compiled.pathOf, parameters, constraints, bounded, models, tyres }
  }

  /** A parameter whose own bounds go beyond what a place that it is used in allows. */
  #checkBounds(material: Material): void {
    const medians = medianParameters(material.parameters)
    for (const { formula, node } of material.bounded) {
      const { expression } = formula
      if (expression?.kind !== 'parameter') continue
      const parameter = material.parameters.find((p) => p.name === expression.name)
      if (parameter === undefined) continue
      for (const bound of valuesOf(parameter.draw).bounds) {
        const value = bound.expression === null ? NaN : Number(evaluateFixed(bound.expression, medians))
        if (Number.isNaN(value) || !isOutside(formula, value)) continue
        const { line } = node.at.source.position(node.at.offset)
        const place = this.#placeOf(material, parameter.name, bound) ?? node
        this.#sound = false
        this.#complain(place, {
          code: 'out-of-range',
          message: `'${bound.text}' is not possible where ${node.at.source.file}:${line} uses $${parameter.name}`,
          expected: describeRule(formula.rule),
        })
      }
    }
  }

  #placeOf(material: Material, name: string, bound: Formula): Node | null {
    const search = (node: Node): Node | null => {
      if (node.kind === 'scalar') return String(node.value) === bound.text ? node : null
      const children = node.kind === 'list' ? node.items : [...node.entries.values()].map((e) => e.value)
      for (const child of children) {
        const found = search(child)
        if (found !== null) return found
      }
      return null
    }
    return search(nodeAt(material.tree, ['params', name]))
  }

  /** Draws until a set of parameters is possible; when none is, says what stands in the way. */
  #checkDraws(material: Material): void {
    if (!this.#sound) {
      for (const impossible of impossibleStart(material, medianParameters(material.parameters)))
        this.#report(diagnose(impossible.at, impossible))
      return
    }
    const { parameters, draws, broken } = drawParameters(material, material.document.run?.seed ?? 1)
    if (parameters !== null) return
    const all = [...broken.values()].sort((a, b) => b.count - a.count)
    const certain = all.filter((b) => b.count === draws)
    for (const { impossible } of certain.length > 0 ? certain : all.slice(0, 1)) {
      const { at, code, message, expected } = impossible
      const share = draws === 1 ? '' : ` (in ${all[0].count} of ${draws} draws)`
      this.#report(diagnose(at, { code, message: message + share, expected }))
    }
  }

  #scenario(material: Material): Scenario | null {
    const { document } = material
    if (!isWhole(document)) return null
    const tags = Object.entries(document.tags).map(([key, value]) => [
      key,
      Array.isArray(value) ? value : [value],
    ])
    return {
      file: this.#path,
      name: document.scenario,
      title: document.title,
      description: document.description ?? '',
      tags: Object.fromEntries(tags) as Scenario['tags'],
      seed: document.run.seed,
      material: { ...material, document },
    }
  }
}

const isWhole = (document: ScenarioDocument): document is WholeDocument =>
  REQUIRED.every((key) => document[key] !== undefined)

const usesParameter = (formula: Formula): boolean =>
  JSON.stringify(formula.expression).includes('"kind":"parameter"')

const sameType = (a: Type, b: Type): boolean =>
  a.kind === 'quantity' && b.kind === 'quantity' ? sameDimension(a.dimension, b.dimension) : a.kind === b.kind

const mapKeys = (tree: Node, path: Path): string[] => {
  const node = nodeAt(tree, path)
  const there = path.length === 1 && tree.kind === 'map' && tree.entries.has(String(path[0]))
  return there && node.kind === 'map' ? [...node.entries.keys()] : []
}

const paramNames = (tree: Node): string[] => mapKeys(tree, ['params'])
