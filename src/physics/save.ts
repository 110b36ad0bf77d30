/** A vehicle's whole state as plain data, out and in again to the bit. */
import { bodyNumbers, setBodyNumbers } from './body.ts'
import { freeNumbers, setFreeNumbers, type FreeBody } from './bodies/free-body.ts'
import type { Vehicle } from './vehicle.ts'

export interface VehicleSave {
  readonly state: Readonly<Record<string, number>>
  readonly wheels: readonly Readonly<Record<string, number>>[]
  /** Position, quaternion, velocity and angular velocity of the rigid body. */
  readonly body: readonly number[]
}

/** The numbers among an object's own fields: of a wheel that is its state. */
const numbersOf = (source: object): Record<string, number> =>
  Object.fromEntries(
    Object.entries(source).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
  )

export const saveVehicle = (v: Vehicle): VehicleSave => ({
  state: numbersOf(v.state),
  wheels: v.wheels.map(numbersOf),
  body: bodyNumbers(v),
})

export const restoreVehicle = (v: Vehicle, saved: VehicleSave): void => {
  Object.assign(v.state, saved.state)
  v.wheels.forEach((wheel, i) => Object.assign(wheel, saved.wheels[i], { ground: null }))
  v.obeyed = null
  setBodyNumbers(v, saved.body)
}

/** The same of somebody on foot, or an object. */
export type FreeSave = Pick<VehicleSave, 'state' | 'body'>

export const saveFree = (b: FreeBody): FreeSave => ({ state: numbersOf(b.state), body: freeNumbers(b) })

export const restoreFree = (b: FreeBody, saved: FreeSave): void => {
  Object.assign(b.state, saved.state)
  setFreeNumbers(b, saved.body)
}
