import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { EXPORTERS, type Clip } from '../../../src/export/index.ts'
import { calibrationOf, type Matrix } from '../../../src/export/kitti/calibration.ts'
import { devicesOf } from '../../../src/export/kitti/devices.ts'
import { labelsOf, objectLine, type KittiLabel } from '../../../src/export/kitti/labels.ts'
import { cornersOf, type Box2d, type CameraFrame, type ObjectLabel } from '../../../src/labels/index.ts'
import {
  inverseTransformPoint,
  project,
  quatFromEuler,
  transformPoint,
  type Vec3,
} from '../../../src/math/index.ts'
import { UserError, type CameraSpec } from '../../../src/scenario/index.ts'
import { cameraView } from '../../../src/sensors/index.ts'
import { CLIP, describeExporter, TICKS_A_FRAME, writeWhole, type ReadLabel } from '../../contract/exporter.ts'
import { LIDAR, paintedTurn, POINTS_EACH } from '../../contract/painted-echoes.ts'
import { CAMERA, HEIGHT, paintedFrame, SCENARIO, stateAt, WIDTH } from '../../contract/painted.ts'

/** The box that KITTI has of an object: all of it, as far as it is in the picture, from the first pixel's centre. */
const kept = ({ index, objects }: CameraFrame): ReadLabel[] =>
  objects.flatMap((o): ReadLabel[] => {
    const [left, top, right, bottom] = o.outline.map((x) => Math.max(0, x - 0.5))
    const box: Box2d = [left, top, Math.min(right, WIDTH - 1), Math.min(bottom, HEIGHT - 1)]
    return o.visible ? [{ frame: index, track: o.instance, visible: box }] : []
  })

const fieldsOf = async (path: string): Promise<string[][]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(' '))

const boxOf = (fields: readonly string[]): Box2d => fields.map(Number) as unknown as Box2d

describeExporter({
  exporter: EXPORTERS['kitti-tracking'],
  kept,
  readLabels: async (target) => {
    const folder = join(target, 'training', 'label_02')
    const all = await Promise.all((await readdir(folder)).map((name) => fieldsOf(join(folder, name))))
    return all
      .flat()
      .map((f) => ({ frame: Number(f[0]), track: Number(f[1]), visible: boxOf(f.slice(6, 10)) }))
  },
})

describeExporter({
  exporter: EXPORTERS.kitti,
  // The object benchmark knows no tracks: its labels are in the order of instances.
  kept: (frame) => kept(frame).map((label, i) => ({ ...label, track: i })),
  readLabels: async (target) => {
    const folder = join(target, 'training', 'label_2')
    const all = await Promise.all(
      (await readdir(folder)).map(async (name) =>
        (await fieldsOf(join(folder, name))).map((f, i) => ({
          frame: Number(name.slice(0, 6)),
          track: i,
          visible: boxOf(f.slice(4, 8)),
        })),
      ),
    )
    return all.flat()
  },
})

const labels = (frame: CameraFrame): KittiLabel[] => labelsOf(frame, SCENARIO.actors)

const LEFT: CameraSpec = {
  ...CAMERA,
  id: 'ego.left',
  name: 'left',
  mount: { ...CAMERA.mount, yaw: 0, pitch: 0 },
}
const RIGHT: CameraSpec = {
  ...LEFT,
  id: 'ego.right',
  name: 'right',
  mount: { ...LEFT.mount, position: [2, -0.44, 1.3] },
}
const SENSORS = [CAMERA, RIGHT, LEFT, LIDAR]

/** A point of KITTI's velodyne frame in a picture. */
const seenBy = (projection: Matrix, veloToCamera: Matrix, [x, y, z]: Vec3): number[] => {
  const camera = [0, 1, 2]
    .map((i) => veloToCamera.slice(4 * i, 4 * i + 4))
    .map(([a, b, c, d]) => a * x + b * y + c * z + d)
  const [u, v, w] = [0, 1, 2]
    .map((i) => projection.slice(4 * i, 4 * i + 4))
    .map(([a, b, c, d]) => a * camera[0] + b * camera[1] + c * camera[2] + d)
  return [u / w, v / w]
}

