/** What an actor tows and carries: its trailer as a road user of its own, and loads on either. */
import { keyAt } from '../schema/compile.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { resolve } from '../expression/formula.ts'
import type { ActorSpec, Placement } from '../concrete.ts'
import type { Impossible, Material } from '../scenario.ts'
import type { RoadUserSpec, VehicleSpec } from '../vehicle.ts'

/** Something carried, as a point: kg, and m in the body frame. */
interface Payload {
  readonly mass: number
  readonly x: number
  readonly z: number
}

/** What an actor tows, as its document has it once it is resolved. */
type TrailerChoice = string | { readonly model: string; readonly payload?: Payload | undefined } | undefined

/** The vehicle with something in it: mass, centre of gravity and inertia (Huygens-Steiner) of both together. */
export const laden = (spec: VehicleSpec, load: Payload | undefined): VehicleSpec => {
  if (load === undefined || load.mass === 0) return spec
  const [x, y, z] = spec.centreOfGravity
  const mass = spec.mass + load.mass
  const share = load.mass / mass
  const dx = load.x - x
  const dz = load.z - z
  // Two points of masses m and p, d apart, turn about their common centre as m p / (m + p) at d.
  const reduced = spec.mass * share
  const [roll, pitch, yaw] = spec.inertia
  return {
    ...spec,
    mass,
    centreOfGravity: [x + share * dx, (1 - share) * y, z + share * dz],
    inertia: [roll + reduced * dz * dz, pitch + reduced * (dx * dx + dz * dz), yaw + reduced * dx * dx],
  }
}

/** The trailer of an actor's choice with its load; null: none, or one that is not in the library. */
export const trailerSpec = (material: Material, choice: TrailerChoice): VehicleSpec | null => {
  if (choice === undefined) return null
  const { model, payload } = typeof choice === 'string' ? { model: choice } : choice
  const found = material.models.get(model)
  return found === undefined ? null : laden(found.spec, payload)
}

/** How far behind its tractor's origin a trailer's stands when both are in line, m. */
export const trailing = (tractor: RoadUserSpec, trailer: VehicleSpec): number =>
  (trailer.coupling?.x ?? 0) - (tractor.kind === 'vehicle' ? (tractor.hitch?.x ?? 0) : 0)

/**
 * The trailer as an actor of its own, in line behind its tractor.
 * @param towards +1: the tractor's lane runs along s; -1: against it
 */
export const trailerActor = (
  tractor: ActorSpec,
  spec: VehicleSpec,
  towards: 1 | -1,
  paint: ActorSpec['paint'],
): ActorSpec => {
  const { at } = tractor
  const back = trailing(tractor.spec, spec)
  const place: Placement = {
    ...at,
    s: at.s - towards * back * Math.cos(at.heading),
    offset: at.offset - back * Math.sin(at.heading),
  }
  return {
    id: `${tractor.id}.trailer`,
    model: spec.name,
    spec,
    at: place,
    speed: tractor.speed,
    driver: { kind: 'none' },
    abs: tractor.abs,
    esc: 'off',
    paint,
    present: tractor.present,
    towedBy: tractor.id,
  }
}

/** Everything about who tows what that cannot be, for one set of parameters. */
export const impossibleTrailers = (material: Material, parameters: ParameterValues): Impossible[] =>
  Object.entries(material.document.actors ?? {}).flatMap(([id, part]) => {
    const { model, trailer } = resolve({ model: part.model, trailer: part.trailer }, parameters)
    const refuse = (key: 'model' | 'trailer', message: string, expected: string | null): Impossible[] => [
      {
        rule: `actors.${id}.${key}: ${message}`,
        at: keyAt(material.tree, ['actors', id, key]),
        code: 'bad-value',
        message,
        expected,
      },
    ]
    const tractor = material.models.get(model)?.spec
    if (tractor?.coupling !== undefined)
      return refuse(
        'model',
        `'${model}' is a trailer, which cannot stand alone`,
        `'trailer: ${model}' of another actor`,
      )
    const towed = trailerSpec(material, trailer)
    if (tractor === undefined || towed === null) return []
    if (towed.coupling === undefined) return refuse('trailer', `'${towed.name}' is no trailer`, null)
    if (tractor.hitch === undefined) return refuse('trailer', `'${model}' has no hitch`, null)
    return tractor.hitch.kind === towed.coupling.kind
      ? []
      : refuse(
          'trailer',
          `'${towed.name}' does not fit the hitch of '${model}'`,
          `a trailer for a ${tractor.hitch.kind.replace('-', ' ')}`,
        )
  })
