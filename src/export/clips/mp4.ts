/**
 * MP4 (ISO/IEC 14496-12 and -15) of one H.264 track, by hand: a file's index stands before its pictures, so that it
 * plays while it loads, and no clock is in it. Pictures follow one another as they are shown, each as long as the next.
 */
import { open, type FileHandle } from 'node:fs/promises'

/** Coded pictures, each 4 bytes of length and a NAL unit, with the parameter sets that all of one size share. */
export interface Media {
  readonly samples: readonly Uint8Array[]
  readonly sps: Uint8Array
  readonly pps: Uint8Array
}

export interface VideoTrack {
  readonly width: number
  readonly height: number
  /** Pictures a second. */
  readonly rate: number
  /** Bytes of each picture. */
  readonly sizes: readonly number[]
  /** Numbers of the key pictures, from 0. */
  readonly keys: readonly number[]
  readonly sps: Uint8Array
  readonly pps: Uint8Array
}

/** Units of time a picture: rates to a thousandth of a hertz are exact. */
const PICTURE_TIME = 1000

const text = (four: string): Buffer => Buffer.from(four, 'latin1')
const u16 = (...values: number[]): Buffer => Buffer.from(values.flatMap((v) => [v >>> 8, v & 0xff]))
const u32 = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [i, value] of values.entries()) bytes.writeUInt32BE(value, 4 * i)
  return bytes
}
const zeros = (count: number): Buffer => Buffer.alloc(count)

const box = (type: string, ...content: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(content)
  return Buffer.concat([u32(body.length + 8), text(type), body])
}
/** A box with a version and flags. */
const full = (type: string, flags: number, ...content: readonly Uint8Array[]): Buffer =>
  box(type, u32(flags), ...content)

/** As it is: 16.16 fixed point, by rows. */
const IDENTITY = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)

/** Everything before the pictures' bytes. */
const header = (track: VideoTrack): Buffer => {
  const ftyp = box('ftyp', text('isom'), u32(0x200), text('isomiso2avc1mp41'))
  // Where the pictures begin is written into the index, whose length does not depend on it.
  const at = ftyp.length + movie(track, 0).length + 8
  const bytes = track.sizes.reduce((a, b) => a + b, 0)
  return Buffer.concat([ftyp, movie(track, at), u32(bytes + 8), text('mdat')])
}

const movie = (track: VideoTrack, at: number): Buffer => {
  const { width, height, sizes } = track
  const timescale = Math.round(track.rate * PICTURE_TIME)
  const duration = sizes.length * PICTURE_TIME
  return box(
    'moov',
    full(
      'mvhd',
      0,
      u32(0, 0, timescale, duration, 0x10000),
      u16(0x100, 0),
      zeros(8),
      IDENTITY,
      zeros(24),
      u32(2),
    ),
    box(
      'trak',
      // Enabled, in the movie, in the preview.
      full('tkhd', 7, u32(0, 0, 1, 0, duration), zeros(16), IDENTITY, u32(width * 0x10000, height * 0x10000)),
      box(
        'mdia',
        // 'und': no language.
        full('mdhd', 0, u32(0, 0, timescale, duration), u16(0x55c4, 0)),
        full('hdlr', 0, u32(0), text('vide'), zeros(12), text('video\0')),
        box(
          'minf',
          full('vmhd', 1, zeros(8)),
          box('dinf', full('dref', 0, u32(1), full('url ', 1))),
          sampleTable(track, at),
        ),
      ),
    ),
  )
}

const sampleTable = ({ width, height, sizes, keys, sps, pps }: VideoTrack, at: number): Buffer =>
  box(
    'stbl',
    full(
      'stsd',
      0,
      u32(1),
      box(
        'avc1',
        ...[zeros(6), u16(1), zeros(16), u16(width, height), u32(0x480000, 0x480000, 0), u16(1), zeros(32)],
        u16(24, 0xffff),
        avcConfiguration(sps, pps),
        // Primaries BT.709, transfer of sRGB, matrix BT.601, limited range (ITU-T H.273).
        box('colr', text('nclx'), u16(1, 13, 6), Buffer.of(0)),
        box('pasp', u32(1, 1)),
      ),
    ),
    full('stts', 0, u32(1, sizes.length, PICTURE_TIME)),
    full('stss', 0, u32(keys.length, ...keys.map((n) => n + 1))),
    full('stsc', 0, u32(1, 1, sizes.length, 1)),
    full('stsz', 0, u32(0, sizes.length, ...sizes)),
    full('stco', 0, u32(1, at)),
  )

