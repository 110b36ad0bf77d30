/** What raw files hold of sensors that are no cameras, read by the rules of PCD, PLY, npy and CSV. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { EXPORTERS, type Clip } from '../../../src/export/index.ts'
import { CLIP, writeWhole } from '../../contract/exporter.ts'
import { HEIGHT, paintedFrame, SCENARIO, WIDTH } from '../../contract/painted.ts'
import { LIDAR, paintedRadar, paintedTurn, RADAR } from '../../contract/painted-echoes.ts'
import {
  INSTRUMENTS,
  paintedEcho,
  paintedEvents,
  paintedFix,
  paintedInertial,
  paintedWheels,
  PLACE,
} from '../../contract/painted-instruments.ts'

type Row = Record<string, number>

/** Rows of little-endian numbers: name and numpy's letter and size of each field. */
const rowsOf = (bytes: Buffer, start: number, fields: readonly (readonly [string, string])[]): Row[] => {
  const reader: Record<string, (at: number) => number> = {
    f8: (at) => bytes.readDoubleLE(at),
    f4: (at) => bytes.readFloatLE(at),
    u2: (at) => bytes.readUInt16LE(at),
    u1: (at) => bytes.readUInt8(at),
  }
  const rows: Row[] = []
  for (let at = start; at < bytes.length;) {
    const row: Row = {}
    for (const [name, type] of fields) {
      row[name] = reader[type](at)
      at += Number(type[1])
    }
    rows.push(row)
  }
  return rows
}

const lineOf = (text: string, name: string): string[] =>
  text
    .split('\n')
    .find((line) => line.startsWith(`${name} `))!
    .split(' ')
    .slice(1)

const readPcd = async (path: string): Promise<Row[]> => {
  const bytes = await readFile(path)
  const start = bytes.indexOf('DATA binary\n') + 'DATA binary\n'.length
  const head = bytes.toString('latin1', 0, start)
  const [names, sizes, types] = ['FIELDS', 'SIZE', 'TYPE'].map((name) => lineOf(head, name))
  const rows = rowsOf(
    bytes,
    start,
    names.map((name, i) => [name, types[i].toLowerCase() + sizes[i]]),
  )
  expect(lineOf(head, 'POINTS')).to.deep.equal([String(rows.length)])
  return rows
}

const PLY_TYPES: Record<string, string> = { double: 'f8', float: 'f4', ushort: 'u2', uchar: 'u1' }

const readPly = async (path: string): Promise<Row[]> => {
  const bytes = await readFile(path)
  const start = bytes.indexOf('end_header\n') + 'end_header\n'.length
  const head = bytes.toString('latin1', 0, start)
  const rows = rowsOf(
    bytes,
    start,
    [...head.matchAll(/^property (\w+) (\w+)$/gm)].map(([, type, name]) => [name, PLY_TYPES[type]]),
  )
  expect(lineOf(head, 'element')).to.deep.equal(['vertex', String(rows.length)])
  return rows
}

/** Of an npy file: its header's text, and where its numbers begin. */
const readNpy = async (path: string): Promise<{ bytes: Buffer; head: string; start: number }> => {
  const bytes = await readFile(path)
  expect(bytes.toString('latin1', 0, 8)).to.equal('\x93NUMPY\x01\x00')
  const start = 10 + bytes.readUInt16LE(8)
  expect(start % 64).to.equal(0)
  return { bytes, start, head: bytes.toString('latin1', 10, start) }
}

const readRecords = async (path: string): Promise<Row[]> => {
  const { bytes, head, start } = await readNpy(path)
  const fields = [...head.matchAll(/\('(\w+)', '[<|](\w\w)'\)/g)].map(
    ([, name, type]) => [name, type] as const,
  )
  const rows = rowsOf(bytes, start, fields)
  expect(head).to.include(`'shape': (${rows.length},)`)
  return rows
}

