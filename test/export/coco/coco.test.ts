import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { EXPORTERS } from '../../../src/export/index.ts'
import type { Box2d } from '../../../src/labels/index.ts'
import { SEMANTIC_CLASSES } from '../../../src/world/index.ts'
import { describeExporter, writeWhole } from '../../contract/exporter.ts'
import { HEIGHT, paintedFrame, WIDTH } from '../../contract/painted.ts'
import { decodeRuns } from '../../labels/decode-runs.ts'

interface Coco {
  categories: { id: number; name: string }[]
  images: {
    id: number
    file_name: string
    frame: number
    width: number
    height: number
    calibration: { intrinsic: number[][] }
  }[]
  annotations: {
    id: number
    image_id: number
    category_id: number
    bbox: [number, number, number, number]
    area: number
    segmentation: { size: [number, number]; counts: string }
    iscrowd: number
    amodal_bbox: number[]
    occlusion: number
    truncation: number
    track_id: number
    actor: string
    box3d: { center_m: number[]; size_m: number[]; orientation_xyzw: number[] }
  }[]
}

const read = async (target: string): Promise<Coco> =>
  JSON.parse(await readFile(join(target, 'annotations', 'instances.json'), 'utf8')) as Coco

describeExporter({
  exporter: EXPORTERS.coco,
  readLabels: async (target) => {
    const { images, annotations } = await read(target)
    return annotations.map(({ image_id, track_id, bbox: [x, y, w, h] }) => ({
      frame: images.find((i) => i.id === image_id)!.frame,
      track: track_id,
      visible: [x, y, x + w, y + h] as Box2d,
    }))
  },
})

describe('export/coco', () => {
  let dir: string
  let set: Coco
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-coco-'))
    await writeWhole(EXPORTERS.coco, join(dir, 'set'), 3)
    set = await read(join(dir, 'set'))
  })
  after(() => rm(dir, { recursive: true, force: true }))

  it('has images and annotations and nothing else', async () => {
    expect((await readdir(join(dir, 'set'))).sort()).to.deep.equal(['annotations', 'images'])
    expect(await readdir(join(dir, 'set', 'annotations'))).to.deep.equal(['instances.json'])
    expect((await readdir(join(dir, 'set', 'images'))).sort()).to.deep.equal(
      set.images.map((i) => i.file_name),
    )
  })

  it('numbers images and annotations from 1, without a gap', () => {
    expect(set.images.map((i) => i.id)).to.deep.equal([1, 2, 3])
    expect(set.annotations.map((a) => a.id)).to.deep.equal([1, 2, 3, 4, 5, 6])
  })

  it('names categories by the class numbers of the semantic masks', () => {
    for (const { id, name } of set.categories) expect(SEMANTIC_CLASSES[id]).to.equal(name)
    expect(set.categories.map((c) => c.name)).to.include('trailer')
    const ids = set.categories.map((c) => c.id)
    for (const a of set.annotations) expect(ids).to.include(a.category_id)
  })

  it('writes masks that are the instance picture, their area and their tight box', () => {
    for (const a of set.annotations) {
      const frame = paintedFrame(set.images[a.image_id - 1].frame)
      expect(a.segmentation.size).to.deep.equal([HEIGHT, WIDTH])
      const columns = decodeRuns(a.segmentation.counts).flatMap((run, i) =>
        new Array<boolean>(run).fill(i % 2 === 1),
      )
      const mask = Array.from(frame.instance, (_, i) => columns[(i % WIDTH) * HEIGHT + Math.floor(i / WIDTH)])
      expect(mask).to.deep.equal(Array.from(frame.instance, (who) => who === a.track_id))
      expect(a.area).to.equal(mask.filter(Boolean).length)
    }
  })

  it('carries our own truth along', () => {
    const lead = set.annotations.find((a) => a.actor === 'lead')!
    const truth = paintedFrame(0).objects.find((o) => o.actor === 'lead')!
    expect(lead).to.include({ occlusion: 0.5, truncation: 0, iscrowd: 0, track_id: 2 })
    expect(lead.amodal_bbox).to.deep.equal([12, 20, 24, 16])
    lead.box3d.center_m.forEach((c, i) => expect(c).to.be.closeTo(truth.box3d.center[i], 1e-6))
    lead.box3d.orientation_xyzw.forEach((c, i) => expect(c).to.be.closeTo(truth.box3d.orientation[i], 1e-6))
    expect(set.images[0].calibration.intrinsic[0][0]).to.be.closeTo(paintedFrame(0).view.pinhole.fx, 1e-6)
  })

  it('writes no annotation for what no pixel shows', () => {
    expect(set.annotations.map((a) => a.actor)).to.not.include('hidden')
  })

  it('writes JPEGs of the right size that show the picture', async () => {
    const { data, info } = await sharp(join(dir, 'set', 'images', set.images[0].file_name))
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect(info).to.include({ width: WIDTH, height: HEIGHT, channels: 3 })
    const { rgba } = paintedFrame(0)
    // The middle of the van is white, the sky bluish.
    for (const [x, y] of [
      [58, 26],
      [60, 4],
    ]) {
      const i = y * WIDTH + x
      for (let c = 0; c < 3; c++) expect(data[3 * i + c]).to.be.closeTo(rgba[4 * i + c], 12)
    }
  })
})
