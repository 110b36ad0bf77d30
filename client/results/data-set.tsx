/** A data set, looked through: small pictures with their labels. Only what is in sight is asked for and drawn. */
import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import { MAX_FRAMES, type DataSet, type Frames } from '../../src/protocol/index.ts'
import { getDataSet, getFrames, type FrameFilters } from '../net/api.ts'
import { pagesOf, windowOf } from './window.ts'

type Frame = Frames['frames'][number]

/** A tile with its caption and gap, px. */
const TILE_WIDTH = 232
const ROW_HEIGHT = 172
/** Tiles in a page. */
const PAGE = MAX_FRAMES
/** Pages that are kept, about 600 kB each. */
const PAGES_KEPT = 24
/** A place that is scrolled past faster than this is not asked for, ms. */
const REST_MS = 120
const OCCLUSIONS = [0.2, 0.5, 0.8]
const FACETS = [
  ['class', 'classes'],
  ['sensor', 'sensors'],
  ['condition', 'conditions'],
  ['event', 'events'],
] as const

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const DataSetView = ({ name }: { name: string }) => {
  const about = useSignal<DataSet | null>(null)
  const failure = useSignal<string | null>(null)
  useEffect(() => {
    getDataSet(name)
      .then((found) => (about.value = found))
      .catch((error: unknown) => (failure.value = wordsOf(error)))
  }, [name, about, failure])
  if (failure.value !== null)
    return (
      <p class="empty" role="alert">
        {failure.value}
      </p>
    )
  if (about.value === null)
    return (
      <div class="veil" role="status">
        <span class="spinner" />
        <p>Reading the data set’s labels…</p>
      </div>
    )
  return <Grid set={about.value} />
}

const Grid = ({ set }: { set: DataSet }) => {
  const filters = useSignal<FrameFilters>({})
  const total = useSignal(set.frames)
  const failure = useSignal<string | null>(null)
  const pages = useSignal<ReadonlyMap<number, readonly Frame[]>>(new Map())
  const view = useSignal({ width: 0, height: 0, top: 0, tileWidth: TILE_WIDTH, rowHeight: ROW_HEIGHT })
  const opened = useSignal<Frame | null>(null)
  const box = useRef<HTMLDivElement>(null)
  const seen = useComputed(() => windowOf(total.value, view.value))

  useEffect(() => {
    const element = box.current!
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height, scrollTop: top } = element
      view.value = { ...view.peek(), width, height, top }
    }
    const watch = new ResizeObserver(measure)
    watch.observe(element)
    element.addEventListener('scroll', measure, { passive: true })
    return () => watch.disconnect()
  }, [view])

  // What is in sight and not here, once the scrolling rests.
  useSignalEffect(() => {
    const { first, count } = seen.value
    const wanted = filters.value
    const missing = pagesOf(first, count, PAGE).filter((page) => !pages.value.has(page))
    if (missing.length === 0 || failure.value !== null) return
    const timer = setTimeout(() => {
      getFrames(set.name, { ...wanted, first: missing[0] * PAGE, count: PAGE })
        .then((found) => {
          if (filters.peek() !== wanted) return
          total.value = found.total
          pages.value = new Map([...[...pages.peek()].slice(-PAGES_KEPT), [missing[0], found.frames]])
        })
        .catch((error: unknown) => (failure.value = wordsOf(error)))
    }, REST_MS)
    return () => clearTimeout(timer)
  })
  const filter = (change: FrameFilters): void => {
    filters.value = Object.fromEntries(
      Object.entries<FrameFilters[keyof FrameFilters]>({ ...filters.value, ...change }).filter(
        ([, value]) => value !== undefined,
      ),
    )
    pages.value = new Map()
    // At least one page must be asked for, that says how many there are.
    total.value = Math.max(1, total.value)
    failure.value = null
    box.current!.scrollTop = 0
  }
  const { first, count, columns, offset, total: height } = seen.value
  return (
    <div class="data-set">
      <div class="filters wide" role="toolbar" aria-label="Filters">
        {FACETS.map(([key, facet]) => (
          <select
            key={key}
            aria-label={`Only frames of this ${key}`}
            value={filters.value[key] ?? ''}
            onChange={({ currentTarget: { value } }) => filter({ [key]: value === '' ? undefined : value })}
          >
            <option value="">any {key}</option>
            {set[facet].map((f) => (
              <option key={f.name} value={f.name}>
                {f.name} ({f.frames})
              </option>
            ))}
          </select>
        ))}
        <select
          aria-label="Only frames with an object hidden this much"
          value={filters.value.occlusion ?? ''}
          onChange={({ currentTarget: { value } }) =>
            filter({ occlusion: value === '' ? undefined : Number(value) })
          }
        >
          <option value="">any occlusion</option>
          {OCCLUSIONS.map((share) => (
            <option key={share} value={share}>
              {share * 100} % hidden or more
            </option>
          ))}
        </select>
        <span class="muted" role="status">
          {pages.value.size > 0 || failure.value !== null
            ? `${total.value} of ${set.frames} frames`
            : 'looking…'}
        </span>
      </div>
      {failure.value !== null && (
        <p class="empty" role="alert">
          {failure.value}
        </p>
      )}
      {total.value === 0 && (
        <p class="empty">
          No frame fits.{' '}
          <button
            type="button"
            class="link"
            onClick={() =>
              filter({
                class: undefined,
                sensor: undefined,
                condition: undefined,
                event: undefined,
                occlusion: undefined,
              })
            }
          >
            Show all
          </button>
        </p>
      )}
      <div class="tiles" ref={box} tabIndex={0} aria-label="Frames" role="region">
        <div style={{ height: `${height}px` }}>
          <ul style={{ top: `${offset}px`, gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}>
            {Array.from({ length: count }, (_, i) => {
              const number = first + i
              const frame = pages.value.get(Math.floor(number / PAGE))?.[number % PAGE]
              return (
                <li key={number} style={{ height: `${ROW_HEIGHT - 8}px` }}>
                  {frame === undefined ? (
                    <div class="tile waiting" />
                  ) : (
                    <button type="button" class="tile" onClick={() => (opened.value = frame)}>
                      <Labelled frame={frame} only={filters.value.class} />
                      <span class="muted">
                        {frame.sensor} {frame.frame} · {frame.clip}
                      </span>
                    </button>
                  )}
                </li>
              )
            })}
          </ul>
        </div>
      </div>
      {opened.value !== null && <FrameDialog frame={opened.value} close={() => (opened.value = null)} />}
    </div>
  )
}

