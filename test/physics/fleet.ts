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
} from '../../src/scenario/vehicle-library.ts'

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
export const fleet: readonly VehicleSpec[] = listVehicles(disk, vehicleFolder()).map((name) => vehicleOf(name))

/** Cars and vans, but for those that stand for a reference model, whose tyres and steering are the model's. */
export const passengerCars = fleet.filter(
  ({ class: kind, tyre }) => (kind === 'car' || kind === 'van') && tyre.magicFormula === undefined,
)
