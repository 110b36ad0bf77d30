/**
 * What both KITTI formats keep of a piece: media by tick, and a line for each picture of the left camera.
 *
 *   image_2/000000123.png  image_3/000000123.png  velodyne/000000123.bin  frames.jsonl
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { LidarPoints } from '../../sensors/index.ts'
import { encodeRgbPng } from '../codec.ts'
import type { PieceContext, PieceWriter } from '../exporter.ts'
import { openLines } from '../lines.ts'
import { devicesOf } from './devices.ts'
import { labelsOf, type KittiLabel } from './labels.ts'
import { oxtsWriter } from './oxts.ts'

/** A picture of the left camera. */
export interface FrameLine {
  readonly tick: number
  readonly labels: readonly KittiLabel[]
  /** A line of the navigation unit. */
  readonly oxts: string
}

export const LINES = 'frames.jsonl'
export const MEDIA = ['image_2', 'image_3', 'velodyne'] as const
export type Media = (typeof MEDIA)[number]
export const mediaName = (medium: Media, tick: number): string =>
  `${String(tick).padStart(9, '0')}.${medium === 'velodyne' ? 'bin' : 'png'}`

export const writePiece = async (folder: string, { clip }: PieceContext): Promise<PieceWriter> => {
  const lines = await openLines<FrameLine>(join(folder, LINES))
  for (const medium of MEDIA) await mkdir(join(folder, medium))
  const devices = devicesOf(clip.scenario.sensors)
  const oxts = devices && oxtsWriter(clip.scenario, devices)
  const put = (medium: Media, tick: number, data: Uint8Array): Promise<void> =>
    writeFile(join(folder, medium, mediaName(medium, tick)), data)
  return {
    async write(frame) {
      const { sensor, tick, state } = frame
      if (frame.kind === 'camera') {
        const { rgba, width, height } = frame
        if (sensor.id === devices?.right?.id)
          await put('image_3', tick, await encodeRgbPng(rgba, width, height))
        if (sensor.id !== devices?.left.id || oxts === null) return
        await put('image_2', tick, await encodeRgbPng(rgba, width, height))
        await lines.push({ tick, labels: labelsOf(frame, clip.scenario.actors), oxts: oxts(state) })
      } else if (frame.kind === 'lidar' && sensor.id === devices?.lidar?.id && frame.points.count > 0)
        await put('velodyne', tick, velodyneBytes(frame.points))
    },
    close: () => lines.close(),
  }
}

/**
 * x, y, z and intensity a point, as 32-bit numbers: where the scanner would have met it had all stood still since the
 * turn began, when the pictures were taken.
 */
const velodyneBytes = ({ count, compensated, intensity }: LidarPoints): Uint8Array => {
  const bytes = Buffer.alloc(16 * count)
  for (let i = 0; i < count; i++) {
    for (let axis = 0; axis < 3; axis++) bytes.writeFloatLE(compensated[3 * i + axis], 16 * i + 4 * axis)
    bytes.writeFloatLE(intensity[i], 16 * i + 12)
  }
  return bytes
}
