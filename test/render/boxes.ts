/** A small world of boxes, built by hand, for tests of the renderer. */
import type { ConcreteScenario, Weather } from '../../src/scenario/index.ts'
import type { MaterialKind, Mesh, Piece, Shape } from '../../src/shape/index.ts'
import { LIGHTS_OFF, type SemanticClass, type WorldState } from '../../src/world/index.ts'
import type { Vec3 } from '../../src/math/index.ts'

/** A box from `min` to `max` with outward faces. */
export const box = (min: Vec3, max: Vec3): Mesh => {
  const positions: number[] = []
  const normals: number[] = []
  const uvs: number[] = []
  const indices: number[] = []
  for (const axis of [0, 1, 2]) {
    for (const side of [0, 1]) {
      const [u, v] = side === 1 ? [(axis + 1) % 3, (axis + 2) % 3] : [(axis + 2) % 3, (axis + 1) % 3]
      const start = positions.length / 3
      for (const [a, b] of [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ]) {
        const p = [0, 0, 0]
        p[axis] = side === 1 ? max[axis] : min[axis]
        p[u] = a === 1 ? max[u] : min[u]
        p[v] = b === 1 ? max[v] : min[v]
        const n = [0, 0, 0]
        n[axis] = side === 1 ? 1 : -1
        positions.push(...p)
        normals.push(...n)
        uvs.push(p[u], p[v])
      }
      indices.push(start, start + 1, start + 2, start, start + 2, start + 3)
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

export const piece = (
  name: string,
  mesh: Mesh,
  material: MaterialKind,
  semantic: SemanticClass,
  color: Vec3 = [0.5, 0.5, 0.5],
): Piece => ({ name, mesh, material, color, semantic, placements: null })

/** A car-sized box: 4.5 m long with its origin under the rear axle, 1 m from its rear. */
export const boxCar = (color: Vec3): Shape => ({
  semantic: 'car',
  wheels: [],
  parts: [
    {
      name: 'body',
      mesh: box([-1, -0.9, 0.2], [3.5, 0.9, 1.5]),
      material: 'paint',
      color,
      part: 'body',
      wheel: null,
      lamp: null,
    },
  ],
})

export const CLEAR_NOON: Weather = {
  snowfall: 0,
  rainfall: 0,
  visibility: 20_000,
  wind: { speed: 0, from: 0 },
  temperature: 283,
  cloudCover: 0.2,
  sun: { elevation: 0.7, azimuth: Math.PI },
}

/** A scenario of nothing but weather and the ids of its actors: what the renderer reads of one. */
export const emptyScenario = (actors: readonly string[], weather: Weather = CLEAR_NOON): ConcreteScenario =>
  ({
    name: 'boxes',
    seed: 1,
    weather,
    road: {
      surface: 'dry-asphalt',
      verge: 'grass',
      place: 'rural',
      pieces: [{ length: 400, curvature: 0 }],
      lanes: [-1, 1],
      laneWidth: 3.5,
      shoulderWidth: 0.5,
      oneWay: false,
      speedLimit: 25,
      origin: { x: 0, y: 0, heading: 0 },
    },
    surface: [],
    actors: actors.map((id) => ({ id, spec: { kind: 'object' } })),
  }) as unknown as ConcreteScenario

/** A state with the actors at these positions, heading along x. */
export const stateAt = (positions: readonly Vec3[], time = 0): WorldState => ({
  tick: Math.round(time * 600),
  time,
  events: [],
  actors: positions.map((position, i) => ({
    id: `a${i}`,
    instance: i + 1,
    present: true,
    position,
    orientation: [0, 0, 0, 1],
    velocity: [0, 0, 0],
    angularVelocity: [0, 0, 0],
    acceleration: [0, 0, 0],
    s: 0,
    t: 0,
    throttle: 0,
    brake: 0,
    steer: 0,
    absActive: false,
    escActive: false,
    aebActive: false,
    lights: LIGHTS_OFF,
    wheels: [],
  })),
})
