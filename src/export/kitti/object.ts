/**
 * The object benchmark of KITTI: every frame by itself.
 *
 *   training/{image_2,image_3,velodyne,calib,label_2}/000000.*    clips of train and val
 *   testing/...                                                   clips of test, with their labels
 *   ImageSets/{train,val,trainval,test}.txt                       numbers of frames
 *   frames.csv                                                    where each comes from
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { TICKS_PER_SECOND } from '../../world/index.ts'
import { openAppender, type Appender } from '../append.ts'
import type { Exporter, FinishedPiece } from '../exporter.ts'
import { place } from '../place.ts'
import { calibrationOf, objectCalibration } from './calibration.ts'
import { KITTI_RIG } from './devices.ts'
import { folderOf, framesOf, type KittiFrame } from './frames.ts'
import { objectLine } from './labels.ts'
import { writePiece } from './piece.ts'
import { verifyObject } from './verify.ts'

export const kitti: Exporter = {
  name: 'kitti',
  summary: 'KITTI object benchmark: stereo pictures, laser scans, calibration, labels',
  rig: KITTI_RIG,
  labels: ['box2d', 'box3d'],
  piece: writePiece,
  assemble,
  verify: verifyObject,
}

const SETS = ['train', 'val', 'trainval', 'test'] as const

async function assemble(folder: string, pieces: Iterable<FinishedPiece>): Promise<void> {
  for (const part of ['label_2', 'calib', 'image_2'])
    await mkdir(join(folder, 'training', part), { recursive: true })
  await mkdir(join(folder, 'ImageSets'))
  const lists = new Map<string, Appender>()
  for (const set of SETS) lists.set(set, await openAppender(join(folder, 'ImageSets', `${set}.txt`)))
  const sources = await openAppender(join(folder, 'frames.csv'))
  const count = { training: 0, testing: 0 }
  try {
    await sources.write('folder,frame,split,clip,tick,time_s\n')
    for await (const frame of framesOf(pieces)) {
      const { clip, tick } = frame
      const under = folderOf(clip)
      const name = String(count[under]++).padStart(6, '0')
      await writeFrame(join(folder, under), name, frame)
      for (const set of clip.split === 'test' ? ['test'] : [clip.split, 'trainval'])
        await lists.get(set)!.write(`${name}\n`)
      await sources.write(
        `${under},${name},${clip.split},${clip.name},${tick},${(tick / TICKS_PER_SECOND).toFixed(6)}\n`,
      )
    }
  } finally {
    for (const file of [...lists.values(), sources]) await file.close()
  }
}

const writeFrame = async (
  folder: string,
  name: string,
  { media, labels, devices }: KittiFrame,
): Promise<void> => {
  for (const { medium, file } of media) await place(file, join(folder, medium, name + extname(file)))
  for (const part of ['label_2', 'calib']) await mkdir(join(folder, part), { recursive: true })
  await writeFile(join(folder, 'label_2', `${name}.txt`), labels.map(objectLine).join(''))
  await writeFile(join(folder, 'calib', `${name}.txt`), objectCalibration(calibrationOf(devices)))
}
