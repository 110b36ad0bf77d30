import { expect } from 'chai'
import { WebSocket } from 'ws'
import { closeAll, openServer, startRun, until, type TestServer } from './harness.ts'

interface Heard {
  readonly socket: WebSocket
  readonly notices: { op: string; channels?: { id: number; topic: string; schemaName: string }[] }[]
  /** By subscription: simulated time, ns, and the message. */
  readonly messages: { subscription: number; nanos: bigint; message: Record<string, unknown> }[]
  readonly clock: bigint[]
}

const open = async (
  { port }: TestServer,
  {
    query = '',
    origin,
    protocols = ['foxglove.websocket.v1'],
  }: { query?: string; origin?: string; protocols?: string[] } = {},
): Promise<Heard> => {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/foxglove${query}`, protocols, { origin })
  const heard: Heard = { socket, notices: [], messages: [], clock: [] }
  socket.on('message', (data: Buffer, isBinary) => {
    if (!isBinary) heard.notices.push(JSON.parse(data.toString()) as Heard['notices'][number])
    else if (data[0] === 2) heard.clock.push(data.readBigUInt64LE(1))
    else
      heard.messages.push({
        subscription: data.readUInt32LE(1),
        nanos: data.readBigUInt64LE(5),
        message: JSON.parse(data.subarray(13).toString()) as Record<string, unknown>,
      })
  })
  await new Promise((resolve, reject) => {
    socket.once('open', resolve)
    socket.once('error', reject)
  })
  return heard
}

const channelsOf = ({ notices }: Heard): Map<string, number> =>
  new Map(notices.flatMap((n) => (n.op === 'advertise' ? n.channels! : [])).map((c) => [c.topic, c.id]))

describe('Foxglove and Lichtblick watch a run @slow', () => {
  afterEach(closeAll)

  it('get what they subscribe to, what lasts also when they come late, in simulated time', async () => {
    const server = await openServer()
    const run = await startRun(server)
    const viewer = await open(server, { query: `?run=${run.id}` })
    await until(() => channelsOf(viewer).has('/events'))
    expect(viewer.notices[0]).to.include({ op: 'serverInfo', name: 'nearmiss' })
    const channels = channelsOf(viewer)
    expect([...channels.keys()]).to.include.members(['/tf', '/tf_static', '/road', '/scene'])
    const topics = ['/tf', '/scene', '/road']
    const subscriptions = topics.map((topic, i) => ({ id: 70 + i, channelId: channels.get(topic)! }))
    viewer.socket.send(JSON.stringify({ op: 'subscribe', subscriptions }))
    await until(() => [70, 71, 72].every((id) => viewer.messages.some((m) => m.subscription === id)))
    const { message, nanos } = viewer.messages.find((m) => m.subscription === 70)!
    const [transform] = message['transforms'] as {
      child_frame_id: string
      timestamp: { sec: number; nsec: number }
    }[]
    expect(transform.child_frame_id).to.equal('ego')
    expect(BigInt(transform.timestamp.sec) * 1_000_000_000n + BigInt(transform.timestamp.nsec)).to.equal(
      nanos,
    )
    expect(viewer.clock).to.include(nanos)
    const late = await open(server, { query: `?run=${run.id}` })
    await until(() => channelsOf(late).has('/scene'))
    const scene = { id: 1, channelId: channelsOf(late).get('/scene')! }
    late.socket.send(JSON.stringify({ op: 'subscribe', subscriptions: [scene] }))
    await until(() => late.messages.length > 0)
    expect(late.messages[0].message['deletions']).to.have.length(1)
  }).timeout(180_000)

  it('change nothing, and only they are let in', async () => {
    const server = await openServer()
    const viewer = await open(server)
    for (const bad of ['{', '[]', '{"op":"advertise","channels":[]}', '{"op":"subscribe"}', '{"op":"x"}'])
      viewer.socket.send(bad)
    viewer.socket.send(Buffer.from([1, 2, 3]))
    await until(() => viewer.notices.filter((n) => n.op === 'status').length === 6)
    expect(viewer.socket.readyState).to.equal(WebSocket.OPEN)
    const refused = async (options: Parameters<typeof open>[1]): Promise<string> =>
      open(server, options).then(
        ({ socket }) =>
          new Promise<string>((closed) => socket.once('close', (code) => closed(`closed ${code}`))),
        (error: unknown) => (error as Error).message,
      )
    expect(await refused({ origin: 'https://evil.example' })).to.include('403')
    expect(await refused({ protocols: ['other'] })).to.match(/subprotocol|1002/)
    await open(server, { origin: 'file://' })
    const strange = await openServer({ foxgloveOrigins: ['https://app.foxglove.dev'] })
    await open(strange, { origin: 'https://app.foxglove.dev' })
    // What was refused is named once.
    expect(new Set(server.logged).size).to.equal(server.logged.length)
    const guarded = await openServer({ host: '0.0.0.0' })
    expect(await open(guarded).catch((error: unknown) => (error as Error).message)).to.include('403')
    await open(guarded, { query: `?token=${guarded.token}` })
  })
})
