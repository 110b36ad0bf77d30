/** What the word under the mouse means: of the schema, of a signal, of a function. */
import type { Language } from '../../src/protocol/index.ts'
import { kindOf, schemasAt, unitsOf, wordsOf, type Schema } from './schema.ts'
import { whereIn } from './where.ts'

export interface Explanation {
  readonly from: number
  readonly to: number
  readonly name: string
  /** What its value is, in a few words. */
  readonly kind: string
  readonly lines: readonly string[]
}

const wordAt = (text: string, offset: number): { from: number; to: number; word: string } => {
  const before = /[\w-]*$/.exec(text.slice(0, offset))![0].length
  const after = /^[\w-]*/.exec(text.slice(offset))![0].length
  return { from: offset - before, to: offset + after, word: text.slice(offset - before, offset + after) }
}

/** A signal, a function or a quantity of the run by this name, where a value names one. */
const explainWord = (language: Language, text: string, offset: number): Explanation | null => {
  const { from, to, word } = wordAt(text, offset)
  const of = (words: Language['signals'], kind: string): Explanation | null => {
    const found = words.find((w) => w.name === word)
    return found === undefined ? null : { from, to, name: word, kind, lines: [found.meaning] }
  }
  if (text[to] === '(') return of(language.functions, 'function')
  if (text[from - 1] === '.') return of(language.signals, 'signal')
  return of(language.globals, 'of the run')
}

const factsOf = (schemas: readonly Schema[]): string[] => {
  const words = [...new Set(schemas.flatMap(wordsOf))]
  const units = [...new Set(schemas.flatMap(unitsOf))]
  const { minimum, maximum } = schemas.find((s) => s.minimum !== undefined || s.maximum !== undefined) ?? {}
  const bounds = [
    ...(minimum === undefined ? [] : [`at least ${minimum}`]),
    ...(maximum === undefined || maximum === Number.MAX_SAFE_INTEGER ? [] : [`at most ${maximum}`]),
  ]
  const preset = schemas.find((s) => s.default !== undefined)?.default
  return [
    ...(words.length > 0 ? [`One of ${words.join(', ')}.`] : []),
    ...(units.length > 0 ? [`Units: ${units.join(', ')}.`] : []),
    ...(bounds.length > 0 ? [`${bounds.join(', ')}.`] : []),
    ...(preset !== undefined && typeof preset !== 'object' ? [`Left out: ${String(preset)}.`] : []),
  ]
}

/** @returns null where there is nothing to say. */
export const explain = (language: Language, text: string, offset: number): Explanation | null => {
  const where = whereIn(text, offset)
  if (where.role === 'none' || where.from === where.to) return null
  if (where.role === 'value') {
    const word = explainWord(language, text, offset)
    if (word !== null) return word
  }
  const name =
    where.role === 'key' ? text.slice(where.from, where.to).trim() : String(where.steps.at(-1)?.key)
  const steps = where.role === 'key' ? [...where.steps, { key: name, siblings: where.siblings }] : where.steps
  const schemas = schemasAt(language.schema, steps)
  const descriptions = new Set(schemas.flatMap((s) => s.description ?? []))
  const lines = [...[...descriptions].slice(0, 3), ...factsOf(schemas)]
  if (schemas.length === 0 || lines.length === 0) return null
  return { from: where.from, to: where.to, name, kind: kindOf(schemas), lines }
}
