/**
 * Daylight: what the sky shines in each direction, how strong and of what colour the sun is, and how much
 * of both the air swallows. Radiances in kcd/m^2 and illuminances in klux (per colour channel) before
 * exposure.
 *
 * Clear sky and sun: Preetham, Shirley, Smits, "A Practical Analytic Model for Daylight", SIGGRAPH 1999.
 * Overcast sky: CIE overcast (Moon and Spencer 1942). In between: a layer of clouds of value noise.
 */
import { clamp, dot, normalize, smoothstep, type Vec3 } from '../math/index.ts'
import type { Weather } from '../scenario/index.ts'
import { fractalNoise, sampleField } from './noise.ts'

/** Linear sRGB primaries. */
export type Rgb = readonly [number, number, number]

export interface Daylight {
  /** Unit vector towards the sun, world. */
  readonly sunDirection: Vec3
  /** Illuminance by the direct sun on a surface facing it. */
  readonly sun: Rgb
  /** Radiance from above (z >= 0) or, mirrored and dimmed by the ground, from below. */
  readonly sky: (direction: Vec3) => Rgb
  /** Radiance of thick haze towards the horizon: what distance fades into. */
  readonly haze: Rgb
  /** Extinction of the air, 1/m: ln 20 / MOR (MOR is the distance at which 5 % of the light is left, WMO No. 8). */
  readonly extinction: number
}

const TURBIDITY = 2.8
/** Preetham's sky is too bright near sunset, which measured ones meet with some 730 lx: this much, from this height down. */
const SUNSET = 0.058
const LOW_SUN = (6 * Math.PI) / 180
/** Daylight falls tenfold with every 2.5 degrees of the sun below the horizon, rad (as cameras expose: src/sensors/camera). */
const TWILIGHT = (2.5 * Math.PI) / 180 / Math.LN10
/** What is left at night of the light of sunset: the glow of a clear sky with some moon, about 0.05 lx. */
const NIGHT = 7e-5
/** Share of light from below that clouds throw back. */
const CLOUD_ALBEDO = 0.8
/** The sky's colour once the sun is far below: blue by ozone (Hulburt 1953). */
const NIGHT_TINT: Rgb = [0.62, 0.9, 1.65]
/** Height of the foggy layer, m: the sky above it shines through. */
const FOG_TOP = 300
const HORIZON_TINT: Rgb = [0.84, 1, 1.26]
const CLOUD_HEIGHT_TILES = 0.35

const mix = (a: Rgb, b: Rgb, u: number): Rgb => [
  a[0] + (b[0] - a[0]) * u,
  a[1] + (b[1] - a[1]) * u,
  a[2] + (b[2] - a[2]) * u,
]
const times = (a: Rgb, k: number): Rgb => [a[0] * k, a[1] * k, a[2] * k]

/** CIE xyY -> linear sRGB. */
const rgbFromXyY = (x: number, y: number, luminance: number): Rgb => {
  const bigX = (x / y) * luminance
  const bigZ = ((1 - x - y) / y) * luminance
  return [
    Math.max(0, 3.2406 * bigX - 1.5372 * luminance - 0.4986 * bigZ),
    Math.max(0, -0.9689 * bigX + 1.8758 * luminance + 0.0415 * bigZ),
    Math.max(0, 0.0557 * bigX - 0.204 * luminance + 1.057 * bigZ),
  ]
}

type Perez = readonly [number, number, number, number, number]

/** Perez's all-weather luminance distribution, with theta from the zenith and gamma from the sun. */
const perez = ([a, b, c, d, e]: Perez, cosTheta: number, gamma: number): number =>
  (1 + a * Math.exp(b / Math.max(0.01, cosTheta))) * (1 + c * Math.exp(d * gamma) + e * Math.cos(gamma) ** 2)

