/** The named points of a road user's shape (src/shape/keypoints.ts) in a picture. */
import { compose, project, transformPoint } from '../math/index.ts'
import { moverOf, moversOf, type Shape } from '../shape/index.ts'
import type { ActorState } from '../world/index.ts'
import type { CameraFrame, KeypointLabel } from './frame.ts'
import { isInside, isSeen } from './hidden.ts'

/** What is nearer than a point by less than this hides it not, m: a skin's thickness, and depth's own grain. */
const SKIN = 0.03
/** Of the depth: SwiftShader interpolates it to three parts in a thousand. */
const GRAIN = 0.004

export const keypointsOf = (
  frame: Pick<CameraFrame, 'view' | 'width' | 'height' | 'depth' | 'instance'>,
  shape: Shape,
  actor: ActorState,
): KeypointLabel[] => {
  const movers = moversOf(shape, actor)
  return (shape.keypoints ?? []).map((keypoint) => {
    const { name, at, deep } = keypoint
    const mover = moverOf(shape, keypoint)
    const point = transformPoint(mover === null ? actor : compose(actor, movers[mover]), at)
    const [u, v, depth] = project(frame.view, point)
    if (depth < frame.view.near) return { name, point, pixel: null, visibility: 0 }
    const pixel = [u, v] as const
    if (!isInside(frame, u, v)) return { name, point, pixel, visibility: 0 }
    const seen = isSeen(frame, u, v, depth, deep + SKIN + GRAIN * depth, actor.instance)
    return { name, point, pixel, visibility: seen ? 2 : 1 }
  })
}
