import { request } from 'node:http'
import { expect } from 'chai'
import fc from 'fast-check'
import { closeAll, openServer, openViewer, startRun, until, type TestServer } from './harness.ts'

/** What somebody may send in the place of a request: any value, and ones that nearly fit. */
const almost = fc.oneof(
  fc.anything({ withBigInt: false, withTypedArray: true, maxDepth: 3 }),
  fc.record(
    {
      run: fc.oneof(fc.string(), fc.constantFrom('../x', '__proto__', 'a'.repeat(5000))),
      lastSeq: fc.oneof(fc.integer(), fc.double(), fc.constant('all')),
      first: fc.oneof(fc.integer(), fc.double()),
      count: fc.oneof(fc.integer(), fc.double()),
      sensor: fc.oneof(fc.string(), fc.constant(null)),
      layer: fc.string(),
      step: fc.oneof(fc.integer(), fc.double()),
      more: fc.anything(),
    },
    { requiredKeys: [] },
  ),
)
const NAMES = ['watch', 'unwatch', 'states', 'camera', 'picture', 'rows', '__proto__', 'constructor', 'x']
const ALL_HEARD = 700

const post = (server: TestServer, path: string, method: string, body: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
    const sent = request(
      { host: '127.0.0.1', port: server.port, path: `/api/v1${path}`, method, headers },
      (response) => {
        response.resume()
        response.on('end', () => resolve(response.statusCode ?? 0))
      },
    )
    sent.on('error', reject)
    sent.end(body)
  })

describe('hostile messages @slow', function () {
  this.timeout(360_000)
  afterEach(closeAll)

  it('ten thousand messages change nothing for anybody else, and the log stays short', async () => {
    const server = await openServer()
    const run = await startRun(server)
    const good = await openViewer(server)
    await good.watch(run.id)
    const messages = fc.sample(fc.tuple(fc.constantFrom(...NAMES), almost), { numRuns: 10_000, seed: 11 })
    // A viewer is put out after 740 messages at once: fewer reach the server, all of them.
    for (let sent = 0; sent < messages.length; sent += ALL_HEARD) {
      const hostile = await openViewer(server)
      const raw = hostile.socket as unknown as { emit: (...args: unknown[]) => void }
      const heard = messages.slice(sent, sent + ALL_HEARD)
      for (const [name, value] of heard) raw.emit(name, value, () => undefined)
      await hostile.socket.emitWithAck('unwatch', {})
      expect(hostile.refusals.length).to.be.greaterThan(heard.length / 2)
      hostile.socket.disconnect()
    }
    const answer = await good.socket.emitWithAck('states', { run: run.id, first: 0, count: 1 })
    expect(answer).to.have.property('rows')
    await until(() => good.notes.length === 3)
    expect(good.refusals).to.deep.equal([])
    expect(good.socket.connected).to.equal(true)
    expect(server.logged.length).to.be.within(1, 60)
    expect(new Set(server.logged).size).to.equal(server.logged.length)
    expect(Object.prototype).to.not.have.property('run')
  })

  it('requests with any body are answered in the 400s, and start nothing', async () => {
    const server = await openServer()
    const bodies = fc.sample(
      fc.oneof(
        fc.json(),
        fc.string(),
        almost.map((v) => JSON.stringify(v ?? null)),
      ),
      {
        numRuns: 150,
        seed: 12,
      },
    )
    for (const [i, body] of bodies.entries()) {
      const [method, path] = (
        [
          ['POST', '/runs'],
          ['POST', '/check'],
          ['PUT', '/scenarios/x'],
        ] as const
      )[i % 3]
      expect(await post(server, path, method, body)).to.be.within(400, 499)
    }
    const listed = (await (await fetch(`${server.base}/api/v1/runs`)).json()) as { runs: unknown[] }
    expect(listed.runs).to.deep.equal([])
    expect(server.logged).to.deep.equal([])
  })
})
