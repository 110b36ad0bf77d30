/** A scenario's `sensors` over the rigs of its vehicles and the devices of the library -> SensorSpec. */
import { SENSOR_KINDS, type Mount, type SensorKind, type SensorSpec } from '../concrete.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { resolve, type Resolved } from '../expression/formula.ts'
import type { Impossible, Material } from '../scenario.ts'
import { keyAt, nodeAt } from '../schema/compile.ts'
import type { RigDocument, SensorDocument } from '../schema/sensors.ts'
import { figureMistakes, specOf } from './figures.ts'

/** The sensors that a vehicle carries. */
export type Rig = Resolved<RigDocument>

/** Which sensor an entry of `sensors` is about. */
export const kindAndName = (entry: SensorDocument | Resolved<SensorDocument>): [SensorKind, string] => {
  const kind = SENSOR_KINDS.find((k) => k in entry)!
  return [kind, (entry as Readonly<Record<string, unknown>>)[kind] as string]
}

/** The name by which run and story know it: kinds may share a name, as the camera and the radar in front do. */
export const sensorId = (kind: SensorKind, name: string): string => (kind === 'camera' ? name : `${kind}-${name}`)

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

const chosen = (entry: Resolved<SensorDocument>, rig: Rig | undefined): Chosen | null => {
  const [kind, name] = kindAndName(entry)
  const { model, ...said } = entry as Readonly<Record<string, unknown>>
  const carried = rig?.[kind][name] as (Readonly<Record<string, unknown>> & { readonly model: string }) | undefined
  const device = (model as string | undefined) ?? carried?.model
  if (device === undefined) return null
  // The rig's changes are of its own device.
  const under = model === undefined || model === carried?.model ? carried : { at: carried?.at }
  const changes = Object.fromEntries(
    [...Object.entries(under ?? {}), ...Object.entries(said)].filter(([, value]) => value !== undefined),
  )
  return { kind, name, model: device, mount: mountOf(changes.at as Place | undefined), changes }
}

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
      const found = chosen(resolve(entry, parameters), model?.rig)
      const device = found === null ? undefined : material.devices.get(found.model)
      if (found === null || device?.kind !== found.kind) return []
      return [{ entry, actor, chosen: found, figures: { ...device.figures, ...found.changes } }]
    })
  })

/** The sensors in SI units, in the order of the file. */
export const sensorsOf = (material: Material, parameters: ParameterValues): SensorSpec[] =>
  placedSensors(material, parameters).map(({ entry, actor, chosen: { kind, name, model, mount }, figures }) => {
    const own = sensorId(kind, name)
    return {
      kind,
      ...{ id: `${actor}.${own}`, actor, name: own, model, mount },
      ...specOf(kind, figures),
      ...('labels' in entry ? { labels: entry.labels } : {}),
    } as SensorSpec
  })

/** Sensors whose figures cannot be together. */
export const impossibleSensors = (material: Material, parameters: ParameterValues): Impossible[] =>
  placedSensors(material, parameters).flatMap(({ entry, actor, chosen: { kind, name }, figures }) =>
    figureMistakes(kind, figures).map(({ key, code, message, expected = null }): Impossible => {
      const path = material.pathOf(entry)
      const holder = nodeAt(material.tree, path)
      // What the rig or the device says has no place in this file.
      const own = holder.kind === 'map' && holder.entries.has(key) ? [...path, key] : [...path, kind]
      const node = nodeAt(material.tree, own)
      return {
        rule: `${actor}.${sensorId(kind, name)}: ${message}`,
        at: node.kind === 'scalar' ? node.at : keyAt(material.tree, own),
        code: code as Impossible['code'],
        message,
        expected,
      }
    }),
  )
