/** How a driver takes curves: slow enough beforehand that the lateral acceleration stays what he likes. */
import type { Road } from '../../road/index.ts'

/** He begins to brake for a curve when it takes this share of the braking that he likes. */
const BEGINS = 0.6
/** Places looked at between here and where comfortable braking would end. */
const LOOKS = 12
/** Shorter ways are not braked over, m: the demand stays finite at the curve's beginning. */
const LEAST_WAY = 4

/**
 * Deceleration that the curves ahead ask for, m/s^2; 0 when none does yet.
 * @param t the line that the driver holds, m.
 * @param lateral most lateral acceleration that he likes, m/s^2.
 * @param comfort braking that he likes, m/s^2.
 */
export const brakingForCurves = (
  road: Road,
  s: number,
  t: number,
  direction: 1 | -1,
  speed: number,
  lateral: number,
  comfort: number,
): number => {
  const horizon = (speed * speed) / (2 * BEGINS * comfort) + LEAST_WAY
  let most = 0
  for (let i = 0; i <= LOOKS; i++) {
    const way = (horizon * i) / LOOKS
    const bend = road.curvature(s + direction * way)
    if (bend === 0) continue
    const radius = Math.max(1, Math.abs(1 / bend - t))
    const excess = speed * speed - lateral * radius
    if (excess > 0) most = Math.max(most, excess / (2 * Math.max(way, LEAST_WAY)))
  }
  return most > BEGINS * comfort ? most : 0
}
