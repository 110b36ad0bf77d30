/** How far light lets a driver, or a camera, make anything out: fog and snow in the air, and a low sun in the eyes. */
import type { Weather } from '../../scenario/index.ts'

/** Nobody sees farther than this on a clear day, m. */
const CLEAR_SIGHT = 300

/** Sunlight outside the air, lux, and how much of it a clear atmosphere takes for each air mass. */
const SUNLIGHT = 128_000
const EXTINCTION = 0.21
/** Light of the sky on the ground, lux, and the share of light that a road gives back. */
const SKYLIGHT = 8000
const ROAD_ALBEDO = 0.3
/** Higher than this above the line of sight the roof shades the eyes, deg. */
const SHADED = 30
/** Stray light of the eye (Stiles and Holladay), cd/m^2 for one lux at one degree; of a windscreen of haze 1. */
const EYE = 10
const WINDSCREEN = 25

const DEG = Math.PI / 180

/** Air mass at an elevation, deg (Kasten and Young 1989, without its last digits). */
const airMass = (elevation: number): number =>
  1 / (Math.sin(elevation * DEG) + 0.50572 / Math.exp(1.6364 * Math.log(elevation + 6.07995)))

/**
 * Share of the usual sight that is left against a low sun. The eye and the windscreen scatter it over the picture, so
 * contrasts fall to L / (L + veil); what can just be made out is as large as one over the root of its contrast (Ricco).
 * @param heading of the line of sight, anticlockwise from east, rad
 * @param haze stray light of the windscreen, cd/m^2 for one lux, 5 degrees from the source
 */
export const glareFactor = ({ sun, cloudCover }: Weather, heading: number, haze: number): number => {
  const elevation = sun.elevation / DEG
  if (elevation <= 0) return 1
  // The compass turns the other way, from north.
  const across = Math.cos(Math.PI / 2 - sun.azimuth - heading)
  const cosine = Math.cos(sun.elevation) * across
  const angle = Math.max(1, Math.acos(Math.max(-1, Math.min(1, cosine))) / DEG)
  if (angle > SHADED) return 1
  const light = SUNLIGHT * Math.exp(-EXTINCTION * airMass(elevation)) * (1 - cloudCover)
  const road = (ROAD_ALBEDO * (light * Math.sin(sun.elevation) + SKYLIGHT)) / Math.PI
  const veil = (light * cosine * (EYE + WINDSCREEN * haze)) / (angle * angle)
  return Math.sqrt(road / (road + veil))
}

/** Vehicles in the open are made out from so far, m; who means to pass somebody looks as far. */
const FAR_SIGHT = 800

export const farSightIn = (weather: Weather, heading: number, haze: number): number =>
  Math.min(FAR_SIGHT * glareFactor(weather, heading, haze), weather.visibility)

/** Nobody farther away than this is seen, m. */
export const sightIn = (weather: Weather, heading: number, haze: number): number =>
  Math.min(CLEAR_SIGHT * glareFactor(weather, heading, haze), weather.visibility)
