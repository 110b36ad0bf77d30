import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { McapIndexedReader } from '@mcap/core'
import type {
  CameraCalibration,
  FrameTransforms,
  ImageAnnotations,
  Log,
  SceneUpdate,
} from '@foxglove/schemas'
import { Ajv } from 'ajv'
import { expect } from 'chai'
import sharp from 'sharp'
import { EXPORTERS } from '../../../src/export/index.ts'
import type { Box2d } from '../../../src/labels/index.ts'
import {
  compose,
  inverseTransformPoint,
  project,
  transformPoint,
  type Pose,
} from '../../../src/math/index.ts'
import type { ConcreteScenario, Expression } from '../../../src/scenario/index.ts'
import { TICKS_PER_SECOND, type WorldEvent } from '../../../src/world/index.ts'
import { CLIP, describeExporter, writeWhole } from '../../contract/exporter.ts'
import { HEIGHT, paintedFrame, SCENARIO, stateAt, WIDTH } from '../../contract/painted.ts'

interface Message<T = unknown> {
  readonly topic: string
  readonly schema: string
  readonly logTime: bigint
  readonly data: T
}

const openReader = async (path: string): Promise<McapIndexedReader> => {
  const bytes = await readFile(path)
  return McapIndexedReader.Initialize({
    readable: {
      size: () => Promise.resolve(BigInt(bytes.length)),
      read: (offset, size) => Promise.resolve(bytes.subarray(Number(offset), Number(offset + size))),
    },
  })
}

/** The file of the one run of a data set. */
const runOf = (folder: string): string => join(folder, `${CLIP.name}.mcap`)

const readMessages = async (path: string): Promise<Message[]> => {
  const reader = await openReader(path)
  const found: Message[] = []
  for await (const { channelId, logTime, data } of reader.readMessages()) {
    const { topic, schemaId } = reader.channelsById.get(channelId)!
    const schema = reader.schemasById.get(schemaId)!.name
    found.push({ topic, schema, logTime, data: JSON.parse(Buffer.from(data).toString()) as unknown })
  }
  return found
}

describeExporter({
  exporter: EXPORTERS.mcap,
  readLabels: async (target) => {
    const messages = (await readMessages(runOf(target))).filter(
      (m) => m.topic === '/camera/ego.front/annotations',
    )
    return messages.flatMap(({ data }, frame) =>
      (data as ImageAnnotations).points.flatMap(({ points, metadata }) => {
        const of = (key: string): string | undefined => metadata?.find((pair) => pair.key === key)?.value
        if (of('label') !== 'visible_box') return []
        const visible: Box2d = [points[0].x, points[0].y, points[2].x, points[2].y]
        return [{ frame, track: Number(of('track_id')), visible }]
      }),
    )
  },
})

