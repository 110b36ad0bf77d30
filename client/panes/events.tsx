/** What happened, in order; a click goes there. */
import { useComputed } from '@preact/signals'
import type { Player } from '../player/player.ts'
import { gravityOf, wordsOf } from './event-words.ts'

export const Events = ({ player }: { player: Player }) => {
  const { events } = player.tape
  const last = useComputed(() => {
    const here = player.time.value + 1e-6
    return events.value.reduce((index, e, i) => (e.time <= here ? i : index), -1)
  })
  return (
    <section class="events" aria-label="Events">
      <h2>Events</h2>
      {events.value.length === 0 ? (
        <p class="empty">
          Nothing has happened yet. Skids, emergency braking, contacts and phases of the story appear here.
        </p>
      ) : (
        <ol>
          {events.value.map((e, i) => (
            <li key={i} class={i === last.value ? 'now' : i > last.value ? 'later' : ''}>
              <button type="button" onClick={() => player.seek(e.time)}>
                <time>{e.time.toFixed(2)}</time>
                <i class={`dot ${gravityOf(e.event)}`} />
                <span>{wordsOf(e.event)}</span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </section>
  )
}
