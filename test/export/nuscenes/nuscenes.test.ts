import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { EXPORTERS, type Clip } from '../../../src/export/index.ts'
import { cornersOf, type CameraFrame } from '../../../src/labels/index.ts'
import { add, project, rotate, sub, type Quat, type Vec3 } from '../../../src/math/index.ts'
import { CLIP, describeExporter, writeWhole, type ReadLabel } from '../../contract/exporter.ts'
import { LIDAR, paintedRadar, paintedTurn, POINTS_INSIDE, RADAR } from '../../contract/painted-echoes.ts'
import { CAMERA, paintedFrame, SCENARIO, stateAt } from '../../contract/painted.ts'

type Row = Readonly<Record<string, unknown>> & { readonly token: string }
const tableOf = async (folder: string, name: string): Promise<Row[]> =>
  JSON.parse(await readFile(join(folder, 'v1.0-mini', `${name}.json`), 'utf8')) as Row[]

/** nuScenes has no boxes in pictures, and objects at samples alone: sizes of 3-D boxes are read back. */
const kept = ({ index, objects }: CameraFrame): ReadLabel[] =>
  objects.flatMap((o): ReadLabel[] =>
    o.visible && index % 5 === 0 ? [{ frame: index, track: o.instance, visible: [1.8, 4.6, 1.45, 0] }] : [],
  )

describeExporter({
  exporter: EXPORTERS.nuscenes,
  kept,
  readLabels: async (target) => {
    const samples = await tableOf(target, 'sample')
    const instances = (await tableOf(target, 'instance')).map(({ token }) => token)
    return (await tableOf(target, 'sample_annotation')).map((row) => {
      const [w, l, h] = row.size as number[]
      const sample = samples.find(({ token }) => token === row.sample_token)!
      return {
        frame: Math.round(((sample.timestamp as number) - 1e15) / 1e5),
        // Instances are in the order of tracks; the first is the carrier, which is none.
        track: instances.indexOf(row.instance_token as string) + 2,
        visible: [w, l, h, 0],
      }
    })
  },
})

