/** The value of an expression that is fixed before the run: numbers and parameters, no signals. */
import type { Expression } from './expression.ts'

export type ParameterValues = Readonly<Record<string, number | string>>

/**
 * The value of a parameter expression: SI number, text, or truth.
 * @throws Error when it holds a signal or a function of actors (the type check lets none through)
 */
export const evaluateFixed = (e: Expression, parameters: ParameterValues): number | string | boolean => {
  const number = (x: Expression): number => Number(evaluateFixed(x, parameters))
  const truth = (x: Expression): boolean => evaluateFixed(x, parameters) === true
  switch (e.kind) {
    case 'number':
    case 'text':
      return e.value
    case 'parameter':
      return parameters[e.name]
    case 'negate':
      return -number(e.operand)
    case 'not':
      return !truth(e.operand)
    case 'and':
      return e.operands.every(truth)
    case 'or':
      return e.operands.some(truth)
    case 'binary':
      return binary(e.operator, evaluateFixed(e.left, parameters), evaluateFixed(e.right, parameters))
    case 'call': {
      const args = e.args.map(number)
      if (e.name === 'abs') return Math.abs(args[0])
      if (e.name === 'min') return Math.min(...args)
      if (e.name === 'max') return Math.max(...args)
      throw new Error(`${e.name}() is not fixed before the run`)
    }
    case 'signal':
    case 'actor':
      throw new Error(`'${e.name}' is not fixed before the run`)
  }
}

const binary = (
  operator: string,
  a: number | string | boolean,
  b: number | string | boolean,
): number | boolean => {
  if (operator === '==') return a === b
  if (operator === '!=') return a !== b
  const x = Number(a)
  const y = Number(b)
  switch (operator) {
    case '+':
      return x + y
    case '-':
      return x - y
    case '*':
      return x * y
    case '/':
      return x / y
    case '<':
      return x < y
    case '<=':
      return x <= y
    case '>':
      return x > y
    default:
      return x >= y
  }
}

/** The same expression with every parameter replaced by its value. */
export const substitute = (e: Expression, parameters: ParameterValues): Expression => {
  const go = (x: Expression): Expression => substitute(x, parameters)
  switch (e.kind) {
    case 'parameter': {
      const value = parameters[e.name]
      return typeof value === 'number' ? { kind: 'number', value } : { kind: 'text', value }
    }
    case 'negate':
    case 'not':
      return { ...e, operand: go(e.operand) }
    case 'and':
    case 'or':
      return { ...e, operands: e.operands.map(go) }
    case 'binary':
      return { ...e, left: go(e.left), right: go(e.right) }
    case 'call':
      return { ...e, args: e.args.map(go) }
    case 'number':
    case 'text':
    case 'signal':
    case 'actor':
      return e
  }
}
