/** vehicles/*.yaml and vehicles/tyres/*.yaml -> VehicleSpec. */
import { nodeAt } from '../schema/compile.ts'
import type { SurfaceKind } from '../concrete.ts'
import { closest, type Diagnostic } from '../diagnostics.ts'
import { readFixed, type Files } from '../document.ts'
import { resolve, type Resolved } from '../expression/formula.ts'
import { diagnose } from '../source.ts'
import { checkDevices, listDevices } from '../sensors/devices.ts'
import type { Rig } from '../sensors/rigs.ts'
import { checkVehicle } from './vehicle-checks.ts'
import { driveOf } from './vehicle-powertrain.ts'
import { tyreSchema, vehicleSchema, type TyreDocument, type VehicleDocument } from '../schema/vehicle.ts'
import type { AxleSpec, Coupling, RiderSpec, TyreSpec, VehicleSpec } from '../vehicle.ts'

type Report = (diagnostic: Diagnostic) => void

/** Names of the vehicles in a folder, in the order of the alphabet. */
export const listVehicles = (files: Files, folder: string): string[] => yamlNames(files, folder)
/** Names of the tyre sets in a folder of vehicles. */
export const listTyres = (files: Files, folder: string): string[] => yamlNames(files, `${folder}/tyres`)

const yamlNames = (files: Files, folder: string): string[] =>
  files
    .list(folder)
    .filter((f) => f.endsWith('.yaml'))
    .map((f) => f.slice(0, -'.yaml'.length))
    .sort()

/** A vehicle on its own tyres, and what any other tyres would get on it as well. */
export interface Model {
  readonly spec: VehicleSpec
  /** Factor on the tyres' peak friction. */
  readonly grip: number
  /** Inflation of the tyres, Pa; null: what the set is made for. */
  readonly inflation: number | null
  readonly rig: Rig
}

/**
 * Reads one vehicle with its tyres; null when a file has a mistake.
 * @param tyreOf reads a set of tyres, for callers that have read some already
 */
export const readVehicle = (
  files: Files,
  folder: string,
  name: string,
  report: Report,
  tyreOf?: (tyres: string) => TyreSpec | null,
): Model | null => readVehicleFile(files, folder, `${folder}/${name}.yaml`, report, tyreOf)

/** The same of a file anywhere; its tyres, and what it builds on, may lie in the library's folder. */
export const readVehicleFile = (
  files: Files,
  folder: string,
  path: string,
  report: Report,
  tyreOf: (tyres: string) => TyreSpec | null = (tyres) => readTyre(files, folder, tyres, report),
): Model | null => {
  const read = readFixed({ files, library: folder }, path, vehicleSchema, report)
  if (read === null) return null
  const { tyres } = read.document
  const found = listTyres(files, folder).includes(tyres)
  if (!found) {
    const at = nodeAt(read.tree, ['tyres']).at
    report(
      diagnose(at, {
        code: 'unknown-model',
        message: `there are no tyres '${tyres}'`,
        expected: `one of ${listTyres(files, folder).join(', ')}`,
        suggestion: closest(tyres, listTyres(files, folder)),
      }),
    )
  }
  const devices = checkDevices(read.document.sensors, read.tree, listDevices(files, folder), report)
  const sound = checkVehicle(read.document, read.tree, report) && devices
  const tyre = found ? tyreOf(tyres) : null
  if (tyre === null || !sound) return null
  const fixed = resolve(read.document, {})
  const on = { grip: fixed['tyre-grip'], inflation: fixed['tyre-pressure'] ?? null }
  return { spec: vehicleSpec(fixed, mounted(tyre, on)), ...on, rig: fixed.sensors }
}

/** Reads one set of tyres; null when its file has a mistake. */
export const readTyre = (files: Files, folder: string, name: string, report: Report): TyreSpec | null =>
  readTyreFile(files, folder, `${folder}/tyres/${name}.yaml`, report)

/** The same of a file anywhere. */
export const readTyreFile = (files: Files, folder: string, path: string, report: Report): TyreSpec | null => {
  const read = readFixed({ files, library: `${folder}/tyres` }, path, tyreSchema, report)
  return read === null ? null : tyreSpec(resolve(read.document, {}))
}

const tyreSpec = (d: Resolved<TyreDocument>): TyreSpec => {
  const entries = Object.entries(d.surfaces).map(([kind, s]) => [
    kind,
    {
      muPeak: s['mu-peak'],
      slipAtPeak: s['slip-at-peak'],
      slideOverPeak: s['slide-over-peak'],
      stiffnessPerLoad: s['stiffness-per-load'],
    },
  ])
  return {
    name: d.tyre,
    surfaces: Object.fromEntries(entries) as Record<SurfaceKind, TyreSpec['surfaces'][SurfaceKind]>,
    loadSensitivity: d['load-sensitivity'],
    relaxation: d.relaxation,
    tread: { now: d.tread, whenNew: d['new-tread'] },
    pressure: { now: d.pressure, rated: d.pressure },
    trail: d.trail,
    ...(d['magic-formula'] === undefined ? {} : { magicFormula: d['magic-formula'] }),
  }
}

/** What a scenario may say of the tyres on one actor: tread, m, and inflation, Pa. */
export interface TyreCondition {
  readonly tread?: number | undefined
  readonly pressure?: number | undefined
}

