/** The page's address: the run, the moment, the view and who is followed. */
import { VIEW_MODES, type ViewMode } from './view/cameras.ts'

export interface Link {
  readonly run: string | null
  /** s; null: wherever it plays. */
  readonly time: number | null
  readonly view: ViewMode | null
  readonly follow: string | null
}

export const readLink = (hash: string): Link => {
  const fields = new URLSearchParams(hash.replace(/^#/, ''))
  const run = fields.get('run')
  const time = Number(fields.get('t') ?? NaN)
  const view = VIEW_MODES.find((mode) => mode === fields.get('view'))
  return {
    run: run !== null && /^[a-z0-9-]{1,100}$/.test(run) ? run : null,
    time: Number.isFinite(time) && time >= 0 ? time : null,
    view: view ?? null,
    follow: fields.get('follow'),
  }
}

export const writeLink = ({ run, time, view, follow }: Link): string => {
  const fields = new URLSearchParams()
  if (run !== null) fields.set('run', run)
  if (time !== null) fields.set('t', time.toFixed(2))
  if (view !== null && view !== 'chase') fields.set('view', view)
  if (follow !== null && follow !== 'ego') fields.set('follow', follow)
  return `#${fields.toString()}`
}
