/**
 * A long JSON list of which only one element is ever in memory: elements go to a side file as they come,
 * and the document that the list belongs to is put together at the end by copying files.
 */
import { createReadStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import { openAppender, type Appender } from './append.ts'

export interface JsonList {
  push(element: unknown): Promise<void>
  /** Copies what was pushed, with brackets, and removes the side file. */
  moveInto(document: Appender): Promise<void>
  close(): Promise<void>
}

/** @param path of the side file. */
export const openJsonList = async (path: string): Promise<JsonList> => {
  const side = await openAppender(path)
  return {
    push: (element) => side.write((side.length > 0 ? ',\n' : '') + toJson(element)),
    async moveInto(document) {
      await side.close()
      await document.write('[\n')
      for await (const piece of createReadStream(path)) await document.write(piece as Buffer)
      await document.write('\n]')
      await rm(path)
    },
    close: () => side.close(),
  }
}

/**
 * Writes `path`: the members of `head`, then each list as a member, in order.
 * @param head must have at least one member.
 */
export const writeJsonDocument = async (
  path: string,
  head: Readonly<Record<string, unknown>>,
  lists: Readonly<Record<string, JsonList>>,
): Promise<void> => {
  const document = await openAppender(path)
  try {
    await document.write(toJson(head).slice(0, -1))
    for (const [name, list] of Object.entries(lists)) {
      await document.write(`,\n${JSON.stringify(name)}: `)
      await list.moveInto(document)
    }
    await document.write('}\n')
  } finally {
    await document.close()
  }
}

/** JSON with numbers to a millionth (of a metre, a radian, a pixel): shorter, and the same on every machine. */
export const toJson = (value: unknown, digits = 6): string => {
  const parts = 10 ** digits
  return JSON.stringify(value, (_, v: unknown) =>
    typeof v === 'number' && !Number.isSafeInteger(v) ? Math.round(v * parts) / parts : v,
  )
}
