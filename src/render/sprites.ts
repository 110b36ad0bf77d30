/**
 * Many small blended things in one mesh: flakes, drops, puffs of spray. Each is a soft quad that faces the camera, long
 * where it is a streak. In the picture alone: labels never see them.
 */
import { VertexBuffer } from '@babylonjs/core/Buffers/buffer.js'
import { BoundingInfo } from '@babylonjs/core/Culling/boundingInfo.js'
import { Constants } from '@babylonjs/core/Engines/constants.js'
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js'
import { Texture } from '@babylonjs/core/Materials/Textures/texture.js'
import { Color3 } from '@babylonjs/core/Maths/math.color.js'
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData.js'
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import type { Scene } from '@babylonjs/core/scene.js'
import { smoothstep, type Vec3 } from '../math/index.ts'
import type { Rgb } from './sky.ts'

export interface Sprites {
  readonly mesh: Mesh
  /** Forgets those of the picture before. */
  begin(): void
  /**
   * Adds one; those beyond the most are left out.
   * @param from from the viewer to its middle, m
   * @param half half its length, as a vector, m
   * @param width across, m
   * @param color linear, on the picture's scale
   * @param cover share of what lies behind that it hides in its middle
   */
  add(viewer: Vec3, from: Vec3, half: Vec3, width: number, color: Rgb, cover: number): void
  /** Hands them over to be drawn. */
  end(): void
}

/** A soft round spot; `inner`: share of its radius within which it is whole. */
const spot = (scene: Scene, inner: number): RawTexture => {
  const size = 32
  const texels = new Uint8Array(size * size * 4).fill(255)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const r = Math.hypot(x + 0.5 - size / 2, y + 0.5 - size / 2) / (size / 2)
      texels[(y * size + x) * 4 + 3] = 255 * (1 - smoothstep(inner, 1, r))
    }
  }
  const texture = new RawTexture(
    ...([texels, size, size, Constants.TEXTUREFORMAT_RGBA, scene] as const),
    ...([true, false, Texture.TRILINEAR_SAMPLINGMODE] as const),
  )
  texture.hasAlpha = true
  texture.anisotropicFilteringLevel = 1
  return texture
}

/** @param inner share of its radius within which a spot is whole: 0 is softest */
export const createSprites = (
  name: string,
  most: number,
  inner: number,
  scene: Scene,
  root: TransformNode,
): Sprites => {
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
  const mesh = new Mesh(name, scene)
  data.applyToMesh(mesh, true)
  const material = new PBRMaterial(name, scene)
  material.unlit = true
  material.albedoColor = Color3.White()
  material.albedoTexture = spot(scene, inner)
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

  /** One coordinate of the four corners: tail and head of the streak, on either side. */
  const put = (at: number, center: number, along: number, across: number): void => {
    positions[at] = center - along - across
    positions[at + 3] = center + along - across
    positions[at + 6] = center + along + across
    positions[at + 9] = center - along + across
  }
  let n = 0
  return {
    mesh,
    begin: () => {
      n = 0
    },
    add: (viewer, [x, y, z], [ax, ay, az], width, [r, g, b], cover) => {
      if (n === most) return
      // Across it and across the line of sight.
      const cx = ay * z - az * y
      const cy = az * x - ax * z
      const cz = ax * y - ay * x
      const k = width / 2 / Math.max(1e-9, Math.hypot(cx, cy, cz))
      put(12 * n, viewer[0] + x, ax, cx * k)
      put(12 * n + 1, viewer[1] + y, ay, cy * k)
      put(12 * n + 2, viewer[2] + z, az, cz * k)
      for (let c = 0; c < 16; c += 4) {
        colors[16 * n + c] = r
        colors[16 * n + c + 1] = g
        colors[16 * n + c + 2] = b
        colors[16 * n + c + 3] = cover
      }
      n++
    },
    end: () => {
      mesh.setEnabled(n > 0)
      if (n === 0) return
      mesh.updateVerticesData(VertexBuffer.PositionKind, positions)
      mesh.updateVerticesData(VertexBuffer.ColorKind, colors)
      mesh.subMeshes[0].indexCount = 6 * n
    },
  }
}
