/** The page's address: the run, the moment, the view, who is followed, and what lies over it. */
import { LAYERS, MAX_LOOKS, resultName, type Look } from '../src/protocol/index.ts'
import { VIEW_MODES, type ViewMode } from './view/cameras.ts'

/** A sweep or a data set, by its folder's name. */
export interface Sheet {
  readonly kind: 'sweep' | 'data-set'
  readonly name: string
}

export interface Link {
  readonly run: string | null
  /** s; null: wherever it plays. */
  readonly time: number | null
  readonly view: ViewMode | null
  readonly follow: string | null
  readonly sheet: Sheet | null
  /** The sensor panes in their order; null: as the run has them. */
  readonly panes: readonly Look[] | null
  /** The sensors have more room. */
  readonly wide: boolean
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
    sheet: sheetIn(fields),
    panes: panesIn(fields.get('panes')),
    wide: fields.get('wide') === '1',
  }
}

const sheetIn = (fields: URLSearchParams): Sheet | null => {
  for (const kind of ['sweep', 'data-set'] as const) {
    const name = fields.get(kind)
    if (resultName.safeParse(name).success) return { kind, name: name! }
  }
  return null
}

/** `ego.front:picture,ego.lidar-roof:behind`; '': no pane. */
const panesIn = (text: string | null): readonly Look[] | null => {
  if (text === null) return null
  const panes = text.split(',').flatMap((pane): Look[] => {
    const [, sensor, name] = /^([^:,]{1,200}):([a-z]+)$/.exec(pane) ?? []
    const layer = LAYERS.find((l) => l === name)
    return layer === undefined ? [] : [{ sensor, layer }]
  })
  return panes.slice(0, MAX_LOOKS - 1)
}

export const writeLink = ({ run, time, view, follow, sheet, panes, wide }: Link): string => {
  const fields = new URLSearchParams()
  if (run !== null) fields.set('run', run)
  if (time !== null) fields.set('t', time.toFixed(2))
  if (view !== null && view !== 'chase') fields.set('view', view)
  if (follow !== null && follow !== 'ego') fields.set('follow', follow)
  if (sheet !== null) fields.set(sheet.kind, sheet.name)
  if (panes !== null) fields.set('panes', panes.map((p) => `${p.sensor}:${p.layer}`).join(','))
  if (wide) fields.set('wide', '1')
  return `#${fields.toString()}`
}
