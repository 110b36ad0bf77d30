/** Faults of the story, as any sensor but a camera feels them. The truth that labels are made of never does. */
import { hashNames } from '../math/index.ts'
import type { SensorFaultKind } from '../scenario/index.ts'
import type { SensorFault } from '../world/index.ts'
import type { ReadingKey } from './sensor.ts'

/** How strong a fault of this sensor is now; 0: it is not at work. */
export const faultLevel = (faults: readonly SensorFault[], sensor: string, kind: SensorFaultKind): number =>
  faults.reduce((most, f) => (f.sensor === sensor && f.fault === kind ? Math.max(most, f.level) : most), 0)

/**
 * What a sensor gives that may lose readings (`dropout`) or stand still (`freeze`), by their levels' share.
 * @param reading what it would have given
 * @param last what it gave the time before; null: nothing yet
 * @param nothing what it gives when the reading is lost
 */
export const givenWithFaults = <R>(
  reading: R,
  faults: readonly SensorFault[],
  id: string,
  key: ReadingKey,
  last: R | null,
  nothing: R,
): R => {
  const struck = (kind: SensorFaultKind): boolean => {
    const level = faultLevel(faults, id, kind)
    return level > 0 && hashNames(key.seed, ['fault', id, kind, key.index]) < level * 4294967296
  }
  if (last !== null && struck('freeze')) return last
  return struck('dropout') ? nothing : reading
}
