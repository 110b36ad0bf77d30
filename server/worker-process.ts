/**
 * Starts one of the server's own modules as a child process that speaks by messages. Whatever it does, a
 * crash included, stays in that process.
 */
import { fork, type ChildProcess } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Address of a module beside `base`, in sources (.ts) and in a build (.js) alike. */
export const besides = (name: string, base: string): URL =>
  new URL(`./${name}${extname(new URL(base).pathname)}`, base)

export interface WorkerProcess {
  send(message: unknown): void
  kill(): void
}

export interface WorkerListeners {
  readonly message: (message: unknown) => void
  /** Called once; `lastWords` is the end of what it wrote to stderr. */
  readonly exit: (code: number | null, lastWords: string) => void
}

const LAST_WORDS = 2000

export const startWorkerProcess = (
  module: URL,
  listeners: WorkerListeners,
  env: NodeJS.ProcessEnv = {},
): WorkerProcess => {
  const child: ChildProcess = fork(fileURLToPath(module), [], {
    // Structured clone: arrays of numbers arrive as arrays of numbers.
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, ...env },
  })
  let lastWords = ''
  let over = false
  const exit = (code: number | null): void => {
    if (over) return
    over = true
    listeners.exit(code, lastWords.trim())
  }
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS)
  })
  child.on('message', (message) => {
    if (!over) listeners.message(message)
  })
  child.on('error', (error) => {
    lastWords += error.message
    exit(null)
  })
  child.on('close', (code) => exit(code))
  return {
    send: (message) => {
      if (child.connected) child.send(message as never, () => undefined)
    },
    kill: () => {
      child.kill('SIGKILL')
    },
  }
}
