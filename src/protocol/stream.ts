/**
 * The socket half: watching a run. Two kinds of channel:
 *
 * - notes (events, camera labels, the run's status) are lossless: numbered 0, 1, 2, ... a run, sent in order,
 *   and sent again from any number on after a reconnect;
 * - states and pictures are latest-wins: a viewer that is behind gets the newest and nothing older. What it
 *   missed of the states lies in the record, and `states` fetches it.
 *
 * Every push is acknowledged, and the server never has more than `IN_FLIGHT` of a kind unacknowledged with one
 * viewer, so a stalled viewer costs a cursor and no memory.
 */
import { z } from 'zod'
import type { ConcreteScenario } from '../scenario/index.ts'
import type { RowLayout, Surroundings, WorldEvent } from '../world/index.ts'
import { runId, runSummarySchema } from './api.ts'

/** Unacknowledged pushes of one kind with one viewer. */
export const IN_FLIGHT = 2
/** Rows in one answer to `states`. */
export const MAX_ROWS = 500
/** Notes in one push. */
export const MAX_NOTES = 100
/** The newest rows that one `rows` push may hold: enough for 8 pushes a second without a gap. */
export const MAX_LIVE_ROWS = 12

const vec3 = z.tuple([z.number(), z.number(), z.number()])
const time = z.number()

export const eventSchema: z.ZodType<WorldEvent> = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('collision'),
    time,
    actors: z.tuple([z.string(), z.string()]),
    point: vec3,
    closingSpeed: z.number(),
    deltaV: z.tuple([vec3, vec3]),
    pdof: z.tuple([z.number(), z.number()]),
    energy: z.number(),
  }),
  z.object({ kind: z.literal('phase'), time, phase: z.string(), actors: z.array(z.string()) }),
  z.object({ kind: z.literal('expectation'), time, expectation: z.string(), actors: z.array(z.string()) }),
  z.object({
    kind: z.enum(['skid-start', 'skid-end', 'aeb', 'off-road']),
    time,
    actors: z.tuple([z.string()]),
  }),
])

const box2d = z.tuple([z.number(), z.number(), z.number(), z.number()])

/** What the page draws over a camera picture; of an ObjectLabel, see src/labels/frame.ts. */
export const objectSchema = z.strictObject({
  actor: z.string(),
  instance: z.int(),
  semantic: z.string(),
  /** [left, top, right, bottom) px; null: hidden. */
  visible: box2d.nullable(),
  amodal: box2d,
  occlusion: z.number(),
  truncation: z.number(),
  distance: z.number(),
  /** Edges of the 3-D box in the picture, [u, v, u, v] px each; those wholly behind the camera are left out. */
  edges: z.array(box2d).max(12),
})
export type StreamedObject = z.infer<typeof objectSchema>

const step = z.int().min(0)

export const noteSchema = z.discriminatedUnion('kind', [
  z.strictObject({ seq: step, kind: z.literal('event'), step, event: eventSchema }),
  z.strictObject({
    seq: step,
    kind: z.literal('labels'),
    step,
    sensor: z.string(),
    objects: z.array(objectSchema),
  }),
  /** The camera pictures of this run cannot be drawn (any more); the run goes on. */
  z.strictObject({ seq: step, kind: z.literal('camera-fault'), step, message: z.string() }),
  z.strictObject({ seq: step, kind: z.literal('status'), step, summary: runSummarySchema }),
])
export type Note = z.infer<typeof noteSchema>
/** A note before the record has numbered it. */
export type NewNote = Note extends infer N ? (N extends Note ? Omit<N, 'seq'> : never) : never

/** Names of the handshake's `auth` fields. `token` is due when the server was given a host. */
export const helloSchema = z.strictObject({
  protocol: z.int(),
  token: z.string().max(200).optional(),
  /** The run that a link names. Without one, and with none running, the server starts its first scenario. */
  run: runId.optional(),
})

export const watchSchema = z.strictObject({
  run: runId,
  /** The last note that the viewer has; -1: none. Everything after it is sent. */
  lastSeq: z.int().min(-1),
})
export const unwatchSchema = z.strictObject({})
export const statesSchema = z.strictObject({ run: runId, first: step, count: z.int().min(1).max(MAX_ROWS) })
/** What of a sensor's reading a picture shows. */
export const LAYERS = [
  ...(['picture', 'depth', 'semantic', 'instance', 'normals', 'drivable', 'surface'] as const),
  ...(['intensity', 'behind', 'points', 'speed', 'events'] as const),
] as const
export type Layer = (typeof LAYERS)[number]

/**
 * Kinds of sensors that can be looked at, and their layers. Of a lidar from above, 100 m across, ahead is up; `behind` is
 * its points in space; `points` are the points themselves, for the 3-D view. Of a radar from above, 160 m ahead.
 */
export const LAYERS_OF = {
  camera: ['picture', 'depth', 'semantic', 'instance', 'normals', 'drivable', 'surface'],
  lidar: ['semantic', 'behind', 'instance', 'depth', 'intensity', 'points'],
  radar: ['speed', 'instance'],
  'event-camera': ['events'],
} as const satisfies Record<string, readonly Layer[]>

