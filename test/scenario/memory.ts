/** Files in memory over the real vehicle library, and texts with marks for the places of mistakes. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadScenarioFrom, type Files, type Loaded } from '../../src/scenario/index.ts'

export const ROOT = join(import.meta.dirname, '../..')

const library = new Map<string, string>()
const FOLDERS = ['', '/tyres', '/sensors', '/people', '/animals', '/objects']
for (const folder of FOLDERS.map((name) => `vehicles${name}`))
  for (const name of readdirSync(join(ROOT, folder)))
    if (name.endsWith('.yaml'))
      library.set(`${folder}/${name}`, readFileSync(join(ROOT, folder, name), 'utf8'))

/** These files, and those of vehicles/ unless they are given too. */
export const memory = (texts: Readonly<Record<string, string>>): Files => {
  const all = new Map([...library, ...Object.entries(texts)])
  return {
    read: (path) => all.get(path) ?? null,
    list: (folder) => {
      const start = folder === '.' ? '' : `${folder}/`
      return [...all.keys()]
        .filter((p) => p.startsWith(start))
        .map((p) => p.slice(start.length))
        .filter((p) => !p.includes('/'))
    },
  }
}

export const load = (text: string, overrides: Readonly<Record<string, string>> = {}): Loaded =>
  loadScenarioFrom(memory({ 'test.yaml': text }), 'test.yaml', { overrides })

/** A small scenario without a mistake; what stands in `parts` replaces or adds top-level keys. */
export const scenario = (parts: Readonly<Record<string, string>> = {}): string => {
  const whole: Record<string, string> = {
    scenario: 'test',
    version: '1',
    title: 'A test',
    run: '{stop: {after: 10 s}}',
    road: '{straight: 500 m, lanes: [-1, 1]}',
    actors:
      '{ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: 14 m/s}, lead: {model: van, at: {ahead of: ego, gap: 30 m}}}',
    ...parts,
  }
  return Object.entries(whole)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('')
}

/** Takes the marks « » out of a text; they enclose the place of a mistake. */
export const unmark = (marked: string): { text: string; line: number; column: number; length: number } => {
  const from = marked.indexOf('«')
  const to = marked.indexOf('»')
  if (from < 0 || to < 0) throw new Error('no mark in the text')
  const before = marked.slice(0, from)
  return {
    text: marked.replace('«', '').replace('»', ''),
    line: before.split('\n').length,
    column: from - before.lastIndexOf('\n'),
    length: to - from - 1,
  }
}
