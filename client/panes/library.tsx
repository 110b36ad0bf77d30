/** The scenario library: every hazard with its picture, and the form that starts one. */
import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { LibraryEntry } from '../../src/protocol/index.ts'
import type { Session } from '../session.ts'
import { getText } from '../net/api.ts'
import { Launch } from './launch.tsx'
import { Sketch } from './sketch.tsx'

const wordsOf = (s: LibraryEntry): string =>
  [s.name, s.title, s.description, ...Object.entries(s.tags).flatMap(([k, v]) => [k, ...v])]
    .join(' ')
    .toLowerCase()

const TAGS_SHOWN = ['hazard', 'odd']

export const Library = ({ session }: { session: Session }) => {
  const { library, chosen } = session
  const search = useSignal('')
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    list.current?.querySelector('.chosen')?.scrollIntoView({ block: 'nearest' })
  }, [chosen.value, library.value])
  const found = useComputed(() => {
    const words = search.value
      .toLowerCase()
      .split(/\s+/)
      .filter((w) => w !== '')
    return library.value?.filter((s) => words.every((w) => wordsOf(s).includes(w))) ?? []
  })
  if (library.value === null) return <p class="empty">Reading the scenarios…</p>
  if (library.value.length === 0)
    return (
      <p class="empty">
        There is no scenario here. Put a YAML file into the <code>scenarios/</code> folder and reload this
        page.
      </p>
    )
  return (
    <div class="library">
      <input
        class="search"
        type="search"
        placeholder="Search hazards, tags…"
        aria-label="Search the library"
        value={search.value}
        onInput={(event) => (search.value = event.currentTarget.value)}
      />
      {found.value.length === 0 && (
        <p class="empty">
          Nothing fits “{search.value}”.{' '}
          <button type="button" class="link" onClick={() => (search.value = '')}>
            Show all
          </button>
        </p>
      )}
      <ul class="cards" ref={list}>
        {found.value.map((s) => (
          <li key={s.name} class={chosen.value === s.name ? 'card chosen' : 'card'}>
            <button
              type="button"
              class="card-head"
              aria-expanded={chosen.value === s.name}
              onClick={() => (chosen.value = s.name)}
            >
              {s.sketch && <Sketch sketch={s.sketch} />}
              <span class="card-title">{s.title}</span>
              <span class="tags">
                {TAGS_SHOWN.flatMap((k) => s.tags[k] ?? []).map((t) => (
                  <span key={t} class="tag">
                    {t}
                  </span>
                ))}
              </span>
            </button>
            {chosen.value === s.name && (
              <>
                <p class="description">{s.description}</p>
                <Source key={`${s.name} text`} name={s.name} />
                {s.diagnostics.length > 0 ? (
                  <Mistakes entry={s} />
                ) : (
                  <Launch key={s.name} entry={s} session={session} />
                )}
              </>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

const Mistakes = ({ entry }: { entry: LibraryEntry }) => (
  <div class="mistakes" role="alert">
    <strong>This file cannot be run yet:</strong>
    <ul>
      {entry.diagnostics.map((d, i) => (
        <li key={i}>
          <code>
            {d.file}:{d.line}:{d.column}
          </code>{' '}
          {d.message}
        </li>
      ))}
    </ul>
  </div>
)

/** The scenario's file as it is. */
const Source = ({ name }: { name: string }) => {
  const text = useSignal<string | null>(null)
  const read = (): void => {
    getText(name)
      .then((t) => (text.value = t))
      .catch((error: unknown) => (text.value = error instanceof Error ? error.message : String(error)))
  }
  return (
    <details class="source" onToggle={(event) => event.currentTarget.open && read()}>
      <summary>{name}.yaml</summary>
      <pre tabIndex={0}>{text.value ?? 'Reading…'}</pre>
    </details>
  )
}
