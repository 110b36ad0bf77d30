/** The constant half of the driveline: engine curves by speed and gear, which axles and wheels differ how. */
import {
  drivenRadius,
  driveForceAt,
  engineDrag,
  engineTorque,
  type DifferentialSpec,
  type EngineSpec,
  type VehicleSpec,
} from '../../scenario/index.ts'

/** Curves over the speed of the driven rims: one value every STEP up to FASTEST, m/s. */
const STEP = 0.25
const FASTEST = 100

/** Force at the rims, N, by their speed. */
export type ForceBySpeed = Float64Array

const tabulate = (force: (speed: number) => number): ForceBySpeed =>
  Float64Array.from({ length: FASTEST / STEP + 2 }, (_, i) => force(i * STEP))

/** Linear between the values of a table; the last one holds beyond it. */
export const readForce = (table: ForceBySpeed, speed: number): number => {
  const at = Math.min(speed / STEP, table.length - 1.000001)
  const i = Math.floor(at)
  return table[i] + (table[i + 1] - table[i]) * (at - i)
}

export interface Gear {
  /** Full load, and what the dragged engine takes. */
  readonly full: ForceBySpeed
  readonly drag: ForceBySpeed
  /** Speeds of the rims between which the gear may be used, m/s. */
  readonly slowest: number
  readonly fastest: number
}

export interface EngineModel {
  /** Most force of any gear. */
  readonly most: ForceBySpeed
  readonly gears: readonly Gear[]
  readonly shiftTime: number
}

/** Below this multiple of idle a gear is given up for the next lower one. */
const LABOURS = 1.25

const gearOf = (engine: EngineSpec, radius: number, cap: number, ratio: number, first: boolean): Gear => {
  const turns = (speed: number): number => (speed / radius) * ratio
  const limiter = engine.torque[engine.torque.length - 1][0]
  return {
    full: tabulate((v) =>
      Math.min(cap, (engineTorque(engine, turns(v)) * ratio * engine.efficiency) / radius),
    ),
    drag: tabulate((v) => (engineDrag(engine, turns(v)) * ratio) / radius),
    slowest: first ? 0 : (LABOURS * engine.idle * radius) / ratio,
    fastest: (limiter * radius) / ratio,
  }
}

const models = new WeakMap<VehicleSpec, EngineModel>()

/** Vehicles of one kind share their curves. */
export const engineModel = (spec: VehicleSpec): EngineModel | null => {
  const { engine } = spec
  if (engine === undefined) return null
  const known = models.get(spec)
  if (known !== undefined) return known
  const radius = drivenRadius(spec)
  const made = {
    most: tabulate((v) => driveForceAt(spec, v)),
    gears: engine.gears.map((ratio, g) => gearOf(engine, radius, spec.driveForceMax, ratio, g === 0)),
    shiftTime: engine.shiftTime,
  }
  models.set(spec, made)
  return made
}

/** Two outputs that are kept from turning at different speeds; indices of wheels, one or both of an axle. */
export interface LockModel {
  readonly one: readonly number[]
  readonly other: readonly number[]
  /** Most torque that it moves: N m, and share of what it is fed. */
  readonly preload: number
  readonly share: number
}

/** The outputs differ by the locking torque, preload + (B - 1) / (B + 1) of the input at bias ratio B: half of it moves. */
const lockOf = (
  spec: DifferentialSpec,
  one: readonly number[],
  other: readonly number[],
): readonly LockModel[] => {
  if (spec.kind === 'open') return []
  if (spec.kind === 'locked') return [{ one, other, preload: Infinity, share: 0 }]
  return [{ one, other, preload: spec.preload / 2, share: (spec.bias - 1) / (spec.bias + 1) / 2 }]
}

/** The locks of a vehicle's differentials; none where all are open. @param axles wheels of each axle, from the front */
export const locksOf = (
  { differentials }: VehicleSpec,
  axles: readonly (readonly number[])[],
): readonly LockModel[] => {
  if (differentials === undefined) return []
  const front = axles[0]
  const rear = axles[axles.length - 1]
  const across = (spec: DifferentialSpec, wheels: readonly number[]): readonly LockModel[] =>
    wheels.length === 2 ? lockOf(spec, [wheels[0]], [wheels[1]]) : []
  return [
    ...across(differentials.front, front),
    ...across(differentials.rear, rear),
    ...lockOf(differentials.centre, front, rear),
  ]
}
