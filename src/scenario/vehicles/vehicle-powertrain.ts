/** `engine`, `motor`, `differentials` and `brakes` of a vehicle file -> the same parts of VehicleSpec. */
import type { Path } from '../schema/compile.ts'
import type { Resolved } from '../expression/formula.ts'
import type { DifferentialSpec, DifferentialSpecs, EngineSpec, MotorSpec } from './powertrain.ts'
import type { VehicleDocument } from '../schema/vehicle.ts'
import type { VehicleSpec } from '../vehicle.ts'

type Document = Pick<Resolved<VehicleDocument>, 'engine' | 'motor' | 'differentials' | 'brakes'>
type EngineDocument = NonNullable<Document['engine']>
type Drive = Pick<
  VehicleSpec,
  | ('enginePower' | 'driveForceMax' | 'engine' | 'motor' | 'differentials')
  | ('brakeTorqueMax' | 'brakeLag' | 'brakeDelay' | 'brakeProportioning')
>

const engineSpec = (e: EngineDocument): EngineSpec | null =>
  e.torque.length === 0
    ? null
    : {
        torque: e.torque,
        idle: e.idle,
        gears: e.gears.map((ratio) => ratio * e['final-drive']),
        efficiency: e.efficiency,
        shiftTime: e['shift-time'],
        drag: e.drag,
      }

const motorSpec = (m: NonNullable<Document['motor']>): MotorSpec => ({
  topSpeed: m['top-speed'],
  liftOffForce: m['lift-off'],
  brakeForce: m.regeneration.force,
  brakePower: m.regeneration.power,
})

const differential = (d: 'open' | 'locked' | { bias: number; preload: number }): DifferentialSpec =>
  typeof d === 'string' ? { kind: d } : { kind: 'limited-slip', preload: d.preload, bias: d.bias }

const differentialSpecs = (d: NonNullable<Document['differentials']>): DifferentialSpecs => ({
  front: differential(d.front),
  rear: differential(d.rear),
  centre: differential(d.centre),
})

/** What drives and brakes a vehicle; one with neither engine nor motor (a trailer) has no force. */
export const driveOf = (d: Document): Drive => {
  const engine = d.engine === undefined ? null : engineSpec(d.engine)
  const source = d.engine ?? d.motor
  return {
    enginePower: source?.power ?? 0,
    driveForceMax: source?.force ?? 0,
    ...(engine === null ? {} : { engine }),
    ...(d.motor === undefined ? {} : { motor: motorSpec(d.motor) }),
    ...(d.differentials === undefined ? {} : { differentials: differentialSpecs(d.differentials) }),
    brakeTorqueMax: d.brakes.torque,
    brakeLag: d.brakes.lag,
    ...(d.brakes.delay === 0 ? {} : { brakeDelay: d.brakes.delay }),
    ...(d.brakes.proportioning === 'fixed' ? {} : { brakeProportioning: d.brakes.proportioning }),
  }
}

/** What the powertrain's keys ask of each other. @param complain called for each mistake, at its key */
export const checkPowertrain = (
  { engine, motor }: Document,
  complain: (path: Path, code: 'missing-key' | 'bad-value', message: string) => void,
): void => {
  if (engine === undefined) return
  if (motor !== undefined) complain(['motor'], 'bad-value', 'the vehicle has an engine and a motor')
  for (const key of ['torque', 'drag'] as const)
    engine[key].forEach(([speed], i) => {
      if (i > 0 && speed <= engine[key][i - 1][0])
        complain(['engine', key, i], 'bad-value', 'the engine speeds do not rise')
    })
  if (engine.torque.length > 0 && engine.gears.length === 0)
    complain(['engine', 'torque'], 'missing-key', "an engine with a torque curve needs 'gears'")
  if (engine.torque.length === 0)
    for (const key of ['gears', 'drag'] as const)
      if (engine[key].length > 0)
        complain(['engine', key], 'missing-key', `an engine with '${key}' needs a 'torque' curve`)
  engine.gears.forEach((ratio, i) => {
    if (i > 0 && ratio >= engine.gears[i - 1])
      complain(['engine', 'gears', i], 'bad-value', 'the ratios do not fall from gear to gear')
  })
}
