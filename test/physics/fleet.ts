/** Cars of vehicles/*.yaml for physics tests, on any tyres in any condition. */
import { expect } from 'chai'
import { disk, vehicleFolder } from '../../src/scenario/files.ts'
import type { Diagnostic, VehicleSpec } from '../../src/scenario/index.ts'
import {
  listVehicles,
  onTyres,
  readTyre,
  readVehicle,
  type TyreCondition,
} from '../../src/scenario/vehicles/vehicle-library.ts'

const sound = (d: Diagnostic): void => expect.fail(`${d.message} at ${JSON.stringify(d)}`)

interface Fitting extends TyreCondition {
  /** A file of vehicles/tyres; left out: the vehicle's own. */
  readonly set?: string
}

/** A vehicle of the library. Tread in m, pressure in Pa. */
export const vehicleOf = (name: string, { set, ...condition }: Fitting = {}): VehicleSpec => {
  const model = readVehicle(disk, vehicleFolder(), name, sound)!
  const tyre = set === undefined ? undefined : readTyre(disk, vehicleFolder(), set, sound)!
  return onTyres(model, tyre, condition)
}

/** Everything on wheels in the library. */
export const fleet: readonly VehicleSpec[] = listVehicles(disk, vehicleFolder()).map((name) =>
  vehicleOf(name),
)

/** Cars and vans, but for those that stand for a reference model, whose tyres and steering are the model's. */
export const passengerCars = fleet.filter(
  ({ class: kind, tyre }) => (kind === 'car' || kind === 'van') && tyre.magicFormula === undefined,
)

/** All that FMVSS 126 is about in the library: cars, vans and pickups up to 4536 kg, the reference cars included. */
export const passengerVehicles = fleet.filter(
  ({ class: kind, mass }) => (kind === 'car' || kind === 'van') && mass <= 4536,
)
/** Everything with its own brakes on four wheels or more. */
export const motorVehicles = fleet.filter(
  ({ axles, coupling }) => coupling === undefined && axles[0].track > 0,
)
