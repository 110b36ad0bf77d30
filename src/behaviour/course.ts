/** The line that a driver means to hold: an offset across the road that may pass from one value to another. */

/** From one t to another (m) along a quintic, beginning at `start` (s) and taking `duration` (s). */
export interface Course {
  readonly from: number
  readonly to: number
  readonly start: number
  readonly duration: number
}

export const steady = (t: number): Course => ({ from: t, to: t, start: 0, duration: 0 })

/** The course's t (m) and its first and second time derivatives (m/s, m/s^2) at `time`. */
export const courseAt = (
  { from, to, start, duration }: Course,
  time: number,
): { readonly t: number; readonly rate: number; readonly bend: number } => {
  const u = duration > 0 ? (time - start) / duration : 1
  if (u >= 1) return { t: to, rate: 0, bend: 0 }
  if (u <= 0) return { t: from, rate: 0, bend: 0 }
  // The least-jerk step: no lateral speed or acceleration at either end.
  const way = to - from
  return {
    t: from + way * u * u * u * (10 + u * (-15 + 6 * u)),
    rate: (way * 30 * u * u * (1 - u) * (1 - u)) / duration,
    bend: (way * 60 * u * (1 - u) * (1 - 2 * u)) / (duration * duration),
  }
}
