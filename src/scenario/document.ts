/** Reading files of the language: text -> tree -> document, with every mistake at its place. */
import * as z from 'zod'
import { compile, placeMistake, type PlacedFormula } from './schema/compile.ts'
import { closest, type Diagnostic } from './diagnostics.ts'
import { describeRule, mentionsParameter, type Formula } from './expression/formula.ts'
import { evaluateFixed } from './expression/evaluate.ts'
import { diagnose, diagnoseFile, overlay, parseSource, type Complaint, type Node } from './source.ts'
import { describeType, typeExpression, type Scope, type Type } from './expression/types.ts'
import { DIMENSIONLESS, QUANTITIES, sameDimension } from './expression/units.ts'

/**
 * Where files come from: a disk, a browser's memory, a test. Paths use `/`. Whoever loads text of strangers
 * gives files that hold nothing secret: a scenario may extend any YAML file that it can name.
 */
export interface Files {
  /** The text of a file, or null when there is none. */
  read(path: string): string | null
  /** Names of the files in a folder; empty when there is none. */
  list(folder: string): readonly string[]
}

type Report = (diagnostic: Diagnostic) => void

const LONGEST_CHAIN = 8

/** Where a file may find those that it extends. */
export interface Shelves {
  readonly files: Files
  /** Folder of the scenario library: looked into when a file to extend is not beside the one that names it. */
  readonly library: string | null
}

/** A file with what it extends laid under it; null when nothing could be read. */
export const readTree = (
  shelves: Shelves,
  path: string,
  report: Report,
  chain: readonly string[] = [],
): Node | null => {
  const text = shelves.files.read(path)
  if (text === null) {
    const suggestion = neighbour(shelves.files, path)
    const message = 'there is no such file'
    report(diagnoseFile(path, { code: 'missing-file', message, expected: 'a scenario in YAML', suggestion }))
    return null
  }
  const { root, diagnostics } = parseSource(path, text)
  diagnostics.forEach(report)
  const base = root?.kind === 'map' ? root.entries.get('extends')?.value : undefined
  if (root === null || base === undefined) return root
  const below = readBase(shelves, path, base, report, [...chain, path])
  if (below !== null) return overlay(below, root)
  return root.kind === 'map' ? { ...root, incomplete: true } : root
}

const readBase = (
  shelves: Shelves,
  path: string,
  base: Node,
  report: Report,
  chain: readonly string[],
): Node | null => {
  const refuse = (message: string, expected: string | null): null => {
    report(diagnose(base.at, { code: 'bad-extends', message, expected }))
    return null
  }
  const found = findFile(shelves, path, base.kind === 'scalar' ? String(base.value) : '')
  if ('problem' in found) {
    report(diagnose(base.at, found.problem))
    return null
  }
  const { path: target, wanted } = found
  if (chain.includes(target)) return refuse(`'${wanted}' builds on this file itself`, null)
  if (chain.length >= LONGEST_CHAIN)
    return refuse(`more than ${LONGEST_CHAIN} files build on each other`, null)
  return readTree(shelves, target, report, chain)
}

interface Found {
  readonly path: string
  readonly wanted: string
  readonly text: string
}

/** A file that another one names: beside it, or in the library. */
export const findFile = (
  { files, library }: Shelves,
  from: string,
  wanted: string,
): Found | { readonly problem: Complaint } => {
  if (!/^[^\\:]+\.ya?ml$/.test(wanted)) {
    const message = 'this is no file to build on'
    return { problem: { code: 'bad-extends', message, expected: 'a path that ends in .yaml' } }
  }
  const beside = normalise(wanted.startsWith('/') ? wanted : folderOf(from) + wanted)
  const shelved = library === null ? beside : normalise(`${library}/${wanted}`)
  for (const path of [beside, shelved]) {
    const text = files.read(path)
    if (text !== null) return { path, wanted, text }
  }
  const near = neighbour(files, beside) ?? neighbour(files, shelved)
  const suggestion = near === null ? null : folderOf(wanted) + near
  return { problem: { code: 'missing-file', message: `there is no file '${beside}'`, suggestion } }
}

/** Up to and with the last `/`. */
const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1)

