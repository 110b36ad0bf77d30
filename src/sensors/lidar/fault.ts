/**
 * What covers a lidar's window: beams do not come out there. Lost and frozen readings, noise and misalignment are any
 * sensor's (../fault.ts).
 */
import { hashNames, scramble, smoothstep } from '../../math/index.ts'
import type { LidarSpec } from '../../scenario/index.ts'
import type { SensorFault } from '../../world/index.ts'
import { faultLevel } from '../fault.ts'

/** Size of a lump of what lies on the window, rad; widths of azimuth are a whole part of the turn. */
const LUMPS_A_TURN = 24
const LUMP = (2 * Math.PI) / LUMPS_A_TURN

/**
 * What the window lets through, a beam each (0 or 1), ring by ring; null: all. Each cover takes its level's share of the beams,
 * in lumps that stay where they are and grow.
 */
export const windowOf = (
  spec: LidarSpec,
  faults: readonly SensorFault[],
  seed: number,
): Float32Array | null => {
  let window: Float32Array | null = null
  for (const cover of ['snow-cover', 'mud', 'blockage'] as const) {
    const level = faultLevel(faults, spec.id, cover)
    if (level <= 0) continue
    const field = lumps(spec, hashNames(seed, ['lidar', spec.id, cover]))
    const limit =
      Float32Array.from(field).sort()[Math.min(field.length - 1, Math.floor(level * field.length))]
    const under = (x: number): boolean => level >= 1 || x < limit
    window ??= new Float32Array(field.length).fill(1)
    for (let b = 0; b < field.length; b++) if (under(field[b])) window[b] = 0
  }
  return window
}

/** Smooth value noise over azimuth and elevation, 0..1, closed round the turn. */
const lumps = ({ columns, elevations }: LidarSpec, seed: number): Float32Array => {
  const field = new Float32Array(columns * elevations.length)
  const knot = (i: number, j: number): number =>
    (scramble(seed ^ Math.imul(i % LUMPS_A_TURN, 73856093) ^ Math.imul(j, 19349663)) >>> 0) / 4294967296
  elevations.forEach((elevation, r) => {
    const row = Math.floor(elevation / LUMP)
    const v = smoothstep(0, 1, elevation / LUMP - row)
    for (let c = 0; c < columns; c++) {
      const at = (c / columns) * LUMPS_A_TURN
      const i = Math.floor(at)
      const u = smoothstep(0, 1, at - i)
      const low = knot(i, row) + u * (knot(i + 1, row) - knot(i, row))
      const high = knot(i, row + 1) + u * (knot(i + 1, row + 1) - knot(i, row + 1))
      field[r * columns + c] = low + v * (high - low)
    }
  })
  return field
}
