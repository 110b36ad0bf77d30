/** Over every scenario of the library: a misspelt key, a lost unit, a renamed reference is found on its line. */
import { expect } from 'chai'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadScenarioFrom } from '../../src/scenario/index.ts'
import { memory, ROOT } from './memory.ts'

const folder = join(ROOT, 'scenarios')
const bases = Object.fromEntries(
  readdirSync(join(folder, 'base')).map((f) => [
    `scenarios/base/${f}`,
    readFileSync(join(folder, 'base', f), 'utf8'),
  ]),
)
const files = readdirSync(folder).filter((f) => f.endsWith('.yaml'))

interface Mutation {
  readonly what: string
  readonly text: string
  readonly line: number
}

/** Applies `change` to each match in turn, outside comments and texts for people. */
const mutations = (
  text: string,
  pattern: RegExp,
  change: (match: RegExpExecArray) => string | null,
): Mutation[] => {
  const people = /^(title|description|scenario|#|tags)/
  const all: Mutation[] = []
  let inText = false
  let inNames = false
  text.split('\n').forEach((line, i, lines) => {
    if (/^\S/.test(line)) inText = people.test(line)
    if (/^\S/.test(line)) inNames = /^(params|actors):/.test(line)
    if (inText || /^\s*#/.test(line)) return
    const code = line.replace(/description: [^,}]*/, (d) => ' '.repeat(d.length))
    for (const match of code.matchAll(pattern)) {
      // A name at its definition is the writer's own.
      if (inNames && match.index === 2) continue
      const changed = change(match)
      if (changed === null) continue
      const mutated = line.slice(0, match.index) + changed + line.slice(match.index + match[0].length)
      all.push({
        what: `${line.trim()} -> ${mutated.trim()}`,
        text: lines.map((l, j) => (j === i ? mutated : l)).join('\n'),
        line: i + 1,
      })
    }
  })
  return all
}

/** Ways to misspell a word; none of them makes another word of the language. */
const MISSPELT: readonly ((word: string) => string)[] = [
  (word) => `${word.slice(0, 1)}${word.slice(2, 3)}${word.slice(1, 2)}${word.slice(3)}x`,
  (word) => `${word}q`,
  (word) => `${word.slice(0, 2)}zz${word.slice(2)}`,
]

/** All mutations of a file: a key misspelt, a unit lost, a reference renamed. */
const allMutations = (text: string, misspelt: (word: string) => string): Mutation[] => {
  const actors = [.../^ {2}(\w+):/gm[Symbol.matchAll](text.slice(text.search(/^actors:/m)))].map((m) => m[1])
  const actor = new RegExp(`\\b(${[...new Set(actors)].join('|')})(?=[.,)\\s:])`, 'g')
  return [
    ...mutations(text, /(\d) (?:m\/s\^2|m\/s|mm\/h|km\/h|deg|degC|m|s|km|cm)(?![\w/^])/g, (m) => m[1]),
    ...mutations(text, /([a-z][a-z_-]{2,}): /g, (m) => `${misspelt(m[1])}: `),
    ...mutations(text, /\$([a-z_]+)/g, (m) => `$${misspelt(m[1])}`),
    ...mutations(
      text,
      /(model|tyres|camera|kind|driver|sampler): ([a-z-]+)/g,
      (m) => `${m[1]}: ${misspelt(m[2])}`,
    ),
    ...mutations(text, actor, (m) => misspelt(m[1])),
  ]
}

const MUTATIONS = 1000

describe('mutations of the library', () => {
  it(`${MUTATIONS} of them are found, at least 98 % on their lines @slow`, () => {
    const all = files.flatMap((file) => {
      const text = readFileSync(join(folder, file), 'utf8')
      return MISSPELT.flatMap((misspelt) => allMutations(text, misspelt).map((m) => ({ ...m, file })))
    })
    expect(all.length).to.be.at.least(MUTATIONS)
    // Evenly through all files and kinds.
    const chosen = Array.from({ length: MUTATIONS }, (_, i) => all[Math.floor((i * all.length) / MUTATIONS)])
    const missed = chosen.filter(({ text, line, file }) => {
      const path = `scenarios/${file}`
      const { scenario, diagnostics } = loadScenarioFrom(memory({ ...bases, [path]: text }), path)
      return scenario !== null || !diagnostics.some((d) => d.severity === 'error' && d.line === line)
    })
    for (const { file, line, what } of missed) process.stdout.write(`      missed ${file}:${line} ${what}\n`)
    expect(missed.length / chosen.length).to.be.at.most(0.02)
  }).timeout(600_000)
})
