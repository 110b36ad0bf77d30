/**
 * The process that simulates one run, in step with the clock: it may fall behind a slow machine's, and is
 * never ahead of it by more than a breath, so that what is live is what happens now.
 */
import type { ExternalDriver } from '../src/behaviour/index.ts'
import { createMonitor } from '../src/criticality/index.ts'
import { buildRoad } from '../src/road/index.ts'
import { simulate, withExternalDrivers } from '../src/run/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import { rowLayout, TICKS_PER_CONTROL, writeRow, type WorldEvent } from '../src/world/index.ts'
import { endWithServer } from './end-with-server.ts'
import type { FromWorker, Outcome, ToWorker } from './worker-messages.ts'

/** Rows are handed over this often, ms of the clock. */
const HAND_OVER_MS = 20
/** A run that is later than this starts its clock anew instead of rushing to catch up, ms. */
const MOST_LATE_MS = 250

const say = (message: FromWorker): Promise<void> =>
  new Promise((sent) => {
    process.send?.(message, () => sent())
  })

const sleep = (ms: number): Promise<void> => new Promise((woken) => setTimeout(woken, ms))

/** Simulates to the end. */
const run = async (scenario: ConcreteScenario, pace: number, external: ExternalDriver): Promise<Outcome> => {
  const monitor = createMonitor(scenario, buildRoad(scenario.road, scenario.surface))
  const steps = simulate(scenario, { external })
  const pending: { rows: Float64Array[]; events: (readonly [number, WorldEvent])[] } = {
    rows: [],
    events: [],
  }
  const handOver = async (): Promise<void> => {
    const rows = new Float64Array(pending.rows.reduce((n, r) => n + r.length, 0))
    pending.rows.reduce((at, r) => (rows.set(r, at), at + r.length), 0)
    const { events } = pending
    pending.rows = []
    pending.events = []
    await say({ kind: 'rows', rows, events })
  }
  let began = performance.now()
  let handedOver = began
  let size = 0
  for (;;) {
    const step = steps.next()
    if (step.done) {
      await handOver()
      const { outcome, minTtc, minTtcWith } = monitor.summary()
      const { result, findings } = step.value
      return {
        kind: outcome,
        minTtc: Number.isFinite(minTtc) ? minTtc : null,
        minTtcWith,
        extremes: monitor.extremes().map((e) => ({ ...e, actors: [...e.actors] })),
        result,
        expectations: findings.map(({ id, as, held }) => ({ id, as, held })),
      }
    }
    const state = step.value
    if (size === 0) {
      const layout = rowLayout(state)
      size = layout.size
      await say({ kind: 'layout', layout })
      began = performance.now()
    }
    monitor.observe(state)
    const row = new Float64Array(size)
    writeRow(state, row)
    pending.rows.push(row)
    pending.events.push(...state.events.map((e) => [state.tick / TICKS_PER_CONTROL, e] as const))

    const now = performance.now()
    const early = began + (state.time * 1000) / pace - now
    if (early < -MOST_LATE_MS) began -= early + MOST_LATE_MS
    if (early > HAND_OVER_MS / 2 || now - handedOver > HAND_OVER_MS) {
      await handOver()
      handedOver = performance.now()
      if (early > 0) await sleep(early)
    }
  }
}

process.on('message', (message: ToWorker) => {
  withExternalDrivers(message.scenario, (external) => run(message.scenario, message.pace, external))
    .then((outcome) => say({ kind: 'done', outcome }))
    .catch((error: unknown) =>
      say({ kind: 'fault', message: error instanceof Error ? error.message : String(error) }),
    )
    .finally(() => process.exit())
})
endWithServer()
