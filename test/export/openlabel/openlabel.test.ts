import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv, type ValidateFunction } from 'ajv'
import { expect } from 'chai'
import type { Clip } from '../../../src/export/index.ts'
import { openlabel } from '../../../src/export/openlabel/openlabel.ts'
import type { Box2d } from '../../../src/labels/index.ts'
import { project, type Vec3 } from '../../../src/math/index.ts'
import { CLIP, describeExporter, writeWhole } from '../../contract/exporter.ts'
import { CAMERA, paintedFrame } from '../../contract/painted.ts'

interface Data {
  name: string
  val: number[]
  coordinate_system: string
}
interface Document {
  openlabel: {
    metadata: Record<string, unknown>
    streams: Record<string, { stream_properties: { intrinsics_pinhole: { camera_matrix: number[] } } }>
    coordinate_systems: Record<string, { parent: string }>
    frame_intervals: { frame_start: number; frame_end: number }[]
    objects: Record<string, { name: string; type: string; frame_intervals: object[] }>
    actions: Record<string, { type: string; frame_intervals: object[] }>
    events: Record<string, { type: string; frame_intervals: object[] }>
    relations: Record<string, { rdf_objects: { uid: string }[] }>
    frames: Record<
      string,
      {
        frame_properties: {
          timestamp: number
          streams: Record<string, { uri: string; stream_properties: { sync: { frame_stream: number } } }>
          transforms: Record<
            string,
            { transform_src_to_dst: { quaternion: number[]; translation: number[] } }
          >
        }
        objects: Record<string, { object_data: { cuboid: Data[]; bbox?: Data[] } }>
        events?: object
      }
    >
  }
}

const read = async (target: string): Promise<Document> => {
  const [name] = await readdir(join(target, 'labels'))
  return JSON.parse(await readFile(join(target, 'labels', name), 'utf8')) as Document
}

const SCHEMA = new URL('../../fixtures/openlabel/openlabel_json_schema-v1.0.0.json', import.meta.url)

describeExporter({
  exporter: openlabel,
  readLabels: async (target) => {
    const { frames } = (await read(target)).openlabel
    return Object.values(frames).flatMap(({ frame_properties, objects }) =>
      Object.entries(objects).flatMap(([uid, { object_data }]) =>
        (object_data.bbox ?? [])
          .filter(({ name }) => name === `${CAMERA.id}.visible`)
          .map(({ val: [x, y, w, h] }) => ({
            frame: frame_properties.streams[CAMERA.id].stream_properties.sync.frame_stream,
            track: Number(uid),
            visible: [x - w / 2, y - h / 2, x + w / 2, y + h / 2] as Box2d,
          })),
      ),
    )
  },
})

