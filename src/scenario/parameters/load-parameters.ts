/** Typing the parameters of a file, one after the other, and fixing those that are given from outside. */
import { keyAt, placeMistake, type PlacedFormula } from '../schema/compile.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import { typeFormula } from '../document.ts'
import { Formula, readFormula, type FormulaRule } from '../expression/formula.ts'
import {
  drawOf,
  isContinuous,
  medianParameters,
  mistakesOf,
  numbersOf,
  valuesOf,
  type Draw,
  type Parameter,
} from './parameters.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import { diagnose, mapKeys, Source, type Node } from '../source.ts'
import { describeType, type Scope, type Type } from '../expression/types.ts'
import { sameDimension } from '../expression/units.ts'

export interface ParameterSource {
  readonly params: ScenarioDocument['params']
  readonly tree: Node
  readonly placed: Map<Formula, PlacedFormula>
  readonly overrides: Readonly<Record<string, string>>
  readonly report: (diagnostic: Diagnostic) => void
  /** Called with the name of each parameter that another one uses. */
  readonly use: (parameter: string) => void
}

export interface TypedParameters {
  readonly parameters: readonly Parameter[]
  /** The same as they are written, whatever is given from outside. */
  readonly written: readonly Parameter[]
  /** Whether each has a value: false when one holds a mistake. */
  readonly sound: boolean
  /** For the formulas of the rest of the file. */
  readonly scope: Scope
  /** The names of those that chance decides, whatever is given from outside. */
  readonly drawn: ReadonlySet<string>
}

/** Types all parameters: each may use those above it. */
export const typeParameters = (source: ParameterSource): TypedParameters => {
  const { params, tree, overrides } = source
  const names = mapKeys(tree, 'params')
  for (const [name, text] of Object.entries(overrides)) {
    if (!names.includes(name)) reportUnknown(source, name, text, names)
  }
  const types = new Map<string, Type>()
  const scopeAbove = (count: number): Scope => ({
    parameters: new Map(types),
    faulty: new Set(names.slice(0, count).filter((n) => !types.has(n))),
    below: new Set(names.slice(count)),
    actors: null,
    subject: null,
    bareParameters: false,
  })
  const parameters: Parameter[] = []
  const plain: Parameter[] = []
  const drawn = new Set<string>()
  for (const [name, written] of Object.entries(params)) {
    const scope = scopeAbove(names.indexOf(name))
    const draw = drawOf(written)
    const type = typeDraw(source, draw, scope)
    if (type === null) continue
    types.set(name, type)
    if (draw.kind !== 'fixed') drawn.add(name)
    const description = written instanceof Formula ? null : (written.description ?? null)
    const parameter = { name, description, draw, type }
    plain.push(parameter)
    parameters.push(overridden(source, parameter, scope))
  }
  const lawful = checkLaws(source, parameters)
  const sound = lawful && parameters.length === names.length
  return { parameters, written: plain, sound, scope: scopeAbove(names.length), drawn }
}

const complain = ({ report }: ParameterSource, node: Node, complaint: Parameters<typeof diagnose>[1]): void =>
  report(diagnose(node.at, complaint))

/** The type that all values of a distribution share; null after a report that there is none. */
const typeDraw = (source: ParameterSource, draw: Draw, scope: Scope): Type | null => {
  const { placed, report, use } = source
  const { numbers, conditions } = numbersOf(draw)
  const { values } = valuesOf(draw)
  let type: Type | null = null
  let sound = true
  for (const formula of conditions) {
    const found = placed.get(formula)
    if (!found || typeFormula(found, { ...scope, bareParameters: true }, report, use) === null) sound = false
  }
  for (const formula of new Set([...values, ...numbers])) {
    const found = placed.get(formula)
    const own = found === undefined ? null : typeFormula(found, scope, report, use)
    if (found === undefined || own === null) {
      sound = false
    } else if (values.includes(formula)) {
      type ??= own
      if (sameType(type, own)) continue
      sound = false
      complain(source, found.node, {
        code: 'wrong-dimension',
        message: `'${formula.text}' is ${describeType(own)}`,
        expected: `${describeType(type)}, as before`,
      })
    }
  }
  if (isContinuous(draw) && type?.kind === 'text') {
    const found = placed.get(values[0])
    if (found)
      complain(source, found.node, {
        code: 'wrong-type',
        message: `'${values[0].text}' is a text`,
        expected: 'a quantity',
      })
    sound = false
  }
  return sound ? type : null
}

const reportUnknown = (
  { report }: ParameterSource,
  name: string,
  text: string,
  names: readonly string[],
): void => {
  const at = { source: new Source('--set', `${name}=${text}`), offset: 0, length: name.length }
  report(
    diagnose(at, {
      code: 'unknown-parameter',
      message: `there is no parameter '${name}'`,
      expected: names.length === 0 ? 'none: this scenario has no parameters' : `one of ${names.join(', ')}`,
      suggestion: closest(name, names),
    }),
  )
}

/** The parameter, fixed to what is said of it outside. */
const overridden = (source: ParameterSource, parameter: Parameter, scope: Scope): Parameter => {
  const { name } = parameter
  const { overrides, placed, report } = source
  if (!Object.hasOwn(overrides, name)) return parameter
  const text = overrides[name]
  const at = { source: new Source('--set', `${name}=${text}`), offset: name.length + 1, length: text.length }
  const node: Node = { kind: 'scalar', at, value: text, content: at.offset, size: 1 }
  const rule: FormulaRule = { kind: 'value' }
  const parsed = readFormula(text, rule)
  if ('mistake' in parsed) {
    report(diagnose(placeMistake(node, parsed.mistake), parsed.mistake))
    return parameter
  }
  const formula = new Formula(text, rule)
  const found: PlacedFormula = { formula, syntax: parsed.syntax, node, path: ['params', name] }
  const type = typeFormula(found, scope, report)
  if (type === null) return parameter
  if (!sameType(type, parameter.type)) {
    const bare = /^[-\d.eE+\s]+$/.test(text)
    complain(source, node, {
      code: bare ? 'missing-unit' : 'wrong-dimension',
      message: bare ? `'${text}' has no unit` : `'${text}' is ${describeType(type)}`,
      expected: describeType(parameter.type),
    })
    return parameter
  }
  placed.set(formula, found)
  return { ...parameter, draw: { kind: 'fixed', value: formula } }
}

/** Reports numbers that no distribution can have; true when there are none. */
const checkLaws = (source: ParameterSource, parameters: readonly Parameter[]): boolean => {
  const medians = medianParameters(parameters)
  let lawful = true
  for (const { draw } of parameters) {
    for (const { formula, message, expected } of mistakesOf(draw, medians)) {
      const found = source.placed.get(formula)
      if (found === undefined) continue
      lawful = false
      complain(source, found.node, { code: 'out-of-range', message, expected })
    }
  }
  return lawful
}

const sameType = (a: Type, b: Type): boolean =>
  a.kind === 'quantity' && b.kind === 'quantity' ? sameDimension(a.dimension, b.dimension) : a.kind === b.kind

/** Warns of parameters that nothing uses. */
export const checkUnused = (
  tree: Node,
  used: ReadonlySet<string>,
  report: (diagnostic: Diagnostic) => void,
): void => {
  for (const name of mapKeys(tree, 'params')) {
    if (used.has(name)) continue
    const at = keyAt(tree, ['params', name])
    const message = `the parameter '${name}' is never used`
    report(diagnose(at, { code: 'unused-parameter', severity: 'warning', message }))
  }
}
