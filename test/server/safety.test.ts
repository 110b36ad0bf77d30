import { request } from 'node:http'
import { expect } from 'chai'
import { PROTOCOL_VERSION, type RunSummary } from '../../src/protocol/index.ts'
import { closeAll, openServer, openViewer, startRun, until, type TestServer } from './harness.ts'

/** A request that no browser would make: any path, any header. */
const raw = (
  server: TestServer,
  path: string,
  {
    method = 'GET',
    headers = {},
    body = '',
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<{ status: number; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part: string) => (text += part))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject)
    sent.end(body)
  })

const refusalOf = async (attempt: Promise<unknown>): Promise<string> => {
  try {
    await attempt
  } catch (error) {
    return (error as Error).message
  }
  return 'was let in'
}

describe('server safety', () => {
  let server: TestServer
  before(async () => {
    server = await openServer()
  })
  after(closeAll)

  it('serves the page and its own facts', async () => {
    expect((await raw(server, '/')).text).to.include('<title>page</title>')
    expect(JSON.parse((await raw(server, '/api/v1/about')).text)).to.deep.equal({
      name: 'nearmiss',
      version: '0.0.0',
      protocol: PROTOCOL_VERSION,
    })
  })

  for (const path of [
    '/../nearmiss-outside.txt',
    '/%2e%2e/nearmiss-outside.txt',
    '/..%2fnearmiss-outside.txt',
    '/assets/..%5c..%5cnearmiss-outside.txt',
    '/api/v1/scenarios/..%2f..%2fpackage',
    '/api/v1/scenarios/%2fetc%2fpasswd',
    '/api/v1/scenarios/synthetic.yaml',
    '/api/v1/runs/%00',
    '/%',
  ])
    it(`gives nothing for ${path}`, async () => {
      const { status, text } = await raw(server, path)
      expect(status).to.be.within(400, 404)
      expect(text).to.not.include('outside\n').and.not.include('root:')
      expect(JSON.parse(text)).to.have.keys('error', 'diagnostics')
    })

  for (const name of ['..%2foutside', '%2e%2e', 'a%2fb', 'UPPER', 'x.yaml', 'x'.repeat(81)])
    it(`saves nothing as ${name}`, async () => {
      const { status, text } = await raw(server, `/api/v1/scenarios/${name}`, {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text: 'scenario: x\n', version: null }),
      })
      expect(status).to.equal(404)
      expect(JSON.parse(text)).to.have.keys('error', 'diagnostics')
    })

  it('refuses a save and a check that do not fit, and a folder that may not be written', async () => {
    const send = (method: string, path: string, body: unknown) =>
      raw(server, `/api/v1${path}`, {
        method,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    expect((await send('PUT', '/scenarios/x', { text: 'a' })).status).to.equal(400)
    expect((await send('PUT', '/scenarios/x', { text: 'a', version: '../etc' })).status).to.equal(400)
    expect((await send('PUT', '/scenarios/x', { text: 'a', version: null })).status).to.equal(403)
    expect((await send('POST', '/check', { name: '../x', text: '' })).status).to.equal(400)
    expect((await send('POST', '/check', { name: 'x', text: 'y'.repeat(270_000) })).status).to.equal(400)
    expect((await send('POST', '/check', { name: 'x', text: 'y'.repeat(300_000) })).status).to.equal(413)
  })

  it('refuses foreign pages and foreign names', async () => {
    const headers = { host: `127.0.0.1:${server.port}` }
    expect(
      (await raw(server, '/api/v1/runs', { headers: { ...headers, origin: 'http://evil.example' } })).status,
    ).to.equal(403)
    expect(
      (await raw(server, '/api/v1/runs', { headers: { host: `evil.example:${server.port}` } })).status,
    ).to.equal(403)
    expect(
      (
        await raw(server, '/api/v1/runs', {
          headers: { ...headers, origin: `http://127.0.0.1:${server.port}` },
        })
      ).status,
    ).to.equal(200)
    const foreign = openViewer(server, { extraHeaders: { origin: 'http://evil.example' } })
    expect(await refusalOf(foreign)).to.match(/websocket error|403/)
  })

  it('answers a bad start with what is wrong, and starts nothing', async () => {
    const post = (body: string) =>
      raw(server, '/api/v1/runs', { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect((await post('{"scenario":')).status).to.equal(400)
    expect((await post('{}')).text).to.include('or both')
    expect((await post('{"scenario":"../../etc/passwd"}')).status).to.equal(400)
    expect((await post('{"scenario":"synthetic","seed":-1}')).status).to.equal(400)
    expect((await post('{"scenario":"synthetic","sede":1}')).text).to.include('sede')
    const rejected = await post('{"text":"road: ?"}')
    expect(rejected.status).to.equal(422)
    expect(JSON.parse(rejected.text)).to.have.nested.property('diagnostics[0].line', 1)
    expect((await post(JSON.stringify({ text: 'x'.repeat(300 * 1024) }))).status).to.equal(413)
    expect(JSON.parse((await raw(server, '/api/v1/runs')).text)).to.deep.equal({ runs: [] })
  })

  it('refuses malformed messages and goes on serving', async () => {
    const viewer = await openViewer(server)
    const send = viewer.socket as unknown as { emit: (...args: unknown[]) => void }
    const nothing = (): void => undefined
    send.emit('watch')
    send.emit('watch', { run: 'x' }, nothing)
    send.emit('watch', { run: '../x', lastSeq: -1 }, nothing)
    send.emit('watch', { run: 'x', lastSeq: 'all' }, nothing)
    send.emit('states', { run: 'x', first: 0, count: 1e9 }, nothing)
    send.emit('states', { run: 'x', first: 0, count: 1, more: 1 }, 'not a function')
    send.emit('picture', null, nothing)
    send.emit('__proto__', {}, nothing)
    send.emit('nothing-like-it', { a: [[[[]]]] })
    const unknown = await viewer.socket.emitWithAck('watch', { run: 'no-such-run', lastSeq: -1 })
    expect(unknown).to.have.property('error').that.includes('no-such-run')
    expect(viewer.refusals).to.have.length(9)
    expect(viewer.refusals.join('\n')).to.include("'watch'").and.include('nothing-like-it')
    expect(viewer.socket.connected).to.equal(true)
  })

  it('slows a flood down, puts it out at last, and drops a message that is too long', async () => {
    const viewer = await openViewer(server)
    const out = new Promise((resolve) => viewer.socket.once('disconnect', resolve))
    const answers: string[] = []
    const flood = (n: number): void => {
      for (let i = 0; i < n; i++)
        viewer.socket.emit('watch', { run: `run-${i}`, lastSeq: -1 }, (answer) =>
          answers.push('error' in answer ? answer.error : 'head'),
        )
    }
    flood(500)
    await until(() => answers.length === 500)
    expect(answers.filter((a) => a !== 'too many requests').length).to.be.within(240, 320)
    flood(500)
    expect(await out).to.equal('io server disconnect')

    const loud = await openViewer(server)
    const gone = new Promise((resolve) => loud.socket.once('disconnect', resolve))
    loud.socket.emit('watch', { run: 'x'.repeat(50_000), lastSeq: -1 }, () => undefined)
    expect(await gone).to.be.oneOf(['transport close', 'transport error'])
  })

  it('refuses a page of another protocol', async () => {
    expect(await refusalOf(openViewer(server, { auth: { protocol: 0 } }))).to.include('reload')
    expect(await refusalOf(openViewer(server, { auth: {} }))).to.include('handshake')
  })
})

describe('server with a host given', () => {
  after(closeAll)

  it('asks for its token on every call and socket', async () => {
    const server = await openServer({ host: '0.0.0.0' })
    expect(server.url).to.include(`?token=${server.token}`)
    expect((await raw(server, '/api/v1/runs')).status).to.equal(401)
    expect(
      (await raw(server, '/api/v1/runs', { headers: { authorization: 'Bearer wrong' } })).status,
    ).to.equal(401)
    expect(
      (await raw(server, '/api/v1/runs', { headers: { authorization: `Bearer ${server.token}` } })).status,
    ).to.equal(200)
    expect((await raw(server, '/')).status).to.equal(200)
    expect(await refusalOf(openViewer(server))).to.equal('token')
    const viewer = await openViewer(server, { auth: { protocol: PROTOCOL_VERSION, token: server.token } })
    expect(viewer.socket.connected).to.equal(true)
  })

  it('starts its first scenario when a viewer comes, once', async () => {
    const server = await openServer({ firstScenario: 'synthetic' })
    const list = async (): Promise<unknown[]> =>
      (JSON.parse((await raw(server, '/api/v1/runs')).text) as { runs: unknown[] }).runs
    expect(await list()).to.have.length(0)
    await Promise.all([openViewer(server), openViewer(server)])
    await new Promise((r) => setTimeout(r, 100))
    expect(await list()).to.have.length(1)
  })

  it('lets runs wait in a queue, begins them in turn, and limits how many', async () => {
    const server = await openServer({ limits: { running: 1, queued: 2, kept: 9, bytes: 1e9 } })
    const [first, second, third] = [await startRun(server), await startRun(server), await startRun(server)]
    expect([first.status, second.status, third.status]).to.deep.equal(['running', 'queued', 'queued'])
    expect(await startRun(server))
      .to.have.property('error')
      .that.includes('wait already')
    const remove = (id: string) => raw(server, `/api/v1/runs/${id}`, { method: 'DELETE' })
    const statuses = async (): Promise<string[]> =>
      (JSON.parse((await raw(server, '/api/v1/runs')).text) as { runs: RunSummary[] }).runs.map(
        (r) => r.status,
      )
    expect(JSON.parse((await remove(second.id)).text)).to.have.property('status', 'stopped')
    await remove(first.id)
    expect(await statuses()).to.deep.equal(['running', 'stopped', 'stopped'])
    await remove(first.id)
    expect(await statuses()).to.deep.equal(['running', 'stopped'])
    const viewer = await openViewer(server)
    const waiting = await startRun(server)
    expect(await refusalOf(viewer.watch(waiting.id))).to.include('waits')
  })
})