/** A small picture with the boxes of its objects, those of one class only if one is asked for. */
const Labelled = ({ frame, only }: { frame: Frame; only: string | undefined }) => (
  <span class="labelled" style={{ aspectRatio: `${frame.width} / ${frame.height}` }}>
    {frame.thumbnail === null ? (
      <span class="muted">The picture cannot be read.</span>
    ) : (
      <img src={`data:image/jpeg;base64,${frame.thumbnail}`} alt={`${frame.sensor}, frame ${frame.frame}`} />
    )}
    <svg viewBox={`0 0 ${frame.width} ${frame.height}`} aria-hidden="true">
      {frame.objects
        .filter((o) => only === undefined || o.class === only)
        .map((o, i) => (
          <rect
            key={i}
            class={`class-${o.class}`}
            {...{ x: o.box[0], y: o.box[1], width: o.box[2], height: o.box[3] }}
            stroke-dasharray={o.occlusion > 0.5 ? '6 4' : undefined}
          />
        ))}
    </svg>
  </span>
)

const FrameDialog = ({ frame, close }: { frame: Frame; close: () => void }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current!.showModal(), [])
  return (
    <dialog ref={dialog} class="help frame" aria-labelledby="frame-title" onClose={close}>
      <h2 id="frame-title">{frame.file}</h2>
      <Labelled frame={frame} only={undefined} />
      {frame.objects.length === 0 && <p class="muted">No object is labelled in it.</p>}
      <ul class="objects">
        {frame.objects.map((o, i) => (
          <li key={i} class={`class-${o.class}`}>
            <b>{o.actor}</b> {o.class}, {Math.round(o.box[2])} × {Math.round(o.box[3])} px
            {o.occlusion > 0.02 && `, ${(o.occlusion * 100).toFixed(0)} % hidden`}
          </li>
        ))}
      </ul>
      <form method="dialog">
        <button class="primary" type="submit">
          Close
        </button>
      </form>
    </dialog>
  )
}
