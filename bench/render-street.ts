/**
 * The plain street that rendering is measured against: 40 cars of 2,000 triangles, 200 trees, 30 buildings
 * and a road, one colour a thing. It stays as it is, so that figures of different releases compare.
 */
import type { ConcreteScenario } from '../src/scenario/index.ts'
import type { MaterialKind, Mesh, Part, Piece, Shape } from '../src/shape/index.ts'
import { LIGHTS_OFF, type ActorState, type SemanticClass, type WorldState } from '../src/world/index.ts'

const CARS = 40
const TREES = 200
const BUILDINGS = 30

type Vec = readonly [number, number, number]

/** A surface of rows x columns quads; `at` gives position and normal for u, v in 0..1. */
const sheet = (
  rows: number,
  columns: number,
  at: (u: number, v: number) => { readonly p: Vec; readonly n: Vec },
): Mesh => {
  const positions: number[] = []
  const normals: number[] = []
  const uvs: number[] = []
  const indices: number[] = []
  for (let j = 0; j <= rows; j++) {
    for (let i = 0; i <= columns; i++) {
      const { p, n } = at(i / columns, j / rows)
      positions.push(...p)
      normals.push(...n)
      uvs.push(i / columns, j / rows)
      if (i === columns || j === rows) continue
      const a = j * (columns + 1) + i
      indices.push(a, a + 1, a + columns + 2, a, a + columns + 2, a + columns + 1)
    }
  }
  return {
    positions: Float32Array.from(positions),
    normals: Float32Array.from(normals),
    uvs: Float32Array.from(uvs),
    colors: null,
    indices: Uint32Array.from(indices),
  }
}

/** An ellipsoid, or with a high `power` nearly a box. */
const blob = (center: Vec, half: Vec, rows: number, columns: number, power: number): Mesh =>
  sheet(rows, columns, (u, v) => {
    const bend = (x: number): number => Math.sign(x) * Math.abs(x) ** (2 / power)
    const phi = u * 2 * Math.PI
    const theta = (v - 0.5) * Math.PI
    const d: Vec = [
      bend(Math.cos(theta)) * bend(Math.cos(phi)),
      bend(Math.cos(theta)) * bend(Math.sin(phi)),
      bend(Math.sin(theta)),
    ]
    const raw = d.map((x, k) => (Math.sign(x) * Math.abs(x) ** (power - 1)) / half[k])
    const length = Math.hypot(...raw)
    return {
      p: [center[0] + d[0] * half[0], center[1] + d[1] * half[1], center[2] + d[2] * half[2]],
      n: [raw[0] / length, raw[1] / length, raw[2] / length],
    }
  })

const part = (name: string, mesh: Mesh, material: MaterialKind, color: Vec): Part => ({
  ...{ name, mesh, material, color, part: 'body', wheel: null, lamp: null },
})

const car: Shape = {
  semantic: 'car',
  wheels: [],
  parts: [
    part('body', blob([1.3, 0, 0.6], [2.25, 0.9, 0.4], 20, 30, 6), 'paint', [0.3, 0.05, 0.05]),
    part('cabin', blob([1.1, 0, 1.1], [1.3, 0.75, 0.4], 16, 26, 5), 'plastic', [0.02, 0.02, 0.025]),
  ],
}

const piece = (
  name: string,
  mesh: Mesh,
  material: MaterialKind,
  semantic: SemanticClass,
  color: Vec,
  placements: readonly number[],
): Piece => ({
  ...{ name, mesh, material, semantic, color },
  placements: Float32Array.from(placements),
})

const along = (count: number, place: (i: number) => readonly number[]): number[] =>
  Array.from({ length: count }, (_, i) => place(i)).flat()

const ground = (half: number, z: number): Mesh =>
  sheet(1, 1, (u, v) => ({ p: [u * 500 - 50, (2 * v - 1) * half, z], n: [0, 0, 1] }))
const HERE = [0, 0, 0, 0, 1]

export const PLAIN_SHAPES = {
  actors: Array.from({ length: CARS }, () => car),
  scenery: {
    pieces: [
      piece('land', ground(300, -0.05), 'grass', 'terrain', [0.1, 0.15, 0.05], HERE),
      piece('road', ground(7.5, 0), 'asphalt', 'road', [0.1, 0.1, 0.1], HERE),
      piece(
        ...([
          'trees',
          blob([0, 0, 4], [2, 2, 3], 12, 16, 2),
          'foliage',
          'vegetation',
          [0.05, 0.1, 0.03],
        ] as const),
        along(TREES, (i) => [4 * Math.floor(i / 2), (i % 2 === 0 ? 1 : -1) * (12 + ((i * 7) % 20)), 0, i, 1]),
      ),
      piece(
        ...([
          'buildings',
          blob([0, 0, 4], [6, 5, 5], 8, 12, 12),
          'plaster',
          'building',
          [0.5, 0.45, 0.4],
        ] as const),
        along(BUILDINGS, (i) => [14 * i, (i % 2 === 0 ? 1 : -1) * 40, 0, 0, 1]),
      ),
    ],
  },
}

export const PLAIN_SCENARIO: ConcreteScenario = {
  ...{ name: 'plain street', title: '', description: '', tags: {}, seed: 1, parameters: {} },
  stop: { after: 1, when: null },
  road: {
    ...{ pieces: [{ length: 450, curvature: 0 }], lanes: [-2, -1, 1, 2], laneWidth: 3.5, shoulderWidth: 0.5 },
    ...{ oneWay: false, speedLimit: 15, surface: 'dry-asphalt', verge: 'grass', place: 'rural' },
    origin: { x: 0, y: 0, heading: 0 },
  },
  surface: [],
  weather: {
    ...{ snowfall: 0, rainfall: 0, visibility: 20_000, wind: { speed: 0, from: 0 }, temperature: 288 },
    ...{ cloudCover: 0.2, sun: { elevation: 0.8, azimuth: 2.5 } },
  },
  // The renderer reads nothing of an actor but its name and its kind when it is given shapes.
  actors: Array.from({ length: CARS }, (_, i) => ({
    ...{ id: `car-${i}`, spec: { kind: 'object' } },
  })) as unknown as ConcreteScenario['actors'],
  sensors: [],
  story: [],
  expect: [],
}

const actorAt = (i: number): ActorState => ({
  ...{ id: `car-${i}`, instance: i + 1, present: true, orientation: [0, 0, 0, 1], s: 0, t: 0 },
  position: [8 + 9 * Math.floor(i / 4), [-5.25, -1.75, 1.75, 5.25][i % 4], 0],
  ...{ velocity: [0, 0, 0], angularVelocity: [0, 0, 0], acceleration: [0, 0, 0] },
  ...{ throttle: 0, brake: 0, steer: 0, absActive: false, escActive: false, aebActive: false },
  lights: LIGHTS_OFF,
  wheels: [],
})

export const PLAIN_STATE: WorldState = {
  ...{ tick: 0, time: 0, events: [] },
  actors: Array.from({ length: CARS }, (_, i) => actorAt(i)),
}