describe('export/nuscenes', () => {
  let dir: string
  let set: string
  const TABLES: Record<string, Row[]> = {}
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-nuscenes-'))
    set = join(dir, 'set')
    const clip: Clip = { ...CLIP, scenario: { ...SCENARIO, sensors: [CAMERA, LIDAR, RADAR] } }
    await writeWhole(EXPORTERS.nuscenes, set, 8, {
      clip,
      fill: async (writer) => {
        for (let n = 0; n < 8; n++) {
          await writer.state?.(stateAt(60 * n))
          for (const frame of [paintedFrame(n), paintedTurn(n), paintedRadar(n)]) await writer.write(frame)
        }
      },
    })
    for (const name of await readdir(join(set, 'v1.0-mini')))
      if (name !== 'splits.json') TABLES[name.slice(0, -5)] = await tableOf(set, name.slice(0, -5))
  })
  after(() => rm(dir, { recursive: true, force: true }))

  const rowOf = (table: string, token: unknown): Row => {
    const row = TABLES[table].find((r) => r.token === token)
    if (row === undefined) throw new Error(`no ${String(token)} in ${table}`)
    return row
  }

  it('has the thirteen tables, whose records find each other', () => {
    expect(Object.keys(TABLES)).to.have.length(13)
    for (const rows of Object.values(TABLES)) {
      expect(new Set(rows.map(({ token }) => token)).size).to.equal(rows.length)
      for (const row of rows)
        for (const [key, value] of Object.entries(row)) {
          const table = /^(sample|ego_pose|calibrated_sensor|sensor|instance|category|scene|log)_token$/.exec(
            key,
          )
          if (table) rowOf(table[1], value)
        }
    }
  })

  it('links samples, readings and annotations both ways', () => {
    for (const name of ['sample', 'sample_data', 'sample_annotation'])
      for (const row of TABLES[name]) {
        if (row.next !== '') expect(rowOf(name, row.next).prev).to.equal(row.token)
        if (row.prev !== '') expect(rowOf(name, row.prev).next).to.equal(row.token)
      }
    expect(TABLES.scene[0]).to.include({ name: 'scene-0061', nbr_samples: 2 })
  })

  it('has samples twice a second, sweeps between them', async () => {
    const lidar = TABLES.sample_data.filter(({ filename }) => (filename as string).includes('LIDAR_TOP'))
    expect(lidar.map((row) => row.is_key_frame)).to.deep.equal(
      [0, 1, 2, 3, 4, 5, 6, 7].map((n) => n % 5 === 0),
    )
    expect(await readdir(join(set, 'samples', 'LIDAR_TOP'))).to.have.length(2)
    expect(await readdir(join(set, 'sweeps', 'LIDAR_TOP'))).to.have.length(6)
  })

  it('counts points in boxes, of lidar and radar', () => {
    const [sample] = TABLES.sample
    const first = TABLES.sample_annotation.filter((row) => row.sample_token === sample.token)
    expect(first.map((row) => row.num_lidar_pts)).to.deep.equal([POINTS_INSIDE, POINTS_INSIDE, POINTS_INSIDE])
    expect(first.map((row) => row.num_radar_pts)).to.deep.equal([1, 0, 0])
  })

  const from = ({ translation, rotation }: Row, p: Vec3): Vec3 => {
    const [w, x, y, z] = rotation as number[]
    return rotate([-x, -y, -z, w] satisfies Quat, sub(p, translation as Vec3))
  }

  it('brings boxes to where the camera sees them', () => {
    const frame = paintedFrame(0)
    const data = TABLES.sample_data.find(({ filename }) =>
      (filename as string).startsWith('samples/CAM_FRONT'),
    )!
    const [ego, calibrated] = [
      rowOf('ego_pose', data.ego_pose_token),
      rowOf('calibrated_sensor', data.calibrated_sensor_token),
    ]
    const shift = sub(ego.translation as Vec3, frame.state.actors[0].position)
    const [[fx, , cx], [, fy, cy]] = calibrated.camera_intrinsic as number[][]
    for (const corner of cornersOf(frame.objects[0].box3d)) {
      const [x, y, z] = from(calibrated, from(ego, add(corner, shift)))
      const [u, v] = project(frame.view, corner)
      expect(cx + (fx * x) / z).to.be.closeTo(u - 0.5, 1e-3)
      expect(cy + (fy * y) / z).to.be.closeTo(v - 0.5, 1e-3)
    }
  })

  it('writes radar points of 18 fields, their speed over ground too', async () => {
    const [name] = (await readdir(join(set, 'samples', 'RADAR_FRONT'))).sort()
    const bytes = await readFile(join(set, 'samples', 'RADAR_FRONT', name))
    const start = bytes.indexOf('DATA binary\n') + 12
    expect(bytes.subarray(0, start).toString()).to.match(/\nFIELDS( \w+){18}\n/)
    expect(bytes.length - start).to.equal(43 + 1)
    const { detections, velocity, pose } = paintedRadar(0)
    const { range, azimuth, elevation } = detections[0]
    expect(bytes.readFloatLE(start)).to.be.closeTo(range * Math.cos(elevation) * Math.cos(azimuth), 1e-4)
    const [q0, q1, q2, q3] = pose.orientation
    const own = rotate([-q0, -q1, -q2, q3], velocity)
    const along =
      own[0] * Math.cos(elevation) * Math.cos(azimuth) +
      own[1] * Math.cos(elevation) * Math.sin(azimuth) +
      own[2] * Math.sin(elevation)
    expect(bytes.readFloatLE(start + 27)).to.be.closeTo(
      (3 + along) * Math.cos(elevation) * Math.cos(azimuth),
      1e-3,
    )
  })

  it('draws a map that has road under the carrier and none beside it', async () => {
    const { data, info } = await sharp(join(set, TABLES.map[0].filename as string))
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true })
    const [x, y] = TABLES.ego_pose[0].translation as number[]
    const at = (px: number, py: number): number =>
      data[Math.round(info.height - 10 * py) * info.width + Math.round(10 * px)]
    expect(at(x, y)).to.equal(255)
    expect(at(x, y + 20)).to.equal(0)
  })

  it("tells of the carrier's bus", async () => {
    const pose = JSON.parse(await readFile(join(set, 'can_bus', 'scene-0061_pose.json'), 'utf8')) as {
      pos: number[]
      accel: number[]
    }[]
    expect(pose).to.have.length(4)
    expect(pose[0].accel[2]).to.be.closeTo(9.81, 1e-6)
    expect(pose[1].pos[0] - pose[0].pos[0]).to.be.closeTo(3, 1e-6)
  })
})
