/**
 * The tracking benchmark of KITTI: every clip is a sequence.
 *
 *   training/{image_02,image_03,velodyne}/0000/000000.*      clips of train and val
 *   training/{calib,label_02,oxts}/0000.txt
 *   training/evaluate_tracking.seqmap.*                      sequences for the evaluators: all, of train, of val
 *   testing/...                                              clips of test, with their labels
 *   sequences.csv                                            where each comes from
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { openAppender, type Appender } from '../append.ts'
import type { Clip, Exporter, FinishedPiece } from '../exporter.ts'
import { place } from '../place.ts'
import { calibrationOf, trackingCalibration } from './calibration.ts'
import { KITTI_RIG } from './devices.ts'
import { folderOf, framesOf, type KittiFrame } from './frames.ts'
import { trackingLine } from './labels.ts'
import { writePiece, type Media } from './piece.ts'
import { verifyTracking } from './verify.ts'

export const kittiTracking: Exporter = {
  name: 'kitti-tracking',
  summary: 'KITTI tracking benchmark: the same as sequences, with tracks and navigation',
  rig: KITTI_RIG,
  labels: ['box2d', 'box3d'],
  piece: writePiece,
  assemble,
  verify: verifyTracking,
}

const FOLDERS: Readonly<Record<Media, string>> = {
  image_2: 'image_02',
  image_3: 'image_03',
  velodyne: 'velodyne',
}

/** Names of the lists that a clip's sequence stands in. */
const LISTS = {
  train: ['training', 'training_minus_val'],
  val: ['training', 'val'],
  test: ['test'],
} as const

/** The sequence that is being written. */
interface Sequence {
  readonly clip: Clip
  readonly name: string
  frames: number
  readonly labels: Appender
  readonly oxts: Appender
}

async function assemble(folder: string, pieces: Iterable<FinishedPiece>): Promise<void> {
  for (const part of ['label_02', 'calib', 'image_02', 'oxts'])
    await mkdir(join(folder, 'training', part), { recursive: true })
  const lists = new Map<string, Appender>()
  const listOf = async (under: string, list: string): Promise<Appender> => {
    const path = join(folder, under, `evaluate_tracking.seqmap.${list}`)
    const known = lists.get(path) ?? (await openAppender(path))
    lists.set(path, known)
    return known
  }
  const sources = await openAppender(join(folder, 'sequences.csv'))
  const count = { training: 0, testing: 0 }
  let current: Sequence | null = null
  const finish = async ({ clip, name, frames, labels, oxts }: Sequence): Promise<void> => {
    await labels.close()
    await oxts.close()
    for (const list of LISTS[clip.split])
      await (
        await listOf(folderOf(clip), list)
      ).write(`${name} empty 000000 ${String(frames).padStart(6, '0')}\n`)
    await sources.write(`${folderOf(clip)},${name},${clip.split},${clip.name},${frames}\n`)
  }
  try {
    await sources.write('folder,sequence,split,clip,frames\n')
    for await (const frame of framesOf(pieces)) {
      const { clip } = frame
      const under = join(folder, folderOf(clip))
      if (current?.clip.name !== clip.name) {
        if (current !== null) await finish(current)
        current = await begin(under, String(count[folderOf(clip)]++).padStart(4, '0'), frame)
      }
      await writeFrame(under, current, frame)
    }
    if (current !== null) await finish(current)
  } finally {
    await current?.labels.close()
    await current?.oxts.close()
    for (const file of [...lists.values(), sources]) await file.close()
  }
}

const begin = async (under: string, name: string, { clip, devices }: KittiFrame): Promise<Sequence> => {
  for (const part of ['label_02', 'calib', 'oxts']) await mkdir(join(under, part), { recursive: true })
  await writeFile(join(under, 'calib', `${name}.txt`), trackingCalibration(calibrationOf(devices)))
  return {
    ...{ clip, name, frames: 0 },
    labels: await openAppender(join(under, 'label_02', `${name}.txt`)),
    oxts: await openAppender(join(under, 'oxts', `${name}.txt`)),
  }
}

const writeFrame = async (
  under: string,
  sequence: Sequence,
  { media, labels, oxts }: KittiFrame,
): Promise<void> => {
  const number = sequence.frames++
  const name = String(number).padStart(6, '0')
  for (const { medium, file } of media)
    await place(file, join(under, FOLDERS[medium], sequence.name, name + extname(file)))
  await sequence.labels.write(labels.map((label) => trackingLine(number, label)).join(''))
  await sequence.oxts.write(oxts)
}
