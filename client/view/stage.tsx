/** The dashboard's 3-D view: a player's state, with marks over the world, and what is so right now. */
import { useComputed, useSignal } from '@preact/signals'
import { useLook } from '../panes/look.ts'
import { lidarOf } from '../panes/sensors.tsx'
import type { Player } from '../player/player.ts'
import { STEPS_PER_SECOND } from '../player/tape.ts'
import type { Session } from '../session.ts'
import { MARKS, type Mark } from './marks.ts'
import { WorldPane } from './pane.tsx'
import { Status } from './status.tsx'
import type { View } from './world.ts'

const MARK_TITLES: Readonly<Record<Mark, string>> = {
  trails: 'trails of the last 6 s',
  speed: 'speed arrows',
  grip: 'grip of each wheel',
  patches: 'edges of surface patches',
  sensors: 'fields of view of the sensors',
  points: 'points of the lidar',
}

const toggleMark = ({ marks }: Session, mark: Mark): void => {
  const others = [...marks.value].filter((m) => m !== mark)
  marks.value = new Set(marks.value.has(mark) ? others : [...others, mark])
}

/** Copied, for what comes over the wire need not begin at a multiple of four bytes. */
const floatsOf = (data: Uint8Array | ArrayBuffer): Float32Array =>
  new Float32Array(Uint8Array.from(data instanceof ArrayBuffer ? new Uint8Array(data) : data).buffer)

/** A chunk of its own, which comes after the page stands. */
const openWorld = async (canvas: HTMLCanvasElement): Promise<View> =>
  (await import('./world.ts')).openView(canvas)

export const Stage = ({ session, player }: { session: Session; player: Player }) => {
  const ready = useSignal(false)
  const { tape, time } = player
  const { scenario } = tape.head
  const look = useComputed(() => {
    const lidar = session.marks.value.has('points') ? lidarOf(scenario, session.followed.value) : null
    return lidar === null ? null : ({ sensor: lidar, layer: 'points' } as const)
  })
  const turn = useLook(session.connection, player, look)
  const points = useComputed(() => {
    const data = turn.value?.data
    return data === undefined ? null : floatsOf(data)
  })
  return (
    <WorldPane
      scenario={scenario}
      open={openWorld}
      onFrame={session.onFrame}
      scene={() => {
        const state = tape.at(time.peek())
        if (state === null) return null
        const marking = {
          at: (t: number) => tape.state(Math.round(t * STEPS_PER_SECOND)),
          shown: session.marks.peek(),
          followed: session.followed.peek(),
          rival: session.rival.peek()?.at(time.peek()) ?? null,
          points: points.peek(),
        }
        return { state, marking }
      }}
      mode={session.view}
      followed={session.followed}
      ready={ready}
      without="Signals, events and the sensor panes work without it."
      tools={
        <details class="pick marks">
          <summary title="What is drawn over the world (M)">show</summary>
          <div>
            {MARKS.map((mark) => (
              <label key={mark}>
                <input
                  type="checkbox"
                  checked={session.marks.value.has(mark)}
                  onChange={() => toggleMark(session, mark)}
                />
                {MARK_TITLES[mark]}
              </label>
            ))}
          </div>
        </details>
      }
    >
      <Status scenario={scenario} at={(t) => tape.at(t)} time={time} followed={session.followed} />
    </WorldPane>
  )
}
