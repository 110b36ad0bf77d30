/** The car's own camera, drawn by the server, with the labels that belong to the very same picture. */
import { dependOn } from '../player/depend-on.ts'
import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { LAYERS_OF, type Layer, type PicturePush, type StreamedObject } from '../../src/protocol/index.ts'
import type { Player } from '../player/player.ts'
import { STEPS_PER_SECOND } from '../player/tape.ts'
import type { Session } from '../session.ts'
import { LabelsIcon } from './icons.tsx'

/** A place where the playhead rests this long is asked for, ms. */
const REST_MS = 60
/** Boxes with less than this of the object visible are dashed. */
const MOSTLY_HIDDEN = 0.5

export const Camera = ({ session, player }: { session: Session; player: Player }) => {
  const { tape } = player
  const { scenario, summary } = tape.head
  const sensors = scenario.sensors.filter((s) => Object.hasOwn(LAYERS_OF, s.kind))
  const sensor = useSignal<string | null>(null)
  sensor.value ??= (sensors.find((s) => s.actor === 'ego') ?? sensors.at(0))?.id ?? null
  const layers = useComputed(() => layersOf(player, sensor.value))
  const wanted = useSignal<Layer | null>(null)
  // A layer stays chosen from one sensor to the next, where that one has it too.
  const layer = useComputed(() => layers.value.find((l) => l === wanted.value) ?? layers.value[0])
  const shown = useSignal<PicturePush | null>(tape.newestPicture.peek())
  const failure = useSignal<string | null>(null)

  useSignalEffect(() => {
    // Also after a reconnect, which the connection itself repeats.
    if (sensor.value !== null)
      session.connection.camera(summary.id, sensor.value, layer.value).catch((error: unknown) => {
        failure.value = error instanceof Error ? error.message : String(error)
      })
  })
  // Live: whatever is newest.
  useSignalEffect(() => {
    const newest = tape.newestPicture.value
    if (player.following.value && newest?.sensor === sensor.value && newest.layer === layer.value)
      shown.value = newest
  })
  // Anywhere else: the picture of the camera's frame at the playhead, asked for when it is not here.
  useEffect(() => {
    let asking = false
    const timer = setInterval(() => {
      const id = sensor.peek()
      if (player.following.peek() || id === null || asking) return
      const step = frameStep(player, id)
      const what = layer.peek()
      const kept = tape.picture(id, what, step)
      if (kept) {
        shown.value = kept
        return
      }
      if (!tape.has(step) || tape.cameraFault.peek() !== null) return
      asking = true
      session.connection
        .picture(summary.id, id, what, step)
        .then((picture) => {
          tape.addPicture(picture, false)
          if (!player.following.peek() && id === sensor.peek() && what === layer.peek()) shown.value = picture
        })
        .catch(() => undefined)
        .finally(() => {
          asking = false
        })
    }, REST_MS)
    return () => clearInterval(timer)
  }, [player])

  const labelled = useComputed(() => {
    dependOn(tape.notes)
    const picture = shown.value
    return picture === null ? [] : (tape.labels(picture.sensor, picture.step) ?? [])
  })
  if (sensor.value === null)
    return (
      <section class="camera" aria-label="Camera">
        <p class="empty">
          Nobody in this scenario carries a camera or a lidar. Add one under <code>sensors:</code> in its
          text.
        </p>
      </section>
    )
  const fault = tape.cameraFault.value ?? failure.value
  return (
    <section class="camera" aria-label="Camera">
      <header>
        <h2>Sensor</h2>
        {sensors.length > 1 ? (
          <select
            aria-label="Which sensor"
            value={sensor.value}
            onChange={(event) => {
              sensor.value = event.currentTarget.value
              shown.value = null
            }}
          >
            {sensors.map((s) => (
              <option key={s.id} value={s.id}>
                {s.id}
              </option>
            ))}
          </select>
        ) : (
          <span class="muted">{sensor.value}</span>
        )}
        <select
          aria-label="What of it"
          value={layer.value}
          onChange={(event) => (wanted.value = layers.value.find((l) => l === event.currentTarget.value)!)}
        >
          {layers.value.map((l) => (
            <option key={l}>{l}</option>
          ))}
        </select>
        <span class="spring" />
        <button
          type="button"
          class="icon"
          aria-pressed={session.labels.value}
          title="Labels (B); hold H to hide them"
          aria-label="Labels"
          onClick={() => (session.labels.value = !session.labels.value)}
        >
          <LabelsIcon />
        </button>
      </header>
      <div class="picture" style={{ aspectRatio: aspectOf(player, sensor.value) }}>
        {fault !== null && shown.value === null ? (
          <div class="veil" role="alert">
            <strong>No camera picture.</strong>
            <p>{fault}</p>
            <p>
              <code>npx nearmiss doctor</code> says which renderer this machine has.
            </p>
          </div>
        ) : shown.value === null ? (
          <div class="veil" role="status">
            <span class="spinner" />
            <p>The server draws the first picture…</p>
          </div>
        ) : (
          <>
            <Picture picture={shown.value} />
            <span class="taken">{(shown.value.step / STEPS_PER_SECOND).toFixed(2)} s</span>
            {session.labels.value && !session.labelsHidden.value && (
              <Boxes picture={shown.value} objects={labelled.value} session={session} />
            )}
          </>
        )}
      </div>
    </section>
  )
}

