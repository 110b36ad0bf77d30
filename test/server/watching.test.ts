import { expect } from 'chai'
import { decodeRows, MAX_LIVE_ROWS, type Note } from '../../src/protocol/index.ts'
import { readRow } from '../../src/world/index.ts'
import { closeAll, ended, openServer, openViewer, startRun, until, type TestViewer } from './harness.ts'
import { stateAt } from './synthetic.ts'

const LAST = 301

describe('watching a run @slow', () => {
  afterEach(closeAll)

  it('shows every viewer the same, exactly as it was simulated', async () => {
    const server = await openServer()
    const [a, b] = await Promise.all([openViewer(server), openViewer(server)])
    const run = await startRun(server)
    const head = await a.watch(run.id)
    await b.watch(run.id)
    await until(() => ended(a) && ended(b) && a.steps.at(-1) === LAST && b.steps.at(-1) === LAST)

    expect(a.notes).to.deep.equal(b.notes)
    expect(a.notes.map((n) => n.seq)).to.deep.equal([0, 1, 2])
    expect(a.notes.map((n) => (n.kind === 'event' ? n.event.kind : n.kind))).to.deep.equal([
      'skid-start',
      'skid-end',
      'status',
    ])
    const common = [...a.rows.keys()].filter((step) => b.rows.has(step))
    expect(common.length).to.be.greaterThan(100)
    for (const step of common) {
      expect(a.rows.get(step)).to.deep.equal(b.rows.get(step))
      expect(readRow(head.layout, a.rows.get(step)!)).to.deep.equal({ ...stateAt(step), events: [] })
    }
  })

  it('gives a viewer that keeps up every step once, in order', async () => {
    const server = await openServer()
    const viewer = await openViewer(server)
    await viewer.watch((await startRun(server)).id)
    await until(() => viewer.steps.at(-1) === LAST)
    expect(viewer.steps).to.deep.equal([...viewer.steps].sort((x, y) => x - y))
    expect(new Set(viewer.steps).size).to.equal(viewer.steps.length)
  })

  it('lets a stalled viewer cost nothing, and gives it the newest when it returns', async () => {
    const server = await openServer()
    const [good, bad] = await Promise.all([openViewer(server), openViewer(server)])
    const run = await startRun(server)
    let owed: (() => void)[] = []
    bad.stalled = true
    bad.socket.on('rows', (_, ack) => owed.push(ack))
    await Promise.all([good.watch(run.id), bad.watch(run.id)])
    await until(() => (good.steps.at(-1) ?? 0) > 150)
    const before = bad.steps.length
    expect(before).to.be.at.most(2 * MAX_LIVE_ROWS)

    owed.splice(0).forEach((ack) => ack())
    await until(() => bad.steps.length > before)
    const newest = bad.steps[before]
    expect(newest).to.be.greaterThan(150 - MAX_LIVE_ROWS)
    owed.splice(0).forEach((ack) => ack())
    owed = []
    await until(() => good.steps.at(-1) === LAST)
    expect(good.steps.length).to.be.greaterThan(100)
  })

  it('gives the past on request, as far as it is recorded', async () => {
    const server = await openServer()
    const viewer = await openViewer(server)
    const run = await startRun(server)
    const head = await viewer.watch(run.id)
    await until(() => ended(viewer))
    const answer = await viewer.socket.emitWithAck('states', { run: run.id, first: 290, count: 100 })
    if ('error' in answer) throw new Error(answer.error)
    const { first, count, rows } = decodeRows(head.layout, answer.rows)
    expect([first, count]).to.deep.equal([290, 12])
    expect(readRow(head.layout, rows).tick).to.equal(290 * 6)
  })

  it('loses no event and no label over twenty breaks of the connection, and ends with the same record', async () => {
    const server = await openServer()
    const whole = await openViewer(server)
    const run = await startRun(server)
    await whole.watch(run.id)
    // Somebody looks through the camera, so that there are labels.
    const looks = [{ sensor: 'ego.front', layer: 'picture' } as const]
    await whole.socket.emitWithAck('camera', { run: run.id, looks })
    const notes: Note[] = []
    const rows = new Map<number, Float64Array>()
    const watchOn = async (): Promise<TestViewer> => {
      const viewer = await openViewer(server)
      await viewer.watch(run.id, notes.at(-1)?.seq ?? -1)
      return viewer
    }
    const keep = (viewer: TestViewer): void => {
      notes.push(...viewer.notes)
      for (const [step, row] of viewer.rows) rows.set(step, row)
    }
    for (let i = 0; i < 20; i++) {
      const viewer = await watchOn()
      await new Promise((r) => setTimeout(r, 40))
      viewer.socket.disconnect()
      keep(viewer)
    }
    await until(() => ended(whole) && whole.notes.some((n) => n.kind === 'labels'))
    const last = await watchOn()
    await until(() => notes.length + last.notes.length >= whole.notes.length)
    keep(last)
    expect(notes.map((n) => n.seq)).to.deep.equal(notes.map((_, i) => i))
    expect(notes.slice(0, whole.notes.length)).to.deep.equal(whole.notes)
    // What it has missed of the states lies in the record, and fits to what it has seen.
    const { size } = (await last.watch(run.id, notes.length - 1)).layout
    const answer = await last.socket.emitWithAck('states', { run: run.id, first: 0, count: 500 })
    if ('error' in answer) throw new Error(answer.error)
    const record = decodeRows({ size }, answer.rows)
    expect(record.count).to.equal(LAST + 1)
    const rowAt = (step: number): Float64Array => record.rows.slice(step * size, (step + 1) * size)
    for (const [step, row] of [...rows, ...whole.rows]) expect(row).to.deep.equal(rowAt(step))
  })

  it('draws only the newest picture, and only for who looks', async () => {
    const server = await openServer()
    const [looks, looksNot] = await Promise.all([openViewer(server), openViewer(server)])
    const run = await startRun(server)
    await Promise.all([looks.watch(run.id), looksNot.watch(run.id)])
    await looks.socket.emitWithAck('camera', {
      run: run.id,
      looks: [{ sensor: 'ego.front', layer: 'picture' }],
    })
    // However late the process that draws has started, it still draws the last state for who looks.
    await until(() => ended(looks) && looks.pictures.length > 0)
    const steps = looks.pictures.map((p) => p.step)
    expect(steps).to.not.be.empty
    expect(steps).to.deep.equal([...steps].sort((x, y) => x - y))
    for (const { step, text } of looks.pictures) expect(text).to.equal(`picture of ${step}`)
    expect(looksNot.pictures).to.deep.equal([])
    const labelled = looksNot.notes.filter((n) => n.kind === 'labels').map((n) => n.step)
    expect(labelled).to.include.members(steps)
  })

  it('draws a picture of the past, and a newer wish in the place of an older', async () => {
    const server = await openServer()
    const viewer = await openViewer(server)
    const run = await startRun(server)
    await viewer.watch(run.id)
    await until(() => ended(viewer))
    const ask = (step: number) =>
      viewer.socket.emitWithAck('picture', { run: run.id, sensor: 'ego.front', layer: 'picture', step })
    // The first has to wait for the process to start.
    expect(await ask(0)).to.have.property('step', 0)
    const answers = await Promise.all([ask(10), ask(20), ask(30)])
    expect(answers.map((a) => ('error' in a ? a.error : a.step))).to.deep.equal([10, 'superseded', 30])
    const unknown = await viewer.socket.emitWithAck('camera', {
      run: run.id,
      looks: [{ sensor: 'ego.rear', layer: 'picture' }],
    })
    expect(unknown).to.have.property('error').that.includes('ego.front')
    const depth = { run: run.id, sensor: 'ego.front', layer: 'depth', step: 10 } as const
    expect(await viewer.socket.emitWithAck('picture', depth)).to.include({ layer: 'depth', step: 10 })
    const none = await viewer.socket.emitWithAck('camera', {
      run: run.id,
      looks: [{ sensor: 'ego.front', layer: 'intensity' }],
    })
    expect(none).to.have.property('error')
  })

  it('keeps a run that crashes to itself', async () => {
    const server = await openServer()
    const viewer = await openViewer(server)
    const [crashing, faulty, good] = [
      await startRun(server, 13),
      await startRun(server, 14),
      await startRun(server),
    ]
    await viewer.watch(good.id)
    await until(() => ended(viewer) && viewer.steps.at(-1) === LAST)
    const list = (await (await fetch(`${server.base}/api/v1/runs`)).json()) as {
      runs: { id: string; status: string; error: string | null }[]
    }
    const of = (id: string) => list.runs.find((r) => r.id === id)!
    expect(of(good.id).status).to.equal('ended')
    expect(of(crashing.id).status).to.equal('failed')
    expect(of(crashing.id).error).to.match(/process ended/)
    expect(of(faulty.id).error).to.equal('the tyres came off')
  })
})
