/** What every exporter promises, whatever its format: one suite for all. */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect } from 'chai'
import type { Exporter, Sink } from '../../src/export/index.ts'
import type { Box2d } from '../../src/labels/index.ts'
import type { WorldEvent } from '../../src/world/index.ts'
import { paintedFrame, SCENARIO, stateAt } from './painted.ts'

/** A visible box as it was read back from the files. */
export interface ReadLabel {
  readonly frame: number
  readonly track: number
  readonly visible: Box2d
}

export interface ExporterCase {
  readonly exporter: Exporter
  /** What appears at the target. */
  readonly makes: 'folder' | 'file'
  /** Reads the visible boxes back, by the format's own rules. */
  readonly readLabels: (target: string) => Promise<ReadLabel[]>
}

export const CONTEXT = { scenario: SCENARIO, version: '0.0.0-test' }

const EVENTS: readonly WorldEvent[] = [
  { kind: 'phase', time: 0.1, phase: 'start', actors: ['lead'] },
  { kind: 'skid-start', time: 0.2, actors: ['ego'] },
]

const TICKS_A_FRAME = 60

/** Frames `from` (included) to `to` (not), with the states between them. */
export const feed = async (sink: Sink, from: number, to: number): Promise<void> => {
  for (let n = from; n < to; n++) {
    await sink.state(stateAt(n * TICKS_A_FRAME))
    await sink.write(paintedFrame(n))
  }
}

/** Writes a whole data set of `frames` frames. */
export const writeWhole = async (exporter: Exporter, target: string, frames: number): Promise<void> => {
  const sink = await exporter.open(target, CONTEXT)
  await feed(sink, 0, frames)
  await sink.close(EVENTS)
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

const failure = async (promise: Promise<unknown>): Promise<Error> => {
  try {
    await promise
  } catch (error) {
    if (error instanceof Error) return error
  }
  throw new Error('it should have failed')
}

/** Lets a child write frames until its sixth, then kills it outright. */
const killHalfWay = async (name: string, target: string): Promise<void> => {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', fileURLToPath(new URL('./endless-export.ts', import.meta.url)), name, target],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let frames = 0
  child.stdout.on('data', (data: Buffer) => {
    frames += data.length
    if (frames >= 6) child.kill('SIGKILL')
  })
  const signal = await new Promise((done) => child.on('close', (_, by) => done(by)))
  expect(signal).to.equal('SIGKILL')
}

const heapAfterCollection = (): number => {
  setFlagsFromString('--expose-gc')
  ;(runInNewContext('gc') as () => void)()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

export const describeExporter = ({ exporter, makes, readLabels }: ExporterCase): void => {
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
    const beside = (): Promise<string[]> => readdir(dir)

    it('shows nothing at the target until it is closed, then everything', async () => {
      const sink = await exporter.open(target, CONTEXT)
      await feed(sink, 0, 2)
      expect(await beside()).to.have.length(1)
      expect((await beside())[0]).to.match(/^set\.partial-/)
      await sink.close(EVENTS)
      expect(await beside()).to.deep.equal(['set'])
      expect((await stat(target)).isDirectory()).to.equal(makes === 'folder')
    })

    it('makes the folders above the target', async () => {
      const deep = join(dir, 'a', 'b', 'set')
      await writeWhole(exporter, deep, 1)
      expect(await readdir(dirname(deep))).to.deep.equal([basename(deep)])
    })

    it('leaves nothing when it is given up, and may be given up twice', async () => {
      const sink = await exporter.open(target, CONTEXT)
      await feed(sink, 0, 2)
      await sink.abort()
      await sink.abort()
      expect(await beside()).to.deep.equal([])
    })

    it('takes no more calls once it is closed or given up, and giving up then removes nothing', async () => {
      const closed = await exporter.open(target, CONTEXT)
      await feed(closed, 0, 1)
      await closed.close(EVENTS)
      const aborted = await exporter.open(join(dir, 'other'), CONTEXT)
      await aborted.abort()
      for (const sink of [closed, aborted]) {
        expect((await failure(sink.write(paintedFrame(1)))).message).to.match(/closed|aborted/)
        expect((await failure(sink.state(stateAt(60)))).message).to.match(/closed|aborted/)
        expect((await failure(sink.close([]))).message).to.match(/closed|aborted/)
      }
      await closed.abort()
      expect(await beside()).to.deep.equal(['set'])
    })

    it('leaves nothing that looks finished when it is killed half-way @slow', async () => {
      await killHalfWay(exporter.name, target)
      const left = await beside()
      expect(left).to.have.length(1)
      expect(left[0]).to.match(/^set\.partial-\d+-1$/)
      // What is left does not stand in the way of the next try.
      await writeWhole(exporter, target, 1)
      expect(await beside()).to.deep.equal(['set', left[0]])
    }).timeout(60_000)

    it('refuses a target where something stands, and leaves that alone', async () => {
      await mkdir(target)
      await writeFile(join(target, 'mine.txt'), 'mine')
      const overFolder = await failure(exporter.open(target, CONTEXT))
      expect(overFolder.name).to.equal('UserError')
      expect(overFolder.message).to.include(target)
      const overFile = await failure(exporter.open(join(target, 'mine.txt'), CONTEXT))
      expect(overFile.name).to.equal('UserError')
      const underFile = await failure(exporter.open(join(target, 'mine.txt', 'set'), CONTEXT))
      expect(underFile.name).to.equal('UserError')
      expect(underFile.message).to.include('a file stands where a folder is needed')
      expect(await readdir(target)).to.deep.equal(['mine.txt'])
      expect(await beside()).to.deep.equal(['set'])
    })

    it('refuses to finish over something that came to stand at the target meanwhile', async () => {
      const sink = await exporter.open(target, CONTEXT)
      await feed(sink, 0, 1)
      await writeFile(target, 'came later')
      expect((await failure(sink.close(EVENTS))).name).to.equal('UserError')
      await sink.abort()
      expect(await readFile(target, 'utf8')).to.equal('came later')
      expect(await beside()).to.deep.equal(['set'])
    })

    it('writes the same bytes again', async () => {
      await writeWhole(exporter, target, 4)
      await writeWhole(exporter, join(dir, 'again'), 4)
      const first = await digest(target)
      expect(Object.keys(first)).to.not.be.empty
      expect(await digest(join(dir, 'again'))).to.deep.equal(first)
    })

    it('gives back the visible boxes that went in', async () => {
      await writeWhole(exporter, target, 3)
      const wrote = [0, 1, 2].flatMap((n) =>
        paintedFrame(n).objects.flatMap((o) =>
          o.visible ? [{ frame: n, track: o.instance, visible: [...o.visible] }] : [],
        ),
      )
      expect(wrote).to.have.length(6)
      const byKey = (a: ReadLabel, b: ReadLabel): number => a.frame - b.frame || a.track - b.track
      expect((await readLabels(target)).sort(byKey)).to.deep.equal(wrote)
    })

    it('writes an empty data set that can be read', async () => {
      const sink = await exporter.open(target, CONTEXT)
      await sink.close([])
      expect(await readLabels(target)).to.deep.equal([])
    })

    it('holds no more in memory after many frames than after few', async () => {
      const sink = await exporter.open(target, CONTEXT)
      await feed(sink, 0, 30)
      const before = heapAfterCollection()
      await feed(sink, 30, 130)
      const grown = heapAfterCollection() - before
      await sink.close(EVENTS)
      // One frame alone is 60 KB of pixels.
      expect(grown).to.be.lessThan(100 * 2000)
    })
  })
}
