/** The scenario library as the page sees it, and the way from a request to a concrete scenario. */
import { createHash, randomBytes } from 'node:crypto'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import type {
  ApiDiagnostic,
  CheckedText,
  CheckText,
  Language,
  LibraryEntry,
  SaveText,
  ScenarioText,
  StartRun,
} from '../src/protocol/index.ts'
import { sketchOf } from '../src/road/index.ts'
import { disk } from '../src/scenario/files.ts'
import {
  didYouMean,
  listScenariosFrom,
  loadScenarioFrom,
  parametersOf,
  sampleScenario,
  UserError,
  type ConcreteScenario,
  type Diagnostic,
  type Files,
  type LibraryScenario,
  type Loaded,
  type ParameterInfo,
} from '../src/scenario/index.ts'
import { languageOf } from './language.ts'

/** What the library says no to: a fault of whoever asked, with the places where there are some. */
export class LibraryRefusal extends Error {
  override name = 'LibraryRefusal'
  /** Of HTTP: 403 may not be written, 404 not there, 409 changed meanwhile, 422 has mistakes. */
  readonly status: 403 | 404 | 409 | 422
  readonly diagnostics: readonly ApiDiagnostic[]

  constructor(status: LibraryRefusal['status'], message: string, diagnostics: readonly ApiDiagnostic[] = []) {
    super(message)
    this.status = status
    this.diagnostics = diagnostics
  }
}

/** Every method rejects with a LibraryRefusal when it is the asker's fault. */
export interface Library {
  /** All scenarios, by name; those with mistakes too. */
  list(): Promise<LibraryEntry[]>
  /** The file's text. */
  text(name: string): Promise<ScenarioText>
  /** What is wrong with a text, and what it says if nothing is. */
  check(request: CheckText): Promise<CheckedText>
  /** Writes the file, whole or not at all, unless it has changed since its `version`. */
  save(name: string, request: SaveText): Promise<ScenarioText>
  /** What to simulate. */
  resolve(request: StartRun): Promise<ConcreteScenario>
  language(): Promise<Language>
  close(): void
}

export interface LibraryFolders {
  /** The scenarios that are listed, run and saved. */
  readonly scenarios: string
  readonly vehicles: string
  /** Where files to extend are found too; left out: nowhere else. */
  readonly library?: string
}

/** Road round the actors that a list's sketch shows, m. */
const SKETCH_MARGIN = 60
/** Name in messages of a text that came without a file. */
const POSTED = 'text'

/**
 * The library in these folders. An edited file counts at the next call; nothing outside the folders is ever
 * read, whatever a text says that it extends, and nothing but scenarios in `scenarios` is written.
 */
export const openLibrary = (folders: LibraryFolders): Library => {
  const { scenarios, vehicles, library = scenarios } = folders
  const options = { vehicles, library }
  const files = within([scenarios, vehicles, library])
  const diagnostic = shownFrom(scenarios)
  const pathOf = (name: string): string => join(scenarios, `${name}.yaml`)
  const load = (name: string, text: string | undefined, overrides: Record<string, string> = {}): Loaded => {
    const path = pathOf(name)
    const source = text === undefined ? files : over(files, path, text)
    if (source.read(path) === null) throw notThere(name)
    return loadScenarioFrom(source, path, { ...options, overrides })
  }

  // Loading them all takes seconds; each is loaded anew only when a file that it was made of has changed.
  const listed = new Map<string, { stamps: ReadonlyMap<string, string>; entry: LibraryEntry }>()
  const entry = (file: string): LibraryEntry => {
    const known = listed.get(file)
    if (known && [...known.stamps].every(([path, stamp]) => stampOf(path) === stamp)) return known.entry
    const { noted, stamps } = noting(files)
    const alone: Files = { ...noted, list: (folder) => (folder === scenarios ? [file] : noted.list(folder)) }
    const made = entryOf(listScenariosFrom(alone, scenarios, options)[0], diagnostic)
    listed.set(file, { stamps, entry: made })
    return made
  }
  const list = (): LibraryEntry[] =>
    [...files.list(scenarios)]
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map(entry)
  const text = (name: string): ScenarioText => {
    const read = files.read(pathOf(name))
    if (read === null) throw notThere(name)
    return { name, text: read, version: versionOf(read) }
  }
  return {
    list: async () => Promise.resolve(list()),
    text: async (name) => Promise.resolve(text(name)),
    check: async ({ name, text: checked }) => {
      const { scenario, diagnostics } = load(name, checked)
      const facts = scenario && {
        ...{ title: scenario.title, seed: scenario.seed },
        actors: sampledActors(scenario),
        parameters: parametersOf(scenario).map(shownParameter),
      }
      return Promise.resolve({ diagnostics: diagnostics.map(diagnostic), facts })
    },
    save: async (name, { text: edited, version }) => {
      const before = files.read(pathOf(name))
      if ((before === null ? null : versionOf(before)) !== version)
        throw new LibraryRefusal(
          409,
          before === null
            ? `There is no '${name}.yaml' any more; save it as a new file.`
            : `'${name}.yaml' has been changed on the disk since you opened it; look at the difference first.`,
        )
      writeWhole(pathOf(name), edited)
      return Promise.resolve(text(name))
    },
    resolve: async ({ scenario: name, text: given, seed, parameters }) => {
      const { scenario, diagnostics } = load(name ?? POSTED, given, parameters)
      if (scenario === null)
        throw new LibraryRefusal(
          422,
          'The scenario has mistakes, and was not started.',
          diagnostics.filter((d) => d.severity === 'error').map(diagnostic),
        )
      return Promise.resolve(sampled(() => sampleScenario(scenario, seed ?? scenario.seed)))
    },
    language: async () => Promise.resolve(languageOf(files, vehicles)),
    close: () => undefined,
  }
}

