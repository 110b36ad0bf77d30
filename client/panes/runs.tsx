/** Every run of this server, newest first: what goes on, what waits, and what is over, also from before a restart. */
import { useComputed, useSignal, type Signal } from '@preact/signals'
import type { RunSummary } from '../../src/protocol/index.ts'
import type { Session } from '../session.ts'
import { CompareIcon, RemoveIcon, StopIcon } from './icons.tsx'

const OUTCOMES = { collision: 'collision', 'near-miss': 'near miss', harmless: 'harmless' } as const
const KINDS = { collision: 'danger', 'near-miss': 'warning', harmless: 'good' } as const

const stateOf = (run: RunSummary): { text: string; kind: string } => {
  if (run.status === 'queued') return { text: 'waits', kind: 'plain' }
  if (run.status === 'running') return { text: 'live', kind: 'running' }
  if (run.status === 'failed') return { text: 'failed', kind: 'danger' }
  if (run.outcome === null) return { text: 'stopped', kind: 'plain' }
  return { text: OUTCOMES[run.outcome.kind], kind: KINDS[run.outcome.kind] }
}

const ALL = ''

/** Keeps runs whose worst value of a metric is on one side of a limit. */
interface MetricFilter {
  readonly metric: string
  readonly side: 'at most' | 'at least'
  /** null: any value, as long as there is one. */
  readonly limit: number | null
}

const NO_METRIC: MetricFilter = { metric: ALL, side: 'at most', limit: null }

const fits = (run: RunSummary, { metric, side, limit }: MetricFilter): boolean => {
  if (metric === ALL) return true
  const value = run.outcome?.extremes.find((e) => e.metric === metric)?.value
  if (value === undefined) return false
  return limit === null || (side === 'at most' ? value <= limit : value >= limit)
}

export const Runs = ({ session }: { session: Session }) => {
  const runs = session.connection.runs.value
  const hazard = useSignal(ALL)
  const outcome = useSignal(ALL)
  const metric = useSignal(NO_METRIC)
  const found = useComputed(() =>
    (session.connection.runs.value ?? []).filter(
      (run) =>
        (hazard.value === ALL || run.hazard === hazard.value) &&
        (outcome.value === ALL || stateOf(run).text === outcome.value) &&
        fits(run, metric.value),
    ),
  )
  if (runs === null) return <p class="empty">Asking the server…</p>
  if (runs.length === 0)
    return <p class="empty">Nothing has been run yet. Choose a scenario in the library and press Run.</p>
  return (
    <>
      <div class="filters">
        <Filter name="hazard" chosen={hazard} words={runs.map((r) => r.hazard).filter((h) => h !== '')} />
        <Filter name="outcome" chosen={outcome} words={runs.map((r) => stateOf(r).text)} />
        <ByMetric chosen={metric} runs={runs} />
      </div>
      {found.value.length === 0 && (
        <p class="empty">
          No run fits.{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              hazard.value = ALL
              outcome.value = ALL
              metric.value = NO_METRIC
            }}
          >
            Show all
          </button>
        </p>
      )}
      <ul class="runs">
        {found.value.map((run) => (
          <Item key={run.id} session={session} run={run} />
        ))}
      </ul>
    </>
  )
}

interface FilterProps {
  readonly name: string
  readonly chosen: Signal<string>
  readonly words: readonly string[]
}

const Filter = ({ name, chosen, words }: FilterProps) => (
  <select
    aria-label={`Only with this ${name}`}
    value={chosen.value}
    onChange={(event) => (chosen.value = event.currentTarget.value)}
  >
    <option value={ALL}>any {name}</option>
    {[...new Set(words)].sort().map((word) => (
      <option key={word}>{word}</option>
    ))}
  </select>
)

const ByMetric = ({ chosen, runs }: { chosen: Signal<MetricFilter>; runs: readonly RunSummary[] }) => {
  const units = new Map(runs.flatMap((r) => r.outcome?.extremes ?? []).map((e) => [e.metric, e.unit]))
  const { metric, side, limit } = chosen.value
  const change = (to: Partial<MetricFilter>): void => {
    chosen.value = { ...chosen.value, ...to }
  }
  return (
    <>
      <select
        aria-label="Only with a value of this metric"
        value={metric}
        onChange={(event) => change({ metric: event.currentTarget.value })}
      >
        <option value={ALL}>any metric</option>
        {[...units].sort().map(([name, unit]) => (
          <option key={name} value={name}>
            {name} ({unit})
          </option>
        ))}
      </select>
      {metric !== ALL && (
        <span class="limit">
          <select
            aria-label="On which side of the limit"
            value={side}
            onChange={(event) => change({ side: event.currentTarget.value as MetricFilter['side'] })}
          >
            <option>at most</option>
            <option>at least</option>
          </select>
          <input
            type="number"
            step="any"
            aria-label={`Limit of ${metric}`}
            placeholder="any"
            value={limit ?? ''}
            onInput={({ currentTarget: { valueAsNumber } }) =>
              change({ limit: Number.isFinite(valueAsNumber) ? valueAsNumber : null })
            }
          />
        </span>
      )}
    </>
  )
}

const Item = ({ session, run }: { session: Session; run: RunSummary }) => {
  const state = stateOf(run)
  const watched = session.player.value?.tape.head.summary.id === run.id
  const rival = session.rival.value?.head.summary.id === run.id
  const goesOn = run.status === 'running' || run.status === 'queued'
  const done = session.connection.progress.value.get(run.id) ?? run.time
  return (
    <li class={watched ? 'run chosen' : 'run'}>
      <button
        type="button"
        class="run-head"
        aria-current={watched}
        disabled={run.status === 'queued'}
        onClick={() => void session.watch(run.id)}
      >
        <span class="run-title">{run.title}</span>
        <span class={`chip ${state.kind}`}>{state.text}</span>
        <span class="muted">
          seed {run.seed}
          {run.outcome?.minTtc != null && ` · min TTC ${run.outcome.minTtc.toFixed(1)} s`}
          {` · ${new Date(run.started).toLocaleTimeString()}`}
        </span>
        {run.status === 'running' && (
          <progress aria-label={`How far ${run.title} is`} max={run.duration} value={done} />
        )}
        {run.error !== null && <span class="alarm">{run.error}</span>}
      </button>
      <span class="run-acts">
        {!goesOn && !watched && session.player.value !== null && (
          <button
            type="button"
            class="icon"
            aria-pressed={rival}
            title="Compare the watched run with this one"
            aria-label="Compare the watched run with this one"
            onClick={() => void session.compare(rival ? null : run.id)}
          >
            <CompareIcon />
          </button>
        )}
        {goesOn ? (
          <button
            type="button"
            class="icon"
            title={run.status === 'queued' ? 'Take it out of the queue' : 'Stop this run'}
            aria-label={run.status === 'queued' ? 'Take it out of the queue' : 'Stop this run'}
            onClick={() => void session.stop(run.id)}
          >
            <StopIcon />
          </button>
        ) : (
          !watched && (
            <button
              type="button"
              class="icon"
              title="Forget this run"
              aria-label="Forget this run"
              onClick={() => void session.stop(run.id)}
            >
              <RemoveIcon />
            </button>
          )
        )}
      </span>
    </li>
  )
}
