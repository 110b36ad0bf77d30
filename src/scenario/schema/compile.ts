/**
 * Walks a tree of nodes along a schema: what is right becomes a document, what is wrong becomes a diagnostic
 * at its own place. Unlike the schema's own parse it goes on after a mistake, so that everything is said in
 * one pass, and it knows which variant of a union was meant, so that it can say what is wrong with that one.
 *
 * A part that holds a mistake is left out of the document (an optional key, an entry of a map or list) or
 * takes its holder with it (a required key), so what is left is always whole and can be checked further.
 */
import type * as z from 'zod'
import { safeParse } from 'zod/v4/core'
import { closest, type Diagnostic } from '../diagnostics.ts'
import { describeRule, readFormula, type Formula, type FormulaRule } from '../expression/formula.ts'
import type { Syntax, TextMistake } from '../expression/parse.ts'
import { headKey, view, type Schema } from './view.ts'
import { diagnose, type Complaint, type Node, type Span } from '../source.ts'

/** A formula of the document with its syntax and the place it stands at. */
export interface PlacedFormula {
  readonly formula: Formula
  readonly syntax: Syntax
  readonly node: Node
  /** Keys and indices from the root. */
  readonly path: Path
}

export type Path = readonly (string | number)[]

export interface Compiled<T> {
  /** null: nothing whole was left. */
  readonly document: T | null
  readonly formulas: readonly PlacedFormula[]
  /** Where a part of the document (a map) stood in the tree. */
  readonly pathOf: (part: object) => Path
}

/** Compiles the tree under `root`. @param report called for each mistake */
export const compile = <T extends z.ZodType>(
  schema: T,
  root: Node,
  report: (diagnostic: Diagnostic) => void,
): Compiled<z.output<T>> => {
  const compiler = new Compiler(report)
  const document = compiler.compile(schema, root, [])
  return {
    document: document === BAD ? null : (document as z.output<T>),
    formulas: compiler.formulas,
    pathOf: (part) => compiler.paths.get(part) ?? [],
  }
}

/** Where a mistake inside a scalar's text stands in the file. */
export const placeMistake = (node: Node, mistake: Pick<TextMistake, 'offset' | 'length'>): Span => {
  if (node.kind !== 'scalar' || node.content === null) return node.at
  return { source: node.at.source, offset: node.content + mistake.offset, length: mistake.length }
}

const isAllOptional = (schema: Schema): boolean => {
  const seen = view(schema)
  return seen.kind === 'object' && [...seen.shape.values()].every((key) => view(key).kind === 'optional')
}

const BAD = Symbol('a part with a mistake')

class Compiler {
  readonly formulas: PlacedFormula[] = []
  readonly paths = new WeakMap<object, Path>()
  readonly #report: (diagnostic: Diagnostic) => void

  constructor(report: (diagnostic: Diagnostic) => void) {
    this.#report = report
  }

  compile(schema: Schema, node: Node, path: Path): unknown {
    const seen = view(schema)
    switch (seen.kind) {
      case 'formula':
        return this.#formula(seen.rule, seen.make, node, path)
      case 'optional':
        return this.compile(seen.inner, node, path)
      case 'object':
        return this.#object(seen.shape, seen.rest, node, path)
      case 'record':
        return this.#record(seen.key, seen.value, node, path)
      case 'list':
        return this.#list(seen, node, path)
      case 'tuple':
        return this.#tuple(seen.items, node, path)
      case 'union':
        return this.#union(seen.options, seen.discriminator, node, path)
      case 'shorthand': {
        if (node.kind !== 'scalar') return this.#wrongType(node, listWords(seen.words))
        const word = String(node.value)
        return seen.words.includes(word)
          ? this.compile(seen.target, asNode(seen.expand(word), node.at), path)
          : this.#unknownWord(node, seen.words)
      }
      case 'plain':
        return this.#plain(seen.schema, seen.words, seen.noun, node)
    }
  }

