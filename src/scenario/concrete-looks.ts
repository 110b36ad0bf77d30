/** What a concrete scenario says of its looks, over and above what the seed decides anyway. */

type Rgb = readonly [number, number, number]

/** How an actor looks. */
export interface ActorLook {
  /** Linear-light sRGB 0..1. */
  readonly paint: Rgb
  /** In place of the run's seed for trim, plate, rims, clothes and build. */
  readonly seed: number
}

/** Every choice that `randomise` made. Nothing that moves reads it: two runs that differ in it alone have one digest. */
export interface Looks {
  /** Whose choices these are. */
  readonly seed: number
  /** By id; only actors that look otherwise. */
  readonly actors?: Readonly<Record<string, ActorLook>>
  /** In place of the run's seed for land, plants, houses and the road's repairs. */
  readonly land?: number
  /** In place of the weather's, rad. */
  readonly sun?: { readonly elevation: number; readonly azimuth: number }
  /** In place of the weather's, 0..1. */
  readonly clouds?: number
  /** Brightness of the pavement over what it is, and the share of its paint that is gone. */
  readonly road?: { readonly tone: number; readonly wear: number }
  /** By sensor id: what was added to the mount, m and rad (yaw, pitch, roll). */
  readonly cameras?: Readonly<Record<string, { readonly shift: Rgb; readonly turn: Rgb }>>
  /** Things a hundred metres. */
  readonly clutter?: number
  readonly distractors?: number
}
