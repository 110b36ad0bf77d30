/**
 * One run, whole: simulate, measure, log. What comes out is run.json, the record that people and scripts read.
 */
import {
  createMonitor,
  createOutcomeWatch,
  type Criticality,
  type Extreme,
  type Finding,
} from '../criticality/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import { TICKS_PER_SECOND, type WorldEvent, type WorldState } from '../world/index.ts'
import { withExternalDrivers } from './external-driver.ts'
import { isControlStep, simulate, stageOf, type Stage } from './simulate.ts'
import { openStateLog } from './state-log.ts'
import { VERSION } from './version.ts'

/** run.json. SI units; a quantity that has no value (no conflict at all) is null. */
export interface RunRecord {
  readonly scenario: string
  readonly title: string
  readonly seed: number
  readonly parameters: Readonly<Record<string, number | string>>
  readonly duration_s: number
  /** Control steps in the state log. */
  readonly steps: number
  readonly outcome: {
    /** The worst of the scenario's outcome classes that held, and all of them (docs/sweeps.md). */
    readonly class: string
    readonly classes: readonly string[]
    /** Any but `harmless` held. */
    readonly critical: boolean
    /** When that class first held (a near miss: when it was nearest); null: harmless. */
    readonly class_at_s: number | null
    readonly collision: boolean
    readonly min_ttc_s: number | null
    readonly min_ttc_at_s: number | null
    readonly min_ttc_with: string | null
    readonly min_distance_m: number | null
    /** Largest change of velocity that the subject suffered in a collision, m/s. */
    readonly max_delta_v_mps: number | null
    /** The subject's worst TTC, THW, DRAC, PET, distance and Delta-v, when (s) and with whom; docs/criticality.md. */
    readonly extremes: readonly Extreme[]
    readonly loss_of_control: Criticality['lossOfControl']
    /** Of the expectations: 'failed' when one with `as: verdict` did not hold. */
    readonly verdict: 'passed' | 'failed'
    readonly expectations: readonly Finding[]
    readonly events: readonly WorldEvent[]
  }
  /** sha256 of the state log. */
  readonly digest: string
  readonly versions: { readonly nearmiss: string; readonly node: string }
}

export interface RunOptions {
  /** Where the state log goes; null: it is only hashed. */
  readonly log?: string | null
  /** Further ticks to hand to `onState` (see simulate). */
  readonly also?: (tick: number) => boolean
  /** Sees every state, in order; awaited, so a slow writer slows the run instead of filling memory. */
  readonly onState?: (state: WorldState) => Promise<void> | void
  /** The scenario's, for who needs its road too; left out: made here. */
  readonly stage?: Stage
}

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null)

const largestDeltaV = (subject: string, { collisions }: Criticality): number | null => {
  const mine = collisions.flatMap((c) =>
    c.actors.flatMap((a, i) => (a === subject ? [Math.hypot(...c.deltaV[i])] : [])),
  )
  return mine.length > 0 ? Math.max(...mine) : null
}

/** Simulates a scenario to its end and gives its record. */
export const run = async (
  scenario: ConcreteScenario,
  { log: path = null, also, onState, stage = stageOf(scenario) }: RunOptions = {},
): Promise<RunRecord> => {
  const log = openStateLog(path)
  const monitor = createMonitor(scenario, stage.road, stage.situationOf)
  const watch = createOutcomeWatch(scenario, stage.road)
  const events: WorldEvent[] = []
  let steps = 0
  let lastTick = 0

  const verdict = await withExternalDrivers(scenario, async (external) => {
    const states = simulate(scenario, { external, stage, ...(also ? { also } : {}) })
    let next = states.next()
    for (; !next.done; next = states.next()) {
      const state = next.value
      if (isControlStep(state)) {
        log.write(state)
        monitor.observe(state)
        watch.observe(state)
        events.push(...state.events)
        steps++
        lastTick = state.tick
      }
      await onState?.(state)
    }
    return next.value
  })
  const criticality = monitor.summary()
  const { since, ...outcome } = watch.outcome(criticality, verdict)
  return {
    scenario: scenario.name,
    title: scenario.title,
    seed: scenario.seed,
    parameters: scenario.parameters,
    duration_s: lastTick / TICKS_PER_SECOND,
    steps,
    outcome: {
      ...outcome,
      class_at_s: since,
      collision: criticality.collisions.length > 0,
      min_ttc_s: finite(criticality.minTtc),
      min_ttc_at_s: criticality.minTtcTime,
      min_ttc_with: criticality.minTtcWith,
      min_distance_m: finite(criticality.minDistance),
      max_delta_v_mps: largestDeltaV(criticality.subject, criticality),
      extremes: monitor.extremes(),
      loss_of_control: criticality.lossOfControl,
      verdict: verdict.result,
      expectations: verdict.findings,
      events,
    },
    digest: log.close(),
    versions: { nearmiss: VERSION, node: process.version },
  }
}
