/** A greyscale PNG of 8 bits that is written row by row, so that a map of any size needs the memory of a few rows. */
import { crc32, createDeflate, type Deflate } from 'node:zlib'
import { openAppender, type Appender } from './append.ts'

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)
/** 8 bits a pixel, grey, and the only compression, filtering and order there are without interlace. */
const GREY_8 = [8, 0, 0, 0, 0]

const chunk = (kind: string, data: Uint8Array): Buffer => {
  const named = Buffer.concat([Buffer.from(kind, 'latin1'), data])
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  check.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, check])
}

/** @param rows `height` rows of `width` values each, from the top */
export const writeGreyPng = async (
  path: string,
  width: number,
  height: number,
  rows: Iterable<Uint8Array>,
): Promise<void> => {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set(GREY_8, 8)
  const file = await openAppender(path)
  try {
    await file.write(Buffer.concat([SIGNATURE, chunk('IHDR', head)]))
    const deflate = createDeflate()
    await Promise.all([feed(deflate, rows), drain(deflate, file)])
    await file.write(chunk('IEND', new Uint8Array()))
  } finally {
    await file.close()
  }
}

const feed = async (deflate: Deflate, rows: Iterable<Uint8Array>): Promise<void> => {
  for (const row of rows) {
    // Each row says by its first byte how it is filtered: not at all.
    const line = Buffer.alloc(row.length + 1)
    line.set(row, 1)
    if (!deflate.write(line)) await new Promise((go) => deflate.once('drain', go))
  }
  deflate.end()
}

const drain = async (deflate: Deflate, file: Appender): Promise<void> => {
  for await (const bytes of deflate) await file.write(chunk('IDAT', bytes as Buffer))
}
