/** Labels of a camera picture, all from the one snapshot that was drawn. */
import type { CameraView } from '../math/index.ts'
import type { Alone, Raster } from '../render/index.ts'
import type { CameraSpec } from '../scenario/index.ts'
import { availableAt } from '../sensors/index.ts'
import type { Shape } from '../shape/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import type { Box2d, CameraFrame, ObjectLabel, VisibilityLevel } from './frame.ts'
import { riderOf } from './rider.ts'
import { partsOf, scanIds, type Scan } from './scan.ts'
import { objectTruth } from './truth.ts'

/**
 * Labels a picture: every actor that would show at least one pixel if nothing stood before it is listed,
 * in the order of instances; not so the vehicle that carries the camera, whose bonnet is in the masks but
 * is nothing to detect. `rgba` is the renderer's, still without the sensor's noise.
 * @param shapes of every actor, by its id.
 * @throws RangeError when the picture shows what the snapshot does not know: a programme fault.
 */
export const labelCamera = (
  raster: Raster,
  view: CameraView,
  sensor: CameraSpec,
  state: WorldState,
  index: number,
  shapes: ReadonlyMap<string, Shape>,
): CameraFrame => {
  const { width, height, rgba, depth, ids, alone, normals } = raster
  const scan = scanIds(ids, width, height, state.actors.length)
  const carrier = state.actors.find((actor) => actor.id === sensor.actor)
  if (!carrier) throw new RangeError(`${sensor.id} is on nobody in this snapshot`)
  const others = state.actors.filter((actor) => actor.id !== sensor.actor)
  const seen = others.flatMap(({ instance }) => {
    const drawn = alone.find((a) => a.instance === instance && a.pixelsInImage > 0)
    if (!drawn && scan.visible(instance))
      throw new RangeError(`instance ${instance} is in the picture but was not drawn alone`)
    return drawn ? [drawn] : []
  })
  return {
    kind: 'camera',
    index,
    tick: state.tick,
    time: state.time,
    available: availableAt(sensor, state),
    sensor,
    view,
    width,
    height,
    rgba,
    depth,
    semantic: scan.semantic,
    instance: scan.instance,
    ...(sensor.labels.includes('parts') ? { part: partsOf(ids) } : {}),
    ...(normals === undefined ? {} : { normals }),
    objects: seen.map((a) => {
      const object = labelObject(a, raster, scan, view, state, carrier, shapes)
      const rider = sensor.labels.includes('parts')
        ? riderOf(object, raster, view, state.actors[a.instance - 1], shapes.get(object.actor)!)
        : null
      return rider === null ? object : { ...object, rider }
    }),
    state,
  }
}

const labelObject = (
  alone: Alone,
  raster: Raster,
  scan: Scan,
  view: CameraView,
  state: WorldState,
  carrier: ActorState,
  shapes: ReadonlyMap<string, Shape>,
): ObjectLabel => {
  const actor = state.actors.at(alone.instance - 1)
  const shape = actor && shapes.get(actor.id)
  if (!actor || !shape)
    throw new RangeError(`instance ${alone.instance} was drawn but has no actor with a shape`)
  const visible = scan.visible(alone.instance)
  const occlusion = Math.max(0, 1 - (visible?.pixels ?? 0) / alone.pixelsInImage)
  return {
    ...objectTruth(actor, shape, view.pose, carrier),
    visible: visible?.box ?? null,
    visiblePixels: visible?.pixels ?? 0,
    amodal: alone.box,
    outline: alone.outline,
    occlusion,
    truncation: shareOutside(alone.box, raster.width, raster.height),
    visibility: levelOf(1 - occlusion),
  }
}

const levelOf = (share: number): VisibilityLevel => {
  if (share <= 0.4) return 1
  if (share <= 0.6) return 2
  return share <= 0.8 ? 3 : 4
}

/** Share of a box's area that lies outside a picture of this size, 0..1. */
export const shareOutside = ([left, top, right, bottom]: Box2d, width: number, height: number): number => {
  const inside =
    Math.max(0, Math.min(right, width) - Math.max(left, 0)) *
    Math.max(0, Math.min(bottom, height) - Math.max(top, 0))
  return 1 - inside / ((right - left) * (bottom - top))
}
