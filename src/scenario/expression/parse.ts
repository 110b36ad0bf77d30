/**
 * Text -> syntax tree, by a small Pratt parser. Numbers carry their units (`14 m/s`), names are looked up
 * later (type-expression.ts). Bounded: long or deeply nested text is a mistake, never a slow run.
 */
import type { DiagnosticCode } from '../diagnostics.ts'
import { closest } from '../diagnostics.ts'
import type { BinaryOperator } from './expression.ts'
import { toSI, UNITS, type Unit } from './units.ts'

/** A mistake inside a piece of text, `offset` characters from its start. */
export interface TextMistake {
  readonly offset: number
  readonly length: number
  readonly code: DiagnosticCode
  readonly message: string
  readonly expected: string | null
  readonly suggestion: string | null
}

interface Span {
  readonly offset: number
  readonly end: number
}

export type Syntax = Span &
  (
    | { readonly kind: 'number'; readonly value: number; readonly unit: Unit | null }
    | { readonly kind: 'text'; readonly value: string }
    | { readonly kind: 'parameter'; readonly name: string }
    | { readonly kind: 'name'; readonly name: string }
    | { readonly kind: 'member'; readonly owner: string; readonly name: string; readonly nameOffset: number }
    | { readonly kind: 'everyone' }
    | { readonly kind: 'call'; readonly name: string; readonly args: readonly Syntax[] }
    | {
        readonly kind: 'binary'
        readonly operator: BinaryOperator
        readonly left: Syntax
        readonly right: Syntax
      }
    | { readonly kind: 'negate' | 'not'; readonly operand: Syntax }
    | { readonly kind: 'and' | 'or'; readonly operands: readonly Syntax[] }
  )

export type Parsed = { readonly syntax: Syntax } | { readonly mistake: TextMistake }

const LONGEST = 1000
const DEEPEST = 50

