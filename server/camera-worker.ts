/**
 * The process that draws one run's camera pictures, one at a time. Born with the driver's environment
 * (driver-worker.ts); the picture and its labels come from the same state.
 */
import { encodeJpeg } from '../src/export/index.ts'
import { projectEdges, type CameraFrame } from '../src/labels/index.ts'
import type { StreamedObject } from '../src/protocol/index.ts'
import { createObserver, type Observer } from '../src/run/index.ts'
import { isCamera, type CameraSpec, type ConcreteScenario } from '../src/scenario/index.ts'
import { TICKS_PER_SECOND } from '../src/world/index.ts'
import type { FromCamera, ToCamera } from './camera.ts'

/** A pane is no wider on most screens, and a machine without a GPU draws a picture of this width in half a second. */
const WIDEST = 640
const JPEG_QUALITY = 85

/** The sensor as the pane shows it: the same view in fewer pixels, even ones, as the encoder wants. */
const forPane = (sensor: CameraSpec): CameraSpec => {
  const share = Math.min(1, WIDEST / sensor.width)
  const even = (n: number): number => Math.max(2, 2 * Math.round((n * share) / 2))
  return { ...sensor, width: even(sensor.width), height: even(sensor.height) }
}

const streamed = ({ objects, view }: CameraFrame): StreamedObject[] =>
  objects.map(({ actor, instance, semantic, visible, amodal, occlusion, truncation, distance, box3d }) => ({
    ...{ actor, instance, semantic, occlusion, truncation, distance },
    visible: visible && [...visible],
    amodal: [...amodal],
    edges: projectEdges(view, box3d).map((e) => [...e]),
  }))

const draw = async (observer: Observer, message: ToCamera & { kind: 'draw' }): Promise<FromCamera> => {
  const sensor = observer.sensors.filter(isCamera).find((s) => s.id === message.sensor)!
  const index = Math.round((message.state.tick / TICKS_PER_SECOND) * sensor.rate)
  const frame = await observer.look(sensor, message.state, index)
  const { rgba, width, height } = frame
  const jpeg = await encodeJpeg(rgba, width, height, JPEG_QUALITY)
  return { kind: 'picture', width, height, jpeg, objects: streamed(frame) }
}

let observer: Promise<Observer> | null = null

const open = (scenario: ConcreteScenario): Promise<Observer> =>
  createObserver({ ...scenario, sensors: scenario.sensors.filter(isCamera).map(forPane) })

const answer = async (message: ToCamera): Promise<void> => {
  if (message.kind === 'scenario') {
    observer = open(message.scenario)
    await observer
    process.send?.({ kind: 'ready' } satisfies FromCamera)
  } else if (observer !== null) process.send?.(await draw(await observer, message))
}

process.on('message', (message: ToCamera) => {
  answer(message).catch((error: unknown) => {
    const fault: FromCamera = {
      kind: 'fault',
      message: error instanceof Error ? error.message : String(error),
    }
    process.send?.(fault)
  })
})
process.on('disconnect', () => process.exit())