/** The eight corners of a label, by the benchmark's own formula, in the camera's frame. */
const cornersOfLabel = (fields: readonly number[]): Vec3[] => {
  const [h, w, l, x, y, z, ry] = fields
  return [0, 1, 2, 3, 4, 5, 6, 7].map((i): Vec3 => {
    const [a, b, c] = [(i & 1 ? 0.5 : -0.5) * l, i & 2 ? 0 : -h, (i & 4 ? 0.5 : -0.5) * w]
    return [Math.cos(ry) * a + Math.sin(ry) * c + x, b + y, -Math.sin(ry) * a + Math.cos(ry) * c + z]
  })
}

describe('export/kitti', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-kitti-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('takes the stereo pair, whatever else there is', () => {
    const devices = devicesOf(SENSORS)
    expect(devices?.left.id).to.equal('ego.left')
    expect(devices?.right?.id).to.equal('ego.right')
    expect(devices?.lidar?.id).to.equal('ego.lidar-roof')
    expect(devicesOf([CAMERA])).to.include({ left: CAMERA, right: null, lidar: null })
    expect(devicesOf([{ ...CAMERA, lens: { kind: 'fisheye', k1: 0, k2: 0, k3: 0, k4: 0 } }])).to.equal(null)
  })

  it('refuses what has no camera that keeps lines straight', async () => {
    const clip: Clip = { ...CLIP, scenario: { ...SCENARIO, sensors: [LIDAR] } }
    const error: unknown = await writeWhole(EXPORTERS.kitti, join(dir, 'set'), 1, { clip }).catch(
      (e: unknown) => e,
    )
    expect(error).to.be.instanceOf(UserError)
  })

  it('brings laser points to where both cameras see them', () => {
    const calibration = calibrationOf(devicesOf(SENSORS)!)
    const turn = paintedTurn(3)
    for (const [camera, projection] of [
      [LEFT, calibration.projections[2]],
      [RIGHT, calibration.projections[3]],
    ] as const)
      for (const point of [
        [12, -2, -1],
        [30, -15, 2],
        [25, -9, 0.5],
      ] as const) {
        const [u, v] = project(cameraView(camera, turn.state), transformPoint(turn.pose, point))
        const [x, y] = seenBy(projection, calibration.veloToCamera, point)
        expect(x).to.be.closeTo(u - 0.5, 1e-6)
        expect(y).to.be.closeTo(v - 0.5, 1e-6)
      }
  })

  /** A painted frame seen by the level left camera, with one thing about its objects changed. */
  const leftFrame = (
    n: number,
    change: (o: ObjectLabel) => Partial<ObjectLabel> = () => ({}),
  ): CameraFrame => {
    const frame = paintedFrame(n)
    return {
      ...frame,
      sensor: LEFT,
      view: cameraView(LEFT, frame.state),
      objects: frame.objects.map((o) => ({ ...o, ...change(o) })),
    }
  }

  it('labels boxes whose corners are those of the truth', () => {
    const frame = leftFrame(2)
    const lines = labels(frame).map((label) => objectLine(label).trim().split(' '))
    expect(lines).to.have.length(2)
    lines.forEach((fields, i) => {
      expect(fields).to.have.length(15)
      const object = frame.objects.filter((o) => o.visible !== null)[i]
      const truth = cornersOf(object.box3d).map((p) => {
        const [x, y, z] = inverseTransformPoint(frame.view.pose, p)
        return [-y, -z, x]
      })
      for (const corner of cornersOfLabel(fields.slice(8).map(Number))) {
        const nearest = truth.map((t) => Math.hypot(...t.map((x, k) => x - corner[k])))
        expect(Math.min(...nearest)).to.be.lessThan(1e-3)
      }
      const [alpha, x, z, rotation] = [3, 11, 13, 14].map((k) => Number(fields[k]))
      expect(Math.cos(rotation - Math.atan2(x, z) - alpha)).to.be.closeTo(1, 1e-6)
    })
  })

  it('says how much is hidden and cut off', () => {
    const [lead, van] = labels(leftFrame(0))
    expect(lead).to.include({ type: 'Car', track: 2, occlusion: 2, truncation: 0 })
    expect(van).to.include({ type: 'Car', track: 3, occlusion: 0, truncation: 0.5 })
    for (const [occlusion, level] of [
      [0.19, 0],
      [0.2, 1],
      [0.49, 1],
    ])
      expect(labels(leftFrame(0, () => ({ occlusion })))[0]).to.include({
        occlusion: level,
      })
  })

  it('leaves alone what is too small, and what has its middle behind the camera', () => {
    const small = leftFrame(0, () => ({ outline: [10, 10, 30, 17] }))
    expect(labels(small).map((l) => l.type)).to.deep.equal(['DontCare', 'DontCare'])
    const behind = leftFrame(0, (o) => ({ box3d: { ...o.box3d, center: [-5, 0, 0.7] } }))
    expect(objectLine(labels(behind)[0])).to.match(
      /^DontCare -1 -1 -10 \d+\.\d\d \d+\.\d\d \d+\.\d\d \d+\.\d\d -1 -1 -1 -1000 -1000 -1000 -10\n$/,
    )
  })

  it('gives a car on its side its breadth for a height', () => {
    const lying = quatFromEuler({ yaw: 0, pitch: 0, roll: Math.PI / 2 })
    const [label] = labels(leftFrame(0, (o) => ({ box3d: { ...o.box3d, orientation: lying } })))
    const size = label.type === 'DontCare' ? [] : label.size
    expect(size).to.have.length(3)
    const truth = [1.8, 1.45, 4.6]
    size.forEach((metres, k) => expect(metres).to.be.closeTo(truth[k], 1e-6))
  })

  it('names things as KITTI does', () => {
    const typeOf = (semantic: ObjectLabel['semantic']): string =>
      labels(leftFrame(0, () => ({ semantic })))[0].type
    expect(typeOf('van')).to.equal('Van')
    expect(typeOf('pedestrian')).to.equal('Pedestrian')
    expect(typeOf('bicycle')).to.equal('Cyclist')
    expect(typeOf('trailer')).to.equal('Misc')
  })

  const SCENE: Clip = { ...CLIP, scenario: { ...SCENARIO, sensors: [LEFT, RIGHT, LIDAR] } }
  /** Frames 0 to 3; the second turn of the lidar is lost. */
  const writeStereo = (format: string, clip: Clip): Promise<void> =>
    writeWhole(EXPORTERS[format], join(dir, 'set'), 4, {
      clip,
      fill: async (writer) => {
        for (let n = 0; n < 4; n++) {
          await writer.write(leftFrame(n))
          await writer.write({ ...leftFrame(n), sensor: RIGHT })
          await writer.write(paintedTurn(n, n === 1))
        }
        await writer.close()
      },
    })

  it('writes frames of which every device has a reading, numbered without a gap', async () => {
    await writeStereo('kitti', { ...SCENE, split: 'val' })
    const training = join(dir, 'set', 'training')
    const numbers = ['000000', '000001', '000002']
    for (const [part, ending] of [
      ['image_2', 'png'],
      ['image_3', 'png'],
      ['velodyne', 'bin'],
      ['calib', 'txt'],
      ['label_2', 'txt'],
    ])
      expect((await readdir(join(training, part))).sort()).to.deep.equal(numbers.map((n) => `${n}.${ending}`))
    const setOf = (name: string): Promise<string> =>
      readFile(join(dir, 'set', 'ImageSets', `${name}.txt`), 'utf8')
    expect(await setOf('val')).to.equal(numbers.map((n) => `${n}\n`).join(''))
    expect(await setOf('trainval')).to.equal(await setOf('val'))
    expect(await setOf('train')).to.equal('')
    const sources = (await readFile(join(dir, 'set', 'frames.csv'), 'utf8')).split('\n')
    expect(sources[2]).to.equal(`training,000001,val,painted-7,${2 * TICKS_A_FRAME},0.200000`)
  })

  it('writes laser points that lie in the labelled boxes', async () => {
    await writeStereo('kitti', SCENE)
    const training = join(dir, 'set', 'training')
    const cloud = await readFile(join(training, 'velodyne', '000000.bin'))
    const { points } = paintedTurn(0)
    expect(cloud).to.have.length(16 * points.count)
    const calib = await fieldsOf(join(training, 'calib', '000000.txt'))
    const matrix = calib
      .find(([name]) => name === 'Tr_velo_to_cam:')!
      .slice(1)
      .map(Number)
    const [lead] = await fieldsOf(join(training, 'label_2', '000000.txt'))
    const [h, w, l, x, y, z, ry] = lead.slice(8).map(Number)
    let inside = 0
    for (let i = 0; i < POINTS_EACH; i++) {
      const p = [0, 1, 2].map((axis) => cloud.readFloatLE(16 * i + 4 * axis))
      expect(cloud.readFloatLE(16 * i + 12)).to.equal(0.25)
      const [cx, cy, cz] = [0, 1, 2]
        .map((r) => matrix.slice(4 * r, 4 * r + 4))
        .map(([a, b, c, d]) => a * p[0] + b * p[1] + c * p[2] + d)
      const [dx, dy, dz] = [cx - x, cy - y, cz - z]
      const [along, across] = [Math.cos(ry) * dx - Math.sin(ry) * dz, Math.sin(ry) * dx + Math.cos(ry) * dz]
      if (Math.abs(along) <= l / 2 && Math.abs(across) <= w / 2 && dy <= 0 && dy >= -h) inside++
    }
    expect(inside).to.equal(3)
  })

  it('writes sequences with tracks, navigation and lists for the evaluators', async () => {
    await writeStereo('kitti-tracking', SCENE)
    const training = join(dir, 'set', 'training')
    expect((await readdir(training)).sort()).to.deep.equal([
      ...['calib', 'evaluate_tracking.seqmap.training', 'evaluate_tracking.seqmap.training_minus_val'],
      ...['image_02', 'image_03', 'label_02', 'oxts', 'velodyne'],
    ])
    expect(await readFile(join(training, 'evaluate_tracking.seqmap.training'), 'utf8')).to.equal(
      '0000 empty 000000 000003\n',
    )
    expect(await readdir(join(training, 'velodyne', '0000'))).to.have.length(3)
    const labels = await fieldsOf(join(training, 'label_02', '0000.txt'))
    expect(labels.map((f) => f.length)).to.deep.equal([17, 17, 17, 17, 17, 17])
    expect(labels.map((f) => f.slice(0, 5).join(' '))).to.deep.equal(
      [0, 1, 2].flatMap((n) => [`${n} 2 Car 0 2`, `${n} 3 Car 2 0`]),
    )
    const oxts = await fieldsOf(join(training, 'oxts', '0000.txt'))
    expect(oxts.map((f) => f.length)).to.deep.equal([30, 30, 30])
    const [latitude, longitude, altitude, , , yaw, north, east, ahead] = oxts[0].map(Number)
    expect(latitude).to.be.closeTo(49, 0.01)
    expect(longitude).to.be.closeTo(8.4, 0.01)
    expect([altitude, north, east]).to.deep.equal([0, 0, 15])
    const ego = stateAt(0).actors[0]
    expect(yaw).to.be.closeTo(2 * Math.atan2(ego.orientation[2], ego.orientation[3]), 1e-9)
    expect(ahead).to.be.closeTo(15 * Math.cos(yaw), 1e-9)
    expect(Number(oxts[0][13])).to.be.closeTo(9.81, 1e-9)
  })

  it('keeps clips of the test split apart', async () => {
    await writeStereo('kitti', { ...SCENE, split: 'test' })
    expect(await readdir(join(dir, 'set', 'testing', 'image_2'))).to.have.length(3)
    expect(await readdir(join(dir, 'set', 'training', 'image_2'))).to.have.length(0)
    expect(await readFile(join(dir, 'set', 'ImageSets', 'test.txt'), 'utf8')).to.equal(
      '000000\n000001\n000002\n',
    )
  })
})
