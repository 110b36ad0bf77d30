/**
 * What stands still gives echoes too: rays spread over the field of view, each of which stands for its solid angle. The
 * constant-gamma model of rough surfaces (Barton, "Land Clutter Models for Radar Design and Analysis", Proc. IEEE 73,
 * 1985) has sigma0 = gamma x (cosine of incidence), and the piece of surface that a ray of solid angle W stands for has
 * the area r^2 W / (cosine of incidence): so its cross-section is gamma r^2 W, whatever its incidence.
 */
import { rotate, type Pose, type Vec3 } from '../../math/index.ts'
import type { RadarSpec } from '../../scenario/index.ts'
import type { MaterialKind } from '../../shape/index.ts'
import { NOTHING, RAY, STANDING } from '../raycast/caster.ts'
import type { RayWorld } from '../raycast/ray-world.ts'
import { tenTo } from './attenuation.ts'

/** A point of the surroundings that a ray met. */
export interface Glimpse {
  /** World, m. */
  readonly point: Vec3
  readonly distance: number
  /** Of the ray, in the sensor's frame, rad. */
  readonly azimuth: number
  readonly elevation: number
  /** Mean cross-section of what the ray stands for, m^2; of actors 0: they have centres of their own. */
  readonly rcs: number
  /** Index into RayWorld.surfaces. */
  readonly tag: number
  /** Instance, or STANDING. */
  readonly owner: number
}

/** Rays across at most. */
const COLUMNS = 64
/**
 * Rays in height, as shares of the vertical field of view: closest at the horizon, where rails, posts and walls are far
 * away. Each stands for what lies nearer to it than to its neighbours.
 */
const HEIGHTS = [-0.4, -0.2, -0.09, -0.035, 0, 0.035, 0.1, 0.3]
const SHARES = HEIGHTS.map((height, i) => {
  const below = i === 0 ? -0.5 : (HEIGHTS[i - 1] + height) / 2
  const above = i === HEIGHTS.length - 1 ? 0.5 : (height + HEIGHTS[i + 1]) / 2
  return above - below
})
export const ROWS = HEIGHTS.length

/**
 * dB. Asphalt and soil after Sarabandi, Li and Nashashibi, "Modeling and Measurements of Scattering from Road Surfaces
 * at Millimeter-Wave Frequencies", IEEE Trans. Antennas and Propagation 45 (1997); plants after Ulaby and Dobson,
 * "Handbook of Radar Scattering Statistics for Terrain" (1989), at 35 and 94 GHz; metal and masonry are starting values.
 */
const GAMMA: Partial<Record<MaterialKind, number>> = {
  asphalt: -24,
  marking: -26,
  gravel: -14,
  grass: -11,
  foliage: -9,
  bark: -8,
  snow: -16,
  ice: -26,
  water: -35,
  metal: 0,
  chrome: 0,
  plate: -3,
  lamp: -10,
  plaster: -9,
  roof: -10,
  wood: -12,
  glass: -12,
}
/** Of all other materials. */
const DULL = -16

export interface Glimpses {
  /** Column by column from the left, each of ROWS from the lowest; null: nothing there. */
  readonly at: readonly (Glimpse | null)[]
}

/** @param world placed as it is now, without the carrier */
export const lookRound = (spec: RadarSpec, pose: Pose, world: RayWorld): Glimpses => {
  const { horizontalFov, verticalFov, resolution } = spec
  const columns = Math.min(COLUMNS, Math.max(2, Math.ceil((2 * horizontalFov) / resolution.azimuth)))
  const across = horizontalFov / columns
  // Neighbours stay together: the caster takes 32 rays at once.
  const angles = Array.from({ length: columns * ROWS }, (_, i) => ({
    azimuth: horizontalFov / 2 - across * (Math.floor(i / ROWS) + 0.5),
    elevation: verticalFov * HEIGHTS[i % ROWS],
  }))
  const rays = new Float32Array(RAY * angles.length)
  for (const [i, { azimuth, elevation }] of angles.entries()) {
    const flat = Math.cos(elevation)
    const direction: Vec3 = [flat * Math.cos(azimuth), flat * Math.sin(azimuth), Math.sin(elevation)]
    rays.set([...pose.position, ...rotate(pose.orientation, direction), spec.range[1]], RAY * i)
  }
  const { floats, ints } = world.caster.cast(rays)
  return {
    at: angles.map(({ azimuth, elevation }, i) => {
      const owner = ints[4 * i + 3]
      if (owner === NOTHING) return null
      const [distance, tag] = [floats[4 * i], ints[4 * i + 2]]
      const [dx, dy, dz] = rays.subarray(RAY * i + 3, RAY * i + 6)
      const [x, y, z] = pose.position
      const gamma = tenTo((GAMMA[world.surfaces[tag].material] ?? DULL) / 10)
      const solid = across * verticalFov * SHARES[i % ROWS] * Math.cos(elevation)
      return {
        point: [x + distance * dx, y + distance * dy, z + distance * dz],
        rcs: owner === STANDING ? gamma * distance * distance * solid : 0,
        ...{ distance, azimuth, elevation, tag, owner },
      }
    }),
  }
}
