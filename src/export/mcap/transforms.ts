/**
 * Who sits on whom: world <- actor <- wheel or limb, actor <- sensor, camera <- camera's optical frame. Actors' and sensors'
 * frames are ISO 8855 (x forward, y left, z up); images hang on the optical frame (x right, y down, z ahead).
 */
import type { FrameTransform, FrameTransforms, Time } from '@foxglove/schemas'
import type { Pose } from '../../math/index.ts'
import type { SensorSpec } from '../../scenario/index.ts'
import { moversOf, type Shape } from '../../shape/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'
import { mountOf, OPTICAL } from '../optics.ts'
import { quaternion, vector, WORLD } from './primitives.ts'

/** Of a wheel, or of a limb: they are counted on after the wheels. */
export const moverFrame = (actor: string, mover: number): string => `${actor}.wheel.${mover}`
export const opticalFrame = (sensor: Pick<SensorSpec, 'id'>): string => `${sensor.id}.optical`

/** What moves: every actor that is in the world, its wheels and limbs. */
export const movingTransforms = (
  state: WorldState,
  time: Time,
  shapes: ReadonlyMap<string, Shape>,
): FrameTransforms => ({
  transforms: state.actors
    .filter((actor) => actor.present)
    .flatMap((actor) => [
      transform(time, WORLD, actor.id, actor),
      ...moverTransforms(actor, time, shapes.get(actor.id)),
    ]),
})

const moverTransforms = (actor: ActorState, time: Time, shape: Shape | undefined): FrameTransform[] =>
  shape === undefined
    ? []
    : moversOf(shape, actor).map((pose, i) => transform(time, actor.id, moverFrame(actor.id, i), pose))

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
