/**
 * Faults of a radar: what covers it takes power from the wave, and it may see what is not there. Lost and frozen readings
 * are any sensor's (../fault.ts).
 */
import { stream } from '../../math/index.ts'
import type { RadarSpec } from '../../scenario/index.ts'
import type { SensorFault } from '../../world/index.ts'
import { faultLevel, openShare } from '../fault.ts'
import type { ReadingKey } from '../sensor.ts'
import { tenTo } from './attenuation.ts'
import type { RadarEcho } from './detection.ts'
import type { RadarTruth } from './radar.ts'

/** What a radar with these faults gets in; the truth itself when none is at work. */
export const spoilt = (
  truth: RadarTruth,
  spec: RadarSpec,
  faults: readonly SensorFault[],
  key: ReadingKey,
): RadarTruth => {
  const open = openShare(faults, spec.id)
  const ghosts = haunted(spec, faultLevel(faults, spec.id, 'ghosts'), key)
  if (open === 1 && ghosts.length === 0) return truth
  // The gain goes with the square of the aperture's open share, and the wave passes it twice.
  const through = open * open * open * open
  const echoes = truth.echoes.map((echo): RadarEcho => ({ ...echo, left: echo.left * through }))
  return { ...truth, echoes: [...echoes, ...ghosts] }
}

/** As strong as a car. */
const GHOST = tenTo(1)

/** Targets that are not there, as many a second on average. */
const haunted = (spec: RadarSpec, rate: number, { seed, index }: ReadingKey): RadarEcho[] => {
  if (rate <= 0) return []
  const random = stream(seed, 'radar', spec.id, 'ghosts', index)
  const often = rate / spec.rate
  const count = Math.floor(often) + (random.next() < often % 1 ? 1 : 0)
  const [nearest, farthest] = spec.range
  return Array.from({ length: count }, () => ({
    // In the nearer half, where they are found for certain and where they matter.
    range: random.uniform(nearest, (nearest + farthest) / 2),
    azimuth: random.uniform(-0.5, 0.5) * spec.horizontalFov,
    elevation: 0,
    radialSpeed: random.uniform(-0.5, 0.5) * spec.ambiguousSpeed,
    ...{ rcs: GHOST, left: 1, instance: 0, origin: 'ghost' },
  }))
}
