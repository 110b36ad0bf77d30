import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { clips } from '../../../src/export/clips/clips.ts'
import { openGroup } from '../../../src/export/clips/h264.ts'
import { toI420 } from '../../../src/export/clips/i420.ts'
import { LABELS } from '../../../src/export/clips/labels.ts'
import { momentsOf } from '../../../src/export/clips/moments.ts'
import { readMp4 } from '../../../src/export/clips/mp4.ts'
import type { ClipEvent } from '../../../src/labels/index.ts'
import { CLIP, describeExporter, writeWhole, type WriteOptions } from '../../contract/exporter.ts'
import { HEIGHT, paintedFrame, WIDTH } from '../../contract/painted.ts'

const linesOf = async (folder: string, name: string): Promise<string[]> =>
  (await readFile(join(folder, name), 'utf8')).split('\n').filter((line) => line !== '')

const rowsOf = async (folder: string): Promise<Record<string, string>[]> => {
  const [header, ...lines] = await linesOf(folder, 'labels.csv')
  const names = header.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], cell])))
}

// A video has no boxes: what it gives back is every picture, whole.
describeExporter({
  exporter: clips,
  readLabels: async (folder) => {
    const rows = await rowsOf(folder)
    const videos = await Promise.all(
      rows.map(async ({ clip, start_s }) => ({
        start: Number(start_s),
        ...(await readMp4(join(folder, clip))),
      })),
    )
    return videos.flatMap(({ start, pictures, rate, width, height }) =>
      Array.from({ length: pictures }, (_, i) => ({
        ...{ frame: Math.round(start * rate) + i, track: 0 },
        visible: [0, 0, width, height] as const,
      })),
    )
  },
  kept: ({ index }) => [{ frame: index, track: 0, visible: [0, 0, WIDTH, HEIGHT] }],
})

describe('export/clips', () => {
  let dir: string
  let set: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-clips-'))
    set = join(dir, 'set')
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))
  const faults = async (): Promise<string[]> => {
    const found: string[] = []
    for await (const fault of clips.verify!(set)) found.push(fault)
    return found
  }
  const write = (options: WriteOptions = {}): Promise<void> =>
    writeWhole(clips, set, 6, { each: 2, ...options })

  it('labels a video by the gravest event in it, in the lists that training tools read', async () => {
    await write()
    const path = 'clips/train/near-miss/painted-7-ego.front.mp4'
    const [row] = await rowsOf(set)
    expect(row).to.include({ clip: path, label: 'near-miss', fps: '10', frames: '6', split: 'train' })
    // 0.15 s lies between pictures 1 and 2: it is first to be seen in 2.
    expect(row).to.include({ event_start: '2', event_end: '2', outcome: 'near-miss', min_ttc_s: '1.25' })
    expect(await linesOf(set, 'classes.txt')).to.deep.equal(LABELS)
    expect(await linesOf(set, 'train.csv')).to.deep.equal([`${path} ${LABELS.indexOf('near-miss')}`])
    expect(await linesOf(set, 'val.csv')).to.deep.equal([])
    expect(await faults()).to.deep.equal([])
  })

  it('counts events and captions from the first picture of an excerpt, and leaves out what it does not show', async () => {
    const labels: ClipEvent[] = [
      { kind: 'contact', time: 2, actors: ['ego', 'van'], metrics: { closing_speed_mps: 5 } },
      { kind: 'near-miss', time: 9.15, actors: ['ego', 'lead'], metrics: { ttc_s: 1.25 } },
      { kind: 'last-moment-to-brake', time: 9.3, actors: ['ego', 'lead'], metrics: {} },
      { kind: 'contact', time: 12, actors: ['ego', 'lead'], metrics: { closing_speed_mps: 5 } },
    ]
    const events = momentsOf(labels, { from: 9, rate: 10, frames: 6 })
    expect(events.map(({ kind, time, frames }) => ({ kind, time: time.toFixed(3), frames }))).to.deep.equal([
      { kind: 'near-miss', time: '0.150', frames: [2, 2] },
      { kind: 'last-moment-to-brake', time: '0.300', frames: [3, 3] },
    ])
    await write()
    const [caption] = (await linesOf(set, 'captions.jsonl')).map(
      (line) =>
        JSON.parse(line) as {
          clip: string
          caption: { text: string }
          questions: { about: string; answer: { text: string } }[]
        },
    )
    expect(caption.caption.text).to.match(/narrowly misses|from a collision/)
    expect(caption.questions.find(({ about }) => about === 'when')!.answer.text).to.match(
      /^0\.\d s after the clip has begun/,
    )
    const [line] = await linesOf(set, 'events.jsonl')
    const [seen] = (
      JSON.parse(line) as { events: { kind: string; time: number; frames: number[] }[] }
    ).events.filter(({ kind }) => kind === 'near-miss')
    expect(seen).to.deep.include({ time: 0.15, frames: [2, 2] })
  })

  it('lets a skid last until the wheels grip, and an encounter begin at the last moment to brake', () => {
    const labels: ClipEvent[] = [
      { kind: 'skid-start', time: 0.5, actors: ['ego'], metrics: {} },
      { kind: 'last-moment-to-brake', time: 0.8, actors: ['ego', 'lead'], metrics: {} },
      { kind: 'skid-end', time: 1.2, actors: ['ego'], metrics: {} },
      { kind: 'contact', time: 1.5, actors: ['lead', 'ego'], metrics: {} },
      { kind: 'skid-start', time: 1.6, actors: ['ego'], metrics: {} },
    ]
    const spans = Object.fromEntries(
      momentsOf(labels, { from: 0, rate: 10, frames: 30 }).map(({ kind, time, frames }) => [
        `${kind} ${time}`,
        frames,
      ]),
    )
    expect(spans['skid-start 0.5']).to.deep.equal([5, 12])
    expect(spans['contact 1.5']).to.deep.equal([8, 15])
    expect(spans['skid-start 1.6'], 'to the end of the video').to.deep.equal([16, 29])
  })

  it('says that nothing happens where nothing does', async () => {
    await write({ clip: { ...CLIP, split: 'test', labels: [] } })
    const [row] = await rowsOf(set)
    expect(row).to.include({ label: 'uneventful', event_start: '', event_end: '', split: 'test' })
    expect(await faults()).to.deep.equal([])
  })

  it('begins every piece with a key picture that needs none before it', async () => {
    await write()
    const file = await readFile(join(set, (await rowsOf(set))[0].clip))
    const at = file.indexOf('stss')
    const keys = Array.from({ length: file.readUInt32BE(at + 8) }, (_, i) =>
      file.readUInt32BE(at + 12 + 4 * i),
    )
    expect(keys).to.deep.equal([1, 3, 5])
    // The index stands before the pictures; 5 is the type of a key picture's first unit.
    expect(file.indexOf('moov')).to.be.lessThan(file.indexOf('mdat'))
    expect(file[file.indexOf('mdat') + 4 + 4] & 31).to.equal(5)
  })

  it('finds a video that is cut off, one in a wrong folder and a wrong number of pictures', async () => {
    await write()
    const [{ clip }] = await rowsOf(set)
    const whole = await readFile(join(set, clip))
    await writeFile(join(set, clip), whole.subarray(0, -10))
    expect((await faults()).join()).to.match(/no whole MP4/)
    await writeFile(join(set, clip), whole)
    const csv = await readFile(join(set, 'labels.csv'), 'utf8')
    await writeFile(join(set, 'labels.csv'), csv.replace(',10,6,', ',10,7,'))
    expect((await faults()).join()).to.match(/6 pictures, not 7/)
    await writeFile(join(set, 'labels.csv'), csv.replace('near-miss,10', 'collision,10'))
    expect((await faults()).join()).to.match(/another split or label.*the lists of splits/)
  })
})

