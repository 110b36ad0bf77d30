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
import { BoundingInfo } from '@babylonjs/core/Culling/boundingInfo.js'
import type { Color3 } from '@babylonjs/core/Maths/math.color.js'
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData.js'
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { scale, smoothstep, stream, sub, type Vec3 } from '../math/index.ts'
import type { Weather } from '../scenario/index.ts'

/** A flake is about this many times as wide as the drop it melts to. */
const WIDTH_OVER_MELTED = 3
/** m/s; aggregates of dendrites, nearly the same for all sizes (Locatelli and Hobbs 1974). */
const FALL_SPEED = 1.1
/** How long a camera in a car looks at once by day, s: flakes become streaks of this time. */
const EXPOSURE = 0.004
/** The windscreen keeps them away from the lens, m. */
const NEAREST = 1.5
const MOST_IN_A_CLOUD = 4000
/** How far before the viewer the middle of a cloud lies, sides. */
const AHEAD = 0.42
/** Long streaks stay visible: an eye follows them. */
const FAINTEST = 0.6

/** The fraction of u that lies in [-0.5, 0.5). */
const nearest = (u: number): number => u - Math.floor(u + 0.5)

/** A cube of flakes that repeats through space, with its corner anywhere. */
interface Cloud {
  readonly side: number
  /** x, y, z in sides and width in m, 4 a flake. */
  readonly flakes: Float32Array
}

/** @param visible melted diameter from which on a flake is seen, mm */
const makeCloud = (
  seed: number,
  name: string,
  side: number,
  visible: number,
  millimetresAnHour: number,
): Cloud => {
  const rng = stream(seed, 'snowfall', name)
  const slope = 2.55 * millimetresAnHour ** -0.48
  /** Flakes of all sizes in the cube. */
  const all = ((3800 * millimetresAnHour ** -0.87) / slope) * side ** 3
  // When they are too many, the largest ones are drawn.
  const smallest = Math.max(visible, Math.log(all / MOST_IN_A_CLOUD) / slope)
  const count = Math.round(all * Math.exp(-slope * smallest))
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
  const texture = new RawTexture(
    texels,
    size,
    size,
    Constants.TEXTUREFORMAT_RGBA,
    scene,
    true,
    false,
    Texture.TRILINEAR_SAMPLINGMODE,
  )
  texture.hasAlpha = true
  texture.anisotropicFilteringLevel = 1
  return texture
}

/** Null when it does not snow. */
export const createSnowfall = (
  weather: Weather,
  seed: number,
  scene: Scene,
  root: TransformNode,
  light: Color3,
): Snowfall | null => {
  const millimetresAnHour = weather.snowfall * 3.6e6
  if (millimetresAnHour <= 0) return null
  const clouds = [
    makeCloud(seed, 'near', 10, 1.3, millimetresAnHour),
    makeCloud(seed, 'far', 30, 2.2, millimetresAnHour),
  ]
  const most = clouds.reduce((n, c) => n + c.flakes.length / 4, 0)
  const positions = new Float32Array(most * 12)
  const colors = new Float32Array(most * 16).fill(1)
  const data = new VertexData()
  data.positions = positions
  data.colors = colors
  data.uvs = Float32Array.from({ length: most * 8 }, (_, i) => [0, 0, 1, 0, 1, 1, 0, 1][i % 8])
  data.indices = Uint32Array.from(
    { length: most * 6 },
    (_, i) => Math.floor(i / 6) * 4 + [0, 1, 2, 0, 2, 3][i % 6],
  )
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
  // A part of a mesh needs bounds of its own; it is everywhere.
  mesh.subMeshes[0].setBoundingInfo(
    new BoundingInfo(new Vector3(-1e5, -1e5, -1e5), new Vector3(1e5, 1e5, 1e5)),
  )

  /** One coordinate of a flake's four corners: tail and head of the streak, on either side. */
  const put = (at: number, center: number, along: number, across: number): void => {
    positions[at] = center - along - across
    positions[at + 3] = center + along - across
    positions[at + 6] = center + along + across
    positions[at + 9] = center - along + across
  }

  // Wind blows FROM its bearing, at about the speed of the air two metres above ground.
  const { speed, from } = weather.wind
  const velocity: Vec3 = [-Math.sin(from) * speed, -Math.cos(from) * speed, -FALL_SPEED]

  const update = (viewer: Vec3, forward: Vec3, viewerVelocity: Vec3, time: number): void => {
    const [sx, sy, sz] = scale(sub(velocity, viewerVelocity), EXPOSURE / 2)
    const length = 2 * Math.hypot(sx, sy, sz)
    let n = 0
    for (const { side, flakes } of clouds) {
      for (let i = 0; i < flakes.length; i += 4) {
        // From the middle of the cloud, which lies before the viewer, to the nearest repetition of this flake.
        const dx = nearest(flakes[i] + (velocity[0] * time - viewer[0]) / side - forward[0] * AHEAD)
        const dy = nearest(flakes[i + 1] + (velocity[1] * time - viewer[1]) / side - forward[1] * AHEAD)
        const dz = nearest(flakes[i + 2] + (velocity[2] * time - viewer[2]) / side - forward[2] * AHEAD)
        // From the viewer to it.
        const x = (dx + forward[0] * AHEAD) * side
        const y = (dy + forward[1] * AHEAD) * side
        const z = (dz + forward[2] * AHEAD) * side
        const ahead = x * forward[0] + y * forward[1] + z * forward[2]
        if (ahead < NEAREST) continue
        const width = flakes[i + 3]
        const isStreak = length > width
        // Half the streak; a flake that hardly moves gets an upright square.
        const ax = isStreak ? sx : 0
        const ay = isStreak ? sy : 0
        const az = isStreak ? sz : width / 2
        // Across it and across the line of sight.
        const cx = ay * z - az * y
        const cy = az * x - ax * z
        const cz = ax * y - ay * x
        const k = width / 2 / Math.max(1e-9, Math.hypot(cx, cy, cz))
        put(12 * n, viewer[0] + x, ax, cx * k)
        put(12 * n + 1, viewer[1] + y, ay, cy * k)
        put(12 * n + 2, viewer[2] + z, az, cz * k)
        // What is spread over a streak covers less of what lies behind; a cloud's edge must not show.
        const spread = Math.max(FAINTEST, width / Math.max(width, length))
        const edge = 2 * Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz))
        const cover = 0.9 * spread * (1 - smoothstep(0.75, 1, edge))
        for (let c = 3; c < 16; c += 4) colors[16 * n + c] = cover
        n++
      }
    }
    mesh.setEnabled(n > 0)
    mesh.updateVerticesData(VertexBuffer.PositionKind, positions)
    mesh.updateVerticesData(VertexBuffer.ColorKind, colors)
    const part = mesh.subMeshes[0]
    part.indexCount = 6 * n
  }
  return { mesh, update }
}
