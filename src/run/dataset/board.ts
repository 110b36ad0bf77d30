/** Who does what next: clips are simulated, then their pieces made, as far as can be by the same worker. */
import type { ClipFacts } from './workshop.ts'
import { piecesOf } from './plan.ts'

/** What of a clip is still to do. */
interface Work {
  readonly clip: string
  stage: 'planned' | 'simulating' | 'simulated'
  /** Pieces that nobody has taken, in order, and those that are not whole. */
  open: number[]
  left: number
}

export type Step =
  | { readonly kind: 'simulate'; readonly clip: string }
  | { readonly kind: 'piece'; readonly clip: string; readonly index: number }
  /** Nothing now, but more may come of what others are at. */
  | { readonly kind: 'wait' }
  | { readonly kind: 'over' }

export interface Board {
  /** @param worker any number; the same one keeps to its clip */
  next(worker: number): Step
  simulated(clip: string, facts: ClipFacts): void
  /** @returns whether it was the last of its clip */
  made(clip: string): boolean
}

/**
 * @param clips in the plan's order, with what is known of those that were simulated before
 * @param isDone whether a piece is whole already
 */
export const createBoard = (
  clips: readonly { readonly name: string; readonly facts: ClipFacts | null }[],
  isDone: (clip: string, index: number) => boolean,
): Board => {
  const works = clips.map(({ name }): Work => ({ clip: name, stage: 'planned', open: [], left: 0 }))
  const byClip = new Map(works.map((work) => [work.clip, work]))
  /** The run of pieces that a worker is at. */
  const queues = new Map<number, { readonly work: Work; pieces: number[] }>()

  const simulated = (clip: string, { range }: ClipFacts): void => {
    const work = byClip.get(clip)!
    work.stage = 'simulated'
    const count = range === null ? 0 : piecesOf(range)
    work.open = Array.from({ length: count }, (_, i) => i).filter((i) => !isDone(clip, i))
    work.left = work.open.length
  }
  for (const { name, facts } of clips) if (facts !== null) simulated(name, facts)

  const takeFrom = (worker: number, work: Work, pieces: number[]): Step => {
    const [index, ...rest] = pieces
    queues.set(worker, { work, pieces: rest })
    return { kind: 'piece', clip: work.clip, index }
  }
  return {
    simulated,
    made: (clip) => --byClip.get(clip)!.left === 0,
    next: (worker) => {
      const mine = queues.get(worker)
      if (mine && mine.pieces.length > 0) return takeFrom(worker, mine.work, mine.pieces)
      const untouched = works.find((w) => w.stage === 'simulated' && w.open.length > 0)
      if (untouched) return takeFrom(worker, untouched, untouched.open.splice(0))
      const planned = works.find((w) => w.stage === 'planned')
      if (planned) {
        planned.stage = 'simulating'
        return { kind: 'simulate', clip: planned.clip }
      }
      // The second half of whoever has most before him.
      const busiest = [...queues.values()].reduce<{ work: Work; pieces: number[] } | null>(
        (most, queue) => (queue.pieces.length > (most?.pieces.length ?? 0) ? queue : most),
        null,
      )
      if (busiest) return takeFrom(worker, busiest.work, busiest.pieces.splice(busiest.pieces.length >> 1))
      return { kind: works.some((w) => w.stage === 'simulating') ? 'wait' : 'over' }
    },
  }
}
