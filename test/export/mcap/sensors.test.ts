/** What an MCAP file holds of every kind of sensor, by the foxglove schemas. */
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { McapStreamReader } from '@mcap/core'
import { NumericType, type FrameTransforms, type LocationFix, type SceneUpdate } from '@foxglove/schemas'
import { Ajv } from 'ajv'
import { expect } from 'chai'
import sharp from 'sharp'
import { EXPORTERS, type Clip } from '../../../src/export/index.ts'
import type { JsonCloud } from '../../../src/export/mcap/clouds.ts'
import type { JsonImage } from '../../../src/export/mcap/picture.ts'
import { inverseTransformPoint, sub, transformPoint } from '../../../src/math/index.ts'
import { CLIP, writeWhole } from '../../contract/exporter.ts'
import { BOX_SIZE, paintedFrame, SCENARIO, stateAt } from '../../contract/painted.ts'
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

const sensors = [...SCENARIO.sensors, LIDAR, RADAR, ...INSTRUMENTS]
const clip: Clip = { ...CLIP, scenario: { ...SCENARIO, sensors } }

describe('sensors of an MCAP export', () => {
  let dir: string
  const topics = new Map<string, unknown[]>()
  const failures: string[] = []
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-mcap-'))
    await writeWhole(EXPORTERS.mcap, dir, 2, {
      clip,
      fill: async (writer) => {
        await writer.state?.(stateAt(0))
        for (const frame of [paintedFrame(0), paintedTurn(0), paintedRadar(0), paintedEvents(0)])
          await writer.write(frame)
        for (const n of [0, 1])
          for (const frame of [
            paintedInertial(n, n === 1),
            paintedFix(n, n === 1),
            paintedWheels(n),
            paintedEcho(n),
          ])
            await writer.write(frame)
      },
    })
    const ajv = new Ajv({ strict: false, formats: { base64: true } })
    const checks = new Map<number, ReturnType<Ajv['compile']>>()
    const channels = new Map<number, { topic: string; schemaId: number }>()
    const reader = new McapStreamReader()
    reader.append(await readFile(join(dir, `${CLIP.name}.mcap`)))
    for (let record = reader.nextRecord(); record; record = reader.nextRecord()) {
      // The index at the end tells of both once more.
      if (record.type === 'Schema' && !checks.has(record.id))
        checks.set(record.id, ajv.compile(JSON.parse(Buffer.from(record.data).toString()) as object))
      else if (record.type === 'Channel') channels.set(record.id, record)
      else if (record.type === 'Message') {
        const { topic, schemaId } = channels.get(record.channelId)!
        const message: unknown = JSON.parse(Buffer.from(record.data).toString())
        if (!checks.get(schemaId)!(message))
          failures.push(`${topic}: ${ajv.errorsText(checks.get(schemaId)!.errors)}`)
        topics.set(topic, [...(topics.get(topic) ?? []), message])
      }
    }
  })
  after(() => rm(dir, { recursive: true, force: true }))

  const on = <T>(topic: string): T[] => (topics.get(topic) ?? []) as T[]

  it('keep to their schemas', () => {
    expect(failures).to.deep.equal([])
  })

  it('hang on their carrier', () => {
    const [{ transforms }] = on<FrameTransforms>('/tf_static')
    for (const { id, actor } of sensors)
      expect(transforms.find((t) => t.child_frame_id === id)?.parent_frame_id).to.equal(actor)
  })

  it('are clouds whose points lie in the boxes of the same moment', () => {
    const [cloud] = on<JsonCloud>('/lidar/ego.lidar-roof/points')
    const turn = paintedTurn(0)
    const bytes = Buffer.from(cloud.data, 'base64')
    expect(bytes.length).to.equal(turn.points.count * cloud.point_stride)
    const field = (name: string) => cloud.fields.find((f) => f.name === name)!
    expect(['x', 'y', 'z'].map((name) => field(name).type)).to.deep.equal(Array(3).fill(NumericType.FLOAT32))
    expect(field('instance').type).to.equal(NumericType.UINT16)
    const [{ entities }] = on<SceneUpdate>('/lidar/ego.lidar-roof/boxes')
    const { pose: at, size } = entities.find((e) => e.id.endsWith(' lead'))!.cubes[0]
    expect(size).to.deep.equal({ x: BOX_SIZE[0], y: BOX_SIZE[1], z: BOX_SIZE[2] })
    const box = {
      position: [at.position.x, at.position.y, at.position.z] as const,
      orientation: [at.orientation.x, at.orientation.y, at.orientation.z, at.orientation.w] as const,
    }
    let inside = 0
    for (let i = 0; i < turn.points.count; i++) {
      const read = (name: string): number => bytes.readFloatLE(i * cloud.point_stride + field(name).offset)
      const point = transformPoint(turn.pose, [read('x'), read('y'), read('z')])
      const own = inverseTransformPoint(box, point)
      const whose = bytes.readUInt16LE(i * cloud.point_stride + field('instance').offset)
      if (own.every((v, axis) => Math.abs(v) <= BOX_SIZE[axis] / 2 + 1e-4)) {
        expect(whose).to.equal(2)
        inside++
      }
    }
    expect(inside).to.equal(3)
  })

  it('are detections that lie where they were measured', () => {
    const [cloud] = on<JsonCloud>('/radar/ego.radar-front/detections')
    const bytes = Buffer.from(cloud.data, 'base64')
    const names = cloud.fields.map(({ name }) => name)
    expect(names).to.include.members(['radial_speed', 'rcs', 'snr', 'instance'])
    const { pose, objects, detections } = paintedRadar(0)
    const lead = objects.find(({ actor }) => actor === 'lead')!
    const point = transformPoint(pose, [bytes.readFloatLE(0), bytes.readFloatLE(4), bytes.readFloatLE(8)])
    const off = sub(point, lead.box3d.center)
    expect(Math.hypot(...off)).to.be.lessThan(1e-4)
    expect(detections).to.have.length(1)
  })

  it('are fixes on the globe to a millimetre, and none where there is none', () => {
    const fixes = on<LocationFix>('/gnss/ego.gnss-roof/fix')
    expect(fixes).to.have.length(1)
    const [{ latitude, longitude, altitude, position_covariance: variance }] = fixes
    expect((latitude * Math.PI) / 180).to.be.closeTo(PLACE.latitude, 1e-10)
    expect((longitude * Math.PI) / 180).to.be.closeTo(PLACE.longitude, 1e-10)
    expect([altitude, variance[0], variance[8]]).to.deep.equal([PLACE.height, 9, 16])
    expect(on('/gnss/ego.gnss-roof/reading')[1]).to.not.have.property('position_m')
  })

  it('are readings with their truth', () => {
    const [first, second] = on<object>('/imu/ego.imu-body/reading')
    expect(first).to.deep.include({ force_mps2: [0.625, 0, 9.75], true_force_mps2: [0.5, 0, 9.81] })
    expect(second).to.have.property('true_turn_radps').and.not.to.equal(undefined)
    expect(second).to.not.have.property('turn_radps')
    expect(on<object>('/wheel-speed/ego.wheel-speed-all/reading')[0]).to.deep.include({
      speed_radps: [45.5, 45.25, 45, 44.75],
    })
    const [none, some] = on<object>('/ultrasonic/ego.ultrasonic-rear/reading')
    expect(none).to.not.have.property('range_m')
    expect(some).to.include({ range_m: 2.5, track_id: 3 })
  })

  it('are pictures of events, brighter and darker told apart', async () => {
    const [{ data }] = on<JsonImage>('/event-camera/ego.event-camera-front/image')
    const { data: rgb, info } = await sharp(Buffer.from(data, 'base64'))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).to.deep.equal([8, 4])
    const pixel = (x: number, y: number): number[] => [...rgb.subarray(3 * (8 * y + x), 3 * (8 * y + x) + 3)]
    const colours = [pixel(7, 3), pixel(0, 1), pixel(4, 2)].map(String)
    expect(new Set(colours).size).to.equal(3)
    expect(pixel(4, 2)).to.deep.equal(pixel(1, 0))
  })
})
