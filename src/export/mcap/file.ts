/** An MCAP file of JSON messages: chunked and indexed, written as it comes. */
import { createReadStream } from 'node:fs'
import { McapStreamReader, McapWriter } from '@mcap/core'
import { openAppender, type Appender } from '../append.ts'
import { toJson } from '../json-list.ts'

/** A JSON Schema with the name under which readers know it. */
export interface MessageSchema {
  readonly title: string
}

export interface Channel<Message> {
  /** @param time simulated, ns; must not fall within one channel. */
  publish(time: bigint, message: Message): Promise<void>
}

export interface McapFile {
  /** @param digits of numbers, after the point; left out: six */
  channel<Message>(topic: string, schema: MessageSchema, digits?: number): Promise<Channel<Message>>
  /** Writes what is left, the index and the statistics. */
  finish(): Promise<void>
  close(): Promise<void>
}

/**
 * @param library written into the header: who made the file.
 *
 * Chunks are not compressed: no codec that MCAP knows comes with Node 20, and most of the bytes are JPEG.
 */
export const openMcap = async (path: string, library: string): Promise<McapFile> => {
  const { file, writer } = await openWriter(path, library)
  const schemas = new Map<string, number>()

  const schemaId = async (schema: MessageSchema): Promise<number> => {
    const known = schemas.get(schema.title)
    if (known !== undefined) return known
    const data = Buffer.from(JSON.stringify(schema))
    const id = await writer.registerSchema({ name: schema.title, encoding: 'jsonschema', data })
    schemas.set(schema.title, id)
    return id
  }
  return {
    async channel(topic, schema, digits) {
      const channelId = await writer.registerChannel({
        topic,
        schemaId: await schemaId(schema),
        messageEncoding: 'json',
        metadata: new Map(),
      })
      let sequence = 0
      return {
        publish: (time, message) =>
          writer.addMessage({
            channelId,
            sequence: sequence++,
            logTime: time,
            publishTime: time,
            data: Buffer.from(toJson(message, digits)),
          }),
      }
    },
    finish: () => writer.end(),
    close: () => file.close(),
  }
}

const openWriter = async (path: string, library: string): Promise<{ file: Appender; writer: McapWriter }> => {
  const file = await openAppender(path)
  const writer = new McapWriter({
    writable: { write: (bytes) => file.write(bytes), position: () => BigInt(file.length) },
  })
  await writer.start({ profile: '', library })
  return { file, writer }
}

/** Writes the messages of several files, in order, as one; channels of the same topic become one. */
export const joinMcap = async (parts: readonly string[], path: string, library: string): Promise<void> => {
  const { file, writer } = await openWriter(path, library)
  try {
    const schemas = new Map<string, number>()
    const channels = new Map<string, { readonly id: number; sequence: number }>()
    for (const part of parts) {
      const schemaIds = new Map<number, number>()
      const channelIds = new Map<number, { readonly id: number; sequence: number }>()
      const reader = new McapStreamReader()
      for await (const bytes of createReadStream(part)) {
        reader.append(bytes as Buffer)
        for (let record = reader.nextRecord(); record; record = reader.nextRecord())
          if (record.type === 'Schema') {
            const id = schemas.get(record.name) ?? (await writer.registerSchema(record))
            schemas.set(record.name, id)
            schemaIds.set(record.id, id)
          } else if (record.type === 'Channel') {
            const known = channels.get(record.topic) ?? {
              id: await writer.registerChannel({ ...record, schemaId: schemaIds.get(record.schemaId) ?? 0 }),
              sequence: 0,
            }
            channels.set(record.topic, known)
            channelIds.set(record.id, known)
          } else if (record.type === 'Message') {
            const channel = channelIds.get(record.channelId)
            if (channel === undefined) throw new Error(`${part} has a message of no channel`)
            await writer.addMessage({ ...record, channelId: channel.id, sequence: channel.sequence++ })
          }
      }
    }
    await writer.end()
  } finally {
    await file.close()
  }
}
