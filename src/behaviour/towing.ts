/** A driver knows what he tows: more to push along and, by the pedal, more brakes. */
import type { ActorOf, ActorSpec, VehicleSpec } from '../scenario/index.ts'

/** Torque over radius of all brakes at full pedal, N. */
const brakeForce = ({ brakeTorqueMax, axles }: VehicleSpec): number =>
  brakeTorqueMax * axles.reduce((sum, axle) => sum + axle.brakeShare / axle.wheelRadius, 0)

/** The actor as its driver feels it: with the mass, drag and brakes of its trailer among these actors. */
export const asDriven = (actor: ActorOf<VehicleSpec>, actors: readonly ActorSpec[]): ActorOf<VehicleSpec> => {
  const trailer = actors.find((other) => other.towedBy === actor.id)?.spec
  if (trailer?.kind !== 'vehicle') return actor
  const { spec } = actor
  const own = brakeForce(spec)
  // Overrun brakes hold the trailer's own weight, whatever the pedal does.
  const whole =
    trailer.coupling?.brakes === 'air' ? own + brakeForce(trailer) : own * (1 + trailer.mass / spec.mass)
  return {
    ...actor,
    spec: {
      ...spec,
      mass: spec.mass + trailer.mass,
      dragArea: spec.dragArea + trailer.dragArea,
      brakeTorqueMax: (spec.brakeTorqueMax * whole) / own,
    },
  }
}
