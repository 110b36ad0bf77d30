/** Records as JSON lines: how a piece hands on what only the whole data set can number. One line in memory at a time. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { openAppender } from './append.ts'

export interface LineWriter<T> {
  push(record: T): Promise<void>
  close(): Promise<void>
}

/** Starts the file empty. Numbers are kept as they are. */
export const openLines = async <T>(path: string): Promise<LineWriter<T>> => {
  const file = await openAppender(path)
  return {
    push: (record) => file.write(`${JSON.stringify(record)}\n`),
    close: () => file.close(),
  }
}

/** What was pushed, in order. */
export async function* readLines<T>(path: string): AsyncGenerator<T, void, void> {
  const lines = createInterface({ input: createReadStream(path), crlfDelay: Infinity })
  for await (const line of lines) yield JSON.parse(line) as T
}
