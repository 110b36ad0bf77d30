/** Gusts of wind: their shape over time, and when they come by chance. */
import { stream } from '../../math/index.ts'

/** Wind over and above the mean, m/s from a compass bearing, rad: up in `rise`, on for `hold`, down in `rise` seconds. */
export interface Gust {
  readonly start: number
  readonly speed: number
  readonly from: number
  readonly rise: number
  readonly hold: number
}

/** How gusts come: on average one every `every` seconds, of about this speed. */
export interface GustPlan {
  readonly speed: number
  /** Standard deviation of their speeds, as a share of it, and of their bearings, rad. */
  readonly spread: number
  readonly veer: number
  readonly every: number
  readonly rise: number
  readonly hold: number
}

/** Speed of a gust at a time, m/s: 1 - cos flanks (as the gusts of IEC 61400-1), level between them. */
export const gustAt = ({ start, speed, rise, hold }: Gust, time: number): number => {
  const t = time - start
  if (t < 0 || t >= 2 * rise + hold) return 0
  const flank = Math.min(t, 2 * rise + hold - t)
  return flank >= rise ? speed : (speed / 2) * (1 - Math.cos((Math.PI * flank) / rise))
}

/**
 * The gusts of a run: a Poisson process, speeds normally distributed and cut at 0 and at twice their mean.
 * @param from mean bearing, rad
 * @param duration of the run, s
 */
export const drawGusts = (plan: GustPlan, from: number, duration: number, seed: number): Gust[] => {
  const random = stream(seed, 'gusts')
  const gusts: Gust[] = []
  const { rise, hold, every } = plan
  for (let start = 0; ;) {
    start += -every * Math.log(1 - random.next())
    const speed = plan.speed * Math.max(0, Math.min(2, 1 + plan.spread * random.normal()))
    const bearing = from + plan.veer * random.normal()
    if (start >= duration) return gusts
    gusts.push({ start, speed, from: bearing, rise, hold })
  }
}
