/** The dialog that writes the watched run as a data set, and shows what is being written. */
import { useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ExportJob, ExportList } from '../../src/protocol/index.ts'
import { cancelExport, getExports, startExport } from '../net/api.ts'
import type { Tape } from '../player/tape.ts'
import type { Session } from '../session.ts'

const REFRESH_MS = 1000

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const Export = ({ session, tape }: { session: Session; tape: Tape }) => {
  const { summary, scenario } = tape.head
  const dialog = useRef<HTMLDialogElement>(null)
  const list = useSignal<ExportList | null>(null)
  const failure = useSignal<string | null>(null)
  const format = useSignal('raw')
  const frames = useSignal<number | null>(10)
  const sensors = useSignal<readonly string[]>(scenario.sensors.map((s) => s.id))
  const refresh = (): void => {
    getExports()
      .then((found) => (list.value = found))
      .catch((error: unknown) => (failure.value = wordsOf(error)))
  }
  useEffect(() => {
    dialog.current!.showModal()
    refresh()
    const timer = setInterval(refresh, REFRESH_MS)
    return () => clearInterval(timer)
  }, [])
  const start = (): void => {
    failure.value = null
    startExport({ run: summary.id, format: format.value, frames: frames.value, sensors: [...sensors.value] })
      .then(refresh)
      .catch((error: unknown) => (failure.value = wordsOf(error)))
  }
  return (
    <dialog
      ref={dialog}
      class="help export"
      aria-labelledby="export-title"
      onClose={() => (session.exporting.value = false)}
    >
      <h2 id="export-title">Export this run</h2>
      <p>
        {summary.title}, seed {summary.seed}
      </p>
      <form
        class="export-form"
        onSubmit={(event) => {
          event.preventDefault()
          start()
        }}
      >
        <label>
          <span>format</span>
          <select value={format.value} onChange={(event) => (format.value = event.currentTarget.value)}>
            {(list.value?.formats ?? [format.value]).map((f) => (
              <option key={f}>{f}</option>
            ))}
          </select>
        </label>
        <label>
          <span>frames of each sensor</span>
          <input
            type="number"
            min={1}
            placeholder="all"
            value={frames.value ?? ''}
            onInput={(event) => {
              const given = event.currentTarget.valueAsNumber
              frames.value = Number.isFinite(given) ? Math.max(1, Math.trunc(given)) : null
            }}
          />
        </label>
        <fieldset>
          <legend>sensors</legend>
          {scenario.sensors.length === 0 && <p class="muted">None; formats of states alone need none.</p>}
          {scenario.sensors.map(({ id }) => (
            <label key={id}>
              <input
                type="checkbox"
                checked={sensors.value.includes(id)}
                onChange={() => {
                  const others = sensors.value.filter((s) => s !== id)
                  sensors.value = sensors.value.includes(id) ? others : [...others, id]
                }}
              />
              {id}
            </label>
          ))}
        </fieldset>
        <div class="export-acts">
          <button type="button" class="small" onClick={() => dialog.current!.close()}>
            Close
          </button>
          <button
            type="submit"
            class="primary"
            disabled={scenario.sensors.length > 0 && sensors.value.length === 0}
          >
            Export
          </button>
        </div>
      </form>
      {failure.value !== null && (
        <p class="alarm" role="alert">
          {failure.value}
        </p>
      )}
      <ul class="jobs" aria-label="Exports">
        {list.value?.exports.map((job) => (
          <Job key={job.id} job={job} cancel={() => void cancelExport(job.id).then(refresh, refresh)} />
        ))}
      </ul>
    </dialog>
  )
}

const STATUS_KINDS = { running: 'running', ended: 'good', stopped: 'plain', failed: 'danger' } as const

const Job = ({ job, cancel }: { job: ExportJob; cancel: () => void }) => (
  <li>
    <div class="job-head">
      <strong>{job.format}</strong>
      <span class="muted">
        seed {job.seed}, {job.frames}
        {job.expected !== null && job.status === 'running' && ` of ${job.expected}`} frames
      </span>
      <span class="spring" />
      <span class={`chip ${STATUS_KINDS[job.status]}`}>{job.status}</span>
      {job.status === 'running' && (
        <button type="button" class="small" onClick={cancel}>
          Cancel
        </button>
      )}
    </div>
    {job.status === 'running' && (
      <progress
        aria-label={`How far the export to ${job.format} is`}
        {...(job.expected === null ? {} : { max: job.expected, value: job.frames })}
      />
    )}
    {job.status === 'ended' && <code>{job.folder}</code>}
    {job.error !== null && <p class="alarm">{job.error}</p>}
  </li>
)
