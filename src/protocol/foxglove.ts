/** What of Foxglove's WebSocket protocol (version 1) is spoken here: its messages, both ways. */
import { z } from 'zod'

/** Sub-protocols of the handshake; the later one has the same messages. */
export const FOXGLOVE_PROTOCOLS = ['foxglove.websocket.v1', 'foxglove.sdk.v1'] as const

const number = z.int().min(0).max(0xffffffff)

/** Text messages of a viewer. Any other `op` is refused: nothing is published, called or set from outside. */
export const foxgloveRequestSchema = z.discriminatedUnion('op', [
  z.object({
    op: z.literal('subscribe'),
    subscriptions: z.array(z.object({ id: number, channelId: number })).max(1000),
  }),
  z.object({ op: z.literal('unsubscribe'), subscriptionIds: z.array(number).max(1000) }),
])

export interface FoxgloveChannel {
  readonly id: number
  readonly topic: string
  readonly encoding: 'json'
  readonly schemaName: string
  readonly schema: string
  readonly schemaEncoding: 'jsonschema'
}

/** Text messages of the server. */
export type FoxgloveNotice =
  | {
      readonly op: 'serverInfo'
      readonly name: string
      readonly capabilities: readonly string[]
      readonly supportedEncodings: readonly string[]
      readonly metadata: Readonly<Record<string, string>>
      readonly sessionId: string
    }
  | { readonly op: 'status'; readonly level: 0 | 1 | 2; readonly message: string }
  | { readonly op: 'advertise'; readonly channels: readonly FoxgloveChannel[] }
  | { readonly op: 'unadvertise'; readonly channelIds: readonly number[] }

const MESSAGE_DATA = 1
const TIME = 2

/** A message to a subscription: opcode, number of the subscription, time (ns), then the message; little-endian. */
export const foxgloveData = (subscription: number, nanos: bigint, json: string): Uint8Array => {
  const text = new TextEncoder().encode(json)
  const out = new Uint8Array(13 + text.length)
  const view = new DataView(out.buffer)
  view.setUint8(0, MESSAGE_DATA)
  view.setUint32(1, subscription, true)
  view.setBigUint64(5, nanos, true)
  out.set(text, 13)
  return out
}

/** The server's clock, ns: simulated time. */
export const foxgloveTime = (nanos: bigint): Uint8Array => {
  const out = new Uint8Array(9)
  const view = new DataView(out.buffer)
  view.setUint8(0, TIME)
  view.setBigUint64(1, nanos, true)
  return out
}
