/** The keyboard. One table, which the help sheet shows too. */
import type { Session } from './session.ts'
import type { Player } from './player/player.ts'
import { jump, toggle } from './player/transport.ts'
import { MARKS } from './view/marks.ts'
import { VIEW_MODES } from './view/cameras.ts'

interface Key {
  /** As KeyboardEvent.key. */
  readonly keys: readonly string[]
  readonly shown: string
  readonly does: string
  readonly press: (session: Session, player: Player, event: KeyboardEvent) => void
}

const momentsOf = ({ tape }: Player): number[] => tape.events.peek().map((e) => e.time)

export const KEYS: readonly Key[] = [
  { keys: [' ', 'k'], shown: 'space', does: 'play or pause', press: (_, p) => toggle(p) },
  {
    keys: ['ArrowLeft'],
    shown: 'Left',
    does: 'one step (10 ms) back; with shift 1 s',
    press: (_, p, e) => p.step(e.shiftKey ? -100 : -1),
  },
  {
    keys: ['ArrowRight'],
    shown: 'Right',
    does: 'one step on; with shift 1 s',
    press: (_, p, e) => p.step(e.shiftKey ? 100 : 1),
  },
  { keys: ['Home'], shown: 'Home', does: 'to the start', press: (_, p) => p.seek(0) },
  {
    keys: ['End', 'l', 'L'],
    shown: 'L, End',
    does: 'to the live edge (or the end)',
    press: (_, p) => p.goLive(),
  },
  { keys: ['['], shown: '[', does: 'to the event before', press: (_, p) => jump(p, momentsOf(p), -1) },
  { keys: [']'], shown: ']', does: 'to the next event', press: (_, p) => jump(p, momentsOf(p), 1) },
  ...VIEW_MODES.map((mode, i): Key => ({
    keys: [String(i + 1)],
    shown: String(i + 1),
    does: `${mode} view`,
    press: (session) => (session.view.value = mode),
  })),
  {
    keys: ['f', 'F'],
    shown: 'F',
    does: 'follow the next actor',
    press: (session, player) => {
      const ids = player.tape.head.layout.actors.map((a) => a.id)
      session.followed.value = ids[(ids.indexOf(session.followed.value) + 1) % ids.length]
    },
  },
  {
    keys: ['m', 'M'],
    shown: 'M',
    does: 'all marks over the world, or none',
    press: ({ marks }) => (marks.value = new Set(marks.value.size > 0 ? [] : MARKS)),
  },
  {
    keys: ['w', 'W'],
    shown: 'W',
    does: 'more room for the sensors',
    press: ({ wide }) => (wide.value = !wide.value),
  },
  {
    keys: ['b', 'B'],
    shown: 'B',
    does: 'labels of the sensors on or off',
    press: (session) => (session.labels.value = !session.labels.value),
  },
  {
    keys: ['h', 'H'],
    shown: 'hold H',
    does: 'hide the labels of the sensors',
    press: (session) => (session.labelsHidden.value = true),
  },
]

/** Keys that the focused element needs itself. */
const isTaken = (event: KeyboardEvent): boolean => {
  const target = event.target as HTMLElement
  if (target.closest('input:not([type=range]), textarea, select, [contenteditable=true]')) return true
  if (target.matches('input[type=range]'))
    return event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End'
  return target.closest('button, a') !== null && (event.key === ' ' || event.key === 'Enter')
}

/** @returns a function that ends it. */
export const listenToKeys = (session: Session): (() => void) => {
  const down = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTaken(event)) return
    if (event.key === '?') session.help.value = !session.help.value
    else if (event.key === 'Escape') {
      if (!session.help.value) session.sheet.value = null
      session.help.value = false
    } else {
      const player = session.player.peek()
      const key = KEYS.find((k) => k.keys.includes(event.key))
      if (!key || !player) return
      key.press(session, player, event)
    }
    event.preventDefault()
  }
  const up = (event: KeyboardEvent): void => {
    if (event.key === 'h' || event.key === 'H') session.labelsHidden.value = false
  }
  addEventListener('keydown', down)
  addEventListener('keyup', up)
  return () => {
    removeEventListener('keydown', down)
    removeEventListener('keyup', up)
  }
}
