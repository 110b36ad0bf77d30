/**
 * Wheel speed by a toothed ring: pulses that came since the reading before, over that time. So a speed is a whole
 * multiple of 2 pi rate / teeth, a wheel that stands gives none, and one that creeps gives one now and then. The teeth
 * are not quite evenly spaced, and where a pulse comes has a jitter. The direction comes along, as active sensors have
 * it. Left out: how the device times the pulses, so that low speeds are coarser than the best devices tell.
 */
import { hashNames, stream } from '../../math/index.ts'
import type { WheelSpeedSpec } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import { carrierOf, mountPose } from '../mounted.ts'
import type { ReadingKey, Sensor } from '../sensor.ts'

/** A wheel in the order of ActorState.wheels: angle rolled since the start, rad, and rad/s. */
export interface Rolling {
  readonly angle: number
  readonly rate: number
}

export const wheelSpeedTruth = (spec: WheelSpeedSpec, state: WorldState): readonly Rolling[] =>
  carrierOf(spec, state).wheels.map(({ spin, spinRate }) => ({ angle: spin, rate: spinRate }))

export const wheelSpeed: Sensor<WheelSpeedSpec, readonly Rolling[], readonly number[]> = {
  kind: 'wheel-speed',
  rate: (spec) => spec.rate,
  pose: mountPose,
  /** rad/s of each wheel. */
  develop: (spec, wheels, key) => wheels.map((wheel, i) => counted(spec, wheel, i, key)),
}

/** How far a tooth may stand off its place on the ring, of the jitter. */
const OF_THE_RING = 0.2

const counted = (
  { id, teeth, jitter, rate }: WheelSpeedSpec,
  wheel: Rolling,
  which: number,
  { seed, index }: ReadingKey,
): number => {
  const pitch = (2 * Math.PI) / teeth
  const now = wheel.angle / pitch
  const before = (wheel.angle - wheel.rate / rate) / pitch
  // A ring that stands stands: its pulses come from its turning alone.
  const turning = Math.min(1, Math.abs(now - before))
  // The pulse at the end of one reading is that at the beginning of the next, so its jitter goes by the edge.
  const edge = (at: number, reading: number): number => {
    const tooth = Math.floor(at)
    const ring = hashNames(seed, ['wheel-speed', id, which, 'ring', ((tooth % teeth) + teeth) % teeth])
    const off =
      OF_THE_RING * (ring / 2147483648 - 1) + stream(seed, 'wheel-speed', id, which, reading).normal()
    return Math.floor(at + turning * jitter * off)
  }
  return (edge(now, index) - edge(before, index - 1)) * pitch * rate
}