const avcConfiguration = (sps: Uint8Array, pps: Uint8Array): Buffer =>
  box(
    'avcC',
    // Version, then profile, its constraints and level as the sequence parameters have them; lengths of 4 bytes.
    ...[Buffer.of(1), sps.subarray(1, 4), Buffer.of(0xff)],
    ...[Buffer.of(0xe1), u16(sps.length), sps, Buffer.of(1), u16(pps.length), pps],
  )

/** @param parts the pictures' bytes in order, cut in any way */
export const writeMp4 = async (
  path: string,
  track: VideoTrack,
  parts: AsyncIterable<Uint8Array>,
): Promise<void> => {
  const file = await open(path, 'w')
  try {
    await file.writeFile(header(track))
    for await (const part of parts) await file.writeFile(part)
  } finally {
    await file.close()
  }
}

/** Boxes that hold nothing but boxes. */
const NESTED = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl'])

/** What a box holds, by the type of the first that has it; nested boxes too. */
const boxesOf = (bytes: Buffer, found = new Map<string, Buffer>()): Map<string, Buffer> => {
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at)
    const type = bytes.toString('latin1', at + 4, at + 8)
    if (size < 8 || at + size > bytes.length) throw new Error(`the box '${type}' goes past the file's end`)
    const content = bytes.subarray(at + 8, at + size)
    if (!found.has(type)) found.set(type, content)
    if (NESTED.has(type)) boxesOf(content, found)
    at += size
  }
  return found
}

/** The pictures of a whole file in memory, as other writers of MP4 leave them. */
export const mediaOf = (file: Uint8Array): Media => {
  const boxes = boxesOf(Buffer.from(file.buffer, file.byteOffset, file.byteLength))
  const sizes = sizesIn(boxes.get('stsz')!)
  const media = boxes.get('mdat')!
  const avcC = avcConfigurationIn(boxes.get('stsd')!)
  const spsLength = avcC.readUInt16BE(6)
  const ppsAt = 8 + spsLength + 3
  let at = 0
  return {
    samples: sizes.map((size) => media.subarray(at, (at += size))),
    sps: avcC.subarray(8, 8 + spsLength),
    pps: avcC.subarray(ppsAt, ppsAt + avcC.readUInt16BE(ppsAt - 2)),
  }
}

/** Bytes of each picture: version and flags, the one size of all or 0, how many, and then the size of each. */
const sizesIn = (stsz: Buffer): number[] => {
  const [all, count] = [stsz.readUInt32BE(4), stsz.readUInt32BE(8)]
  return Array.from({ length: count }, (_, i) => (all > 0 ? all : stsz.readUInt32BE(12 + 4 * i)))
}

const avcConfigurationIn = (stsd: Buffer): Buffer => stsd.subarray(stsd.indexOf('avcC') + 4)

export interface VideoFacts {
  readonly pictures: number
  /** Pictures a second. */
  readonly rate: number
  readonly width: number
  readonly height: number
}

/** What a file says of itself; its pictures are not read. @throws Error when it is no such file, or cut off */
export const readMp4 = async (path: string): Promise<VideoFacts> => {
  const file = await open(path)
  try {
    const parts = await partsOf(file)
    const [index, media] = ['moov', 'mdat'].map((type) => {
      const part = parts.get(type)
      if (part === undefined) throw new Error(`it has no box '${type}'`)
      return part
    })
    const bytes = Buffer.alloc(index.bytes)
    await file.read(bytes, 0, index.bytes, index.at)
    const boxes = boxesOf(bytes)
    const [times, tkhd] = ['stts', 'tkhd'].map((type) => boxes.get(type)!)
    const sizes = sizesIn(boxes.get('stsz')!)
    if (sizes.reduce((a, b) => a + b, 0) !== media.bytes)
      throw new Error('its pictures are not as long as its index says')
    return {
      pictures: sizes.length,
      rate: boxes.get('mdhd')!.readUInt32BE(12) / times.readUInt32BE(12),
      width: tkhd.readUInt32BE(76) / 0x10000,
      height: tkhd.readUInt32BE(80) / 0x10000,
    }
  } finally {
    await file.close()
  }
}

/** Where the content of each box of a file is, those within boxes not counted. */
const partsOf = async (file: FileHandle): Promise<Map<string, { at: number; bytes: number }>> => {
  const { size: length } = await file.stat()
  const parts = new Map<string, { at: number; bytes: number }>()
  const head = Buffer.alloc(8)
  for (let at = 0; at < length;) {
    const { bytesRead } = await file.read(head, 0, 8, at)
    const size = head.readUInt32BE(0)
    if (bytesRead < 8 || size < 8 || at + size > length) throw new Error('it ends within a box')
    parts.set(head.toString('latin1', 4, 8), { at: at + 8, bytes: size - 8 })
    at += size
  }
  return parts
}
