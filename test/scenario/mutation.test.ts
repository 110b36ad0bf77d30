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
  const people = /^(title|description|#|tags)/
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

const misspelt = (word: string): string =>
  word.slice(0, 1) + word.slice(2, 3) + word.slice(1, 2) + word.slice(3) + 'x'

describe('mutations of the library', () => {
  for (const file of files) {
    it(`are found on their lines in ${file} @slow`, () => {
      const text = readFileSync(join(folder, file), 'utf8')
      const units = mutations(
        text,
        /(\d) (?:m\/s\^2|m\/s|mm\/h|km\/h|deg|degC|m|s|km|cm)(?![\w/^])/g,
        (m) => m[1],
      )
      const keys = mutations(text, /([a-z][a-z_-]{2,}): /g, (m) => `${misspelt(m[1])}: `)
      const names = mutations(text, /\$([a-z_]+)/g, (m) => `$${misspelt(m[1])}`)
      const models = mutations(
        text,
        /(model|tyres|camera|kind|driver): ([a-z-]+)/g,
        (m) => `${m[1]}: ${misspelt(m[2])}`,
      )
      const actors = mutations(text, /\b(ego|lead|last|cutter)\.(\w+)/g, (m) => `${misspelt(m[1])}.${m[2]}`)
      const all = [...units, ...keys, ...names, ...models, ...actors]
      expect(units.length, 'units').to.be.greaterThan(10)
      expect(keys.length, 'keys').to.be.greaterThan(30)
      const missed = all.filter(({ text: mutated, line }) => {
        const path = `scenarios/${file}`
        const { scenario, diagnostics } = loadScenarioFrom(memory({ ...bases, [path]: mutated }), path)
        return scenario !== null || !diagnostics.some((d) => d.severity === 'error' && d.line === line)
      })
      expect(missed.length / all.length, missed.map((m) => m.what).join('\n')).to.be.at.most(0.02)
    }).timeout(60_000)
  }
})
