/** When a sensor reads: on the tick nearest to each multiple of its period, so the long-run rate is exact. */
import { TICKS_PER_SECOND } from '../world/index.ts'

/** The tick of the sensor's reading number `index`. `rate` in Hz, 0 < rate <= TICKS_PER_SECOND. */
export const tickOfReading = (rate: number, index: number): number =>
  Math.round((index * TICKS_PER_SECOND) / rate)

/** The number (0, 1, 2, ...) of the reading that is taken on this tick; null: none is. */
export const readingAt = (rate: number, tick: number): number | null => {
  // Rates up to the tick rate give strictly rising ticks, so only the nearest index can match.
  if (!(rate > 0 && rate <= TICKS_PER_SECOND))
    throw new RangeError(`a sensor reads 0 to ${TICKS_PER_SECOND} times a second, not ${rate}`)
  const index = Math.round((tick * rate) / TICKS_PER_SECOND)
  return tickOfReading(rate, index) === tick ? index : null
}
