/**
 * Inputs of the metrics as data from outside (JSON): each is declared once, read and checked, and its other
 * common spellings are known. SI; infinities are written as texts, as JSON must.
 */
import { closest, didYouMean } from '../../scenario/index.ts'
import type { Box } from '../box.ts'
import type { SpeedDistribution } from './chance.ts'
import type { Crossing } from './crossing.ts'

export type Inputs = Readonly<Record<string, unknown>>
export type Vector = readonly [number, number]

/** One input of a metric. */
export interface Input<T> {
  /** What is expected, as the end of "expected ...". */
  readonly expected: string
  /** Other spellings of its name. */
  readonly also: readonly string[]
  /** Taken when it is not given; null: it must be given. */
  readonly fallback: { readonly value: T } | null
  /** The value, or a text that says what is wrong with it. */
  readonly read: (given: unknown) => { readonly value: T } | string
}

/** All mistakes of one call. */
export class InputMistakes extends TypeError {
  override name = 'InputMistakes'
  readonly mistakes: readonly string[]
  constructor(mistakes: readonly string[]) {
    super(mistakes.join('\n'))
    this.mistakes = mistakes
  }
}

const toNumber = (given: unknown): number => {
  if (typeof given === 'number') return given
  return typeof given === 'string' && given.trim() !== '' ? Number(given) : NaN
}

const isRecord = (given: unknown): given is Inputs => typeof given === 'object' && given !== null

/** A number, in this unit; infinities as the texts "Infinity" and "-Infinity". */
export const number = (unit: string, ...also: readonly string[]): Input<number> => ({
  expected: unit === '-' ? 'a number' : `a number (${unit})`,
  also,
  fallback: null,
  read: (given) => {
    const value = toNumber(given)
    return Number.isNaN(value) ? `is ${JSON.stringify(given)}` : { value }
  },
})

/** The same, above zero. */
export const positive = (unit: string, ...also: readonly string[]): Input<number> => {
  const plain = number(unit, ...also)
  return {
    ...plain,
    expected: `${plain.expected} above 0`,
    read: (given) => {
      const result = plain.read(given)
      return typeof result === 'string' || result.value > 0 ? result : `is ${result.value}`
    },
  }
}

/** An input that need not be given. */
export const optional = <T>(input: Input<T>, value: T): Input<T> => ({ ...input, fallback: { value } })

/** Two numbers; one alone lies along the first axis. */
export const vector = (unit: string, ...also: readonly string[]): Input<Vector> => ({
  expected: `two numbers, [x, y] (${unit})`,
  also,
  fallback: null,
  read: (given) => {
    const parts: readonly unknown[] = Array.isArray(given) ? given : [given, 0]
    const [x, y] = parts.map(toNumber)
    return parts.length !== 2 || Number.isNaN(x) || Number.isNaN(y)
      ? `is ${JSON.stringify(given)}`
      : { value: [x, y] }
  },
})

/** Numbers, one a time step. */
export const series = (unit: string, ...also: readonly string[]): Input<readonly number[]> => ({
  expected: `a list of numbers (${unit})`,
  also,
  fallback: null,
  read: (given) => {
    const parts: readonly unknown[] = Array.isArray(given) ? given : [given]
    const value = parts.map(toNumber)
    return parts.length === 0 || value.some(Number.isNaN) ? `is ${JSON.stringify(given)}` : { value }
  },
})

/** A record of inputs of its own. */
const record = <S extends Shape>(expected: string, shape: S): Input<ValuesOf<S>> => ({
  expected,
  also: [],
  fallback: null,
  read: (given) => {
    if (!isRecord(given)) return `is ${JSON.stringify(given)}`
    const { values, mistakes } = readShape(given, shape)
    return mistakes.length > 0 ? `has mistakes (${mistakes.join('; ')})` : { value: values }
  },
})

const mapped = <A, B>(input: Input<A>, f: (value: A) => B): Input<B> => ({
  expected: input.expected,
  also: input.also,
  fallback: input.fallback && { value: f(input.fallback.value) },
  read: (given) => {
    const result = input.read(given)
    return typeof result === 'string' ? result : { value: f(result.value) }
  },
})

/** An oriented rectangle with the velocity of its centre. */
export const box: Input<Box> = mapped(
  record('a rectangle: x, y, heading, vx, vy, l, w (and yaw_rate)', {
    x: number('m'),
    y: number('m'),
    heading: number('rad', 'yaw', 'psi', 'theta'),
    vx: number('m/s'),
    vy: number('m/s'),
    l: positive('m', 'length'),
    w: positive('m', 'width'),
    yaw_rate: optional(number('rad/s', 'yawrate', 'omega'), 0),
  }),
  ({ l, w, yaw_rate, ...rest }) => ({ ...rest, length: l, width: w, yawRate: yaw_rate }),
)

/** One actor on its own path towards a conflict area. */
export const approach: Input<Omit<Crossing, 'area'>> = mapped(
  record('an actor on its path: s_front0, v, length', {
    s_front0: number('m', 's_front', 's0'),
    v: number('m/s', 'speed'),
    length: number('m', 'l'),
  }),
  ({ s_front0, v, length }) => ({ sFront: s_front0, v, length }),
)

/** A word that is given as a note, or changes a convention. */
export const anyText = word()

