/** What happened while a video was taken: when, counted from its first picture, and in which of its pictures. */
import type { ClipEvent } from '../../labels/index.ts'
import type { Clip } from '../exporter.ts'

/** Where the pictures of a video lie in time. */
export interface Filmed {
  /** Of the first picture, s. */
  readonly from: number
  /** Pictures a second. */
  readonly rate: number
  readonly frames: number
}

export interface Moment extends ClipEvent {
  /** First and last picture of it, from 0. */
  readonly frames: readonly [first: number, last: number]
}

/** Rounding of times. */
const EPSILON = 1e-6

/** The events that a video shows, in order; their times are from its first picture on. */
export const momentsOf = (events: Clip['labels'], { from, rate, frames }: Filmed): Moment[] => {
  const end = from + (frames - 1) / rate
  const frameAt = (time: number): number =>
    Math.min(frames - 1, Math.max(0, Math.ceil((time - from) * rate - EPSILON)))
  return events.flatMap((event): Moment[] => {
    const [first, last] = spanOf(event, events)
    // An encounter whose end is not to be seen is not in the video, however early it begins.
    if (frames === 0 || event.time > end + EPSILON || last < from - EPSILON) return []
    return [{ ...event, time: event.time - from, frames: [frameAt(first), frameAt(last)] }]
  })
}

/**
 * From when to when an event goes on, s. A skid lasts until the wheels grip again; an encounter begins at the last
 * moment to brake, where there was one; all else is of an instant.
 */
const spanOf = (event: ClipEvent, events: readonly ClipEvent[]): readonly [from: number, to: number] => {
  const { kind, time, actors } = event
  if (kind === 'skid-start' || kind === 'loss-of-control') {
    const grip = events.find((e) => e.kind === 'skid-end' && e.time > time && e.actors[0] === actors[0])
    // A body that slides sideways may have all its wheels' grip.
    return [time, grip?.time ?? (kind === 'skid-start' ? Infinity : time)]
  }
  if (kind === 'contact' || kind === 'near-miss') {
    const late = events.find(
      (e) =>
        e.kind === 'last-moment-to-brake' && e.time <= time && actors.every((id) => e.actors.includes(id)),
    )
    return [late?.time ?? time, time]
  }
  return [time, time]
}
