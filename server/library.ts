/** The scenario library as the page sees it, and the way from a request to a concrete scenario. */
import { readdirSync, statSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type { ApiDiagnostic, LibraryEntry, StartRun } from '../src/protocol/index.ts'
import { disk } from '../src/scenario/files.ts'
import {
  listScenariosFrom,
  loadScenarioFrom,
  sampleScenario,
  UserError,
  type ConcreteScenario,
  type Diagnostic,
  type Files,
  type LibraryScenario,
} from '../src/scenario/index.ts'
import { sketchOf } from './sketch.ts'

/** The text or a parameter has mistakes; each with its place. */
export class ScenarioRejected extends Error {
  override name = 'ScenarioRejected'
  readonly diagnostics: readonly ApiDiagnostic[]

  constructor(message: string, diagnostics: readonly ApiDiagnostic[] = []) {
    super(message)
    this.diagnostics = diagnostics
  }
}

export interface Library {
  /** All scenarios, by name; those with mistakes too. */
  list(): LibraryEntry[]
  /** The file's text, or null when there is none of this name. */
  text(name: string): string | null
  /** What to simulate. @throws ScenarioRejected */
  resolve(request: StartRun): ConcreteScenario
}

export interface LibraryFolders {
  readonly scenarios: string
  readonly vehicles: string
}

/** Name in messages of a text that came without a file. */
const POSTED = 'text.yaml'

/**
 * The library in these folders. An edited file counts at the next call; nothing outside the two folders is
 * ever read, whatever a text says that it extends.
 */
export const openLibrary = ({ scenarios, vehicles }: LibraryFolders): Library => {
  const shown = (path: string): string => relative(scenarios, path).split(sep).join('/')
  const files = within([scenarios, vehicles])
  const diagnostic = (d: Diagnostic): ApiDiagnostic => ({
    file: shown(d.file),
    line: d.line,
    column: d.column,
    message: `${d.message}${d.expected === null ? '' : `; expected ${d.expected}`}${d.suggestion === null ? '' : `; did you mean '${d.suggestion}'?`}`,
  })

  // Loading them all takes a good part of a second, in which nobody would get a state.
  let listed: { fingerprint: string; entries: LibraryEntry[] } | null = null
  return {
    list: () => {
      const fingerprint = fingerprintOf([scenarios, vehicles])
      if (listed?.fingerprint !== fingerprint)
        listed = {
          fingerprint,
          entries: listScenariosFrom(files, scenarios, { vehicles }).map((s) => entryOf(s, diagnostic)),
        }
      return listed.entries
    },
    text: (name) => files.read(join(scenarios, `${name}.yaml`)),
    resolve: ({ scenario: name, text, seed, parameters }) => {
      const path = join(scenarios, name === undefined ? POSTED : `${name}.yaml`)
      const source = text === undefined ? files : over(files, path, text)
      if (source.read(path) === null)
        throw new ScenarioRejected(`There is no scenario '${name ?? ''}' in the library.`)
      const { scenario, diagnostics } = loadScenarioFrom(source, path, {
        vehicles,
        overrides: parameters ?? {},
      })
      if (scenario === null)
        throw new ScenarioRejected(
          'The scenario has mistakes, and was not started.',
          diagnostics.filter((d) => d.severity === 'error').map(diagnostic),
        )
      try {
        return sampleScenario(scenario, seed ?? scenario.seed)
      } catch (error) {
        if (error instanceof UserError) throw new ScenarioRejected(error.message)
        throw error
      }
    },
  }
}

/** Changes when any file below these folders does. */
const fingerprintOf = (folders: readonly string[]): string =>
  folders
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
    )
    .map((path) => {
      const stat = statSync(path, { throwIfNoEntry: false })
      return `${path} ${stat?.size} ${stat?.mtimeMs}`
    })
    .join('\n')

/** The disk, but only what lies in these folders. */
const within = (folders: readonly string[]): Files => {
  const roots = folders.map((f) => resolve(f) + sep)
  const isInside = (path: string): boolean => roots.some((root) => (resolve(path) + sep).startsWith(root))
  return {
    read: (path) => (isInside(path) ? disk.read(path) : null),
    list: (folder) => (isInside(folder) ? disk.list(folder) : []),
  }
}

/** The same files, with `text` at `path`. */
const over = (files: Files, path: string, text: string): Files => ({
  ...files,
  read: (asked) => (resolve(asked) === resolve(path) ? text : files.read(asked)),
})

const entryOf = (s: LibraryScenario, diagnostic: (d: Diagnostic) => ApiDiagnostic): LibraryEntry => {
  const concrete = s.scenario === null ? null : sampleScenario(s.scenario)
  return {
    name: s.name,
    title: s.title,
    description: s.description,
    tags: Object.fromEntries(Object.entries(s.tags).map(([k, v]) => [k, [...v]])),
    seed: concrete?.seed ?? 0,
    duration: concrete?.stop.after ?? 0,
    actors: concrete?.actors.map(({ id, model }) => ({ id, model })) ?? [],
    parameters: s.parameters.map(({ name, description, unit, min, max, choices, value, distribution }) => ({
      ...{ name, description, unit, min, max, value, distribution },
      choices: choices === null ? null : [...choices],
    })),
    sketch: concrete === null ? null : sketchOf(concrete),
    diagnostics: s.diagnostics.filter((d) => d.severity === 'error').map(diagnostic),
  }
}
