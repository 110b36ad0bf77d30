/**
 * What a question to the road costs, in CPU time, and what a large map takes in memory. The baseline is the
 * question of a level straight road, which every other road is measured against in the same run.
 */
import { buildRoad, type Footing, type Road } from '../src/road/index.ts'
import { networkOf, type NetworkSpec, type RoadLineSpec, type RoadSpec } from '../src/scenario/index.ts'
import type { Bench } from './index.ts'

const QUERIES = 20_000
const ROUNDS = 3
/** Straights and bends of the long map, and roads of the wide one. */
const PIECES = 400
const BLOCKS = 30

const spec = (more: Partial<RoadSpec>): RoadSpec => ({
  ...{ pieces: [{ length: 5000, curvature: 0 }], lanes: [-2, -1, 1], laneWidth: 3.5, shoulderWidth: 1 },
  ...{ oneWay: false, speedLimit: 30, surface: 'dry-asphalt', verge: 'grass', place: 'rural' },
  origin: { x: 0, y: 0, heading: 0 },
  ...more,
})

/** A road of clothoids over hills: no closed form anywhere. */
const winding = (): RoadSpec => {
  const plain = networkOf(spec({}))
  const [road] = plain.roads
  const length = 60
  const geometry: RoadLineSpec['geometry'][number][] = []
  let [x, y, heading] = [0, 0, 0]
  for (let i = 0; i < PIECES; i++) {
    const [from, to] = [0, 1, 0, -1]
      .map((k) => k / 200)
      .slice(i % 4, (i % 4) + 2)
      .concat(0)
      .slice(0, 2)
    geometry.push({ s: i * length, x, y, heading, length, kind: 'spiral', from, to })
    // Simpson's rule is near enough for where the next piece begins.
    const steps = 60
    for (let k = 0; k < steps; k++) {
      const u = ((k + 0.5) * length) / steps
      const turned = heading + from * u + ((to - from) * u * u) / (2 * length)
      x += (Math.cos(turned) * length) / steps
      y += (Math.sin(turned) * length) / steps
    }
    heading += ((from + to) / 2) * length
  }
  const hills = {
    ...road,
    length: PIECES * length,
    geometry,
    elevation: [{ s: 0, a: 0, b: 0.01, c: 0, d: 1e-9 }],
  }
  return spec({ network: { ...plain, roads: [hills] } })
}

/** A town: streets every 100 m both ways, each block of street a road of its own, all on one slope. */
const town = (): RoadSpec => {
  const plain = networkOf(spec({ pieces: [{ length: 86, curvature: 0 }], lanes: [-1, 1] }))
  const [street] = plain.roads
  const roads: RoadLineSpec[] = []
  for (let i = 0; i < BLOCKS; i++)
    for (let j = 0; j < BLOCKS; j++)
      for (const [k, heading] of [0, Math.PI / 2].entries()) {
        const [x, y] = [100 * i + (k === 0 ? 7 : 0), 100 * j + (k === 0 ? 0 : 7)]
        roads.push({
          ...street,
          id: `${i} ${j} ${k}`,
          geometry: [{ s: 0, x, y, heading, length: 86, kind: 'arc', curvature: 0 }],
          elevation: [{ s: 0, a: 0.02 * x, b: k === 0 ? 0.02 : 0, c: 0, d: 0 }],
        })
      }
  const network: NetworkSpec = { ...plain, roads }
  return spec({ network })
}

const cpu = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1e6
}

/** Places on the pavement: as wheels come to them on a drive, or in no order that a cache would like. */
const placesOn = (road: Road, order: 'drive' | 'random'): Float64Array => {
  const places = new Float64Array(2 * 4096)
  for (let i = 0; i < 4096; i++) {
    const stretch = Math.floor(i / 256)
    const on = ((order === 'drive' ? stretch : i) * 7919) % road.roads.length
    const share = order === 'drive' ? (i % 256) / 256 : (i * 0.6180339887) % 1
    const s = share * Math.min(road.roads[on].length, order === 'drive' ? 100 : Infinity)
    const [right, left] = road.pavedAt(s, on)
    const { x, y } = road.toWorld(s, right + ((i * 0.7548776662) % 1) * (left - right), on)
    places[2 * i] = x
    places[2 * i + 1] = y
  }
  return places
}

const footing: Footing = { z: 0, nx: 0, ny: 0, nz: 1 }

const QUESTIONS: readonly (readonly [
  name: string,
  ask: (road: Road, x: number, y: number) => unknown,
  order: 'drive' | 'random',
])[] = [
  ['probe', (road, x, y) => road.probe(x, y, 0, footing), 'drive'],
  ['ground', (road, x, y) => road.ground(x, y), 'drive'],
  ['to_road', (road, x, y) => road.toRoad(x, y), 'drive'],
  ['to_road_at_random', (road, x, y) => road.toRoad(x, y), 'random'],
]

/** `nearmiss bench road`. */
export const bench = (): Promise<Bench> => {
  const heapBefore = process.memoryUsage()
  let built: Road | null = null
  const buildSeconds = cpu(() => (built = buildRoad(town(), [])))
  const wide = built as unknown as Road
  const heapAfter = process.memoryUsage()
  const roads = {
    straight: buildRoad(spec({}), []),
    sloping: buildRoad(spec({ network: sloping() }), []),
    winding: buildRoad(winding(), []),
    town: wide,
  }
  const seconds = new Map<string, number>()
  for (let round = 0; round < ROUNDS; round++)
    for (const [name, road] of Object.entries(roads)) {
      for (const [question, ask, order] of QUESTIONS) {
        const places = placesOn(road, order)
        const time = cpu(() => {
          for (let i = 0; i < QUERIES; i++) ask(road, places[2 * (i & 4095)], places[2 * (i & 4095) + 1])
        })
        const key = `${name}_${question}`
        seconds.set(key, Math.min(seconds.get(key) ?? Infinity, time / QUERIES))
      }
    }
  const bytes = heapAfter.heapUsed + heapAfter.arrayBuffers - heapBefore.heapUsed - heapBefore.arrayBuffers
  const base = seconds.get('straight_to_road')!
  return Promise.resolve({
    name: 'road',
    figures: {
      ...Object.fromEntries(
        [...seconds].map(([key, time]) => [key, { value: 1 / time / 1e6, unit: 'million a second' }]),
      ),
      winding_vs_straight: { value: seconds.get('winding_to_road')! / base, unit: 'ratio' },
      town_vs_straight: { value: seconds.get('town_to_road')! / base, unit: 'ratio' },
      town_roads: { value: wide.roads.length, unit: 'roads' },
      town_build: { value: buildSeconds * 1000, unit: 'ms' },
      town_memory: { value: bytes / 2 ** 20, unit: 'MiB' },
    },
  })
}

/** The straight road with a gradient, so that heights must be worked out. */
const sloping = (): NetworkSpec => {
  const plain = networkOf(spec({}))
  return { ...plain, roads: [{ ...plain.roads[0], elevation: [{ s: 0, a: 0, b: 0.02, c: 0, d: 0 }] }] }
}
