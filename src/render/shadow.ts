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
import type { QualitySettings } from './quality.ts'

/** The square that the map covers: its side in texels (0: no shadows) and in metres. */
export type ShadowWindow = Pick<QualitySettings, 'shadowMap' | 'shadowExtent'>

/** How far towards the sun and away from it casters are kept, m. */
const REACH = 150

/** Shadows fade within this share of the window's squared radius. */
const EDGE = 0.25

/** The sun's shadow map, cast by these meshes. */
export const createShadows = (
  sun: DirectionalLight,
  { shadowMap: mapSize, shadowExtent: extent }: ShadowWindow,
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
      for (const mesh of casters) if (throwsInto(sun, mesh, extent)) near.push(mesh)
      return near
    }
    map.onAfterUnbindObservable.add(() => {
      for (const copies of placed) copies.forShadow(false)
    })
  }
  return generator
}

/** True when the mesh's bounding sphere meets the column above the sun's window. */
const throwsInto = (sun: DirectionalLight, mesh: Mesh, extent: number): boolean => {
  if (!mesh.isEnabled()) return false
  // Copies have been chosen already.
  if (mesh.hasThinInstances) return mesh.isVisible
  const { centerWorld, radiusWorld } = mesh.getBoundingInfo().boundingSphere
  const away = centerWorld.subtract(sun.position)
  const along = Vector3.Dot(away, sun.direction)
  const across = Math.sqrt(Math.max(0, away.lengthSquared() - along * along))
  return across < extent * Math.SQRT1_2 + radiusWorld && along + radiusWorld > 0
}

/**
 * Moves the sun's shadow window so that `focus` is in its middle, in whole texels: otherwise the edges of
 * shadows would crawl as the viewer moves.
 */
export const followShadow = (
  sun: DirectionalLight,
  focus: Vec3,
  { shadowMap, shadowExtent }: ShadowWindow,
): void => {
  const texel = shadowExtent / Math.max(1, shadowMap)
  const forward = sun.direction.normalizeToNew()
  const up = Math.abs(forward.y) > 0.99 ? Vector3.Right() : Vector3.Up()
  const right = Vector3.Cross(up, forward).normalize()
  const over = Vector3.Cross(forward, right)
  const center = toBabylon(focus)
  const snap = (axis: Vector3): number => Math.round(Vector3.Dot(center, axis) / texel) * texel
  const depth = Vector3.Dot(center, forward)
  sun.shadowFrustumSize = shadowExtent
  sun.shadowMinZ = 0
  sun.shadowMaxZ = 2 * REACH
  sun.position = right
    .scale(snap(right))
    .addInPlace(over.scale(snap(over)))
    .addInPlace(forward.scale(Math.round(depth) - REACH))
}