/** Looks that one viewer has at once. */
export const MAX_LOOKS = 8

const sensorName = z.string().max(200)
const layer = z.enum(LAYERS)

const lookSchema = z.strictObject({ sensor: sensorName, layer })
/** A sensor, and what of its reading is to be seen. */
export type Look = Readonly<z.infer<typeof lookSchema>>

/** What a viewer wants to see from now on, instead of what it wanted before. What nobody looks at is not drawn. */
export const cameraSchema = z.strictObject({ run: runId, looks: z.array(lookSchema).max(MAX_LOOKS) })
/** One picture of the past: drawn when it is not kept. */
export const pictureSchema = z.strictObject({ run: runId, sensor: sensorName, layer, step })

export type WatchRequest = z.infer<typeof watchSchema>
export type StatesRequest = z.infer<typeof statesSchema>
export type CameraRequest = z.infer<typeof cameraSchema>
export type PictureRequest = z.infer<typeof pictureSchema>

/** Answer to a request that was refused or failed. */
export interface Refusal {
  readonly error: string
}
export type Answer<T> = T | Refusal
export const isRefusal = (answer: unknown): answer is Refusal =>
  typeof answer === 'object' && answer !== null && typeof (answer as { error?: unknown }).error === 'string'

const layoutSchema: z.ZodType<RowLayout> = z.object({
  actors: z.array(z.object({ id: z.string(), instance: z.int(), wheels: z.int() })),
  actorFields: z.array(z.string()),
  wheelFields: z.array(z.string()),
  surfaces: z.array(z.string()),
  size: z.int().min(1),
  surroundings: z.custom<Surroundings>((value) => typeof value === 'object' && value !== null).optional(),
  lights: z.array(z.string()).optional(),
})

/**
 * The scenario is the server's own, already checked by its loader; here only that it is one at all. Checking
 * each of its fields again would be a second schema of the language.
 */
const concreteSchema = z.custom<ConcreteScenario>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    'road' in value &&
    'actors' in value &&
    Array.isArray(value.actors) &&
    'sensors' in value &&
    Array.isArray(value.sensors),
  'a concrete scenario',
)

/** What a viewer must know before the first state. */
export const runHeadSchema = z.strictObject({
  summary: runSummarySchema,
  scenario: concreteSchema,
  layout: layoutSchema,
})
export type RunHead = z.infer<typeof runHeadSchema>

/** A run's file in the history: what there is beside its summary and its rows. */
export const headFileSchema = z.strictObject({
  scenario: concreteSchema,
  layout: layoutSchema,
  notes: z.array(noteSchema),
})

const bytes = z.custom<Uint8Array | ArrayBuffer>(
  (value) => value instanceof ArrayBuffer || ArrayBuffer.isView(value),
  'bytes',
)

export const rowsPushSchema = z.strictObject({ run: runId, rows: bytes })
export const notesPushSchema = z.strictObject({ run: runId, notes: z.array(noteSchema).max(MAX_NOTES) })
/** A sensor's picture. Its labels are the note with the same sensor and step. */
export const picturePushSchema = z.strictObject({
  run: runId,
  sensor: z.string(),
  layer,
  step,
  /** px; of `points`: how many there are, and 1. */
  width: z.int(),
  height: z.int(),
  /** A JPEG; of `points`: x, y, z in the world, m, and the number of the class, float32 little-endian. */
  data: bytes,
})
export type PicturePush = z.infer<typeof picturePushSchema>
export const runsPushSchema = z.strictObject({ runs: z.array(runSummarySchema) })

/** How far the runs are that go on, simulated s. */
export const progressPushSchema = z.strictObject({
  runs: z.array(z.strictObject({ run: runId, time: z.number() })),
})

type Ack = () => void

/** What the server pushes. The last argument of each acknowledges it. */
export interface ServerToClient {
  rows: (message: z.infer<typeof rowsPushSchema>, ack: Ack) => void
  notes: (message: z.infer<typeof notesPushSchema>, ack: Ack) => void
  picture: (message: PicturePush, ack: Ack) => void
  runs: (message: z.infer<typeof runsPushSchema>, ack: Ack) => void
  progress: (message: z.infer<typeof progressPushSchema>, ack: Ack) => void
  /** A message of this viewer was refused; nothing was changed. */
  refused: (message: Refusal) => void
}

/** What a viewer asks. Each is answered through its callback. */
export interface ClientToServer {
  watch: (request: WatchRequest, answer: (head: Answer<RunHead>) => void) => void
  unwatch: (request: Record<string, never>, answer: (done: Answer<{ done: true }>) => void) => void
  states: (request: StatesRequest, answer: (rows: Answer<{ rows: Uint8Array | ArrayBuffer }>) => void) => void
  camera: (request: CameraRequest, answer: (done: Answer<{ done: true }>) => void) => void
  picture: (request: PictureRequest, answer: (picture: Answer<PicturePush>) => void) => void
}
