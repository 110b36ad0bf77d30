/** The processes that make an export. */
import { fork } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { UserError } from '../../scenario/index.ts'
import type { ExportAnswer, ExportTask } from './worker.ts'

export interface Hand {
  /** One task at a time. @throws UserError for what a user can mend */
  do(task: ExportTask, onFrame: () => void): Promise<ExportAnswer>
  kill(): void
}

// Sources end in .ts, the build in .js: the worker is whichever we are.
const WORKER = fileURLToPath(new URL(`./worker${extname(import.meta.url)}`, import.meta.url))
/** What it most often means. */
const KILLED =
  'often there is too little memory: fewer --workers need less, and --resume goes on with what is done'
/** Gives a worker `gc`. */
const COLLECTS = '--expose-gc'
/** The end of what a process said before it died is told. */
const LAST_WORDS = 2000

/**
 * Whose process has seen so many clips gets a new one: of every world that was built and is gone, drivers and allocators
 * keep a little.
 */
const CLIPS_A_PROCESS = 25

/** @param env what its processes must be born with (the graphics driver's) */
export const hire = (env: NodeJS.ProcessEnv): Hand => {
  let own = born(env)
  const clips = new Set<string>()
  return {
    do: (task, tellFrame) => {
      if (clips.size === CLIPS_A_PROCESS && !clips.has(task.clip)) {
        own.kill()
        own = born(env)
        clips.clear()
      }
      clips.add(task.clip)
      return own.do(task, tellFrame)
    },
    kill: () => own.kill(),
  }
}

/** One process. */
const born = (env: NodeJS.ProcessEnv): Hand => {
  const child = fork(WORKER, [], {
    env: { ...process.env, ...env },
    execArgv: [...process.execArgv, COLLECTS],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let lastWords = ''
  let settle: {
    readonly done: (answer: ExportAnswer) => void
    readonly failed: (error: Error) => void
  } | null = null
  let onFrame: () => void = () => undefined
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    lastWords = (lastWords + text).slice(-LAST_WORDS)
  })
  child.on('message', (answer: ExportAnswer) => {
    if (answer.kind === 'frame') onFrame()
    else if (answer.kind === 'mistake') settle?.failed(new UserError(answer.message))
    else if (answer.kind === 'fault') settle?.failed(new Error(answer.message))
    else settle?.done(answer)
  })
  const gone = (error: Error): void => settle?.failed(error)
  child.on('error', ({ message }) => gone(new Error(`a worker of the export cannot be started: ${message}`)))
  child.on('close', (code, signal) =>
    gone(
      signal === null
        ? new Error(`a worker of the export ended with code ${code}\n${lastWords.trim()}`)
        : new UserError(`a worker of the export was killed by ${signal}; ${KILLED}`),
    ),
  )
  return {
    do: (task, tellFrame) =>
      new Promise((done, failed) => {
        settle = { done, failed }
        onFrame = tellFrame
        child.send(task)
      }),
    kill: () => void child.kill('SIGKILL'),
  }
}
