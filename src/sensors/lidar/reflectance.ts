/**
 * What a surface sends back of a lidar's light, as the reflectance of the white Lambertian sheet, seen squarely, that
 * would send as much: docs/sensors.md has the formulas and their sources.
 */
import { power } from '../../math/index.ts'
import type { MaterialKind } from '../../shape/index.ts'
import type { RaySurface } from '../raycast/ray-world.ts'

/** At 905 nm. */
interface Finish {
  /** Diffuse reflectance of a black and, linearly up to it, of a white thing of this stuff. */
  readonly diffuse: readonly [dark: number, bright: number]
  /** Roughness after Oren and Nayar (1994): standard deviation of the slopes, rad. */
  readonly rough: number
  /** What is thrown straight back, over and above. */
  readonly retro?: number
}

/**
 * Of the order of what spectral libraries (ECOSTRESS, Meerdink et al. 2019) give for these stuffs at 905 nm; colours
 * say little there: plants, cloth and skin are bright whatever they look like. Snow: Warren (1982).
 */
const FINISHES: Readonly<Record<MaterialKind, Finish>> = {
  paint: { diffuse: [0.05, 0.85], rough: 0 },
  glass: { diffuse: [0.02, 0.02], rough: 0 },
  rubber: { diffuse: [0.05, 0.2], rough: 0.2 },
  metal: { diffuse: [0.2, 0.6], rough: 0.2 },
  chrome: { diffuse: [0.1, 0.2], rough: 0 },
  plastic: { diffuse: [0.06, 0.7], rough: 0.1 },
  // The prisms of tail lamps and of reflectors (ECE R3); headlights throw back their own mirror's light.
  lamp: { diffuse: [0.1, 0.2], rough: 0, retro: 10 },
  plate: { diffuse: [0.1, 0.8], rough: 0, retro: 60 },
  interior: { diffuse: [0.05, 0.5], rough: 0.3 },
  asphalt: { diffuse: [0.1, 0.8], rough: 0.35 },
  // R_L of 150 mcd/(m^2 lx) (EN 1436, class R3) is pi times that in reflectance.
  marking: { diffuse: [0.3, 0.7], rough: 0.3, retro: 0.47 },
  snow: { diffuse: [0.2, 1], rough: 0.3 },
  ice: { diffuse: [0.05, 0.4], rough: 0 },
  water: { diffuse: [0.1, 0.8], rough: 0.35 },
  gravel: { diffuse: [0.15, 0.8], rough: 0.5 },
  grass: { diffuse: [0.42, 0.5], rough: 0.6 },
  bark: { diffuse: [0.25, 0.5], rough: 0.5 },
  foliage: { diffuse: [0.42, 0.5], rough: 0.6 },
  plaster: { diffuse: [0.15, 0.85], rough: 0.3 },
  roof: { diffuse: [0.1, 0.6], rough: 0.3 },
  wood: { diffuse: [0.3, 0.7], rough: 0.3 },
  cloth: { diffuse: [0.3, 0.7], rough: 0.4 },
  skin: { diffuse: [0.45, 0.65], rough: 0.2 },
  hair: { diffuse: [0.2, 0.5], rough: 0.4 },
}

/** Sheeting of class RA1 (EN 12899-1), 70 cd/(lx m^2): pi times that. */
const SIGN_RETRO = 220

/** Reflectance of water and of glass seen squarely (Fresnel, n = 1.33 and 1.5). */
const WATER_FRESNEL = 0.02
const GLASS_FRESNEL = 0.04
/** n^2 of water, and the share of diffuse light that its surface keeps in (Lekner and Dorf 1988). */
const WATER_INDEX_2 = 1.77
const KEPT_IN = 0.472
/** So much water leaves no dry spot, m: as physics has it. */
const WETTING = 0.0001
/** One way through a pane of tinted glass at 905 nm, squarely. */
const PANE = 0.6

/** Schlick (1994). */
const fresnel = (least: number, cosine: number): number => least + (1 - least) * power(1 - cosine, 5)

/** What a pane lets through on the way there and back. */
export const throughPane = (cosine: number): number =>
  power((PANE * (1 - fresnel(GLASS_FRESNEL, cosine))) / (1 - GLASS_FRESNEL), 2)

export interface Reflector {
  /**
   * @param surface index into the surfaces it was made of
   * @param cosine of incidence, 0..1
   * @param film of water on dry asphalt, m
   */
  at(surface: number, cosine: number, film: number): number
}

export const reflectorOf = (surfaces: readonly RaySurface[]): Reflector => {
  const count = surfaces.length
  const [diffuse, straight, grazing, retro] = [0, 1, 2, 3].map(() => new Float64Array(count))
  /** 0: water does not lie on it, 1: as much as on the road, 2: it is under water. */
  const wets = new Uint8Array(count)
  surfaces.forEach(({ material, color, semantic }, i) => {
    const { diffuse: span, rough, retro: back = 0 } = FINISHES[material]
    const bright = 0.2126 * color[0] + 0.7152 * color[1] + 0.0722 * color[2]
    diffuse[i] = span[0] + (span[1] - span[0]) * Math.min(1, bright)
    const s2 = rough * rough
    straight[i] = 1 - (0.5 * s2) / (s2 + 0.33)
    grazing[i] = (0.45 * s2) / (s2 + 0.09)
    retro[i] = semantic === 'sign' && material === 'plastic' ? SIGN_RETRO : back
    wets[i] = material === 'water' ? 2 : material === 'asphalt' || material === 'marking' ? 1 : 0
  })
  return {
    at: (i, cosine, film) => {
      const rho = diffuse[i]
      const wet = wets[i] === 0 ? 0 : wets[i] === 2 ? 1 : Math.min(1, film / WETTING)
      const dry =
        wet === 1
          ? 0
          : rho * (straight[i] * cosine + grazing[i] * (1 - cosine * cosine)) + retro[i] * cosine * cosine
      if (wet === 0) return dry
      const enters = power(1 - fresnel(WATER_FRESNEL, cosine), 2)
      return (1 - wet) * dry + (wet * rho * cosine * enters) / (WATER_INDEX_2 * (1 - KEPT_IN * rho))
    },
  }
}
