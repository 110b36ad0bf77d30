/** What `nearmiss verify` finds in formats that measure: raw, MCAP, KITTI, nuScenes. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { EXPORTERS, type Clip } from '../../src/export/index.ts'
import { cornersOf, type Box2d, type CameraFrame } from '../../src/labels/index.ts'
import { project } from '../../src/math/index.ts'
import type { CameraSpec } from '../../src/scenario/index.ts'
import { cameraView } from '../../src/sensors/index.ts'
import { CLIP, writeWhole } from '../contract/exporter.ts'
import { LIDAR, paintedRadar, paintedTurn, RADAR } from '../contract/painted-echoes.ts'
import { IMU, paintedInertial } from '../contract/painted-instruments.ts'
import { CAMERA, paintedFrame, SCENARIO, stateAt } from '../contract/painted.ts'

const clipWith = (camera: CameraSpec): Clip => ({
  ...CLIP,
  scenario: { ...SCENARIO, sensors: [camera, LIDAR, RADAR, IMU] },
})
const FRAMES = 6

/** A long lens that looks at the lead. */
const NARROW: CameraSpec = { ...CAMERA, horizontalFov: 0.4, mount: { ...CAMERA.mount, yaw: -0.2 } }

/** Its picture with the lead where the 3-D box is: what is painted by hand is not. */
const placed = (frame: CameraFrame, view = cameraView(NARROW, frame.state)): CameraFrame => ({
  ...{ ...frame, sensor: NARROW, view },
  objects: frame.objects
    .filter(({ actor }) => actor === 'lead')
    .map((object) => {
      const corners = cornersOf(object.box3d).map((corner) => project(view, corner))
      const [us, vs] = [0, 1].map((axis) => corners.map((pixel) => Math.round(pixel[axis])))
      const box: Box2d = [Math.min(...us), Math.min(...vs), Math.max(...us), Math.max(...vs)]
      return { ...object, visible: box, amodal: box, outline: box, truncation: 0 }
    }),
})

/** One export of each, damaged by every test in its turn and mended again. */
const FORMATS = ['raw', 'mcap', 'kitti', 'kitti-tracking', 'nuscenes'] as const
type Format = (typeof FORMATS)[number]