/** A file of the same folder whose name is nearly the same; null: none. */
const neighbour = (files: Files, path: string): string | null => {
  const folder = folderOf(path)
  const names = files.list(folder === '' ? '.' : folder.slice(0, -1)).filter((name) => /\.ya?ml$/.test(name))
  const found = closest(stem(path.slice(folder.length)), names.map(stem))
  return names.find((name) => stem(name) === found) ?? null
}

/** A name without its ending: that all end in `.yaml` makes no two names alike. */
const stem = (name: string): string => name.replace(/\.[^.]*$/, '')

/** Resolves `.` and `..` in a path. */
const normalise = (path: string): string => {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..' && parts.at(-1) !== '') parts.pop()
    else if (part !== '.') parts.push(part)
  }
  return parts.join('/')
}

/**
 * Types one formula: names, dimensions, bounds of fixed values.
 * @param fixed values of the parameters that are the same in every draw, to check their bounds too
 */
export const typeFormula = (
  { formula, syntax, node }: PlacedFormula,
  scope: Scope,
  report: Report,
  used: (parameter: string) => void = () => undefined,
): Type | null => {
  let mistakes = 0
  const typed = typeExpression(
    syntax,
    scope,
    (mistake) => {
      mistakes++
      report(diagnose(placeMistake(node, mistake), mistake))
    },
    used,
  )
  const { type } = typed
  if (type === null || mistakes > 0) return null
  const complain = (code: Diagnostic['code'], message: string): null => {
    const at = placeMistake(node, {
      offset: syntax.offset,
      length: syntax.end - syntax.offset,
    })
    report(diagnose(at, { code, message, expected: describeRule(formula.rule) }))
    return null
  }
  const { rule } = formula
  if (rule.kind === 'condition' && type.kind !== 'condition')
    return complain('wrong-dimension', `'${formula.text}' is ${describeType(type)}`)
  if (rule.kind === 'word' && type.kind !== 'text')
    return complain('wrong-type', `'${formula.text}' is ${describeType(type)}`)
  if (rule.kind === 'value' && type.kind === 'condition')
    return complain('wrong-type', `'${formula.text}' is a condition`)
  if (rule.kind === 'quantity') {
    const { dimension } = QUANTITIES[rule.quantity]
    if (type.kind !== 'quantity') return complain('wrong-type', `'${formula.text}' is ${describeType(type)}`)
    if (!sameDimension(type.dimension, dimension)) {
      const bare = sameDimension(type.dimension, DIMENSIONLESS) && /^[-\d.eE+\s]+$/.test(formula.text)
      return bare
        ? complain('missing-unit', `'${formula.text}' has no unit`)
        : complain('wrong-dimension', `'${formula.text}' is ${describeType(type)}`)
    }
    if (
      isFixed(formula, typed.expression) &&
      isOutside(formula, Number(evaluateFixed(typed.expression, {})))
    ) {
      return complain('out-of-range', `'${formula.text}' is not possible here`)
    }
  }
  formula.expression = typed.expression
  return type
}

const isFixed = (formula: Formula, expression: NonNullable<Formula['expression']>): boolean =>
  formula.rule.kind === 'quantity' && !mentionsParameter(expression)

/** Whether a value breaks the bounds of its place. A division by zero is outside everything. */
export const isOutside = ({ rule }: Formula, value: number): boolean =>
  rule.kind === 'quantity' &&
  (!Number.isFinite(value) ||
    (rule.min !== null && value < rule.min.value) ||
    (rule.max !== null && value > rule.max.value))

const FIXED: Scope = {
  parameters: new Map(),
  faulty: new Set(),
  actors: null,
  subject: null,
  bareParameters: false,
}

/** Reads a file of fixed quantities, such as a vehicle, over what it extends; null when it has a mistake. */
export const readFixed = <T extends z.ZodType>(
  shelves: Shelves,
  path: string,
  schema: T,
  report: Report,
): { document: z.output<T>; tree: Node } | null => {
  let mistakes = 0
  const counted: Report = (d) => {
    if (d.severity === 'error') mistakes++
    report(d)
  }
  const tree = readTree(shelves, path, counted)
  if (tree === null) return null
  const { document, formulas } = compile(schema, tree, counted)
  for (const formula of formulas) typeFormula(formula, FIXED, counted)
  return document === null || mistakes > 0 ? null : { document, tree }
}
