/** A vehicle's whole state as plain data, out and in again to the bit. */
import { bodyNumbers, setBodyNumbers } from './body.ts'
import type { Scalars, Vehicle, Wheels } from './vehicle.ts'

export interface VehicleSave {
  readonly state: Readonly<Scalars>
  readonly wheels: Readonly<Record<keyof Wheels, Float64Array | Int32Array>>
  /** Position, quaternion, velocity and angular velocity of the rigid body. */
  readonly body: Float64Array
}

export const saveVehicle = (v: Vehicle): VehicleSave => ({
  state: Object.assign({}, v.state),
  wheels: Object.fromEntries(
    Object.entries(v.wheels).map(([name, values]) => [name, (values as Float64Array | Int32Array).slice()]),
  ) as VehicleSave['wheels'],
  body: bodyNumbers(v),
})

export const restoreVehicle = (v: Vehicle, saved: VehicleSave): void => {
  Object.assign(v.state, saved.state)
  for (const name of Object.keys(saved.wheels) as (keyof Wheels)[]) v.wheels[name].set(saved.wheels[name])
  setBodyNumbers(v, saved.body)
}
