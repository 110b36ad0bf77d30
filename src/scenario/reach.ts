/**
 * What a condition can come to, whatever happens in the run: interval arithmetic over all that its signals and
 * parameters can be. Sound: what is called impossible is impossible.
 */
import type { BinaryOperator, Expression } from './expression/expression.ts'
import { GLOBAL_SIGNALS, NAME_FUNCTIONS, PAIR_FUNCTIONS, SIGNALS } from './expression/signals.ts'

export type Interval = readonly [low: number, high: number]

/** Whether a condition can be true, and whether it can be false. */
export interface Truth {
  readonly canHold: boolean
  readonly canFail: boolean
}

/** What is known before the run. */
export interface Bounds {
  /** Of a parameter; null: a word, or nothing is known. */
  readonly parameter: (name: string) => Interval | null
  readonly time: Interval
  /** Along the road; null: there are several. */
  readonly s: Interval | null
  readonly lane: Interval | null
  /** False: it is not in the world at any time. */
  readonly appears: (actor: string) => boolean
}

const ANYTHING: Interval = [-Infinity, Infinity]
const POSITIVE: Interval = [0, Infinity]
const UNKNOWN: Truth = { canHold: true, canFail: true }
const NEVER: Truth = { canHold: false, canFail: true }

const SIGNAL_BOUNDS: Readonly<Partial<Record<keyof typeof SIGNALS | keyof typeof GLOBAL_SIGNALS, Interval>>> =
  {
    speed: POSITIVE,
    slip: POSITIVE,
    mu: POSITIVE,
    throttle: [0, 1],
    brake: [0, 1],
    visibility: POSITIVE,
    heading: [-Math.PI, Math.PI],
    slip_angle: [-Math.PI, Math.PI],
  }

/** Whether a condition can hold and can fail within these bounds. */
export const truthOf = (e: Expression, bounds: Bounds): Truth => {
  switch (e.kind) {
    case 'not': {
      const { canHold, canFail } = truthOf(e.operand, bounds)
      return { canHold: canFail, canFail: canHold }
    }
    case 'and': {
      const all = e.operands.map((o) => truthOf(o, bounds))
      return { canHold: all.every((t) => t.canHold), canFail: all.some((t) => t.canFail) }
    }
    case 'or': {
      const all = e.operands.map((o) => truthOf(o, bounds))
      return { canHold: all.some((t) => t.canHold), canFail: all.every((t) => t.canFail) }
    }
    case 'binary':
      return isText(e.left) || isText(e.right)
        ? UNKNOWN
        : compared(e.operator, intervalOf(e.left, bounds), intervalOf(e.right, bounds))
    case 'call':
      return absent(e, bounds) ? NEVER : UNKNOWN
    case 'signal':
      return e.name === 'present' && e.actor !== null && !bounds.appears(e.actor) ? NEVER : UNKNOWN
    default:
      return UNKNOWN
  }
}

const isText = (e: Expression): boolean =>
  e.kind === 'text' ||
  (e.kind === 'call' && Object.hasOwn(NAME_FUNCTIONS, e.name)) ||
  (e.kind === 'signal' && e.name === 'road')

/** A function of two actors, one of whom is never there. */
const absent = (e: Expression & { kind: 'call' }, { appears }: Bounds): boolean =>
  Object.hasOwn(PAIR_FUNCTIONS, e.name) &&
  e.args.some((a) => a.kind === 'actor' && a.name !== '*' && !appears(a.name))

const compared = (operator: BinaryOperator, a: Interval, b: Interval): Truth => {
  switch (operator) {
    case '<':
      return { canHold: a[0] < b[1], canFail: a[1] >= b[0] }
    case '<=':
      return { canHold: a[0] <= b[1], canFail: a[1] > b[0] }
    case '>':
      return compared('<', b, a)
    case '>=':
      return compared('<=', b, a)
    case '==':
      return { canHold: a[0] <= b[1] && b[0] <= a[1], canFail: !(isPoint(a) && isPoint(b) && a[0] === b[0]) }
    case '!=': {
      const { canHold, canFail } = compared('==', a, b)
      return { canHold: canFail, canFail: canHold }
    }
    default:
      return UNKNOWN
  }
}

const isPoint = ([low, high]: Interval): boolean => low === high

/** All that a quantity can be. */
const intervalOf = (e: Expression, bounds: Bounds): Interval => {
  const go = (x: Expression): Interval => intervalOf(x, bounds)
  switch (e.kind) {
    case 'number':
      return [e.value, e.value]
    case 'parameter':
      return bounds.parameter(e.name) ?? ANYTHING
    case 'signal':
      if (e.name === 'time') return bounds.time
      if (e.name === 's') return bounds.s ?? ANYTHING
      if (e.name === 'lane') return bounds.lane ?? ANYTHING
      return SIGNAL_BOUNDS[e.name as keyof typeof SIGNAL_BOUNDS] ?? ANYTHING
    case 'negate': {
      const [low, high] = go(e.operand)
      return [-high, -low]
    }
    case 'binary':
      return arithmetic(e.operator, go(e.left), go(e.right))
    case 'call':
      if (Object.hasOwn(PAIR_FUNCTIONS, e.name)) {
        if (absent(e, bounds)) return [Infinity, Infinity]
        return e.name === 'gap' ? ANYTHING : POSITIVE
      }
      return called(e.name, e.args.map(go))
    default:
      return ANYTHING
  }
}

const called = (name: string, args: readonly Interval[]): Interval => {
  const [low, high] = [args.map((a) => a[0]), args.map((a) => a[1])]
  if (name === 'min') return [Math.min(...low), Math.min(...high)]
  if (name === 'max') return [Math.max(...low), Math.max(...high)]
  if (low[0] >= 0) return args[0]
  if (high[0] <= 0) return [-high[0], -low[0]]
  return [0, Math.max(-low[0], high[0])]
}

const arithmetic = (operator: BinaryOperator, [a, b]: Interval, [c, d]: Interval): Interval => {
  if (operator === '+') return sound(a + c, b + d)
  if (operator === '-') return sound(a - d, b - c)
  if (operator === '*') {
    const products = [a * c, a * d, b * c, b * d]
    return products.some(Number.isNaN) ? ANYTHING : [Math.min(...products), Math.max(...products)]
  }
  if (operator !== '/' || (c <= 0 && d >= 0)) return ANYTHING
  const quotients = [a / c, a / d, b / c, b / d]
  return quotients.some(Number.isNaN) ? ANYTHING : [Math.min(...quotients), Math.max(...quotients)]
}

const sound = (low: number, high: number): Interval =>
  Number.isNaN(low) || Number.isNaN(high) ? ANYTHING : [low, high]
