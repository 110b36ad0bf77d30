/** MaterialKind -> a physically based Babylon material. Materials are shared by everything of one kind and colour. */
import { Material } from '@babylonjs/core/Materials/material.js'
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import type { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js'
import { Color3 } from '@babylonjs/core/Maths/math.color.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { isSheet, type LampKind, type Lens, type MaterialKind } from '../shape/index.ts'
import { crackedAsphalt, createTextures, type TextureName } from './textures.ts'

type Rgb = readonly [number, number, number]

interface Look {
  readonly roughness: number
  readonly metallic: number
  readonly texture: TextureName | null
  /** Strength of the relief, 1 as modelled. */
  readonly relief: number
  /** 0..1; 1: no clear coat. */
  readonly coat: number
}

const look = (
  roughness: number,
  metallic = 0,
  texture: TextureName | null = null,
  relief = 1,
  coat = 0,
): Look => ({
  roughness,
  metallic,
  texture,
  relief,
  coat,
})

const LOOKS: Readonly<Record<MaterialKind, Look>> = {
  paint: look(0.55, 0, 'grime', 0, 1),
  glass: look(0.04),
  rubber: look(0.88, 0, 'grime', 0),
  metal: look(0.45, 0.9),
  chrome: look(0.12, 1),
  plastic: look(0.55, 0, 'grime', 0),
  lamp: look(0.12, 0, null, 0, 1),
  plate: look(0.4),
  interior: look(0.9),
  asphalt: look(0.9, 0, 'asphalt'),
  marking: look(0.7, 0, 'marking'),
  snow: look(0.75, 0, 'snow'),
  ice: look(0.7, 0, 'ice', 0.6),
  water: look(0.2, 0, 'ripples'),
  gravel: look(0.95, 0, 'gravel'),
  grass: look(0.95, 0, 'grass'),
  bark: look(0.95, 0, 'bark'),
  foliage: look(0.85, 0, 'foliage'),
  plaster: look(0.9, 0, 'plaster'),
  roof: look(0.8, 0, 'roof'),
  wood: look(0.8, 0, 'wood'),
  cloth: look(0.92, 0, 'grime', 0),
  skin: look(0.5),
  hair: look(0.6, 0, 'grime', 0),
}

/** What lies under a film of water: it glistens, unevenly, and shows through. */
const FILM_LOOKS: Readonly<Partial<Record<MaterialKind, Look>>> = {
  water: look(1, 0, 'wet', 0.7),
  marking: look(0.4, 0, 'marking'),
  plaster: look(0.45, 0, 'plaster'),
  asphalt: look(1, 0, 'wet', 0.7),
}

/** Light that a lamp sends towards the eye when lit, in units of a white wall in full daylight. */
const GLOW: Readonly<Record<LampKind | Lens, Rgb>> = {
  head: [5, 5, 4.7],
  tail: [0.5, 0.004, 0.002],
  brake: [3.2, 0.03, 0.01],
  'indicator-left': [4, 1.1, 0.01],
  'indicator-right': [4, 1.1, 0.01],
  reverse: [4, 4, 4],
  beacon: [0.3, 1.2, 9],
  red: [3, 0.03, 0.015],
  amber: [3, 0.9, 0.01],
  green: [0.03, 2.4, 0.75],
}

/** High beam over dipped beam, towards an eye ahead. */
const HIGH_BEAM = 4

export interface Materials {
  /**
   * The material of a surface.
   * @param film a film of water lies on it
   */
  of(kind: MaterialKind, color: Rgb, film?: boolean): PBRMaterial
  /** The same, sending out light of its own. */
  glowing(kind: MaterialKind, color: Rgb, glow: Rgb): PBRMaterial
  lamp(lamp: LampKind | Lens, color: Rgb, lit: boolean, highBeam?: boolean): PBRMaterial
}

/** @param seed of the land @param onCreate called once for each new material, before it is used; film: water lies on it. */
export const createMaterials = (
  scene: Scene,
  seed: number,
  onCreate: (material: PBRMaterial, kind: MaterialKind, film: boolean) => void,
): Materials => {
  const texture = createTextures(scene)
  const made = new Map<string, PBRMaterial>()
  let cracks: RawTexture | null = null

  const build = (name: string, kind: MaterialKind, color: Rgb, glow: Rgb, film = false): PBRMaterial => {
    const {
      roughness,
      metallic,
      texture: textureName,
      relief,
      coat,
    } = (film ? FILM_LOOKS[kind] : undefined) ?? LOOKS[kind]
    const material = new PBRMaterial(name, scene)
    // Our triangles run anticlockwise seen from outside.
    material.sideOrientation = Material.CounterClockWiseSideOrientation
    material.metallic = metallic
    material.roughness = roughness
    material.albedoColor = new Color3(...color)
    material.emissiveColor = new Color3(...glow)
    material.maxSimultaneousLights = 1
    if (textureName !== null) {
      const { albedo, bump, gloss, mean } = texture(textureName)
      material.albedoTexture = albedo
      material.albedoColor = new Color3(color[0] / mean, color[1] / mean, color[2] / mean)
      if (relief > 0 && bump !== null) {
        material.bumpTexture = bump
        bump.level = relief
      }
      if (gloss !== null) {
        material.metallicTexture = gloss
        material.useRoughnessFromMetallicTextureAlpha = false
        material.useRoughnessFromMetallicTextureGreen = true
      }
    }
    if (textureName === 'asphalt' || textureName === 'wet') {
      cracks ??= crackedAsphalt(scene, seed)
      material.detailMap.texture = cracks
      material.detailMap.bumpLevel = 0
      material.detailMap.roughnessBlendLevel = 0
      material.detailMap.isEnabled = true
    }
    if (coat > 0) {
      material.clearCoat.isEnabled = true
      material.clearCoat.intensity = coat
      material.clearCoat.roughness = 0.05
      // Under the coat lies pigment, not another gloss: without this black cars turn grey in the sun.
      material.metallicF0Factor = 0.3
    }
    if (kind === 'glass') {
      material.alpha = 0.55
      material.useRadianceOverAlpha = true
      material.useSpecularOverAlpha = true
    }
    material.backFaceCulling = !isSheet(kind)
    onCreate(material, kind, kind === 'water' || film)
    return material
  }

  const shared = (name: string, make: () => PBRMaterial): PBRMaterial => {
    const before = made.get(name)
    if (before !== undefined) return before
    const material = make()
    made.set(name, material)
    return material
  }

  return {
    of: (kind, color, film = false) => {
      const name = `${film ? 'wet ' : ''}${kind}/${color.join()}`
      return shared(name, () => build(name, kind, color, [0, 0, 0], film))
    },
    glowing: (kind, color, glow) => {
      const name = `${kind}/${color.join()}/${glow.join()}`
      return shared(name, () => build(name, kind, color, glow))
    },
    lamp: (lamp, color, lit, highBeam = false) => {
      const level = !lit ? 0 : lamp === 'head' && highBeam ? HIGH_BEAM : 1
      const name = `lamp/${lamp}/${color.join()}/${level}`
      const [r, g, b] = GLOW[lamp]
      return shared(name, () => build(name, 'lamp', color, [level * r, level * g, level * b]))
    },
  }
}
