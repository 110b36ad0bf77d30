/** Panes of what the sensors give, drawn by the server, with the labels that belong to the very same picture; as many as one likes. */
import { useComputed, useSignal, useSignalEffect } from '@preact/signals'
import { useEffect, useMemo } from 'preact/hooks'
import { MAX_LOOKS, type Look, type PicturePush, type StreamedObject } from '../../src/protocol/index.ts'
import type { ConcreteScenario, SensorSpec } from '../../src/scenario/index.ts'
import { dependOn } from '../player/depend-on.ts'
import type { Player } from '../player/player.ts'
import { STEPS_PER_SECOND } from '../player/tape.ts'
import type { Session } from '../session.ts'
import { AddIcon, LabelsIcon, RemoveIcon, UpIcon, WideIcon } from './icons.tsx'
import { layersOf, sensorsToSee, useLook } from './look.ts'

/** Boxes with less than this of the object visible are dashed. */
const MOSTLY_HIDDEN = 0.5
/** One look is the 3-D view's, for its points. */
const MOST_PANES = MAX_LOOKS - 1

const firstLook = (sensor: SensorSpec): Look => ({ sensor: sensor.id, layer: layersOf(sensor)[0] })

/** The panes of a run: those that were chosen, as far as it has their sensors, else its first camera. */
const panesOf = (scenario: ConcreteScenario, chosen: readonly Look[] | null): readonly Look[] => {
  const sensors = sensorsToSee(scenario)
  const kept = (chosen ?? []).filter(({ sensor, layer }) =>
    layersOf(sensors.find((s) => s.id === sensor)).includes(layer),
  )
  if (kept.length > 0 || chosen?.length === 0 || sensors.length === 0) return kept.slice(0, MOST_PANES)
  const first = sensors.find((s) => s.actor === 'ego' && s.kind === 'camera') ?? sensors[0]
  return [firstLook(first)]
}

/** The lidar whose points the 3-D view shows; null: there is none. */
export const lidarOf = (scenario: ConcreteScenario, followed: string): string | null => {
  const lidars = scenario.sensors.filter((s) => s.kind === 'lidar')
  return (lidars.find((s) => s.actor === followed) ?? lidars.at(0))?.id ?? null
}

export const Sensors = ({ session, player }: { session: Session; player: Player }) => {
  const { scenario, summary } = player.tape.head
  const sensors = sensorsToSee(scenario)
  const panes = useComputed(() => panesOf(scenario, session.panes.value))
  const failure = useSignal<string | null>(null)
  useSignalEffect(() => {
    const lidar = session.marks.value.has('points') ? lidarOf(scenario, session.followed.value) : null
    const points = lidar === null ? [] : [{ sensor: lidar, layer: 'points' } as const]
    session.connection.looks(summary.id, [...panes.value, ...points]).catch((error: unknown) => {
      failure.value = error instanceof Error ? error.message : String(error)
    })
  })
  if (sensors.length === 0)
    return (
      <section class="camera" aria-label="Sensors">
        <p class="empty">
          Nobody in this scenario carries a sensor to look through. Add one under <code>sensors:</code> in its
          text.
        </p>
      </section>
    )
  const put = (i: number, look: Look | null): void => {
    session.panes.value = panes.value.flatMap((p, k) => (k !== i ? [p] : look === null ? [] : [look]))
  }
  const free = sensors.find((s) => panes.value.every((p) => p.sensor !== s.id)) ?? sensors[0]
  return (
    <section class="sensors" aria-label="Sensors">
      <div class="sensors-bar">
        <h2>Sensors</h2>
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
        <button
          type="button"
          class="icon"
          aria-pressed={session.wide.value}
          title="More room for the sensors (W)"
          aria-label="More room for the sensors"
          onClick={() => (session.wide.value = !session.wide.value)}
        >
          <WideIcon />
        </button>
        <button
          type="button"
          class="icon"
          disabled={panes.value.length >= MOST_PANES}
          title="Another pane"
          aria-label="Another pane"
          onClick={() => (session.panes.value = [...panes.value, firstLook(free)])}
        >
          <AddIcon />
        </button>
      </div>
      <div class="panes">
        {panes.value.map((look, i) => (
          <Pane
            key={`${i} ${look.sensor} ${look.layer}`}
            {...{ session, player, look, sensors }}
            failure={failure.value}
            change={(next) => put(i, next)}
            up={
              i === 0
                ? null
                : () => {
                    const others = panes.value.filter((_, k) => k !== i)
                    session.panes.value = [...others.slice(0, i - 1), look, ...others.slice(i - 1)]
                  }
            }
          />
        ))}
        {panes.value.length === 0 && <p class="empty">No pane is open; the plus opens one.</p>}
      </div>
    </section>
  )
}

