/** What a drawing process must be born with on this machine; looked for once, in a process of its own. */
import type { DriverFound } from './driver-worker.ts'
import { besides, startWorkerProcess } from './worker-process.ts'

let found: Promise<DriverFound['env']> | null = null

/** @throws Error when nothing on this machine draws. */
export const findDriverEnvironment = (): Promise<DriverFound['env']> => (found ??= search())

const search = (): Promise<DriverFound['env']> =>
  new Promise((resolve, reject) => {
    startWorkerProcess(besides('driver-worker', import.meta.url), {
      message: (message) => {
        const answer = message as DriverFound | { readonly error: string }
        if ('env' in answer) resolve(answer.env)
        else reject(new Error(answer.error))
      },
      exit: (code, lastWords) =>
        reject(new Error(`Looking for a graphics driver ended with ${code ?? 'a signal'}. ${lastWords}`)),
    })
  })
