/** Whatever a file holds, loading ends soon in a scenario or in diagnostics: no crash, no hang. */
import { expect } from 'chai'
import fc from 'fast-check'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { formatDiagnostics, loadScenarioFrom, sampleScenario, UserError } from '../../src/scenario/index.ts'
import { memory, ROOT } from './memory.ts'

const folder = join(ROOT, 'scenarios')
const library = readdirSync(folder)
  .filter((f) => f.endsWith('.yaml'))
  .map((f) => readFileSync(join(folder, f), 'utf8'))
const bases = Object.fromEntries(
  readdirSync(join(folder, 'base')).map((f) => [
    `scenarios/base/${f}`,
    readFileSync(join(folder, 'base', f), 'utf8'),
  ]),
)

/** Loads, formats, and samples what loaded. Returns the number of errors. */
const survive = (text: string): number => {
  const began = process.cpuUsage()
  const { scenario, diagnostics } = loadScenarioFrom(
    memory({ ...bases, 'scenarios/x.yaml': text }),
    'scenarios/x.yaml',
  )
  const errors = diagnostics.filter((d) => d.severity === 'error').length
  expect(scenario === null).to.equal(errors > 0)
  for (const d of diagnostics) {
    expect(d.line).to.be.at.least(1)
    expect(d.column).to.be.at.least(1)
    expect(d.message).not.to.match(/undefined|\[object|NaN/)
  }
  // A stack frame; the excerpts of the file may well hold an indented `at`.
  expect(formatDiagnostics(diagnostics)).not.to.match(/^\s+at (?:\S+ \()?(?:file:|node:|\/).*:\d+:\d+\)?$/m)
  if (scenario !== null) {
    try {
      sampleScenario(scenario)
    } catch (mistake) {
      // The file's own seed has a draw; what a changed file cannot draw is a user's mistake, said as one.
      expect(mistake).to.be.instanceOf(UserError)
    }
  }
  const { user, system } = process.cpuUsage(began)
  expect((user + system) / 1e6, text).to.be.below(2)
  return errors
}

const pieces = [
  '{',
  '}',
  '[',
  ']',
  ': ',
  ', ',
  '- ',
  '\n',
  '  ',
  '"',
  "'",
  '*',
  '&a',
  '*a',
  '<<: ',
  '!!x',
  '|',
  '>-',
  '#',
  '%',
  '@',
  '`',
  '---\n',
  '...\n',
  '?',
  '~',
  'null',
  '.nan',
  '-1e309',
  '0x1F',
  '$',
  '$mu',
  '(',
  ')',
  'ego',
  'ttc(',
  '14 m/s',
  '\u0000',
  '\uFEFF',
  '\uD800',
  '😀',
  'extends: ',
  'params: ',
  'actors: ',
  '__proto__: ',
  'constructor: ',
]

interface Edit {
  readonly kind: 'delete' | 'insert' | 'swap' | 'double'
  readonly at: number
  readonly length: number
  readonly piece: string
}

const edit = fc.record<Edit>({
  kind: fc.constantFrom('delete', 'insert', 'swap', 'double'),
  at: fc.nat({ max: 4000 }),
  length: fc.nat({ max: 30 }),
  piece: fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 6 })),
})

const apply = (text: string, { kind, at, length, piece }: Edit): string => {
  const from = at % (text.length + 1)
  const to = Math.min(text.length, from + length)
  const cut = text.slice(from, to)
  const middle =
    kind === 'delete'
      ? ''
      : kind === 'insert'
        ? piece + cut
        : kind === 'double'
          ? cut + cut
          : Array.from(cut).reverse().join('')
  return text.slice(0, from) + middle + text.slice(to)
}

/**
 * How many times the usual number of inputs: NEARMISS_FUZZ=100000 runs about so many in all (that is ten
 * minutes of CPU; the tests themselves run a few thousand).
 */
const USUAL = 2450
const FACTOR = Math.max(1, Number(process.env.NEARMISS_FUZZ ?? 0) / USUAL)
const many = (usual: number): number => Math.round(usual * FACTOR)

describe('fuzzing the loader', () => {
  it('survives random text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => survive(text) > 0),
      { numRuns: many(500) },
    )
  }).timeout(20_000 * FACTOR)

  it('survives random pieces of YAML and of the language', () => {
    const text = fc.array(fc.constantFrom(...pieces), { maxLength: 60 }).map((p) => p.join(''))
    fc.assert(
      fc.property(text, (t) => survive(t) > 0),
      { numRuns: many(1500) },
    )
  }).timeout(60_000 * FACTOR)

  it('survives mutations of the library @slow', () => {
    let broken = 0
    let runs = 0
    const mutated = fc.tuple(fc.constantFrom(...library), fc.array(edit, { minLength: 1, maxLength: 4 }))
    fc.assert(
      fc.property(mutated, ([text, edits]) => {
        runs++
        if (survive(edits.reduce(apply, text)) > 0) broken++
      }),
      { numRuns: many(300) },
    )
    // The mutations do hurt: a fuzz whose inputs all load would test nothing.
    expect(broken / runs).to.be.greaterThan(0.5)
  }).timeout(120_000 * FACTOR)

  it('survives any value in any place @slow', () => {
    const value = fc.oneof(
      fc.constantFrom(
        'null',
        '~',
        'true',
        '-1',
        '1e308',
        '[]',
        '{}',
        '[[[]]]',
        '{a: {b: c}}',
        '""',
        '"\\u0000"',
        '*',
        '$x',
        'x',
        '2026-01-01',
        '14 m/s',
        '"ego.speed > 1 m/s"',
      ),
      fc.string({ maxLength: 8 }),
    )
    const lines = library
      .flatMap((text) => text.split('\n').map((line, i) => ({ text, line, i })))
      .filter(({ line }) => /^\s*[\w-]+: \S/.test(line))
    fc.assert(
      fc.property(fc.constantFrom(...lines), value, ({ text, i }, v) => {
        survive(
          text
            .split('\n')
            .map((line, j) => (j === i ? line.replace(/: .*/, `: ${v}`) : line))
            .join('\n'),
        )
      }),
      { numRuns: many(150) },
    )
  }).timeout(120_000 * FACTOR)
})
