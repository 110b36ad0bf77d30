import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { decode } from 'fast-png'
import { EXPORTERS } from '../../../src/export/index.ts'
import type { Box2d } from '../../../src/labels/index.ts'
import { CONTEXT, describeExporter, writeWhole } from '../../contract/exporter.ts'
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

interface Manifest {
  format: string
  depth: { unit_m: number; far_value: number }
  semantic: Record<string, string>
  files: { path: string; bytes: number; sha256: string }[]
}

const json = async <T>(...path: string[]): Promise<T> =>
  JSON.parse(await readFile(join(...path), 'utf8')) as T

const filesUnder = async (root: string, inner = ''): Promise<string[]> => {
  const found: string[] = []
  for (const name of await readdir(join(root, inner))) {
    const path = inner === '' ? name : `${inner}/${name}`
    if ((await stat(join(root, path))).isDirectory()) found.push(...(await filesUnder(root, path)))
    else found.push(path)
  }
  return found
}

describeExporter({
  exporter: EXPORTERS.raw,
  makes: 'folder',
  readLabels: async (target) => {
    const { files } = await json<Manifest>(target, 'manifest.json')
    const labels = await Promise.all(
      files.filter((f) => f.path.includes('/labels/')).map((f) => json<Labels>(target, f.path)),
    )
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
  let manifest: Manifest
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-raw-'))
    root = join(dir, 'set')
    await writeWhole(EXPORTERS.raw, root, 2)
    manifest = await json<Manifest>(root, 'manifest.json')
  })
  after(() => rm(dir, { recursive: true, force: true }))

  const png = async (pass: string): Promise<ReturnType<typeof decode>> =>
    decode(await readFile(join(root, 'ego.front', pass, '000001.png')))

  it('lists every file but the manifest, with its size and checksum', async () => {
    const listed = manifest.files.map((f) => f.path).sort()
    expect([...listed, 'manifest.json'].sort()).to.deep.equal((await filesUnder(root)).sort())
    for (const { path, bytes, sha256 } of manifest.files) {
      const data = await readFile(join(root, path))
      expect(data.length).to.equal(bytes)
      expect(createHash('sha256').update(data).digest('hex')).to.equal(sha256)
    }
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
      if (truth[i] === Infinity) expect(value).to.equal(manifest.depth.far_value)
      else expect(value * manifest.depth.unit_m).to.be.closeTo(truth[i], manifest.depth.unit_m / 2 + 1e-9)
    })
  })

  it('keeps the masks as numbers', async () => {
    const frame = paintedFrame(1)
    const semantic = await png('semantic')
    expect({ channels: semantic.channels, depth: semantic.depth }).to.deep.equal({ channels: 1, depth: 8 })
    expect(Array.from(semantic.data)).to.deep.equal(Array.from(frame.semantic))
    expect(manifest.semantic[semantic.data[0]]).to.equal('sky')
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
    const sink = await EXPORTERS.raw.open(join(dir, 'few'), CONTEXT)
    await sink.write({ ...paintedFrame(0), sensor })
    await sink.close([])
    expect((await readdir(join(dir, 'few', 'ego.front'))).sort()).to.deep.equal(['labels', 'rgb', 'semantic'])
    const { objects } = await json<Labels>(join(dir, 'few'), 'ego.front', 'labels', '000000.json')
    expect(objects[0]).to.have.property('occlusion')
    expect(objects[0]).to.not.have.property('box3d')
  })
})
