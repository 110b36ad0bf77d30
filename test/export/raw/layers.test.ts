import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { decode } from 'fast-png'
import fc from 'fast-check'
import { EXPORTERS } from '../../../src/export/index.ts'
import { encodeFlo, panopticPicture, wideNormals } from '../../../src/export/raw/layers.ts'
import { dot, encodeDirection, NO_DIRECTION, normalize, type Vec3 } from '../../../src/math/index.ts'
import { PARTS, SEMANTIC_CLASSES } from '../../../src/world/index.ts'
import { CLIP, writeWhole } from '../../contract/exporter.ts'
import { CAMERA, HEIGHT, paintedFrame, WIDTH } from '../../contract/painted.ts'

const coordinate = fc.double({ min: -1, max: 1, noNaN: true })
const direction = fc
  .tuple(coordinate, coordinate, coordinate)
  .filter((v) => Math.hypot(...v) > 0.1)
  .map((v): Vec3 => normalize(v))

/** What a reader of the 16-bit picture gets. */
const readNormal = ([x, y, z]: ArrayLike<number> & Iterable<number>): Vec3 => [
  x / 32767.5 - 1,
  y / 32767.5 - 1,
  z / 32767.5 - 1,
]

describe('layers of a raw export', () => {
  it('hold normals within a hundredth of a degree, and none in the sky', () => {
    fc.assert(
      fc.property(direction, (n) => {
        const wide = wideNormals(Int16Array.of(...encodeDirection(n), NO_DIRECTION, NO_DIRECTION))
        const read = readNormal(wide.slice(0, 3))
        expect(dot(normalize(read), n)).to.be.greaterThan(Math.cos((0.01 * Math.PI) / 180))
        expect([...wide.slice(3)]).to.deep.equal([0, 0, 0])
      }),
    )
  })

  it('hold flow as Middlebury has it, with what is unknown marked', () => {
    const bytes = encodeFlo(Float32Array.of(1.5, -2.25, NaN, NaN), 2, 1)
    expect(Buffer.from(bytes.buffer, 0, 4).toString('latin1')).to.equal('PIEH')
    const view = new DataView(bytes.buffer)
    expect([view.getInt32(4, true), view.getInt32(8, true)]).to.deep.equal([2, 1])
    expect([view.getFloat32(12, true), view.getFloat32(16, true)]).to.deep.equal([1.5, -2.25])
    expect(view.getFloat32(20, true)).to.be.greaterThan(1e9)
    expect(bytes.length).to.equal(12 + 16)
  })

  it('hold segments that panopticapi reads: class and track id', () => {
    const frame = paintedFrame(1)
    const rgba = panopticPicture(frame)
    for (const [i, instance] of frame.instance.entries()) {
      const segment = rgba[4 * i] + 256 * rgba[4 * i + 1] + 65536 * rgba[4 * i + 2]
      expect([segment >>> 16, segment & 0xffff]).to.deep.equal([frame.semantic[i], instance])
    }
  })

  it('are files of their own, flow where there is another reading', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'nearmiss-layers-'))
    try {
      const sensor = { ...CAMERA, labels: ['panoptic', 'parts', 'normals', 'flow'] as const }
      const up = encodeDirection([0, 0, 1])
      const layers = {
        part: new Uint8Array(WIDTH * HEIGHT).fill(PARTS.indexOf('wheel')),
        normals: Int16Array.from({ length: 2 * WIDTH * HEIGHT }, (_, i) => up[i % 2]),
      }
      const flow = new Float32Array(2 * WIDTH * HEIGHT).fill(0.5)
      const set = join(dir, 'set')
      await writeWhole(EXPORTERS.raw, set, 2, {
        fill: async (writer) => {
          await writer.write({ ...paintedFrame(0), ...layers, sensor, flowForward: flow })
          await writer.write({
            ...paintedFrame(1),
            ...layers,
            sensor,
            flowForward: flow,
            flowBackward: flow,
          })
        },
      })
      const file = (...path: string[]): Promise<Buffer> => readFile(join(set, CLIP.name, ...path))
      const normals = decode(await file('ego.front', 'normals', '000000.png'))
      expect([normals.channels, normals.depth]).to.deep.equal([3, 16])
      expect(readNormal(normals.data.slice(0, 3))[2]).to.be.closeTo(1, 1e-4)
      const panoptic = decode(await file('ego.front', 'panoptic', '000001.png'))
      expect(panoptic.data[2]).to.equal(SEMANTIC_CLASSES.indexOf('sky'))
      const parts = decode(await file('ego.front', 'parts', '000001.png'))
      expect(PARTS[parts.data[0]]).to.equal('wheel')
      const { parts: names } = JSON.parse(await readFile(join(set, 'format.json'), 'utf8')) as {
        parts: Record<string, string>
      }
      expect(names[PARTS.indexOf('wheel')]).to.equal('wheel')
      const flows = await Promise.all(
        ['flow-forward', 'flow-backward'].map((layer) => readdir(join(set, CLIP.name, 'ego.front', layer))),
      )
      expect(flows).to.deep.equal([['000000.flo', '000001.flo'], ['000001.flo']])
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })
})
