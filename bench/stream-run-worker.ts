/** A run for `bench stream`: the simulation itself, each row's last number replaced by when it was simulated, ms. */
import { simulate } from '../src/run/index.ts'
import { rowLayout, TICKS_PER_CONTROL, writeRow } from '../src/world/index.ts'
import type { FromWorker, ToWorker } from '../server/worker-messages.ts'

const STEP_MS = 10
/** Steps handed over at once, as by the server's own run worker. */
const BATCH = 2

const say = (message: FromWorker): void => void process.send?.(message)
const now = (): number => performance.timeOrigin + performance.now()

process.on('message', (message: ToWorker) => {
  const states = simulate(message.scenario)
  const first = states.next()
  if (first.done) throw new Error('the run has no state')
  const layout = rowLayout(first.value)
  say({ kind: 'layout', layout })
  const began = now()
  let pending: Float64Array[] = []
  const next = (): void => {
    const step = states.next()
    if (step.done) process.exit()
    const row = new Float64Array(layout.size)
    writeRow(step.value, row)
    row[layout.size - 1] = now()
    pending.push(row)
    if (pending.length === BATCH) {
      const rows = new Float64Array(layout.size * BATCH)
      pending.forEach((r, i) => rows.set(r, i * layout.size))
      pending = []
      say({ kind: 'rows', rows, events: [] })
    }
    setTimeout(next, Math.max(0, began + (step.value.tick / TICKS_PER_CONTROL) * STEP_MS - now()))
  }
  next()
})
process.on('disconnect', () => process.exit())
