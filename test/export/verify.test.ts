import { appendFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import {
  cardPiece,
  createSelector,
  EVERYTHING,
  EXPORTERS,
  verifyDataSet,
  writeCard,
  writeManifest,
} from '../../src/export/index.ts'
import { CLIP, VERSION, writeWhole } from '../contract/exporter.ts'
import { paintedFrame } from '../contract/painted.ts'

const FORMATS = ['coco', 'openlabel', 'webdataset']

/** A data set as an export leaves it. */
const make = async (dir: string): Promise<string> => {
  const root = join(dir, 'set')
  for (const format of FORMATS) await writeWhole(EXPORTERS[format], join(root, format), 3)
  const folder = join(dir, 'card')
  await mkdir(folder)
  const writer = cardPiece(folder, { clip: CLIP, index: 0, version: VERSION })
  for (let n = 0; n < 3; n++) await writer.write(paintedFrame(n))
  await writer.close()
  await writeCard(root, [{ clip: CLIP, index: 0, last: true, folder }], {
    ...{ clips: [CLIP], version: VERSION, formats: FORMATS, selection: EVERYTHING, licence: 'CC0-1.0' },
  })
  await writeManifest(root, VERSION)
  return root
}

const problemsOf = async (root: string): Promise<string[]> => {
  const problems: string[] = []
  for await (const problem of verifyDataSet(root, EXPORTERS)) problems.push(problem)
  return problems
}

interface CocoFile {
  images: { id: number; split: string; clip: string }[]
  annotations: Record<string, unknown>[]
}

describe('export/verify', () => {
  let dir: string
  let root: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-verify-'))
    root = await make(dir)
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('finds nothing wrong with what was written', async () => {
    expect(await problemsOf(root)).to.deep.equal([])
  })

  it('names every file that is missing, changed or new', async () => {
    await rm(join(root, 'coco/images/painted-7-ego.front-000001.jpg'))
    await appendFile(join(root, 'dataset.md'), 'more')
    await writeFile(join(root, 'coco/stranger.txt'), '')
    const problems = await problemsOf(root)
    expect(problems).to.include('coco/images/painted-7-ego.front-000001.jpg is missing')
    expect(problems.filter((p) => /^dataset\.md has changed/.test(p))).to.have.length(1)
    expect(problems).to.include('coco/stranger.txt is not in the manifest')
  })

  /** Damages the COCO document, writes it in another layout and with a manifest that agrees. */
  const damaged = async (damage: (file: CocoFile) => void): Promise<string> => {
    const path = join(root, 'coco/annotations/instances.json')
    const file = JSON.parse(await readFile(path, 'utf8')) as CocoFile
    damage(file)
    await writeFile(path, JSON.stringify(file, null, 2))
    await rm(join(root, 'manifest.json'))
    await writeManifest(root, VERSION)
    return (await problemsOf(root)).join('\n')
  }
  const DAMAGES: readonly [string, (file: CocoFile) => void, RegExp][] = [
    ['a number twice', ({ annotations }) => (annotations[1].id = 1), /annotation 1 is there twice/],
    [
      'a box past the picture',
      ({ annotations }) => (annotations[0].bbox = [60, 0, 9, 9]),
      /past the picture/,
    ],
    [
      'an area that is not the mask',
      ({ annotations }) => (annotations[0].area = 3),
      /its area is 3, its mask/,
    ],
    [
      'a box beyond the amodal one',
      ({ annotations }) => (annotations[0].amodal_bbox = [0, 0, 1, 1]),
      /amodal/,
    ],
    ['an occlusion above 1', ({ annotations }) => (annotations[0].occlusion = 1.5), /occlusion is 1.5/],
    [
      'a track that changes',
      ({ annotations }) => (annotations[3].actor = 'other'),
      /track \d of 'painted-7' is/,
    ],
    ['a category that is none', ({ annotations }) => (annotations[0].category_id = 77), /no category 77/],
    ['an image that is none', ({ annotations }) => (annotations[0].image_id = 9), /no image 9/],
    ['a run in two splits', ({ images }) => (images[2].split = 'val'), /stands in train and in val/],
  ]
  for (const [what, damage, says] of DAMAGES)
    it(`finds ${what}`, async () => {
      expect(await damaged(damage)).to.match(says)
    })

  it('finds a shard that is cut off, and a wrong header', async () => {
    const path = join(root, 'webdataset/train-000000.tar')
    const whole = await readFile(path)
    await writeFile(path, whole.subarray(0, whole.length - 3000))
    expect((await problemsOf(root)).join('\n')).to.match(/train-000000.tar: cannot be read: it is cut off/)
    whole[5] ^= 1
    await writeFile(path, whole)
    expect((await problemsOf(root)).join('\n')).to.match(/wrong checksum/)
  })

  it('finds what breaks the rules of OpenLABEL', async () => {
    const path = join(root, 'openlabel/labels/painted-7.json')
    const text = await readFile(path, 'utf8')
    await writeFile(
      path,
      text
        .replace('"frame_end":2}]', '"frame_end":1}]')
        .replaceAll('occlusion","val":0.5', 'occlusion","val":2'),
    )
    const problems = (await problemsOf(root)).join('\n')
    expect(problems).to.match(/its occlusion is 2/)
  })

  it('finds the same run in two splits by the card', async () => {
    const path = join(root, 'dataset.json')
    const card = JSON.parse(await readFile(path, 'utf8')) as { clips: { name: string; split: string }[] }
    card.clips.push({ ...card.clips[0], name: 'twin', split: 'test' })
    await writeFile(path, JSON.stringify(card))
    expect((await problemsOf(root)).join('\n')).to.match(/same run stands in train \(painted-7\) and in test/)
  })

  it('has a card that counts what is there', async () => {
    const card = JSON.parse(await readFile(join(root, 'dataset.json'), 'utf8')) as {
      totals: Record<string, object>
      distributions: Record<string, { counts: number[] }>
      clips: { name: string; frames: object; min_ttc_s: number }[]
    }
    expect(card.totals).to.deep.include({
      frames: { camera: 3 },
      labels_by_class: { car: 6 },
      tracks_by_class: { car: 2 },
    })
    // The lead is half hidden, the van not at all.
    expect(card.distributions.occlusion.counts).to.deep.equal([3, 0, 3, 0, 0])
    expect(card.distributions.min_ttc_s.counts).to.deep.equal([0, 0, 1, 0, 0, 0, 0, 0])
    expect(card.clips).to.have.length(1)
    const text = await readFile(join(root, 'dataset.md'), 'utf8')
    for (const said of ['CC0-1.0', 'No person', '| painted-7 |', '| car | 6 | 2 |'])
      expect(text).to.include(said)
  })
})

describe('export/selection', () => {
  const frame = paintedFrame(0)
  const kept = (selection: object): string[] => {
    const chosen = createSelector({ ...EVERYTHING, ...selection })(frame)
    return chosen.kind === 'camera' ? chosen.objects.map(({ actor }) => actor) : []
  }

  it('leaves out what is too small or too hidden', () => {
    expect(kept({})).to.deep.equal(['lead', 'van', 'hidden'])
    // The lead shows 12 x 16 px, the van 16 x 28.
    expect(kept({ minBox: 12 })).to.deep.equal(['lead', 'van'])
    expect(kept({ minBox: 13 })).to.deep.equal(['van'])
    expect(kept({ minVisibility: 0.5 })).to.deep.equal(['lead', 'van'])
    expect(kept({ minVisibility: 0.51 })).to.deep.equal(['van'])
  })

  it('calls classes what the user calls them, in labels, and in masks where it is a class', () => {
    expect(kept({ classes: { car: null } })).to.deep.equal([])
    const named = createSelector({ ...EVERYTHING, classes: { car: 'vehicle' } })(frame)
    const merged = createSelector({ ...EVERYTHING, classes: { car: 'van' } })(frame)
    if (named.kind !== 'camera' || merged.kind !== 'camera') throw new Error('a picture is a picture')
    expect(named.objects[0]).to.include({ category: 'vehicle', semantic: 'car' })
    expect(named.semantic).to.equal(frame.semantic)
    expect(merged.objects[0]).to.include({ semantic: 'van' })
    const [car, van] = [12, 13]
    frame.semantic.forEach((number, i) => expect(merged.semantic[i]).to.equal(number === car ? van : number))
  })
})
