/** The page: library on the left, the world in the middle, the car's camera and the events on the right, time below. */
import { useEffect } from 'preact/hooks'
import { EditorPane } from './editor/pane.tsx'
import { listenToKeys } from './keys.ts'
import { Compare } from './panes/compare.tsx'
import { Export } from './panes/export.tsx'
import { Events } from './panes/events.tsx'
import { Help } from './panes/help.tsx'
import { HelpIcon, ThemeIcon } from './panes/icons.tsx'
import { Library } from './panes/library.tsx'
import { Runs } from './panes/runs.tsx'
import { RunTimeline } from './panes/run-timeline.tsx'
import { Sensors } from './panes/sensors.tsx'
import type { Player } from './player/player.ts'
import { Plots } from './plots/plots.tsx'
import { PANELS, type Panel, type Session } from './session.ts'
import { switchTheme } from './theme.ts'
import { Results, Sheet } from './results/panel.tsx'
import { Stage } from './view/stage.tsx'

export const App = ({ session }: { session: Session }) => {
  useEffect(() => {
    void session.loadLibrary()
    return listenToKeys(session)
  }, [session])
  const player = session.player.value
  // What is computed from a player's signals starts anew with another player.
  const playerKey = player === null ? '' : `${player.tape.head.summary.id} ${player.kind}`
  return (
    <div class={classOf(session)}>
      <TopBar session={session} player={player} />
      <aside class="side" aria-label="Scenarios and runs">
        <div class="tabs" role="tablist">
          {PANELS.map((panel) => (
            <button
              key={panel}
              type="button"
              role="tab"
              id={`tab-${panel}`}
              aria-selected={session.panel.value === panel}
              aria-controls="side-panel"
              onClick={() => {
                if (panel === 'editor' && session.draft.value === null && session.chosen.value !== null)
                  session.edit(session.chosen.value)
                else session.panel.value = panel
              }}
            >
              {PANEL_TITLES[panel]}
              {panel === 'editor' && session.draft.value?.isDirty.value === true && (
                <i class="unsaved" title="Not saved" />
              )}
              {panel === 'runs' && (session.connection.runs.value?.length ?? 0) > 0 && (
                <span class="count">{session.connection.runs.value?.length}</span>
              )}
            </button>
          ))}
        </div>
        <div
          class="side-panel"
          id="side-panel"
          role="tabpanel"
          aria-labelledby={`tab-${session.panel.value}`}
        >
          {session.panel.value === 'library' && <Library session={session} />}
          {session.panel.value === 'editor' && <EditorPane session={session} />}
          {session.panel.value === 'runs' && <Runs session={session} />}
          {session.panel.value === 'results' && <Results session={session} />}
        </div>
      </aside>
      {session.sheet.value !== null ? (
        <Sheet session={session} />
      ) : player === null ? (
        <Nothing session={session} />
      ) : (
        <>
          <main class="centre">
            <Stage session={session} player={player} />
          </main>
          <aside class="right" aria-label="Sensors and events">
            <Sensors key={playerKey} session={session} player={player} />
            {session.rival.value !== null && (
              <Compare session={session} player={player} rival={session.rival.value} />
            )}
            <Events key={playerKey} player={player} />
          </aside>
          <footer class="bottom">
            <RunTimeline key={playerKey} player={player} />
            <Plots key={playerKey} player={player} rival={session.rival.value} />
          </footer>
        </>
      )}
      {session.help.value && <Help session={session} />}
      {session.exporting.value && player !== null && <Export session={session} tape={player.tape} />}
      <Problem session={session} />
    </div>
  )
}

const classOf = ({ panel, wide }: Session): string =>
  ['app', ...(panel.value === 'editor' ? ['editing'] : []), ...(wide.value ? ['wide'] : [])].join(' ')

const PANEL_TITLES: Readonly<Record<Panel, string>> = {
  library: 'Library',
  editor: 'Editor',
  runs: 'Runs',
  results: 'Results',
}

const LINK_WORDS = {
  connecting: 'connecting…',
  open: 'connected',
  lost: 'connection lost, trying again…',
  refused: 'refused',
} as const

const TopBar = ({ session, player }: { session: Session; player: Player | null }) => {
  const { link } = session.connection
  const summary = player?.tape.summary.value
  return (
    <header class="top">
      <h1>
        <img src="/icon.svg" alt="" width="20" height="20" /> Nearmiss
      </h1>
      {summary && (
        <div class="run-name">
          <strong>{summary.title}</strong>
          <span class="muted">seed {summary.seed}</span>
          {summary.status === 'running' && <span class="chip running">live</span>}
          {summary.status === 'failed' && <span class="chip danger">failed</span>}
          {summary.status === 'stopped' && <span class="chip plain">stopped</span>}
          {summary.outcome && (
            <span
              class={`chip ${{ collision: 'danger', 'near-miss': 'warning', harmless: 'good' }[summary.outcome.kind]}`}
            >
              {summary.outcome.kind === 'near-miss' ? 'near miss' : summary.outcome.kind}
            </span>
          )}
          {summary.outcome?.minTtc != null && (
            <span class="muted">
              min TTC {summary.outcome.minTtc.toFixed(2)} s
              {summary.outcome.minTtcWith !== null && ` to ${summary.outcome.minTtcWith}`}
            </span>
          )}
          {summary.status !== 'running' && (
            <button type="button" class="small" onClick={() => (session.exporting.value = true)}>
              Export…
            </button>
          )}
          {summary.status !== 'running' && (
            <button
              type="button"
              class="small"
              disabled={session.starting.value}
              onClick={() => void session.start({ scenario: summary.scenario, seed: summary.seed })}
            >
              Run again
            </button>
          )}
        </div>
      )}
      <span class="spring" />
      <span class={`link ${link.value}`} role="status">
        <i /> {LINK_WORDS[link.value]}
      </span>
      <button
        type="button"
        class="icon"
        title="Dark or light"
        aria-label="Dark or light"
        onClick={switchTheme}
      >
        <ThemeIcon />
      </button>
      <button
        type="button"
        class="icon"
        title="Keys (?)"
        aria-label="Keys"
        onClick={() => (session.help.value = true)}
      >
        <HelpIcon />
      </button>
    </header>
  )
}

const Nothing = ({ session }: { session: Session }) => {
  const { link, reason, runs } = session.connection
  return (
    <main class="nothing">
      {link.value === 'refused' ? (
        <>
          <strong>The server refused this page.</strong>
          <p>{reason.value}</p>
        </>
      ) : link.value === 'lost' ? (
        <>
          <strong>The server does not answer.</strong>
          <p>
            Is <code>npm start</code> still running? This page goes on by itself when it is back.
          </p>
        </>
      ) : runs.value?.length === 0 ? (
        <>
          <strong>Nothing is running.</strong>
          <p>Choose a scenario on the left and press Run.</p>
        </>
      ) : (
        <>
          <span class="spinner" />
          <p>Waiting for the first state…</p>
        </>
      )}
    </main>
  )
}

const Problem = ({ session }: { session: Session }) => {
  const { problem } = session
  if (problem.value === null) return null
  return (
    <div class="problem" role="alert">
      <div>
        <strong>{problem.value.message}</strong>
        {problem.value.diagnostics.map((d, i) => (
          <p key={i}>
            <code>
              {d.file}:{d.line}:{d.column}
            </code>{' '}
            {d.message}
          </p>
        ))}
      </div>
      <button type="button" onClick={() => (problem.value = null)}>
        Dismiss
      </button>
    </div>
  )
}
