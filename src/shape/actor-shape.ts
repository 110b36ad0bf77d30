/** The one entry: any road user's shape from what the scenario says of it. */
import type { ActorSpec, VehicleSpec } from '../scenario/index.ts'
import { buildPerson } from './people/index.ts'
import type { Shape } from './shape.ts'
import { buildVehicle } from './vehicle/index.ts'

/** Growing a shape takes a while, and camera, labels and exporters of one run all ask for the same ones. */
const made = new WeakMap<ActorSpec, { readonly seed: number; readonly shape: Shape }>()

/**
 * The shape of a road user in its body frame: exact outer dimensions (mirrors and limbs apart), smooth
 * surfaces, every part with its class. Paint, clothes, rims and plates come from named streams of the seed,
 * so the same seed and actor always give the same shape.
 */
export const actorShape = (actor: ActorSpec, seed: number): Shape => {
  const known = made.get(actor)
  if (known?.seed === seed) return known.shape
  const shape = build(actor, seed)
  made.set(actor, { seed, shape })
  return shape
}

/** Someone who walks faster than this is drawn in mid-stride, m/s. */
const WALKS = 0.3

const build = (actor: ActorSpec, seed: number): Shape => {
  const { spec, id, paint, speed } = actor
  switch (spec.body) {
    case 'adult':
    case 'child':
    case 'elderly': {
      const gait = speed > WALKS ? 0 : null
      return buildPerson(spec, spec.body, { seed, id, paint, gait, vigour: 0.85 + 0.1 * Math.min(speed, 6) })
    }
    default:
      return buildVehicle(spec as VehicleSpec, { seed, id, paint })
  }
}
