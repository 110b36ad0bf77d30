/** Owns the socket of one external driver: lines of JSON, both ways. The run waits on `flag` for what it says. */
import { createServer, type Socket } from 'node:net'
import type { MessagePort } from 'node:worker_threads'

export interface Endpoint {
  readonly host: string
  readonly port: number
  /** Set to 1 and notified with every message to the run. */
  readonly flag: Int32Array
  readonly line: MessagePort
}
export type ToSocket = { readonly send: string } | { readonly end: true }
export type FromSocket = { readonly line: string } | { readonly failed: string }

/** A client that floods us without a line's end is cut off, characters. */
const LONGEST = 1_000_000

/** Listens for one client until the run says that it is over. */
export default ({ host, port, flag, line }: Endpoint): Promise<void> =>
  new Promise((over) => {
    const tell = (message: FromSocket): void => {
      line.postMessage(message)
      Atomics.store(flag, 0, 1)
      Atomics.notify(flag, 0)
    }
    let client: Socket | null = null
    /** Said before anybody was there. */
    const waiting: string[] = []

    const server = createServer((socket) => {
      if (client !== null) {
        socket.end()
        return
      }
      client = socket
      socket.setNoDelay(true).setEncoding('utf8')
      let text = ''
      socket.on('data', (data) => {
        text += String(data)
        const lines = text.split('\n')
        text = lines.pop() ?? ''
        for (const one of lines) if (one.trim() !== '') tell({ line: one })
        if (text.length > LONGEST) socket.destroy(new Error('a line without an end'))
      })
      socket.on('error', (error) => tell({ failed: error.message }))
      socket.on('close', () => tell({ failed: 'the connection was closed' }))
      for (const one of waiting.splice(0)) socket.write(`${one}\n`)
    })
    server.on('error', (error) => tell({ failed: error.message }))
    server.listen(port, host)

    line.on('message', (message: ToSocket) => {
      if ('send' in message) {
        if (client === null) waiting.push(message.send)
        else client.write(`${message.send}\n`)
        return
      }
      client?.end(`${JSON.stringify({ type: 'end' })}\n`)
      server.close()
      line.close()
      over()
    })
  })
