/**
 * Labels of a lidar's turn. How many points are of an object is counted in what the device would give without noise, in
 * clear air and with nothing wrong with it, so that nothing which spoils the reading can reach them.
 */
import { norm, type Pose } from '../math/index.ts'
import type { LidarPoints } from '../sensors/index.ts'
import type { Shape } from '../shape/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import type { EchoLabel } from './frame.ts'
import { objectTruth } from './truth.ts'

/**
 * Everyone whose box comes within range, hidden or not (`returns` may be 0), but for who carries the sensor.
 * @param clear the points of the device without noise, weather and faults (clearPoints).
 * @param range the device's farthest, m.
 * @param sensor where the sensor is in the world.
 * @param carrier who carries it.
 * @param shapes of every actor, by its id.
 */
export const labelLidar = (
  clear: Pick<LidarPoints, 'count' | 'instance'>,
  range: number,
  sensor: Pose,
  carrier: ActorState,
  state: WorldState,
  shapes: ReadonlyMap<string, Shape>,
): EchoLabel[] => {
  const returns = new Uint32Array(state.actors.length + 1)
  for (let i = 0; i < clear.count; i++) returns[clear.instance[i]]++
  return state.actors.flatMap((actor): EchoLabel[] => {
    const shape = shapes.get(actor.id)
    if (shape === undefined || actor === carrier || !actor.present) return []
    const truth = objectTruth(actor, shape, sensor, carrier)
    if (truth.distance - norm(truth.box3d.size) / 2 > range) return []
    return [{ ...truth, returns: returns[actor.instance] }]
  })
}