describe('export/clips pictures', () => {
  it('are of BT.601 in limited range: black, white and the primaries', () => {
    const of = (r: number, g: number, b: number): number[] =>
      [
        ...toI420(
          Uint8Array.from({ length: 16 }, (_, i) => [r, g, b, 255][i % 4]),
          2,
          2,
        ),
      ].slice(3)
    expect(of(0, 0, 0)).to.deep.equal([16, 128, 128])
    expect(of(255, 255, 255)).to.deep.equal([235, 128, 128])
    expect(of(255, 0, 0)).to.deep.equal([81, 90, 240])
    expect(of(0, 255, 0)).to.deep.equal([145, 54, 34])
    expect(of(0, 0, 255)).to.deep.equal([41, 240, 110])
  })

  it('of odd sizes get their last row and column twice', () => {
    const planes = toI420(
      Uint8Array.from({ length: 4 * 9 }, (_, i) => (i % 4 === 3 ? 255 : 20 * (i >> 2))),
      3,
      3,
    )
    expect(planes).to.have.length(24)
    const luma = [...planes.subarray(0, 16)]
    expect([luma[3], luma[12], luma[15]]).to.deep.equal([luma[2], luma[8], luma[10]])
  })

  it('are coded as the same bytes by a codec that has been at work before, and leave the process its own ways', async () => {
    const { rgba } = paintedFrame(0)
    const code = async (): Promise<string> => {
      const group = await openGroup(WIDTH, HEIGHT, 10)
      group.add(rgba)
      group.add(paintedFrame(1).rgba)
      return Buffer.concat([...group.finish().samples]).toString('hex')
    }
    const hooks = process.listenerCount('unhandledRejection')
    const [one, again] = [await code(), await code()]
    expect(again).to.equal(one)
    expect(process.listenerCount('unhandledRejection')).to.equal(hooks)
  })
})
