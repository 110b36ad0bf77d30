/** Front doors that the story opens: each is a body of its own, hinged to its vehicle. */
import type { ActorSpec, Placement } from '../concrete.ts'
import { keyAt, type Path } from '../schema/compile.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { DOORS, doorId, type DoorName } from './door-names.ts'
import { resolve } from '../expression/formula.ts'
import type { Impossible, Material } from '../scenario.ts'
import type { StepDocument } from '../schema/story.ts'
import { directActions } from '../story/story-plan.ts'
import type { ObjectSpec, VehicleSpec } from '../vehicle.ts'

/**
 * A hinge lies this far behind the front axle, a door is as long as this share of the wheelbase, and reaches from the
 * sill to a share of the height: usual for cars and vans, judgement.
 */
const BEHIND_AXLE = 0.42
const LENGTH = 0.4
const SILL = 0.28
const TOP = 0.93
const THICK = 0.12
/** How deep the closed door lies within the vehicle's outline, m. */
const INSET = 0.07

const hasDoors = (spec: VehicleSpec): boolean => spec.class === 'car' || spec.class === 'van'

/** A door closed. What strikes it strikes its vehicle, so it has that one's mass. */
const doorSpec = (vehicle: VehicleSpec): ObjectSpec => {
  const length = LENGTH * vehicle.axles[0].x
  const height = TOP * vehicle.height - SILL
  const about = (a: number, b: number): number => (vehicle.mass * (a * a + b * b)) / 12
  return {
    kind: 'object',
    name: 'door',
    title: `Door of: ${vehicle.title}`,
    class: 'object',
    source: 'src/scenario/vehicles/doors.ts',
    length,
    width: THICK,
    height,
    // The origin is the hinge.
    rearOverhang: length,
    groundClearance: 0,
    body: 'door',
    paints: vehicle.paints,
    mass: vehicle.mass,
    centreOfGravity: [-length / 2, 0, height / 2],
    inertia: [about(THICK, height), about(length, height), about(length, THICK)],
    fixed: false,
    form: 'box',
    slideFriction: 0.5,
    bounce: 0.1,
    rollingResistance: 0,
  }
}

/** Every door that the story moves, with the vehicle that it is of. */
const doorsInStory = (
  steps: readonly StepDocument[],
): { vehicle: string; door: DoorName; step: StepDocument }[] =>
  steps.flatMap((step) => [
    ...Object.entries(directActions(step)).flatMap(([vehicle, action]) =>
      'door' in action ? [{ vehicle, door: action.door, step }] : [],
    ),
    ...doorsInStory([...(step.parallel ?? []), ...(step.serial ?? [])]),
  ])

/** The doors of these actors that the story moves, closed, as actors. */
export const doorActors = (
  material: Material,
  actors: readonly ActorSpec[],
  towards: (at: Placement) => 1 | -1,
): ActorSpec[] => {
  const wanted = new Set(doorsInStory(material.document.do).map(({ vehicle, door }) => doorId(vehicle, door)))
  return actors.flatMap((actor) =>
    DOORS.filter((door) => wanted.has(doorId(actor.id, door))).flatMap((door) => {
      const { spec, at } = actor
      if (spec.kind !== 'vehicle' || !hasDoors(spec)) return []
      const side = door === 'front-left' ? 1 : -1
      const position = [spec.axles[0].x - BEHIND_AXLE, side * (spec.width / 2 - INSET), SILL] as const
      const [c, n] = [Math.cos(at.heading), Math.sin(at.heading)]
      return [
        {
          id: doorId(actor.id, door),
          model: 'door',
          spec: doorSpec(spec),
          at: {
            ...at,
            s: at.s + towards(at) * (position[0] * c - position[1] * n),
            offset: at.offset + position[0] * n + position[1] * c,
            height: SILL,
            carried: { by: actor.id, position },
          },
          speed: actor.speed,
          driver: { kind: 'none' },
          ...{ abs: 'off', esc: 'off', tc: 'off' },
          paint: actor.paint,
          present: actor.present,
        } satisfies ActorSpec,
      ]
    }),
  )
}

/** Doors of the story that its vehicles do not have. */
export const impossibleDoors = (material: Material, parameters: ParameterValues): Impossible[] =>
  doorsInStory(material.document.do).flatMap(({ vehicle, step }) => {
    const part = material.document.actors?.[vehicle]
    if (part === undefined) return []
    const { model } = resolve({ model: part.model }, parameters)
    const spec = material.models.get(model)?.spec
    if (spec === undefined || hasDoors(spec)) return []
    const path: Path = [...material.pathOf(step), vehicle, 'door']
    const message = `a ${spec.name} has no door`
    return [
      {
        rule: `${path.join('.')}: ${message}`,
        at: keyAt(material.tree, path),
        code: 'bad-value',
        message,
        expected: 'a car or a van',
      },
    ]
  })
