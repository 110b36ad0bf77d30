/**
 * What stands still gives echoes too: rays spread over the field of view, each of which stands for its solid angle. The
 * constant-gamma model of rough surfaces (Barton, "Land Clutter Models for Radar Design and Analysis", Proc. IEEE 73,
 * 1985) has sigma0 = gamma x (cosine of incidence), and the piece of surface that a ray of solid angle W stands for has
 * the area r^2 W / (cosine of incidence): so its cross-section is gamma r^2 W, whatever its incidence.
 */
import { add, rotate, scale, type Pose, type Vec3 } from '../../math/index.ts'
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

/** Rays this far apart share no way through the tree. */
const ALONE = 1
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
 * "Handbook of Radar Scattering Statistics for Terrain" (1989), at 35 and 94 GHz, asphalt as it is at the few degrees of
 * grazing that matter here; metal and masonry are starting values.
 */
const GAMMA: Partial<Record<MaterialKind, number>> = {
  asphalt: -30,
  marking: -32,
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

/** Directions of the rays in the sensor's frame, and the solid angle of each; the same for every reading of a device. */
interface Fan {
  readonly directions: readonly Vec3[]
  readonly angles: readonly { readonly azimuth: number; readonly elevation: number }[]
  readonly solid: readonly number[]
}

const fans = new WeakMap<RadarSpec, Fan>()

const fanOf = (spec: RadarSpec): Fan => {
  const known = fans.get(spec)
  if (known !== undefined) return known
  const { horizontalFov, verticalFov, resolution } = spec
  const columns = Math.min(COLUMNS, Math.max(2, Math.ceil((2 * horizontalFov) / resolution.azimuth)))
  const across = horizontalFov / columns
  const angles = Array.from({ length: columns * ROWS }, (_, i) => ({
    azimuth: horizontalFov / 2 - across * (Math.floor(i / ROWS) + 0.5),
    elevation: verticalFov * HEIGHTS[i % ROWS],
  }))
  const fan: Fan = {
    angles,
    directions: angles.map(({ azimuth, elevation }) => {
      const flat = Math.cos(elevation)
      return [flat * Math.cos(azimuth), flat * Math.sin(azimuth), Math.sin(elevation)]
    }),
    solid: angles.map(({ elevation }, i) => across * verticalFov * SHARES[i % ROWS] * Math.cos(elevation)),
  }
  fans.set(spec, fan)
  return fan
}

/** @param world placed as it is now, without the carrier */
export const lookRound = (spec: RadarSpec, { position, orientation }: Pose, world: RayWorld): Glimpses => {
  const { directions, angles, solid } = fanOf(spec)
  const towards = directions.map((direction) => rotate(orientation, direction))
  const rays = new Float32Array(RAY * towards.length)
  for (const [i, direction] of towards.entries()) {
    rays.set(position, RAY * i)
    rays.set(direction, RAY * i + 3)
    rays[RAY * i + 6] = spec.range[1]
  }
  const { floats, ints } = world.caster.cast(rays, undefined, ALONE)
  return {
    at: angles.map(({ azimuth, elevation }, i) => {
      const owner = ints[4 * i + 3]
      if (owner === NOTHING) return null
      const [distance, tag] = [floats[4 * i], ints[4 * i + 2]]
      const gamma = GAMMA[world.surfaces[tag].material] ?? DULL
      return {
        point: add(position, scale(towards[i], distance)),
        rcs: owner === STANDING ? tenTo(gamma / 10) * distance * distance * solid[i] : 0,
        ...{ distance, azimuth, elevation, tag, owner },
      }
    }),
  }
}
