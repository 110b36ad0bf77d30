/**
 * From a map's plane to the WGS 84 ellipsoid: the transverse Mercator projection by Krueger's series to the fourth
 * order (Karney, "Transverse Mercator with an accuracy of a few nanometers", J. Geodesy 85, 2011, eq. 35 and 36;
 * better than a micrometre within 1000 km of the central meridian).
 */
import type { Vec3 } from './vec.ts'

/** A point on the ellipsoid: rad, rad, m. */
export interface Geodetic {
  readonly latitude: number
  readonly longitude: number
  readonly height: number
}

/** The plane of a transverse Mercator projection. */
interface Plane {
  /** Of the natural origin, rad. */
  readonly latitude: number
  readonly longitude: number
  readonly scale: number
  readonly falseEasting: number
  readonly falseNorthing: number
}

const DEGREE = Math.PI / 180

/** Where a road without a geo reference lies: Karlsruhe, at x = y = 0. */
const SOMEWHERE: Plane = {
  latitude: 49 * DEGREE,
  longitude: 8.4 * DEGREE,
  scale: 1,
  falseEasting: 0,
  falseNorthing: 0,
}

/**
 * The plane that a PROJ text names: `+proj=tmerc` and `+proj=utm`. Of another projection its `+lat_0` and `+lon_0`
 * are taken as the origin of a tangent plane; without them, as without a text, the map lies in Karlsruhe.
 */
const planeOf = (reference: string | null): Plane => {
  const said = new Map(
    [...(reference ?? '').matchAll(/\+(\w+)(?:=(\S+))?/g)].map(([, key, value]) => [key, value] as const),
  )
  const number = (key: string): number | undefined => {
    const value = Number(said.get(key))
    return said.get(key) !== undefined && Number.isFinite(value) ? value : undefined
  }
  const zone = number('zone')
  if (said.get('proj') === 'utm' && zone !== undefined)
    return {
      latitude: 0,
      longitude: (6 * zone - 183) * DEGREE,
      scale: 0.9996,
      falseEasting: 500_000,
      falseNorthing: said.has('south') ? 10_000_000 : 0,
    }
  const [latitude, longitude] = [number('lat_0'), number('lon_0')]
  if (latitude === undefined && longitude === undefined) return SOMEWHERE
  const own = said.get('proj') === 'tmerc'
  return {
    latitude: (latitude ?? 0) * DEGREE,
    longitude: (longitude ?? 0) * DEGREE,
    scale: own ? (number('k') ?? number('k_0') ?? 1) : 1,
    falseEasting: own ? (number('x_0') ?? 0) : 0,
    falseNorthing: own ? (number('y_0') ?? 0) : 0,
  }
}

/** WGS 84. */
const [SEMI_MAJOR, FLATTENING] = [6_378_137, 1 / 298.257223563]
const N1 = FLATTENING / (2 - FLATTENING)
const N2 = N1 * N1
const N3 = N2 * N1
const N4 = N3 * N1
/** Of the rectifying sphere, m. */
const RADIUS = (SEMI_MAJOR / (1 + N1)) * (1 + N2 / 4 + N4 / 64)
const ALPHA = [
  N1 / 2 - (2 * N2) / 3 + (5 * N3) / 16 + (41 * N4) / 180,
  (13 * N2) / 48 - (3 * N3) / 5 + (557 * N4) / 1440,
  (61 * N3) / 240 - (103 * N4) / 140,
  (49561 * N4) / 161280,
]
const BETA = [
  N1 / 2 - (2 * N2) / 3 + (37 * N3) / 96 - N4 / 360,
  N2 / 48 + N3 / 15 - (437 * N4) / 1440,
  (17 * N3) / 480 - (37 * N4) / 840,
  (4397 * N4) / 161280,
]
/** From the conformal to the geographic latitude. */
const DELTA = [
  2 * N1 - (2 * N2) / 3 - 2 * N3 + (116 * N4) / 45,
  (7 * N2) / 3 - (8 * N3) / 5 - (227 * N4) / 45,
  (56 * N3) / 15 - (136 * N4) / 35,
  (4279 * N4) / 630,
]

const sum = (series: readonly number[], term: (twice: number) => number): number =>
  series.reduce((total, factor, j) => total + factor * term(2 * (j + 1)), 0)

/** The way along the meridian from the equator over the rectifying radius. */
const rectifying = (latitude: number): number => {
  const e = Math.sqrt(FLATTENING * (2 - FLATTENING))
  const s = Math.sin(latitude)
  const conformal = Math.atan(Math.sinh(Math.atanh(s) - e * Math.atanh(e * s)))
  return conformal + sum(ALPHA, (k) => Math.sin(k * conformal))
}

/** What turns world positions into places on the ellipsoid. @param reference a map's PROJ text; null: it has none */
export const geodetics = (reference: string | null): ((position: Vec3) => Geodetic) => {
  const plane = planeOf(reference)
  const origin = rectifying(plane.latitude)
  const metres = plane.scale * RADIUS
  return ([x, y, height]) => {
    const xi = origin + (y - plane.falseNorthing) / metres
    const eta = (x - plane.falseEasting) / metres
    const up = xi - sum(BETA, (k) => Math.sin(k * xi) * Math.cosh(k * eta))
    const out = eta - sum(BETA, (k) => Math.cos(k * xi) * Math.sinh(k * eta))
    const conformal = Math.asin(Math.sin(up) / Math.cosh(out))
    return {
      latitude: conformal + sum(DELTA, (k) => Math.sin(k * conformal)),
      longitude: plane.longitude + Math.atan2(Math.sinh(out), Math.cos(up)),
      height,
    }
  }
}
