/** vehicles/sensors/*.yaml: devices, each of one kind. */
import { SENSOR_KINDS, type SensorKind } from '../concrete.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import { readFixed, type Files } from '../document.ts'
import { resolve, type Resolved } from '../expression/formula.ts'
import { keyAt, nodeAt, type Path } from '../schema/compile.ts'
import { sensorSchema, type Figures, type RigDocument } from '../schema/sensors.ts'
import { diagnose, type Complaint, type Node } from '../source.ts'
import { figureMistakes } from './figures.ts'

type Report = (diagnostic: Diagnostic) => void

/** What a file says of a device, SI. */
export type Device = {
  readonly [K in SensorKind]: {
    readonly kind: K
    readonly name: string
    readonly figures: Resolved<Figures<K>>
  }
}[SensorKind]

/** Names of the devices in a folder of vehicles, in the order of the alphabet. */
export const listDevices = (files: Files, folder: string): string[] =>
  files
    .list(`${folder}/sensors`)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort()

/** Reads one device of the library; null when its file has a mistake. */
export const readDevice = (files: Files, folder: string, name: string, report: Report): Device | null =>
  readDeviceFile(files, folder, `${folder}/sensors/${name}.yaml`, report)

/** The same of a file anywhere. */
export const readDeviceFile = (files: Files, folder: string, path: string, report: Report): Device | null => {
  const read = readFixed({ files, library: `${folder}/sensors` }, path, sensorSchema, report)
  if (read === null) return null
  const { document, tree } = read
  const complain = (at: Path, complaint: Complaint): null => {
    report(diagnose(keyAt(tree, at), complaint))
    return null
  }
  const kinds = SENSOR_KINDS.filter((kind) => document[kind] !== undefined)
  if (kinds.length === 0)
    return complain(['sensor'], {
      code: 'missing-key',
      message: 'this does not say what kind of sensor it is',
      expected: `one of ${SENSOR_KINDS.join(', ')}`,
    })
  if (kinds.length > 1)
    return complain([kinds[1]], {
      code: 'bad-value',
      message: `a device is of one kind, and this is a ${kinds[0]}`,
    })
  const [kind] = kinds
  const device = {
    kind,
    name: document.sensor,
    figures: resolve(document[kind], {}),
  } as Device
  const mistakes = figureMistakes(kind, device.figures)
  for (const { key, ...complaint } of mistakes) complain([kind, key], complaint)
  return mistakes.length > 0 ? null : device
}

/** What is said where no file of a device has this name. */
export const unknownDevice = (name: string, names: readonly string[]): Complaint => ({
  code: 'unknown-model',
  message: `there is no sensor '${name}' in vehicles/sensors`,
  expected: `one of ${names.join(', ')}`,
  suggestion: closest(name, names),
})

/** What is said where a device is of another kind than its place. */
export const otherKind = (device: Device, kind: SensorKind): Complaint => ({
  code: 'bad-value',
  message: `the ${device.name} is a ${device.kind}, not a ${kind}`,
  expected: `a ${kind}`,
})

/** Reports sensors of a rig whose device has no file; true when all have one. */
export const checkDevices = (
  sensors: RigDocument,
  tree: Node,
  names: readonly string[],
  report: Report,
): boolean => {
  const missing = SENSOR_KINDS.flatMap((kind) =>
    Object.entries<{ readonly model: string }>(sensors[kind]).flatMap(([name, { model }]) =>
      names.includes(model) ? [] : [{ path: ['sensors', kind, name, 'model'], model }],
    ),
  )
  for (const { path, model } of missing) report(diagnose(nodeAt(tree, path).at, unknownDevice(model, names)))
  return missing.length === 0
}
