/**
 * Syntax -> Expression: looks every name up and checks that metres are never compared with seconds.
 * All mistakes of an expression are reported, not the first alone.
 */
import { closest, type DiagnosticCode } from '../diagnostics.ts'
import type { Expression } from './expression.ts'
import { literalValue, type Syntax, type TextMistake } from './parse.ts'
import { GLOBAL_SIGNALS, NAME_FUNCTIONS, NUMBER_FUNCTIONS, PAIR_FUNCTIONS, SIGNALS } from './signals.ts'
import {
  describeDimension,
  DIMENSIONLESS,
  divideDimensions,
  multiplyDimensions,
  QUANTITIES,
  sameDimension,
  type Dimension,
  type QuantityName,
} from './units.ts'

export type Type =
  | { readonly kind: 'quantity'; readonly dimension: Dimension }
  | { readonly kind: 'condition' }
  /** `words`: one of these; left out: any. */
  | { readonly kind: 'text'; readonly words?: readonly string[] }

/** The names that an expression may use. */
export interface Scope {
  readonly parameters: ReadonlyMap<string, Type>
  /** Parameters that are there but have a mistake of their own: nothing is said of those who use them. */
  readonly faulty: ReadonlySet<string>
  /** Parameters that stand at this one's place or below it, so they have no value yet. */
  readonly below?: ReadonlySet<string>
  /** null: this place is fixed before the run starts, so no signal can stand in it. */
  readonly actors: readonly string[] | null
  /** The actor that a bare signal (`speed < 2 m/s`) belongs to; null: none. */
  readonly subject: string | null
  /** Parameters may be written without `$` (in `where`). */
  readonly bareParameters: boolean
}

export interface Typed {
  readonly expression: Expression
  /** null: it holds a mistake, so nothing more can be said. */
  readonly type: Type | null
}

const CONDITION: Type = { kind: 'condition' }
const TEXT: Type = { kind: 'text' }
const quantityOf = (name: QuantityName | 'condition' | 'text'): Type =>
  name === 'condition'
    ? CONDITION
    : name === 'text'
      ? TEXT
      : { kind: 'quantity', dimension: QUANTITIES[name].dimension }
const NOTHING: Typed = { expression: { kind: 'number', value: NaN }, type: null }
const has = (table: object, key: string): boolean => Object.hasOwn(table, key)

export const describeType = (type: Type): string =>
  type.kind === 'quantity'
    ? describeDimension(type.dimension)
    : type.kind === 'text'
      ? 'a text'
      : 'a condition'

/**
 * Types an expression.
 * @param report called for each mistake
 * @param used called with the name of each parameter that occurs
 */
