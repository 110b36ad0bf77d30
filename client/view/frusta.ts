/** Where the sensors of somebody look: the edges of their fields of view, as thin strips in the world. */
import { compose, quatFromEuler, transformPoint, type Pose, type Vec3 } from '../../src/math/index.ts'
import type { SensorSpec } from '../../src/scenario/index.ts'
import type { ActorState } from '../../src/world/index.ts'
import { Strips, type Rgb } from './strips.ts'

/** How far a field of view is drawn, m. */
const REACH = { camera: 9, 'event-camera': 7, radar: 22 } as const
const COLOURS: Readonly<Record<string, Rgb>> = {
  ...{ camera: [1, 0.78, 0.35], 'event-camera': [1, 0.5, 0.7], radar: [0.35, 0.85, 0.6] },
  lidar: [0.4, 0.7, 1],
}
const WIDTH = 0.05
const ALPHA = 0.8
const RING_PARTS = 48

const poseOf = (actor: ActorState, { mount }: SensorSpec): Pose =>
  compose(
    { position: actor.position, orientation: actor.orientation },
    {
      position: mount.position,
      orientation: quatFromEuler({ yaw: mount.yaw, pitch: mount.pitch, roll: mount.roll }),
    },
  )

/** Half angles of a field of view, rad; null: it has none that is a pyramid. */
const halves = (sensor: SensorSpec): readonly [across: number, up: number] | null => {
  if (sensor.kind === 'radar') return [sensor.horizontalFov / 2, sensor.verticalFov / 2]
  if (sensor.kind !== 'camera' && sensor.kind !== 'event-camera') return null
  const across = sensor.horizontalFov / 2
  return [across, Math.atan((Math.tan(Math.min(1.5, across)) * sensor.height) / sensor.width)]
}

/** Adds the fields of view of all sensors of an actor. */
export const addFrusta = (strips: Strips, actor: ActorState, sensors: readonly SensorSpec[]): void => {
  for (const sensor of sensors) {
    if (sensor.actor !== actor.id) continue
    const pose = poseOf(actor, sensor)
    const at = (ahead: number, left: number, up: number): Vec3 => transformPoint(pose, [ahead, left, up])
    const colour = COLOURS[sensor.kind]
    const angles = halves(sensor)
    if (angles !== null) {
      const reach = REACH[sensor.kind as keyof typeof REACH]
      const [across, up] = angles
      const corner = (side: number, height: number): Vec3 => {
        const ahead = reach * Math.cos(across) * Math.cos(up)
        return at(ahead, side * reach * Math.sin(across), height * reach * Math.sin(up))
      }
      const corners = [corner(1, 1), corner(-1, 1), corner(-1, -1), corner(1, -1)]
      for (const c of corners) strips.along([at(0, 0, 0), c], WIDTH, colour, ALPHA)
      strips.along([...corners, corners[0]], WIDTH, colour, ALPHA)
    } else if (sensor.kind === 'lidar') {
      // Where the lowest beam meets flat ground: nothing nearer is seen.
      const down = -Math.min(...sensor.elevations)
      const radius = down > 0.01 ? Math.min(40, sensor.mount.position[2] / Math.tan(down)) : 40
      const ring = Array.from({ length: RING_PARTS + 1 }, (_, i) => {
        const angle = (2 * Math.PI * i) / RING_PARTS
        return at(radius * Math.cos(angle), radius * Math.sin(angle), 0.1 - sensor.mount.position[2])
      })
      strips.along(ring, WIDTH, colour, ALPHA)
    }
  }
}
