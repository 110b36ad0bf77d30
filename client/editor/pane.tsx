/** The editor beside the view: the text with what is wrong with it, its parameters, and the button that runs it. */
import { useSignal, useSignalEffect, type Signal } from '@preact/signals'
import { useEffect, useRef } from 'preact/hooks'
import type { ApiDiagnostic } from '../../src/protocol/index.ts'
import { getLanguage } from '../net/api.ts'
import { Launch } from '../panes/launch.tsx'
import type { Session } from '../session.ts'
import type { Editor } from './code.ts'
import type { Draft } from './draft.ts'

export const EditorPane = ({ session }: { session: Session }) => {
  const draft = session.draft.value
  if (draft === null)
    return (
      <p class="empty">
        Nothing is being edited. Choose a scenario in the library and press <b>Edit</b>.
      </p>
    )
  return <EditDraft key={draft.name} session={session} draft={draft} />
}

interface EditProps {
  readonly session: Session
  readonly draft: Draft
}

/** Mistakes in a file that this one builds on cannot be marked in this text. */
const isOwn = (draft: Draft, d: ApiDiagnostic): boolean => d.file === `${draft.name}.yaml`

const EditDraft = ({ session, draft }: EditProps) => {
  const editor = useRef<Editor | null>(null)
  const comparing = useSignal(false)
  const run = (chosen: { seed: number; parameters: Record<string, string> }): void => {
    const first = draft.checked.peek()?.diagnostics.find((d) => d.severity === 'error' && isOwn(draft, d))
    if (draft.checked.peek()?.facts === null && first !== undefined)
      editor.current?.goTo(first.line, first.column)
    else void session.start({ scenario: draft.name, text: draft.text.peek(), ...chosen })
  }
  const save = async (as?: string): Promise<void> => {
    const saved = await draft.save(as)
    if (saved === null) return
    void session.loadLibrary()
    if (saved !== draft.name) session.edit(saved)
  }
  return (
    <div class="editor">
      <Bar session={session} draft={draft} comparing={comparing} save={save} />
      <Code draft={draft} editor={editor} comparing={comparing} save={save} />
      <Mistakes draft={draft} goTo={(line, column) => editor.current?.goTo(line, column)} />
      {draft.facts.value !== null && (
        <details class="drawn" open>
          <summary>
            Parameters <span class="count">{draft.facts.value.parameters.length}</span>
          </summary>
          <Launch
            seed={draft.facts.value.seed}
            parameters={draft.facts.value.parameters}
            session={session}
            run={run}
          />
        </details>
      )}
    </div>
  )
}

interface BarProps extends EditProps {
  readonly comparing: Signal<boolean>
  readonly save: (as?: string) => Promise<void>
}

const Bar = ({ session, draft, comparing, save }: BarProps) => {
  const naming = useSignal<string | null>(null)
  const others = session.library.value ?? []
  return (
    <header class="editor-bar">
      <select
        aria-label="Which scenario"
        value={draft.name}
        onChange={(event) => session.edit(event.currentTarget.value)}
      >
        {others.some((s) => s.name === draft.name) ? null : <option>{draft.name}</option>}
        {others.map((s) => (
          <option key={s.name}>{s.name}</option>
        ))}
      </select>
      {naming.value === null ? (
        <>
          <button
            type="button"
            class="small"
            aria-pressed={comparing.value}
            disabled={!draft.isDirty.value && !comparing.value}
            title="What differs from the file on the disk"
            onClick={() => (comparing.value = !comparing.value)}
          >
            Diff
          </button>
          <button
            type="button"
            class="small"
            disabled={!draft.isDirty.value}
            title="Back to the file on the disk"
            onClick={() => void draft.revert()}
          >
            Revert
          </button>
          <button
            type="button"
            class="small"
            title="Save as a new scenario"
            onClick={() => (naming.value = `${draft.name}-2`)}
          >
            Save as…
          </button>
          <button
            type="button"
            class="small"
            disabled={!draft.isDirty.value}
            title="Save (Ctrl-S)"
            onClick={() => void save()}
          >
            Save
          </button>
        </>
      ) : (
        <form
          class="naming"
          onSubmit={(event) => {
            event.preventDefault()
            void save(naming.value!).then(() => (naming.value = null))
          }}
        >
          <input
            aria-label="Name of the new scenario"
            pattern="[a-z0-9]+(-[a-z0-9]+)*"
            maxLength={80}
            title="a-z, 0-9 and -"
            required
            value={naming.value}
            onInput={(event) => (naming.value = event.currentTarget.value)}
          />
          <button type="submit" class="small">
            Save
          </button>
          <button type="button" class="small" onClick={() => (naming.value = null)}>
            Cancel
          </button>
        </form>
      )}
    </header>
  )
}

