/**
 * The process that draws one run's camera pictures, one at a time. Born with the driver's environment
 * (driver-worker.ts); the picture and its labels come from the same state.
 */
import { encodeJpeg } from '../src/export/index.ts'
import { projectEdges, type CameraFrame, type Frame } from '../src/labels/index.ts'
import type { Layer, StreamedObject } from '../src/protocol/index.ts'
import { createObserver, type Observer } from '../src/run/index.ts'
import { isCamera, type CameraSpec, type ConcreteScenario, type SensorSpec } from '../src/scenario/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND } from '../src/world/index.ts'
import { endWithServer } from './end-with-server.ts'
import { strideOf, type FromCamera, type ToCamera } from './camera.ts'
import { lidarFromAbove, lidarFromBehind, radarFromAbove, worldPoints, type Drawn } from './clouds.ts'
import { cameraLayer, eventPicture, labelsFor } from './layers.ts'

/** A pane is no wider on most screens, and a machine without a GPU draws a picture of this width in half a second. */
const WIDEST = 640
const JPEG_QUALITY = 85
const STEPS_PER_SECOND = TICKS_PER_SECOND / TICKS_PER_CONTROL

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

/** Whoever draws cameras needs a renderer; other sensors are looked at by observers of their own. */
interface Eyes {
  readonly scenario: ConcreteScenario
  readonly cameras: Observer | null
  readonly others: Map<string, Observer>
}

const open = async (scenario: ConcreteScenario): Promise<Eyes> => {
  const sensors = scenario.sensors.filter(isCamera).map(forPane)
  const cameras = sensors.length === 0 ? null : await createObserver({ ...scenario, sensors })
  return { scenario, cameras, others: new Map() }
}

/** The sensor, reading at every step that its pane shows. */
const atPane = (sensor: SensorSpec): SensorSpec => ({ ...sensor, rate: STEPS_PER_SECOND / strideOf(sensor) })

/** One reading of a sensor that is no camera. */
const read = async ({ scenario, others }: Eyes, { look: wanted, state }: Draw): Promise<Frame> => {
  const sensors = scenario.sensors.filter((s) => s.id === wanted.sensor).map(atPane)
  const observer = others.get(wanted.sensor) ?? (await createObserver({ ...scenario, sensors }))
  others.set(wanted.sensor, observer)
  observer.forget()
  const frame = (await observer.observe(state)).at(0)
  if (frame === undefined) throw new Error(`${wanted.sensor} does not read at ${state.time.toFixed(2)} s`)
  return frame
}

const look = async (eyes: Eyes, message: Draw): Promise<Drawn | Frame> => {
  const { look: wanted, state } = message
  const camera = eyes.cameras?.sensors.filter(isCamera).find((s) => s.id === wanted.sensor)
  if (camera === undefined) return read(eyes, message)
  const index = Math.round((state.tick / TICKS_PER_SECOND) * camera.rate)
  const frame = await eyes.cameras!.look({ ...camera, labels: labelsFor(wanted.layer) }, state, index)
  const { width, height } = frame
  return { width, height, rgba: cameraLayer(frame, wanted.layer), objects: streamed(frame) }
}

/** A reading as a picture. */
const drawn = (frame: Frame, layer: Layer): Drawn => {
  if (frame.kind === 'lidar')
    return layer === 'behind' ? lidarFromBehind(frame) : lidarFromAbove(frame, layer)
  if (frame.kind === 'radar') return radarFromAbove(frame, layer)
  if (frame.kind !== 'event-camera') throw new Error(`a ${frame.kind} shows no picture`)
  const { width, height } = frame
  return { width, height, rgba: eventPicture(frame), objects: [] }
}

type Draw = ToCamera & { kind: 'draw' }

const draw = async (eyes: Eyes, message: Draw): Promise<FromCamera> => {
  const seen = await look(eyes, message)
  const { layer } = message.look
  if ('kind' in seen && seen.kind === 'lidar' && layer === 'points') {
    const { count, data } = worldPoints(seen)
    return { kind: 'picture', width: count, height: 1, data, objects: [] }
  }
  const { width, height, rgba, objects } = 'kind' in seen ? drawn(seen, layer) : seen
  const data = await encodeJpeg(rgba, width, height, JPEG_QUALITY)
  return { kind: 'picture', width, height, data, objects }
}

let eyes: Promise<Eyes> | null = null

const answer = async (message: ToCamera): Promise<void> => {
  if (message.kind === 'scenario') {
    eyes = open(message.scenario)
    await eyes
    process.send?.({ kind: 'ready' } satisfies FromCamera)
  } else if (eyes !== null) process.send?.(await draw(await eyes, message))
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
endWithServer()
