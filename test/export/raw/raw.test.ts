import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { decode } from 'fast-png'
import { EXPORTERS } from '../../../src/export/index.ts'
import type { Box2d, ClipEvent } from '../../../src/labels/index.ts'
import { CLIP, describeExporter, writeWhole } from '../../contract/exporter.ts'
import { CAMERA, paintedFrame } from '../../contract/painted.ts'

interface Labels {
  frame: number
  objects: {
    actor: string
    track_id: number
    visible_box_px: Box2d | null
    occlusion: number
    box3d?: unknown
  }[]
}

interface Format {
  format: string
  depth: { unit_m: number; far_value: number }
  semantic: Record<string, string>
}

const json = async <T>(...path: string[]): Promise<T> =>
  JSON.parse(await readFile(join(...path), 'utf8')) as T

describeExporter({
  exporter: EXPORTERS.raw,
  readLabels: async (target) => {
    const folder = join(target, CLIP.name, 'ego.front', 'labels')
    const names = await readdir(folder).catch(() => [])
    const labels = await Promise.all(names.map((name) => json<Labels>(folder, name)))
    return labels.flatMap(({ frame, objects }) =>
      objects.flatMap((o) =>
        o.visible_box_px ? [{ frame, track: o.track_id, visible: o.visible_box_px }] : [],
      ),
    )
  },
})

describe('export/raw', () => {
  let dir: string
  let root: string
  let format: Format
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-raw-'))
    root = join(dir, 'set', CLIP.name)
    await writeWhole(EXPORTERS.raw, join(dir, 'set'), 2)
    format = await json<Format>(dir, 'set', 'format.json')
  })
  after(() => rm(dir, { recursive: true, force: true }))

  const png = async (pass: string): Promise<ReturnType<typeof decode>> =>
    decode(await readFile(join(root, 'ego.front', pass, '000001.png')))

  it('tells each run and what it holds', async () => {
    expect(await readdir(join(dir, 'set'))).to.have.members([CLIP.name, 'format.json'])
    const told = ['calibration.json', 'captions.json', 'events.json', 'run.json', 'tracks.csv']
    expect(await readdir(root)).to.have.members([...told, 'ego.front'])
    const { events, log } = await json<{ events: ClipEvent[]; log: unknown }>(root, 'events.json')
    expect(log).to.deep.equal(CLIP.events)
    // The frames add when the one whom it concerns was first to be seen.
    expect(events.map((e) => e.kind)).to.deep.equal(['first-visible', 'near-miss'])
    expect(events[0]).to.deep.include({ sensor: 'ego.front', frame: 0, actors: ['lead'] })
    expect(events[1]).to.deep.equal(CLIP.labels[0])
    expect(await json(root, 'run.json')).to.include({ seed: 7, split: 'train', outcome: 'near-miss' })
  })

  it('keeps the picture without loss', async () => {
    const { rgba } = paintedFrame(1)
    const { data, channels, depth } = await png('rgb')
    expect({ channels, depth }).to.deep.equal({ channels: 3, depth: 8 })
    expect(Array.from(data)).to.deep.equal(Array.from(rgba.filter((_, i) => i % 4 !== 3)))
  })

  it('keeps depth to a centimetre, and says what far is', async () => {
    const truth = paintedFrame(1).depth
    const { data, channels, depth } = await png('depth')
    expect({ channels, depth }).to.deep.equal({ channels: 1, depth: 16 })
    data.forEach((value, i) => {
      if (truth[i] === Infinity) expect(value).to.equal(format.depth.far_value)
      else expect(value * format.depth.unit_m).to.be.closeTo(truth[i], format.depth.unit_m / 2 + 1e-9)
    })
  })

  it('keeps the masks as numbers', async () => {
    const frame = paintedFrame(1)
    const semantic = await png('semantic')
    expect({ channels: semantic.channels, depth: semantic.depth }).to.deep.equal({ channels: 1, depth: 8 })
    expect(Array.from(semantic.data)).to.deep.equal(Array.from(frame.semantic))
    expect(format.semantic[semantic.data[0]]).to.equal('sky')
    const instance = await png('instance')
    expect({ channels: instance.channels, depth: instance.depth }).to.deep.equal({ channels: 1, depth: 16 })
    expect(Array.from(instance.data)).to.deep.equal(Array.from(frame.instance))
  })

  it('keeps what is hidden among the labels', async () => {
    const { objects } = await json<Labels>(root, 'ego.front', 'labels', '000001.json')
    const hidden = objects.find((o) => o.actor === 'hidden')
    expect(hidden).to.include({ visible_box_px: null, occlusion: 1 })
    expect(hidden).to.have.property('box3d')
  })

  it('writes only the passes that the sensor asks for', async () => {
    const sensor = { ...CAMERA, labels: ['box2d', 'semantic'] as const }
    await writeWhole(EXPORTERS.raw, join(dir, 'few'), 1, {
      fill: (writer) => writer.write({ ...paintedFrame(0), sensor }),
    })
    const few = join(dir, 'few', CLIP.name, 'ego.front')
    expect((await readdir(few)).sort()).to.deep.equal(['labels', 'rgb', 'semantic'])
    const { objects } = await json<Labels>(few, 'labels', '000000.json')
    expect(objects[0]).to.have.property('occlusion')
    expect(objects[0]).to.not.have.property('box3d')
  })
})
