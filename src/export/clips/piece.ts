/** What a piece leaves of its cameras: coded pictures, and what is to be known of them. */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSightWatch, type CameraFrame, type Sight } from '../../labels/index.ts'
import { openAppender, type Appender } from '../append.ts'
import type { PieceContext, PieceWriter } from '../exporter.ts'
import { openGroup, type GroupEncoder } from './h264.ts'

/** The pictures of one camera in one piece; their bytes are in `<sensor>.h264`. */
export interface Shot {
  readonly sensor: string
  /** Time of the first, s. */
  readonly from: number
  readonly width: number
  readonly height: number
  /** Bytes of each. */
  readonly sizes: readonly number[]
  /** Which of them are key pictures, from 0. */
  readonly keys: readonly number[]
  /** Parameter sets, hex. */
  readonly sps: string
  readonly pps: string
}

/** notes.json of a piece. */
export interface PieceNotes {
  readonly shots: readonly Shot[]
  readonly sights: readonly Sight[]
}

const NOTES = 'notes.json'

export const readNotes = async (folder: string): Promise<PieceNotes> =>
  JSON.parse(await readFile(join(folder, NOTES), 'utf8')) as PieceNotes

export const mediaPath = (folder: string, sensor: string): string => join(folder, `${sensor}.h264`)

export const clipsPiece = async (folder: string, { clip }: PieceContext): Promise<PieceWriter> => {
  const cameras = new Map<string, Camera>()
  const sights = createSightWatch(clip.scenario)
  return Promise.resolve({
    async write(frame) {
      sights.see(frame)
      if (frame.kind !== 'camera') return
      let camera = cameras.get(frame.sensor.id)
      if (camera === undefined) {
        camera = await openCamera(folder, frame)
        cameras.set(frame.sensor.id, camera)
      }
      await camera.add(frame.rgba)
    },
    async close() {
      const shots: Shot[] = []
      for (const camera of cameras.values()) shots.push(await camera.close())
      const notes: PieceNotes = { shots, sights: sights.sights() }
      await writeFile(join(folder, NOTES), JSON.stringify(notes))
    },
  })
}

interface Camera {
  add(rgba: Uint8Array): Promise<void>
  close(): Promise<Shot>
}

const openCamera = async (folder: string, first: CameraFrame): Promise<Camera> => {
  const { sensor, width, height, time } = first
  const file: Appender = await openAppender(mediaPath(folder, sensor.id))
  /** A second of pictures: one group a piece, so that videos can be entered every second. */
  const groupLength = Math.max(1, Math.ceil(sensor.rate))
  const sizes: number[] = []
  const keys: number[] = []
  let parameters = { sps: '', pps: '' }
  let group: { readonly encoder: GroupEncoder; count: number } | null = null
  const finishGroup = async (): Promise<void> => {
    if (group === null) return
    const { samples, sps, pps } = group.encoder.finish()
    group = null
    keys.push(sizes.length)
    parameters = { sps: Buffer.from(sps).toString('hex'), pps: Buffer.from(pps).toString('hex') }
    for (const sample of samples) {
      sizes.push(sample.length)
      await file.write(sample)
    }
  }
  return {
    async add(rgba) {
      group ??= { encoder: await openGroup(width, height, sensor.rate), count: 0 }
      group.encoder.add(rgba)
      if (++group.count === groupLength) await finishGroup()
    },
    async close() {
      await finishGroup()
      await file.close()
      return { ...{ sensor: sensor.id, from: time, width, height, sizes, keys }, ...parameters }
    },
  }
}
