/** Labels of a radar reading: the objects that it could meet. They are made of what comes back, before any noise. */
import type { Pose } from '../math/index.ts'
import type { Shape } from '../shape/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import type { EchoLabel } from './frame.ts'
import { objectTruth } from './truth.ts'

/**
 * Everyone who has a point within the radar's range and field of view, hidden or not, by instance.
 * @param cells instance -> resolution cells in which a reading finds it half of the time or more often
 *   (cellsOfObjects, of the sensor as it is mounted, without faults)
 * @param sensor where the sensor is in the world
 * @param carrier who carries it
 * @param shapes of every actor, by its id
 */
export const labelRadar = (
  cells: ReadonlyMap<number, number>,
  sensor: Pose,
  carrier: ActorState,
  state: WorldState,
  shapes: ReadonlyMap<string, Shape>,
): EchoLabel[] =>
  state.actors.flatMap((actor): EchoLabel[] => {
    const [returns, shape] = [cells.get(actor.instance), shapes.get(actor.id)]
    if (returns === undefined || shape === undefined) return []
    return [{ ...objectTruth(actor, shape, sensor, carrier), returns }]
  })
