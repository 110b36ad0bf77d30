/** What every exporter promises, whatever its format: one suite for all. */
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import type { Clip, Exporter, FinishedPiece, PieceWriter } from '../../src/export/index.ts'
import type { Box2d, CameraFrame } from '../../src/labels/index.ts'
import { paintedFrame, SCENARIO, stateAt } from './painted.ts'

/** A visible box as it was read back from the files. */
export interface ReadLabel {
  readonly frame: number
  readonly track: number
  readonly visible: Box2d
}

export interface ExporterCase {
  readonly exporter: Exporter
  /** Reads the visible boxes back, by the format's own rules. */
  readonly readLabels: (folder: string) => Promise<ReadLabel[]>
  /** What the format keeps of a frame's boxes; left out: the box of each object that has a pixel to be seen, as it is. */
  readonly kept?: (frame: CameraFrame) => readonly ReadLabel[]
}

const visibleBoxes = ({ index, objects }: CameraFrame): ReadLabel[] =>
  objects.flatMap((o) => (o.visible ? [{ frame: index, track: o.instance, visible: o.visible }] : []))

export const VERSION = '0.0.0-test'
export const TICKS_A_FRAME = 60

export const CLIP: Clip = {
  name: 'painted-7',
  scenario: SCENARIO,
  split: 'train',
  from: 0,
  to: 1000 * TICKS_A_FRAME,
  outcome: 'near-miss',
  events: [
    { kind: 'phase', time: 0.1, phase: 'start', actors: ['lead'] },
    { kind: 'skid-start', time: 0.2, actors: ['ego'] },
  ],
  labels: [{ kind: 'near-miss', time: 0.15, actors: ['ego', 'lead'], metrics: { ttc_s: 1.25 } }],
  minTtc: 1.25,
}

/** Frames `from` (included) to `to` (not), with the states at them. */
export const feed = async (writer: PieceWriter, from: number, to: number): Promise<void> => {
  for (let n = from; n < to; n++) {
    await writer.state?.(stateAt(n * TICKS_A_FRAME))
    await writer.write(paintedFrame(n))
  }
}

export interface WriteOptions {
  readonly clip?: Clip
  /** Frames a piece; left out: all in one. */
  readonly each?: number
  /** Instead of the painted frames. */
  readonly fill?: (writer: PieceWriter) => Promise<void>
  readonly shardBytes?: number
}

/** Writes a data set of `frames` frames to `target`, a folder that it makes. */
export const writeWhole = async (
  exporter: Exporter,
  target: string,
  frames: number,
  { clip = CLIP, each = Math.max(1, frames), fill, shardBytes }: WriteOptions = {},
): Promise<void> => {
  const work = await mkdtemp(join(tmpdir(), 'nearmiss-pieces-'))
  try {
    const count = Math.max(1, Math.ceil(frames / each))
    const pieces: FinishedPiece[] = []
    for (let index = 0; index < count; index++) {
      const folder = join(work, String(index))
      await mkdir(folder)
      const writer = await exporter.piece(folder, { clip, index, version: VERSION })
      await (fill ?? ((w) => feed(w, index * each, Math.min(frames, (index + 1) * each))))(writer)
      await writer.close()
      pieces.push({ clip, index, last: index === count - 1, folder })
    }
    await mkdir(target, { recursive: true })
    await exporter.assemble(target, pieces, {
      ...{ clips: [clip], version: VERSION },
      ...(shardBytes === undefined ? {} : { shardBytes }),
    })
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** sha256 of every file under a path, by its place there. */
const digest = async (path: string): Promise<Record<string, string>> => {
  if (!(await stat(path)).isDirectory())
    return {
      '': createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    }
  const found: Record<string, string> = {}
  for (const name of (await readdir(path)).sort())
    for (const [inner, hash] of Object.entries(await digest(join(path, name))))
      found[`${name}/${inner}`] = hash
  return found
}

const heapAfterCollection = async (): Promise<number> => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What lies outside the heap is given back only after its owner has gone, a turn later.
  for (let i = 0; i < 3; i++) {
    collect()
    await new Promise((done) => setImmediate(done))
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

export const describeExporter = ({ exporter, readLabels, kept = visibleBoxes }: ExporterCase): void => {
  describe(`exporter contract: ${exporter.name}`, () => {
    let dir: string
    let target: string
    before('build the shapes once', async () => {
      const warm = await mkdtemp(join(tmpdir(), 'nearmiss-export-'))
      await writeWhole(exporter, join(warm, 'set'), 1)
      await rm(warm, { recursive: true })
    })
    beforeEach(async () => {
      dir = await mkdtemp(join(tmpdir(), 'nearmiss-export-'))
      target = join(dir, 'set')
    })
    afterEach(() => rm(dir, { recursive: true, force: true }))

    it('writes the same bytes again', async () => {
      await writeWhole(exporter, target, 4)
      await writeWhole(exporter, join(dir, 'again'), 4)
      const first = await digest(target)
      expect(Object.keys(first)).to.not.be.empty
      expect(await digest(join(dir, 'again'))).to.deep.equal(first)
    })

    for (const each of [4, 2, 1])
      it(`gives back the visible boxes that went in, from pieces of ${each}`, async () => {
        await writeWhole(exporter, target, 4, { each })
        const wrote = [0, 1, 2, 3].flatMap((n) => kept(paintedFrame(n)))
        expect(wrote).to.not.be.empty
        const byKey = (a: ReadLabel, b: ReadLabel): number => a.frame - b.frame || a.track - b.track
        expect((await readLabels(target)).sort(byKey)).to.deep.equal(wrote)
      })

    it('leaves the pieces as they are, so that it may be put together again', async () => {
      const folder = join(dir, 'piece')
      await mkdir(folder)
      const writer = await exporter.piece(folder, { clip: CLIP, index: 0, version: VERSION })
      await feed(writer, 0, 2)
      await writer.close()
      const before = await digest(folder)
      const sets: Record<string, string>[] = []
      for (const name of ['one', 'two']) {
        await mkdir(join(dir, name))
        const piece = { clip: CLIP, index: 0, last: true, folder }
        await exporter.assemble(join(dir, name), [piece], { clips: [CLIP], version: VERSION })
        sets.push(await digest(join(dir, name)))
      }
      expect(sets[1]).to.deep.equal(sets[0])
      expect(await digest(folder)).to.deep.equal(before)
    })

    it('writes an empty data set that can be read', async () => {
      await writeWhole(exporter, target, 0)
      expect(await readLabels(target)).to.deep.equal([])
    })

    it('holds no more in memory after many frames than after few', async () => {
      const folder = join(dir, 'piece')
      await mkdir(folder)
      const writer = await exporter.piece(folder, { clip: CLIP, index: 0, version: VERSION })
      // Until all its code is compiled and its buffers are as large as they get.
      await feed(writer, 0, 60)
      const before = await heapAfterCollection()
      await feed(writer, 60, 160)
      const grown = (await heapAfterCollection()) - before
      await writer.close()
      // A tenth of the pixels of a hundred frames (60 KB each): an index may grow, and the heap breathes by 0.3 MB.
      expect(grown).to.be.lessThan(100 * 6000)
    })
  })
}
