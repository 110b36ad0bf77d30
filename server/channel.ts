/**
 * One channel to one viewer, with credit: never more than `window` messages unacknowledged.
 *
 * It holds no queue. Whoever has something new calls `pump`; the channel asks `next` for a message only when
 * it may send one, so a viewer that stalls holds nothing but its own two messages, and gets what is newest
 * when it returns. Whether that loses anything is for `next` to say: one that gives the latest is
 * latest-wins, one that walks a numbered list is lossless.
 */
export interface Channel {
  /** Something may be new: send it if there is credit. */
  pump(): void
  /** Sends nothing more, whatever is acknowledged. */
  close(): void
}

export const openChannel = <T>(
  send: (message: T, ack: () => void) => void,
  next: () => T | null,
  window: number,
): Channel => {
  let inFlight = 0
  let open = true
  const pump = (): void => {
    while (open && inFlight < window) {
      const message = next()
      if (message === null) return
      inFlight++
      let acknowledged = false
      send(message, () => {
        if (acknowledged) return
        acknowledged = true
        inFlight--
        pump()
      })
    }
  }
  return {
    pump,
    close: () => {
      open = false
    },
  }
}
