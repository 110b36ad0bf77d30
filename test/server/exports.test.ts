import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { exportsSchema, type ExportJob } from '../../src/protocol/index.ts'
import { closeAll, openServer, openViewer, startRun, type TestServer } from './harness.ts'

describe('exports of the server @slow', () => {
  const folder = mkdtempSync(join(tmpdir(), 'nearmiss-exports-'))
  let server: TestServer
  let run = ''
  before(async () => {
    const exportModule = new URL('./synthetic-export.ts', import.meta.url)
    server = await openServer({ exportsFolder: folder, exportModule })
    // Loads the formats, which takes longer than a run goes on.
    await fetch(`${server.base}/api/v1/exports`)
    const { id } = await startRun(server)
    run = id
    const viewer = await openViewer(server)
    await viewer.watch(id)
    expect((await start('raw')).status).to.equal(409)
    await fetch(`${server.base}/api/v1/runs/${id}`, { method: 'DELETE' })
  })
  after(async () => {
    await closeAll()
    rmSync(folder, { recursive: true })
  })

  const start = (format: string, more: object = {}): Promise<Response> =>
    fetch(`${server.base}/api/v1/exports`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ run, format, frames: 5, sensors: [], ...more }),
    })
  const jobOf = async (id: string): Promise<ExportJob> => {
    const list = exportsSchema.parse(await (await fetch(`${server.base}/api/v1/exports`)).json())
    return list.exports.find((j) => j.id === id)!
  }
  const over = async (id: string): Promise<ExportJob> => {
    for (;;) {
      const job = await jobOf(id)
      if (job.status !== 'running') return job
      await new Promise((r) => setTimeout(r, 20))
    }
  }

  it('writes a run, tells how far it is and where it lies', async () => {
    const { id } = (await (await start('raw', { sensors: ['ego.front'] })).json()) as ExportJob
    const job = await over(id)
    expect([job.status, job.frames, job.expected]).to.deep.equal(['ended', 5, 5])
    expect(job.folder.startsWith(join(folder, 'synthetic-5-raw-'))).to.equal(true)
  })

  it('says why one failed, and ends one that is cancelled', async () => {
    const failing = (await (await start('kitti')).json()) as ExportJob
    expect(await over(failing.id)).to.include({ status: 'failed', error: 'the disk is full' })
    const long = (await (await start('raw', { frames: null })).json()) as ExportJob
    const cancelled = await fetch(`${server.base}/api/v1/exports/${long.id}`, { method: 'DELETE' })
    expect(await cancelled.json()).to.have.property('status', 'stopped')
    expect(await jobOf(long.id)).to.have.property('status', 'stopped')
  })

  it('refuses what cannot be, and more than two at once', async () => {
    expect((await start('no-such')).status).to.equal(400)
    expect((await start('raw', { frames: 0 })).status).to.equal(400)
    expect((await start('raw', { run: 'no-such' })).status).to.equal(404)
    expect((await start('raw', { sensors: ['ego.rear'] })).status).to.equal(422)
    const [a, b] = await Promise.all([start('raw', { frames: null }), start('raw', { frames: null })])
    expect([a.status, b.status]).to.deep.equal([201, 201])
    expect((await start('raw')).status).to.equal(429)
    for (const started of [a, b]) {
      const { id } = (await started.json()) as ExportJob
      await fetch(`${server.base}/api/v1/exports/${id}`, { method: 'DELETE' })
    }
  })
})
