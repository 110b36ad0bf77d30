import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import type { RunSummary } from '../../src/protocol/index.ts'
import { closeAll, ended, openServer, openViewer, startRun, until, type TestServer } from './harness.ts'

const listOf = async (server: TestServer): Promise<RunSummary[]> =>
  ((await (await fetch(`${server.base}/api/v1/runs`)).json()) as { runs: RunSummary[] }).runs

describe('history of runs', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nearmiss-runs-'))
  })
  afterEach(async () => {
    await closeAll()
    rmSync(folder, { recursive: true })
  })

  it('gives a later server the very rows and notes, of runs that were cut off too @slow', async () => {
    const first = await openServer({ runsFolder: folder })
    const viewer = await openViewer(first)
    const run = await startRun(first)
    await viewer.watch(run.id)
    await until(() => ended(viewer) && viewer.steps.at(-1) === 301)
    const cutOff = await startRun(first, 6)
    const other = await openViewer(first)
    await other.watch(cutOff.id)
    await until(() => other.steps.length > 20)
    const before = await listOf(first)
    await first.close()

    mkdirSync(join(folder, 'broken'))
    writeFileSync(join(folder, 'broken', 'summary.json'), '{')
    const second = await openServer({ runsFolder: folder })
    const after = await listOf(second)
    expect(after.map((r) => [r.id, r.status])).to.deep.equal([
      [cutOff.id, 'stopped'],
      [run.id, 'ended'],
    ])
    expect(after[1]).to.deep.equal(before[1])
    expect(second.logged.join()).to.include('broken')
    const again = await openViewer(second)
    const head = await again.watch(run.id)
    await until(() => ended(again))
    expect(again.notes).to.deep.equal(viewer.notes)
    expect(head.scenario.name).to.equal('synthetic')
    const answer = await again.socket.emitWithAck('states', { run: run.id, first: 0, count: 400 })
    if ('error' in answer) throw new Error(answer.error)
    const rows = new Float64Array(new Uint8Array(answer.rows).buffer.slice(8))
    const [step, row] = [...viewer.rows.entries()].at(-1)!
    expect(rows.slice(step * head.layout.size, (step + 1) * head.layout.size)).to.deep.equal(row)
  })

  it('forgets the oldest, on the disk as well, and what it is told to forget @slow', async () => {
    const server = await openServer({
      runsFolder: folder,
      limits: { running: 2, queued: 2, kept: 2, bytes: 1e9 },
    })
    const ids: string[] = []
    for (const seed of [5, 6, 7]) {
      const { id } = await startRun(server, seed)
      ids.push(id)
      const viewer = await openViewer(server)
      await viewer.watch(id)
      await fetch(`${server.base}/api/v1/runs/${id}`, { method: 'DELETE' })
    }
    expect((await listOf(server)).map((r) => r.id)).to.deep.equal([ids[2], ids[1]])
    expect(readdirSync(folder).sort()).to.deep.equal([ids[1], ids[2]])
    await fetch(`${server.base}/api/v1/runs/${ids[1]}`, { method: 'DELETE' })
    expect(readdirSync(folder)).to.deep.equal([ids[2]])
  })
})
