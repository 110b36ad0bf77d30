/**
 * Water between tyre and road. Two things happen as the speed rises: the film that the tread cannot take away
 * in time carries a growing share of the load (worn tyres on a very wet road lose grip from walking pace on),
 * and where the dynamic pressure of the water reaches that of the tyre, the tyre floats.
 *
 * The tyre floats from v_on = 1.764 sqrt(p) f, p in kPa, in m/s (Horne and Dreher, NASA TN D-2056), with
 * f = 1 in water deeper than the tread and 8 % more for every millimetre of tread above the water, and 0.9 of
 * that in slush. Friction falls to 0.05 over 0.35 v_on. Horne's speed lies inside the fall, as the
 * measurements that it sums up do.
 */
import type { Ground } from '../../road/index.ts'
import { SURFACE_KINDS, type SurfaceKind } from '../../scenario/index.ts'
import type { FittedTyre } from './tyre-condition.ts'
import type { Wheel } from '../vehicle.ts'

/** What water finds in a set of tyres. */
export interface WetTyre {
  /** Speed at which the water's dynamic pressure is the tyre's, m/s. */
  readonly horne: number
  /** Depth of the tread, m. */
  readonly tread: number
  /** Share of the load on the film, at Horne's speed and on a road that is as wet as the film can be thick. */
  readonly film: number
}

/** m/s by the root of kPa. */
const HORNE = 1.764
/** Rise of the onset by metre of tread above the water (defaults.json: 0.08 by mm). */
const BY_TREAD = 80
/** Water that lies within the road's texture, m, carries no tyre; twice as much does. */
const TEXTURE = 0.0008
/** In slush the tyre floats at this share of Horne's speed. */
const SLUSH = 0.9
/** The fall of friction begins at this share of the onset, and takes this share of it. */
const BEGINS = 0.89
const FALLS = 0.35
/** What is left when the tyre floats. */
const AFLOAT = 0.05
/**
 * The film's share of the load: FILM exp(-tread / DRAINED) (depth / FULL)^1.25 (v / v_Horne)^1.5. One set of
 * numbers for all tyres, fitted to the stops of AutoBild 2019 with 8, 3 and 1.6 mm of tread at 80 and
 * 120 km/h, and to 0.4 % of grip by m/s on a wet road with worn tyres (defaults.json).
 */
const FILM = 1.08
const DRAINED = 0.0028
const FULL = 0.003
/**
 * Spin-down: the water carries a floating tyre ahead of its middle, by this share of its radius (half of the
 * contact's length), and so holds it back.
 */
const SPIN_DOWN = 0.2

export const wetTyre = ({ tread, pressure }: FittedTyre): WetTyre => ({
  horne: HORNE * Math.sqrt(pressure / 1000),
  tread,
  film: FILM * Math.exp(-tread / DRAINED),
})

/**
 * Speed at which a tyre begins to float, m/s.
 * @param depth of the water, m.
 */
export const onsetSpeed = ({ horne, tread }: WetTyre, depth: number): number =>
  horne * Math.max(1, 1 + BY_TREAD * (tread - depth))

/** 0..1: how far the tyre floats in water (or slush) of this depth, m, at this speed, m/s. */
export const afloat = (tyre: WetTyre, kind: SurfaceKind, depth: number, speed: number): number => {
  const onset = onsetSpeed(tyre, depth) * (kind === 'slush' ? SLUSH : 1)
  const carries = Math.max(0, Math.min(1, depth / TEXTURE - 1))
  return carries * Math.max(0, Math.min(1, (speed / onset - BEGINS) / FALLS))
}

/** 0..1: share of the load that the film leaves to the road. */
export const throughFilm = ({ film, horne }: WetTyre, depth: number, speed: number): number => {
  const wet = Math.min(1, depth / FULL)
  const fast = speed / horne
  return Math.max(0, 1 - film * wet * Math.sqrt(Math.sqrt(wet)) * fast * Math.sqrt(fast))
}

const FILMS: readonly SurfaceKind[] = ['wet-asphalt', 'standing-water']
const FLOATS: readonly SurfaceKind[] = [...FILMS, 'slush']
const [FILM_BY_NUMBER, FLOAT_BY_NUMBER] = [FILMS, FLOATS].map((kinds) =>
  Uint8Array.from(SURFACE_KINDS, (kind) => (kinds.includes(kind) ? 1 : 0)),
)

/** Peak friction that is left of `mu`. */
const wetFriction = (tyre: WetTyre, kind: number, mu: number, depth: number, speed: number): number => {
  if (FLOAT_BY_NUMBER[kind] === 0 || depth <= 0) return mu
  const least = Math.min(mu, AFLOAT)
  const up = afloat(tyre, SURFACE_KINDS[kind], depth, speed)
  const down = FILM_BY_NUMBER[kind] === 1 ? mu * throughFilm(tyre, depth, speed) : mu
  return (1 - up) * Math.max(least, down) + up * least
}

/** Lowers the friction of what a wheel stands on by its speed over the ground, and lets a floating wheel run down. */
export const floatOn = (tyre: WetTyre, wheel: Wheel, { depth, other }: Ground): void => {
  const { kind, otherKind } = wheel
  if (FLOAT_BY_NUMBER[kind] === 0 && FLOAT_BY_NUMBER[otherKind] === 0) return
  const speed = Math.sqrt(wheel.vx * wheel.vx + wheel.vy * wheel.vy)
  wheel.kindMu = wetFriction(tyre, kind, wheel.kindMu, depth, speed)
  if (other === null) wheel.otherMu = wheel.kindMu
  else wheel.otherMu = wetFriction(tyre, otherKind, wheel.otherMu, other.depth, speed)
  if (FLOAT_BY_NUMBER[kind] === 1 && depth > 0)
    wheel.rolling += SPIN_DOWN * (1 - wheel.otherShare) * afloat(tyre, SURFACE_KINDS[kind], depth, speed)
}
