/**
 * MCAP with foxglove's JSON schemas, for Lichtblick and Foxglove: transforms, the scene, every sensor's readings with
 * calibration and boxes, signals for plots, events. Times are simulated, from 0.
 */
import { join } from 'node:path'
import { LogLevel, type FrameTransforms, type Log, type SceneUpdate } from '@foxglove/schemas'
import * as foxglove from '@foxglove/schemas/jsonschema.js'
import { createSituation } from '../../criticality/index.ts'
import { buildRoad } from '../../road/index.ts'
import { actorShape, type Shape } from '../../shape/index.ts'
import type { Frame } from '../../labels/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import type { WorldEvent, WorldState } from '../../world/index.ts'
import type { Clip, DataSetContext, Exporter, FinishedPiece, PieceContext, PieceWriter } from '../exporter.ts'
import { place } from '../place.ts'
import { eventSentence } from '../records.ts'
import { joinMcap, openMcap, type Channel, type McapFile } from './file.ts'
import { nanosOf, timeOf } from './primitives.ts'
import { actorScene, lightScene, likenessOf, roadScene } from './scene.ts'
import { openTopics, type Publish } from './sensors.ts'
import { SIGNALS_SCHEMA, signalsMessage } from './signals.ts'
import { mountTransforms, movingTransforms } from './transforms.ts'
import { verifyMcap } from './verify.ts'

export const mcap: Exporter = {
  name: 'mcap',
  summary: 'an MCAP file a run for Lichtblick and Foxglove: scene, every sensor, boxes, signals, events',
  piece,
  assemble,
  verify: verifyMcap,
}

const PIECE = 'piece.mcap'
const library = (version: string): string => `nearmiss ${version}`

async function piece(folder: string, { clip, index, version }: PieceContext): Promise<PieceWriter> {
  const file = await openMcap(join(folder, PIECE), library(version))
  return pieceWriter(file, clip, index === 0)
}

/** A run of one piece is that piece's file; else its messages are gathered, and the index is made anew. */
async function assemble(
  folder: string,
  pieces: Iterable<FinishedPiece>,
  { version }: DataSetContext,
): Promise<void> {
  let parts: string[] = []
  for (const { clip, last, folder: from } of pieces) {
    parts.push(join(from, PIECE))
    if (!last) continue
    const target = join(folder, `${clip.name}.mcap`)
    if (parts.length === 1) await place(parts[0], target)
    else await joinMcap(parts, target, library(version))
    parts = []
  }
}

const pieceWriter = async (
  file: McapFile,
  { scenario, events: happened }: Clip,
  first: boolean,
): Promise<PieceWriter> => {
  const { state, frame, event } = await openMessages(file, scenario, first)
  return {
    state,
    write: frame,
    async close() {
      // All of them stand in the first piece: they are told apart by their times.
      for (const one of first ? [...happened].sort((a, b) => a.time - b.time) : []) await event(one)
      await file.finish()
      await file.close()
    },
  }
}

/** What becomes of a run, as messages. */
export interface RunMessages {
  readonly state: (state: WorldState) => Promise<void>
  readonly frame: (frame: Frame) => Promise<void>
  readonly event: (event: WorldEvent) => Promise<void>
}

/**
 * The messages of a run to a file, or to whoever watches it.
 * @param first what is told once, the road and where the sensors sit, is told with the first state
 */
export const openMessages = async (
  sink: Pick<McapFile, 'channel'>,
  scenario: ConcreteScenario,
  first: boolean,
): Promise<RunMessages> => {
  const shapes = new Map<string, Shape>(scenario.actors.map((a) => [a.id, actorShape(a, scenario.seed)]))
  const likenesses = new Map([...shapes].map(([id, shape]) => [id, likenessOf(shape)]))
  const network = buildRoad(scenario.road, scenario.surface)
  const situationOf = createSituation(scenario, network)

  const mounts = await sink.channel<FrameTransforms>('/tf_static', foxglove.FrameTransforms)
  const transforms = await sink.channel<FrameTransforms>('/tf', foxglove.FrameTransforms)
  const road = await sink.channel<SceneUpdate>('/road', foxglove.SceneUpdate)
  const scene = await sink.channel<SceneUpdate>('/scene', foxglove.SceneUpdate)
  const signals = new Map<string, Channel<ReturnType<typeof signalsMessage>>>()
  for (const { id } of scenario.actors) signals.set(id, await sink.channel(`/signals/${id}`, SIGNALS_SCHEMA))
  const sensors = new Map<string, Publish>()
  for (const sensor of scenario.sensors) sensors.set(sensor.id, await openTopics(sink, sensor))
  const events = await sink.channel<Log>('/events', foxglove.Log)

  let shown = ''
  let lights: { readonly channel: Channel<SceneUpdate>; shown: string } | null = null
  return {
    async state(state) {
      const nanos = nanosOf(state.tick)
      const time = timeOf(nanos)
      if (first && shown === '') {
        await mounts.publish(nanos, mountTransforms(scenario.sensors, time))
        await road.publish(nanos, roadScene(scenario, network, time))
      }
      await transforms.publish(nanos, movingTransforms(state, time, shapes))
      const present = JSON.stringify(state.actors.filter((a) => a.present).map((a) => a.id))
      if (present !== shown) await scene.publish(nanos, actorScene(state, time, likenesses))
      shown = present
      if (state.lights !== undefined) {
        lights ??= { channel: await sink.channel('/lights', foxglove.SceneUpdate), shown: '' }
        const now = JSON.stringify(state.lights)
        if (now !== lights.shown) await lights.channel.publish(nanos, lightScene(network, state.lights, time))
        lights.shown = now
      }
      const situation = situationOf(state)
      for (const actor of state.actors)
        if (actor.present) await signals.get(actor.id)?.publish(nanos, signalsMessage(actor, situation, time))
    },
    async frame(frame) {
      const publish = sensors.get(frame.sensor.id)
      if (!publish) throw new RangeError(`sensor '${frame.sensor.id}' is not in the scenario`)
      await publish(frame)
    },
    async event(event) {
      const nanos = BigInt(Math.round(event.time * 1e9))
      await events.publish(nanos, {
        timestamp: timeOf(nanos),
        level: levelOf(event),
        message: eventSentence(event, scenario),
        name: event.kind,
        file: scenario.name,
        line: 0,
      })
    },
  }
}

const levelOf = ({ kind }: WorldEvent): LogLevel => {
  switch (kind) {
    case 'collision':
      return LogLevel.ERROR
    case 'skid-start':
    case 'aeb':
    case 'off-road':
      return LogLevel.WARNING
    case 'phase':
    case 'expectation':
    case 'skid-end':
      return LogLevel.INFO
  }
}
