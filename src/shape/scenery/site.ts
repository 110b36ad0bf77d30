/** The place that scenery is built for: the road, how far the world is built past its ends, the season. */
import { smoothstep } from '../../math/index.ts'
import type { Road, RoadPart } from '../../road/index.ts'
import type { ConcreteScenario, SurfacePatch } from '../../scenario/index.ts'
import { isSnow } from './ground-look.ts'
import { noise, rough } from './noise.ts'

export interface Site {
  readonly scenario: ConcreteScenario
  /** The network seen along one of its roads: what takes no road's index speaks of that one. */
  readonly road: Road
  readonly part: RoadPart
  /** The patches that lie on this road. */
  readonly patches: readonly SurfacePatch[]
  /** Put before names, so that those of several roads differ. */
  readonly prefix: string
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
  /** Height of the road at s, where it lies at (x, y), m. */
  readonly ground: (s: number, x: number, y: number) => number
  /** World x, y of road coordinates. */
  readonly at: (s: number, t: number) => readonly [number, number]
}

/** Rows of the road's mesh stand this far apart, m; dashes are whole rows. */
export const ROW = 3
const BEFORE = 150
const AFTER = 450
/** Land this near to the pavement is level: a car that leaves the road finds it where physics has it. */
const LEVEL = 14

/** The sites of all roads that are near enough to be seen; one for a road alone. */
export const sitesOf = (scenario: ConcreteScenario, road: Road): Site[] => {
  const beside = besideWith(road)
  const land = landOf(scenario, road, beside)
  const snowy = isSnow(scenario.road.verge)
  const alone = road.roads.length === 1
  return road.roads
    .filter((part) => alone || isNear(scenario, road, part))
    .map((part): Site => {
      const view = alongOne(road, part)
      const [from, to] = alone ? [-BEFORE, part.length + AFTER] : extension(road, part)
      return {
        ...{ scenario, road: view, part, snowy, from, to, beside, land },
        prefix: alone ? '' : `${part.id} `,
        patches: scenario.surface.filter((p) => (p.road ?? road.roads[0].id) === part.id),
        seed: scenario.looks?.land ?? scenario.seed,
        winter: snowy || scenario.weather.temperature < 276,
        // The height of the very road where two lie over each other.
        ground: (s, x, y) => (road.flat ? 0 : road.height(x, y, heightOf(part, s))),
        at: (s, t) => {
          const { x, y } = view.toWorld(s, t)
          return [x, y]
        },
      }
    })
}

/** The road's elevation at s, to tell it from one that it crosses over. */
const heightOf = ({ spec: { elevation } }: RoadPart, s: number): number => {
  const record = elevation.findLast((e) => e.s <= s) ?? elevation.at(0)
  if (record === undefined) return 0
  const u = Math.max(0, s - record.s)
  return record.a + u * (record.b + u * (record.c + u * record.d))
}

/** The network seen along one road. */
const alongOne = (road: Road, { index, length }: RoadPart): Road => ({
  ...road,
  length,
  lanes: road.lanesAt(0, index),
  paved: road.pavedAt(length / 2, index),
  toRoad: (x, y) => road.toRoad(x, y, index),
  toWorld: (s, t) => road.toWorld(s, t, index),
  curvature: (s) => road.curvature(s, index),
  stripsAt: (s) => road.stripsAt(s, index),
  lanesAt: (s) => road.lanesAt(s, index),
  lane: (id, s) => road.lane(id, s, index),
  laneAt: (t, s) => road.laneAt(t, s, index),
  pavedAt: (s) => road.pavedAt(s, index),
})

/** Roads of a network are drawn this far round the places where actors start, m. */
const SIGHT = 900

const isNear = (scenario: ConcreteScenario, road: Road, { index, length }: RoadPart): boolean =>
  scenario.actors.some(({ at }) => {
    const start = road.toWorld(at.s, 0, at.road === undefined ? 0 : road.roadIndex(at.road))
    return [0, length / 2, length].some((s) => {
      const p = road.toWorld(s, 0, index)
      return Math.hypot(p.x - start.x, p.y - start.y) < SIGHT + length / 2
    })
  })

