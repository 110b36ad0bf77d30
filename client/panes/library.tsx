/** The scenario library: every hazard with its picture, and the form that starts one. */
import { useComputed, useSignal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { LibraryEntry } from '../../src/protocol/index.ts'
import type { Session } from '../session.ts'
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
                <button type="button" class="link edit" onClick={() => session.edit(s.name)}>
                  Edit {s.name}.yaml
                </button>
                {s.diagnostics.length > 0 ? (
                  <Mistakes entry={s} />
                ) : (
                  <Launch
                    key={s.name}
                    seed={s.seed}
                    parameters={s.parameters}
                    session={session}
                    run={(chosen) => void session.start({ scenario: s.name, ...chosen })}
                  />
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
