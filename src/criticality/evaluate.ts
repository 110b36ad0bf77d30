/** The value of an expression of the language in one situation. No code of the user's is ever run. */
import type { BinaryOperator, Expression } from '../scenario/index.ts'
import { actorFunction, nameFunction, numberFunction, signalValue } from './signal.ts'
import type { Situation } from './situation.ts'

export type Value = number | boolean | string

const OPERATORS: Readonly<Record<Exclude<BinaryOperator, '==' | '!='>, (a: number, b: number) => Value>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': (a, b) => a / b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
}

/** The loader checks kinds, names and arguments; what arrives here otherwise is a fault of the programme. */
const fault = (what: string): never => {
  throw new TypeError(`expression: ${what}`)
}

const actorName = (e: Expression | undefined): string =>
  e?.kind === 'actor' ? e.name : fault('an actor is due here')

/**
 * Evaluates an expression.
 * @param situation what it is asked of.
 * @throws TypeError for an expression that the loader would not have let pass.
 */
export const evaluateExpression = (expression: Expression, situation: Situation): Value => {
  const value = (e: Expression): Value => evaluateExpression(e, situation)
  const number = (e: Expression): number => {
    const v = value(e)
    return typeof v === 'number' ? v : fault(`a number is due, not ${JSON.stringify(v)}`)
  }
  const e = expression
  switch (e.kind) {
    case 'number':
    case 'text':
      return e.value
    case 'parameter':
      return fault(`parameter '${e.name}' has not been sampled`)
    case 'actor':
      return fault(`actor '${e.name}' has no value of its own`)
    case 'signal':
      return signalValue(situation, e.actor, e.name) ?? fault(`no signal '${e.name}'`)
    case 'call': {
      const [first, second] = e.args
      const result =
        first.kind === 'actor'
          ? actorFunction(situation, e.name, actorName(first), actorName(second))
          : first.kind === 'text'
            ? nameFunction(situation, e.name, first.value)
            : numberFunction(e.name, e.args.map(number))
      return result ?? fault(`no function '${e.name}'`)
    }
    case 'binary': {
      if (e.operator === '==') return value(e.left) === value(e.right)
      if (e.operator === '!=') return value(e.left) !== value(e.right)
      return OPERATORS[e.operator](number(e.left), number(e.right))
    }
    case 'negate':
      return -number(e.operand)
    case 'not':
      return !holds(e.operand, situation)
    case 'and':
      return e.operands.every((o) => holds(o, situation))
    case 'or':
      return e.operands.some((o) => holds(o, situation))
  }
}

/** Whether a condition is true in a situation. */
export const holds = (condition: Expression, situation: Situation): boolean => {
  const v = evaluateExpression(condition, situation)
  return typeof v === 'boolean' ? v : fault(`a condition is due, not ${JSON.stringify(v)}`)
}
