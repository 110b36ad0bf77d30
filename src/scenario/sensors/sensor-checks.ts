/** What a scenario's `sensors` name: actors that carry them, sensors of their rigs, devices of the library. */
import type { SensorKind } from '../concrete.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import type { Files } from '../document.ts'
import { nodeAt, type Path } from '../schema/compile.ts'
import type { ScenarioDocument } from '../schema/schema.ts'
import type { SensorDocument } from '../schema/sensors.ts'
import { diagnose, type Complaint, type Node } from '../source.ts'
import type { Model } from '../vehicles/vehicle-library.ts'
import { listDevices, otherKind, readDevice, unknownDevice, type Device } from './devices.ts'
import { isWhole, kindAndName, sensorId } from './rigs.ts'

export interface SensorCheck {
  readonly files: Files
  /** Folder of the vehicle library. */
  readonly folder: string
  readonly document: ScenarioDocument
  readonly tree: Node
  readonly pathOf: (part: object) => Path
  readonly models: ReadonlyMap<string, Model>
  /** Names of the models that each actor may get. */
  readonly modelsOf: ReadonlyMap<string, readonly string[]>
  readonly report: (diagnostic: Diagnostic) => void
}

/** Reads every device that a sensor may come to, and reports sensors that no rig has. */
export const loadDevices = (check: SensorCheck): ReadonlyMap<string, Device> => {
  const { files, folder, document, report } = check
  const names = listDevices(files, folder)
  const found = new Map<string, Device | null>()
  const read = (name: string): Device | null => {
    if (!found.has(name))
      found.set(name, names.includes(name) ? readDevice(files, folder, name, report) : null)
    return found.get(name) ?? null
  }
  for (const [actor, entries] of Object.entries(document.sensors)) {
    const seen = new Set<string>()
    for (const entry of entries) {
      const [kind, name] = kindAndName(entry)
      const complain = (key: string, complaint: Complaint): void =>
        report(diagnose(nodeAt(check.tree, [...check.pathOf(entry), key]).at, complaint))
      const id = sensorId(kind, name)
      if (seen.has(id))
        complain(kind, { code: 'duplicate-key', message: `the ${kind} '${name}' is there twice` })
      seen.add(id)
      const models = (check.modelsOf.get(actor) ?? []).flatMap((model) => check.models.get(model) ?? [])
      if (!isWhole(entry))
        for (const model of models) {
          const unknown = unknownSensor(model, kind, name, entry)
          if (unknown !== null) complain(kind, unknown)
        }
      if (entry.model !== undefined && !names.includes(entry.model))
        complain('model', unknownDevice(entry.model, names))
      const carried = models.flatMap(({ rig }) =>
        Object.hasOwn(rig[kind], name) ? [rig[kind][name].model] : [],
      )
      for (const device of entry.model === undefined ? carried : [entry.model]) {
        const other = read(device)
        if (other === null || other.kind === kind) continue
        complain(entry.model === undefined ? kind : 'model', otherKind(other, kind))
      }
    }
  }
  return new Map([...found].filter((entry): entry is [string, Device] => entry[1] !== null))
}

/** What is said of a sensor that the rig does not have; null: it has it. */
const unknownSensor = (
  { spec, rig }: Model,
  kind: SensorKind,
  name: string,
  entry: SensorDocument,
): Complaint | null => {
  if (Object.hasOwn(rig[kind], name)) return null
  const names = Object.keys(rig[kind])
  const missing = entry.model === undefined ? "'model' and 'at'" : "'at'"
  return {
    code: kind === 'camera' ? 'unknown-camera' : 'unknown-sensor',
    message: `the ${spec.name} has no ${kind} '${name}'`,
    expected: [
      ...(names.length === 0 ? [] : [`one of ${names.join(', ')}`]),
      `${missing} of a ${kind} of its own`,
    ].join(', or '),
    suggestion: closest(name, names),
  }
}

/** The sensors that the scenario switches on, by their ids: what the story may break. */
export const sensorsById = ({ sensors }: ScenarioDocument): ReadonlyMap<string, SensorKind> =>
  new Map(
    Object.entries(sensors).flatMap(([actor, entries]) =>
      entries.map((entry) => {
        const [kind, name] = kindAndName(entry)
        return [`${actor}.${sensorId(kind, name)}`, kind]
      }),
    ),
  )

/** Ids by the name without the kind: `ego.roof` is how one may call `ego.lidar-roof`. */
export const shortNames = ({ sensors }: ScenarioDocument): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(sensors).flatMap(([actor, entries]) =>
      entries.map((entry) => {
        const [kind, name] = kindAndName(entry)
        return [`${actor}.${name}`, `${actor}.${sensorId(kind, name)}`]
      }),
    ),
  )
