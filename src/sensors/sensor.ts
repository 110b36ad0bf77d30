/** The one interface that every kind of sensor implements. */
import type { Pose } from '../math/index.ts'
import type { SensorSpec } from '../scenario/index.ts'
import type { WorldState } from '../world/index.ts'

/** Which reading of a run: together with the sensor's id it names the random stream. */
export interface ReadingKey {
  readonly seed: number
  /** 0, 1, 2, ... per sensor. */
  readonly index: number
}

/**
 * A kind of sensor. Everything is a pure function: the same truth and the same key give the same
 * reading, in any order, in any process.
 */
export interface Sensor<Spec extends SensorSpec, Truth, Reading> {
  readonly kind: Spec['kind']
  /** Readings a second, Hz. */
  rate(spec: Spec): number
  /** The sensor in the world. Throws RangeError when the actor that carries it is not in `state`. */
  pose(spec: Spec, state: WorldState): Pose
  /** What the device makes of the truth. `truth` stays as it is; the reading shares no memory with it. */
  develop(spec: Spec, truth: Truth, key: ReadingKey): Reading
}