interface CodeProps {
  readonly draft: Draft
  readonly editor: { current: Editor | null }
  readonly comparing: Signal<boolean>
  readonly save: () => Promise<void>
}

const Code = ({ draft, editor, comparing, save }: CodeProps) => {
  const place = useRef<HTMLDivElement>(null)
  const opened = useSignal<Editor | null>(null)
  const failure = useSignal<string | null>(null)
  useEffect(() => {
    let over = false
    Promise.all([import('./code.ts'), getLanguage()])
      .then(([{ openEditor }, language]) => {
        if (over) return
        const made = openEditor(place.current!, {
          ...{ text: draft.text.peek(), language },
          names: () => ({
            actors: draft.facts.peek()?.actors ?? [],
            parameters: draft.facts.peek()?.parameters.map((p) => p.name) ?? [],
          }),
          onChange: (text) => (draft.text.value = text),
          // The form of the parameters hears the key as well, and starts the run with what is set there.
          onSave: () => void save(),
        })
        editor.current = made
        opened.value = made
      })
      .catch((error: unknown) => (failure.value = error instanceof Error ? error.message : String(error)))
    return () => {
      over = true
      opened.peek()?.destroy()
      editor.current = null
    }
  }, [draft])
  useSignalEffect(() => opened.value?.setText(draft.text.value))
  useSignalEffect(() => {
    const found = draft.checked.value?.diagnostics ?? []
    opened.value?.mark(found.filter((d) => isOwn(draft, d)))
  })
  useSignalEffect(() => {
    opened.value?.compareWith(comparing.value ? (draft.disk.value?.text ?? null) : null)
  })
  return (
    <div class="code" ref={place} data-ready={opened.value !== null && draft.disk.value !== null}>
      {failure.value !== null ? (
        <div class="veil" role="alert">
          <strong>The editor could not be opened.</strong>
          <p>{failure.value}</p>
        </div>
      ) : (
        opened.value === null && (
          <div class="veil" role="status">
            <span class="spinner" />
            <p>Opening the editor…</p>
          </div>
        )
      )}
    </div>
  )
}

interface MistakesProps {
  readonly draft: Draft
  readonly goTo: (line: number, column: number) => void
}

const counted = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** What `nearmiss check` says of the text, in its words. */
const Mistakes = ({ draft, goTo }: MistakesProps) => {
  const { checked, failure } = draft
  if (failure.value !== null)
    return (
      <p class="verdict alarm" role="alert">
        {failure.value}
      </p>
    )
  if (checked.value === null) return <p class="verdict muted">Checking…</p>
  const { diagnostics } = checked.value
  const errors = diagnostics.filter((d) => d.severity === 'error').length
  const warnings = diagnostics.length - errors
  if (diagnostics.length === 0)
    return (
      <p class="verdict good" role="status">
        No mistakes
      </p>
    )
  return (
    <div class="verdict" role="status">
      <strong class={errors > 0 ? 'alarm' : ''}>
        {[
          ...(errors > 0 ? [counted(errors, 'error')] : []),
          ...(warnings > 0 ? [counted(warnings, 'warning')] : []),
        ].join(', ')}
      </strong>
      <ul>
        {diagnostics.map((d, i) => (
          <li key={i}>
            <button
              type="button"
              class={d.severity}
              disabled={!isOwn(draft, d)}
              onClick={() => goTo(d.line, d.column)}
            >
              <code>
                {d.file}:{d.line}:{d.column}:
              </code>{' '}
              {d.severity}: {d.message} <span class="muted">[{d.code}]</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
