/** Riders of two-wheelers: what of a rider, and what of the vehicle alone, a picture shows. */
import { compose, project, transformPoint, type CameraView } from '../math/index.ts'
import type { Raster } from '../render/index.ts'
import { moverOf, moversOf, type Shape } from '../shape/index.ts'
import { instanceOf, partOf, PARTS, type ActorState } from '../world/index.ts'
import { box3dOf } from './box3d.ts'
import type { Box2d, ObjectLabel, RiderLabel, VisibleLabel } from './frame.ts'

const RIDER = PARTS.indexOf('rider')

/** The rider of an object in a picture; null: it has none, or none of them is to be seen. */
export const riderOf = (
  { instance, visible }: Pick<ObjectLabel, 'instance' | 'visible'>,
  { ids, width }: Pick<Raster, 'ids' | 'width'>,
  view: CameraView,
  actor: ActorState,
  shape: Shape,
): RiderLabel | null => {
  const rider = visible && riderShape(shape)
  if (!rider) return null
  const [left, top, right, bottom] = visible
  const seen = { rider: new Extent(), vehicle: new Extent() }
  for (let y = top; y < bottom; y++)
    for (let x = left; x < right; x++) {
      const id = ids[y * width + x]
      if (instanceOf(id) === instance) seen[partOf(id) === RIDER ? 'rider' : 'vehicle'].add(x, y)
    }
  const own = seen.rider.label()
  return (
    own && {
      ...own,
      vehicle: seen.vehicle.label(),
      amodal: outlineOf(rider, actor, view, own.visible),
      box3d: box3dOf(rider, actor),
    }
  )
}

const riders = new WeakMap<Shape, Shape | null>()

/** The rider's own parts, moved by what moves the whole; null: nobody rides it. */
const riderShape = (shape: Shape): Shape | null => {
  let known = riders.get(shape)
  if (known === undefined) {
    const parts = shape.parts.filter(({ part }) => part === 'rider')
    riders.set(shape, (known = parts.length === 0 ? null : { ...shape, parts }))
  }
  return known
}

class Extent {
  #pixels = 0
  #left = Infinity
  #top = Infinity
  #right = 0
  #bottom = 0

  add(x: number, y: number): void {
    this.#pixels++
    if (x < this.#left) this.#left = x
    if (y < this.#top) this.#top = y
    if (x >= this.#right) this.#right = x + 1
    if (y >= this.#bottom) this.#bottom = y + 1
  }

  label(): VisibleLabel | null {
    if (this.#pixels === 0) return null
    return { visible: [this.#left, this.#top, this.#right, this.#bottom], visiblePixels: this.#pixels }
  }
}

/** Round the pixels that a shape's vertices fall on; what lies nearer than the near plane is left out. */
const outlineOf = (shape: Shape, actor: ActorState, view: CameraView, visible: Box2d): Box2d => {
  const movers = moversOf(shape, actor)
  let [left, top, right, bottom] = visible
  for (const part of shape.parts) {
    const { positions } = part.mesh
    const mover = moverOf(shape, part)
    const pose = mover === null ? actor : compose(actor, movers[mover])
    for (let i = 0; i < positions.length; i += 3) {
      const point = transformPoint(pose, [positions[i], positions[i + 1], positions[i + 2]])
      const [u, v, depth] = project(view, point)
      if (depth < view.near) continue
      left = Math.min(left, Math.floor(u))
      top = Math.min(top, Math.floor(v))
      right = Math.max(right, Math.ceil(u))
      bottom = Math.max(bottom, Math.ceil(v))
    }
  }
  return [left, top, right, bottom]
}
