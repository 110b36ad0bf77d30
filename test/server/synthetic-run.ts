/**
 * Stands in for the simulation's process: the same messages, states from synthetic.ts. The seed chooses what
 * happens: 13 crashes the process after a second, 14 reports a fault; all others glide to the end.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { FromWorker, ToWorker } from '../../server/worker-messages.ts'
import { rowLayout, writeRow, type WorldEvent } from '../../src/world/index.ts'
import { stateAt } from './synthetic.ts'

const say = (message: FromWorker): void => void process.send?.(message)
const STEPS_A_BATCH = 2

process.once('message', (message: ToWorker) => {
  void (async () => {
    const { seed, stop } = message.scenario
    const layout = rowLayout(stateAt(0))
    say({ kind: 'layout', layout })
    for (let step = 0; step <= stop.after * 100; step += STEPS_A_BATCH) {
      const rows = new Float64Array(layout.size * STEPS_A_BATCH)
      const events: (readonly [number, WorldEvent])[] = []
      for (let i = 0; i < STEPS_A_BATCH; i++) {
        const state = stateAt(step + i)
        writeRow(state, rows, i * layout.size)
        events.push(...state.events.map((e) => [step + i, e] as const))
      }
      say({ kind: 'rows', rows, events })
      if (seed === 13 && step >= 20) process.abort()
      if (seed === 14 && step >= 20) say({ kind: 'fault', message: 'the tyres came off' })
      await sleep(10)
    }
    say({
      kind: 'done',
      outcome: {
        ...{ kind: 'harmless', minTtc: null, minTtcWith: null, extremes: [] },
        ...{ result: 'passed', expectations: [] },
      },
    })
  })()
})
process.on('disconnect', () => process.exit())
