/**
 * Surroundings that the story changes, as they are seen: fog, light and snowfall of the weather, patches of
 * the road. What is dear to make is made for steps of the quantity and kept; fog is exact. A picture follows
 * from the state alone, never from the pictures before it.
 */
import type { ConcreteScenario, Weather } from '../scenario/index.ts'
import type { Surroundings } from '../world/index.ts'

/** Light is made anew for every step of visibility this wide (ratio), snow and rain for every step of them, m/s. */
const VISIBILITY_STEP = 1.08
const SNOWFALL_STEP = 0.5 / 3.6e6
const RAINFALL_STEP = 1 / 3.6e6
/** ... of clouds, share of the sky, and of the sun, rad. */
const CLOUD_STEP = 0.05
const SUN_STEP = Math.PI / 180
/** Asphalt with more water than this looks wet, m. */
const LOOKS_WET = 5e-5

/** The weather that light is made for: the scenario's own exactly, others by steps. */
export const steppedWeather = (start: Weather, now: Weather): Weather => {
  const log = Math.log(VISIBILITY_STEP)
  const visibility =
    now.visibility === start.visibility
      ? start.visibility
      : Math.exp(Math.round(Math.log(now.visibility) / log) * log)
  const snowfall =
    now.snowfall === start.snowfall
      ? start.snowfall
      : Math.round(now.snowfall / SNOWFALL_STEP) * SNOWFALL_STEP
  const rainfall =
    now.rainfall === start.rainfall
      ? start.rainfall
      : Math.round(now.rainfall / RAINFALL_STEP) * RAINFALL_STEP
  const stepped = (before: number, after: number, step: number): number =>
    after === before ? before : Math.round(after / step) * step
  const { elevation, azimuth } = start.sun
  return {
    ...start,
    ...{ visibility, snowfall, rainfall },
    cloudCover: stepped(start.cloudCover, now.cloudCover, CLOUD_STEP),
    sun: {
      elevation: stepped(elevation, now.sun.elevation, SUN_STEP),
      azimuth: stepped(azimuth, now.sun.azimuth, SUN_STEP),
    },
  }
}

/** Whether dry asphalt has come to look wet. */
export const looksWet = (film: number): boolean => film > LOOKS_WET

/** What a version is made for; `wet`: dry asphalt looks wet. */
type Shown = Pick<Surroundings, 'weather' | 'surface'> & { readonly wet: boolean }

/** Versions of something that was made for the start and is made again, and kept, when it has to differ. */
export class Versions<T> {
  readonly #made = new Map<string, T>()
  readonly #make: (surroundings: Shown) => T
  readonly #show: (version: T, shown: boolean) => void
  #shown: string

  /**
   * @param first the version of the start, which is shown
   * @param show switches one on or off
   */
  constructor(
    { weather, surface }: Pick<ConcreteScenario, 'weather' | 'surface'>,
    first: T,
    make: (surroundings: Shown) => T,
    show: (version: T, shown: boolean) => void,
  ) {
    this.#shown = JSON.stringify({ weather, surface, wet: false })
    this.#made.set(this.#shown, first)
    this.#make = make
    this.#show = show
  }

  /** Shows the version for these, and gives it. */
  choose({ weather, surface, wet = false }: Omit<Shown, 'wet'> & Partial<Shown>): T {
    const key = JSON.stringify({ weather, surface, wet })
    const known = this.#made.get(key)
    const version = known ?? this.#make({ weather, surface, wet })
    if (key === this.#shown) return version
    const before = this.#made.get(this.#shown)
    if (before !== undefined) this.#show(before, false)
    this.#made.set(key, version)
    this.#show(version, true)
    this.#shown = key
    return version
  }
}
