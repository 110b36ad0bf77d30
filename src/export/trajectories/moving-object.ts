/**
 * moving_object.parquet: a row an instant and actor, named as ASAM OSI names the fields of osi3::MovingObject, joined
 * by underscores. OSI's reference point is the middle of the bounding box, without mirrors, from the ground to the top.
 */
import {
  add,
  cross,
  eulerFromQuat,
  rotate,
  scale,
  sub,
  transformPoint,
  wrapAngle,
  yawOf,
  type Vec3,
} from '../../math/index.ts'
import { subjectIndex } from '../../criticality/index.ts'
import { buildRoad, type Road } from '../../road/index.ts'
import type { ActorSpec } from '../../scenario/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'
import type { Clip } from '../exporter.ts'
import type { Cell, TableColumn } from '../table.ts'
import { lightStates, roleOf, typeOf, vehicleTypeOf } from './enumerations.ts'
import { INSTANT_COLUMNS, instantCells } from './instant.ts'

const text = (name: string): TableColumn => ({ name, type: 'text' })
const number = (name: string): TableColumn => ({ name, type: 'number' })
const whole = (name: string): TableColumn => ({ name, type: 'whole' })
const truth = (name: string): TableColumn => ({ name, type: 'truth' })
const along = (name: string, axes: readonly string[]): TableColumn[] =>
  axes.map((axis) => number(`${name}_${axis}`))
const XYZ = ['x', 'y', 'z']
const ANGLES = ['roll', 'pitch', 'yaw']

export const MOVING_OBJECT_COLUMNS: readonly TableColumn[] = [
  ...INSTANT_COLUMNS,
  ...[text('actor'), truth('host_vehicle'), text('model_reference'), text('type')],
  ...along('base_dimension', ['length', 'width', 'height']),
  ...along('base_position', XYZ),
  ...along('base_orientation', ANGLES),
  ...along('base_velocity', XYZ),
  ...along('base_acceleration', XYZ),
  ...along('base_orientation_rate', ANGLES),
  ...[text('vehicle_classification_type'), text('vehicle_classification_role')],
  ...[
    'indicator_state',
    'brake_light_state',
    'head_light',
    'high_beam',
    'emergency_vehicle_illumination',
  ].map((name) => text(`vehicle_classification_light_state_${name}`)),
  ...[truth('vehicle_classification_has_trailer'), whole('vehicle_classification_trailer_id')],
  ...along('vehicle_attributes_bbcenter_to_rear', XYZ),
  ...along('vehicle_attributes_bbcenter_to_front', XYZ),
  ...[number('vehicle_attributes_ground_clearance'), whole('vehicle_attributes_number_wheels')],
  text('moving_object_classification_assigned_lane'),
  ...along('moving_object_classification_logical_lane_assignment', [
    's_position',
    't_position',
    'angle_to_lane',
  ]),
  // Beyond OSI.
  ...[number('throttle'), number('brake'), number('steer_rad')],
  ...[truth('abs_active'), truth('esc_active'), truth('aeb_active')],
]

/** What of an actor is so all the time. */
interface Fixed {
  readonly before: readonly Cell[]
  readonly classification: readonly Cell[]
  readonly attributes: readonly Cell[]
  /** Middle of the box in the body frame. */
  readonly middle: Vec3
  readonly isVehicle: boolean
}

const NONE: readonly Cell[] = [null, null, null]

const fixedOf = (actor: ActorSpec, actors: readonly ActorSpec[]): Fixed => {
  const { spec } = actor
  const middle: Vec3 = [spec.length / 2 - spec.rearOverhang, 0, spec.height / 2]
  const trailer = actors.findIndex(({ towedBy }) => towedBy === actor.id)
  const axles = spec.kind === 'vehicle' ? spec.axles : []
  const toAxle = (axle: (typeof axles)[number] | undefined): readonly Cell[] =>
    axle === undefined ? NONE : sub([axle.x, 0, axle.wheelRadius], middle)
  const isVehicle = spec.kind === 'vehicle'
  return {
    before: [
      ...[actor.id, actors[subjectIndex(actors)] === actor, actor.model, typeOf(actor)],
      ...[spec.length, spec.width, spec.height],
    ],
    classification: [vehicleTypeOf(actor), roleOf(actor)],
    attributes: [
      ...[isVehicle ? trailer >= 0 : null, trailer >= 0 ? trailer + 1 : null],
      ...[...toAxle(axles.at(-1)), ...toAxle(axles.at(0))],
      isVehicle ? spec.groundClearance : null,
      isVehicle ? axles.reduce((sum, { track }) => sum + (track > 0 ? 2 : 1), 0) : null,
    ],
    ...{ middle, isVehicle },
  }
}

