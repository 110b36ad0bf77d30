/** XML text -> elements that know where they stand. The only file that knows saxes. */
import { SaxesParser } from 'saxes'
import { diagnose, diagnoseFile, Source, type Complaint, type Span } from '../source.ts'
import type { Diagnostic } from '../diagnostics.ts'

/** An element as it is read: asked for its parts, it remembers which of them anyone wanted. */
export class Element {
  readonly name: string
  readonly at: Span
  readonly #attributes: ReadonlyMap<string, string>
  readonly #parts: Element[] = []
  readonly #asked = new Set<string>()
  #text = ''
  readonly #complain: (at: Span, complaint: Complaint) => void

  constructor(
    name: string,
    at: Span,
    attributes: ReadonlyMap<string, string>,
    complain: (at: Span, complaint: Complaint) => void,
  ) {
    this.name = name
    this.at = at
    this.#attributes = attributes
    this.#complain = complain
  }

  add(part: Element): void {
    this.#parts.push(part)
  }

  write(text: string): void {
    if (this.#text.length < 10_000) this.#text += text
  }

  get text(): string {
    return this.#text.trim()
  }

  /** Says something about this element. */
  warn(message: string, expected: string | null = null): void {
    this.#complain(this.at, { code: 'map-doubt', severity: 'warning', message, expected })
  }

  /** All parts of this name, in their order. */
  all(name: string): readonly Element[] {
    this.#asked.add(name)
    return this.#parts.filter((part) => part.name === name)
  }

  /** The first part of this name. */
  one(name: string): Element | undefined {
    this.#asked.add(name)
    return this.#parts.find((part) => part.name === name)
  }

  /** Every part, whatever its name. */
  get parts(): readonly Element[] {
    return this.#parts
  }

  /** Parts that nobody asked for. */
  get unread(): readonly Element[] {
    return this.#parts.filter((part) => !this.#asked.has(part.name))
  }

  /** Nothing stands in it, as maps write parts that a road does not have. */
  get empty(): boolean {
    return this.#parts.length === 0 && this.#attributes.size === 0 && this.text === ''
  }

  has(name: string): boolean {
    return this.#attributes.has(name)
  }

  word(name: string, otherwise = ''): string {
    return this.#attributes.get(name)?.trim() ?? otherwise
  }

  /** A number; what is no number is said and replaced. */
  number(name: string, otherwise = 0): number {
    const text = this.#attributes.get(name)?.trim()
    if (text === undefined || text === '') return otherwise
    const value = Number(text)
    if (Number.isFinite(value)) return value
    this.warn(
      `'${text.slice(0, 40)}' is no number for '${name}' of <${this.name}>`,
      `a number; ${otherwise} is taken`,
    )
    return otherwise
  }
}

export interface Parsed {
  /** null: nothing that could be read. */
  readonly root: Element | null
  readonly diagnostics: Diagnostic[]
}

const MOST_DEPTH = 60
/** What is wrong with a map is said so often. */
const MOST_DIAGNOSTICS = 60

/** Parses a document. Never throws, whatever the text is. */
export const parseXml = (file: string, text: string): Parsed => {
  const source = new Source(file, text)
  const diagnostics: Diagnostic[] = []
  const complain = (at: Span, complaint: Complaint): void => {
    if (diagnostics.length < MOST_DIAGNOSTICS) diagnostics.push(diagnose(at, complaint))
  }
  const parser = new SaxesParser({ position: true })
  const open: Element[] = []
  // Held in an object, as they change in the parser's calls.
  const state: { root: Element | null; failed: boolean } = { root: null, failed: false }
  const lines = lineStarts(text)
  /** The `<` of the tag that the parser is in. */
  const tagStart = (): number => {
    const here = (lines[parser.line - 1] ?? 0) + parser.columnIndex
    const start = text.lastIndexOf('<', Math.max(0, here - 1))
    return start < 0 ? 0 : start
  }
  let start = 0
  parser.on('error', (error) => {
    if (state.failed) return
    state.failed = true
    const offset = Math.min(text.length, (lines[parser.line - 1] ?? 0) + Math.max(0, parser.columnIndex - 1))
    const message = `broken XML: ${error.message.replace(/^[^ ]*?:?\d+:\d+: ?/, '').replace(/\.$/, '')}`
    complain({ source, offset, length: 1 }, { code: 'map-syntax', message })
  })
  parser.on('opentagstart', () => {
    start = tagStart()
  })
  parser.on('opentag', ({ name, attributes }) => {
    if (state.failed) return
    const local = name.slice(name.indexOf(':') + 1)
    const at = { source, offset: start, length: name.length + 1 }
    const element = new Element(local, at, new Map(Object.entries(attributes)), complain)
    if (open.length === 0) state.root ??= element
    else open[open.length - 1].add(element)
    open.push(element)
    if (open.length > MOST_DEPTH) {
      state.failed = true
      complain(at, { code: 'map-syntax', message: `elements are nested more than ${MOST_DEPTH} deep` })
    }
  })
  parser.on('closetag', () => void open.pop())
  parser.on('text', (words) => open[open.length - 1]?.write(words))
  parser.on('cdata', (words) => open[open.length - 1]?.write(words))
  parser.write(text).close()
  if (state.root === null && diagnostics.length === 0)
    diagnostics.push(diagnoseFile(file, { code: 'map-syntax', message: 'the file holds no XML' }))
  return { root: state.failed ? null : state.root, diagnostics }
}

const lineStarts = (text: string): number[] => {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}