  #complain(at: Span, complaint: Complaint): typeof BAD {
    this.#report(diagnose(at, complaint))
    return BAD
  }

  #wrongType(node: Node, expected: string): typeof BAD {
    const found =
      node.kind === 'map'
        ? 'a map'
        : node.kind === 'list'
          ? 'a list'
          : node.value === null
            ? 'nothing'
            : typeof node.value === 'number' && !Number.isFinite(node.value)
              ? 'a number that is not finite'
              : `'${String(node.value).slice(0, 60)}'`
    const at = node.kind === 'scalar' ? node.at : { ...node.at, length: 1 }
    return this.#complain(at, { code: 'wrong-type', message: `${found} stands here`, expected })
  }

  #formula(rule: FormulaRule, make: (text: string) => Formula, node: Node, path: Path): unknown {
    if (node.kind !== 'scalar' || typeof node.value === 'boolean' || node.value === null) {
      return this.#wrongType(node, describeRule(rule))
    }
    if (typeof node.value === 'number' && !Number.isFinite(node.value))
      return this.#wrongType(node, describeRule(rule))
    const formula = make(String(node.value))
    const parsed = readFormula(formula.text, rule)
    if ('mistake' in parsed) {
      const { mistake } = parsed
      return this.#complain(placeMistake(node, mistake), mistake)
    }
    this.formulas.push({ formula, syntax: parsed.syntax, node, path })
    return formula
  }

  #object(shape: ReadonlyMap<string, Schema>, rest: Schema | null, node: Node, path: Path): unknown {
    if (node.kind !== 'map') return this.#wrongType(node, `a map with ${listWords([...shape.keys()])}`)
    const document: Record<string, unknown> = {}
    this.paths.set(document, path)
    let bad = false
    for (const [key, schema] of shape) {
      const entry = node.entries.get(key)
      const value =
        entry === undefined
          ? this.#absent(schema, key, node, path)
          : this.compile(schema, entry.value, [...path, key])
      if (value !== BAD) document[key] = value
      else if (view(schema).kind !== 'optional') bad = true
      else document[key] = this.#fallback(schema, node, [...path, key])
    }
    for (const [key, entry] of node.entries) {
      if (shape.has(key)) continue
      // Where any name may stand it stands for a map, so a name with a plain value is a misspelt key.
      const unknown = rest === null || entry.value.kind !== 'map'
      const value = unknown
        ? this.#unknownKey(key, entry.at, shape.keys())
        : this.compile(rest, entry.value, [...path, key])
      if (value !== BAD) define(document, key, value)
    }
    return bad ? BAD : document
  }

  #unknownKey(key: string, at: Span, known: Iterable<string>): typeof BAD {
    const keys = [...known]
    const suggestion = closest(key, keys)
    return this.#complain(at, {
      code: 'unknown-key',
      message: `unknown key '${key}'`,
      expected: listWords(keys),
      suggestion,
    })
  }

  #absent(schema: Schema, key: string, holder: Node, path: Path): unknown {
    if (view(schema).kind === 'optional') return this.#fallback(schema, holder, [...path, key])
    if (holder.kind === 'map' && holder.incomplete === true) return BAD
    const at = { ...holder.at, length: 1 }
    return this.#complain(at, {
      code: 'missing-key',
      message: `the key '${key}' is missing${path.length === 0 ? '' : ` in ${path.join('.')}`}`,
    })
  }

  /** What an optional key has when it is not written: undefined, or its default compiled as if it had been. */
  #fallback(schema: Schema, holder: Node, path: Path): unknown {
    const seen = view(schema)
    if (seen.kind !== 'optional' || seen.fallback === undefined) return undefined
    return this.compile(seen.inner, asNode(seen.fallback, holder.at), path)
  }

  #record(key: Schema, value: Schema, node: Node, path: Path): unknown {
    if (node.kind !== 'map') return this.#wrongType(node, 'a map')
    const document: Record<string, unknown> = {}
    for (const [name, entry] of node.entries) {
      const named = safeParse(key, name)
      if (!named.success) {
        this.#complain(entry.at, {
          code: 'bad-value',
          message: `'${name.slice(0, 60)}' cannot be a name`,
          expected: named.error.issues[0].message,
        })
      }
      const item = this.compile(value, entry.value, [...path, name])
      if (item !== BAD && named.success) define(document, name, item)
    }
    return document
  }

  #list(
    list: { readonly item: Schema; readonly least: number; readonly most: number },
    node: Node,
    path: Path,
  ): unknown {
    if (node.kind !== 'list') return this.#wrongType(node, 'a list')
    const { least, most } = list
    if (node.incomplete === true) return BAD
    if (node.items.length < least || node.items.length > most) {
      const at = { ...node.at, length: 1 }
      const expected = node.items.length < least ? `at least ${least}` : `at most ${most}`
      return this.#complain(at, {
        code: 'bad-value',
        message: `the list has ${node.items.length} entries`,
        expected,
      })
    }
    return node.items
      .map((item, i) => this.compile(list.item, item, [...path, i]))
      .filter((item) => item !== BAD)
  }

  #tuple(schemas: readonly Schema[], node: Node, path: Path): unknown {
    if (node.kind !== 'list' || node.items.length !== schemas.length)
      return this.#wrongType(node, `a list of ${schemas.length} values`)
    const items = schemas.map((schema, i) => this.compile(schema, node.items[i], [...path, i]))
    return items.includes(BAD) ? BAD : items
  }

  #union(options: readonly Schema[], discriminator: string | null, node: Node, path: Path): unknown {
    const views = options.map((schema) => ({ schema, seen: view(schema) }))
    if (node.kind === 'list') {
      const list = views.find(({ seen }) => seen.kind === 'list' || seen.kind === 'tuple')
      return list === undefined
        ? this.#wrongType(node, whatever(options))
        : this.compile(list.schema, node, path)
    }
    if (node.kind === 'scalar') {
      const plain = views.filter(
        ({ seen }) => seen.kind === 'plain' || seen.kind === 'formula' || seen.kind === 'shorthand',
      )
      if (plain.length === 0) return this.#wrongType(node, whatever(options))
      if (plain.length === 1) return this.compile(plain[0].schema, node, path)
      const fitting = plain.find(({ schema }) => safeParse(schema, node.value).success)
      return fitting === undefined
        ? this.#wrongType(node, whatever(options))
        : this.compile(fitting.schema, node, path)
    }
    const inner = views.find(({ seen }) => seen.kind === 'union')
    if (inner !== undefined) return this.compile(inner.schema, node, path)
    if (discriminator !== null) return this.#discriminated(options, discriminator, node, path)
    const variants = options.filter((schema) => headKey(schema) !== null)
    // One variant's head may be another key of its sister (`walk` has a `speed`): the one that knows most is meant.
    const strangers = (schema: Schema): number => {
      const seen = view(schema)
      return seen.kind === 'object'
        ? [...node.entries.keys()].filter((key) => !seen.shape.has(key)).length
        : 0
    }
    const headed = variants.filter((schema) => node.entries.has(headKey(schema)!))
    const fewest = Math.min(...headed.map(strangers))
    const variant = headed.find((schema) => strangers(schema) === fewest)
    if (variant !== undefined) return this.compile(variant, node, path)
    if (variants.length === 0) return this.#wrongType(node, whatever(options))
    // Nothing tells the only one apart where none of its keys has to be there.
    if (variants.length === 1 && isAllOptional(variants[0])) return this.compile(variants[0], node, path)
    return this.#noVariant(
      variants.map((schema) => headKey(schema)!),
      node,
    )
  }

  /** None of the keys that tell the variants apart is there: it may be a misspelt one. */
  #noVariant(heads: readonly string[], node: Node & { kind: 'map' }): typeof BAD {
    for (const { key, at } of node.entries.values()) {
      const suggestion = closest(key, heads)
      if (suggestion !== null) return this.#unknownKey(key, at, heads)
    }
    if (node.incomplete === true) return BAD
    const first = [...node.entries.values()].at(0)
    if (node.entries.size === 1 && first !== undefined) return this.#unknownKey(first.key, first.at, heads)
    return this.#complain(
      { ...node.at, length: 1 },
      {
        code: 'missing-key',
        message: 'the key that says what this is, is missing',
        expected: listWords(heads),
      },
    )
  }

  #discriminated(
    options: readonly Schema[],
    discriminator: string,
    node: Node & { kind: 'map' },
    path: Path,
  ): unknown {
    const words = options.map((schema) => {
      const seen = view(schema)
      const key = seen.kind === 'object' ? seen.shape.get(discriminator) : undefined
      const inner = key === undefined ? null : view(key)
      return inner?.kind === 'plain' ? inner.words[0] : ''
    })
    const entry = node.entries.get(discriminator)
    if (entry === undefined) return this.#noVariant([discriminator], node)
    const chosen = entry.value.kind === 'scalar' ? words.indexOf(String(entry.value.value)) : -1
    if (chosen >= 0) return this.compile(options[chosen], node, path)
    if (entry.value.kind !== 'scalar') return this.#wrongType(entry.value, listWords(words))
    return this.#unknownWord(entry.value, words)
  }

  #unknownWord(node: Node & { kind: 'scalar' }, words: readonly string[]): typeof BAD {
    const word = String(node.value)
    return this.#complain(node.at, {
      code: 'bad-value',
      message: `'${word.slice(0, 60)}' is not known here`,
      expected: listWords(words),
      suggestion: synonym(word, words) ?? closest(word, words),
    })
  }

  #plain(schema: Schema, words: readonly string[], noun: string, node: Node): unknown {
    if (node.kind !== 'scalar') return this.#wrongType(node, words.length > 0 ? listWords(words) : noun)
    const judged = safeParse(schema, node.value)
    if (judged.success) return judged.data
    if (words.length > 0) return this.#unknownWord(node, words)
    const [issue] = judged.error.issues
    if (issue.code === 'invalid_type') return this.#wrongType(node, noun)
    const said = issue.code === 'custom' || (issue.code === 'invalid_format' && issue.format === 'regex')
    return this.#complain(node.at, {
      code: 'bad-value',
      message: `'${String(node.value).slice(0, 60)}' is not possible here`,
      expected: said ? issue.message : lengthOf(issue, noun),
    })
  }
}