describe('export/mcap', () => {
  let dir: string
  let messages: Message[]
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-mcap-'))
    await writeWhole(EXPORTERS.mcap, dir, 3)
    messages = await readMessages(runOf(dir))
  })
  after(() => rm(dir, { recursive: true, force: true }))

  const on = <T>(topic: string): Message<T>[] => messages.filter((m) => m.topic === topic) as Message<T>[]

  it('holds messages that their own schemas allow', async () => {
    const reader = await openReader(runOf(dir))
    const ajv = new Ajv({ strict: false, formats: { base64: true } })
    const checks = new Map(
      [...reader.schemasById.values()].map((s) => [
        s.name,
        ajv.compile(JSON.parse(Buffer.from(s.data).toString()) as object),
      ]),
    )
    expect(messages.length).to.be.greaterThan(20)
    for (const { schema, data } of messages) {
      const check = checks.get(schema)!
      expect(check(data), `${schema}: ${ajv.errorsText(check.errors)}`).to.equal(true)
    }
  })

  it('dates every message by the simulated clock', () => {
    expect(on('/tf').map((m) => m.logTime)).to.deep.equal([0n, 100_000_000n, 200_000_000n])
    expect(on('/camera/ego.front/image').map((m) => m.logTime)).to.deep.equal([
      0n,
      100_000_000n,
      200_000_000n,
    ])
    expect(on('/events').map((m) => m.logTime)).to.deep.equal([100_000_000n, 200_000_000n])
  })

  it('hangs every frame on the world, in right-handed steps', () => {
    const parents = new Map<string, { parent: string; pose: Pose }>()
    for (const topic of ['/tf_static', '/tf'])
      for (const { data } of on<FrameTransforms>(topic))
        for (const { parent_frame_id, child_frame_id, translation: t, rotation: r } of data.transforms) {
          expect(Math.hypot(r.x, r.y, r.z, r.w)).to.be.closeTo(1, 1e-5)
          const pose: Pose = { position: [t.x, t.y, t.z], orientation: [r.x, r.y, r.z, r.w] }
          parents.set(child_frame_id, { parent: parent_frame_id, pose })
        }
    const inWorld = (frame: string): Pose => {
      const { parent, pose } = parents.get(frame)!
      return parent === 'world' ? pose : compose(inWorld(parent), pose)
    }
    const [image] = on<{ frame_id: string }>('/camera/ego.front/image')
    const optical = inWorld(image.data.frame_id)
    const [{ data: calibration }] = on<CameraCalibration>('/camera/ego.front/calibration')
    // A point in the world, through the optical frame and K, falls where our own camera sees it.
    const { view } = paintedFrame(2)
    const point = transformPoint(view.pose, [20, 3, -1])
    const [x, y, z] = inverseTransformPoint(optical, point)
    const [u, v] = project(view, point)
    expect((calibration.K[0] * x) / z + calibration.K[2]).to.be.closeTo(u, 1e-2)
    expect((calibration.K[4] * y) / z + calibration.K[5]).to.be.closeTo(v, 1e-2)
    expect(z).to.be.closeTo(20, 1e-3)
    for (const message of on<SceneUpdate>('/scene'))
      for (const { frame_id } of message.data.entities) expect(() => inWorld(frame_id)).to.not.throw()
  })

  it('sends pictures with their size in the calibration', async () => {
    const [{ data }] = on<{ data: string; format: string }>('/camera/ego.front/image')
    const { width, height, format } = await sharp(Buffer.from(data.data, 'base64')).metadata()
    expect({ width, height, format }).to.deep.equal({ width: WIDTH, height: HEIGHT, format: 'jpeg' })
    const [{ data: calibration }] = on<CameraCalibration>('/camera/ego.front/calibration')
    expect(calibration).to.include({ width: WIDTH, height: HEIGHT })
  })

  it('puts every actor into the scene once, as large as it is', () => {
    expect(on('/scene')).to.have.length(1)
    const [{ data }] = on<SceneUpdate>('/scene')
    for (const { id, spec } of SCENARIO.actors) {
      const body = data.entities.find((e) => e.id === id)!
      expect(body.frame_id).to.equal(id)
      const xs = body.triangles.flatMap((t) => t.points.map((p) => p.x))
      expect(Math.max(...xs)).to.be.closeTo(spec.length - spec.rearOverhang, 0.1)
      expect(Math.min(...xs)).to.be.closeTo(-spec.rearOverhang, 0.1)
      for (const { points, indices } of body.triangles)
        expect(indices.every((index) => index < points.length)).to.equal(true)
      expect(data.entities.filter((e) => e.id.startsWith(`${id}.wheel.`))).to.have.length(4)
    }
  })

  it('sends the scene again, complete, when somebody comes or goes', async () => {
    await writeWhole(EXPORTERS.mcap, join(dir, 'going'), 1, {
      fill: async (writer) => {
        await writer.state?.(stateAt(0))
        const later = stateAt(6)
        await writer.state?.({
          ...later,
          actors: later.actors.map((a) => (a.id === 'van' ? { ...a, present: false } : a)),
        })
        await writer.state?.(stateAt(12))
      },
    })
    const read = await readMessages(runOf(join(dir, 'going')))
    const scenes = read.filter((m) => m.topic === '/scene').map((m) => m.data as SceneUpdate)
    expect(scenes.map((s) => s.entities.some((e) => e.id === 'van'))).to.deep.equal([true, false, true])
    expect(scenes.map((s) => s.deletions.length)).to.deep.equal([1, 1, 1])
    expect(read.filter((m) => m.topic === '/signals/van')).to.have.length(2)
    const frames = read
      .filter((m) => m.topic === '/tf')
      .map((m) => (m.data as FrameTransforms).transforms.map((t) => t.child_frame_id))
    expect(frames.map((f) => f.includes('van'))).to.deep.equal([true, false, true])
  })

  it('draws the road once, its lines where the lanes end', () => {
    const [{ data }, ...more] = on<SceneUpdate>('/road')
    expect(more).to.deep.equal([])
    const { lines, triangles } = data.entities[0]
    expect(lines.map((l) => l.points[0].y).sort((a, b) => a - b)).to.deep.equal([-3.5, 0, 3.5])
    expect(triangles).to.have.length(1 + SCENARIO.surface.length)
    const ice = triangles[1].points
    expect([Math.min(...ice.map((p) => p.x)), Math.max(...ice.map((p) => p.x))]).to.deep.equal([40, 60])
    // Faces look up: anticlockwise seen from above.
    for (const { points, indices } of triangles) {
      const [a, b, c] = indices.slice(0, 3).map((i) => points[i])
      expect((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x)).to.be.greaterThan(0)
    }
  })

  it('tells each actor’s signals at every state', () => {
    for (const { id } of SCENARIO.actors) expect(on(`/signals/${id}`)).to.have.length(3)
    const [{ data }] = on<{
      speed_mps: number
      ttc_s?: number
      wheels: { load_n: number; surface: string }[]
    }>('/signals/ego')
    expect(data.speed_mps).to.equal(15)
    expect(data.wheels).to.have.length(4)
    expect(data.wheels[0]).to.include({ load_n: 3600, surface: 'dry-asphalt' })
  })

  it('logs events in words, the grave ones louder', async () => {
    expect(on<Log>('/events').map((m) => [m.data.level, m.data.message])).to.deep.equal([
      [2, "phase 'start' begins"],
      [3, 'ego begins to skid'],
    ])
    const position = { file: 'painted.yaml', line: 1, column: 1 }
    const condition: Expression = { kind: 'number', value: 0 }
    const scenario: ConcreteScenario = {
      ...SCENARIO,
      expect: [{ id: 'safe', rule: 'never', condition, as: 'verdict', position }],
    }
    const events: readonly WorldEvent[] = [
      { kind: 'expectation', time: 1.2, expectation: 'safe', actors: [] },
      {
        kind: 'collision',
        time: 1.1,
        actors: ['ego', 'lead'],
        point: [0, 0, 0],
        closingSpeed: 6.54,
        deltaV: [
          [0, 0, 0],
          [0, 0, 0],
        ],
        pdof: [0, 0],
        energy: 1,
      },
    ]
    await writeWhole(EXPORTERS.mcap, join(dir, 'crash'), 1, {
      clip: { ...CLIP, scenario, events },
      fill: (writer) => writer.state?.(stateAt(0)) ?? Promise.resolve(),
    })
    const logs = (await readMessages(runOf(join(dir, 'crash'))))
      .filter((m) => m.topic === '/events')
      .map((m) => m.data as Log)
    expect(logs.map((l) => [l.level, l.message])).to.deep.equal([
      [4, 'ego and lead collide, closing at 6.5 m/s'],
      [2, "expectation 'safe' is broken"],
    ])
  })

  it('is the same from several pieces as from one, but for what tells the scene again', async () => {
    await writeWhole(EXPORTERS.mcap, join(dir, 'parts'), 3, { each: 1 })
    const parts = await readMessages(runOf(join(dir, 'parts')))
    for (const topic of ['/tf', '/tf_static', '/road', '/signals/ego', '/camera/ego.front/image', '/events'])
      expect(
        parts.filter((m) => m.topic === topic),
        topic,
      ).to.deep.equal(on(topic))
  })

  it('states its times to the tick', () => {
    const [, second] = on<{ timestamp: { sec: number; nsec: number } }>('/tf')
    const { transforms } = second.data as unknown as FrameTransforms
    expect(transforms[0].timestamp).to.deep.equal({ sec: 0, nsec: (60 * 1e9) / TICKS_PER_SECOND })
  })
})
