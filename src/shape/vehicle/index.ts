/** vehicle: bodies, wheels and details from a vehicle spec. */
import { stream } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import type { Rgb } from '../mesh/index.ts'
import { singleWheelKeypoints, vehicleKeypoints, type Keypoint } from '../keypoints.ts'
import type { Rider } from '../people/index.ts'
import type { Shape } from '../shape.ts'
import { addSemitrailer, addTractor } from './articulated.ts'
import { addBeacon } from './beacon.ts'
import { addBicycle, type Cyclist } from './bicycle.ts'
import { addBus } from './bus.ts'
import { addCarBody } from './car-body.ts'
import { addCaravan } from './caravan.ts'
import { addDetails } from './details.ts'
import { addMotorcycle } from './motorcycle.ts'
import { partList } from './parts.ts'
import { STYLES, type CarStyle } from './style.ts'
import { addTruckBody } from './truck.ts'
import { addSingleWheels } from './two-wheels.ts'
import { addWheels } from './wheels.ts'

/** Whose shape it is and what the scenario says of its looks. */
export interface Look {
  readonly seed: number
  readonly id: string
  /** Linear RGB; null: by seed. */
  readonly paint: Rgb | null
}

/** A car's, van's or truck's shape: exact outer dimensions (mirrors apart), smooth panels. */
export const buildVehicle = (whole: VehicleSpec, { seed, id, paint: given }: Look): Shape => {
  const { parts, add } = partList()
  const spec = whole.beacon === true ? addBeacon(add, whole) : whole
  const paint = given ?? paintOf(spec, seed, id)
  const joints: Keypoint[] = []
  let cyclist: Cyclist | null = null
  const mount = (rider: Rider): void => {
    parts.push(...rider.parts)
    joints.push(...rider.joints)
  }
  switch (spec.body) {
    case 'bus':
      addBus(add, spec, paint, seed, id)
      break
    case 'semitrailer':
      addSemitrailer(add, spec, paint, seed, id)
      break
    case 'caravan':
      addCaravan(add, spec, paint, seed, id)
      break
    case 'motorcycle':
      mount(addMotorcycle(add, spec, paint, seed, id))
      break
    case 'bicycle':
      mount((cyclist = addBicycle(add, spec, paint, seed, id)).rider)
      break
    default: {
      const style = STYLES[spec.body as CarStyle]
      const proportions = style.proportions(spec)
      const body = addCarBody(add, proportions, style, paint, spec.beacon === true)
      addDetails(add, body, style, paint, seed, id)
      if (spec.body === 'box-truck') addTruckBody(add, spec, proportions, seed, id)
      if (spec.body === 'tractor') addTractor(add, spec, proportions, paint, seed, id)
    }
  }
  const single = spec.axles.every((axle) => axle.track === 0)
  const wheels = single ? addSingleWheels(add, spec) : addWheels(add, spec, seed, id)
  const keypoints = single ? [...joints, ...singleWheelKeypoints(parts)] : vehicleKeypoints(parts, wheels)
  const limbs = cyclist === null ? {} : { limbs: cyclist.limbs }
  return { semantic: spec.class, parts, wheels, ...limbs, keypoints }
}

const paintOf = (spec: VehicleSpec, seed: number, id: string): Rgb =>
  spec.paints[stream(seed, id, 'paint').integer(spec.paints.length)]
