/** nuScenes' names for what is annotated: categories, attributes, levels of visibility. */
import type { ObjectTruth } from '../../labels/index.ts'
import { rotate, norm } from '../../math/index.ts'
import type { ActorClass, ActorSpec } from '../../scenario/index.ts'
import type { ActorState } from '../../world/index.ts'
import type { ClassMap } from '../exporter.ts'

/** All of nuScenes v1.0, in the order of nuScenes-lidarseg. */
const CATEGORIES = [
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
type Category = (typeof CATEGORIES)[number]

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

const BY_CLASS: Readonly<Record<ActorClass, Category>> = {
  car: 'vehicle.car',
  van: 'vehicle.car',
  truck: 'vehicle.truck',
  bus: 'vehicle.bus.rigid',
  trailer: 'vehicle.trailer',
  motorcycle: 'vehicle.motorcycle',
  bicycle: 'vehicle.bicycle',
  pedestrian: 'human.pedestrian.adult',
  animal: 'animal',
  object: 'movable_object.debris',
}

/** What a class map calls it, or else the category of who it is. */
export const categoryOf = (
  { spec }: Pick<ActorSpec, 'spec'>,
  { category, semantic }: Pick<ObjectTruth, 'category' | 'semantic'>,
): string => {
  if (category !== undefined) return category
  if (semantic !== spec.class && Object.hasOwn(BY_CLASS, semantic)) return BY_CLASS[semantic as ActorClass]
  if (Object.hasOwn(BY_NAME, spec.name)) return BY_NAME[spec.name]
  return spec.class === 'pedestrian' && spec.body === 'child'
    ? 'human.pedestrian.child'
    : BY_CLASS[spec.class]
}

/** All of nuScenes', and after them the names of a class map that are none of these and no class of ours. */
export const categoriesOf = (classes: ClassMap): readonly string[] => {
  const known: readonly string[] = [...CATEGORIES, ...Object.keys(BY_CLASS)]
  const names = Object.values(classes).filter((name) => name !== null && !known.includes(name))
  return [...CATEGORIES, ...new Set(names as string[])]
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
