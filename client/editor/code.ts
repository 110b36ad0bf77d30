/** The editor itself. A chunk of its own, loaded when somebody first edits: CodeMirror is as large as the page. */
import { acceptCompletion } from '@codemirror/autocomplete'
import { yaml, yamlLanguage } from '@codemirror/lang-yaml'
import { syntaxHighlighting } from '@codemirror/language'
import { lintGutter, setDiagnostics, type Diagnostic } from '@codemirror/lint'
import { unifiedMergeView } from '@codemirror/merge'
import { Compartment, Prec, type Text } from '@codemirror/state'
import { EditorView, hoverTooltip, keymap } from '@codemirror/view'
import { classHighlighter } from '@lezer/highlight'
import { basicSetup } from 'codemirror'
import type { ApiDiagnostic, Language } from '../../src/protocol/index.ts'
import { completeFrom, type Names } from './complete.ts'
import { explain, type Explanation } from './explain.ts'

export interface EditorOptions {
  readonly text: string
  readonly language: Language
  readonly names: () => Names
  readonly onChange: (text: string) => void
  readonly onSave: () => void
}

export interface Editor {
  /** Another text in the place of this one; what was typed can no longer be undone. */
  setText(text: string): void
  /** Marks these mistakes: those of the text itself, each at its place. */
  mark(diagnostics: readonly ApiDiagnostic[]): void
  /** Shows what differs from this text; null: nothing. */
  compareWith(original: string | null): void
  /** Puts the cursor there; lines and columns from 1. */
  goTo(line: number, column: number): void
  destroy(): void
}

const offsetOf = (doc: Text, line: number, column: number): number => {
  const found = doc.line(Math.min(Math.max(1, line), doc.lines))
  return Math.min(found.from + column - 1, found.to)
}

/** The mistake where CodeMirror can mark it, with the word that was meant to take its place. */
const markOf = (doc: Text, d: ApiDiagnostic): Diagnostic => {
  const from = offsetOf(doc, d.line, d.column)
  const to = Math.min(doc.length, from + d.length)
  const { severity, message, code, suggestion } = d
  const actions =
    suggestion === null
      ? []
      : [
          {
            name: `Write ${suggestion}`,
            apply: (view: EditorView, at: number, end: number) =>
              view.dispatch({ changes: { from: at, to: end, insert: suggestion } }),
          },
        ]
  return { from, to, severity, message: `${message} [${code}]`, actions }
}

const tooltip = ({ name, kind, lines }: Explanation): HTMLElement => {
  const dom = document.createElement('div')
  dom.className = 'explanation'
  const head = dom.appendChild(document.createElement('p'))
  head.appendChild(document.createElement('code')).textContent = name
  head.append(` ${kind}`)
  for (const line of lines) dom.appendChild(document.createElement('p')).textContent = line
  return dom
}

/** A change is in the text already: there is only something to take back. */
const undoControl = (type: 'accept' | 'reject', action: (event: MouseEvent) => void): HTMLElement => {
  const button = document.createElement('button')
  button.type = 'button'
  button.hidden = type === 'accept'
  button.className = 'undo-change'
  button.textContent = 'Undo this change'
  button.onmousedown = action
  return button
}

/** Colours come from the page's own variables, so that dark and light are one theme. */
const look = EditorView.theme({
  '&': { height: '100%', color: 'var(--text)', backgroundColor: 'var(--panel)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-content': { caretColor: 'var(--text)' },
  '.cm-cursor': { borderLeftColor: 'var(--text)' },
})

export const openEditor = (parent: HTMLElement, options: EditorOptions): Editor => {
  const { language, names, onChange, onSave } = options
  const comparing = new Compartment()
  const view = new EditorView({
    doc: options.text,
    parent,
    extensions: [
      Prec.highest(
        keymap.of([
          // Whoever runs the text hears the key too: here it only makes no new line.
          { key: 'Mod-Enter', run: () => true, preventDefault: false },
          {
            key: 'Mod-s',
            run: () => {
              onSave()
              return true
            },
          },
          { key: 'Tab', run: acceptCompletion },
        ]),
      ),
      basicSetup,
      yaml(),
      syntaxHighlighting(classHighlighter),
      yamlLanguage.data.of({ autocomplete: completeFrom(language, names) }),
      lintGutter(),
      hoverTooltip((current, at) => {
        const found = explain(language, current.state.doc.toString(), at)
        return (
          found && { pos: found.from, end: found.to, above: true, create: () => ({ dom: tooltip(found) }) }
        )
      }),
      EditorView.lineWrapping,
      look,
      EditorView.contentAttributes.of({ 'aria-label': 'Text of the scenario', tabindex: '0' }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) onChange(update.state.doc.toString())
      }),
      comparing.of([]),
    ],
  })
  return {
    setText: (text) => {
      if (text !== view.state.doc.toString())
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } })
    },
    mark: (diagnostics) => {
      const { doc } = view.state
      view.dispatch(
        setDiagnostics(
          view.state,
          diagnostics.map((d) => markOf(doc, d)),
        ),
      )
    },
    compareWith: (original) => {
      view.dispatch({
        effects: comparing.reconfigure(
          original === null ? [] : unifiedMergeView({ original, gutter: true, mergeControls: undoControl }),
        ),
      })
    },
    goTo: (line, column) => {
      const at = offsetOf(view.state.doc, line, column)
      view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) })
      view.focus()
    },
    destroy: () => view.destroy(),
  }
}
