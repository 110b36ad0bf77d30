/** How a standing vehicle's weight spreads over its axles, and over the joint of a trailer. */
import type { VehicleSpec } from '../scenario/index.ts'
import { GRAVITY } from './constants.ts'

/** A weight that bears down on a vehicle from outside (its trailer's): N, and where, m from the origin. */
export interface Burden {
  readonly x: number
  readonly weight: number
}

export const UNBURDENED: Burden = { x: 0, weight: 0 }

const springs = (spec: VehicleSpec): { readonly k: number; readonly x: number }[] =>
  spec.axles.map((a) => ({ k: (a.track > 0 ? 2 : 1) * a.springRate, x: a.x }))

/**
 * Load on each axle, N: of a vehicle as it heaves and pitches on its springs (exact for two axles), of a trailer
 * what its coupling leaves.
 */
export const axleLoads = (spec: VehicleSpec, { x, weight }: Burden = UNBURDENED): number[] => {
  const own = spec.mass * GRAVITY
  const { coupling } = spec
  if (coupling !== undefined) {
    // The axles of a trailer are one group, which shares its load evenly.
    const arms = spec.axles.reduce((n, a) => n + coupling.x - a.x, 0)
    return spec.axles.map(() => (own * (coupling.x - spec.centreOfGravity[0])) / arms)
  }
  const sides = springs(spec)
  const sum = (f: (x: number) => number): number => sides.reduce((n, a) => n + a.k * f(a.x), 0)
  const total = own + weight
  const moment = own * spec.centreOfGravity[0] + weight * x
  const k0 = sum(() => 1)
  const k1 = sum((at) => at)
  const k2 = sum((at) => at * at)
  const det = k0 * k2 - k1 * k1
  const heave = (total * k2 - moment * k1) / det
  const pitch = (moment * k0 - total * k1) / det
  return sides.map((a) => a.k * (heave + pitch * a.x))
}

/** What a standing trailer weighs on the hitch of its tractor, N; less than nothing: it lifts. */
export const couplingLoad = (trailer: VehicleSpec): number =>
  trailer.mass * GRAVITY - axleLoads(trailer).reduce((a, b) => a + b, 0)
