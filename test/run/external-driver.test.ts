import { expect } from 'chai'
import { spawn, type ChildProcess } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { run } from '../../src/run/index.ts'
import {
  loadScenarioFrom,
  sampleScenario,
  UserError,
  type ConcreteScenario,
} from '../../src/scenario/index.ts'
import { memory, ROOT } from '../scenario/memory.ts'

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => done(typeof address === 'object' && address ? address.port : 0))
    })
  })

const scenarioOn = (port: number, more = ''): ConcreteScenario => {
  const text = `scenario: x
version: 1
title: An external driver
run: {seed: 3, stop: {after: 6 s, when: ego.speed < 0.1 m/s}}
road: {straight: 300 m, lanes: [-1, 1]}
actors:
  ego: {model: sedan, at: {lane: -1, s: 20 m}, speed: 15 m/s, driver: {kind: external, port: ${port}, connect: 10 s, timeout: 0.5 s${more}}}
  parked: {model: van, at: {lane: -1, s: 90 m}, driver: none}
`
  const { scenario, diagnostics } = loadScenarioFrom(memory({ 'scenarios/x.yaml': text }), 'scenarios/x.yaml')
  expect(diagnostics).to.deep.equal([])
  return sampleScenario(scenario!)
}

/** A client in another process: the run blocks this one while it waits. */
const client = (port: number, code?: string): ChildProcess =>
  code === undefined
    ? spawn(process.execPath, [join(ROOT, 'examples/external-driver.mjs'), String(port)])
    : spawn(process.execPath, ['--input-type=module', '-e', code])

/** Knocks until Nearmiss listens, then does `on(line, socket)` for every line. */
const knocking = (port: number, on: string): string => `
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
const knock = () => {
  const socket = connect(${port}, '127.0.0.1')
  socket.on('error', () => setTimeout(knock, 50))
  const lines = createInterface({ input: socket })
  lines.on('error', () => {})
  let n = 0
  lines.on('line', (line) => { n++; (${on})(JSON.parse(line), socket, n) })
}
knock()`

const failure = async (port: number, on: string): Promise<string> => {
  const scenario = scenarioOn(port)
  const other = client(port, knocking(port, on))
  try {
    await run(scenario)
  } catch (error) {
    expect(error).to.be.instanceOf(UserError)
    return (error as Error).message
  } finally {
    other.kill()
  }
  return 'no failure'
}

describe('run: external drivers', () => {
  it('lets the example drive: it stops before the van, and the run repeats @slow', async () => {
    const digests: string[] = []
    for (let i = 0; i < 2; i++) {
      const port = await freePort()
      const other = client(port)
      try {
        const { digest, outcome } = await run(scenarioOn(port))
        digests.push(digest)
        expect(outcome.collision).to.equal(false)
      } finally {
        other.kill()
      }
    }
    expect(digests[0]).to.equal(digests[1])
  }).timeout(180_000)

  it('says who did not come, and where', async () => {
    const port = await freePort()
    const scenario = scenarioOn(port)
    const [ego, parked] = scenario.actors
    const impatient = {
      ...scenario,
      actors: [{ ...ego, driver: { ...ego.driver, connect: 0.2 } as typeof ego.driver }, parked],
    }
    const error = await run(impatient).then(
      () => null,
      (e: unknown) => e as Error,
    )
    expect(error?.message).to.equal(
      `external driver of 'ego': nobody connected and said hello within 0.2 s at 127.0.0.1:${port}`,
    )
  })

  it('ends the run when the client falls silent, hangs up, or answers nonsense @slow', async () => {
    const hello = `if (m.type === 'hello') return s.write('{}\\n')`
    const silent = await freePort()
    expect(await failure(silent, `(m, s) => { ${hello} }`)).to.equal(
      `external driver of 'ego': no answer within 0.5 s at 127.0.0.1:${silent}`,
    )
    const rude = await freePort()
    expect(await failure(rude, `(m, s) => { ${hello}; s.destroy() }`)).to.equal(
      `external driver of 'ego' at 127.0.0.1:${rude}: the connection was closed`,
    )
    const odd = await freePort()
    const answer = `s.write(JSON.stringify({throttle: 0, brake: 'hard', steer_rad: 0}) + '\\n')`
    expect(await failure(odd, `(m, s) => { ${hello}; ${answer} }`)).to.equal(
      `external driver of 'ego': 'brake' must be a number in {"throttle":0,"brake":"hard","steer_rad":0}`,
    )
    const garbled = await freePort()
    expect(await failure(garbled, `(m, s) => { ${hello}; s.write('go left\\n') }`)).to.equal(
      `external driver of 'ego': not a line of JSON: go left`,
    )
  }).timeout(180_000)
})
