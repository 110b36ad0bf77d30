/** What a user is told about a mistake: where it is, what is wrong, what was expected, what may be meant. */
import type { Position } from './expression/expression.ts'

export type DiagnosticCode =
  | 'missing-file'
  | 'file-too-large'
  | 'yaml-syntax'
  | 'duplicate-key'
  | 'too-deep'
  | 'too-many-nodes'
  | 'bad-extends'
  | 'bad-use'
  | 'unknown-fragment'
  | 'unused-fragment'
  | 'unknown-key'
  | 'missing-key'
  | 'wrong-type'
  | 'bad-value'
  | 'bad-expression'
  | 'missing-unit'
  | 'unknown-unit'
  | 'wrong-dimension'
  | 'unknown-name'
  | 'unknown-parameter'
  | 'unknown-actor'
  | 'unknown-signal'
  | 'unknown-function'
  | 'unknown-model'
  | 'unknown-camera'
  | 'unknown-road'
  | 'unknown-light'
  | 'unreachable'
  | 'map-syntax'
  | 'map-doubt'
  | 'map-unsupported'
  | 'unknown-lane'
  | 'unknown-patch'
  | 'unknown-sensor'
  | 'out-of-range'
  | 'off-road'
  | 'traffic-cut'
  | 'overlap'
  | 'circular-placement'
  | 'unsatisfiable'
  | 'unused-parameter'
  | 'never-true'
  | 'stops-too-early'

export interface Diagnostic extends Position {
  readonly severity: 'error' | 'warning'
  readonly code: DiagnosticCode
  readonly message: string
  /** What would have been right, as the end of "expected ..."; null: the message says it all. */
  readonly expected: string | null
  /** The word that was probably meant. */
  readonly suggestion: string | null
  /** Columns that the mistake covers, at least 1. */
  readonly length: number
  /** The line of the file that holds it, for the caret; null: there is none. */
  readonly excerpt: string | null
}

/** How every message ends that has a suggestion; null: none. */
export const didYouMean = (meant: string | null): string =>
  meant === null ? '' : `; did you mean '${meant}'?`

/** `file:line:column: severity: message; expected ...; did you mean ...?` and the line with a caret below. */
export const formatDiagnostic = (d: Diagnostic): string => {
  const expected = d.expected === null ? '' : `; expected ${d.expected}`
  const suggestion = didYouMean(d.suggestion)
  const head = `${d.file}:${d.line}:${d.column}: ${d.severity}: ${d.message}${expected}${suggestion} [${d.code}]`
  return d.excerpt === null ? head : `${head}\n${caret(d.excerpt, d.column, d.length)}`
}

/** All of them, in the order of files and lines, with a count at the end. */
export const formatDiagnostics = (diagnostics: readonly Diagnostic[]): string => {
  if (diagnostics.length === 0) return ''
  const count = (severity: Diagnostic['severity']): string => {
    const n = diagnostics.filter((d) => d.severity === severity).length
    return n === 0 ? '' : `${n} ${severity}${n === 1 ? '' : 's'}`
  }
  const total = [count('error'), count('warning')].filter((s) => s !== '').join(', ')
  return `${diagnostics.map(formatDiagnostic).join('\n')}\n${total}\n`
}

const WIDEST = 160

/** The excerpt indented by two and a line of carets; a very long line is cut round the mistake. */
const caret = (line: string, column: number, length: number): string => {
  const from = column - 1 > WIDEST - 20 ? column - 1 - 60 : 0
  const shown = line.slice(from, from + WIDEST).replaceAll('\t', ' ')
  const lead = ' '.repeat(column - 1 - from)
  const marks = '^'.repeat(Math.max(1, Math.min(length, shown.length - (column - 1 - from))))
  return `  ${shown}\n  ${lead}${marks}`
}

/** The candidate that `word` is most likely a misspelling of, or null. */
export const closest = (word: string, candidates: Iterable<string>): string | null => {
  const wanted = word.toLowerCase()
  let best: string | null = null
  let bestDistance = Math.min(3, Math.max(1, Math.round(word.length * 0.4))) + 0.5
  if (word.length > 60) return null
  for (const candidate of candidates) {
    if (candidate === word) continue
    const other = candidate.toLowerCase()
    // Of two that are equally near: one that the word begins with, then one of the same length.
    const cut = wanted.startsWith(other) || other.startsWith(wanted)
    const d = editDistance(wanted, other) + (cut ? -0.3 : 0) + 0.1 * Math.abs(other.length - wanted.length)
    if (d < bestDistance) {
      best = candidate
      bestDistance = d
    }
  }
  return best
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours. */
const editDistance = (a: string, b: string): number => {
  let previous: number[] = []
  let current = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next[j] = Math.min(next[j - 1] + 1, current[j] + 1, current[j - 1] + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        next[j] = Math.min(next[j], previous[j - 2] + 1)
      }
    }
    previous = current
    current = next
  }
  return current[b.length]
}
