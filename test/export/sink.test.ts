import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { beginFolder } from '../../src/export/atomic.ts'
import { openSink, type Format } from '../../src/export/sink.ts'
import { paintedFrame, stateAt } from '../contract/painted.ts'

const refusal = (code: string): Error => Object.assign(new Error(`${code}: as the system says it`), { code })

const formatThat = (steps: Partial<Format>): Format => ({
  write: () => Promise.resolve(),
  finish: () => Promise.resolve(),
  release: () => Promise.resolve(),
  ...steps,
})

describe('export/sink', () => {
  let dir: string
  beforeEach(async () => (dir = await mkdtemp(join(tmpdir(), 'nearmiss-sink-'))))
  afterEach(() => rm(dir, { recursive: true, force: true }))

  const open = async (format: Format) =>
    openSink(await beginFolder(join(dir, 'set')), () => Promise.resolve(format))
  const failure = async (promise: Promise<unknown>): Promise<Error> =>
    promise.then(
      () => new Error('it should have failed'),
      (error: unknown) => error as Error,
    )

  it('says in words that the disk is full, at whatever step', async () => {
    const full = (): Promise<never> => Promise.reject(refusal('ENOSPC'))
    const sink = await open(formatThat({ state: full, write: full, finish: full }))
    for (const step of [sink.state(stateAt(0)), sink.write(paintedFrame(0)), sink.close([])]) {
      const error = await failure(step)
      expect(error.name).to.equal('UserError')
      expect(error.message).to.match(/cannot write '.*set\.partial-\d+-1': the disk is full/)
    }
    await sink.abort()
    expect(await readdir(dir)).to.deep.equal([])
  })

  it('hands on a fault of the programme as it is', async () => {
    const fault = new RangeError('a wheel too many')
    const sink = await open(formatThat({ write: () => Promise.reject(fault) }))
    expect(await failure(sink.write(paintedFrame(0)))).to.equal(fault)
    await sink.abort()
  })

  it('leaves nothing when the format cannot start', async () => {
    const opening = openSink(await beginFolder(join(dir, 'set')), () => Promise.reject(refusal('EACCES')))
    expect((await failure(opening)).message).to.include('no permission')
    expect(await readdir(dir)).to.deep.equal([])
  })

  it('removes what was written even when a file cannot be closed', async () => {
    const sink = await open(formatThat({ release: () => Promise.reject(refusal('EIO')) }))
    await sink.abort()
    expect(await readdir(dir)).to.deep.equal([])
  })

  it('asks for states only from a format that wants them', async () => {
    const sink = await open(formatThat({}))
    await sink.state(stateAt(0))
    await sink.close([])
    expect(await readdir(dir)).to.deep.equal(['set'])
  })
})