const lengthOf = (issue: z.core.$ZodIssue, noun: string): string => {
  if (issue.code === 'too_big' && issue.origin === 'string')
    return `${noun} of at most ${issue.maximum} characters`
  if (issue.code === 'too_small' && issue.origin === 'string')
    return `${noun} of at least ${issue.minimum} characters`
  return noun
}

const ON = ['on', 'yes', 'true', 'y']
const OFF = ['off', 'no', 'false', 'n']

/** What YAML's other words for true and false are called here. */
const synonym = (word: string, words: readonly string[]): string | null => {
  const same = [ON, OFF].find((list) => list.includes(word.toLowerCase()))
  return words.find((other) => same?.includes(other)) ?? null
}

/** `__proto__` is a key like any other. */
const define = (target: Record<string, unknown>, key: string, value: unknown): void => {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}

/** What the options of a union are, in words. */
const whatever = (options: readonly Schema[]): string =>
  options
    .map((schema) => {
      const seen = view(schema)
      if (seen.kind === 'formula') return describeRule(seen.rule)
      if (seen.kind === 'shorthand') return seen.words.join(', ')
      if (seen.kind === 'plain') return seen.words.length > 0 ? seen.words.join(', ') : seen.noun
      if (seen.kind === 'union') return `a map with '${seen.discriminator ?? ''}'`
      if (seen.kind === 'object') return `a map with '${headKey(schema) ?? ''}'`
      return 'a list'
    })
    .join(', or ')

