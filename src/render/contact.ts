/**
 * The dark place under a vehicle, where the sky does not reach: without it cars float, most of all under an
 * overcast sky that throws no shadow. A soft patch on the road, in the picture only.
 */
import { Constants } from '@babylonjs/core/Engines/constants.js'
import { Material } from '@babylonjs/core/Materials/material.js'
import { PBRMaterial } from '@babylonjs/core/Materials/PBR/pbrMaterial.js'
import { RawTexture } from '@babylonjs/core/Materials/Textures/rawTexture.js'
import { Texture } from '@babylonjs/core/Materials/Textures/texture.js'
import { Color3 } from '@babylonjs/core/Maths/math.color.js'
import { Quaternion } from '@babylonjs/core/Maths/math.vector.js'
import { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import { VertexData } from '@babylonjs/core/Meshes/mesh.vertexData.js'
import type { TransformNode } from '@babylonjs/core/Meshes/transformNode.js'
import type { Scene } from '@babylonjs/core/scene.js'
import {
  cross,
  quatFromYaw,
  quatMultiply,
  smoothstep,
  transformPoint,
  yawOf,
  type Quat,
  type Vec3,
} from '../math/index.ts'
import type { Road } from '../road/index.ts'
import { moverOf, restOf, type Shape } from '../shape/index.ts'
import type { ActorState } from '../world/index.ts'

/** How far the dimness reaches beyond the outline and how far within it is complete, m. */
const REACH = 0.45
const INSET = 0.55
/** Of a body's edge over the ground, m. */
const CLEARANCE = 0.2
/** Most that the ground under a body loses: some light comes back from what lies round it. */
const DARKEST = 0.97
/** What is lower than this shades the ground, m. */
const LOW = 0.7
const LIFT = 0.012
/** It lies on the snow where that is not deeper than this, m: what stands in deeper snow is hidden by it. */
const ON_SNOW = 0.06

export interface ContactShadow {
  readonly mesh: Mesh
  update(state: ActorState): void
}

/**
 * Share of an even sky that the ground does not see so far within the outline, m: that of a half-plane which ends there,
 * CLEARANCE above (the cosine law over a half-space cut off by an edge).
 */
const hiddenSky = (within: number): number => 0.5 + 0.5 * (within / Math.hypot(within, CLEARANCE))

/**
 * One material for all: black, its opacity falling off from the middle of the picture to its edge.
 * @param strength outside of the outline, where the sun may shine still; under the body it does not
 */
export const contactMaterial = (scene: Scene, strength: number): PBRMaterial => {
  const size = 32
  const texels = new Uint8Array(size * size * 4)
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const r = Math.hypot((2 * (x + 0.5)) / size - 1, (2 * (y + 0.5)) / size - 1)
      const within = INSET - Math.min(1, r) * (INSET + REACH)
      const dim = (hiddenSky(within) - hiddenSky(-REACH)) / (1 - hiddenSky(-REACH))
      const most = strength + (DARKEST - strength) * smoothstep(-0.1, 0.15, within)
      texels[(y * size + x) * 4 + 3] = 255 * dim * most
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
  const material = new PBRMaterial('contact', scene)
  material.unlit = true
  material.albedoColor = Color3.Black()
  material.albedoTexture = texture
  material.useAlphaFromAlbedoTexture = true
  material.transparencyMode = PBRMaterial.PBRMATERIAL_ALPHABLEND
  material.sideOrientation = Material.CounterClockWiseSideOrientation
  material.zOffset = -1
  return material
}

/** Rotation that takes z to `normal` the short way. */
const tilt = (normal: readonly [number, number, number]): Quat => {
  const [x, y] = cross([0, 0, 1], normal)
  const w = Math.sqrt((1 + normal[2]) / 2)
  return [x / (2 * w), y / (2 * w), 0, w]
}

/** @param snow how high it stands on the road, m */
export const buildContactShadow = (
  name: string,
  shape: Shape,
  material: PBRMaterial,
  road: Road,
  snow: number,
  scene: Scene,
  root: TransformNode,
): ContactShadow => {
  const lift = LIFT + Math.min(ON_SNOW, snow)
  const min = [Infinity, Infinity]
  const max = [-Infinity, -Infinity]
  const movers = restOf(shape)
  for (const part of shape.parts) {
    const { mesh, wheel } = part
    if (wheel !== null) continue
    const mover = moverOf(shape, part)
    for (let i = 0; i < mesh.positions.length; i += 3) {
      const own: Vec3 = [mesh.positions[i], mesh.positions[i + 1], mesh.positions[i + 2]]
      const at = mover === null ? own : transformPoint(movers[mover], own)
      // Mirrors stand out, but not over the ground.
      if (at[2] > LOW) continue
      for (const k of [0, 1]) {
        min[k] = Math.min(min[k], at[k])
        max[k] = Math.max(max[k], at[k])
      }
    }
  }
  // Nine fields: the fall-off has the same width all round, whatever the vehicle's size. Of what is narrower than it the
  // middle is never dark.
  const lines = (k: 0 | 1): { readonly at: number[]; readonly uv: number[] } => {
    const inset = Math.min(INSET, 0.45 * (max[k] - min[k]))
    const rest = (INSET - inset) / (2 * (INSET + REACH))
    return {
      at: [min[k] - REACH, min[k] + inset, max[k] - inset, max[k] + REACH],
      uv: [0, 0.5 - rest, 0.5 + rest, 1],
    }
  }
  const [along, across] = [lines(0), lines(1)]
  const data = new VertexData()
  data.positions = across.at.flatMap((y) => along.at.flatMap((x) => [x, y, 0]))
  data.normals = across.at.flatMap(() => along.at.flatMap(() => [0, 0, 1]))
  data.uvs = across.uv.flatMap((v) => along.uv.flatMap((u) => [u, v]))
  data.indices = [0, 1, 2, 4, 5, 6, 8, 9, 10].flatMap((i) => [i, i + 1, i + 5, i, i + 5, i + 4])
  const mesh = new Mesh(`${name}.contact`, scene)
  data.applyToMesh(mesh)
  mesh.material = material
  mesh.parent = root
  mesh.isPickable = false
  return {
    mesh,
    update: ({ present, position: [x, y], orientation }) => {
      mesh.setEnabled(present)
      mesh.position.set(x, y, road.height(x, y) + lift)
      mesh.rotationQuaternion = new Quaternion(
        ...quatMultiply(tilt(road.normal(x, y)), quatFromYaw(yawOf(orientation))),
      )
    },
  }
}
