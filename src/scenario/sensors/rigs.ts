/** A scenario's `sensors` over the rigs of its vehicles and the devices of the library -> SensorSpec. */
import { SENSOR_KINDS, type LabelKind, type Mount, type SensorKind, type SensorSpec } from '../concrete.ts'
import type { Diagnostic } from '../diagnostics.ts'
import type { Files } from '../document.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { resolve, type Resolved } from '../expression/formula.ts'
import type { Impossible, Material } from '../scenario.ts'
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import type { RigDocument, SensorDocument } from '../schema/sensors.ts'
import { diagnose, type Node, type Span } from '../source.ts'
import { otherKind, readDevice } from './devices.ts'
import { figureMistakes, specOf } from './figures.ts'

/** The sensors that a vehicle carries. */
export type Rig = Resolved<RigDocument>

/** Which sensor an entry of `sensors` is about. */
export const kindAndName = (entry: SensorDocument): [SensorKind, string] => {
  const kind = SENSOR_KINDS.find((k) => k in entry)!
  return [kind, (entry as Readonly<Record<string, unknown>>)[kind] as string]
}

/** The name by which run and story know it: kinds may share a name, as the camera and the radar in front do. */
export const sensorId = (kind: SensorKind, name: string): string =>
  kind === 'camera' ? name : `${kind}-${name}`

/** Whether an entry says all of its sensor, whatever the rig has. Wheels are where they are. */
export const isWhole = (entry: SensorDocument): boolean =>
  entry.model !== undefined && ('wheel-speed' in entry || entry.at !== undefined)

/** An entry with its rig's under it. */
interface Chosen {
  readonly kind: SensorKind
  readonly name: string
  readonly model: string
  readonly mount: Mount
  /** What it changes of the device's figures. */
  readonly changes: Readonly<Record<string, unknown>>
}

/** @param entry what the scenario says of it */
const chosen = (
  [kind, name]: readonly [SensorKind, string],
  { model, ...said }: Entry,
  rig: Rig | undefined,
): Chosen | null => {
  const carried = ownOf<Entry>(rig?.[kind] ?? {}, name)
  const device = model ?? carried?.model
  if (device === undefined) return null
  // The rig's changes are of its own device.
  const under = device === carried?.model ? carried : { at: carried?.at }
  const changes = { ...written(under), ...written(said) }
  return { kind, name, model: device, mount: mountOf(changes.at as Place | undefined), changes }
}

/** An entry of a record, and nothing that every object has. */
const ownOf = <T>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined

/** What a rig or a scenario may say of a sensor of any kind. */
type Entry = Readonly<Record<string, unknown>> & { readonly model?: string }

const written = (entry: Entry): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined))

type Place = NonNullable<Resolved<RigDocument['camera'][string]>['at']>

const mountOf = (at: Place | undefined): Mount =>
  at === undefined
    ? { position: [0, 0, 0], yaw: 0, pitch: 0, roll: 0 }
    : { position: [at.x, at.y, at.z], yaw: at.yaw, pitch: at.pitch, roll: at.roll }

interface Placed {
  readonly entry: SensorDocument
  readonly actor: string
  readonly chosen: Chosen
  readonly figures: Parameters<typeof figureMistakes>[1]
}

/** Every entry of `sensors` with the figures that it comes to. */
const placedSensors = (material: Material, parameters: ParameterValues): Placed[] =>
  Object.entries(material.document.sensors).flatMap(([actor, entries]) => {
    const carrier = material.document.actors?.[actor]
    const model = carrier === undefined ? undefined : material.models.get(resolve(carrier.model, parameters))
    return entries.flatMap((entry): Placed[] => {
      const found = chosen(kindAndName(entry), resolve(entry, parameters), model?.rig)
      const device = found === null ? undefined : material.devices.get(found.model)
      if (found === null || device?.kind !== found.kind) return []
      return [{ entry, actor, chosen: found, figures: { ...device.figures, ...found.changes } }]
    })
  })

/** The sensors in SI units, in the order of the file. */
export const sensorsOf = (material: Material, parameters: ParameterValues): SensorSpec[] =>
  placedSensors(material, parameters).map(({ entry, actor, chosen: it, figures }) =>
    sensorOf(actor, it, figures, 'labels' in entry ? entry.labels : []),
  )

const sensorOf = (
  actor: string,
  { kind, name, model, mount }: Chosen,
  figures: Placed['figures'],
  labels: readonly LabelKind[],
): SensorSpec => {
  const own = sensorId(kind, name)
  return {
    kind,
    ...{ id: `${actor}.${own}`, actor, name: own, model, mount },
    ...specOf(kind, figures),
    ...(kind === 'camera' ? { labels } : {}),
  } as SensorSpec
}

/** All sensors of a rig, as somebody who drives such a vehicle carries them. @param labels of its cameras */
export const rigSensors = (
  library: { readonly files: Files; readonly folder: string },
  rig: Rig,
  actor: string,
  labels: readonly LabelKind[],
): SensorSpec[] =>
  SENSOR_KINDS.flatMap((kind) =>
    Object.keys(rig[kind]).flatMap((name) => {
      const found = chosen([kind, name], {}, rig)
      if (found === null) return []
      const device = readDevice(library.files, library.folder, found.model, () => undefined)
      if (device?.kind !== kind) return []
      return [sensorOf(actor, found, { ...device.figures, ...found.changes }, labels)]
    }),
  )

/** Sensors whose figures cannot be together. */
export const impossibleSensors = (material: Material, parameters: ParameterValues): Impossible[] =>
  placedSensors(material, parameters).flatMap(({ entry, actor, chosen: { kind, name }, figures }) =>
    figureMistakes(kind, figures).map(({ key, code, message, expected = null }): Impossible => {
      return {
        rule: `${actor}.${sensorId(kind, name)}: ${message}`,
        at: placeOf(material.tree, material.pathOf(entry), key, kind),
        code: code as Impossible['code'],
        message,
        expected,
      }
    }),
  )

/** Reports sensors of a vehicle's rig that are of another kind than their device, or whose figures cannot be together. */
export const checkRig = (
  library: { readonly files: Files; readonly folder: string },
  rig: Rig,
  tree: Node,
  report: (diagnostic: Diagnostic) => void,
): void => {
  for (const kind of SENSOR_KINDS)
    for (const name of Object.keys(rig[kind])) {
      const found = chosen([kind, name], {}, rig)
      const device = found && readDevice(library.files, library.folder, found.model, report)
      if (found === null || device === null) continue
      const path = ['sensors', kind, name]
      if (device.kind !== kind) report(diagnose(nodeAt(tree, [...path, 'model']).at, otherKind(device, kind)))
      else
        for (const { key, ...complaint } of figureMistakes(kind, { ...device.figures, ...found.changes }))
          report(diagnose(placeOf(tree, path, key, 'model'), complaint))
    }
}

/** Where a map says this key, or another that always stands there. */
const placeOf = (tree: Node, path: Path, key: string, instead: string): Span => {
  const holder = nodeAt(tree, path)
  const own = [...path, holder.kind === 'map' && holder.entries.has(key) ? key : instead]
  const node = nodeAt(tree, own)
  return node.kind === 'scalar' ? node.at : keyAt(tree, own)
}