const notThere = (name: string): LibraryRefusal =>
  new LibraryRefusal(404, `There is no scenario '${name}' in the library.`)

/** A draw may fail, as when no draw meets the constraints: that is the writer's mistake. */
const sampled = <T>(sample: () => T): T => {
  try {
    return sample()
  } catch (error) {
    if (error instanceof UserError) throw new LibraryRefusal(422, error.message)
    throw error
  }
}

const sampledActors = (scenario: NonNullable<Loaded['scenario']>): string[] =>
  sampled(() => sampleScenario(scenario)).actors.map((a) => a.id)

const versionOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16)

/** Writes a file so that whoever reads it meanwhile gets the old or the new text, never a part. */
const writeWhole = (path: string, text: string): void => {
  const partial = `${path}.partial-${randomBytes(4).toString('hex')}`
  try {
    writeFileSync(partial, text, { flag: 'wx' })
    renameSync(partial, path)
  } catch (error) {
    rmSync(partial, { force: true })
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (['EACCES', 'EPERM', 'EROFS', 'ENOSPC'].includes(code))
      throw new LibraryRefusal(403, `The scenario folder cannot be written to (${code}).`)
    throw error
  }
}

/** Changes when the file does, or when it comes or goes. */
const stampOf = (path: string): string => {
  const stat = statSync(path, { throwIfNoEntry: false })
  return stat === undefined ? 'none' : `${stat.size} ${stat.mtimeMs}`
}

/** The same files, with a note of the stamp of each that is read. */
const noting = (files: Files): { noted: Files; stamps: Map<string, string> } => {
  const stamps = new Map<string, string>()
  const read = (path: string): string | null => {
    stamps.set(path, stampOf(path))
    return files.read(path)
  }
  return { noted: { ...files, read }, stamps }
}

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

/** As `nearmiss check` says it, its file as seen from the scenario folder. */
const shownFrom =
  (scenarios: string) =>
  ({
    file,
    line,
    column,
    length,
    severity,
    code,
    message,
    expected,
    suggestion,
  }: Diagnostic): ApiDiagnostic => ({
    ...{ line, column, severity, code, suggestion },
    length: Math.max(1, length),
    file: relative(scenarios, file).split(sep).join('/'),
    message: `${message}${expected === null ? '' : `; expected ${expected}`}${didYouMean(suggestion)}`,
  })

const shownParameter = ({
  name,
  description,
  unit,
  min,
  max,
  choices,
  value,
  distribution,
}: ParameterInfo): LibraryEntry['parameters'][number] => ({
  ...{ name, description, unit, min, max, value, distribution },
  choices: choices === null ? null : [...choices],
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
    parameters: s.parameters.map(shownParameter),
    sketch: concrete === null ? null : sketchOf(concrete, SKETCH_MARGIN),
    diagnostics: s.diagnostics.filter((d) => d.severity === 'error').map(diagnostic),
  }
}
