/** The place that scenery is built for: the road, how far the world is built past its ends, the season. */
import { smoothstep } from '../../math/index.ts'
import type { Road } from '../../road/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import { isSnow } from './ground-look.ts'
import { noise, rough } from './noise.ts'

export interface Site {
  readonly scenario: ConcreteScenario
  readonly road: Road
  readonly seed: number
  /** Snow lies on the land, or it is cold enough for bare trees. */
  readonly snowy: boolean
  readonly winter: boolean
  /** s where the built road begins and ends: past the scenario's own road, so that no view ends in nothing. */
  readonly from: number
  readonly to: number
  /** Metres past the pavement's edge; negative on the pavement. */
  readonly beside: (x: number, y: number) => number
  /** Height of the land, m: physics' height near the road, undulating away from it. */
  readonly land: (x: number, y: number) => number
  /** World x, y of road coordinates. */
  readonly at: (s: number, t: number) => readonly [number, number]
}

/** Rows of the road's mesh stand this far apart, m; dashes are whole rows. */
export const ROW = 3
const BEFORE = 150
const AFTER = 450
/** Land this near to the pavement is level: a car that leaves the road finds it where physics has it. */
const LEVEL = 14

export const siteOf = (scenario: ConcreteScenario, road: Road): Site => {
  const seed = scenario.seed
  const near = rough(seed, 'land', 70)
  const hills = rough(seed, 'hills', 900)
  const swell = noise(seed, 'swell', 260)
  const beside = (x: number, y: number): number => {
    const { t } = road.toRoad(x, y)
    return Math.max(road.paved[0] - t, t - road.paved[1])
  }
  const snowy = isSnow(scenario.road.verge)
  return {
    scenario,
    road,
    seed,
    snowy,
    winter: snowy || scenario.weather.temperature < 276,
    from: -BEFORE,
    to: road.length + AFTER,
    beside,
    land: (x, y) => {
      const d = beside(x, y)
      const base = road.height(x, y)
      if (d <= LEVEL) return base
      return (
        base +
        smoothstep(LEVEL, 70, d) * (1.3 * near(x, y) + 0.25) +
        smoothstep(60, 400, d) * (4 * swell(x, y) + 1.5) +
        smoothstep(300, 1600, d) * (38 + 45 * hills(x, y))
      )
    },
    at: (s, t) => {
      const { x, y } = road.toWorld(s, t)
      return [x, y]
    },
  }
}