/** Of whom the last row was, and how fast. */
interface Passed {
  readonly time: number
  readonly velocity: Vec3
}

/** The rows of one clip: feed its states in order. */
export const movingObjects = (clip: Clip): ((state: WorldState) => Cell[][]) => {
  const { actors, road: line, surface } = clip.scenario
  const road = buildRoad(line, surface)
  const fixed = actors.map((actor) => fixedOf(actor, actors))
  const passed = new Map<string, Passed>()
  return (state) => {
    const rows: Cell[][] = []
    for (const [i, actor] of state.actors.entries()) {
      if (!actor.present) {
        passed.delete(actor.id)
        continue
      }
      const motion = motionOf(actor, fixed[i].middle, state.time, passed.get(actor.id))
      passed.set(actor.id, { time: state.time, velocity: motion.velocity })
      rows.push([...instantCells(clip, state, actor), ...cellsOf(actor, fixed[i], motion, road)])
    }
    return rows
  }
}

interface Motion {
  readonly position: Vec3
  readonly velocity: Vec3
  readonly acceleration: Vec3
}

/** Of the box's middle, in the world: a rigid body turns about its origin. */
const motionOf = (actor: ActorState, middle: Vec3, time: number, passed: Passed | undefined): Motion => {
  const turn = rotate(actor.orientation, actor.angularVelocity)
  const arm = rotate(actor.orientation, middle)
  const velocity = add(actor.velocity, cross(turn, arm))
  return {
    position: transformPoint(actor, middle),
    velocity,
    // Over the last step, as the state has it of the origin; of the first row what is known at one instant.
    acceleration:
      passed === undefined
        ? add(rotate(actor.orientation, actor.acceleration), cross(turn, cross(turn, arm)))
        : scale(sub(velocity, passed.velocity), 1 / (time - passed.time)),
  }
}

/**
 * How fast roll, pitch and yaw change, from the rate of turn in the body frame (Euler's kinematic equations, ISO 8855
 * order of yaw, pitch, roll).
 */
const angleRates = ([p, q, r]: Vec3, roll: number, pitch: number): Vec3 => {
  const sideways = q * Math.sin(roll) + r * Math.cos(roll)
  return [p + sideways * Math.tan(pitch), q * Math.cos(roll) - r * Math.sin(roll), sideways / Math.cos(pitch)]
}

const cellsOf = (
  actor: ActorState,
  fixed: Fixed,
  { position, velocity, acceleration }: Motion,
  road: Road,
): Cell[] => {
  const { roll, pitch, yaw } = eulerFromQuat(actor.orientation)
  const [x, y] = position
  // The road that the simulation itself counts it to, where it is one of several.
  const at = road.toRoad(x, y, actor.road ?? 0)
  const lane = road.laneAt(at.t, at.s, at.road)
  const heading = road.toWorld(at.s, at.t, at.road).heading + (lane?.direction === -1 ? Math.PI : 0)
  return [
    ...fixed.before,
    ...[...position, roll, pitch, yaw, ...velocity, ...acceleration],
    ...angleRates(actor.angularVelocity, roll, pitch),
    ...fixed.classification,
    ...(fixed.isVehicle ? lightStates(actor.lights) : NO_LIGHTS),
    ...fixed.attributes,
    ...(lane === undefined
      ? [null, ...NONE]
      : [
          `${road.roads[at.road].id}/${lane.id}`,
          ...[at.s, at.t - lane.t, wrapAngle(yawOf(actor.orientation) - heading)],
        ]),
    ...(fixed.isVehicle ? [actor.throttle, actor.brake, actor.steer] : NONE),
    ...(fixed.isVehicle ? [actor.absActive, actor.escActive, actor.aebActive] : NONE),
  ]
}

const NO_LIGHTS: readonly Cell[] = [null, null, null, null, null]
