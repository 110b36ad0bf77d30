/**
 * Where everybody's rectangle was at every control step: what a post-encroachment time that has happened is
 * measured on, and not one that a straight line foretells.
 */
import { boxesTouch, type Box } from './box.ts'

/** What came of a place that two actors have both been at. */
export interface Encroachment {
  /** From the first one's leaving to the second one's coming, s. */
  readonly value: number
  /** When the second one came, s, and who was first (0 or 1). */
  readonly time: number
  readonly first: 0 | 1
}

export interface Tracks {
  /** Notes one actor's rectangle at the step that `time` falls on. */
  note(actor: number, time: number, box: Box): void
  /**
   * Post-encroachment time of two actors, s (Allen et al. 1978), least over all places where their paths cross:
   * who drives behind another on one path has a headway, and no such time. null: there is no such place, or they were there
   * together.
   */
  encroachment(a: number, b: number): Encroachment | null
}

/** Numbers a rectangle is kept in: time, x, y, heading. */
const WIDTH = 4
/** Every so many steps of one is compared at first, then every one about the best. */
const STRIDE = 10
/** Paths at less than this angle to each other (its sine) run along each other. */
const LEAST_CROSSING = 0.17

interface Track {
  readonly rows: number[]
  length: number
  width: number
}

export const createTracks = (actors: number): Tracks => {
  const tracks = Array.from({ length: actors }, (): Track => ({ rows: [], length: 0, width: 0 }))

  const boxAt = ({ rows, length, width }: Track, i: number): Box => ({
    x: rows[i * WIDTH + 1],
    y: rows[i * WIDTH + 2],
    heading: rows[i * WIDTH + 3],
    ...{ vx: 0, vy: 0, length, width },
  })

  /** Whether one was, at its step i, where the other was at its step j, and their paths cross there. */
  const meets = (a: Track, i: number, b: Track, j: number): boolean => {
    const dx = a.rows[i * WIDTH + 1] - b.rows[j * WIDTH + 1]
    const dy = a.rows[i * WIDTH + 2] - b.rows[j * WIDTH + 2]
    const near = (a.length + a.width + b.length + b.width) / 2
    if (dx * dx + dy * dy > near * near) return false
    const turned = a.rows[i * WIDTH + 3] - b.rows[j * WIDTH + 3]
    return Math.abs(Math.sin(turned)) > LEAST_CROSSING && boxesTouch(boxAt(a, i), boxAt(b, j))
  }

  /** The least |time of b - time of a| over steps of both in these ranges. */
  const least = (
    a: Track,
    b: Track,
    [fromA, toA]: readonly [number, number],
    [fromB, toB]: readonly [number, number],
    stride: number,
  ): { readonly i: number; readonly j: number; readonly value: number } | null => {
    let best: { i: number; j: number; value: number } | null = null
    for (let i = Math.max(0, fromA); i < Math.min(toA, a.rows.length / WIDTH); i += stride)
      for (let j = Math.max(0, fromB); j < Math.min(toB, b.rows.length / WIDTH); j += stride) {
        const value = Math.abs(a.rows[i * WIDTH] - b.rows[j * WIDTH])
        if (best !== null && value >= best.value) continue
        if (meets(a, i, b, j)) best = { i, j, value }
      }
    return best
  }

  return {
    note: (actor, time, { x, y, heading, length, width }) => {
      const track = tracks[actor]
      track.length = length
      track.width = width
      track.rows.push(time, x, y, heading)
    },
    encroachment: (one, other) => {
      const [a, b] = [tracks[one], tracks[other]]
      const coarse = least(a, b, [0, Infinity], [0, Infinity], STRIDE)
      if (coarse === null) return null
      const { i, j } = coarse
      const around = (k: number): readonly [number, number] => [k - STRIDE, k + STRIDE + 1]
      const fine = least(a, b, around(i), around(j), 1) ?? coarse
      if (fine.value === 0) return null
      const [ta, tb] = [a.rows[fine.i * WIDTH], b.rows[fine.j * WIDTH]]
      return { value: fine.value, time: Math.max(ta, tb), first: ta <= tb ? 0 : 1 }
    },
  }
}
