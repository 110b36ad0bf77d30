/** A file that only grows. Memory holds one piece at a time, however long the file. */
import { open } from 'node:fs/promises'

export interface Appender {
  /** Bytes written so far. */
  readonly length: number
  write(data: string | Uint8Array): Promise<void>
  /** Closing twice is allowed. */
  close(): Promise<void>
}

/** Starts `path` empty. Writes must not overlap. */
export const openAppender = async (path: string): Promise<Appender> => {
  const file = await open(path, 'w')
  let length = 0
  let closed = false
  return {
    get length() {
      return length
    },
    async write(data) {
      const bytes = typeof data === 'string' ? Buffer.from(data) : data
      for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at)).bytesWritten
      length += bytes.length
    },
    async close() {
      if (closed) return
      closed = true
      await file.close()
    },
  }
}
