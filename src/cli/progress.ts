/** A progress bar on a terminal; elsewhere a line now and then. On stderr: stdout belongs to the result. */
import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  update(value: number): void
  stop(): void
}

/** Share of the work between two lines where there is no terminal. */
const LINE_EVERY = 0.1

export const startProgress = (what: string, total: number, unit: string): Progress => {
  if (!process.stderr.isTTY) {
    let last = 0
    return {
      update: (value) => {
        if (value / total < last + LINE_EVERY) return
        last = Math.floor(value / total / LINE_EVERY) * LINE_EVERY
        process.stderr.write(`${what} ${Number(value.toFixed(1))}/${Number(total.toFixed(1))} ${unit}\n`)
      },
      stop: () => undefined,
    }
  }
  const bar = new SingleBar(
    { format: `${what} {bar} {value}/{total} ${unit} | {eta_formatted} left`, stream: process.stderr },
    Presets.shades_classic,
  )
  bar.start(total, 0)
  return { update: (value) => bar.update(Number(value.toFixed(1))), stop: () => bar.stop() }
}

/** Runs `work` with a signal that Ctrl-C aborts; the work cleans up after itself, and the command exits with 130. */
export const cancellable = async <T>(work: (signal: AbortSignal) => Promise<T>): Promise<T | null> => {
  const controller = new AbortController()
  const cancel = (): void => controller.abort()
  process.on('SIGINT', cancel)
  process.on('SIGTERM', cancel)
  try {
    return await work(controller.signal)
  } catch (error) {
    if (!controller.signal.aborted) throw error
    process.stderr.write('\nnearmiss: cancelled; nothing was left behind\n')
    process.exitCode = 130
    return null
  } finally {
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}
