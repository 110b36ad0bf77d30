/**
 * The lidar's ray casting on one core: a turn of 64 x 2048 rays, each from where the sensor is when it leaves, over a
 * country road's scenery with 60 road users that drive and turn; against three-mesh-bvh, everything merged into one SAH
 * tree at one instant, on the same rays.
 */
import { compose, quatFromEuler, transformPoint } from '../src/math/index.ts'
import { buildRoad } from '../src/road/index.ts'
import { listScenarios } from '../src/scenario/files.ts'
import { sampleScenario } from '../src/scenario/index.ts'
import { COLUMN, createRayWorld, RING } from '../src/sensors/index.ts'
import { wheelPose, worldShapes, type WorldShapes } from '../src/shape/index.ts'
import { LIGHTS_OFF, type ActorState, type WorldState } from '../src/world/index.ts'
import type { Bench } from './index.ts'

const COLUMNS = 2048
const RINGS = 64
const MOVERS = 60
const RANGE = 200
const SPEED = 20
const TURN = 0.1
const ROUNDS = 12
/** three-mesh-bvh is asked for every so manieth column. */
const SPARSE = 16

const cpuMs = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1000
}

const best = (rounds: number, work: () => void): number =>
  Math.min(...Array.from({ length: rounds }, () => cpuMs(work)))

/** Sixty of the scenario's road users along the road, in both lanes. */
const movers = (shapes: WorldShapes): WorldState['actors'] =>
  Array.from({ length: MOVERS }, (_, i): ActorState => {
    const towards = i % 2 === 0
    return {
      ...{ id: `mover-${i}`, instance: i + 1, present: true, s: 0, t: 0, lights: LIGHTS_OFF },
      position: [10 + 8 * i, towards ? -1.75 : 1.75, 0],
      orientation: quatFromEuler({ yaw: towards ? 0 : Math.PI, pitch: 0, roll: 0 }),
      velocity: [towards ? 15 : -15, 0, 0],
      angularVelocity: [0, 0, 0.1],
      ...{ acceleration: [0, 0, 0], throttle: 0, brake: 0, steer: 0 },
      ...{ absActive: false, escActive: false, aebActive: false },
      wheels: shapes.actors[i].wheels.map(() => ({
        ...{ travel: 0, steer: 0, spin: 0, spinRate: 50, slipRatio: 0, slipAngle: 0, load: 0 },
        ...{ forceX: 0, forceY: 0, forceAvailable: 0, surface: 'dry-asphalt' as const, mu: 1 },
      })),
    }
  })

/** A turn of a roof lidar that drives along the road. */
const turnAt = (speed: number) => {
  const columns = new Float32Array(COLUMNS * COLUMN)
  for (let i = 0; i < COLUMNS; i++) {
    const azimuth = Math.PI - (2 * Math.PI * i) / COLUMNS
    const [c, s] = [Math.cos(azimuth), Math.sin(azimuth)]
    const time = (TURN * i) / COLUMNS
    columns.set([time, 150 + speed * time, -1.75, 1.9, c, -s, 0, s, c, 0, 0, 0, 1], COLUMN * i)
  }
  const rings = new Float32Array(RINGS * RING)
  for (let r = 0; r < RINGS; r++) {
    const elevation = 0.29 - (0.58 * r) / (RINGS - 1)
    rings.set([Math.cos(elevation), 0, Math.sin(elevation), 0], RING * r)
  }
  return { columns, rings, velocity: [speed, 0, 0] as const, range: RANGE }
}

/** Everything at one instant as one soup of triangles, 9 numbers each. */
const merged = ({ actors, scenery }: WorldShapes, state: WorldState): Float32Array => {
  const corners: number[] = []
  for (const { mesh, placements } of scenery.pieces) {
    const all = placements ?? Float32Array.of(0, 0, 0, 0, 1)
    for (let p = 0; p < all.length; p += 5) {
      const [x, y, z, yaw, scale] = all.subarray(p, p + 5)
      const [c, s] = [Math.cos(yaw) * scale, Math.sin(yaw) * scale]
      for (const i of mesh.indices) {
        const [u, v, w] = mesh.positions.subarray(3 * i, 3 * i + 3)
        corners.push(x + c * u - s * v, y + s * u + c * v, z + scale * w)
      }
    }
  }
  for (const [k, shape] of actors.entries())
    for (const { mesh, wheel } of shape.parts) {
      const actor = state.actors[k]
      const pose = wheel === null ? actor : compose(actor, wheelPose(shape, wheel, actor.wheels[wheel]))
      for (const i of mesh.indices) {
        const [u, v, w] = mesh.positions.subarray(3 * i, 3 * i + 3)
        corners.push(...transformPoint(pose, [u, v, w]))
      }
    }
  return Float32Array.from(corners)
}

/** CPU ms for the rays of one turn from a standing sensor, three-mesh-bvh; a dependency of development alone. */
const threeMeshBvh = async (soup: Float32Array): Promise<number> => {
  const { BufferAttribute, BufferGeometry, DoubleSide, Ray } = await import('three')
  const { MeshBVH, SAH } = await import('three-mesh-bvh')
  const geometry = new BufferGeometry()
  geometry.setAttribute('position', new BufferAttribute(soup, 3))
  const tree = new MeshBVH(geometry, { strategy: SAH })
  const { columns, rings } = turnAt(0)
  const ray = new Ray()
  const sparse = best(2, () => {
    for (let r = 0; r < RINGS; r++)
      for (let i = 0; i < COLUMNS; i += SPARSE) {
        const c = COLUMN * i
        const [x, , z] = rings.subarray(RING * r)
        ray.origin.set(columns[c + 1], columns[c + 2], columns[c + 3])
        ray.direction.set(columns[c + 4] * x + columns[c + 6] * z, columns[c + 7] * x, columns[c + 12] * z)
        tree.raycastFirst(ray, DoubleSide, 0, RANGE)
      }
  })
  return sparse * SPARSE
}

/** `nearmiss bench lidar`. */
export const bench = async (): Promise<Bench> => {
  const { scenario: written } = listScenarios().find((s) => s.name === 'snow-skid-near-collision') ?? {}
  if (!written) throw new Error('the library has no scenario snow-skid-near-collision')
  const scenario = sampleScenario(written, 1)
  const few = worldShapes(scenario, buildRoad(scenario.road, scenario.surface))
  const shapes = {
    scenery: few.scenery,
    actors: Array.from({ length: MOVERS }, (_, i) => few.actors[i % few.actors.length]),
  }
  const state: WorldState = { tick: 0, time: 0, actors: movers(shapes), events: [] }
  let world = createRayWorld(shapes)
  const build = best(3, () => (world = createRayWorld(shapes)))
  const turn = turnAt(SPEED)
  // Of the order of 0.1 ms: V8 has compiled it well before a run's first seconds are over.
  const update = best(20 * ROUNDS, () => {
    world.place(state, TURN)
  })
  const scan = best(ROUNDS, () => world.caster.turn(turn))

  const soup = merged(shapes, state)
  const theirs = await threeMeshBvh(soup)
  const rays = COLUMNS * RINGS
  const figure = (value: number, unit: string) => ({ value, unit })
  return {
    name: 'lidar',
    figures: {
      mrays_per_s: figure(rays / scan / 1000, 'million rays/s'),
      vs_three_mesh_bvh: figure(theirs / scan, 'ratio'),
      scan_cpu_ms: figure(scan, 'ms'),
      build_ms: figure(build, 'ms'),
      update_ms: figure(update, 'ms'),
      triangles: figure(soup.length / 9, ''),
    },
  }
}
