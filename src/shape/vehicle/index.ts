/** vehicle: bodies, wheels and details from a vehicle spec. */
import { stream } from '../../math/index.ts'
import type { ActorSpec, VehicleSpec } from '../../scenario/index.ts'
import type { SemanticClass } from '../../world/index.ts'
import type { Rgb } from '../mesh/index.ts'
import type { Shape } from '../shape.ts'
import { addCarBody } from './car-body.ts'
import { addCarDetails } from './details.ts'
import { partList } from './parts.ts'
import { STYLES } from './style.ts'
import { addWheels } from './wheels.ts'

/** Camera, labels and exporters of one run ask for the same shapes, and lofting one takes a while. */
const made = new WeakMap<ActorSpec, { readonly seed: number; readonly shape: Shape }>()

/**
 * The shape of a vehicle in its body frame: exact outer dimensions (mirrors apart), smooth panels, every
 * part with its class. Paint, rims and plate come from named streams of the seed, so the same seed and
 * actor always give the same shape.
 */
export const vehicleShape = (actor: ActorSpec, seed: number): Shape => {
  const known = made.get(actor)
  if (known?.seed === seed) return known.shape
  const shape = build(actor, seed)
  made.set(actor, { seed, shape })
  return shape
}

const build = (actor: ActorSpec, seed: number): Shape => {
  const { vehicle: spec, id } = actor
  const { parts, add } = partList()
  const paint = actor.paint ?? paintOf(spec, seed, id)
  const style = STYLES[spec.body === 'box-truck' ? 'van' : spec.body]
  const body = addCarBody(add, spec, style, paint)
  addCarDetails(add, body, style, paint, seed, id)
  const wheels = addWheels(add, spec, seed, id)
  return { semantic: semanticOf(spec), parts, wheels }
}

const paintOf = (spec: VehicleSpec, seed: number, id: string): Rgb =>
  spec.paints[stream(seed, id, 'paint').integer(spec.paints.length)]

const semanticOf = (spec: VehicleSpec): SemanticClass => spec.class
