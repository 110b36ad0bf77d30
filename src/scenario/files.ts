/** The disk, for the language: this file and package-root.ts alone in this room need Node. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { ActorSpec, LabelKind, SensorSpec } from './concrete.ts'
import type { Files } from './document.ts'
import { listScenariosFrom, type LibraryScenario } from './library.ts'
import { loadScenarioFrom, type Loaded, type LoadOptions } from './load.ts'
import { packageRoot } from './package-root.ts'
import { rigSensors as rigSensorsFrom } from './sensors/rigs.ts'
import { listVehicles, readVehicle } from './vehicles/vehicle-library.ts'
import { checkPart, kindOf, resolvedPart } from './vehicles/part-files.ts'
import { resolvedText } from './resolved-text.ts'
import { LARGEST_FILE } from './source.ts'

/** Characters of a map that are read at most. */
const LARGEST_MAP = 256 * 1024 * 1024

/** Files of the disk. Nothing larger than the language allows is read to its end. */
export const disk: Files = {
  read: (path) => {
    const stat = statSync(path, { throwIfNoEntry: false })
    if (!stat?.isFile()) return null
    // The loader says that it is too large; reading a gigabyte first would not help. A map may be larger.
    if (stat.size > (path.endsWith('.xodr') ? LARGEST_MAP : 4 * LARGEST_FILE))
      return ' '.repeat(LARGEST_FILE + 1)
    return readFileSync(path, 'utf8')
  },
  list: (folder) => (existsSync(folder) && statSync(folder).isDirectory() ? readdirSync(folder) : []),
}

export const vehicleFolder = (): string => join(packageRoot(), 'vehicles')
export const scenarioFolder = (): string => join(packageRoot(), 'scenarios')

/** A path as it is, or the scenario of the library that has this name. */
export const scenarioPath = (pathOrName: string): string => {
  if (existsSync(pathOrName) || !/^[A-Za-z0-9_-]+$/.test(pathOrName)) return pathOrName
  const path = join(scenarioFolder(), `${pathOrName}.yaml`)
  return existsSync(path) ? path : pathOrName
}

/** As seen from the working folder, so that a message and a stored position do not depend on the machine. */
const shown = (path: string): string => {
  const near = relative(process.cwd(), path)
  return near === '' || near.startsWith('..') ? path : near
}

const shelves = () => ({ vehicles: shown(vehicleFolder()), library: shown(scenarioFolder()) })

/** Loads a scenario from the disk: a file, or the name of one of the library. */
export const loadScenario = (pathOrName: string, options: Pick<LoadOptions, 'overrides'> = {}): Loaded =>
  loadScenarioFrom(disk, shown(scenarioPath(pathOrName)), { ...shelves(), ...options })

/** What has been found of a file. */
export interface Checked extends Loaded {
  readonly ok: boolean
  /** The file merged with those that it builds on; null while it has mistakes. */
  readonly resolved: () => string | null
}

/** Loads a scenario, or reads another file of the library - a vehicle, tyres, a person, an object - to check it. */
export const checkFile = (pathOrName: string): Checked => {
  const path = scenarioPath(pathOrName)
  const kind = kindOf(disk.read(path) ?? '')
  if (kind === 'scenario') {
    const loaded = loadScenario(pathOrName)
    const { scenario } = loaded
    return { ...loaded, ok: scenario !== null, resolved: () => scenario && resolvedText(scenario) }
  }
  const diagnostics = checkPart(disk, shown(path), kind, shown(vehicleFolder()))
  const ok = !diagnostics.some((d) => d.severity === 'error')
  const resolved = (): string | null =>
    ok ? resolvedPart(disk, shown(path), kind, shown(vehicleFolder())) : null
  return { scenario: null, diagnostics, ok, resolved }
}

/**
 * All sensors of the rig of an actor's vehicle, whether a scenario switches them on or not; none of who has no rig.
 * @param labels of its cameras
 */
export const rigSensors = (
  { id, model }: Pick<ActorSpec, 'id' | 'model'>,
  labels: readonly LabelKind[],
): SensorSpec[] => {
  const library = { files: disk, folder: shown(vehicleFolder()) }
  if (!listVehicles(library.files, library.folder).includes(model)) return []
  const vehicle = readVehicle(library.files, library.folder, model, () => undefined)
  return vehicle === null ? [] : rigSensorsFrom(library, vehicle.rig, id, labels)
}

/** The scenarios of a folder, by default of the library. */
export const listScenarios = (folder: string = scenarioFolder()): LibraryScenario[] =>
  listScenariosFrom(disk, shown(folder), shelves())
