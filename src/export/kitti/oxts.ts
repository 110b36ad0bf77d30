/** What KITTI's inertial and satellite navigation unit tells: 30 fields, here without its errors. */
import {
  add,
  conjugate,
  cross,
  eulerFromQuat,
  geodetics,
  quatFromYaw,
  quatMultiply,
  rotate,
  transformPoint,
  type Vec3,
} from '../../math/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import { carrierOf, mountVelocity } from '../../sensors/index.ts'
import type { WorldState } from '../../world/index.ts'
import { mountOf } from '../optics.ts'
import type { Devices } from './devices.ts'

/** m/s^2. */
const GRAVITY = 9.81
const DEGREES = 180 / Math.PI
/** Nothing is wrong by anything; locked; of satellites nothing is said; the modes of a fix with all aids. */
const STATUS = '0 0 4 0 6 6 6'

/** One line, of this instant. */
export const oxtsWriter = (
  { road }: ConcreteScenario,
  { left, imu }: Devices,
): ((state: WorldState) => string) => {
  const geodetic = geodetics(road.network?.reference ?? null)
  const unit = imu ?? { ...left, mount: { position: [0, 0, 0], yaw: 0, pitch: 0, roll: 0 } as const }
  const mount = mountOf(unit)
  return (state) => {
    const carrier = carrierOf(unit, state)
    const orientation = quatMultiply(carrier.orientation, mount.orientation)
    const { latitude, longitude, height } = geodetic(transformPoint(carrier, mount.position))
    const { roll, pitch, yaw } = eulerFromQuat(orientation)
    const velocity = mountVelocity(unit, state)
    const { angularVelocity: turn } = carrier
    const centripetal = cross(turn, cross(turn, mount.position))
    const force = add(rotate(carrier.orientation, add(carrier.acceleration, centripetal)), [0, 0, GRAVITY])
    const turning = rotate(carrier.orientation, turn)
    const inUnit = (world: Vec3): Vec3 => rotate(conjugate(orientation), world)
    // Ahead, to the left and up, along the ground's level.
    const level = (world: Vec3): Vec3 => rotate(conjugate(quatFromYaw(yaw)), world)
    const fields = [
      ...[latitude * DEGREES, longitude * DEGREES, height],
      ...[roll, pitch, yaw],
      ...[velocity[1], velocity[0], ...level(velocity)],
      ...[...inUnit(force), ...level(force)],
      ...[...inUnit(turning), ...level(turning)],
    ]
    return `${fields.map((x) => (x + 0).toFixed(12)).join(' ')} ${STATUS}\n`
  }
}
