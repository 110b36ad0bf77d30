/** Traffic lights in a picture: where they are, what of them is seen, and what they show. */
import {
  inverseTransformPoint,
  norm,
  project,
  quatFromYaw,
  rayThrough,
  sub,
  transformPoint,
} from '../math/index.ts'
import type { LightHead } from '../shape/index.ts'
import { SEMANTIC_CLASSES } from '../world/index.ts'
import { cornersOf } from './box3d.ts'
import type { Box2d, Box3d, CameraFrame, TrafficLightLabel } from './frame.ts'

const LIGHT = SEMANTIC_CLASSES.indexOf('traffic-light')
/** What a pixel of a head may lie outside of its box by: depth's grain, m and of the depth. */
const SLACK = 0.05
const GRAIN = 0.004

type Frame = Pick<CameraFrame, 'view' | 'width' | 'height' | 'depth' | 'semantic' | 'state'>

/** Every light whose head would show in the picture with nothing before it. */
export const trafficLightsOf = (frame: Frame, heads: readonly LightHead[]): TrafficLightLabel[] =>
  heads.flatMap((head): TrafficLightLabel[] => {
    const { view, state } = frame
    const shows = state.lights?.find((light) => light.signal === head.signal)?.shows
    const box3d: Box3d = { center: head.center, orientation: quatFromYaw(head.yaw), size: head.size }
    const amodal = amodalBox(frame, box3d)
    if (shows === undefined || amodal === null) return []
    const eye = inverseTransformPoint(
      { position: box3d.center, orientation: box3d.orientation },
      view.pose.position,
    )
    return [
      {
        ...{ signal: head.signal, shows, facing: eye[0] < 0, box3d, amodal },
        ...seenOf(frame, box3d, amodal),
        distance: norm(sub(head.center, view.pose.position)),
      },
    ]
  })

/** Round the projected corners, in whole pixels of the picture; null: outside of it, or partly behind the camera. */
const amodalBox = ({ view, width, height }: Frame, box: Box3d): Box2d | null => {
  const corners = cornersOf(box).map((corner) => project(view, corner))
  if (corners.some(([, , depth]) => depth < view.near)) return null
  const us = corners.map(([u]) => u)
  const vs = corners.map(([, v]) => v)
  const [left, top] = [Math.max(0, Math.floor(Math.min(...us))), Math.max(0, Math.floor(Math.min(...vs)))]
  const right = Math.min(width, Math.ceil(Math.max(...us)))
  const bottom = Math.min(height, Math.ceil(Math.max(...vs)))
  return left < right && top < bottom ? [left, top, right, bottom] : null
}

/** The pixels of traffic lights in a box of the picture that lie in this very head. */
const seenOf = (
  { view, width, depth, semantic }: Frame,
  box: Box3d,
  [left, top, right, bottom]: Box2d,
): { readonly visible: Box2d | null; readonly visiblePixels: number } => {
  const head = { position: box.center, orientation: box.orientation }
  const seen = { left: Infinity, top: Infinity, right: 0, bottom: 0 }
  let pixels = 0
  for (let v = top; v < bottom; v++)
    for (let u = left; u < right; u++) {
      const i = v * width + u
      const ray = semantic[i] === LIGHT ? rayThrough(view.pinhole, u + 0.5, v + 0.5) : null
      if (ray === null) continue
      const d = depth[i]
      const at = inverseTransformPoint(head, transformPoint(view.pose, [ray[0] * d, ray[1] * d, ray[2] * d]))
      const slack = SLACK + GRAIN * d
      if (at.some((c, k) => Math.abs(c) > box.size[k] / 2 + slack)) continue
      pixels++
      seen.left = Math.min(seen.left, u)
      seen.top = Math.min(seen.top, v)
      seen.right = Math.max(seen.right, u + 1)
      seen.bottom = Math.max(seen.bottom, v + 1)
    }
  const visible: Box2d | null = pixels > 0 ? [seen.left, seen.top, seen.right, seen.bottom] : null
  return { visible, visiblePixels: pixels }
}
