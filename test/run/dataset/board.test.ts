import { expect } from 'chai'
import fc from 'fast-check'
import { createBoard, type Step } from '../../../src/run/dataset/board.ts'
import { PIECE_TICKS } from '../../../src/run/dataset/plan.ts'
import type { ClipFacts } from '../../../src/run/dataset/workshop.ts'

/** What the run of a clip with so many pieces came to; 0: it was over before anything is taken. */
const facts = (pieces: number): ClipFacts => ({
  split: 'train',
  outcome: 'harmless',
  events: [],
  labels: [],
  range: pieces === 0 ? null : { from: 60, to: 60 + pieces * PIECE_TICKS - 1 },
  duration: pieces,
  minTtc: null,
})

const name = (clip: number): string => `clip-${clip}`

describe('who does what in an export', () => {
  it('gives every clip and every piece to exactly one worker, whoever is how fast, and comes to an end', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 5 }),
        fc.infiniteStream(fc.nat()),
        fc.func(fc.boolean()),
        (clips, workers, luck, wasDone) => {
          const before = (clip: string, index: number): boolean => wasDone(clip, index)
          const board = createBoard(
            clips.map((_, i) => ({ name: name(i), facts: null })),
            before,
          )
          const done: string[] = []
          /** What each worker is at; null: it may ask. */
          const at: (Step | null)[] = new Array<Step | null>(workers).fill(null)
          const isOver = (): boolean => at.every((step) => step?.kind === 'over')
          for (let turn = 0; !isOver(); turn++) {
            expect(turn).to.be.lessThan(10_000)
            const worker = (luck.next().value ?? 0) % workers
            const step = at[worker]
            if (step === null || step.kind === 'wait' || step.kind === 'over') at[worker] = board.next(worker)
            else {
              at[worker] = null
              if (step.kind === 'simulate')
                board.simulated(step.clip, facts(clips[Number(step.clip.slice(5))]))
              else board.made(step.clip)
              done.push(step.kind === 'simulate' ? step.clip : `${step.clip}/${step.index}`)
            }
          }
          const due = clips.flatMap((pieces, i) => [
            name(i),
            ...Array.from({ length: pieces }, (_, index) => index)
              .filter((index) => !before(name(i), index))
              .map((index) => `${name(i)}/${index}`),
          ])
          expect(done.sort()).to.deep.equal(due.sort())
        },
      ),
    )
  })

  it('lets workers share one long clip from both ends of what is open', () => {
    const board = createBoard([{ name: 'long', facts: facts(8) }], () => false)
    const index = (step: Step): number => (step.kind === 'piece' ? step.index : -1)
    expect([0, 0].map((w) => index(board.next(w)))).to.deep.equal([0, 1])
    expect([1, 1, 0, 0].map((w) => index(board.next(w)))).to.deep.equal([5, 6, 2, 3])
  })

  it('waits for what others simulate, and tells the last piece of a clip', () => {
    const board = createBoard([{ name: 'a', facts: null }], () => false)
    expect(board.next(0)).to.deep.equal({ kind: 'simulate', clip: 'a' })
    expect(board.next(1)).to.deep.equal({ kind: 'wait' })
    board.simulated('a', facts(2))
    expect(board.next(1)).to.deep.equal({ kind: 'piece', clip: 'a', index: 0 })
    expect(board.next(0)).to.deep.equal({ kind: 'piece', clip: 'a', index: 1 })
    expect([board.made('a'), board.made('a')]).to.deep.equal([false, true])
    expect(board.next(0)).to.deep.equal({ kind: 'over' })
  })
})
