/** The moments of a clip that are annotated, with the reading that each channel gives them. */
import type { Clip } from '../exporter.ts'
import { channelsOf, referenceOf } from './channels.ts'
import { microseconds, type ObjectLine, type ReadingLine } from './piece.ts'
import { tokenOf } from './tables.ts'

/** A reading, and where its file is now. */
export interface Reading extends ReadingLine {
  readonly path: string
}

export interface Sample {
  readonly token: string
  readonly tick: number
  readonly objects: readonly ObjectLine[]
  readonly readings: ReadonlyMap<string, Reading>
}

/** The readings of a channel are no farther from their samples, microseconds. */
const NEAR_ENOUGH = 250_000

/** In the order of time. Of every channel, a sample has the nearest reading. */
export const samplesOf = (clip: Clip, readings: readonly Reading[]): Sample[] => {
  const channels = channelsOf(clip.scenario.sensors)
  const byChannel = channels.map(({ name }) => ({
    name,
    own: readings.filter(({ channel }) => channel === name),
  }))
  const reference = referenceOf(channels)?.name
  return readings.flatMap(({ channel, tick, objects }): Sample[] => {
    if (channel !== reference || objects === null) return []
    const near = byChannel.flatMap(({ name, own }) => {
      const nearest = nearestTo(tick, own)
      return nearest === null ? [] : [[name, nearest] as const]
    })
    return [{ token: tokenOf('sample', clip.name, tick), tick, objects, readings: new Map(near) }]
  })
}

const nearestTo = (tick: number, readings: readonly Reading[]): Reading | null => {
  const apart = (reading: Reading): number => Math.abs(microseconds(reading.tick) - microseconds(tick))
  return readings.reduce<Reading | null>(
    (best, next) =>
      apart(next) <= NEAR_ENOUGH && (best === null || apart(next) < apart(best)) ? next : best,
    null,
  )
}
