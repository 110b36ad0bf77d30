/** What a metric of the catalogue is made of. */
import type { Shape, ValuesOf } from './inputs.ts'

/** What a metric is: for people, for lists and for docs/criticality.md. */
export interface MetricInfo {
  readonly name: string
  /** Other names it is found by. */
  readonly also: readonly string[]
  readonly title: string
  readonly unit: string
  readonly formula: string
  readonly source: string
  /** When it is infinite, zero by rule, or has no value. */
  readonly edges: string
  /** Sets of inputs, any of which will do; an input with `?` need not be given. */
  readonly inputs: readonly (readonly string[])[]
}

/** One way of giving a metric its inputs, and the function of them. */
export interface Form {
  readonly shape: Shape
  readonly of: (values: never) => number | NoValue
}

export interface Metric extends Omit<MetricInfo, 'inputs'> {
  readonly forms: readonly Form[]
}

/** No value, and why. */
export interface NoValue {
  readonly reason: string
}

export const form = <S extends Shape>(shape: S, of: (values: ValuesOf<S>) => number | NoValue): Form => ({
  shape,
  of,
})

export const none = (reason: string): NoValue => ({ reason })
