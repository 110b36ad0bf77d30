/**
 * wheel_data.parquet: a row an instant, actor and wheel, named as osi3::MovingObject::VehicleAttributes::WheelData
 * names its fields; what lies beyond OSI (slip, load, friction) stands last.
 */
import { sub, type Vec3 } from '../../math/index.ts'
import type { AxleSpec, VehicleSpec } from '../../scenario/index.ts'
import { isVehicle } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'
import type { Clip } from '../exporter.ts'
import type { Cell, TableColumn } from '../table.ts'
import { INSTANT_COLUMNS, instantCells } from './instant.ts'

const number = (name: string): TableColumn => ({ name, type: 'number' })

export const WHEEL_COLUMNS: readonly TableColumn[] = [
  ...INSTANT_COLUMNS,
  ...['axle', 'index'].map((name): TableColumn => ({ name, type: 'whole' })),
  ...['wheel_radius', 'width', 'position_x', 'position_y', 'position_z'].map(number),
  ...[
    'orientation_roll',
    'orientation_pitch',
    'orientation_yaw',
    'rotation_rate',
    'friction_coefficient',
  ].map(number),
  ...['slip_ratio', 'slip_angle_rad', 'load_n', 'force_x_n', 'force_y_n', 'force_available_n'].map(number),
  { name: 'surface', type: 'text' },
]

/** Where a wheel belongs, in the order of ActorState.wheels: from the front, left before right. */
interface Seat {
  readonly axle: number
  /** On its axle, from the left, as OSI counts. */
  readonly index: number
  readonly spec: AxleSpec
  /** At rest, from the box's middle, m. */
  readonly position: Vec3
}

const seatsOf = ({ axles, length, rearOverhang, height }: VehicleSpec): Seat[] =>
  axles.flatMap((spec, axle) => {
    const sides = spec.track > 0 ? [spec.track / 2, -spec.track / 2] : [0]
    return sides.map((y, index): Seat => ({
      ...{ axle, index, spec },
      position: sub([spec.x, y, spec.wheelRadius], [length / 2 - rearOverhang, 0, height / 2]),
    }))
  })

/** The rows of one clip. */
export const wheelData = (clip: Clip): ((state: WorldState) => Cell[][]) => {
  const seats = clip.scenario.actors.map((actor) => (isVehicle(actor) ? seatsOf(actor.spec) : []))
  return (state) =>
    state.actors.flatMap((actor, i) => {
      if (!actor.present) return []
      return actor.wheels.map((wheel, w) => {
        const { axle, index, spec, position } = seats[i][w]
        const [x, y, z] = position
        return [
          ...instantCells(clip, state, actor),
          ...[axle, index, spec.wheelRadius, spec.wheelWidth, x, y, z + wheel.travel],
          // Turned about its axle by its spin, then about the body's z by the steering.
          ...[0, wheel.spin % (2 * Math.PI), wheel.steer, wheel.spinRate, wheel.mu],
          ...[wheel.slipRatio, wheel.slipAngle, wheel.load, wheel.forceX, wheel.forceY, wheel.forceAvailable],
          wheel.surface,
        ]
      })
    })
}
