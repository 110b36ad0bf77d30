/** vehicle: bodies, wheels and details from a vehicle spec. */
import { stream } from '../../math/index.ts'
import type { ActorSpec, VehicleSpec } from '../../scenario/index.ts'
import type { Rgb } from '../mesh/index.ts'
import type { Shape } from '../shape.ts'
import { addCarBody } from './car-body.ts'
import { addDetails } from './details.ts'
import { partList } from './parts.ts'
import { STYLES } from './style.ts'
import { addTruckBody } from './truck.ts'
import { addWheels } from './wheels.ts'

/** Lofting a shape takes a while, and camera, labels and exporters of one run all ask for the same ones. */
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
  const { spec, id } = actor
  const { parts, add } = partList()
  const paint = actor.paint ?? paintOf(spec, seed, id)
  const style = STYLES[spec.body]
  const proportions = style.proportions(spec)
  const body = addCarBody(add, proportions, style, paint)
  addDetails(add, body, style, paint, seed, id)
  if (spec.body === 'box-truck') addTruckBody(add, spec, proportions, seed, id)
  const wheels = addWheels(add, spec, seed, id)
  return { semantic: spec.class, parts, wheels }
}

const paintOf = (spec: VehicleSpec, seed: number, id: string): Rgb =>
  spec.paints[stream(seed, id, 'paint').integer(spec.paints.length)]
