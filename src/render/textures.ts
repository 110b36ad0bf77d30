/**
 * Procedural textures. Each is a tile that repeats: a picture that multiplies the surface's colour (mean
 * about `mean`, linear) and a relief as a normal map.
 */
import { Constants } from '@babylonjs/core/Engines/constants.js'
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js'
import { Texture } from '@babylonjs/core/Materials/Textures/texture.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { clamp, smoothstep, stream } from '../math/index.ts'
import { CRACKS, cracksTexels } from './cracks.ts'
import { fractalNoise, type Field } from './noise.ts'

/** What a texture is made from: reflectance factors a texel and a height field. */
interface Tile {
  readonly size: number
  /** RGB a texel, 0..1. */
  readonly color: Float32Array
  /** m, over the tile's own length. */
  readonly height: Float32Array
  /** Roughness a texel, 0..1; left out: the material's own everywhere. */
  readonly rough?: Float32Array
  /** Length of the tile's side, m. */
  readonly metres: number
}

export type TextureName =
  | 'asphalt'
  | 'wet'
  | 'ripples'
  | 'snow'
  | 'ice'
  | 'gravel'
  | 'grass'
  | 'bark'
  | 'foliage'
  | 'plaster'
  | 'roof'
  | 'wood'
  | 'marking'
  | 'grime'

export interface SurfaceTexture {
  readonly albedo: RawTexture
  readonly bump: RawTexture | null
  /** Roughness in green; null: the material's own everywhere. */
  readonly gloss: RawTexture | null
  /** Mean of the albedo factors: the material's colour is divided by it. */
  readonly mean: number
}

const SIZE = 512

/** Sets the texel at hand. */
type Put = (r: number, g: number, b: number, height: number, rough?: number) => void

/** Fills a tile texel by texel. */
const tile = (metres: number, texel: (put: Put, i: number, x: number, y: number) => void): Tile => {
  const color = new Float32Array(SIZE * SIZE * 3)
  const height = new Float32Array(SIZE * SIZE)
  let i = 0
  const rough = new Float32Array(SIZE * SIZE)
  const put: Put = (r, g, b, h, roughness = 1) => {
    rough[i] = roughness
    color[3 * i] = clamp(r, 0, 1)
    color[3 * i + 1] = clamp(g, 0, 1)
    color[3 * i + 2] = clamp(b, 0, 1)
    height[i] = h
  }
  for (; i < SIZE * SIZE; i++) texel(put, i, i % SIZE, Math.floor(i / SIZE))
  return { size: SIZE, color, height, metres, ...(rough.some((r) => r < 1) ? { rough } : {}) }
}

/** White noise, one value a texel. */
const grain = (...names: readonly (string | number)[]): Float32Array => {
  const rng = stream(0, 'grain', ...names)
  return Float32Array.from({ length: SIZE * SIZE }, () => rng.next())
}

const field = (coarsest: number, octaves: number, gain: number, name: string): Field =>
  fractalNoise(SIZE, coarsest, octaves, gain, name)

