/** One shadow map that goes with the viewer. */
import { ShadowGenerator } from '@babylonjs/core/Lights/Shadows/shadowGenerator.js'
// By name: a bundler that trusts Babylon's list of side effects drops it.
import '@babylonjs/core/Lights/Shadows/shadowGeneratorSceneComponent.js'
import type { DirectionalLight } from '@babylonjs/core/Lights/directionalLight.js'
import { Vector3 } from '@babylonjs/core/Maths/math.vector.js'
import type { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import type { Vec3 } from '../math/index.ts'
import { toBabylon } from './frame.ts'
import type { Placed } from './placed.ts'

/** Side of the square that the map covers, m; and how far towards the sun and away from it casters are kept. */
const EXTENT = 90
const REACH = 150

/** Shadows fade within this share of the window's squared radius. */
const EDGE = 0.25

/** Nothing farther from the window's middle than this, over the ground, throws a shadow into it worth drawing, m. */
export const SHADOW_REACH = EXTENT

/** The sun's shadow map, cast by these meshes. */
export const createShadows = (
  sun: DirectionalLight,
  mapSize: number,
  casters: readonly Mesh[],
  placed: readonly Placed[],
): ShadowGenerator => {
  const generator = new ShadowGenerator(mapSize, sun)
  generator.usePercentageCloserFiltering = true
  generator.bias = 0.002
  generator.normalBias = 0.02
  generator.filteringQuality = ShadowGenerator.QUALITY_MEDIUM
  // Shadows fade out towards the border of the map, where its last texels would leave a line on the ground.
  generator.frustumEdgeFalloff = EDGE
  for (const mesh of casters) generator.addShadowCaster(mesh, false)
  const map = generator.getShadowMap()
  const near: Mesh[] = []
  // Babylon draws every caster: those outside the window are half of the cost.
  if (map !== null) {
    map.getCustomRenderList = () => {
      near.length = 0
      for (const copies of placed) copies.forShadow(true)
      for (const mesh of casters) if (throwsInto(sun, mesh)) near.push(mesh)
      return near
    }
    map.onAfterUnbindObservable.add(() => {
      for (const copies of placed) copies.forShadow(false)
    })
  }
  return generator
}

/** True when the mesh's bounding sphere meets the column above the sun's window. */
const throwsInto = (sun: DirectionalLight, mesh: Mesh): boolean => {
  if (!mesh.isEnabled()) return false
  // Copies have been chosen already.
  if (mesh.hasThinInstances) return mesh.isVisible
  const { centerWorld, radiusWorld } = mesh.getBoundingInfo().boundingSphere
  const away = centerWorld.subtract(sun.position)
  const along = Vector3.Dot(away, sun.direction)
  const across = Math.sqrt(Math.max(0, away.lengthSquared() - along * along))
  return across < EXTENT * Math.SQRT1_2 + radiusWorld && along + radiusWorld > 0
}

/**
 * Moves the sun's shadow window so that `focus` is in its middle, in whole texels: otherwise the edges of
 * shadows would crawl as the viewer moves.
 */
export const followShadow = (sun: DirectionalLight, focus: Vec3, mapSize: number): void => {
  const texel = EXTENT / Math.max(1, mapSize)
  const forward = sun.direction.normalizeToNew()
  const up = Math.abs(forward.y) > 0.99 ? Vector3.Right() : Vector3.Up()
  const right = Vector3.Cross(up, forward).normalize()
  const over = Vector3.Cross(forward, right)
  const center = toBabylon(focus)
  const snap = (axis: Vector3): number => Math.round(Vector3.Dot(center, axis) / texel) * texel
  const depth = Vector3.Dot(center, forward)
  sun.shadowFrustumSize = EXTENT
  sun.shadowMinZ = 0
  sun.shadowMaxZ = 2 * REACH
  sun.position = right
    .scale(snap(right))
    .addInPlace(over.scale(snap(over)))
    .addInPlace(forward.scale(Math.round(depth) - REACH))
}
