/** MCAP files against their own rules: whole, checksums right, times in order, messages that can be read. */
import { createReadStream } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { McapStreamReader } from '@mcap/core'
import type { FrameTransforms, PackedElementField } from '@foxglove/schemas'
import { WORLD } from './primitives.ts'

type McapRecord = NonNullable<ReturnType<McapStreamReader['nextRecord']>>
type Kind<T extends McapRecord['type']> = Extract<McapRecord, { type: T }>

export async function* verifyMcap(folder: string): AsyncGenerator<string, void, void> {
  for (const name of (await readdir(folder)).filter((file) => file.endsWith('.mcap')).sort())
    try {
      for await (const problem of verifyFile(join(folder, name))) yield `${name}: ${problem}`
    } catch (error) {
      yield `${name}: cannot be read: ${error instanceof Error ? error.message : String(error)}`
    }
}

async function* verifyFile(path: string): AsyncGenerator<string, void, void> {
  const rules = createRules()
  // Of every chunk and of the data as a whole, checksums are compared as they are read.
  const reader = new McapStreamReader({ validateCrcs: true })
  for await (const bytes of createReadStream(path)) {
    reader.append(bytes as Buffer)
    for (let record = reader.nextRecord(); record; record = reader.nextRecord()) yield* rules.take(record)
  }
  if (!reader.done()) yield 'it is cut off'
  yield* rules.close()
}

const createRules = () => {
  const channels = new Map<number, Kind<'Channel'>>()
  const schemas = new Map<number, string>()
  const last = new Map<number, bigint>()
  /** Frames that hang on the world in the end, by what they hang on; and those that messages are in. */
  const parents = new Map<string, string>()
  const used = new Map<string, string>()
  let messages = 0
  let counted: bigint | null = null

  function* message({ channelId, logTime, data }: Kind<'Message'>): Generator<string, void, void> {
    messages++
    const channel = channels.get(channelId)
    if (channel === undefined) {
      yield `a message is of no channel (${channelId})`
      return
    }
    const { topic, schemaId } = channel
    if (logTime < (last.get(channelId) ?? 0n)) yield `${topic}: time runs back at ${logTime} ns`
    last.set(channelId, logTime)
    let content: object
    try {
      content = JSON.parse(Buffer.from(data).toString()) as object
    } catch {
      yield `${topic}: the message at ${logTime} ns is no JSON`
      return
    }
    if ('transforms' in content)
      for (const { child_frame_id, parent_frame_id } of (content as FrameTransforms).transforms)
        parents.set(child_frame_id, parent_frame_id)
    if ('frame_id' in content) used.set(content.frame_id as string, topic)
    if (schemas.get(schemaId) === 'foxglove.PointCloud')
      for (const problem of cloudProblems(content as CloudMessage))
        yield `${topic}: at ${logTime} ns: ${problem}`
  }
  const hangs = (frame: string): boolean => {
    const seen = new Set<string>()
    for (let at: string | undefined = frame; at !== undefined && !seen.has(at); at = parents.get(at)) {
      if (at === WORLD) return true
      seen.add(at)
    }
    return false
  }
  return {
    *take(record: McapRecord): Generator<string, void, void> {
      if (record.type === 'Schema') schemas.set(record.id, record.name)
      else if (record.type === 'Channel') {
        channels.set(record.id, record)
        if (!schemas.has(record.schemaId)) yield `${record.topic}: it has no schema`
      } else if (record.type === 'Message') yield* message(record)
      else if (record.type === 'Statistics') counted = record.messageCount
    },
    *close(): Generator<string, void, void> {
      if (counted === null) yield 'it has no statistics'
      else if (counted !== BigInt(messages)) yield `${counted} messages are counted, ${messages} are there`
      for (const [frame, topic] of used)
        if (!hangs(frame)) yield `${topic}: its frame '${frame}' hangs on nothing in the world`
    },
  }
}

interface CloudMessage {
  readonly point_stride: number
  readonly fields: readonly PackedElementField[]
  readonly data: string
}

function* cloudProblems({ point_stride: stride, fields, data }: CloudMessage): Generator<string, void, void> {
  if (Buffer.byteLength(data, 'base64') % stride !== 0) yield 'its cloud ends amid a point'
  for (const axis of ['x', 'y', 'z'])
    if (!fields.some(({ name }) => name === axis)) yield `its cloud has no ${axis}`
}
