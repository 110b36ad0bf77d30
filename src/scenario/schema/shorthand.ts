/** A word that stands for a whole map, as `driver: idm` does for `driver: {kind: idm}`. */
import * as z from 'zod'

export type Schema = z.core.$ZodType

interface Shorthand {
  readonly words: readonly string[]
  readonly target: Schema
  readonly expand: (word: string) => object
}

/** The schemas made by `shorthand`. */
export const shorthands = new WeakMap<Schema, Shorthand>()

/** A place that takes one of these words instead of the map that it stands for. */
export const shorthand = <W extends string, T extends z.ZodType>(
  words: readonly W[],
  target: T,
  expand: (word: string) => object,
) => {
  const schema = z.enum(words).transform((word) => target.parse(expand(word)))
  shorthands.set(schema, { words, target, expand })
  return schema
}
