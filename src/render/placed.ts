/** One mesh in many places: what of it is drawn is chosen anew for each camera. */
import '@babylonjs/core/Meshes/thinInstanceMesh.js'
import type { Plane } from '@babylonjs/core/Maths/math.plane.js'
import type { Mesh } from '@babylonjs/core/Meshes/mesh.js'
import type { Vec3 } from '../math/index.ts'
import { toBabylon } from './frame.ts'

/** x, y, z, yaw, uniform scale. */
const NUMBERS = 5

export interface Placed {
  readonly mesh: Mesh
  /**
   * Keeps the copies that a camera may see, and those near enough to throw a shadow into its picture.
   * @param planes of the camera's frustum, in Babylon's frame
   * @param viewer world; beyond `far` metres from it the air hides everything
   * @param focus world; shadows are drawn within `reach` metres of it
   */
  choose(planes: readonly Plane[], viewer: Vec3, far: number, focus: Vec3, reach: number): void
  /** Shows the copies that throw shadows, or again all that were chosen. */
  forShadow(isShadow: boolean): void
}

/** Babylon's matrix (row vectors) of one placement. */
const matrixOf = (placements: Float32Array, i: number): readonly number[] => {
  const [x, y, z, yaw, scale] = placements.subarray(NUMBERS * i, NUMBERS * (i + 1))
  const c = Math.cos(yaw) * scale
  const s = Math.sin(yaw) * scale
  return [c, s, 0, 0, -s, c, 0, 0, 0, 0, scale, 0, x, y, z, 1]
}

/** @param placements of `mesh`, which hangs below the root node, in the world. */
export const place = (mesh: Mesh, placements: Float32Array): Placed => {
  const count = placements.length / NUMBERS
  const matrices = new Float32Array(count * 16)
  for (let i = 0; i < count; i++) matrices.set(matrixOf(placements, i), 16 * i)
  // Bounding spheres of the copies. Local axes are ours: only the root node turns them. Taken now: Babylon
  // makes the mesh's own sphere that of all copies as soon as it has copies.
  const { center, radius } = mesh.getBoundingInfo().boundingSphere
  const spheres = Array.from({ length: count }, (_, i) => {
    const m = matrices.subarray(16 * i, 16 * i + 16)
    const at = (k: number): number => center.x * m[k] + center.y * m[4 + k] + center.z * m[8 + k] + m[12 + k]
    return { center: [at(0), at(1), at(2)] as const, radius: radius * placements[NUMBERS * i + 4] }
  })
  // Those that throw shadows come first: the shadow map draws no more than them.
  let casting = 0
  let drawn = 0
  const chosen = new Float32Array(matrices)
  mesh.thinInstanceSetBuffer('matrix', chosen, 16, false)
  mesh.alwaysSelectAsActiveMesh = true

  const isSeen = (planes: readonly Plane[], at: Vec3, r: number): boolean => {
    const point = toBabylon(at)
    return planes.every((plane) => plane.dotCoordinate(point) > -r)
  }

  return {
    mesh,
    choose: (planes, viewer, far, focus, reach) => {
      const onlySeen: number[] = []
      let n = 0
      const take = (i: number): void => chosen.set(matrices.subarray(16 * i, 16 * i + 16), 16 * n++)
      for (const [i, { center: at, radius: r }] of spheres.entries()) {
        if (Math.hypot(at[0] - viewer[0], at[1] - viewer[1], at[2] - viewer[2]) - r > far) continue
        if (Math.hypot(at[0] - focus[0], at[1] - focus[1]) - r < reach) take(i)
        else if (isSeen(planes, at, r)) onlySeen.push(i)
      }
      casting = n
      for (const i of onlySeen) take(i)
      drawn = n
      mesh.isVisible = n > 0
      mesh.thinInstanceCount = Math.max(1, n)
      mesh.thinInstanceBufferUpdated('matrix')
    },
    forShadow: (isShadow) => {
      const n = isShadow ? casting : drawn
      mesh.isVisible = n > 0
      mesh.thinInstanceCount = Math.max(1, n)
    },
  }
}

/** The four sides of a frustum: near and far planes differ with the direction of the depth range. */
export const sidesOf = (planes: readonly Plane[]): readonly Plane[] => planes.slice(2, 6)
