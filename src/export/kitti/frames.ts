/** The frames of a data set: moments of which there is a reading of every device. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { UserError } from '../../scenario/index.ts'
import type { Clip, FinishedPiece } from '../exporter.ts'
import { readLines } from '../lines.ts'
import { devicesOf, type Devices } from './devices.ts'
import { LINES, mediaName, type FrameLine, type Media } from './piece.ts'

/** A frame, whose number only the whole data set gives. */
export interface KittiFrame extends FrameLine {
  readonly clip: Clip
  readonly devices: Devices
  /** Files that it is made of. */
  readonly media: readonly { readonly medium: Media; readonly file: string }[]
}

/**
 * In the order of the plan. Readings that are alone on their tick, since sensors read at different rates or a reading is
 * lost, make no frame.
 * @throws UserError when a clip has no camera that KITTI could have
 */
export async function* framesOf(pieces: Iterable<FinishedPiece>): AsyncGenerator<KittiFrame, void, void> {
  for (const { clip, folder } of pieces) {
    const devices = devicesOf(clip.scenario.sensors)
    if (devices === null)
      throw new UserError(
        `${clip.name} has no camera without lens distortion among its exported sensors, which KITTI's pictures need`,
      )
    const needed: readonly Media[] = [
      'image_2',
      ...(devices.right === null ? [] : (['image_3'] as const)),
      ...(devices.lidar === null ? [] : (['velodyne'] as const)),
    ]
    for await (const line of readLines<FrameLine>(join(folder, LINES))) {
      const media = needed.map((medium) => ({
        medium,
        file: join(folder, medium, mediaName(medium, line.tick)),
      }))
      if (media.every(({ file }) => existsSync(file))) yield { ...line, clip, devices, media }
    }
  }
}

/** Frames with truth to learn from, and those that are held back. */
export const folderOf = ({ split }: Clip): 'training' | 'testing' =>
  split === 'test' ? 'testing' : 'training'
