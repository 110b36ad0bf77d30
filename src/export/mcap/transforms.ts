/**
 * Who sits on whom: world <- actor <- wheel, actor <- sensor, camera <- camera's optical frame. Actors' and sensors'
 * frames are ISO 8855 (x forward, y left, z up); images hang on the optical frame (x right, y down, z ahead).
 */
import type { FrameTransform, FrameTransforms, Time } from '@foxglove/schemas'
import { quatFromYaw, quatMultiply, type Pose, type Quat } from '../../math/index.ts'
import type { SensorSpec } from '../../scenario/index.ts'
import type { Shape } from '../../shape/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'
import { mountOf, OPTICAL } from '../optics.ts'
import { quaternion, vector, WORLD } from './primitives.ts'

export const wheelFrame = (actor: string, wheel: number): string => `${actor}.wheel.${wheel}`
export const opticalFrame = (sensor: Pick<SensorSpec, 'id'>): string => `${sensor.id}.optical`

/** What moves: every actor that is in the world, and its wheels. */
export const movingTransforms = (
  state: WorldState,
  time: Time,
  shapes: ReadonlyMap<string, Shape>,
): FrameTransforms => ({
  transforms: state.actors
    .filter((actor) => actor.present)
    .flatMap((actor) => [
      transform(time, WORLD, actor.id, actor),
      ...wheelTransforms(actor, time, shapes.get(actor.id)),
    ]),
})

const wheelTransforms = (actor: ActorState, time: Time, shape: Shape | undefined): FrameTransform[] =>
  (shape?.wheels ?? []).map(([x, y, z], i) => {
    const { travel, steer, spin } = actor.wheels[i]
    const rolled: Quat = [0, Math.sin(spin / 2), 0, Math.cos(spin / 2)]
    return transform(time, actor.id, wheelFrame(actor.id, i), {
      position: [x, y, z + travel],
      orientation: quatMultiply(quatFromYaw(steer), rolled),
    })
  })

/** What stands still on its actor: the sensors. */
export const mountTransforms = (sensors: readonly SensorSpec[], time: Time): FrameTransforms => ({
  transforms: sensors.flatMap((sensor) => [
    transform(time, sensor.actor, sensor.id, mountOf(sensor)),
    ...(sensor.kind === 'camera' || sensor.kind === 'event-camera'
      ? [transform(time, sensor.id, opticalFrame(sensor), { position: [0, 0, 0], orientation: OPTICAL })]
      : []),
  ]),
})

const transform = (time: Time, parent: string, child: string, pose: Pose): FrameTransform => ({
  timestamp: time,
  parent_frame_id: parent,
  child_frame_id: child,
  translation: vector(pose.position),
  rotation: quaternion(pose.orientation),
})