const KINDS: Readonly<Record<string, Input<SpeedDistribution>>> = {
  normal: mapped(
    record('', {
      mean: number('m/s', 'mu'),
      sd: number('m/s', 'sigma', 'std'),
      min: optional(number('m/s', 'low', 'lower'), -Infinity),
      max: optional(number('m/s', 'high', 'upper'), Infinity),
      type: word(),
    }),
    ({ mean, sd, min, max }) => ({ type: 'normal', mean, sd, min, max }),
  ),
  uniform: mapped(
    record('', { min: number('m/s', 'low', 'a'), max: number('m/s', 'high', 'b'), type: word() }),
    ({ min, max }) => ({ type: 'uniform', min, max }),
  ),
}

/** A word that need not be given; '' when it is not. */
function word(): Input<string> {
  return {
    expected: 'a word',
    also: [],
    fallback: { value: '' },
    read: (given) => (typeof given === 'string' ? { value: given } : `is ${JSON.stringify(given)}`),
  }
}

/** What is known of a quantity: a number (known exactly), or {type: normal, mean, sd} or {type: uniform, min, max}. */
export const distribution = (...also: readonly string[]): Input<SpeedDistribution> => ({
  expected: 'a number, or {type: normal, mean, sd} (cut at min, max), or {type: uniform, min, max}',
  also,
  fallback: null,
  read: (given) => {
    const exact = isRecord(given) ? NaN : toNumber(given)
    if (!Number.isNaN(exact)) return { value: { type: 'uniform', min: exact, max: exact } }
    if (!isRecord(given)) return `is ${JSON.stringify(given)}`
    const named = given.type ?? 'normal'
    const type = typeof named === 'string' ? named.replace(/^truncated[ _-]?/, '') : ''
    return Object.hasOwn(KINDS, type) ? KINDS[type].read(given) : `has type ${JSON.stringify(given.type)}`
  },
})

/** An object that the trajectory criticality index looks at: ahead, across (m), its speed and size. */
export const obstacles: Input<
  readonly { readonly d: number; readonly y: number; readonly v: number; readonly width: number }[]
> = {
  expected: 'a list of objects: d (net gap, m), v (m/s), y (across, m), w (m)',
  also: ['obstacles', 'actors'],
  fallback: { value: [] },
  read: (given) => {
    if (!Array.isArray(given)) return `is ${JSON.stringify(given)}`
    const read = (given as readonly unknown[]).map((o) => obstacle.read(o))
    const wrong = read.find((r) => typeof r === 'string')
    if (typeof wrong === 'string') return wrong
    return { value: read.flatMap((r) => (typeof r === 'string' ? [] : [r.value])) }
  },
}
const obstacle = mapped(
  record('an object', {
    d: number('m', 'gap', 'x', 'distance'),
    v: optional(number('m/s', 'v2', 'vx', 'speed'), 0),
    y: optional(number('m', 'dy', 'offset'), 0),
    w: optional(positive('m', 'width', 'w2'), 1.8),
    ...{
      vy: optional(number('m/s'), 0),
      l: optional(number('m', 'length'), 0),
      heading: optional(number('rad'), 0),
    },
  }),
  ({ d, v, y, w }) => ({ d, v, y, width: w }),
)

/** Inputs by name; ValuesOf gives what they read as. */
export type Shape = Readonly<Record<string, Input<unknown>>>
export type ValuesOf<S extends Shape> = {
  readonly [K in keyof S]: S[K] extends Input<infer T> ? T : never
}

/** The key under which an input is given: its own name or another spelling. */
export const keyOf = (inputs: Inputs, name: string, input: Input<unknown>): string | undefined =>
  [name, ...input.also].find((key) => Object.hasOwn(inputs, key))

/** Whether all that has to be given is there, right or wrong. */
export const isComplete = (inputs: Inputs, shape: Shape): boolean =>
  Object.entries(shape).every(([name, input]) => input.fallback ?? keyOf(inputs, name, input))

/** Reads all inputs of a shape; `mistakes` names every one that is missing, wrong or unknown. */
export const readShape = <S extends Shape>(
  inputs: Inputs,
  shape: S,
  ignored: ReadonlySet<string> = new Set(),
): { readonly values: ValuesOf<S>; readonly mistakes: readonly string[] } => {
  const mistakes: string[] = []
  const used = new Set<string>()
  const missing: string[] = []
  const values: Record<string, unknown> = {}
  for (const [name, input] of Object.entries(shape)) {
    const key = keyOf(inputs, name, input)
    if (key === undefined) {
      if (input.fallback) values[name] = input.fallback.value
      else missing.push(name)
      continue
    }
    used.add(key)
    const result = input.read(inputs[key])
    if (typeof result === 'string') mistakes.push(`input '${key}' ${result}; expected ${input.expected}`)
    else values[name] = result.value
  }
  const unknown = Object.keys(inputs).filter((key) => !used.has(key) && !ignored.has(key))
  for (const name of missing) mistakes.push(`input '${name}' is missing; expected ${shape[name].expected}`)
  for (const key of unknown) {
    const meant = closest(key, [...missing, ...Object.keys(shape)])
    const names = Object.keys(shape).join(', ')
    mistakes.push(`there is no input '${key}'; expected ${names}${didYouMean(meant)}`)
  }
  return { values: values as ValuesOf<S>, mistakes }
}
