/** What a sensor shows at the playhead: live the newest, elsewhere the picture of that instant, asked for when it is not here. */
import { useSignal, useSignalEffect, type ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'
import { LAYERS_OF, type Layer, type Look, type PicturePush } from '../../src/protocol/index.ts'
import type { ConcreteScenario, SensorSpec } from '../../src/scenario/index.ts'
import type { Connection } from '../net/connection.ts'
import type { Player } from '../player/player.ts'
import { STEPS_PER_SECOND } from '../player/tape.ts'

/** A place where the playhead rests this long is asked for, ms. */
const REST_MS = 60

/** The sensors of a scenario that can be looked at. */
export const sensorsToSee = ({ sensors }: ConcreteScenario): readonly SensorSpec[] =>
  sensors.filter((s) => Object.hasOwn(LAYERS_OF, s.kind))

/** What can be seen of a sensor in a pane. */
export const layersOf = (sensor: SensorSpec | undefined): readonly Layer[] => {
  if (sensor === undefined || !Object.hasOwn(LAYERS_OF, sensor.kind)) return []
  const layers: readonly Layer[] = LAYERS_OF[sensor.kind as keyof typeof LAYERS_OF]
  return layers.filter((layer) => layer !== 'points')
}

/** The step of the sensor's last reading at or before the playhead. */
const readingStep = (player: Player, sensor: string): number => {
  const rate = player.tape.head.scenario.sensors.find((s) => s.id === sensor)?.rate ?? 10
  const stride = Math.max(1, Math.round(STEPS_PER_SECOND / rate))
  return Math.floor(Math.round(player.time.peek() * STEPS_PER_SECOND) / stride) * stride
}

const isOf = (picture: PicturePush | null, look: Look | null): boolean =>
  picture?.sensor === look?.sensor && picture?.layer === look?.layer

/** @param look null: nothing is looked at */
export const useLook = (
  connection: Connection,
  player: Player,
  look: ReadonlySignal<Look | null>,
): ReadonlySignal<PicturePush | null> => {
  const { tape } = player
  const shown = useSignal<PicturePush | null>(null)
  useSignalEffect(() => {
    if (!isOf(shown.peek(), look.value)) shown.value = null
  })
  useSignalEffect(() => {
    const newest = tape.newestPicture.value
    if (player.following.value && newest !== null && isOf(newest, look.value)) shown.value = newest
  })
  useEffect(() => {
    let asking = false
    const timer = setInterval(() => {
      const wanted = look.peek()
      if (player.following.peek() || wanted === null || asking) return
      const step = readingStep(player, wanted.sensor)
      const kept = tape.picture(wanted.sensor, wanted.layer, step)
      if (kept) {
        shown.value = kept
        return
      }
      if (!tape.has(step) || tape.cameraFault.peek() !== null) return
      asking = true
      connection
        .picture(tape.head.summary.id, wanted.sensor, wanted.layer, step)
        .then((picture) => {
          tape.addPicture(picture, false)
          if (!player.following.peek() && isOf(picture, look.peek())) shown.value = picture
        })
        .catch(() => undefined)
        .finally(() => {
          asking = false
        })
    }, REST_MS)
    return () => clearInterval(timer)
  }, [player])
  return shown
}
