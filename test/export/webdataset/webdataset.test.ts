import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { webdataset } from '../../../src/export/webdataset/webdataset.ts'
import { tarFile } from '../../../src/export/webdataset/tar.ts'
import type { Box2d } from '../../../src/labels/index.ts'
import { readTar, type TarEntry } from '../../../src/render/node/tar.ts'
import { describeExporter, writeWhole } from '../../contract/exporter.ts'
import { HEIGHT, paintedFrame, WIDTH } from '../../contract/painted.ts'

interface Sample {
  frame: number
  clip: string
  split: string
  annotations: { track_id: number; bbox: [number, number, number, number] }[]
}

const shards = async (target: string): Promise<TarEntry[][]> =>
  Promise.all(
    (await readdir(target)).sort().map(async (name) => [...readTar(await readFile(join(target, name)))]),
  )

const labelsIn = (entries: readonly TarEntry[]): Sample[] =>
  entries
    .filter(({ path }) => path.endsWith('.json'))
    .map(({ data }) => JSON.parse(new TextDecoder().decode(data)) as Sample)

describeExporter({
  exporter: webdataset,
  readLabels: async (target) =>
    (await shards(target)).flatMap((entries) =>
      labelsIn(entries).flatMap(({ frame, annotations }) =>
        annotations.map(({ track_id, bbox: [x, y, w, h] }) => ({
          ...{ frame, track: track_id },
          visible: [x, y, x + w, y + h] as Box2d,
        })),
      ),
    ),
})

describe('export/webdataset', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-webdataset-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('has the files of a sample side by side, of one key without a dot', async () => {
    await writeWhole(webdataset, join(dir, 'set'), 2)
    expect(await readdir(join(dir, 'set'))).to.deep.equal(['train-000000.tar'])
    const [entries] = await shards(join(dir, 'set'))
    const endings = ['json', 'jpg', 'depth.png', 'semantic.png', 'instance.png']
    expect(entries.map(({ path }) => path)).to.deep.equal(
      [0, 1].flatMap((n) => endings.map((ending) => `painted-7-ego_front-00000${n}.${ending}`)),
    )
    const frame = paintedFrame(0)
    const picture = async (n: number): Promise<number[]> => {
      const { data, info } = await sharp(entries[n].data)
        .toColourspace(n === 3 ? 'b-w' : 'grey16')
        .raw({ depth: n === 3 ? 'uchar' : 'ushort' })
        .toBuffer({ resolveWithObject: true })
      expect(info).to.include({ width: WIDTH, height: HEIGHT, channels: 1 })
      return n === 3 ? [...data] : [...new Uint16Array(data.buffer, data.byteOffset, data.length / 2)]
    }
    expect(await picture(4)).to.deep.equal([...frame.instance])
    expect(await picture(3)).to.deep.equal([...frame.semantic])
    const depth = await picture(2)
    frame.depth.forEach((z, i) => expect(depth[i]).to.equal(Math.min(65535, Math.round(z * 100))))
  })

  it('begins a new shard rather than let one grow past its size, and loses no sample', async () => {
    await writeWhole(webdataset, join(dir, 'whole'), 5)
    const [all] = await shards(join(dir, 'whole'))
    const { length } = await readFile(join(dir, 'whole', 'train-000000.tar'))
    // Two samples fit, three do not.
    const shardBytes = Math.floor((length * 2.6) / 5)
    await writeWhole(webdataset, join(dir, 'cut'), 5, { each: 2, shardBytes })
    const names = (await readdir(join(dir, 'cut'))).sort()
    expect(names).to.deep.equal(['train-000000.tar', 'train-000001.tar', 'train-000002.tar'])
    for (const name of names)
      expect((await readFile(join(dir, 'cut', name))).length).to.be.at.most(shardBytes)
    expect((await shards(join(dir, 'cut'))).flat()).to.deep.equal(all)
  })

  it('names what a header cannot hold', () => {
    expect(() => tarFile('x'.repeat(101), new Uint8Array())).to.throw(RangeError, /cannot hold the name/)
  })
})