interface PaneProps {
  readonly session: Session
  readonly player: Player
  readonly look: Look
  readonly sensors: readonly SensorSpec[]
  readonly failure: string | null
  /** Shows something else in this pane; null: takes it away. */
  readonly change: (look: Look | null) => void
  /** Changes places with the pane before; null: it is the first. */
  readonly up: (() => void) | null
}

const Pane = ({ session, player, look, sensors, failure, change, up }: PaneProps) => {
  const { tape } = player
  const wanted = useSignal<Look | null>(look)
  const shown = useLook(session.connection, player, wanted)
  const labelled = useComputed(() => {
    dependOn(tape.notes)
    const picture = shown.value
    return picture === null || picture.layer === 'behind'
      ? []
      : (tape.labels(picture.sensor, picture.step) ?? [])
  })
  const spec = sensors.find((s) => s.id === look.sensor)
  const layers = layersOf(spec)
  const fault = tape.cameraFault.value ?? failure
  return (
    <section class="camera" aria-label={`${look.sensor}, ${look.layer}`}>
      <header>
        <select
          aria-label="Which sensor"
          value={look.sensor}
          onChange={(event) => {
            const next = sensors.find((s) => s.id === event.currentTarget.value)!
            // A layer stays chosen from one sensor to the next, where that one has it too.
            change(layersOf(next).includes(look.layer) ? { ...look, sensor: next.id } : firstLook(next))
          }}
        >
          {sensors.map((s) => (
            <option key={s.id} value={s.id}>
              {s.id}
            </option>
          ))}
        </select>
        <select
          aria-label="What of it"
          value={look.layer}
          onChange={(event) =>
            change({ ...look, layer: layers.find((l) => l === event.currentTarget.value)! })
          }
        >
          {layers.map((l) => (
            <option key={l}>{l}</option>
          ))}
        </select>
        <span class="spring" />
        {up !== null && (
          <button type="button" class="icon" title="One place up" aria-label="One place up" onClick={up}>
            <UpIcon />
          </button>
        )}
        <button
          type="button"
          class="icon"
          title="Close this pane"
          aria-label="Close this pane"
          onClick={() => change(null)}
        >
          <RemoveIcon />
        </button>
      </header>
      <div class="picture" style={{ aspectRatio: aspectOf(spec, look) }}>
        {fault !== null && shown.value === null ? (
          <div class="veil" role="alert">
            <strong>No picture.</strong>
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
            {session.labels.value && !session.labelsHidden.value && labelled.value.length > 0 && (
              <Boxes picture={shown.value} objects={labelled.value} session={session} />
            )}
          </>
        )}
      </div>
    </section>
  )
}

const aspectOf = (spec: SensorSpec | undefined, { layer }: Look): string => {
  if (spec?.kind === 'camera' || spec?.kind === 'event-camera') return `${spec.width} / ${spec.height}`
  return layer === 'behind' ? '16 / 9' : '1 / 1'
}

const Picture = ({ picture }: { picture: PicturePush }) => {
  const address = useMemo(
    () => URL.createObjectURL(new Blob([picture.data as BlobPart], { type: 'image/jpeg' })),
    [picture],
  )
  useEffect(() => () => URL.revokeObjectURL(address), [address])
  return <img src={address} alt="What the sensor sees" width={picture.width} height={picture.height} />
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