const TILES: Readonly<Record<TextureName, () => Tile>> = {
  asphalt: () => {
    const stones = grain('asphalt')
    const fine = field(128, 2, 0.6, 'asphalt-fine').values
    const blotch = field(3, 5, 0.6, 'asphalt-blotch').values
    return tile(4, (put, i) => {
      // Light aggregate between dark bitumen, worn unevenly.
      const stone = smoothstep(0.62, 0.95, stones[i]) * 0.35
      const v = 0.36 + stone + 0.34 * (blotch[i] - 0.5) + 0.25 * (fine[i] - 0.5)
      put(v, v, v, 0.004 * fine[i] + 0.002 * stones[i])
    })
  },
  // Water fills what is low: there the surface is smooth and dark, and the aggregate stands out of it elsewhere.
  wet: () => {
    const stones = grain('asphalt')
    const fine = field(128, 2, 0.6, 'asphalt-fine').values
    const hollow = field(4, 5, 0.55, 'wet').values
    return tile(5, (put, i) => {
      const film = smoothstep(0.53, 0.72, hollow[i])
      const stone = smoothstep(0.62, 0.95, stones[i]) * 0.3 * (1 - 0.7 * film)
      const v = (0.42 + stone + 0.2 * (fine[i] - 0.5)) * (1 - 0.3 * film)
      const dry = 1 - film
      put(v, v, v * 1.02, dry * (0.004 * fine[i] + 0.0015 * stones[i]), 0.5 - 0.27 * film)
    })
  },
  ripples: () => {
    const rings = field(40, 3, 0.6, 'ripples').values
    return tile(2, (put, i) => {
      put(0.8, 0.8, 0.8, 0.003 * rings[i])
    })
  },
  snow: () => {
    const drift = field(2, 6, 0.5, 'snow-drift').values
    const crust = field(24, 5, 0.65, 'snow-crust').values
    return tile(6, (put, i) => {
      const hollow = smoothstep(0.25, 0.6, crust[i]) * 0.5 + 0.5 * drift[i]
      const v = 0.6 + 0.4 * hollow
      // Light that has gone deep into snow comes back bluish.
      put(v * (0.955 + 0.03 * hollow), v * 0.985, v, 0.05 * drift[i] + 0.035 * crust[i])
    })
  },
  ice: () => {
    const sheet = field(3, 6, 0.6, 'ice').values
    return tile(5, (put, i) => {
      // Clear where it is thin, so that the road shows; white where air is in it.
      const white = smoothstep(0.42, 0.66, sheet[i])
      const v = 0.3 + 0.5 * white + 0.25 * (sheet[i] - 0.5)
      put(v * 0.95, v * 0.985, v, 0.004 * sheet[i] * white, 0.3 + 0.6 * white)
    })
  },
  gravel: () => {
    const stones = field(64, 3, 0.7, 'gravel').values
    const dust = field(4, 4, 0.6, 'gravel-dust').values
    return tile(2.5, (put, i) => {
      const v = 0.5 + 0.55 * (stones[i] - 0.5) + 0.35 * (dust[i] - 0.5)
      put(v, v * 0.97, v * 0.92, 0.02 * stones[i])
    })
  },
  grass: () => {
    const blades = fractalNoise(SIZE, 128, 3, 0.9, 'grass-blades').values
    const tufts = field(10, 5, 0.65, 'grass-tufts').values
    const dry = field(3, 4, 0.6, 'grass-dry').values
    return tile(3, (put, i) => {
      const v = 0.48 + 0.7 * (blades[i] - 0.5) + 0.6 * (tufts[i] - 0.5)
      const straw = smoothstep(0.45, 0.7, dry[i]) * 0.35
      put(v * (0.92 + straw), v, v * (0.8 - 0.25 * straw), 0.05 * blades[i] + 0.06 * tufts[i])
    })
  },
  bark: () => {
    const ridges = field(16, 5, 0.65, 'bark').values
    return tile(1, (put, i) => {
      const v = 0.5 + 0.9 * (ridges[i] - 0.5)
      put(v, v * 0.95, v * 0.9, 0.03 * ridges[i])
    })
  },
  foliage: () => {
    const leaves = field(48, 4, 0.8, 'foliage').values
    const boughs = field(6, 4, 0.6, 'boughs').values
    return tile(2, (put, i) => {
      const v = 0.46 + 0.95 * (leaves[i] - 0.5) + 0.5 * (boughs[i] - 0.5)
      put(v * (0.9 + 0.25 * boughs[i]), v, v * 0.85, 0.06 * leaves[i])
    })
  },
  plaster: () => {
    const trowel = field(20, 5, 0.7, 'plaster').values
    const sand = grain('plaster')
    const streak = field(3, 4, 0.6, 'plaster-streak').values
    return tile(3, (put, i) => {
      const v = 0.7 + 0.34 * (trowel[i] - 0.5) + 0.3 * (streak[i] - 0.5) + 0.12 * (sand[i] - 0.5)
      put(v, v, v, 0.006 * trowel[i])
    })
  },
  roof: () => {
    const lichen = field(8, 5, 0.6, 'roof').values
    return tile(2.4, (put, i, x, y) => {
      // Rows of overlapping tiles, every second row shifted by half a tile.
      const row = Math.floor((y / SIZE) * 8)
      const across = ((x / SIZE) * 8 + (row % 2) * 0.5) % 1
      const down = ((y / SIZE) * 8) % 1
      const gap = Math.min(1, Math.min(across, 1 - across) * 12) * Math.min(1, (1 - down) * 10)
      const v = (0.45 + 0.4 * lichen[i] + 0.15 * down) * (0.45 + 0.55 * gap)
      put(v, v, v, 0.03 * down * gap)
    })
  },
  wood: () => {
    const rings = fractalNoise(SIZE, 32, 4, 0.7, 'wood').values
    return tile(1.5, (put, i, x) => {
      const v = 0.55 + 0.5 * (rings[i] - 0.5) + 0.06 * Math.sin((x / SIZE) * 2 * Math.PI * 12)
      put(v, v * 0.93, v * 0.85, 0.004 * rings[i])
    })
  },
  marking: () => {
    const wear = field(10, 6, 0.7, 'marking').values
    const stones = grain('marking')
    return tile(2, (put, i) => {
      const v = 0.72 + 0.3 * (wear[i] - 0.5) - 0.45 * smoothstep(0.6, 0.85, wear[i] * 0.75 + stones[i] * 0.35)
      put(v, v, v, 0.003 * wear[i])
    })
  },
  grime: () => {
    const dirt = field(6, 6, 0.6, 'grime').values
    return tile(1.6, (put, i) => {
      const v = 0.84 + 0.3 * (dirt[i] - 0.5)
      put(v, v, v, 0)
    })
  },
}

