/**
 * H.264 (baseline) by minih264, compiled to WebAssembly: the same pictures give the same bytes on every machine
 * (docs/decisions/0008). The only file that knows the video codec.
 */
import { createRequire } from 'node:module'
import { evenSize, toI420 } from './i420.ts'
import { mediaOf, type Media } from './mp4.ts'

/** 45 dB of falling snow at 0.3 bits a pixel. */
const QUANTIZER = 20
/** Of 0 (smallest) to 10: twice as fast as 0 for a tenth more bytes. */
const SPEED = 2
/** Longer than any group: the first picture alone is a key picture. */
const NO_KEY_PICTURE = 1 << 20

export interface GroupEncoder {
  add(rgba: Uint8Array): void
  /** What was added, coded. The encoder is of no more use. */
  finish(): Media
}

type Codec = typeof import('h264-mp4-encoder')

let codec: Codec | null = null

/** Loads the codec on first use, and takes back what it does to the process: it would end it at any rejection. */
const loadCodec = (): Codec => {
  if (codec !== null) return codec
  const hooks = ['uncaughtException', 'unhandledRejection'] as const
  const before = hooks.map((hook) => process.listeners(hook as 'uncaughtException'))
  codec = createRequire(import.meta.url)('h264-mp4-encoder') as Codec
  for (const [i, hook] of hooks.entries())
    for (const listener of process.listeners(hook as 'uncaughtException'))
      if (!before[i].includes(listener)) process.off(hook, listener)
  return codec
}

/** Files of the codec's own file system, which all encoders share, need names of their own. */
let opened = 0

/** Codes pictures of one size; the first is a key picture, and none refers to anything outside. */
export const openGroup = async (width: number, height: number, rate: number): Promise<GroupEncoder> => {
  const encoder = await loadCodec().createH264MP4Encoder()
  const file = `group-${opened++}.mp4`
  Object.assign(encoder, {
    ...{ outputFilename: file, width: evenSize(width), height: evenSize(height), frameRate: rate },
    ...{ kbps: 0, quantizationParameter: QUANTIZER, speed: SPEED, groupOfPictures: NO_KEY_PICTURE },
  })
  encoder.initialize()
  return {
    add: (rgba) => encoder.addFrameYuv(toI420(rgba, width, height)),
    finish: () => {
      encoder.finalize()
      const bytes = encoder.FS.readFile(file)
      encoder.FS.unlink(file)
      encoder.delete()
      return mediaOf(bytes)
    },
  }
}
