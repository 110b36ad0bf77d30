/** The one entry: any road user's shape from what the scenario says of it. */
import type { ActorSpec, WalkerSpec } from '../scenario/index.ts'
import { buildAnimal } from './animals/index.ts'
import { buildObject } from './objects/index.ts'
import { buildPerson, type PersonLook } from './people/index.ts'
import { BELONGINGS, buildInWheelchair } from './people/occupied.ts'
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

const build = ({ spec, id, paint, look: own }: ActorSpec, seed: number): Shape => {
  const look = { seed: own ?? seed, id, paint }
  if (spec.kind === 'vehicle') return buildVehicle(spec, look)
  const { body } = spec
  if (spec.kind === 'walker') return buildWalker(spec, look)
  switch (body) {
    case 'post':
    case 'tree':
    case 'cone':
    case 'box':
    case 'wheel':
    case 'barrel':
    case 'boulder':
    case 'door':
    case 'bin':
    case 'bench':
    case 'hedge':
    case 'board':
      return buildObject(spec, body, look)
    default:
      throw new Error(`a ${spec.kind} cannot have the body of a ${body}`)
  }
}

const buildWalker = (spec: WalkerSpec, look: PersonLook): Shape => {
  const { body } = spec
  switch (body) {
    case 'adult':
    case 'child':
    case 'elderly':
      return buildPerson(spec, body, look)
    case 'umbrella':
    case 'pushchair':
      return buildPerson(spec, 'adult', look, BELONGINGS[body])
    case 'wheelchair':
      return buildInWheelchair(spec, look)
    case 'deer':
    case 'dog':
    case 'boar':
    case 'moose':
      return buildAnimal(spec, body, look)
    default:
      throw new Error(`a walker cannot have the body of a ${body}`)
  }
}
