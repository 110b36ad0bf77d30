/**
 * The competent and careful human driver of UN R157 (Annex 3, appendix 3): what an automated lane keeping
 * system is measured against. He perceives a risk, weighs it, lets the throttle go, and brakes.
 */

/** The regulation's numbers, SI. */
export const CAREFUL = {
  /** From the risk to the decision that it is one, s. */
  evaluation: 0.4,
  /** From the decision to the brakes, s, with the deceleration of a released throttle, m/s^2. */
  delay: 0.75,
  release: 0.4,
  /** Braking rises at this rate, m/s^3, up to 0.774 g, m/s^2. */
  jerk: 12.65,
  deceleration: 0.774 * 9.81,
  /** A car that leaves its lane's middle by more than this is taken to be coming over, m. */
  wander: 0.375,
  /** A risk is a time to collision below this, s ... */
  ttc: 2,
  /** ... or a leader who brakes harder than this, m/s^2. */
  leadBraking: 5,
} as const

/** Deceleration, m/s^2, at a time after the end of risk evaluation, s; 0 before it. */
export const carefulDeceleration = (time: number): number => {
  if (time < 0) return 0
  if (time < CAREFUL.delay) return CAREFUL.release
  return Math.min(CAREFUL.deceleration, CAREFUL.release + CAREFUL.jerk * (time - CAREFUL.delay))
}