/** Preetham's clear sky for a sun at zenith angle `thetaS`. */
const clearSky = (thetaS: number, sun: Vec3): ((direction: Vec3) => Rgb) => {
  const t = TURBIDITY
  const shapes: readonly [Perez, Perez, Perez] = [
    [
      0.1787 * t - 1.463,
      -0.3554 * t + 0.4275,
      -0.0227 * t + 5.3251,
      0.1206 * t - 2.5771,
      -0.067 * t + 0.3703,
    ],
    [
      -0.0193 * t - 0.2592,
      -0.0665 * t + 0.0008,
      -0.0004 * t + 0.2125,
      -0.0641 * t - 0.8989,
      -0.0033 * t + 0.0452,
    ],
    [
      -0.0167 * t - 0.2608,
      -0.095 * t + 0.0092,
      -0.0079 * t + 0.2102,
      -0.0441 * t - 1.6537,
      -0.0109 * t + 0.0529,
    ],
  ]
  const cubic = (k3: number, k2: number, k1: number, k0: number): number =>
    ((k3 * thetaS + k2) * thetaS + k1) * thetaS + k0
  const chi = (4 / 9 - t / 120) * (Math.PI - 2 * thetaS)
  const zenith = [
    (4.0453 * t - 4.971) * Math.tan(chi) - 0.2155 * t + 2.4192,
    t * t * cubic(0.00166, -0.00375, 0.00209, 0) +
      t * cubic(-0.02903, 0.06377, -0.03202, 0.00394) +
      cubic(0.11693, -0.21196, 0.06052, 0.25886),
    t * t * cubic(0.00275, -0.0061, 0.00317, 0) +
      t * cubic(-0.04214, 0.0897, -0.04153, 0.00516) +
      cubic(0.15346, -0.26756, 0.0667, 0.26688),
  ]
  // At sunrise and sunset it is warm indeed.
  const warmth = smoothstep(0.05, 0.4, Math.PI / 2 - thetaS)
  const atZenith = shapes.map((s) => perez(s, 1, thetaS))
  return (direction) => {
    const gamma = Math.acos(clamp(dot(direction, sun), -1, 1))
    const [luminance, x, y] = shapes.map((s, i) => (zenith[i] * perez(s, direction[2], gamma)) / atZenith[i])
    const fitted = rgbFromXyY(x, y, Math.max(0, luminance))
    const grey = 0.2126 * fitted[0] + 0.7152 * fitted[1] + 0.0722 * fitted[2]
    // The fit is bluer overhead than measured skies, which would make shadows too blue.
    const color = mix(fitted, times(HORIZON_TINT, grey), 0.25)
    // The fit is too warm near the horizon (Zotti, Wilkie, Purgathofer 2007): there the air is whitish blue.
    return mix(color, times(HORIZON_TINT, grey), 0.65 * warmth * (1 - smoothstep(0.02, 0.4, direction[2])))
  }
}

/** What is left of the sun's 120 klux after the air: Rayleigh and aerosol at 630, 530 and 465 nm. */
const sunThroughAir = (elevation: number): Rgb => {
  const degrees = (Math.max(0, elevation) * 180) / Math.PI
  // Relative air mass, Kasten and Young 1989.
  const airMass = 1 / (Math.sin(Math.max(0, elevation)) + 0.50572 * (degrees + 6.07995) ** -1.6364)
  const beta = 0.04608 * TURBIDITY - 0.04586
  const channel = (micrometres: number): number =>
    120 * Math.exp(-airMass * (0.008735 * micrometres ** -4.08 + beta * micrometres ** -1.3))
  return [channel(0.63), channel(0.53), channel(0.465)]
}

/**
 * The daylight of this weather.
 * @param groundAlbedo mean reflectance of the ground: what comes back from below, and how bright haze is.
 */
