import { useSignal, type ReadonlySignal } from '@preact/signals'
import { useEffect } from 'preact/hooks'

/** Numbers that change faster than this cannot be read, ms. */
const REFRESH_MS = 100

/** The playhead as often as numbers that hang on it can be read, s. */
export const useReadable = (time: ReadonlySignal<number>): ReadonlySignal<number> => {
  const now = useSignal(time.peek())
  useEffect(() => {
    now.value = time.peek()
    const timer = setInterval(() => (now.value = time.peek()), REFRESH_MS)
    return () => clearInterval(timer)
  }, [now, time])
  return now
}
