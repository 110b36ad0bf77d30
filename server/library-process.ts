/** The scenario library behind a process of its own; what does not answer in time is ended and begun anew. */
import type { ApiDiagnostic } from '../src/protocol/index.ts'
import { LibraryRefusal, type Library, type LibraryFolders } from './library.ts'
import { besides, startWorkerProcess, type WorkerProcess } from './worker-process.ts'

type Method = Exclude<keyof Library, 'close'>

export interface ToLibrary {
  readonly id: number
  readonly method: Method
  readonly args: readonly unknown[]
}

export interface FromLibrary {
  readonly id: number
  readonly value?: unknown
  readonly refusal?: {
    readonly status: LibraryRefusal['status']
    readonly message: string
    readonly diagnostics: readonly ApiDiagnostic[]
  }
  readonly fault?: string
}

/** The whole library of a slow machine takes half a minute; a text that takes longer is not meant well. */
const PATIENCE_MS = 120_000

interface Waiting {
  readonly resolve: (value: unknown) => void
  readonly reject: (reason: Error) => void
  readonly timer: NodeJS.Timeout
}

export const openLibraryProcess = (folders: LibraryFolders): Library => {
  const waiting = new Map<number, Waiting>()
  let worker: WorkerProcess | null = null
  let last = 0

  const settle = (id: number): Waiting | undefined => {
    const asked = waiting.get(id)
    if (asked) clearTimeout(asked.timer)
    waiting.delete(id)
    return asked
  }
  const hear = ({ id, value, refusal, fault }: FromLibrary): void => {
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
      besides('library-worker', import.meta.url),
      {
        message: (message) => hear(message as FromLibrary),
        exit: (code, lastWords) => {
          if (worker === born)
            end(`the library's process ended with ${code ?? 'a signal'}. ${lastWords.slice(-400)}`)
        },
      },
      { NEARMISS_LIBRARY: JSON.stringify(folders) },
    )
    worker = born
    return born
  }
  const ask = <T>(method: Method, ...args: readonly unknown[]): Promise<T> =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++last
      const timer = setTimeout(
        () => end(`the library did not answer within ${PATIENCE_MS / 1000} s`),
        PATIENCE_MS,
      )
      waiting.set(id, { resolve, reject, timer })
      started().send({ id, method, args } satisfies ToLibrary)
    }) as Promise<T>

  return {
    list: () => ask('list'),
    text: (name) => ask('text', name),
    check: (request) => ask('check', request),
    save: (name, request) => ask('save', name, request),
    resolve: (request) => ask('resolve', request),
    language: () => ask('language'),
    close: () => end('the server is closing'),
  }
}
