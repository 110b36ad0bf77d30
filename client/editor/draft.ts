/** A scenario's text while it is edited: what is on the disk, what is written by now, and what is wrong with it. */
import { computed, effect, signal, type ReadonlySignal, type Signal } from '@preact/signals'
import type { CheckedText, ScenarioText } from '../../src/protocol/index.ts'
import { ApiFailure, checkText, getText, saveText } from '../net/api.ts'

export interface Draft {
  readonly name: string
  readonly text: Signal<string>
  /** The file as it was when it was read or saved last; null: not read yet. */
  readonly disk: ReadonlySignal<ScenarioText | null>
  readonly isDirty: ReadonlySignal<boolean>
  /** What is wrong with the text that is written by now; null: not known yet. */
  readonly checked: ReadonlySignal<CheckedText | null>
  /** What the text said when it was last without mistakes. */
  readonly facts: ReadonlySignal<CheckedText['facts']>
  readonly failure: ReadonlySignal<string | null>
  /** Writes it to the disk, in its own file or in a new one. @returns the name of the file. */
  save(as?: string): Promise<string | null>
  /** Back to what is on the disk, read anew. */
  revert(): Promise<void>
}

/** After the last key, ms: a check takes a good part of a second on a slow machine. */
const REST_MS = 250

const kept = (name: string): string => `nearmiss-draft-${name}`

/** A text that was not saved outlives a reload of the page, with the version that it was made from. */
const restore = (name: string): ScenarioText | null => {
  const [version, ...lines] = (sessionStorage.getItem(kept(name)) ?? '').split('\n')
  return lines.length === 0 ? null : { name, version, text: lines.join('\n') }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

export const openDraft = (name: string): Draft => {
  const disk = signal<ScenarioText | null>(null)
  const before = restore(name)
  const text = signal(before?.text ?? '')
  const checked = signal<CheckedText | null>(null)
  const facts = signal<CheckedText['facts']>(null)
  const failure = signal<string | null>(null)
  const isDirty = computed(() => disk.value !== null && text.value !== disk.value.text)

  const read = async (): Promise<void> => {
    try {
      const found = await getText(name)
      // What was edited is compared with the file that it was made from: saving it says if that has changed.
      disk.value = before === null ? found : { ...found, version: before.version }
      if (before === null) text.value = found.text
      failure.value = null
    } catch (error) {
      failure.value = wordsOf(error)
    }
  }
  const check = async (wanted: string): Promise<void> => {
    try {
      const found = await checkText({ name, text: wanted })
      if (text.peek() !== wanted) return
      checked.value = found
      facts.value = found.facts ?? facts.peek()
      failure.value = null
    } catch (error) {
      if (text.peek() === wanted) failure.value = wordsOf(error)
    }
  }
  effect(() => {
    const wanted = text.value
    if (disk.value === null) return
    if (isDirty.value) sessionStorage.setItem(kept(name), `${disk.value.version}\n${wanted}`)
    else sessionStorage.removeItem(kept(name))
    const timer = setTimeout(() => void check(wanted), checked.peek() === null ? 0 : REST_MS)
    return () => clearTimeout(timer)
  })
  void read()
  return {
    name,
    text,
    disk,
    isDirty,
    checked,
    facts,
    failure,
    save: async (as) => {
      try {
        const version = as === undefined ? (disk.peek()?.version ?? null) : null
        // A file's name is its scenario's.
        const renamed =
          as === undefined ? text.peek() : text.peek().replace(/^scenario:.*$/m, `scenario: ${as}`)
        const saved = await saveText(as ?? name, { text: renamed, version })
        if (as === undefined) disk.value = saved
        failure.value = null
        return saved.name
      } catch (error) {
        const taken = error instanceof ApiFailure && error.status === 409
        failure.value = taken && as !== undefined ? `There is a scenario '${as}' already.` : wordsOf(error)
        // What is there by now can be looked at, and then be written over.
        if (taken && as === undefined) disk.value = await getText(name).catch(() => disk.peek())
        return null
      }
    },
    revert: async () => {
      try {
        const found = await getText(name)
        disk.value = found
        text.value = found.text
      } catch (error) {
        failure.value = wordsOf(error)
      }
    },
  }
}