const aspectOf = (player: Player, sensor: string): string => {
  const spec = player.tape.head.scenario.sensors.find((s) => s.id === sensor)
  return spec?.kind === 'camera' ? `${spec.width} / ${spec.height}` : '1 / 1'
}

const layersOf = (player: Player, sensor: string | null): readonly Layer[] => {
  const kind = player.tape.head.scenario.sensors.find((s) => s.id === sensor)?.kind
  return kind === 'lidar' ? LAYERS_OF.lidar : LAYERS_OF.camera
}

/** The step of the camera's last frame at or before the playhead. */
const frameStep = (player: Player, sensor: string): number => {
  const fps = player.tape.head.scenario.sensors.find((s) => s.id === sensor)?.rate ?? 10
  const stride = Math.max(1, Math.round(STEPS_PER_SECOND / fps))
  return Math.floor(Math.round(player.time.peek() * STEPS_PER_SECOND) / stride) * stride
}

const Picture = ({ picture }: { picture: PicturePush }) => {
  const address = useMemo(
    () => URL.createObjectURL(new Blob([picture.jpeg as BlobPart], { type: 'image/jpeg' })),
    [picture],
  )
  useEffect(() => () => URL.revokeObjectURL(address), [address])
  return <img src={address} alt="What the car's camera sees" width={picture.width} height={picture.height} />
}

interface BoxesProps {
  readonly picture: PicturePush
  readonly objects: readonly StreamedObject[]
  readonly session: Session
}

/** Boxes round what is visible, with names, and the 3-D boxes in which the cars stand. */
const Boxes = ({ picture, objects, session }: BoxesProps) => {
  const { width, height } = picture
  const percent = (value: number, of: number): string => `${((value / of) * 100).toFixed(3)}%`
  // Whoever carries the camera sees his own bonnet, which needs no name.
  const carrier = picture.sensor.split('.')[0]
  const seen = objects.filter((o) => o.visible !== null && o.actor !== carrier)
  return (
    <div class="boxes" aria-label="Labels">
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {seen.map((o) => (
          <path
            key={o.actor}
            class={`solid class-${o.semantic}`}
            d={o.edges.map(([a, b, c, d]) => `M${a} ${b}L${c} ${d}`).join('')}
          />
        ))}
      </svg>
      {seen.map((o) => {
        const [left, top, right, bottom] = o.visible!
        const hidden = o.occlusion > MOSTLY_HIDDEN ? 'hidden' : ''
        const followed = session.followed.value === o.actor ? 'followed' : ''
        return (
          <button
            key={o.actor}
            type="button"
            class={`box class-${o.semantic} ${hidden} ${followed}`}
            style={{
              left: percent(left, width),
              top: percent(top, height),
              width: percent(right - left, width),
              height: percent(bottom - top, height),
            }}
            title={`${o.semantic}, id ${o.instance}, ${(o.occlusion * 100).toFixed(0)} % hidden, ${(o.truncation * 100).toFixed(0)} % outside; click to follow`}
            onClick={() => (session.followed.value = o.actor)}
          >
            <span>
              {o.actor} {o.distance.toFixed(0)} m
              {o.occlusion > 0.02 && <em> {(o.occlusion * 100).toFixed(0)} % hidden</em>}
            </span>
          </button>
        )
      })}
    </div>
  )
}