describe('verify', () => {
  let dir: string
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-verify-'))
    for (const format of FORMATS)
      await writeWhole(EXPORTERS[format], join(dir, format), FRAMES, {
        clip: clipWith(format.startsWith('kitti') ? NARROW : CAMERA),
        fill: async (writer) => {
          for (let n = 0; n < FRAMES; n++) {
            await writer.state?.(stateAt(60 * n))
            const picture = format.startsWith('kitti') ? placed(paintedFrame(n)) : paintedFrame(n)
            for (const frame of [picture, paintedTurn(n), paintedRadar(n), paintedInertial(n)])
              await writer.write(frame)
          }
        },
      })
  })
  after(() => rm(dir, { recursive: true, force: true }))

  const problemsOf = async (format: Format): Promise<string> => {
    const problems: string[] = []
    for await (const problem of EXPORTERS[format].verify!(join(dir, format))) problems.push(problem)
    return problems.join('\n')
  }

  for (const format of FORMATS)
    it(`finds nothing wrong with ${format} as it was written`, async () => {
      expect(await problemsOf(format)).to.equal('')
    })

  /** The file of a name's ending, below a folder; the first of several. */
  const find = async (format: Format, ending: string): Promise<string> => {
    const names = (await readdir(join(dir, format), { recursive: true })).sort()
    const found = names.find((name) => name.endsWith(ending))
    if (found === undefined) throw new Error(`${format} has no ${ending}`)
    return join(dir, format, found)
  }
  const text =
    (from: string | RegExp, to: string) =>
    (bytes: Buffer): Buffer => {
      const before = bytes.toString('latin1')
      const after = before.replace(from, to)
      expect(after, String(from)).to.not.equal(before)
      return Buffer.from(after, 'latin1')
    }
  const cut = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length - 3)
  /** null: the file is taken away. */
  const gone = (): null => null

  const DAMAGES: readonly (readonly [Format, string, (bytes: Buffer) => Buffer | null, RegExp])[] = [
    [
      'raw',
      'labels/000001.json',
      text('"visible_pixels":', '"visible_pixels":1'),
      /visible pixels, its mask/,
    ],
    ['raw', 'labels/000001.json', text(/"occlusion":[\d.]+/, '"occlusion":1.5'), /occlusion is 1.5/],
    ['raw', 'labels/000002.json', text('"actor":"lead"', '"actor":"van"'), /track 2: it is not 'van'/],
    ['raw', 'semantic/000003.png', gone, /semantic\/000003.png is missing/],
    ['raw', 'points/000000.pcd', cut, /000000.pcd: it is \d+ bytes long, by its head \d+/],
    ['raw', 'points/000001.ply', cut, /000001.ply: it is \d+ bytes/],
    ['raw', 'detections/000000.npy', cut, /000000.npy: it is \d+ bytes/],
    ['raw', 'depth/000000.npy', cut, /depth\/000000.npy: it is \d+ bytes/],
    ['raw', 'readings.csv', text('\n3,', '\n0,'), /readings.csv: line 5 comes before/],
    ['raw', 'tracks.csv', text(/,\w+\n/, '\n'), /tracks.csv: line \d has \d+ cells/],
    ['mcap', '.mcap', cut, /cut off|cannot be read/],
    [
      'mcap',
      '.mcap',
      text('"frame_id":"world"', '"frame_id":"worle"'),
      /crc|hangs on nothing|cannot be read/i,
    ],
    ['kitti', 'label_2/000001.txt', text('Car ', 'Bus '), /line 1: there is no type Bus/],
    ['kitti', 'label_2/000001.txt', text(/ (\S+)\n/, ' 3.1\n'), /its alpha does not follow/],
    ['kitti', 'label_2/000002.txt', text('Car', 'Car 1'), /line 1: it has 16 fields/],
    ['kitti', 'velodyne/000001.bin', cut, /000001.bin ends amid a point/],
    ['kitti', 'calib/000003.txt', text('Tr_velo_to_cam: ', 'Tr_velo_to_cam: 1'), /Tr_velo_to_cam is no/],
    ['kitti', 'image_2/000004.png', gone, /000004.png is missing/],
    ['kitti', 'ImageSets/train.txt', text('000002\n', ''), /frame 000002 is in none/],
    ['kitti', 'calib/000002.txt', text(/P2: \S+/, 'P2: 1e3'), /its 3-D box covers its box by/],
    ['kitti-tracking', 'label_02/0000.txt', text(/^1 (\d+) Car/m, '1 $1 Van'), /is a (Car|Van), and was a/],
    ['kitti-tracking', 'oxts/0000.txt', text('\n', ' '), /oxts\/0000.txt: 5 lines for 6/],
    ['nuscenes', 'sample.json', text(/"next":"\w+"/, '"next":""'), /does not name it as its next/],
    ['nuscenes', 'instance.json', text('"nbr_annotations":2', '"nbr_annotations":3'), /nbr_annotations is 3/],
    ['nuscenes', 'sample_annotation.json', text(/"size":\[[\d.]+/, '"size":[0'), /its box is empty/],
    ['nuscenes', 'ego_pose.json', text(/"rotation":\[/, '"rotation":[1'), /its rotation is none/],
    [
      'nuscenes',
      'category.json',
      text(/\{"token":"\w+","name":"vehicle.car"[^}]*\},?/, ''),
      /is no category/,
    ],
    ['nuscenes', '.jpg', gone, /\.jpg is missing/],
    ['nuscenes', '.pcd.bin', cut, /is not of whole points/],
  ]
  for (const [format, ending, damage, says] of DAMAGES)
    it(`finds in ${format} ${damage.name === 'gone' ? 'a missing' : 'a damaged'} ${ending}: ${String(says)}`, async () => {
      const path = await find(format, ending)
      const whole = await readFile(path)
      try {
        const broken = damage(whole)
        await (broken === null ? rm(path) : writeFile(path, broken))
        expect(await problemsOf(format)).to.match(says)
      } finally {
        await writeFile(path, whole)
      }
    })
})
