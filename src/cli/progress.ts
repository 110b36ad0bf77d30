/** A progress bar on a terminal; elsewhere a line now and then. On stderr: stdout belongs to the result. */
import { Presets, SingleBar } from 'cli-progress'

export interface Progress {
  update(value: number): void
  stop(): void
}

/** Where there is no terminal: share of the work and seconds between two lines, whichever comes first. */
const LINE_EVERY = 0.1
const SECONDS_BETWEEN = 60

/** Work done from `first` on in so many seconds: how fast, and how long the rest takes. */
const pace = (done: number, total: number, first: number, seconds: number): string => {
  const rate = (done - first) / seconds
  if (!(rate > 0) || seconds <= 0) return ''
  const left = Math.round((total - done) / rate)
  const minutes = Math.floor(left / 60)
  const time = minutes > 0 ? `${minutes} min ${left % 60} s` : `${left} s`
  return `${Number(rate.toPrecision(3))}/s, ${time} left`
}

/** @param first how much is done already when the work begins */
export const startProgress = (what: string, total: number, unit: string, first = 0): Progress => {
  const began = performance.now()
  const seconds = (): number => (performance.now() - began) / 1000
  if (!process.stderr.isTTY) {
    let last = first / total
    let lastTime = 0
    return {
      update: (value) => {
        const now = seconds()
        if (value / total < last + LINE_EVERY && now < lastTime + SECONDS_BETWEEN) return
        last = Math.floor(value / total / LINE_EVERY) * LINE_EVERY
        lastTime = now
        const how = pace(value, total, first, now)
        process.stderr.write(
          `${what} ${Number(value.toFixed(1))}/${Number(total.toFixed(1))} ${unit}${how === '' ? '' : `, ${how}`}\n`,
        )
      },
      stop: () => undefined,
    }
  }
  const bar = new SingleBar(
    { format: `${what} {bar} {value}/{total} ${unit} | {pace}`, stream: process.stderr },
    Presets.shades_classic,
  )
  bar.start(total, first, { pace: '' })
  return {
    update: (value) => bar.update(Number(value.toFixed(1)), { pace: pace(value, total, first, seconds()) }),
    stop: () => bar.stop(),
  }
}

/**
 * Runs `work` with a signal that Ctrl-C aborts; the work cleans up after itself, and the command exits with 130.
 * @param left what is said of what it leaves
 */
export const cancellable = async <T>(
  work: (signal: AbortSignal) => Promise<T>,
  left = 'nothing was left behind',
): Promise<T | null> => {
  const controller = new AbortController()
  const cancel = (): void => controller.abort()
  process.on('SIGINT', cancel)
  process.on('SIGTERM', cancel)
  try {
    return await work(controller.signal)
  } catch (error) {
    if (!controller.signal.aborted) throw error
    process.stderr.write(`\nnearmiss: cancelled; ${left}\n`)
    process.exitCode = 130
    return null
  } finally {
    process.off('SIGINT', cancel)
    process.off('SIGTERM', cancel)
  }
}