const normalMap = ({ size, height, metres }: Tile): Uint8Array => {
  const texels = new Uint8Array(size * size * 4)
  const step = (2 * metres) / size
  for (let y = 0; y < size; y++) {
    const up = ((y + 1) % size) * size
    const down = ((y + size - 1) % size) * size
    for (let x = 0; x < size; x++) {
      const dx = (height[y * size + ((x + 1) % size)] - height[y * size + ((x + size - 1) % size)]) / step
      const dy = (height[up + x] - height[down + x]) / step
      const k = 127.5 / Math.sqrt(dx * dx + dy * dy + 1)
      const at = (y * size + x) * 4
      texels[at] = 127.5 - dx * k
      texels[at + 1] = 127.5 - dy * k
      texels[at + 2] = 127.5 + k
      texels[at + 3] = 255
    }
  }
  return texels
}

interface Extent {
  readonly columns: number
  readonly rows: number
  /** m, along u and v. */
  readonly along: number
  readonly across: number
}

const upload = (name: string, texels: Uint8Array, extent: Extent, scene: Scene): RawTexture => {
  const texture = new RawTexture(
    texels,
    extent.columns,
    extent.rows,
    Constants.TEXTUREFORMAT_RGBA,
    scene,
    true,
    false,
    Texture.TRILINEAR_SAMPLINGMODE,
  )
  texture.name = name
  texture.gammaSpace = false
  texture.wrapU = Texture.WRAP_ADDRESSMODE
  texture.wrapV = Texture.WRAP_ADDRESSMODE
  // More is eight times as slow on a software rasteriser.
  texture.anisotropicFilteringLevel = 1
  texture.uScale = 1 / extent.along
  texture.vScale = 1 / extent.across
  return texture
}

/** What years do to asphalt (cracks.ts): a detail map, which multiplies the reflectance; where along the road is by seed. */
export const crackedAsphalt = (scene: Scene, seed: number): RawTexture => {
  const texture = upload('cracks', cracksTexels(), CRACKS, scene)
  texture.uOffset = stream(seed, 'cracks').next()
  return texture
}

/** Makes textures on first use, each once a scene. */
export const createTextures = (scene: Scene): ((name: TextureName) => SurfaceTexture) => {
  const made = new Map<TextureName, SurfaceTexture>()
  return (name) => {
    const before = made.get(name)
    if (before !== undefined) return before
    const source = TILES[name]()
    const texels = new Uint8Array(SIZE * SIZE * 4)
    let sum = 0
    for (let i = 0; i < SIZE * SIZE; i++) {
      for (let c = 0; c < 3; c++) {
        texels[4 * i + c] = source.color[3 * i + c] * 255
        sum += source.color[3 * i + c]
      }
      texels[4 * i + 3] = 255
    }
    const gloss = source.rough === undefined ? null : new Uint8Array(SIZE * SIZE * 4)
    source.rough?.forEach((r, i) => gloss?.set([0, 255 * r, 0, 255], 4 * i))
    const extent = { columns: SIZE, rows: SIZE, along: source.metres, across: source.metres }
    const isFlat = source.height.every((h) => h === 0)
    const texture: SurfaceTexture = {
      albedo: upload(name, texels, extent, scene),
      bump: isFlat ? null : upload(`${name}-bump`, normalMap(source), extent, scene),
      gloss: gloss === null ? null : upload(`${name}-gloss`, gloss, extent, scene),
      mean: sum / (3 * SIZE * SIZE),
    }
    made.set(name, texture)
    return texture
  }
}
