/**
 * YAML text -> a tree in which every node and every key knows where it stands. The only file that knows
 * the yaml package. Hostile files (huge, deep, bombs of aliases) end in a diagnostic.
 */
import { isAlias, isMap, isScalar, isSeq, parseDocument, type Document, type YAMLError } from 'yaml'
import { closest, type Diagnostic, type DiagnosticCode } from './diagnostics.ts'
import type { Position } from './expression/expression.ts'

export const LARGEST_FILE = 128 * 1024
export const MOST_NODES = 20_000
const DEEPEST = 40
const MOST_MISTAKES = 100

/** One file's text. */
export class Source {
  readonly file: string
  readonly text: string
  readonly #lineStarts: number[] = [0]

  constructor(file: string, text: string) {
    this.file = file
    this.text = text
    for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) this.#lineStarts.push(i + 1)
  }

  position(offset: number): Position {
    let low = 0
    let high = this.#lineStarts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#lineStarts[middle] <= offset) low = middle
      else high = middle - 1
    }
    return { file: this.file, line: low + 1, column: offset - this.#lineStarts[low] + 1 }
  }

  /** The text of a line (1-based), without its end. */
  line(number: number): string {
    const end = this.text.indexOf('\n', this.#lineStarts[number - 1])
    return this.text.slice(this.#lineStarts[number - 1], end < 0 ? undefined : end).replace(/\r$/, '')
  }
}

/** A stretch of a source. */
export interface Span {
  readonly source: Source
  readonly offset: number
  readonly length: number
}

export interface Entry {
  readonly key: string
  readonly at: Span
  readonly value: Node
}

export type Node =
  | {
      readonly kind: 'scalar'
      readonly at: Span
      readonly value: string | number | boolean | null
      /** Offset in the source at which the value's own characters start; null: they are escaped or folded. */
      readonly content: number | null
      readonly size: number
    }
  | {
      readonly kind: 'map'
      readonly at: Span
      readonly entries: ReadonlyMap<string, Entry>
      readonly size: number
      /** A fragment of it, or what it builds on, is missing, so nothing is said of what it lacks. */
      readonly incomplete?: boolean
    }
  | {
      readonly kind: 'list'
      readonly at: Span
      readonly items: readonly Node[]
      readonly size: number
      readonly incomplete?: boolean
    }

export interface Complaint {
  readonly code: DiagnosticCode
  readonly message: string
  readonly expected?: string | null
  readonly suggestion?: string | null
  readonly severity?: Diagnostic['severity']
}

/** A diagnostic about a stretch of a file. */
export const diagnose = (at: Span, complaint: Complaint): Diagnostic => {
  const position = at.source.position(at.offset)
  const excerpt = at.source.line(position.line)
  return {
    ...position,
    severity: complaint.severity ?? 'error',
    code: complaint.code,
    message: complaint.message,
    expected: complaint.expected ?? null,
    suggestion: complaint.suggestion ?? null,
    length: Math.max(1, Math.min(at.length, excerpt.length - position.column + 1)),
    excerpt,
  }
}

/** A diagnostic about a file as a whole, or one that is not there. */
export const diagnoseFile = (file: string, complaint: Complaint): Diagnostic => ({
  file,
  line: 1,
  column: 1,
  severity: complaint.severity ?? 'error',
  code: complaint.code,
  message: complaint.message,
  expected: complaint.expected ?? null,
  suggestion: complaint.suggestion ?? null,
  length: 1,
  excerpt: null,
})

export interface ParsedSource {
  /** null: nothing that could be read. */
  readonly root: Node | null
  readonly diagnostics: readonly Diagnostic[]
}

/** Reads a YAML file's text. */
export const parseSource = (file: string, text: string): ParsedSource => {
  if (text.length > LARGEST_FILE) {
    return {
      root: null,
      diagnostics: [
        diagnoseFile(file, {
          code: 'file-too-large',
          message: 'the file is too large',
          expected: `at most ${LARGEST_FILE / 1024} KiB`,
        }),
      ],
    }
  }
  const source = new Source(file, text)
  const depth = indentationDepth(text)
  if (depth !== null) {
    const at = { source, offset: depth, length: 1 }
    return {
      root: null,
      diagnostics: [
        diagnose(at, {
          code: 'too-deep',
          message: 'values are nested too deeply',
          expected: `at most ${DEEPEST} levels`,
        }),
      ],
    }
  }
  let document: Document.Parsed
  try {
    // Own check of unique keys: the library's is quadratic. No schema's merge keys: they are resolved here.
    document = parseDocument(text, {
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: 'error',
      merge: false,
    })
  } catch (thrown) {
    // The library recurses; text made to break it overflows the stack.
    if (!(thrown instanceof RangeError)) throw thrown
    return {
      root: null,
      diagnostics: [diagnoseFile(file, { code: 'too-deep', message: 'values are nested too deeply' })],
    }
  }
  const complaints = [...document.errors, ...document.warnings].slice(0, MOST_MISTAKES)
  const diagnostics = complaints.map((e) => syntaxDiagnostic(source, e))
  const reader = new Reader(source, diagnostics)
  const root = reader.readAll(document.contents)
  if (root === null && diagnostics.length === 0) {
    diagnostics.push(
      diagnoseFile(file, { code: 'yaml-syntax', message: 'the file is empty', expected: 'a map of keys' }),
    )
  }
  return { root, diagnostics: diagnostics.slice(0, MOST_MISTAKES) }
}

const syntaxDiagnostic = (source: Source, error: YAMLError): Diagnostic => {
  const [from, to] = error.pos
  // What is missing at the end of a file is missing behind its last word, not on a line that nobody wrote.
  const offset = from < source.text.trimEnd().length ? from : source.text.trimEnd().length
  const message = error.message.replace(/\s*\n[\s\S]*$/, '').replace(/[.:]$/, '')
  return diagnose(
    { source, offset, length: to - from },
    { code: 'yaml-syntax', message: `broken YAML: ${message}` },
  )
}

/**
 * Where brackets or indentation go deeper than any scenario does, before the library recurses into them;
 * null: nowhere. Counts brackets in text too, which only makes it stricter.
 */
const indentationDepth = (text: string): number | null => {
  let depth = 0
  let dashes = 0
  let blank = true
  for (let i = 0; i < text.length; i++) {
    const c = text[i]
    if (c === '[' || c === '{') depth++
    else if (c === ']' || c === '}') depth = Math.max(0, depth - 1)
    else if (c === '\n') dashes = 0
    else if ((c === '-' || c === '?' || c === ':') && blank) dashes++
    if (depth > DEEPEST * 4 || dashes > DEEPEST * 4) return i
    blank = c === ' ' || c === '\n' || c === '\t'
  }
  return null
}

class Reader {
  readonly #source: Source
  readonly #diagnostics: Diagnostic[]
  readonly #anchors = new Map<string, Node>()
  #nodes = 0
  #stopped = false

  constructor(source: Source, diagnostics: Diagnostic[]) {
    this.#source = source
    this.#diagnostics = diagnostics
  }

  /** The whole tree; null: the file is empty, or it was refused. */
  readAll(contents: unknown): Node | null {
    const root = this.#read(contents, 0)
    return this.#stopped ? null : root
  }

  /** null: nothing stands there, or it was refused. */
  #read(item: unknown, depth: number): Node | null {
    if (this.#stopped) return null
    if (isAlias(item)) return this.#alias(item.source, this.#span(item.range))
    const node = this.#plain(item, depth)
    const anchor = isScalar(item) || isMap(item) || isSeq(item) ? item.anchor : undefined
    if (anchor !== undefined && node !== null) this.#anchors.set(anchor, node)
    return node
  }

  #plain(item: unknown, depth: number): Node | null {
    if (!isScalar(item) && !isMap(item) && !isSeq(item)) return null
    const at = this.#span(item.range)
    if (++this.#nodes > MOST_NODES)
      return this.#stop(at, 'too-many-nodes', `the file has more than ${MOST_NODES} values`)
    if (depth > DEEPEST)
      return this.#stop(at, 'too-deep', `values are nested more than ${DEEPEST} levels deep`)
    if (isScalar(item)) return this.#scalar(item.value, at)
    if (isSeq(item)) {
      const items = item.items.map((i) => this.#read(i, depth + 1)).filter((n) => n !== null)
      return { kind: 'list', at, items, size: items.reduce((n, i) => n + i.size, 1) }
    }
    const entries = new Map<string, Entry>()
    const merged: Entry[] = []
    let size = 1
    let incomplete = false
    for (const pair of item.items) {
      const keyAt = this.#span(
        isScalar(pair.key) || isMap(pair.key) || isSeq(pair.key) ? pair.key.range : item.range,
      )
      if (!isScalar(pair.key)) {
        this.#complain(keyAt, 'wrong-type', 'a key must be a word')
        continue
      }
      const key = pair.key.source ?? String(pair.key.value)
      const value =
        this.#read(pair.value, depth + 1) ??
        this.#scalar(null, { ...keyAt, offset: keyAt.offset + keyAt.length, length: 1 })
      size += value.size
      if (key === '<<') {
        merged.push(...this.#merge(value))
        incomplete ||= isIncomplete(value)
      } else if (entries.has(key)) this.#complain(keyAt, 'duplicate-key', `the key '${key}' is there twice`)
      else entries.set(key, { key, at: keyAt, value })
    }
    for (const entry of merged) if (!entries.has(entry.key)) entries.set(entry.key, entry)
    return { kind: 'map', at, entries, size, ...(incomplete ? { incomplete } : {}) }
  }

  #scalar(raw: unknown, at: Span): Node {
    const plain =
      typeof raw === 'string' || typeof raw === 'number' || typeof raw === 'boolean' || raw === null
    const value = plain ? raw : null
    const text = String(value)
    const quote = /^["']/.test(this.#source.text.slice(at.offset, at.offset + 1)) ? 1 : 0
    const exact = this.#source.text.startsWith(text, at.offset + quote)
    return { kind: 'scalar', at, value, content: exact ? at.offset + quote : null, size: 1 }
  }

  #alias(name: string, at: Span): Node | null {
    const target = this.#anchors.get(name)
    if (target === undefined) {
      this.#diagnostics.push(
        diagnose(at, {
          code: 'unknown-name',
          message: `there is no anchor '&${name}' before this`,
          suggestion: closest(name, this.#anchors.keys()),
        }),
      )
      return { kind: 'map', at, entries: new Map(), size: 1, incomplete: true }
    }
    this.#nodes += target.size
    if (this.#nodes > MOST_NODES)
      return this.#stop(at, 'too-many-nodes', `aliases make more than ${MOST_NODES} values of this file`)
    return target
  }

  #merge(value: Node): Entry[] {
    if (value.kind === 'map') return [...value.entries.values()]
    if (value.kind === 'list') return value.items.flatMap((i) => this.#merge(i))
    this.#complain(value.at, 'wrong-type', "'<<' takes in a map", 'an alias, as in <<: *name')
    return []
  }

  #span(range: readonly [number, number, number] | null | undefined): Span {
    const [from, to] = range ?? [0, 1]
    const offset = Math.min(from, this.#source.text.length)
    return { source: this.#source, offset, length: Math.max(1, to - from) }
  }

  #stop(at: Span, code: DiagnosticCode, message: string): null {
    this.#stopped = true
    this.#complain(at, code, message)
    return null
  }

  #complain(at: Span, code: DiagnosticCode, message: string, expected: string | null = null): void {
    this.#diagnostics.push(diagnose(at, { code, message, expected }))
  }
}

/** Whether something that was to be merged in is missing. */
const isIncomplete = (merged: Node): boolean =>
  merged.kind === 'list'
    ? merged.items.some(isIncomplete)
    : merged.kind === 'map' && merged.incomplete === true

/** `over` laid over `base`: maps are merged key by key, everything else is replaced. */
export const overlay = (base: Node, over: Node): Node => {
  if (base.kind !== 'map' || over.kind !== 'map') return over
  const entries = new Map(base.entries)
  for (const [key, entry] of over.entries) {
    const below = entries.get(key)
    entries.set(key, below === undefined ? entry : { ...entry, value: overlay(below.value, entry.value) })
  }
  const incomplete = base.incomplete === true || over.incomplete === true
  return {
    kind: 'map',
    at: over.at,
    entries,
    size: base.size + over.size,
    ...(incomplete ? { incomplete } : {}),
  }
}

/** Keys of the map under a key of the top; none where there is no map. */
export const mapKeys = (tree: Node, key: string): string[] => {
  const under = tree.kind === 'map' ? tree.entries.get(key)?.value : undefined
  return under?.kind === 'map' ? [...under.entries.keys()] : []
}
