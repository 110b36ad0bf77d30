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
import { cameraLayer, LABELS_OF, lidarFromAbove } from './layers.ts'

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

interface Drawn {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
  readonly objects: StreamedObject[]
}

/** Whoever draws cameras needs a renderer; a lidar is looked at without one. */
interface Eyes {
  readonly scenario: ConcreteScenario
  readonly cameras: Observer | null
  readonly lidars: Map<string, Observer>
}

const open = async (scenario: ConcreteScenario): Promise<Eyes> => {
  const sensors = scenario.sensors.filter(isCamera).map(forPane)
  const cameras = sensors.length === 0 ? null : await createObserver({ ...scenario, sensors })
  return { scenario, cameras, lidars: new Map() }
}

const look = async ({ scenario, cameras, lidars }: Eyes, message: Draw): Promise<Drawn> => {
  const { look: wanted, state } = message
  const camera = cameras?.sensors.filter(isCamera).find((s) => s.id === wanted.sensor)
  if (camera !== undefined) {
    const index = Math.round((state.tick / TICKS_PER_SECOND) * camera.rate)
    const frame = await cameras!.look({ ...camera, labels: LABELS_OF[wanted.layer] }, state, index)
    const { width, height } = frame
    return { width, height, rgba: cameraLayer(frame, wanted.layer), objects: streamed(frame) }
  }
  const sensors = scenario.sensors.filter((s) => s.id === wanted.sensor)
  const lidar = lidars.get(wanted.sensor) ?? (await createObserver({ ...scenario, sensors }))
  lidars.set(wanted.sensor, lidar)
  lidar.forget()
  const frame = (await lidar.observe(state)).find((f) => f.kind === 'lidar')
  if (frame === undefined) throw new Error(`${wanted.sensor} does not read at ${state.time.toFixed(2)} s`)
  return lidarFromAbove(frame, wanted.layer)
}

type Draw = ToCamera & { kind: 'draw' }

const draw = async (eyes: Eyes, message: Draw): Promise<FromCamera> => {
  const { width, height, rgba, objects } = await look(eyes, message)
  const jpeg = await encodeJpeg(rgba, width, height, JPEG_QUALITY)
  return { kind: 'picture', width, height, jpeg, objects }
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
process.on('disconnect', () => process.exit())