/** The vehicle on other tyres (undefined: its own), in the condition that is said. */
export const onTyres = (
  model: Model,
  tyre: TyreSpec | undefined,
  { tread, pressure }: TyreCondition = {},
): VehicleSpec => {
  const fitted = tyre === undefined ? model.spec.tyre : mounted(tyre, model)
  return {
    ...model.spec,
    tyre: {
      ...fitted,
      ...(tread === undefined ? {} : { tread: { whenNew: tread, ...fitted.tread, now: tread } }),
      ...(pressure === undefined ? {} : { pressure: { rated: pressure, ...fitted.pressure, now: pressure } }),
    },
  }
}

/** A set of tyres as it is on a vehicle. */
const mounted = (tyre: TyreSpec, { grip, inflation }: Omit<Model, 'spec' | 'rig'>): TyreSpec => {
  const entries = Object.entries(tyre.surfaces).map(([kind, s]) => [kind, { ...s, muPeak: s.muPeak * grip }])
  return {
    ...tyre,
    surfaces: Object.fromEntries(entries) as TyreSpec['surfaces'],
    ...(inflation === null ? {} : { pressure: { now: inflation, rated: inflation } }),
  }
}

type AxleDocument = Resolved<VehicleDocument>['axles']['rear']

/** The axles of a group around `middle`, front one first; they share its torques. */
const axleGroup = (a: AxleDocument | undefined, middle: number): AxleSpec[] =>
  a === undefined
    ? []
    : Array.from({ length: a.count }, (_, i) => axleSpec(a, middle + ((a.count - 1) / 2 - i) * a.spacing))

const axleSpec = (a: AxleDocument, x: number): AxleSpec => ({
  x,
  track: a.track ?? 0,
  wheelRadius: a['wheel-radius'],
  wheelWidth: a['wheel-width'],
  wheelInertia: a['wheel-inertia'],
  unsprungMass: a['unsprung-mass'],
  springRate: a.spring,
  damperRate: a.damper,
  antiRollRate: a['anti-roll'],
  camberByTravel: a['camber-by-travel'],
  bumpTravel: a['bump-travel'],
  reboundTravel: a['rebound-travel'],
  tyreRate: a['tyre-stiffness'],
  steerMax: a.steer,
  driveShare: a.drive / a.count,
  brakeShare: a.brake / a.count,
  ...(a['brake-mass'] === undefined ? {} : { brakeMass: a['brake-mass'] }),
})

const couplingOf = (c: NonNullable<Resolved<VehicleDocument>['coupling']>): Coupling => ({
  kind: c.kind,
  x: c.x,
  z: c.z,
  friction: c.friction,
  angleMax: c['max-angle'],
  brakes: c.brakes,
})

const riderOf = (r: NonNullable<Resolved<VehicleDocument>['rider']>): RiderSpec => ({
  leanMax: r['max-lean'],
  crownRadius: r['crown-radius'],
  camberThrust: r['camber-thrust'],
})

const eyeOf = ({ camera }: Rig): Pick<VehicleSpec, 'eye'> => {
  const at = Object.values(camera).at(0)?.at
  return at === undefined ? {} : { eye: [at.x, at.y, at.z] }
}

const vehicleSpec = (d: Resolved<VehicleDocument>, tyre: TyreSpec): VehicleSpec => ({
  kind: 'vehicle',
  name: d.vehicle,
  title: d.title,
  class: d.class,
  source: d.source,
  length: d.size.length,
  width: d.size.width,
  height: d.size.height,
  rearOverhang: d.size['rear-overhang'],
  groundClearance: d.size['ground-clearance'],
  body: d.body,
  paints: d.paints.map(linearColour),
  mass: d.mass,
  centreOfGravity: [d['centre-of-gravity'].x, 0, d['centre-of-gravity'].z],
  inertia: [d.inertia.roll, d.inertia.pitch, d.inertia.yaw],
  axles: [...axleGroup(d.axles.front, d.size.wheelbase ?? 0), ...axleGroup(d.axles.rear, 0)],
  tyre,
  ...driveOf(d),
  rollScrub: d['roll-scrub'],
  casterTrail: d['caster-trail'],
  ...(d['steering-stiffness'] === undefined ? {} : { steeringStiffness: d['steering-stiffness'] }),
  steerRateMax: d['steering-rate'] ?? 0,
  ...(d.hitch === undefined ? {} : { hitch: d.hitch }),
  ...(d.coupling === undefined ? {} : { coupling: couplingOf(d.coupling) }),
  ...(d.rider === undefined ? {} : { rider: riderOf(d.rider) }),
  ...(d.beacon ? { beacon: true as const } : {}),
  dragArea: d.aero.drag,
  sideArea: d.aero.side,
  ...eyeOf(d.sensors),
})

/** '#rrggbb' (sRGB) -> linear light 0..1 (IEC 61966-2-1). */
export const linearColour = (hex: string): readonly [number, number, number] => {
  const channel = (i: number): number => {
    const c = parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16) / 255
    return c <= 0.04045 ? c / 12.92 : Math.exp(2.4 * Math.log((c + 0.055) / 1.055))
  }
  return [channel(0), channel(1), channel(2)]
}