export const daylight = (weather: Weather, groundAlbedo: number): Daylight => {
  const { elevation, azimuth } = weather.sun
  const cos = Math.cos(elevation)
  const sunDirection: Vec3 = [Math.sin(azimuth) * cos, Math.cos(azimuth) * cos, Math.sin(elevation)]
  // Preetham's fit ends at the horizon; below it the sky is the one of sunset, dimmer and dimmer.
  const sunset = 1.5
  const cover = clamp(weather.cloudCover, 0, 1)
  // Light goes to and fro between snow and clouds.
  const glow = NIGHT / (1 - CLOUD_ALBEDO * cover * groundAlbedo)
  const twilight = Math.max(glow, Math.exp(Math.min(0, elevation) / TWILIGHT))
  const night = smoothstep(0.03, 0.14, -elevation)
  const low = SUNSET ** (1 - clamp(elevation / LOW_SUN, 0, 1))
  const clear = clearSky(
    Math.min(Math.PI / 2 - elevation, sunset),
    normalize([sunDirection[0], sunDirection[1], Math.max(0.05, sunDirection[2])]),
  )
  const clouds = fractalNoise(256, 4, 6, 0.55, 'clouds')
  const direct = times(sunThroughAir(elevation), (1 - cover) ** 1.5 * smoothstep(-0.02, 0.05, elevation))
  // A cloud is lit by the blue sky as well as by the sun: together nearly white, but for a low sun.
  const level = (direct[0] + direct[1] + direct[2]) / 3
  const onClouds = mix(direct, [0.98 * level, level, 1.03 * level], 0.85 * smoothstep(0.05, 0.35, elevation))
  // CIE overcast: zenith luminance (123 + 8600 sin elevation) cd/m^2, Krochmann 1963.
  const overcastZenith = 0.123 + 8.6 * Math.max(0, Math.sin(elevation))
  const overcastColor: Rgb = [0.96, 1, 1.06]
  const extinction = Math.log(20) / weather.visibility

  const dome = (direction: Vec3): Rgb => {
    const up = Math.max(0.001, direction[2])
    const seen = times(clear(direction), low * twilight)
    const blue = mix(seen, times(NIGHT_TINT, (seen[0] + seen[1] + seen[2]) / 3), 0.8 * night)
    const grey = (overcastZenith * (1 + 2 * up)) / 3
    const plane = CLOUD_HEIGHT_TILES / (up + 0.12)
    const thick = sampleField(clouds, direction[0] * plane, direction[1] * plane)
    const here = smoothstep(1 - cover - 0.22, 1 - cover + 0.22, thick) * smoothstep(0, 0.25, cover)
    // Thick parts of a cloud are darker below; thin edges let the sun through.
    const density = smoothstep(0.3, 0.75, thick)
    const shade = times(overcastColor, twilight * grey * (1.35 - 0.75 * density))
    const cloud: Rgb = [0, 1, 2].map(
      (c) => shade[c] + onClouds[c] * (0.26 - 0.16 * density),
    ) as unknown as Rgb
    return mix(blue, cloud, here)
  }

  // Mean radiance a little above the horizon, all round: the colour of distance.
  const ring = Array.from({ length: 16 }, (_, i) =>
    dome(normalize([Math.cos((i * Math.PI) / 8), Math.sin((i * Math.PI) / 8), 0.15])),
  )
  const haze = times(
    ring.reduce((a, b) => [a[0] + b[0], a[1] + b[1], a[2] + b[2]], [0, 0, 0]),
    1 / ring.length,
  )

  const above = (direction: Vec3): Rgb => {
    const path = FOG_TOP / Math.max(0.02, direction[2])
    return mix(dome(direction), haze, 1 - Math.exp(-extinction * path))
  }
  const below = times(
    [
      haze[0] + (direct[0] * Math.max(0, sunDirection[2])) / Math.PI,
      haze[1] + (direct[1] * Math.max(0, sunDirection[2])) / Math.PI,
      haze[2] + (direct[2] * Math.max(0, sunDirection[2])) / Math.PI,
    ],
    groundAlbedo,
  )
  return {
    sunDirection,
    sun: direct,
    haze,
    extinction,
    sky: (direction) =>
      direction[2] >= 0 ? above(direction) : mix(haze, below, smoothstep(0, 0.25, -direction[2])),
  }
}
