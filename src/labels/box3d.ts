/** Three-dimensional boxes: round an actor's meshes, and onto a picture. */
import {
  add,
  inverseTransformPoint,
  projectLocal,
  scale,
  transformPoint,
  type CameraView,
  type Pinhole,
  type Vec3,
} from '../math/index.ts'
import { boxOf, moversOf, type Shape } from '../shape/index.ts'
import type { ActorState } from '../world/index.ts'
import type { Box3d } from './frame.ts'

/** The box round every vertex of an actor's shape as it stands, wheels, limbs and mirrors included, in the world. */
export const box3dOf = (shape: Shape, actor: ActorState): Box3d => {
  const { center, size } = boxOf(shape, moversOf(shape, actor))
  return { center: transformPoint(actor, center), orientation: actor.orientation, size }
}

/** The eight corners in the world: bit 0 of the index picks +x, bit 1 +y, bit 2 +z. */
export const cornersOf = (box: Box3d): Vec3[] =>
  Array.from({ length: 8 }, (_, i) =>
    transformPoint({ position: box.center, orientation: box.orientation }, [
      (i & 1 ? 0.5 : -0.5) * box.size[0],
      (i & 2 ? 0.5 : -0.5) * box.size[1],
      (i & 4 ? 0.5 : -0.5) * box.size[2],
    ]),
  )

/** Pairs of corners: the twelve edges. */
const EDGES: readonly (readonly [number, number])[] = [0, 1, 2, 3, 4, 5, 6, 7].flatMap((i) =>
  [1, 2, 4].filter((bit) => !(i & bit)).map((bit) => [i, i | bit] as const),
)

/** A straight line on the picture, px: from (u, v) to (u, v). */
export type Segment = readonly [number, number, number, number]

/**
 * The box's edges as a camera sees them. What lies nearer than the camera's near plane is cut off there;
 * edges wholly behind it are left out. Segments may run past the picture's borders.
 */
export const projectEdges = (view: CameraView, box: Box3d): Segment[] => {
  const corners = cornersOf(box).map((p) => inverseTransformPoint(view.pose, p))
  return EDGES.flatMap(([i, j]): Segment[] => {
    const [a, b] = [corners[i], corners[j]]
    if (view.pinhole.lens !== undefined) return bentEdge(view.pinhole, a, b)
    if (a[0] < view.near && b[0] < view.near) return []
    const [u1, v1] = projectLocal(view.pinhole, cutAt(view.near, a, b))
    const [u2, v2] = projectLocal(view.pinhole, cutAt(view.near, b, a))
    return [[u1, v1, u2, v2]]
  })
}

/** Straight pieces of an edge that a lens bends. */
const PIECES = 16

/** What a lens makes of an edge (camera frame); pieces that it does not see are left out. */
const bentEdge = (k: Pinhole, a: Vec3, b: Vec3): Segment[] => {
  const points = Array.from({ length: PIECES + 1 }, (_, i) =>
    projectLocal(k, add(scale(a, 1 - i / PIECES), scale(b, i / PIECES))),
  )
  return points
    .slice(1)
    .flatMap(([u, v, depth], i): Segment[] =>
      depth > 0 && points[i][2] > 0 ? [[points[i][0], points[i][1], u, v]] : [],
    )
}

/** `a`, or, when it lies before the near plane, the point where the way to `b` meets that plane. */
const cutAt = (near: number, a: Vec3, b: Vec3): Vec3 => {
  if (a[0] >= near) return a
  const k = (near - a[0]) / (b[0] - a[0])
  return [near, a[1] + k * (b[1] - a[1]), a[2] + k * (b[2] - a[2])]
}
