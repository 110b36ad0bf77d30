/** nuScenes' names for what is annotated: categories, attributes, levels of visibility. */
import type { ActorSpec } from '../../scenario/index.ts'
import { rotate, norm } from '../../math/index.ts'
import type { ActorState } from '../../world/index.ts'

/** All of nuScenes v1.0, in the order of nuScenes-lidarseg. */
export const CATEGORIES = [
  ...(['animal', 'human.pedestrian.adult', 'human.pedestrian.child'] as const),
  ...(['human.pedestrian.construction_worker', 'human.pedestrian.personal_mobility'] as const),
  ...(['human.pedestrian.police_officer', 'human.pedestrian.stroller'] as const),
  ...(['human.pedestrian.wheelchair', 'movable_object.barrier', 'movable_object.debris'] as const),
  ...(['movable_object.pushable_pullable', 'movable_object.trafficcone'] as const),
  ...(['static_object.bicycle_rack', 'vehicle.bicycle', 'vehicle.bus.bendy'] as const),
  ...(['vehicle.bus.rigid', 'vehicle.car', 'vehicle.construction'] as const),
  ...(['vehicle.emergency.ambulance', 'vehicle.emergency.police', 'vehicle.motorcycle'] as const),
  ...(['vehicle.trailer', 'vehicle.truck'] as const),
] as const
export type Category = (typeof CATEGORIES)[number]

/** With what they mean. */
export const ATTRIBUTES = {
  'vehicle.moving': 'Vehicle is moving.',
  'vehicle.stopped': 'Vehicle with a driver is stationary but has an intent to move.',
  'vehicle.parked': 'Vehicle is stationary, without an intent to move.',
  'cycle.with_rider': 'There is a rider on the bicycle or motorcycle.',
  'cycle.without_rider': 'There is no rider on the bicycle or motorcycle.',
  'pedestrian.sitting_lying_down': 'The human is sitting or lying down.',
  'pedestrian.standing': 'The human is standing.',
  'pedestrian.moving': 'The human is moving.',
} as const
export type Attribute = keyof typeof ATTRIBUTES

/** By token, as nuScenes has them: of an object, as much is to be seen in the pictures. */
export const VISIBILITIES = {
  1: { level: 'v0-40', description: 'visibility of whole object is between 0 and 40%' },
  2: { level: 'v40-60', description: 'visibility of whole object is between 40 and 60%' },
  3: { level: 'v60-80', description: 'visibility of whole object is between 60 and 80%' },
  4: { level: 'v80-100', description: 'visibility of whole object is between 80 and 100%' },
} as const

/** Vehicles of the library that have a category of their own. */
const BY_NAME: Readonly<Record<string, Category>> = {
  ambulance: 'vehicle.emergency.ambulance',
  police: 'vehicle.emergency.police',
  pickup: 'vehicle.truck',
  cone: 'movable_object.trafficcone',
  'barrier-block': 'movable_object.barrier',
}

export const categoryOf = ({ spec }: ActorSpec): Category => {
  if (Object.hasOwn(BY_NAME, spec.name)) return BY_NAME[spec.name]
  switch (spec.class) {
    case 'car':
    case 'van':
      return 'vehicle.car'
    case 'truck':
      return 'vehicle.truck'
    case 'bus':
      return 'vehicle.bus.rigid'
    case 'trailer':
      return 'vehicle.trailer'
    case 'motorcycle':
      return 'vehicle.motorcycle'
    case 'bicycle':
      return 'vehicle.bicycle'
    case 'pedestrian':
      return spec.body === 'child' ? 'human.pedestrian.child' : 'human.pedestrian.adult'
    case 'animal':
      return 'animal'
    case 'object':
      return 'movable_object.debris'
  }
}

/** Who is slower stands, m/s. */
const MOVING = 0.3
/** Who leans over farther lies: cosine of the angle. */
const UPRIGHT = 0.5

/** What somebody does at the moment; null: nothing is said of such things. Every cycle has its rider. */
export const attributeOf = ({ spec, driver }: ActorSpec, state: ActorState): Attribute | null => {
  const moves = norm(state.velocity) > MOVING
  switch (spec.class) {
    case 'animal':
    case 'object':
      return null
    case 'bicycle':
    case 'motorcycle':
      return 'cycle.with_rider'
    case 'pedestrian':
      if (rotate(state.orientation, [0, 0, 1])[2] < UPRIGHT) return 'pedestrian.sitting_lying_down'
      return moves ? 'pedestrian.moving' : 'pedestrian.standing'
    default:
      if (moves) return 'vehicle.moving'
      return driver.kind === 'none' ? 'vehicle.parked' : 'vehicle.stopped'
  }
}
