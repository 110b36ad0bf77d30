/**
 * External drivers over TCP (docs/external-driver.md): Nearmiss listens, a client connects and answers every
 * state of the world with pedals and steering. A run is synchronous, so a worker owns the socket and the run
 * waits for it; what the client answers is the only input that a run has besides its scenario.
 */
import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { ExternalAnswer, ExternalDriver } from '../behaviour/index.ts'
import { conjugate, eulerFromQuat, rotate } from '../math/index.ts'
import { UserError, type ActorSpec, type ConcreteScenario } from '../scenario/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND, type WorldState } from '../world/index.ts'
import type { FromSocket, ToSocket } from './external-driver-worker.ts'

type External = Extract<ActorSpec['driver'], { kind: 'external' }>

const isExternal = (actor: ActorSpec): boolean => actor.driver.kind === 'external'

export interface ExternalDrivers {
  readonly ask: ExternalDriver
  /** Tells the clients that the run is over and closes the sockets. */
  close(): void
}

// Sources end in .ts, the build in .js: the worker is whichever we are.
const WORKER = new URL(
  `./external-driver-worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
)

/** One socket, spoken to synchronously. */
const openLine = (actor: string, { host, port }: External) => {
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const { port1: here, port2: there } = new MessageChannel()
  const worker = new Worker(WORKER, {
    workerData: { host, port, flag, line: there },
    transferList: [there],
  })
  worker.unref()
  here.unref()
  const say = (message: ToSocket): void => here.postMessage(message)
  const hear = (seconds: number, what: string): string => {
    const end = performance.now() + seconds * 1000
    for (;;) {
      const got = receiveMessageOnPort(here) as { message: FromSocket } | undefined
      if (got !== undefined) {
        if ('line' in got.message) return got.message.line
        throw new UserError(`external driver of '${actor}' at ${host}:${port}: ${got.message.failed}`)
      }
      const left = end - performance.now()
      if (left <= 0)
        throw new UserError(`external driver of '${actor}': ${what} within ${seconds} s at ${host}:${port}`)
      Atomics.wait(flag, 0, 0, left)
      Atomics.store(flag, 0, 0)
    }
  }
  return { say, hear, end: (): void => say({ end: true }) }
}

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
 * Listens for the external drivers of a scenario. Each is waited for when it is first asked.
 * @throws UserError (from `ask`) when a client does not come, does not answer in time, or answers nonsense.
 */
export const openExternalDrivers = (scenario: ConcreteScenario): ExternalDrivers => {
  const lines = new Map(
    scenario.actors.filter(isExternal).map((a) => [a.id, openLine(a.id, a.driver as External)]),
  )
  const met = new Set<string>()
  return {
    ask: (actor, state) => {
      const line = lines.get(actor.id)
      const { driver } = actor
      if (line === undefined || driver.kind !== 'external') throw new Error(`no line to ${actor.id}`)
      if (!met.has(actor.id)) {
        line.say({ send: JSON.stringify(hello(scenario, actor)) })
        line.hear(driver.connect, 'nobody connected and said hello')
        met.add(actor.id)
      }
      line.say({ send: JSON.stringify(stateMessage(scenario, state)) })
      return answerOf(line.hear(driver.timeout, 'no answer'), actor.id)
    },
    close: () => {
      for (const line of lines.values()) line.end()
    },
  }
}