export const typeExpression = (
  syntax: Syntax,
  scope: Scope,
  report: (mistake: TextMistake) => void,
  used: (parameter: string) => void = () => undefined,
): Typed => {
  const fail = (
    at: { readonly offset: number; readonly end: number },
    code: DiagnosticCode,
    message: string,
    expected: string | null = null,
    suggestion: string | null = null,
  ): Typed => {
    report({
      offset: at.offset,
      length: Math.max(1, at.end - at.offset),
      code,
      message,
      expected,
      suggestion,
    })
    return NOTHING
  }

  const parameter = (node: Syntax, name: string): Typed => {
    const type = scope.parameters.get(name)
    if (scope.faulty.has(name)) {
      used(name)
      return NOTHING
    }
    if (scope.below?.has(name))
      return fail(
        node,
        'unknown-parameter',
        `the parameter '${name}' has no value yet`,
        'one that stands above',
      )
    if (type === undefined) {
      return fail(
        node,
        'unknown-parameter',
        `there is no parameter '${name}'`,
        orNone(scope.parameters.keys(), 'parameter'),
        closest(name, scope.parameters.keys()),
      )
    }
    used(name)
    return { expression: { kind: 'parameter', name }, type }
  }

  const actorName = (node: Syntax, name: string): boolean => {
    if (scope.actors === null) {
      fail(
        node,
        'unknown-name',
        `'${name}' is not known here: this value is fixed before the run starts`,
        'numbers and $parameters',
      )
      return false
    }
    if (scope.actors.includes(name)) return true
    fail(
      node,
      'unknown-actor',
      `there is no actor '${name}'`,
      orNone(scope.actors, 'actor'),
      closest(name, scope.actors),
    )
    return false
  }

  const signal = (node: Syntax & { kind: 'member' }): Typed => {
    const known = actorName({ ...node, end: node.offset + node.owner.length }, node.owner)
    if (!has(SIGNALS, node.name)) {
      const signals = Object.keys(SIGNALS)
      return fail(
        { offset: node.nameOffset, end: node.end },
        'unknown-signal',
        `an actor has no signal '${node.name}'`,
        `one of ${signals.join(', ')}`,
        closest(node.name, signals),
      )
    }
    const { quantity } = SIGNALS[node.name as keyof typeof SIGNALS]
    const expression: Expression = { kind: 'signal', actor: node.owner, name: node.name }
    return { expression, type: known ? quantityOf(quantity) : null }
  }

  const bareName = (node: Syntax, name: string): Typed => {
    const live = scope.actors !== null
    if (live && has(GLOBAL_SIGNALS, name)) {
      const { quantity } = GLOBAL_SIGNALS[name as keyof typeof GLOBAL_SIGNALS]
      return { expression: { kind: 'signal', actor: null, name }, type: quantityOf(quantity) }
    }
    if (scope.subject !== null && has(SIGNALS, name)) {
      const { quantity } = SIGNALS[name as keyof typeof SIGNALS]
      return { expression: { kind: 'signal', actor: scope.subject, name }, type: quantityOf(quantity) }
    }
    if (scope.bareParameters || scope.faulty.has(name)) return parameter(node, name)
    if (scope.parameters.has(name)) {
      used(name)
      return fail(node, 'unknown-name', `'${name}' is a parameter`, 'a dollar before its name', `$${name}`)
    }
    const names = [
      ...[...scope.parameters.keys()].map((p) => `$${p}`),
      ...(live ? Object.keys(GLOBAL_SIGNALS) : []),
      ...(scope.subject === null ? [] : Object.keys(SIGNALS)),
      ...(scope.actors ?? []),
    ]
    const what =
      scope.actors?.includes(name) === true
        ? `a signal, as in ${name}.speed`
        : 'a quantity, a $parameter or a signal'
    return fail(node, 'unknown-name', `'${name}' means nothing here`, what, closest(name, names))
  }

  const call = (node: Syntax & { kind: 'call' }): Typed => {
    const { name, args } = node
    const head = { offset: node.offset, end: node.offset + name.length }
    if (has(PAIR_FUNCTIONS, name)) return pair(node)
    if (has(NAME_FUNCTIONS, name)) return ofName(node)
    if (!has(NUMBER_FUNCTIONS, name)) {
      const names = [NUMBER_FUNCTIONS, PAIR_FUNCTIONS, NAME_FUNCTIONS].flatMap((table) => Object.keys(table))
      args.forEach((a) => a.kind === 'everyone' || a.kind === 'name' || visit(a))
      return fail(
        head,
        'unknown-function',
        `there is no function '${name}'`,
        `one of ${names.join(', ')}`,
        closest(name, names),
      )
    }
    const { least, most } = NUMBER_FUNCTIONS[name as keyof typeof NUMBER_FUNCTIONS]
    const typed = args.map(visit)
    if (args.length < least || args.length > most) {
      const range = least === most ? `${least}` : `${least} to ${most}`
      return fail(node, 'bad-expression', `${name}() has ${args.length} arguments`, range)
    }
    if (typed.some((a) => a.type === null)) return NOTHING
    const dimension = quantity(args[0], typed[0])
    if (dimension === null) return NOTHING
    for (let i = 1; i < args.length; i++) {
      const other = quantity(args[i], typed[i])
      if (other === null) return NOTHING
      if (!sameDimension(dimension, other)) return mismatch(args[i], dimension, other)
    }
    return {
      expression: { kind: 'call', name, args: typed.map((a) => a.expression) },
      type: { kind: 'quantity', dimension },
    }
  }

  const pair = (node: Syntax & { kind: 'call' }): Typed => {
    const { name, args } = node
    if (args.length !== 2) {
      return fail(
        node,
        'bad-expression',
        `${name}() has ${args.length} arguments`,
        `two actors, as in ${name}(ego, lead)`,
      )
    }
    const actors: Expression[] = []
    args.forEach((arg, i) => {
      if (arg.kind === 'everyone' || (arg.kind === 'name' && arg.name === 'any')) {
        if (i === 1) actors.push({ kind: 'actor', name: '*' })
        else
          fail(arg, 'bad-expression', `the first argument of ${name}() must be one actor`, `${name}(ego, *)`)
      } else if (arg.kind !== 'name') {
        fail(arg, 'bad-expression', `the arguments of ${name}() are actors`, 'the name of an actor')
      } else if (actorName(arg, arg.name)) {
        actors.push({ kind: 'actor', name: arg.name })
      }
    })
    if (actors.length < 2) return NOTHING
    const [a, b] = args
    if (a.kind === 'name' && b.kind === 'name' && a.name === b.name) {
      return fail(b, 'bad-expression', `${name}() of an actor with itself`, 'another actor, or *')
    }
    const { gives } = PAIR_FUNCTIONS[name as keyof typeof PAIR_FUNCTIONS]
    return {
      expression: { kind: 'call', name, args: actors },
      type: quantityOf(gives),
    }
  }

  /** A function of one name, such as `light('light-south')`. */
  const ofName = (node: Syntax & { kind: 'call' }): Typed => {
    const { name, args } = node
    const { words, example } = NAME_FUNCTIONS[name as keyof typeof NAME_FUNCTIONS]
    const expected = `a name in quotes, as in ${name}('${example}')`
    if (args.length !== 1)
      return fail(node, 'bad-expression', `${name}() has ${args.length} arguments`, expected)
    if (scope.actors === null)
      return fail(
        { offset: node.offset, end: node.offset + name.length },
        'unknown-name',
        `'${name}' is not known here: this value is fixed before the run starts`,
        'numbers and $parameters',
      )
    const [arg] = args
    if (arg.kind !== 'text' && arg.kind !== 'parameter')
      return fail(arg, 'bad-expression', `the argument of ${name}() is no text`, expected)
    const typed = visit(arg)
    if (typed.type === null) return NOTHING
    if (typed.type.kind !== 'text')
      return fail(arg, 'wrong-type', `${describeType(typed.type)} stands where a name is due`, expected)
    return {
      expression: { kind: 'call', name, args: [typed.expression] },
      type: { kind: 'text', words },
    }
  }

  /** A text that is compared with one of some words has to be one of them. */
  const unknownWord = (node: Syntax, { words }: Type & { kind: 'text' }): boolean => {
    if (node.kind !== 'text' || words === undefined || words.includes(node.value)) return false
    fail(
      { offset: node.offset + 1, end: node.end - 1 },
      'bad-value',
      `it is never '${node.value}'`,
      `one of ${words.map((w) => `'${w}'`).join(', ')}`,
      closest(node.value, words),
    )
    return true
  }

  /** A bare word or a number beside a text: it lacks its quotes. */
  const unquoted = (node: Syntax, other: Type | null): string | null => {
    if (other?.kind !== 'text') return null
    if (node.kind === 'number' && node.unit === null) return `'${node.value}'`
    const known = (name: string): boolean =>
      scope.parameters.has(name) || scope.faulty.has(name) || scope.below?.has(name) === true
    return node.kind === 'name' && !known(node.name) ? `'${node.name}'` : null
  }

  /** The dimension of a typed operand, or null after a report that it is no quantity. */
  const quantity = (node: Syntax, typed: Typed): Dimension | null => {
    if (typed.type?.kind === 'quantity') return typed.type.dimension
    if (typed.type)
      fail(
        node,
        'wrong-dimension',
        `${describeType(typed.type)} stands where a quantity is due`,
        'a number with its unit',
      )
    return null
  }

  /** Two operands that had to be of one dimension; `culprit` is the one that is blamed. */
  const mismatch = (culprit: Syntax, left: Dimension, right: Dimension): Typed => {
    if (culprit.kind === 'number' && culprit.unit === null) {
      return fail(
        culprit,
        'missing-unit',
        `the number ${culprit.value} has no unit`,
        `${describeDimension(left)}, such as ${exampleOf(left)}`,
      )
    }
    return fail(
      culprit,
      'wrong-dimension',
      `${describeDimension(left)} and ${describeDimension(right)} do not go together`,
      `${describeDimension(left)}, such as ${exampleOf(left)}`,
    )
  }

  const binary = (node: Syntax & { kind: 'binary' }): Typed => {
    const { operator } = node
    const left = visit(node.left)
    const quotes = unquoted(node.right, left.type)
    if (quotes !== null) return fail(node.right, 'bad-expression', 'this text is not in quotes', quotes)
    const right = visit(node.right)
    if (left.type === null || right.type === null) return NOTHING
    const expression: Expression = {
      kind: 'binary',
      operator,
      left: left.expression,
      right: right.expression,
    }
    if ((operator === '==' || operator === '!=') && left.type.kind === 'text' && right.type.kind === 'text') {
      const wrong = unknownWord(node.right, left.type) || unknownWord(node.left, right.type)
      return wrong ? NOTHING : { expression, type: CONDITION }
    }
    const a = quantity(node.left, left)
    const b = quantity(node.right, right)
    if (a === null || b === null) return NOTHING
    if (operator === '*')
      return { expression, type: { kind: 'quantity', dimension: multiplyDimensions(a, b) } }
    if (operator === '/') return { expression, type: { kind: 'quantity', dimension: divideDimensions(a, b) } }
    if (!sameDimension(a, b)) {
      const bareLeft = node.left.kind === 'number' && node.left.unit === null
      return bareLeft ? mismatch(node.left, b, a) : mismatch(node.right, a, b)
    }
    const sum = operator === '+' || operator === '-'
    return { expression, type: sum ? { kind: 'quantity', dimension: a } : CONDITION }
  }

  const condition = (node: Syntax): Expression => {
    const { expression, type } = visit(node)
    if (type && type.kind !== 'condition') {
      fail(
        node,
        'wrong-dimension',
        `${describeType(type)} stands where a condition is due`,
        'a comparison, such as ego.speed > 3 m/s',
      )
    }
    return expression
  }

  const visit = (node: Syntax): Typed => {
    switch (node.kind) {
      case 'number':
        return {
          expression: { kind: 'number', value: literalValue(node) },
          type: { kind: 'quantity', dimension: node.unit?.dimension ?? DIMENSIONLESS },
        }
      case 'text':
        return { expression: { kind: 'text', value: node.value }, type: TEXT }
      case 'parameter':
        return parameter(node, node.name)
      case 'name':
        return bareName(node, node.name)
      case 'member':
        return signal(node)
      case 'everyone':
        return fail(node, 'bad-expression', "'*' stands alone", 'it as an argument, as in collision(ego, *)')
      case 'call':
        return call(node)
      case 'binary':
        return binary(node)
      case 'negate': {
        const operand = visit(node.operand)
        const dimension = quantity(node.operand, operand)
        if (dimension === null) return NOTHING
        return {
          expression: { kind: 'negate', operand: operand.expression },
          type: { kind: 'quantity', dimension },
        }
      }
      case 'not':
        return { expression: { kind: 'not', operand: condition(node.operand) }, type: CONDITION }
      case 'and':
      case 'or':
        return { expression: { kind: node.kind, operands: node.operands.map(condition) }, type: CONDITION }
    }
  }
  return visit(syntax)
}

const exampleOf = (dimension: Dimension): string =>
  Object.values(QUANTITIES).find((q) => sameDimension(q.dimension, dimension))?.example ??
  'a number with its unit'

const orNone = (names: Iterable<string>, what: string): string => {
  const list = [...names]
  return list.length === 0
    ? `an ${what}; this file has none`.replace('an p', 'a p')
    : `one of ${list.slice(0, 12).join(', ')}`
}
