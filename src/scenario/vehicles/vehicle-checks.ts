/** What the keys of a vehicle file ask of each other: trailers, two-wheelers and the rest. */
import { keyAt, type Path } from '../schema/compile.ts'
import type { Diagnostic } from '../diagnostics.ts'
import { resolve } from '../expression/formula.ts'
import { diagnose, type Node } from '../source.ts'
import { checkPowertrain } from './vehicle-powertrain.ts'
import type { VehicleDocument } from '../schema/vehicle.ts'

/** Reports keys that are missing from a vehicle of its class, or have no place in it; true when there are none. */
export const checkVehicle = (
  d: VehicleDocument,
  tree: Node,
  report: (diagnostic: Diagnostic) => void,
): boolean => {
  let sound = true
  const complain = (path: Path, code: 'missing-key' | 'bad-value', message: string): void => {
    sound = false
    report(diagnose(keyAt(tree, path), { code, message }))
  }
  const trailer = d.class === 'trailer'
  const twoWheeler = d.class === 'motorcycle' || d.class === 'bicycle'
  const kind = trailer ? 'a trailer' : twoWheeler ? 'a two-wheeler' : 'a vehicle that is no trailer'
  const need = (path: Path, value: unknown, wanted: boolean): void => {
    const key = path.join('.')
    if (wanted && value === undefined) complain(['class'], 'missing-key', `${kind} needs the key '${key}'`)
    if (!wanted && value !== undefined) complain(path, 'bad-value', `${kind} has no '${key}'`)
  }
  need(['coupling'], d.coupling, trailer)
  need(['engine'], d.engine ?? d.motor, !trailer)
  need(['steering-rate'], d['steering-rate'], !trailer)
  need(['axles', 'front'], d.axles.front, !trailer)
  need(['size', 'wheelbase'], d.size.wheelbase, !trailer)
  need(['rider'], d.rider, twoWheeler)
  if (twoWheeler) need(['hitch'], d.hitch, false)
  for (const end of ['front', 'rear'] as const) {
    const axle = d.axles[end]
    if (axle === undefined) continue
    if (!twoWheeler) need(['axles', end, 'track'], axle.track, true)
    else if (axle.track !== undefined || axle.count > 1)
      complain(['axles', end], 'bad-value', 'a two-wheeler has single wheels: no track, no groups of axles')
  }
  const { engine, motor, brakes } = d
  checkPowertrain(resolve({ engine, motor, brakes, differentials: d.differentials }, {}), complain)
  return sound
}
