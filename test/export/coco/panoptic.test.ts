import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { categoriesOf } from '../../../src/export/coco/categories.ts'
import { EXPORTERS } from '../../../src/export/index.ts'
import { SKELETONS } from '../../../src/shape/index.ts'
import { CLIP, VERSION, writeWhole } from '../../contract/exporter.ts'
import { CAMERA, paintedFrame } from '../../contract/painted.ts'

const SENSOR = { ...CAMERA, labels: [...CAMERA.labels, 'panoptic', 'keypoints'] as const }

describe('export/coco, panoptic pictures and keypoints', () => {
  let dir: string
  before(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-panoptic-'))
    const keypoints = SKELETONS.vehicle.names.map((name, i) => ({
      ...{ name, point: [0, 0, 0] as const, pixel: [i, i / 2] as const },
      visibility: (i % 3) as 0 | 1 | 2,
    }))
    await writeWhole(EXPORTERS.coco, join(dir, 'set'), 1, {
      fill: async (writer) => {
        const frame = paintedFrame(0)
        const objects = frame.objects.map((o) => ({ ...o, keypoints })).filter((o) => o.actor !== 'van')
        await writer.write({ ...frame, sensor: SENSOR, objects })
      },
    })
  })
  after(() => rm(dir, { recursive: true, force: true }))
  const read = async (name: string) =>
    JSON.parse(await readFile(join(dir, 'set/annotations', name), 'utf8')) as {
      categories: { id: number; name: string; keypoints: string[]; skeleton: number[][] }[]
      annotations: {
        id: number
        category_id: number
        file_name: string
        keypoints: number[]
        num_keypoints: number
        segments_info: { id: number; area: number; category_id: number }[]
      }[]
    }

  it('has a segment for every number of its picture but void, which is what nobody labels', async () => {
    const { annotations } = await read('panoptic.json')
    const { file_name, segments_info } = annotations[0]
    const rgb = await sharp(join(dir, 'set/annotations/panoptic', file_name))
      .removeAlpha()
      .raw()
      .toBuffer()
    const areas = new Map<number, number>()
    for (let i = 0; i < rgb.length; i += 3) {
      const id = rgb[i] + 256 * rgb[i + 1] + 65536 * rgb[i + 2]
      areas.set(id, (areas.get(id) ?? 0) + 1)
    }
    const frame = paintedFrame(0)
    expect(areas.get(0)).to.equal(frame.instance.filter((who) => who === 3).length)
    areas.delete(0)
    expect(new Map(segments_info.map(({ id, area }) => [id, area]))).to.deep.equal(areas)
    expect(segments_info.find(({ id }) => (id & 0xffff) === 2)?.category_id).to.equal(12)
  })

  it('has keypoints by the skeleton of its category, nought where they are not in the picture', async () => {
    const { annotations, categories } = await read('keypoints/vehicle.json')
    expect(annotations).to.have.length(1)
    expect(categories[0].keypoints).to.deep.equal(SKELETONS.vehicle.names)
    expect(Math.min(...categories[0].skeleton.flat())).to.equal(1)
    expect(annotations[0].num_keypoints).to.equal(16)
    expect(annotations[0].keypoints.slice(0, 9)).to.deep.equal([0, 0, 0, 1, 0.5, 1, 2, 1, 2])
    const whole = await read('instances.json')
    const same = whole.annotations.find(({ id }) => id === annotations[0].id)
    expect(same?.keypoints).to.deep.equal(annotations[0].keypoints)
    expect(whole.categories.find(({ id }) => id === same?.category_id)).to.deep.equal(categories[0])
  })

  it('passes its own rules', async () => {
    const problems: string[] = []
    for await (const problem of EXPORTERS.coco.verify?.(join(dir, 'set')) ?? []) problems.push(problem)
    expect(problems).to.deep.equal([])
  })

  it('numbers names that are no class from 100, and leaves out what has none', () => {
    const { instances, idOf } = categoriesOf({ car: 'vehicle', van: 'vehicle', animal: null, bus: 'truck' })
    const names = instances.map(({ name }) => name)
    expect(names).to.include.members(['vehicle', 'truck', 'pedestrian'])
    expect(names).to.not.include.members(['car'])
    expect(names).to.not.include.members(['animal'])
    expect(new Set(names).size).to.equal(names.length)
    expect([idOf('vehicle'), idOf('truck')]).to.deep.equal([100, 14])
  })
})

describe('export/coco, several splits', () => {
  it('has a document for each, and one picture folder', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'nearmiss-splits-'))
    try {
      const clips = (['train', 'val'] as const).map((split) => ({ ...CLIP, split, name: `painted-${split}` }))
      const pieces = []
      for (const clip of clips) {
        const folder = join(dir, clip.name)
        await mkdir(folder)
        const writer = await EXPORTERS.coco.piece(folder, { clip, index: 0, version: VERSION })
        await writer.write(paintedFrame(0))
        await writer.close()
        pieces.push({ clip, index: 0, last: true, folder })
      }
      await mkdir(join(dir, 'set'))
      await EXPORTERS.coco.assemble(join(dir, 'set'), pieces, { clips, version: VERSION })
      expect((await readdir(join(dir, 'set/annotations'))).sort()).to.deep.equal([
        ...['instances_train.json', 'instances_val.json'],
      ])
      expect(await readdir(join(dir, 'set/images'))).to.have.length(2)
      const val = JSON.parse(await readFile(join(dir, 'set/annotations/instances_val.json'), 'utf8')) as {
        images: { id: number }[]
      }
      expect(val.images.map(({ id }) => id)).to.deep.equal([2])
    } finally {
      await rm(dir, { recursive: true, force: true })
    }
  })
})
