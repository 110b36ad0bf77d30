/** Everything that can take part, from vehicles/, as actors to build shapes of. */
import { disk, vehicleFolder } from '../../src/scenario/files.ts'
import {
  listBodies,
  listVehicles,
  readBody,
  readVehicle,
  type ActorOf,
  type RoadUserSpec,
} from '../../src/scenario/index.ts'
import { actorOf } from './given.ts'

const complain = (mistake: { readonly message: string }): void => {
  throw new Error(mistake.message)
}

const folder = vehicleFolder()

/** One spec a file, in the order of the alphabet. */
export const LIBRARY: readonly RoadUserSpec[] = [
  ...listVehicles(disk, folder).map((name) => readVehicle(disk, folder, name, complain)!.spec),
  ...[...listBodies(disk, folder).values()].map((path) => readBody(disk, path, complain)!),
]

/** An actor with this body of the library, standing or going. */
export const member = (name: string, speed = 0, id = 'one'): ActorOf<RoadUserSpec> => {
  const spec = LIBRARY.find((s) => s.name === name)
  if (spec === undefined) throw new Error(`no ${name} in the library`)
  return { ...actorOf(spec, id), speed }
}
