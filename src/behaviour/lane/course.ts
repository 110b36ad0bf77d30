/** The line that a driver means to hold: an offset across the road that may pass from one value to another. */

/** From one t to another (m) along a quintic, beginning at `start` (s) and taking `duration` (s). */
export interface Course {
  readonly from: number
  readonly to: number
  readonly start: number
  readonly duration: number
  /** Points [time since `start`, t] to pass smoothly instead, the first at 0 and the last at `duration`. */
  readonly through?: readonly TimedPoint[]
}

export type TimedPoint = readonly [time: number, value: number]

/** Value and its first and second time derivatives. */
interface Motion {
  readonly value: number
  readonly rate: number
  readonly bend: number
}

export const steady = (t: number): Course => ({ from: t, to: t, start: 0, duration: 0 })

/** The course's t (m) and its first and second time derivatives (m/s, m/s^2) at `time`. */
export const courseAt = (
  { from, to, start, duration, through }: Course,
  time: number,
): { readonly t: number; readonly rate: number; readonly bend: number } => {
  const u = duration > 0 ? (time - start) / duration : 1
  if (u >= 1) return { t: to, rate: 0, bend: 0 }
  if (u <= 0) return { t: from, rate: 0, bend: 0 }
  if (through !== undefined) {
    const { value, rate, bend } = motionAt(through, time - start)
    return { t: value, rate, bend }
  }
  // The least-jerk step: no lateral speed or acceleration at either end.
  const way = to - from
  return {
    t: from + way * u * u * u * (10 + u * (-15 + 6 * u)),
    rate: (way * 30 * u * u * (1 - u) * (1 - u)) / duration,
    bend: (way * 60 * u * (1 - u) * (1 - 2 * u)) / (duration * duration),
  }
}

/**
 * Motion through timed points, as cubic Hermite pieces whose rates at a point are the mean of its neighbours'
 * (Catmull, Rom 1974); straight on before the first and after the last.
 * @param points at least one, their times rising
 */
export const motionAt = (points: readonly TimedPoint[], time: number): Motion => {
  const last = points.length - 1
  const rateAt = (i: number): number => {
    const [a, b] = [points[Math.max(0, i - 1)], points[Math.min(last, i + 1)]]
    return b[0] > a[0] ? (b[1] - a[1]) / (b[0] - a[0]) : 0
  }
  const outside = (i: number): Motion => ({
    value: points[i][1] + rateAt(i) * (time - points[i][0]),
    rate: rateAt(i),
    bend: 0,
  })
  if (time <= points[0][0]) return outside(0)
  if (time >= points[last][0]) return outside(last)
  const i = points.findIndex((p) => p[0] > time) - 1
  const [[t0, v0], [t1, v1]] = [points[i], points[i + 1]]
  const [span, r0, r1] = [t1 - t0, rateAt(i), rateAt(i + 1)]
  const u = (time - t0) / span
  const way = v1 - v0
  const [a, b] = [2 * -way + span * (r0 + r1), 3 * way - span * (2 * r0 + r1)]
  return {
    value: v0 + u * (span * r0 + u * (b + u * a)),
    rate: r0 + (u * (2 * b + 3 * u * a)) / span,
    bend: (2 * b + 6 * u * a) / (span * span),
  }
}
