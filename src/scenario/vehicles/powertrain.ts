/**
 * What pushes a vehicle: engine with gearbox, or electric motor, and the differentials behind it. Pure
 * functions of the data, for whoever must know what it can give: the physics that gives it, and the driver
 * who asks for it.
 */
import type { VehicleSpec } from '../vehicle.ts'

/** Linear between the rows, held outside them: [rad/s, N m], rising speeds. */
export type TorqueBySpeed = readonly (readonly [speed: number, torque: number])[]

/** A combustion engine and its automatic gearbox. */
export interface EngineSpec {
  /** At full load; the last speed is the limiter's. */
  readonly torque: TorqueBySpeed
  /** rad/s. Below it the clutch (or converter) slips. */
  readonly idle: number
  /** Engine over wheel speed for each gear, final drive included; first gear first. */
  readonly gears: readonly number[]
  /** Share of the engine's work that reaches the wheels, 0..1. */
  readonly efficiency: number
  /** How long a change of gear interrupts the drive, s. */
  readonly shiftTime: number
  /** What the engine takes when it is dragged along, by engine speed: [rad/s, N m]. */
  readonly drag: TorqueBySpeed
}

/** An electric motor with a fixed gear: `driveForceMax` up to `enginePower`, to a top speed. */
export interface MotorSpec {
  /** Where its speed ends, m/s. */
  readonly topSpeed: number
  /** Braking by the motor, at the wheels: with the foot off the throttle, and at most with the brake, N. */
  readonly liftOffForce: number
  readonly brakeForce: number
  /** Most that the battery takes, W. */
  readonly brakePower: number
}

/** How two outputs of a differential differ. Open: the same torque whatever their speeds. */
export type DifferentialSpec =
  | { readonly kind: 'open' }
  /** Clutches let the outputs differ by up to preload + (bias - 1) / (bias + 1) of the input torque, N m. */
  | { readonly kind: 'limited-slip'; readonly preload: number; readonly bias: number }
  /** Both outputs turn at one speed. */
  | { readonly kind: 'locked' }

export interface DifferentialSpecs {
  readonly front: DifferentialSpec
  readonly rear: DifferentialSpec
  /** Between the axles; their shares of the torque are the axles' `driveShare`. */
  readonly centre: DifferentialSpec
}

/** The driven wheels' radius, by their share of the torque, m; of the first axle when none is driven. */
export const drivenRadius = ({ axles }: VehicleSpec): number => {
  const share = axles.reduce((sum, a) => sum + a.driveShare, 0)
  if (share === 0) return axles[0].wheelRadius
  return axles.reduce((sum, a) => sum + a.driveShare * a.wheelRadius, 0) / share
}

const torqueAt = (table: TorqueBySpeed, speed: number): number => {
  let i = 0
  while (i < table.length && !(speed < table[i][0])) i++
  if (i === 0) return table[0][1]
  if (i === table.length) return table[i - 1][1]
  const v0 = table[i - 1][0]
  const t0 = table[i - 1][1]
  const v1 = table[i][0]
  const t1 = table[i][1]
  return t0 + ((t1 - t0) * (speed - v0)) / (v1 - v0)
}

/** Full-load torque at an engine speed, N m; none past the limiter. */
export const engineTorque = ({ torque }: EngineSpec, speed: number): number =>
  speed > torque[torque.length - 1][0] ? 0 : torqueAt(torque, speed)

/** Torque that the engine takes when the wheels drag it; none once the clutch opens near idle, N m. */
export const engineDrag = ({ drag, idle }: EngineSpec, speed: number): number => {
  if (drag.length === 0 || speed <= idle) return 0
  return Math.min(1, (speed - idle) / (CLOSES * idle)) * torqueAt(drag, speed)
}

/** The clutch is closed this share above idle. */
const CLOSES = 0.2
/** A coasting gearbox keeps the engine at least this many times above idle. */
const COASTS_AT = 1.4
/** Speed below which P / v is not the limit, m/s. */
const SLOW = 0.5
/** Below these speeds a motor stops braking: it begins to let go, and has let go, m/s. */
const MOTOR_FADES = 3
const MOTOR_GONE = 0.5

/** Share of a motor's braking that is left at a low speed, 0..1: it never turns a wheel backwards. */
export const motorBrakeFade = (speed: number): number =>
  Math.max(0, Math.min(1, (speed - MOTOR_GONE) / (MOTOR_FADES - MOTOR_GONE)))

/** Most force at the wheels at a speed, in the best gear, N. */
export const driveForceAt = (spec: VehicleSpec, speed: number): number => {
  const { engine, motor, driveForceMax, enginePower } = spec
  if (engine === undefined) {
    if (motor !== undefined && speed >= motor.topSpeed) return 0
    return Math.min(driveForceMax, enginePower / Math.max(SLOW, speed))
  }
  const radius = drivenRadius(spec)
  let most = 0
  engine.gears.forEach((ratio, gear) => {
    const turns = (speed / radius) * ratio
    if (gear > 0 && turns < engine.idle) return
    most = Math.max(most, engineTorque(engine, turns) * ratio)
  })
  return Math.min(driveForceMax, (most * engine.efficiency) / radius)
}

/** Force against the motion with the foot off the throttle, in the gear of a coasting gearbox, N. */
export const overrunForceAt = (spec: VehicleSpec, speed: number): number => {
  const { engine, motor, enginePower } = spec
  if (engine !== undefined) {
    const radius = drivenRadius(spec)
    const turns = speed / radius
    const gear = engine.gears.findLast((ratio, g) => g === 0 || turns * ratio >= COASTS_AT * engine.idle)!
    return (engineDrag(engine, turns * gear) * gear) / radius
  }
  if (motor === undefined) return 0
  return Math.min(motor.liftOffForce, enginePower / Math.max(SLOW, speed)) * motorBrakeFade(speed)
}
