/** What one driver has before his eyes at one control step. */
import type { Placed } from '../criticality/index.ts'
import type { Rules } from './network/network.ts'
import type { Road } from '../road/index.ts'
import type { ActorOf, ActorSpec, VehicleSpec } from '../scenario/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND, type ActorState, type SensorFault } from '../world/index.ts'

/** One control step, s. */
export const CONTROL_STEP = TICKS_PER_CONTROL / TICKS_PER_SECOND

/** Somebody else on the road. */
export interface Other {
  readonly spec: ActorSpec
  readonly state: ActorState
  readonly placed: Placed
}

export interface View {
  readonly spec: ActorOf<VehicleSpec>
  readonly actor: ActorState
  readonly self: Placed
  readonly others: readonly Other[]
  readonly road: Road
  readonly rules: Rules
  readonly time: number
  /** Nobody farther away than this is seen, m. */
  readonly sight: number
  /** Vehicles in the open are made out from so far, m: where somebody comes the other way. */
  readonly far: number
  /** It is night: who bears no light is seen only where headlights reach. */
  readonly dark: boolean
  /** It is a radar that looks: spray hides nothing from it. Left out: eyes, a camera or a lidar do. */
  readonly radar?: boolean
  /** Of all sensors, at work or not. */
  readonly faults: readonly SensorFault[]
}
