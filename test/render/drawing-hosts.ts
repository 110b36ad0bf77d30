/**
 * Processes that draw for tests. A driver is chosen by the environment before a process starts, so a test cannot draw in
 * its own; and starting one costs seconds, so all tests share one a driver.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { renderEnvironment } from '../../src/render/node/index.ts'
import { swiftshaderEnvironment } from '../../src/render/node/swiftshader.ts'

/** The best one here, and what a bare machine has. */
export const DRIVERS = ['the best driver', 'SwiftShader'] as const
export type DriverName = (typeof DRIVERS)[number]

const start = async (name: DriverName): Promise<ChildProcess> =>
  fork(fileURLToPath(new URL('./drawing-host.ts', import.meta.url)), [], {
    env:
      name === 'SwiftShader'
        ? { ...process.env, ...(await swiftshaderEnvironment()) }
        : await renderEnvironment(),
    execArgv: ['--import=tsx'],
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'ignore', 'ipc'],
  })

const shared = new Map<DriverName, Promise<ChildProcess>>()

type Reply = { readonly value: unknown } | { readonly complaint: string }

const ask = async (host: ChildProcess, script: URL): Promise<unknown> => {
  // While nobody waits for it, a host keeps no test run alive.
  host.ref()
  host.channel?.ref()
  const reply = await new Promise<Reply>((resolve, reject) => {
    host.once('message', (message) => resolve(message as Reply))
    host.once('exit', (code) => reject(new Error(`${script.pathname}: its process ended with ${code}`)))
    host.send(script.href)
  })
  host.removeAllListeners('exit')
  host.unref()
  host.channel?.unref()
  if ('complaint' in reply) throw new Error(`${script.pathname}: ${reply.complaint}`)
  return reply.value
}

/** What a script's `draw` gives, drawn on this driver. One at a time a driver, as mocha runs its tests. */
export const drawnOn = async <T>(name: DriverName, script: URL): Promise<T> => {
  const host = shared.get(name) ?? start(name)
  shared.set(name, host)
  return (await ask(await host, script)) as T
}

/** The same in a process of its own, which is over afterwards. */
export const drawnAfresh = async <T>(name: DriverName, script: URL): Promise<T> => {
  const host = await start(name)
  try {
    return (await ask(host, script)) as T
  } finally {
    host.disconnect()
  }
}
