/** One turn of a spinning lidar: when each beam leaves, from where, and where it points while its carrier moves on. */
import {
  compose,
  cross,
  norm,
  quatFromEuler,
  quatMultiply,
  rotate,
  scale,
  add,
  type Pose,
  type Quat,
  type Vec3,
} from '../../math/index.ts'
import type { LidarSpec } from '../../scenario/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'
import { carrierOf } from '../mounted.ts'
import { COLUMN, RING, type Turn } from '../raycast/caster.ts'

/** How a rigid thing stands and moves at one instant, all in the world's frame. */
export interface Motion extends Pose {
  readonly velocity: Vec3
  /** rad/s. */
  readonly turning: Vec3
}

export const motionOf = ({ position, orientation, velocity, angularVelocity }: ActorState): Motion => ({
  position,
  orientation,
  velocity,
  turning: rotate(orientation, angularVelocity),
})

/** Where it is after `time` seconds of the same motion: the extrapolation that the ray caster makes, too. */
export const movedOn = ({ position, orientation, velocity, turning }: Motion, time: number): Pose => ({
  position: add(position, scale(velocity, time)),
  orientation: quatMultiply(turnBy(turning, time), orientation),
})

/** The rotation of so many seconds. */
export const turnBy = (turning: Vec3, time: number): Quat => {
  const rate = norm(turning)
  if (rate === 0) return [0, 0, 0, 1]
  const [x, y, z] = scale(turning, Math.sin((rate * time) / 2) / rate)
  return [x, y, z, Math.cos((rate * time) / 2)]
}

/** The beams of one turn. Beam number: ring * columns + column. */
export interface BeamTurn {
  /** What the ray caster is asked. */
  readonly cast: Turn
  readonly columns: number
  readonly rings: number
  /** Of the head at each column: cosine and sine of its azimuth, to the left of the sensor's x. */
  readonly heads: Float64Array
  /** Sensor -> world at each column, as position (3) and rows of the rotation (9). */
  readonly poses: Float64Array
  /** Sensor -> world when the turn begins. */
  readonly pose: Pose
}

/** Numbers a column in `BeamTurn.poses`. */
export const POSE = 12

/**
 * A turn begins with the head looking back (azimuth pi) and goes clockwise seen from above, as Velodyne's, Hesai's
 * and Ouster's heads do: what lies ahead is met in the middle of it.
 */
export const turnOf = (spec: LidarSpec, state: WorldState): BeamTurn => {
  const mount = mountOf(spec)
  const motion = motionOf(carrierOf(spec, state))
  const { columns, rate, elevations } = spec
  const [table, heads, poses] = [
    new Float32Array(columns * COLUMN),
    new Float64Array(2 * columns),
    new Float64Array(POSE * columns),
  ]
  for (let i = 0; i < columns; i++) {
    const time = i / columns / rate
    const azimuth = Math.PI - (2 * Math.PI * i) / columns
    const [c, s] = [Math.cos(azimuth), Math.sin(azimuth)]
    heads.set([c, s], 2 * i)
    const { position, orientation } = compose(movedOn(motion, time), mount)
    const [x, y, z] = [
      rotate(orientation, [1, 0, 0]),
      rotate(orientation, [0, 1, 0]),
      rotate(orientation, [0, 0, 1]),
    ]
    poses.set([...position, x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]], POSE * i)
    table.set([time, ...position], COLUMN * i)
    for (let row = 0; row < 3; row++)
      table.set([c * x[row] + s * y[row], c * y[row] - s * x[row], z[row]], COLUMN * i + 4 + 3 * row)
  }
  const pose = compose(motion, mount)
  const velocity = add(motion.velocity, cross(motion.turning, rotate(motion.orientation, mount.position)))
  const cast = { columns: table, rings: ringsOf(spec), velocity, range: spec.range[1] }
  return { cast, columns, rings: elevations.length, heads, poses, pose }
}

/** Each beam against the head as it looks when its column begins: one that fires later has been turned on. */
const ringsOf = ({ elevations, azimuths, firing, rate }: LidarSpec): Float32Array => {
  const rings = new Float32Array(elevations.length * RING)
  elevations.forEach((elevation, r) => {
    const later = firing?.[r] ?? 0
    const azimuth = azimuths[r] - 2 * Math.PI * rate * later
    const flat = Math.cos(elevation)
    rings.set([flat * Math.cos(azimuth), flat * Math.sin(azimuth), Math.sin(elevation), later], RING * r)
  })
  return rings
}

/** How the device sits on its carrier. */
export const mountOf = ({ mount }: LidarSpec): Pose => ({
  position: mount.position,
  orientation: quatFromEuler(mount),
})