const listWords = (words: readonly string[]): string => {
  if (words.length === 1) return words[0]
  const shown = words.length > 14 ? [...words.slice(0, 14), '...'] : words
  return `one of ${shown.join(', ')}`
}

/** A default as if it had been written at `at`. */
const asNode = (value: unknown, at: Span): Node => {
  if (Array.isArray(value)) return { kind: 'list', at, items: value.map((v) => asNode(v, at)), size: 1 }
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, v]) => [key, { key, at, value: asNode(v, at) }] as const)
    return { kind: 'map', at, entries: new Map(entries), size: 1 }
  }
  return { kind: 'scalar', at, value: value as string | number | boolean, content: null, size: 1 }
}

/** The node at a path, or the deepest one on the way there. */
export const nodeAt = (root: Node, path: Path): Node => {
  let node = root
  for (const step of path) {
    const next =
      node.kind === 'map'
        ? node.entries.get(String(step))?.value
        : node.kind === 'list'
          ? node.items[Number(step)]
          : undefined
    if (next === undefined) break
    node = next
  }
  return node
}

/** The span of the key at a path (for a list entry, of the entry), or of the deepest holder that there is. */
export const keyAt = (root: Node, path: Path): Span => {
  const holder = nodeAt(root, path.slice(0, -1))
  const last = path.at(-1)
  if (holder.kind === 'map' && last !== undefined) {
    const entry = holder.entries.get(String(last))
    if (entry !== undefined) return entry.at
  }
  const node = nodeAt(root, path)
  return node.kind === 'scalar' ? node.at : { ...node.at, length: 1 }
}
