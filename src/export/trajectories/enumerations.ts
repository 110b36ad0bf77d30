/** What OSI calls our road users and their lights (osi_object.proto of ASAM OSI 3.7). */
import type { ActorSpec, BodyStyle } from '../../scenario/index.ts'
import type { Lights } from '../../world/index.ts'

/** MovingObject.Type. */
export const typeOf = ({ spec }: ActorSpec): string => {
  if (spec.kind === 'vehicle') return 'TYPE_VEHICLE'
  if (spec.class === 'pedestrian') return 'TYPE_PEDESTRIAN'
  return spec.class === 'animal' ? 'TYPE_ANIMAL' : 'TYPE_OTHER'
}

const BY_BODY: Readonly<Partial<Record<BodyStyle, string>>> = {
  hatchback: 'TYPE_COMPACT_CAR',
  van: 'TYPE_DELIVERY_VAN',
  'box-truck': 'TYPE_HEAVY_TRUCK',
  bus: 'TYPE_BUS',
  tractor: 'TYPE_SEMITRACTOR',
  semitrailer: 'TYPE_SEMITRAILER',
  caravan: 'TYPE_TRAILER',
  motorcycle: 'TYPE_MOTORBIKE',
  bicycle: 'TYPE_BICYCLE',
}

/** VehicleClassification.Type; null: it is no vehicle. */
export const vehicleTypeOf = ({ spec }: ActorSpec): string | null =>
  spec.kind === 'vehicle' ? (BY_BODY[spec.body] ?? 'TYPE_MEDIUM_CAR') : null

const ROLES: Readonly<Record<string, string>> = {
  ambulance: 'ROLE_AMBULANCE',
  police: 'ROLE_POLICE',
  bus: 'ROLE_PUBLIC_TRANSPORT',
}

/** VehicleClassification.Role, by the vehicle's file; null: it is no vehicle. */
export const roleOf = ({ spec }: ActorSpec): string | null => {
  if (spec.kind !== 'vehicle') return null
  return Object.hasOwn(ROLES, spec.name) ? ROLES[spec.name] : 'ROLE_CIVIL'
}

const generic = (on: boolean): string => `GENERIC_LIGHT_STATE_${on ? 'ON' : 'OFF'}`

/** VehicleClassification.LightState, by column. */
export const lightStates = (lights: Lights): readonly string[] => {
  const { indicatorLeft, indicatorRight, brake, headlights, highBeam, beacon } = lights
  const both = indicatorLeft && indicatorRight
  const side = indicatorLeft ? 'LEFT' : indicatorRight ? 'RIGHT' : 'OFF'
  return [
    `INDICATOR_STATE_${both ? 'WARNING' : side}`,
    `BRAKE_LIGHT_STATE_${brake ? 'NORMAL' : 'OFF'}`,
    generic(headlights),
    generic(highBeam),
    `GENERIC_LIGHT_STATE_${beacon ? 'FLASHING_BLUE' : 'OFF'}`,
  ]
}
