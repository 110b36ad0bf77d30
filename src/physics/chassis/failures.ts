/** What is broken on a vehicle, worked out from the controls once when they change. */
import {
  WHEEL_NAMES,
  type BrakeCircuit,
  type FailureAction,
  type SteeringFault,
  type SystemState,
  type WheelName,
} from '../../scenario/index.ts'
import type { Vehicle } from '../vehicle.ts'

export interface SystemStates {
  readonly abs: SystemState
  readonly esc: SystemState
  readonly tc: SystemState
}

export interface Failures {
  /** The list that this was worked out from. */
  readonly source: readonly FailureAction[]
  /** By wheel: share of the brake torque that is left, and how fast its air leaves, 1/s. */
  readonly brakeLeft: readonly number[]
  readonly deflation: readonly number[]
  readonly steering: SteeringFault | null
}

/** Takes over what the controls say is broken. Nothing here is state: the same list gives the same again. */
export const breakWhat = (v: Vehicle, source: readonly FailureAction[] | undefined): void => {
  let systems: SystemStates = v.fitted
  let steering: SteeringFault | null = null
  const brakeLeft = v.wheels.map(() => 1)
  const deflation = v.wheels.map(() => 0)
  for (const failure of source ?? [])
    switch (failure.kind) {
      case 'blow-tyre':
        deflation[wheelOf(v, failure.wheel)] = 1 / failure.over
        break
      case 'fail-brakes':
        for (const w of circuitOf(v, failure.circuit)) brakeLeft[w] = failure.left
        break
      case 'fail-steering':
        steering = failure.fault
        break
      case 'fail-system':
        systems = { ...systems, [failure.system]: failure.state }
    }
  v.abs = systems.abs
  v.esc = systems.esc
  v.tc = systems.tc
  v.failures = source === undefined ? null : { source, brakeLeft, deflation, steering }
}

/** Index of a wheel by its name; where an axle has one wheel, that one. */
const wheelOf = ({ model: { axles } }: Vehicle, name: WheelName): number => {
  const place = WHEEL_NAMES.indexOf(name)
  const axle = axles[place < 2 ? 0 : axles.length - 1]
  return axle[Math.min(place % 2, axle.length - 1)]
}

/** The wheels that a circuit brakes. Of a diagonal pair, the rear wheels are those of every axle behind the first. */
const circuitOf = ({ model: { axles } }: Vehicle, circuit: BrakeCircuit): readonly number[] => {
  const [front, ...rear] = axles
  if (circuit === 'all') return axles.flat()
  if (circuit === 'front') return front
  if (circuit === 'rear') return rear.flat()
  const left = circuit === 'diagonal-left'
  const side = (axle: readonly number[], leftOne: boolean): number => axle[leftOne ? 0 : axle.length - 1]
  return [side(front, left), ...rear.map((axle) => side(axle, !left))]
}
