/** How long, and how deep, a run stayed below a threshold (Minderhoud & Bovy 2001). */

/** Time exposed to a time to collision of at most tau, s; `series` every dt seconds. */
export const timeExposed = (series: readonly number[], dt: number, tau: number): number =>
  dt * series.filter((ttc) => ttc <= tau).length

/** Time-integrated time to collision, s^2: how far below tau, for how long. */
export const timeIntegrated = (series: readonly number[], dt: number, tau: number): number =>
  dt * series.reduce((sum, ttc) => sum + Math.max(0, tau - ttc), 0)
