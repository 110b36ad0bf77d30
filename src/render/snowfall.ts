/**
 * Falling snow near the camera. Sizes and numbers follow Gunn and Marshall (1958): N(D) = N0 exp(-L D) with
 * L = 2.55 R^-0.48 / mm and N0 = 3800 R^-0.87 / (m^3 mm), D the melted diameter and R the rate in mm/h.
 * Only flakes large enough to be seen one by one are drawn; the rest is the fog. Where each one is follows
 * from seed and time alone.
 */
import { VertexBuffer } from '@babylonjs/core/Buffers/buffer.js'
import { Constants } from '@babylonjs/core/Engines/constants.js'
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js'
import { Texture } from '@babylonjs/core/Materials/Textures/texture.js'
import { Color3 } from '@babylonjs/core/Maths/math.color.js'
import { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData.js'
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { add, cross, dot, norm, normalize, scale, smoothstep, stream, sub, type Vec3 } from '../math/index.ts'
import type { Weather } from '../scenario/index.ts'

/** A flake is about this many times as wide as the drop it melts to. */
const WIDTH_OVER_MELTED = 4
/** m/s; aggregates of dendrites, nearly the same for all sizes (Locatelli and Hobbs 1974). */
const FALL_SPEED = 1.1
/** How long a camera in a car looks at once by day, s: flakes become streaks of this time. */
const EXPOSURE = 0.006
/** The windscreen keeps them away from the lens, m. */
const NEAREST = 1.5
const MOST_IN_A_CLOUD = 4000

/** A cube of flakes that repeats through space, with its corner anywhere. */
interface Cloud {
  readonly side: number
  /** x, y, z in sides and width in m, 4 a flake. */
  readonly flakes: Float32Array
}

const makeCloud = (seed: number, name: string, side: number, smallest: number, millimetresAnHour: number): Cloud => {
  const rng = stream(seed, 'snowfall', name)
  const slope = 2.55 * millimetresAnHour ** -0.48
  const perCubicMetre = ((3800 * millimetresAnHour ** -0.87) / slope) * Math.exp(-slope * smallest)
  const count = Math.min(MOST_IN_A_CLOUD, Math.round(perCubicMetre * side ** 3))
  const flakes = new Float32Array(count * 4)
  for (let i = 0; i < count; i++) {
    const melted = smallest - Math.log(1 - rng.next()) / slope
    flakes.set([rng.next(), rng.next(), rng.next(), (melted * WIDTH_OVER_MELTED) / 1000], 4 * i)
  }
  return { side, flakes }
}

export interface Snowfall {
  readonly mesh: Mesh
  /** Draws the flakes round a camera. */
  update(viewer: Vec3, forward: Vec3, viewerVelocity: Vec3, time: number): void
}

/** A soft round spot. */
const spot = (scene: Scene): RawTexture => {
  const size = 16
  const texels = new Uint8Array(size * size * 4).fill(255)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const r = Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2) / (size / 2)
      texels[(y * size + x) * 4 + 3] = 255 * (1 - smoothstep(0.2, 1, r))
    }
  }
  const texture = new RawTexture(texels, size, size, Constants.TEXTUREFORMAT_RGBA, scene, true, false, Texture.TRILINEAR_SAMPLINGMODE)
  texture.hasAlpha = true
  texture.anisotropicFilteringLevel = 1
  return texture
}

/** Null when it does not snow. */
export const createSnowfall = (weather: Weather, seed: number, scene: Scene, root: TransformNode, light: Color3): Snowfall | null => {
  const millimetresAnHour = weather.snowfall * 3.6e6
  if (millimetresAnHour <= 0) return null
  const clouds = [
    makeCloud(seed, 'near', 9, 1.2, millimetresAnHour),
    makeCloud(seed, 'far', 32, 2.6, millimetresAnHour),
  ]
  const most = clouds.reduce((n, c) => n + c.flakes.length / 4, 0)
  const positions = new Float32Array(most * 12)
  const colors = new Float32Array(most * 16).fill(1)
  const data = new VertexData()
  data.positions = positions
  data.colors = colors
  data.uvs = Float32Array.from({ length: most * 8 }, (_, i) => [0, 0, 1, 0, 1, 1, 0, 1][i % 8])
  data.indices = Uint32Array.from({ length: most * 6 }, (_, i) => Math.floor(i / 6) * 4 + [0, 1, 2, 0, 2, 3][i % 6])
  const mesh = new Mesh('snowfall', scene)
  data.applyToMesh(mesh, true)
  const material = new PBRMaterial('snowfall', scene)
  material.unlit = true
  material.albedoColor = light
  material.albedoTexture = spot(scene)
  material.useAlphaFromAlbedoTexture = true
  material.transparencyMode = PBRMaterial.PBRMATERIAL_ALPHABLEND
  material.backFaceCulling = false
  mesh.material = material
  mesh.hasVertexAlpha = true
  mesh.parent = root
  mesh.applyFog = false
  mesh.isPickable = false
  mesh.alwaysSelectAsActiveMesh = true

  // Wind blows FROM its bearing, at about the speed of the air two metres above ground.
  const { speed, from } = weather.wind
  const velocity: Vec3 = [-Math.sin(from) * speed, -Math.cos(from) * speed, -FALL_SPEED]

  const update = (viewer: Vec3, forward: Vec3, viewerVelocity: Vec3, time: number): void => {
    const streak = scale(sub(velocity, viewerVelocity), EXPOSURE / 2)
    const length = 2 * norm(streak)
    let n = 0
    for (const { side, flakes } of clouds) {
      for (let i = 0; i < flakes.length; i += 4) {
        const place = [0, 0, 0]
        for (let k = 0; k < 3; k++) {
          // The repetition of this flake that is nearest to the viewer.
          const u = flakes[i + k] + (velocity[k] * time - viewer[k]) / side
          place[k] = (u - Math.floor(u) - 0.5) * side
        }
        const toFlake: Vec3 = [place[0], place[1], place[2]]
        const ahead = dot(toFlake, forward)
        if (ahead < NEAREST) continue
        const width = flakes[i + 3]
        const center = add(viewer, toFlake)
        const along = length > width ? streak : scale(normalize(cross(toFlake, [0.3, 0.9, 0.2])), width / 2)
        const across = scale(normalize(cross(along, toFlake)), width / 2)
        // What is spread over a streak covers less of what lies behind.
        const cover = (0.9 * Math.max(0.3, width / Math.max(width, length))) * smoothstep(side / 2, side / 3, norm(toFlake))
        const tail = sub(center, along)
        const head = add(center, along)
        positions.set([...sub(tail, across), ...sub(head, across), ...add(head, across), ...add(tail, across)], 12 * n)
        for (let c = 0; c < 4; c++) colors[16 * n + 4 * c + 3] = cover
        n++
      }
    }
    mesh.setEnabled(n > 0)
    mesh.updateVerticesData(VertexBuffer.PositionKind, positions)
    mesh.updateVerticesData(VertexBuffer.ColorKind, colors)
    const part = mesh.subMeshes[0]
    part.indexCount = 6 * n
    part.verticesCount = 4 * n
  }
  return { mesh, update }
}