/** Ends that lead nowhere go on for a while, where there is room. */
const extension = (road: Road, { index, length, spec }: RoadPart): readonly [number, number] => {
  const room = (at: (d: number) => number): number => {
    let d = 0
    while (d < AFTER) {
      const { x, y } = road.toWorld(at(d + 30), 0, index)
      if (road.beside(x, y) < 20) break
      d += 30
    }
    return d
  }
  const joined = (end: 'from' | 'to') =>
    road.network.joints.some((joint) => joint[end].road === spec.id && road.network.roads[0].id !== spec.id)
  const start = spec.before === null && spec.junction === null && !joined('to') ? room((d) => -d) : 0
  const end = spec.after === null && spec.junction === null && !joined('from') ? room((d) => length + d) : 0
  return [-start, length + end]
}

/** Distance from the pavement, that of the drawn extensions included. */
const besideWith = (road: Road): Site['beside'] => {
  if (road.roads.length === 1) return (x, y) => road.beside(x, y)
  const strips = road.roads.flatMap((part) => {
    const [from, to] = extension(road, part)
    return [
      { from, to: 0, s: 0 },
      { from: part.length, to, s: part.length },
    ]
      .filter((e) => e.to > e.from)
      .map((e) => {
        const { x, y, heading } = road.toWorld(e.s, 0, part.index)
        return {
          ...e,
          x,
          y,
          c: Math.cos(heading),
          n: Math.sin(heading),
          paved: road.pavedAt(e.s, part.index),
        }
      })
  })
  return (x, y) => {
    let best = road.beside(x, y)
    for (const e of strips) {
      const [dx, dy] = [x - e.x, y - e.y]
      const along = e.s + dx * e.c + dy * e.n
      const across = dy * e.c - dx * e.n
      const past = Math.max(e.from - along, along - e.to)
      const off = Math.max(e.paved[0] - across, across - e.paved[1])
      best = Math.min(best, past <= 0 ? off : Math.hypot(past, Math.max(0, off)))
    }
    return best
  }
}

/** What a bridge spans: from and to along the road, m. */
export const spanOf = ({ length }: Pick<Road, 'length'>): readonly [number, number] => [
  0.22 * length,
  Math.min(0.85 * length, 0.22 * length + 260),
]
/** The valley is so deep, and so far from its ends as deep as it gets, m. */
export const VALLEY = 13
const SLOPE = 38
/** The ground goes down so far beside the deck, m. */
const DECK_SIDE = [0.9, 1.4] as const

/** How far the land lies below the road where a bridge carries it. */
const valleyUnder = (road: Road): ((x: number, y: number, d: number) => number) => {
  const [from, to] = spanOf(road)
  return (x, y, d) => {
    if (d < DECK_SIDE[0]) return 0
    const { s } = road.toRoad(x, y)
    return (
      VALLEY *
      smoothstep(...DECK_SIDE, d) *
      smoothstep(from, from + SLOPE, s) *
      (1 - smoothstep(to - SLOPE, to, s))
    )
  }
}

/** Land beside a mountain road is level so far, m: less than elsewhere, a rock face or a rail comes first. */
const SHELF = 6.5

/** Height over the road, m: up on its left, down on its right, peaks behind. */
const mountainside = (d: number, isUphill: boolean, near: number, hills: number): number => {
  if (d <= SHELF) return 0
  const out = d - SHELF
  const peaks = smoothstep(150, 1500, d) * (260 + 240 * hills)
  const rough = smoothstep(0, 12, out) * 3.2 * near
  if (isUphill) return 13 * smoothstep(0, 11, out) + 0.42 * Math.min(out, 320) + rough + peaks
  return (
    -9 * smoothstep(0, 14, out) - 0.28 * Math.min(out, 220) + rough + smoothstep(500, 1700, d) * (peaks + 90)
  )
}

const landOf = (scenario: ConcreteScenario, road: Road, beside: Site['beside']): Site['land'] => {
  const { seed: run, looks } = scenario
  const seed = looks?.land ?? run
  const near = rough(seed, 'land', 70)
  const hills = rough(seed, 'hills', 900)
  const swell = noise(seed, 'swell', 260)
  const valley = scenario.road.place === 'bridge' ? valleyUnder(road) : () => 0
  const isMountain = scenario.road.place === 'mountain'
  return (x, y) => {
    const d = beside(x, y)
    const base = road.height(x, y) - valley(x, y, d)
    if (isMountain) return base + mountainside(d, road.toRoad(x, y).t > 0, near(x, y), hills(x, y))
    if (d <= LEVEL) return base
    return (
      base +
      smoothstep(LEVEL, 70, d) * (1.3 * near(x, y) + 0.25) +
      smoothstep(60, 400, d) * (4 * swell(x, y) + 1.5) +
      smoothstep(300, 1600, d) * (38 + 45 * hills(x, y))
    )
  }
}
