/**
 * What wear and inflation make of a set of tyres. Every factor is 1 for a new set at its rated pressure, so
 * the numbers of a tyre's file are those of the new tyre.
 */
import type { SurfaceKind, TyreOnSurface, TyreSpec } from '../../scenario/index.ts'

/** A set of tyres in its condition. */
export interface FittedTyre {
  readonly surfaces: TyreSpec['surfaces']
  /** Factors on the vertical stiffness and on the rolling resistance. */
  readonly verticalStiffness: number
  readonly rollingResistance: number
  /** Depth of the tread, m, and inflation, Pa. */
  readonly tread: number
  readonly pressure: number
}

/** What a tyre file that says nothing of it means: a car's tyre, new, m and Pa. */
const NEW_TREAD = 0.008
const RATED_PRESSURE = 230_000

/**
 * By inflation over the rated one, less 1 (Magic Formula 6.1, Besselink et al. 2010: its factors on
 * cornering stiffness and on vertical stiffness are of this size).
 */
const SLIP_STIFFNESS_BY_PRESSURE = 0.5
const VERTICAL_STIFFNESS_BY_PRESSURE = 0.7
/** Rolling resistance falls with this power of the pressure (SAE J2452). */
const ROLLING_BY_PRESSURE = -0.4
/** Short blocks bend less: slip stiffness of a tyre without tread over a new one's, less 1. Judgement. */
const SLIP_STIFFNESS_BY_WEAR = 0.25
/** Less rubber is kneaded: the tread makes this share of the rolling resistance. Judgement. */
const ROLLING_BY_WEAR = -0.25
/** Snow is held by the tread's edges: share of the grip that goes with them. Judgement. */
const SNOW_GRIP_BY_WEAR = -0.27
const SNOW: readonly SurfaceKind[] = ['packed-snow', 'loose-snow', 'slush']

/** Inflation counts between these shares of the rated one: a flat tyre is another matter. */
const [SOFTEST, HARDEST] = [0.2, 2]

/** One result a set, so that vehicles on the same tyres share their tables. */
const fitted = new WeakMap<TyreSpec, FittedTyre>()

/** The set in its condition; the same object for the same set. */
export const inCondition = (tyre: TyreSpec): FittedTyre => {
  const known = fitted.get(tyre)
  if (known !== undefined) return known
  const made = fit(tyre)
  fitted.set(tyre, made)
  return made
}

const fit = ({ surfaces, tread, pressure }: TyreSpec): FittedTyre => {
  const { now: depth, whenNew } = tread ?? { now: NEW_TREAD, whenNew: NEW_TREAD }
  const { now, rated } = pressure ?? { now: RATED_PRESSURE, rated: RATED_PRESSURE }
  const worn = Math.max(0, 1 - depth / whenNew)
  const inflation = Math.max(SOFTEST, Math.min(HARDEST, now / rated))
  const stiffer = (1 + SLIP_STIFFNESS_BY_PRESSURE * (inflation - 1)) * (1 + SLIP_STIFFNESS_BY_WEAR * worn)
  const onSurface = (kind: SurfaceKind, t: TyreOnSurface): TyreOnSurface => ({
    ...t,
    muPeak: t.muPeak * (SNOW.includes(kind) ? 1 + SNOW_GRIP_BY_WEAR * worn : 1),
    // The same grip at less slip.
    slipAtPeak: t.slipAtPeak / stiffer,
    stiffnessPerLoad: t.stiffnessPerLoad * stiffer,
  })
  const entries = (Object.entries(surfaces) as [SurfaceKind, TyreOnSurface][]).map(([kind, t]) => [
    kind,
    onSurface(kind, t),
  ])
  return {
    surfaces: Object.fromEntries(entries) as TyreSpec['surfaces'],
    verticalStiffness: 1 + VERTICAL_STIFFNESS_BY_PRESSURE * (inflation - 1),
    rollingResistance: Math.exp(ROLLING_BY_PRESSURE * Math.log(inflation)) * (1 + ROLLING_BY_WEAR * worn),
    tread: depth,
    pressure: now,
  }
}