describe('sensors of a raw export', () => {
  let dir: string
  const clip: Clip = {
    ...CLIP,
    scenario: { ...SCENARIO, sensors: [...SCENARIO.sensors, LIDAR, RADAR, ...INSTRUMENTS] },
  }
  const at = (...path: string[]): string => join(dir, CLIP.name, ...path)
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-raw-'))
    let piece = 0
    await writeWhole(EXPORTERS.raw, dir, 2, {
      clip,
      each: 1,
      fill: async (writer) => {
        const n = piece++
        const seen = [paintedFrame(n), paintedTurn(n, n === 1), paintedRadar(n), paintedEvents(n)]
        for (const frame of seen) await writer.write(frame)
        const felt = [paintedInertial(n, n === 1), paintedFix(n), paintedWheels(n), paintedEcho(n)]
        for (const frame of felt) await writer.write(frame)
      },
    })
  })
  after(() => rm(dir, { recursive: true, force: true }))

  it('are clouds of every point, in PCD and in PLY, and none of a lost turn', async () => {
    const { points } = paintedTurn(0)
    const rows = await readPcd(at(LIDAR.id, 'points', '000000.pcd'))
    expect(rows).to.have.length(points.count)
    rows.forEach((row, i) => {
      expect([row.x, row.y, row.z]).to.deep.equal([...points.positions.slice(3 * i, 3 * i + 3)])
      expect([row.x_start, row.y_start, row.z_start]).to.deep.equal([
        ...points.compensated.slice(3 * i, 3 * i + 3),
      ])
      expect(row).to.include({ intensity: 0.25, ring: i % 2, instance: points.instance[i], weather: 0 })
    })
    expect(await readPly(at(LIDAR.id, 'points', '000000.ply'))).to.deep.equal(rows)
    expect((await readdir(at(LIDAR.id, 'points'))).sort()).to.deep.equal(['000000.pcd', '000000.ply'])
    const labels = JSON.parse(await readFile(at(LIDAR.id, 'labels', '000001.json'), 'utf8')) as {
      points: number
      objects: { actor: string; box3d: object }[]
    }
    expect(labels.points).to.equal(0)
    expect(labels.objects[0]).to.include.keys('actor', 'box3d', 'returns')
  })

  it('are detections as records that numpy loads', async () => {
    const { detections } = paintedRadar(1)
    const [row, ...more] = await readRecords(at(RADAR.id, 'detections', '000001.npy'))
    expect(more).to.deep.equal([])
    const { range, radialSpeed, instance } = detections[0]
    expect(Math.hypot(row.x, row.y, row.z)).to.be.closeTo(range, 1e-5)
    expect(row).to.include({ radial_speed: radialSpeed, instance, origin: 0 })
  })

  it('are events with their simulated times', async () => {
    const rows = await readRecords(at('ego.event-camera-front', 'events', '000001.npy'))
    expect(rows).to.deep.equal([
      { t: 0.1 - 0.0625, x: 7, y: 3, polarity: 1, instance: 2, class: 12 },
      { t: 0.1 - 0.03125, x: 0, y: 1, polarity: 0, instance: 0, class: 1 },
    ])
  })

  it('are depths to the last bit too', async () => {
    const { bytes, head, start } = await readNpy(at('ego.front', 'depth', '000001.npy'))
    expect(head).to.include("'<f4'").and.to.include(`(${HEIGHT}, ${WIDTH},)`)
    const depth = new Float32Array(Uint8Array.from(bytes.subarray(start)).buffer)
    expect(depth).to.deep.equal(paintedFrame(1).depth)
  })

  const table = async (sensor: string): Promise<Record<string, string>[]> => {
    const [head, ...lines] = (await readFile(at(sensor, 'readings.csv'), 'utf8')).trimEnd().split('\n')
    return lines.map((line) => {
      const cells = line.split(',')
      expect(cells).to.have.length(head.split(',').length)
      return Object.fromEntries(head.split(',').map((name, i) => [name, cells[i]]))
    })
  }

  it('are tables of readings and truth, with nothing where a reading is lost', async () => {
    const imu = await table('ego.imu-body')
    expect(imu[0]).to.include({ frame: '0', force_x_mps2: '0.625', true_force_x_mps2: '0.5' })
    expect(imu[1]).to.include({ time_s: '0.1', turn_z_radps: '', true_turn_z_radps: '0.25' })
    const [fix] = await table('ego.gnss-roof')
    expect((Number(fix.latitude_deg) * Math.PI) / 180).to.be.closeTo(PLACE.latitude, 1e-10)
    expect(fix.satellites).to.equal('9')
    const [wheels] = await table('ego.wheel-speed-all')
    expect(wheels).to.include({ axle_1_left_radps: '45.5', axle_2_right_radps: '44.75' })
    const echoes = await table('ego.ultrasonic-rear')
    expect(echoes[0]).to.include({ range_m: '', true_range_m: '', track_id: '0' })
    expect(echoes[1]).to.include({ range_m: '2.5', true_range_m: '2.25', track_id: '3' })
  })

  it('stand in the calibration, each where it sits', async () => {
    const { sensors } = JSON.parse(await readFile(at('calibration.json'), 'utf8')) as {
      sensors: { id: string; sensor_to_body: { position_m: number[] } }[]
    }
    expect(sensors.map(({ id }) => id)).to.deep.equal(clip.scenario.sensors.map(({ id }) => id))
    expect(sensors[1].sensor_to_body.position_m).to.deep.equal(LIDAR.mount.position)
  })
})
