/** The time line of the watched run: to its end, or to where it may come; with the way back to the live edge. */
import { useComputed } from '@preact/signals'
import type { Player } from '../player/player.ts'
import { gravityOf, wordsOf } from './event-words.ts'
import { Timeline } from './timeline.tsx'

export const RunTimeline = ({ player }: { player: Player }) => {
  const { tape, edge, following } = player
  const running = player.kind === 'live'
  const to = useComputed(() => (running ? Math.max(tape.summary.value.duration, edge.value) : edge.value))
  const moments = tape.events.value.map(({ time, event }) => ({
    time,
    gravity: gravityOf(event),
    words: wordsOf(event),
  }))
  return (
    <Timeline transport={player} to={to} moments={moments}>
      {running ? (
        <button
          type="button"
          class={following.value ? 'live on' : 'live'}
          title="To the live edge (L)"
          aria-pressed={following.value}
          onClick={() => player.goLive()}
        >
          <i /> Live
        </button>
      ) : (
        <span class="live over" title="This run is over; this is its record">
          Recorded
        </span>
      )}
    </Timeline>
  )
}
