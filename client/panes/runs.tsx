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

export const Runs = ({ session }: { session: Session }) => {
  const runs = session.connection.runs.value
  const hazard = useSignal(ALL)
  const outcome = useSignal(ALL)
  const found = useComputed(() =>
    (session.connection.runs.value ?? []).filter(
      (run) =>
        (hazard.value === ALL || run.hazard === hazard.value) &&
        (outcome.value === ALL || stateOf(run).text === outcome.value),
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
