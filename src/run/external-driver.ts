/**
 * External drivers over TCP (docs/external-driver.md): Nearmiss listens, a client connects and answers every
 * state of the world with pedals and steering. A run is synchronous, so a worker owns the socket and the run
 * waits for it; what the client answers is the only input that a run has besides its scenario.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { MessageChannel, receiveMessageOnPort } from 'node:worker_threads'
import { Piscina } from 'piscina'
import type { ExternalAnswer, ExternalDriver } from '../behaviour/index.ts'
import { conjugate, eulerFromQuat, rotate } from '../math/index.ts'
import { UserError, type ActorSpec, type ConcreteScenario } from '../scenario/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND, type WorldState } from '../world/index.ts'
import type { Endpoint, FromSocket, ToSocket } from './external-driver-worker.ts'

type External = Extract<ActorSpec['driver'], { kind: 'external' }>

// Sources end in .ts, the build in .js: the worker is whichever we are.
const WORKER = new URL(
  `./external-driver-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
)

/** The client is looked for this often while it is awaited, ms. */
const LOOK_EVERY = 10

/** One socket: awaited until the client has said hello, and from then on spoken to synchronously. */
const openLine = async (actor: string, { host, port, connect }: External, greeting: string) => {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const { port1: here, port2: there } = new MessageChannel()
  const pool = new Piscina<Endpoint, void>({ filename: WORKER.href, minThreads: 1, maxThreads: 1 })
  const owner = pool.run({ host, port, flag, line: there }, { transferList: [there] })
  const say = (message: ToSocket): void => here.postMessage(message)
  const hear = (): string | undefined => {
    const got = receiveMessageOnPort(here)
    if (got === undefined) return undefined
    const message = got.message as FromSocket
    if ('line' in message) return message.line
    throw new UserError(`external driver of '${actor}' at ${host}:${port}: ${message.failed}`)
  }
  const silence = (seconds: number, what: string): UserError =>
    new UserError(`external driver of '${actor}': ${what} within ${seconds} s at ${host}:${port}`)
  const close = async (): Promise<void> => {
    say({ end: true })
    await owner
    await pool.destroy()
  }

  say({ send: greeting })
  try {
    const deadline = performance.now() + connect * 1000
    while (hear() === undefined) {
      if (performance.now() > deadline) throw silence(connect, 'nobody connected and said hello')
      await sleep(LOOK_EVERY)
    }
  } catch (error) {
    await close()
    throw error
  }

  const ask = (question: string, timeout: number): string => {
    say({ send: question })
    const deadline = performance.now() + timeout * 1000
    for (;;) {
      const answer = hear()
      if (answer !== undefined) return answer
      const left = deadline - performance.now()
      if (left <= 0) throw silence(timeout, 'no answer')
      Atomics.wait(flag, 0, 0, left)
      Atomics.store(flag, 0, 0)
    }
  }
  return { ask, close }
}

type Line = Awaited<ReturnType<typeof openLine>>

const hello = ({ name, seed }: ConcreteScenario, { id, spec }: ActorSpec) => ({
  ...{ type: 'hello', protocol: 1, scenario: name, seed, actor: id },
  step_s: TICKS_PER_CONTROL / TICKS_PER_SECOND,
  vehicle: {
    ...{ class: spec.class, length_m: spec.length, width_m: spec.width, mass_kg: spec.mass },
    ...(spec.kind === 'vehicle'
      ? {
          wheelbase_m: spec.axles[0].x - spec.axles[spec.axles.length - 1].x,
          steer_max_rad: spec.axles[0].steerMax,
        }
      : {}),
  },
})

const stateMessage = (scenario: ConcreteScenario, { time, actors }: WorldState) => ({
  ...{ type: 'state', time_s: time },
  actors: actors.flatMap((a, i) => {
    if (!a.present) return []
    const { spec } = scenario.actors[i]
    const [vx, vy] = rotate(conjugate(a.orientation), a.velocity)
    const [x, y, z] = a.position
    return {
      ...{ id: a.id, class: spec.class, length_m: spec.length, width_m: spec.width },
      ...{ x_m: x, y_m: y, z_m: z, yaw_rad: eulerFromQuat(a.orientation).yaw, vx_mps: vx, vy_mps: vy },
      ...{ yaw_rate_radps: a.angularVelocity[2], ax_mps2: a.acceleration[0], ay_mps2: a.acceleration[1] },
      ...{ steer_rad: a.steer, s_m: a.s, t_m: a.t },
    }
  }),
})

/** @throws UserError naming what is wrong with the line. */
const answerOf = (line: string, actor: string): ExternalAnswer => {
  let answer: unknown
  try {
    answer = JSON.parse(line)
  } catch {
    throw new UserError(`external driver of '${actor}': not a line of JSON: ${line.slice(0, 80)}`)
  }
  const number = (key: string): number => {
    const value: unknown =
      typeof answer === 'object' && answer !== null ? Reflect.get(answer, key) : undefined
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw new UserError(`external driver of '${actor}': '${key}' must be a number in ${line.slice(0, 80)}`)
  }
  return { throttle: number('throttle'), brake: number('brake'), steer: number('steer_rad') }
}

/**
 * Does `work` with the external drivers of a scenario, each of which is waited for first.
 * @throws UserError when a client does not come, does not answer in time, hangs up or answers nonsense.
 */
export const withExternalDrivers = async <T>(
  scenario: ConcreteScenario,
  work: (external: ExternalDriver) => Promise<T>,
): Promise<T> => {
  const lines = new Map<string, Line>()
  try {
    for (const actor of scenario.actors)
      if (actor.driver.kind === 'external') {
        const greeting = JSON.stringify(hello(scenario, actor))
        lines.set(actor.id, await openLine(actor.id, actor.driver, greeting))
      }
    return await work(({ id, driver }, state) => {
      const line = lines.get(id)
      if (line === undefined || driver.kind !== 'external') throw new Error(`no external driver of ${id}`)
      return answerOf(line.ask(JSON.stringify(stateMessage(scenario, state)), driver.timeout), id)
    })
  } finally {
    for (const line of lines.values()) await line.close()
  }
}
