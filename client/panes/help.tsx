/** The `?` sheet. */
import { useEffect, useRef } from 'preact/hooks'
import { KEYS } from '../keys.ts'
import type { Session } from '../session.ts'

export const Help = ({ session }: { session: Session }) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current!.showModal(), [])
  return (
    <dialog
      ref={dialog}
      class="help"
      aria-labelledby="help-title"
      onClose={() => (session.help.value = false)}
    >
      <h2 id="help-title">Keys</h2>
      <dl>
        {KEYS.map((k) => (
          <div key={k.shown}>
            <dt>
              <kbd>{k.shown}</kbd>
            </dt>
            <dd>{k.does}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd>Ctrl Enter</kbd>
          </dt>
          <dd>run the chosen scenario, or the edited text</dd>
        </div>
        <div>
          <dt>
            <kbd>Ctrl S</kbd>
          </dt>
          <dd>save the edited text</dd>
        </div>
        <div>
          <dt>
            <kbd>Ctrl Space</kbd>
          </dt>
          <dd>what may be written here</dd>
        </div>
        <div>
          <dt>
            <kbd>?</kbd>
          </dt>
          <dd>this sheet</dd>
        </div>
      </dl>
      <form method="dialog">
        <button class="primary" type="submit">
          Close
        </button>
      </form>
    </dialog>
  )
}
