/**
 * The table of the split-sum approximation (Karis 2013) for GGX with height-correlated visibility, in the
 * two-scale form of Filament ("DFG multiscatter"): red the Fresnel part, green the whole. Babylon would
 * decode it from a picture; computed, it needs no decoder and is the same everywhere.
 */
import { Constants } from '@babylonjs/core/Engines/constants.js'
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js'
import { Texture } from '@babylonjs/core/Materials/Textures/texture.js'
import { ToHalfFloat } from '@babylonjs/core/Misc/textureTools.js'
import type { Scene } from '@babylonjs/core/scene.js'

const SIZE = 32
const SAMPLES = 128

/** Van der Corput sequence in base 2. */
const radicalInverse = (i: number): number => {
  let result = 0
  for (let bit = 0.5; i > 0; i >>= 1, bit /= 2) if (i & 1) result += bit
  return result
}

/** [Fresnel part, whole] for a view at cosine `nDotV` and perceptual roughness. */
const integrate = (nDotV: number, roughness: number): readonly [number, number] => {
  const a = Math.max(roughness * roughness, 1e-3)
  const a2 = a * a
  const viewX = Math.sqrt(1 - nDotV * nDotV)
  let fresnel = 0
  let whole = 0
  for (let i = 0; i < SAMPLES; i++) {
    const phi = (2 * Math.PI * i) / SAMPLES
    const u = radicalInverse(i)
    const nDotH = Math.sqrt((1 - u) / (1 + (a2 - 1) * u))
    const sinH = Math.sqrt(1 - nDotH * nDotH)
    const vDotH = viewX * sinH * Math.cos(phi) + nDotV * nDotH
    const nDotL = 2 * vDotH * nDotH - nDotV
    if (nDotL <= 0 || vDotH <= 0) continue
    const lambdaV = nDotL * Math.sqrt((nDotV - nDotV * a2) * nDotV + a2)
    const lambdaL = nDotV * Math.sqrt((nDotL - nDotL * a2) * nDotL + a2)
    const weight = ((0.5 / (lambdaV + lambdaL)) * nDotL * vDotH) / nDotH
    fresnel += weight * (1 - vDotH) ** 5
    whole += weight
  }
  return [(4 * fresnel) / SAMPLES, (4 * whole) / SAMPLES]
}

export const createBrdfTable = (scene: Scene): RawTexture => {
  const texels = new Uint16Array(SIZE * SIZE * 4)
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const [fresnel, whole] = integrate((x + 0.5) / SIZE, (y + 0.5) / SIZE)
      texels.set([ToHalfFloat(fresnel), ToHalfFloat(whole), 0, ToHalfFloat(1)], (y * SIZE + x) * 4)
    }
  }
  const table = new RawTexture(
    texels,
    SIZE,
    SIZE,
    Constants.TEXTUREFORMAT_RGBA,
    scene,
    false,
    false,
    Texture.BILINEAR_SAMPLINGMODE,
    Constants.TEXTURETYPE_HALF_FLOAT,
  )
  table.wrapU = Texture.CLAMP_ADDRESSMODE
  table.wrapV = Texture.CLAMP_ADDRESSMODE
  table.anisotropicFilteringLevel = 1
  return table
}