describe('export/openlabel', () => {
  let dir: string
  let valid: ValidateFunction
  let set: Document['openlabel']
  const skid: Clip = {
    ...CLIP,
    events: [
      { kind: 'skid-start', time: 0.1, actors: ['ego'] },
      {
        ...{ kind: 'collision', time: 0.2, actors: ['ego', 'lead'], point: [1, 2, 3], closingSpeed: 4 },
        ...{ deltaV: [[0, 0, 0] as const, [0, 0, 0] as const], pdof: [0, 0], energy: 5 },
      },
      { kind: 'skid-end', time: 0.25, actors: ['ego'] },
      { kind: 'off-road', time: 9, actors: ['ego'] },
    ],
  }
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-openlabel-'))
    await writeWhole(openlabel, join(dir, 'set'), 4, { each: 2, clip: skid })
    set = (await read(join(dir, 'set'))).openlabel
    valid = new Ajv({ strict: false }).compile(JSON.parse(await readFile(SCHEMA, 'utf8')) as object)
  })
  after(() => rm(dir, { recursive: true, force: true }))

  it("obeys ASAM's schema, which a file without a version or with an unknown member does not", () => {
    expect(valid({ openlabel: set }), JSON.stringify(valid.errors)).to.equal(true)
    expect(valid({ openlabel: { ...set, metadata: {} } })).to.equal(false)
    expect(valid({ openlabel: { ...set, pictures: {} } })).to.equal(false)
  })

  it('numbers its frames over pieces and says where each object is in them', () => {
    expect(Object.keys(set.frames)).to.deep.equal(['0', '1', '2', '3'])
    expect(set.frame_intervals).to.deep.equal([{ frame_start: 0, frame_end: 3 }])
    expect(set.objects['2']).to.deep.include({ name: 'lead', type: 'car' })
    expect(set.objects['2'].frame_intervals).to.deep.equal([{ frame_start: 0, frame_end: 3 }])
    expect(set.objects['1'].frame_intervals).to.deep.equal([])
    for (const { objects } of Object.values(set.frames))
      for (const uid of Object.keys(objects)) expect(set.objects).to.have.property(uid)
  })

  it('names pictures that are there, from where the file stands', async () => {
    for (const { frame_properties } of Object.values(set.frames)) {
      const { uri } = frame_properties.streams[CAMERA.id]
      expect((await readFile(join(dir, 'set', 'labels', uri))).subarray(0, 2).toString('hex')).to.equal(
        'ffd8',
      )
    }
  })

  it('carries cuboids that its own transforms and camera matrix project where the picture has them', () => {
    const frame = paintedFrame(1)
    const { frame_properties, objects } = set.frames['1']
    const { quaternion, translation } =
      frame_properties.transforms[`${CAMERA.id}_to_world`].transform_src_to_dst
    const [fx, , cx, , , fy, cy] = set.streams[CAMERA.id].stream_properties.intrinsics_pinhole.camera_matrix
    const [x, y, z, w] = quaternion
    // The columns of the rotation matrix are the camera's axes in the world.
    const axes = [
      [1 - 2 * (y * y + z * z), 2 * (x * y + z * w), 2 * (x * z - y * w)],
      [2 * (x * y - z * w), 1 - 2 * (x * x + z * z), 2 * (y * z + x * w)],
      [2 * (x * z + y * w), 2 * (y * z - x * w), 1 - 2 * (x * x + y * y)],
    ]
    for (const { instance } of frame.objects) {
      const { val } = objects[instance].object_data.cuboid[0]
      const centre = val.slice(0, 3)
      const [right, down, ahead] = axes.map((axis) =>
        axis.reduce((sum, a, i) => sum + a * (centre[i] - translation[i]), 0),
      )
      const [u, v, depth] = project(frame.view, centre as unknown as Vec3)
      expect(ahead).to.be.closeTo(depth, 1e-4)
      expect((fx * right) / ahead + cx).to.be.closeTo(u, 1e-3)
      expect((fy * down) / ahead + cy).to.be.closeTo(v, 1e-3)
      expect(Math.hypot(...val.slice(3, 7))).to.be.closeTo(1, 1e-5)
    }
  })

  it('has what happens within its frames as events, a skid as an action, and who takes part', () => {
    expect(Object.values(set.events).map(({ type }) => type)).to.deep.equal([
      ...['skid-start', 'collision', 'skid-end'],
    ])
    expect(set.events['1'].frame_intervals).to.deep.equal([{ frame_start: 2, frame_end: 2 }])
    expect(Object.values(set.actions)).to.have.length(1)
    expect(set.actions['0']).to.deep.include({
      type: 'skid',
      frame_intervals: [{ frame_start: 1, frame_end: 3 }],
    })
    expect(set.frames['2'].events).to.deep.equal({ 1: {} })
    const uids = Object.values(set.relations).flatMap((r) => r.rdf_objects.map(({ uid }) => uid))
    expect(uids).to.include.members(['1', '2'])
  })

  it('says what its types mean in a file of its own', async () => {
    const path = fileURLToPath(new URL(`file://${join(dir, 'set', 'ontology.json')}`))
    const { objects, events } = JSON.parse(await readFile(path, 'utf8')) as Record<string, object>
    for (const { type } of Object.values(set.objects)) expect(objects).to.have.property(type)
    for (const { type } of Object.values(set.events)) expect(events).to.have.property(type)
  })
})