const NUMBER = /(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y
const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const UNIT_LIKE = /[A-Za-z%°µ][A-Za-z0-9^²³°%/]*/y
const OPERATOR = /<=|>=|==|!=|[-+*/<>(),.$=&|!]/y
const KEYWORDS = new Set(['and', 'or', 'not'])
const LEVEL: Readonly<Record<string, number>> = {
  '<': 1,
  '<=': 1,
  '>': 1,
  '>=': 1,
  '==': 1,
  '!=': 1,
  '+': 2,
  '-': 2,
  '*': 3,
  '/': 3,
}

// Longest first, so that `m/s^2` is not read as `m/s`.
const UNIT_NAMES = [...UNITS.keys()].sort((a, b) => b.length - a.length)

class Mistake extends Error {
  readonly mistake: TextMistake
  constructor(mistake: TextMistake) {
    super(mistake.message)
    this.mistake = mistake
  }
}

/** Reads one expression that fills the whole text. */
export const parseExpression = (text: string): Parsed => {
  try {
    return { syntax: new Parser(text).whole() }
  } catch (thrown) {
    if (thrown instanceof Mistake) return { mistake: thrown.mistake }
    throw thrown
  }
}

class Parser {
  readonly #text: string
  #at = 0
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): Syntax {
    if (this.#text.length > LONGEST)
      this.#fail(0, 1, `this expression has more than ${LONGEST} characters`, 'a shorter one')
    const syntax = this.#or()
    this.#space()
    if (this.#at < this.#text.length) {
      const word = this.#peekWord()
      this.#fail(this.#at, word.length, `'${word}' makes no sense here`, 'an operator or the end')
    }
    return syntax
  }

  #or(): Syntax {
    return this.#list('or', () => this.#list('and', () => this.#not()))
  }

  #list(kind: 'and' | 'or', operand: () => Syntax): Syntax {
    const operands = [operand()]
    while (this.#keyword(kind)) operands.push(operand())
    if (operands.length === 1) return operands[0]
    return { kind, operands, offset: operands[0].offset, end: operands[operands.length - 1].end }
  }

  #not(): Syntax {
    this.#space()
    const offset = this.#at
    if (!this.#keyword('not')) return this.#comparison()
    const operand = this.#deeper(() => this.#not())
    return { kind: 'not', operand, offset, end: operand.end }
  }

  #comparison(): Syntax {
    const left = this.#binary(2)
    const operator = this.#operator(1)
    if (operator === null) return left
    const right = this.#binary(2)
    const second = this.#at
    if (this.#operator(1) !== null) {
      this.#fail(second, 1, 'comparisons cannot be chained', "two of them joined with 'and'")
    }
    return { kind: 'binary', operator, left, right, offset: left.offset, end: right.end }
  }

  #binary(level: number): Syntax {
    if (level > 3) return this.#unary()
    let left = this.#binary(level + 1)
    for (;;) {
      const operator = this.#operator(level)
      if (operator === null) return left
      const right = this.#binary(level + 1)
      left = { kind: 'binary', operator, left, right, offset: left.offset, end: right.end }
    }
  }

  #unary(): Syntax {
    this.#space()
    const offset = this.#at
    if (!this.#take('-')) return this.#primary()
    const operand = this.#deeper(() => this.#unary())
    // A literal keeps its sign, so that -4 degC is four degrees of frost and not minus 277 K.
    if (operand.kind === 'number' && operand.value >= 0) return { ...operand, value: -operand.value, offset }
    return { kind: 'negate', operand, offset, end: operand.end }
  }

  #primary(): Syntax {
    this.#space()
    const offset = this.#at
    const digits = this.#match(NUMBER)
    if (digits !== null) return this.#number(offset, digits)
    if (this.#take('(')) {
      const inner = this.#deeper(() => this.#or())
      this.#close()
      return { ...inner, offset, end: this.#at }
    }
    if (this.#take('$')) {
      const name = this.#match(NAME)
      if (name === null) this.#fail(offset, 1, "'$' without a name", 'the name of a parameter, as in $v_ego')
      return { kind: 'parameter', name, offset, end: this.#at }
    }
    if (this.#take('*')) return { kind: 'everyone', offset, end: this.#at }
    const quote = this.#text[this.#at]
    if (quote === "'" || quote === '"') return this.#quoted(offset, quote)
    const name = this.#match(NAME)
    if (name !== null && !KEYWORDS.has(name)) return this.#named(offset, name)
    this.#at = offset
    if (offset >= this.#text.length) this.#fail(offset, 1, 'the expression ends too early', 'a value')
    const word = this.#peekWord()
    return this.#fail(offset, word.length, `'${word}' makes no sense here`, 'a value')
  }

  #number(offset: number, digits: string): Syntax {
    const value = Number(digits)
    if (!Number.isFinite(value))
      this.#fail(offset, digits.length, `${digits} is too large a number`, 'a finite number')
    return { kind: 'number', value, unit: this.#unit(), offset, end: this.#at }
  }

  /** The unit behind a number, if one stands there. */
  #unit(): Unit | null {
    const before = this.#at
    this.#space()
    const start = this.#at
    const name = UNIT_NAMES.find((u) => this.#text.startsWith(u, start) && this.#unitEnds(start + u.length))
    if (name !== undefined) {
      this.#at += name.length
      return UNITS.get(name)!
    }
    const word = this.#match(UNIT_LIKE)
    this.#at = before
    if (word === null || KEYWORDS.has(word)) return null
    const suggestion = closest(word, UNITS.keys())
    throw new Mistake({
      offset: start,
      length: word.length,
      code: 'unknown-unit',
      message: `'${word}' is not a unit`,
      expected:
        suggestion === null
          ? 'one of the units of docs/scenario-language.md (write spaces round a division)'
          : null,
      suggestion,
    })
  }

  #unitEnds(at: number): boolean {
    const rest = this.#text.slice(at, at + 2)
    return !/^[A-Za-z0-9_^²³°%]/.test(rest) && !/^\/[A-Za-z]/.test(rest)
  }

  #quoted(offset: number, quote: string): Syntax {
    const close = this.#text.indexOf(quote, offset + 1)
    if (close < 0) this.#fail(offset, 1, 'this quotation has no end', `a closing ${quote}`)
    this.#at = close + 1
    return { kind: 'text', value: this.#text.slice(offset + 1, close), offset, end: this.#at }
  }

  #named(offset: number, name: string): Syntax {
    if (this.#text[this.#at] === '.') {
      this.#at++
      const nameOffset = this.#at
      const member = this.#match(NAME)
      if (member === null)
        this.#fail(nameOffset, 1, `'${name}.' without a signal`, `a signal, as in ${name}.speed`)
      return { kind: 'member', owner: name, name: member, nameOffset, offset, end: this.#at }
    }
    const end = this.#at
    if (!this.#take('(')) return { kind: 'name', name, offset, end }
    const args: Syntax[] = []
    if (!this.#take(')')) {
      do args.push(this.#deeper(() => this.#or()))
      while (this.#take(','))
      this.#close()
    }
    return { kind: 'call', name, args, offset, end: this.#at }
  }

  #close(): void {
    if (!this.#take(')')) this.#fail(this.#at, 1, 'a bracket is not closed', "')'")
  }

  #operator(level: number): BinaryOperator | null {
    this.#space()
    const start = this.#at
    const found = this.#match(OPERATOR)
    if (found === '=') this.#fail(start, 1, "'=' is not an operator", "'==' for a comparison")
    if (found === '&' || found === '|') this.#fail(start, 1, `'${found}' is not an operator`, "'and' or 'or'")
    if (found !== null && LEVEL[found] === level) return found as BinaryOperator
    this.#at = start
    return null
  }

  #keyword(word: string): boolean {
    this.#space()
    const start = this.#at
    if (this.#match(NAME) === word) return true
    this.#at = start
    return false
  }

  #take(character: string): boolean {
    this.#space()
    if (this.#text[this.#at] !== character) return false
    this.#at++
    return true
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at
    const found = pattern.exec(this.#text)
    if (found === null) return null
    this.#at = pattern.lastIndex
    return found[0]
  }

  #space(): void {
    while (/\s/.test(this.#text.charAt(this.#at))) this.#at++
  }

  #peekWord(): string {
    return /^[A-Za-z0-9_$.]+|^./su.exec(this.#text.slice(this.#at))?.[0] ?? ''
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > DEEPEST)
      this.#fail(this.#at, 1, `brackets are nested more than ${DEEPEST} deep`, 'a simpler expression')
    const value = read()
    this.#depth--
    return value
  }

  #fail(offset: number, length: number, message: string, expected: string): never {
    throw new Mistake({
      offset,
      length: Math.max(1, length),
      code: 'bad-expression',
      message,
      expected,
      suggestion: null,
    })
  }
}

/** SI value of a number as written. */
export const literalValue = (syntax: { readonly value: number; readonly unit: Unit | null }): number =>
  syntax.unit === null ? syntax.value : toSI(syntax.value, syntax.unit)
