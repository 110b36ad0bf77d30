/** Every run of this server, newest first. */
import type { RunSummary } from '../../src/protocol/index.ts'
import type { Session } from '../session.ts'
import { StopIcon } from './icons.tsx'

const OUTCOMES = { collision: 'collision', 'near-miss': 'near miss', harmless: 'harmless' } as const

const stateOf = (run: RunSummary): { text: string; kind: string } => {
  if (run.status === 'running') return { text: 'live', kind: 'running' }
  if (run.status === 'failed') return { text: 'failed', kind: 'danger' }
  if (run.outcome === null) return { text: 'stopped', kind: 'plain' }
  const kind = { collision: 'danger', 'near-miss': 'warning', harmless: 'good' }[run.outcome.kind]
  return { text: OUTCOMES[run.outcome.kind], kind }
}

export const Runs = ({ session }: { session: Session }) => {
  const runs = session.connection.runs.value
  const watched = session.player.value?.tape.head.summary.id
  if (runs === null) return <p class="empty">Asking the server…</p>
  if (runs.length === 0)
    return <p class="empty">Nothing has been run yet. Choose a scenario in the library and press Run.</p>
  return (
    <ul class="runs">
      {runs.map((run) => {
        const state = stateOf(run)
        return (
          <li key={run.id} class={run.id === watched ? 'run chosen' : 'run'}>
            <button
              type="button"
              class="run-head"
              aria-current={run.id === watched}
              onClick={() => void session.watch(run.id)}
            >
              <span class="run-title">{run.title}</span>
              <span class={`chip ${state.kind}`}>{state.text}</span>
              <span class="muted">
                seed {run.seed}
                {run.outcome?.minTtc != null && ` · min TTC ${run.outcome.minTtc.toFixed(1)} s`}
                {` · ${new Date(run.started).toLocaleTimeString()}`}
              </span>
              {run.error !== null && <span class="alarm">{run.error}</span>}
            </button>
            {run.status === 'running' && (
              <button
                type="button"
                class="icon"
                title="Stop this run"
                aria-label="Stop this run"
                onClick={() => void session.stop(run.id)}
              >
                <StopIcon />
              </button>
            )}
          </li>
        )
      })}
    </ul>
  )
}
