/**
 * How somebody on foot is struck. The body wraps round a low front, or is pushed ahead of a high one; all that
 * touches in the tenth of a second of that is one blow here (after Han and Brach, SAE 2001-01-0898), which takes
 * the body to the speed of the front and lifts it. The flight, the fall and the slide that follow are mechanics.
 */
import type { BodyStyle } from '../../scenario/index.ts'
import type { Footprint } from '../contact/footprint.ts'
import { blowBetween, type ImpactBody, type Impulse } from '../contact/impact.ts'
import type { Solid } from '../contact/solid.ts'

/**
 * Height of the leading edge of the bonnet over the height of the vehicle (EEVC WG17: 0.65 to 0.80 m on cars, 0.9
 * to 1.1 m on off-road cars). What is not here is as good as flat.
 */
const EDGE: Partial<Readonly<Record<BodyStyle, number>>> = {
  hatchback: 0.5,
  sedan: 0.5,
  estate: 0.5,
  coupe: 0.49,
  suv: 0.56,
  pickup: 0.58,
  bicycle: 0.55,
  motorcycle: 0.6,
}

/** A blow within 45 degrees of straight ahead is the front's. */
const FRONT = 0.7
/** A body no taller than this lies, m. */
const LYING = 0.6
/** From here above the edge on a body wraps wholly, m; below the edge it is pushed ahead. */
const WRAPS_WHOLLY = 0.25
/** Restitution of a push ahead: this at a crawl, falling over this speed, m/s. Fitted to the throw distances. */
const PUSH_RESTITUTION = 0.22
const PUSH_SOFTENS = 15
/** Speed upwards over closing speed, of a push and of a wrap. Fitted to the throw distances. */
const PUSH_LIFT = 0.09
const WRAP_LIFT = 0.18
/** The blow falls this far from the middle of the body towards the edge, or towards the chest, as a share. */
const OFF_CENTRE = 0.2

/** A walker that would be pushed slower than this keeps its feet, m/s. */
export const KNOCKS_OVER = 2

/** Height of the edge that the body meets, world, m; `along`: cosine between the blow and the way to the front. */
const edgeOf = ({ model: { spec, cg }, body }: Solid, along: number): number => {
  const share = along > FRONT ? (EDGE[spec.body] ?? 1) : 1
  return body.position.z - cg[2] + share * spec.height
}

/** 0: pushed ahead ... 1: wraps. */
const wrapOf = (vehicle: Solid, walker: Solid, along: number): number =>
  Math.max(0, Math.min(1, (walker.body.position.z - edgeOf(vehicle, along)) / WRAPS_WHOLLY))

/** Share of a body's height that a vehicle over it meets: the rest it passes over, or under. */
export const meetsOfHeight = (vehicle: Footprint, walker: Footprint): number => {
  const common = Math.min(vehicle.high, walker.high) - Math.max(vehicle.low, walker.low)
  const tall = walker.high - walker.low
  // A body that stands is met as a whole, by whatever front.
  return tall > LYING ? 1 : Math.max(0, Math.min(1, common / tall))
}

/**
 * The height at which the whole of the blow may be thought to act, world, m: a low front takes the legs away, a high
 * one throws the upper body ahead of the feet, which the ground holds.
 */
export const blowHeight = (vehicle: Solid, walker: Solid, along: number, { high }: Footprint): number => {
  const middle = walker.body.position.z
  const wraps = wrapOf(vehicle, walker, along)
  const below = edgeOf(vehicle, along) - middle
  const above = (high - middle) / 2
  return middle + OFF_CENTRE * (wraps * below + (1 - wraps) * above)
}

/** The face that strikes somebody: its normal, and how. */
interface Striking {
  readonly nx: number
  readonly ny: number
  readonly closing: number
  readonly along: number
  /** Of the body's height that is met. */
  readonly share: number
}

/** The blow on somebody on foot or fallen. */
export const strikeWalker = (
  vehicle: Solid,
  walker: Solid,
  a: ImpactBody,
  b: ImpactBody,
  face: Striking,
): Impulse | null => {
  const wraps = wrapOf(vehicle, walker, face.along)
  const restitution = (1 - wraps) * PUSH_RESTITUTION * Math.exp(-face.closing / PUSH_SOFTENS)
  const lift = PUSH_LIFT + wraps * (WRAP_LIFT - PUSH_LIFT)
  return blowBetween(a, b, face.nx, face.ny, {
    restitution,
    lift: lift * face.closing,
    share: face.share,
  })
}
