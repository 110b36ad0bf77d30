/** An object in a process of its own, asked by its methods' names; what does not answer in time is ended and begun anew. */
import type { ApiDiagnostic } from '../src/protocol/index.ts'
import { endWithServer } from './end-with-server.ts'
import { LibraryRefusal } from './library.ts'
import { startWorkerProcess, type WorkerProcess } from './worker-process.ts'

interface ToRemote {
  readonly id: number
  readonly method: string
  readonly args: readonly unknown[]
}

interface FromRemote {
  readonly id: number
  readonly value?: unknown
  readonly refusal?: {
    readonly status: LibraryRefusal['status']
    readonly message: string
    readonly diagnostics: readonly ApiDiagnostic[]
  }
  readonly fault?: string
}

/** The whole library of a slow machine takes half a minute; what takes longer than this is not meant well. */
const PATIENCE_MS = 120_000
/** The variable that the process is told its configuration by. */
const CONFIGURATION = 'NEARMISS_REMOTE'

export interface Remote {
  /** Calls a method there. Rejects with a LibraryRefusal when the asker is at fault. */
  readonly ask: <T>(method: string, ...args: readonly unknown[]) => Promise<T>
  readonly close: () => void
}

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: Error) => void
  readonly timer: NodeJS.Timeout
}

/** @param what in messages; @param module calls `answerRemote`; begun at the first question */
export const openRemote = (what: string, module: URL, configuration: unknown): Remote => {
  const waiting = new Map<number, Waiting>()
  let worker: WorkerProcess | null = null
  let last = 0

  const settle = (id: number): Waiting | undefined => {
    const asked = waiting.get(id)
    if (asked) clearTimeout(asked.timer)
    waiting.delete(id)
    return asked
  }
  const hear = ({ id, value, refusal, fault }: FromRemote): void => {
    const asked = settle(id)
    if (refusal) asked?.reject(new LibraryRefusal(refusal.status, refusal.message, refusal.diagnostics))
    else if (fault !== undefined) asked?.reject(new Error(fault))
    else asked?.resolve(value)
  }
  const end = (why: string): void => {
    worker?.kill()
    worker = null
    for (const id of [...waiting.keys()]) settle(id)?.reject(new Error(why))
  }
  const started = (): WorkerProcess => {
    if (worker !== null) return worker
    const born = startWorkerProcess(
      module,
      {
        message: (message) => hear(message as FromRemote),
        exit: (code, lastWords) => {
          if (worker === born)
            end(`the process of ${what} ended with ${code ?? 'a signal'}. ${lastWords.slice(-400)}`)
        },
      },
      { [CONFIGURATION]: JSON.stringify(configuration) },
    )
    worker = born
    return born
  }
  return {
    ask: <T>(method: string, ...args: readonly unknown[]) =>
      new Promise<unknown>((resolve, reject) => {
        const id = ++last
        const timer = setTimeout(
          () => end(`${what} did not answer within ${PATIENCE_MS / 1000} s`),
          PATIENCE_MS,
        )
        waiting.set(id, { resolve, reject, timer })
        started().send({ id, method, args } satisfies ToRemote)
      }) as Promise<T>,
    close: () => end('the server is closing'),
  }
}

/** In the other process: answers with what `open` makes of the configuration. */
export const answerRemote = (open: (configuration: never) => object): void => {
  const acts = open(JSON.parse(process.env[CONFIGURATION]!) as never) as Readonly<
    Record<string, (...given: readonly unknown[]) => unknown>
  >
  const answer = async ({ id, method, args }: ToRemote): Promise<FromRemote> => {
    try {
      return { id, value: await acts[method](...args) }
    } catch (error) {
      if (error instanceof LibraryRefusal) {
        const { status, message, diagnostics } = error
        return { id, refusal: { status, message, diagnostics } }
      }
      return { id, fault: error instanceof Error ? (error.stack ?? error.message) : String(error) }
    }
  }
  process.on('message', (message: ToRemote) => {
    void answer(message).then((said) => process.send?.(said))
  })
  endWithServer()
}
