/** What sweeps and exports have left, to choose one; and the sheet that shows it in the place of the run. */
import { useSignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import type { DataSetList, SweepList } from '../../src/protocol/index.ts'
import { getDataSets, getSweeps } from '../net/api.ts'
import type { Session } from '../session.ts'
import { DataSetView } from './data-set.tsx'
import { Sweep } from './sweep.tsx'

export const Results = ({ session }: { session: Session }) => {
  const sweeps = useSignal<SweepList['sweeps'] | null>(null)
  const sets = useSignal<DataSetList['sets'] | null>(null)
  const failure = useSignal<string | null>(null)
  useEffect(() => {
    Promise.all([getSweeps(), getDataSets()])
      .then(([a, b]) => {
        sweeps.value = a.sweeps
        sets.value = b.sets
      })
      .catch((error: unknown) => (failure.value = error instanceof Error ? error.message : String(error)))
  }, [sweeps, sets, failure])
  if (failure.value !== null)
    return (
      <p class="empty" role="alert">
        {failure.value}
      </p>
    )
  if (sweeps.value === null || sets.value === null) return <p class="empty">Asking the server…</p>
  const { sheet } = session
  const entry = (kind: 'sweep' | 'data-set', name: string, told: string, disabled = false) => (
    <li key={name} class={sheet.value?.kind === kind && sheet.value.name === name ? 'run chosen' : 'run'}>
      <button
        type="button"
        class="run-head"
        disabled={disabled}
        aria-current={sheet.value?.kind === kind && sheet.value.name === name}
        onClick={() => (sheet.value = { kind, name })}
      >
        <span class="run-title">{name}</span>
        <span class="muted">{told}</span>
      </button>
    </li>
  )
  return (
    <div class="results">
      <h2>Sweeps</h2>
      {sweeps.value.length === 0 && (
        <p class="empty">
          None yet. <code>nearmiss sweep FILE --samples 200 --out sweeps/NAME</code> leaves one where this
          server looks (<code>serve --sweeps</code>).
        </p>
      )}
      <ul class="runs">
        {sweeps.value.map(({ name, scenarios, runs }) => {
          const of = scenarios.length === 1 ? scenarios[0] : `${scenarios.length} scenarios`
          return entry('sweep', name, `${runs} runs of ${of}`)
        })}
      </ul>
      <h2>Data sets</h2>
      {sets.value.length === 0 && (
        <p class="empty">
          None yet. Export a run, or <code>nearmiss export FILE --format coco --out exports/NAME</code>.
        </p>
      )}
      <ul class="runs">
        {sets.value.map(({ name, formats, browsable }) =>
          entry(
            'data-set',
            name,
            browsable ? formats.join(', ') : `${formats.join(', ')}: to be looked through it needs coco`,
            !browsable,
          ),
        )}
      </ul>
    </div>
  )
}

/** The chosen sweep or data set. */
export const Sheet = ({ session }: { session: Session }) => {
  const shown = session.sheet.value
  if (shown === null) return null
  return (
    <main class="sheet" aria-label={`${shown.kind === 'sweep' ? 'Sweep' : 'Data set'} ${shown.name}`}>
      <header>
        <h2>{shown.kind === 'sweep' ? 'Sweep' : 'Data set'}</h2>
        <strong>{shown.name}</strong>
        <span class="spring" />
        <button
          type="button"
          class="small"
          title="Back to the run (Esc)"
          onClick={() => (session.sheet.value = null)}
        >
          Close
        </button>
      </header>
      {shown.kind === 'sweep' ? (
        <Sweep key={shown.name} session={session} name={shown.name} />
      ) : (
        <DataSetView key={shown.name} name={shown.name} />
      )}
    </main>
  )
}
