/** Rays against triangles: the host of kernel/raycast, which is AssemblyScript and lies in dist/ as WebAssembly. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Vec3 } from '../../math/index.ts'

export interface Triangles {
  /** 9 a triangle: its corners in the frame of the body, m. */
  readonly corners: Float32Array
  /** One a triangle: comes back with a hit, 0..2^32 - 1. */
  readonly tags: Uint32Array
}

/** What `Caster.mesh` returns: only good for the caster that made it. */
export type MeshHandle = number & { readonly mesh: unique symbol }

/**
 * Rigid things that move evenly while the rays are on their way, in the caster's own memory. World frame. A body is BODY
 * numbers in `reals`: position at time 0 (3), m, orientation xyzw (4), velocity (3), m/s, angular velocity (3), rad/s; then
 * in `words` its mesh, and the owner (>= 0) that comes back with a hit. Those of one owner follow one another: rays look
 * for the owner first.
 */
export interface Bodies {
  readonly reals: Float32Array
  readonly words: Int32Array
}

/** Numbers a body; where its mesh and its owner are among them. */
export const BODY = 15
export const [MESH, OWNER] = [13, 14]

/** Numbers a column of a turn: time, s; the sensor's position then, m; its axes in the world, row by row. */
export const COLUMN = 13
/** Numbers a ring: direction in the column's frame (unit); how much later than the column it is taken, s. */
export const RING = 4

/** One turn of a spinning sensor. Its columns are evenly spaced in time. */
export interface Turn {
  readonly columns: Float32Array
  readonly rings: Float32Array
  /** Of the sensor, m/s. */
  readonly velocity: Vec3
  /** Nothing beyond it is found, m. */
  readonly range: number
}

/** Numbers a hit in `distance` and the rest; views of the caster's memory, good until its next call. */
export interface Hits {
  readonly count: number
  /** 4 a ray; 0: distance, m (Infinity: nothing), 1: cosine of incidence, 0..1. */
  readonly floats: Float32Array
  /** 4 a ray; 2: tag, 3: owner, or STANDING, or NOTHING. */
  readonly ints: Int32Array
}

export const STANDING = -1
export const NOTHING = -2

/** Numbers a free ray: origin (3), unit direction (3), range (1), m. */
export const RAY = 7

export interface Caster {
  /** Builds the tree of a mesh. */
  mesh(triangles: Triangles): MeshHandle
  /** What stands still, in the world's frame. */
  stand(mesh: MeshHandle): void
  /** Room for all that may move; good until the next mesh or ray. All meshes come before it. */
  bodies(): Bodies
  /** The first `count` bodies move, for `duration` seconds from now. */
  move(count: number, duration: number): void
  /** Ring by ring, each of all columns. */
  turn(turn: Turn): Hits
  /**
   * Any rays; the nearer neighbours are to one another, the faster.
   * @param leave when each of them leaves, s; left out: all at time 0
   * @param together how many neighbours go as one, 1 to 32; left out: 32. Rays that lie degrees apart are ten times
   *   faster alone.
   */
  cast(rays: Float32Array, leave?: Float32Array, together?: number): Hits
}

interface Kernel {
  readonly memory: WebAssembly.Memory
  allocate(bytes: number): number
  beginMesh(triangles: number): number
  endMesh(): number
  setStanding(mesh: number): void
  reserveMoving(most: number): number
  setMoving(count: number, duration: number): void
  scan(
    ...args: readonly [
      ...[columns: number, columnCount: number, rings: number, ringCount: number],
      ...[vx: number, vy: number, vz: number, range: number, out: number],
    ]
  ): void
  cast(rays: number, leave: number, count: number, out: number, together: number): void
}

/** Words of a hit. */
const FOUND = 4

let module: WebAssembly.Module | null = null

const compiled = (): WebAssembly.Module => {
  // Beside the built programme, or where the sources' build puts it.
  const places = ['../../../kernel/raycast.wasm', '../../../dist/kernel/raycast.wasm'] as const
  const file = places.map((place) => fileURLToPath(new URL(place, import.meta.url))).find(existsSync)
  if (file === undefined) throw new Error('kernel/raycast.wasm is missing: run npm run build')
  return (module ??= new WebAssembly.Module(readFileSync(file)))
}

/** @param most bodies that ever move at once */
export const createCaster = (most: number): Caster => {
  const kernel = new WebAssembly.Instance(compiled()).exports as unknown as Kernel
  let moving = 0
  // Grown on demand and kept: a sensor asks for the same number of rays each time.
  const room = { columns: 0, rings: 0, out: 0, sizes: [0, 0, 0] }

  const floats = (at: number, count: number): Float32Array =>
    new Float32Array(kernel.memory.buffer, at, count)

  const roomFor = (sizes: readonly [number, number, number]): typeof room => {
    const names = ['columns', 'rings', 'out'] as const
    for (const [i, name] of names.entries()) {
      if (sizes[i] <= room.sizes[i]) continue
      // Nothing is given back: by halves more, so that what is left lying stays below what is in use.
      room.sizes[i] = Math.ceil(1.5 * sizes[i])
      room[name] = kernel.allocate(4 * room.sizes[i])
    }
    return room
  }

  const found = (at: number, count: number): Hits => ({
    count,
    floats: floats(at, FOUND * count),
    ints: new Int32Array(kernel.memory.buffer, at, FOUND * count),
  })

  return {
    mesh: ({ corners, tags }) => {
      const at = kernel.beginMesh(tags.length)
      floats(at, corners.length).set(corners)
      const after = (at + 36 * tags.length + 63) & ~63
      new Uint32Array(kernel.memory.buffer, after, tags.length).set(tags)
      return kernel.endMesh() as MeshHandle
    },
    stand: (mesh) => {
      kernel.setStanding(mesh)
    },
    bodies: () => {
      if (moving === 0) moving = kernel.reserveMoving(most)
      return {
        reals: floats(moving, BODY * most),
        words: new Int32Array(kernel.memory.buffer, moving, BODY * most),
      }
    },
    move: (count, duration) => {
      if (count > most) throw new RangeError(`${count} bodies move, ${most} were announced`)
      kernel.setMoving(count, duration)
    },
    turn: ({ columns, rings, velocity, range }) => {
      const [columnCount, ringCount] = [columns.length / COLUMN, rings.length / RING]
      const at = roomFor([columns.length, rings.length, FOUND * columnCount * ringCount])
      floats(at.columns, columns.length).set(columns)
      floats(at.rings, rings.length).set(rings)
      kernel.scan(at.columns, columnCount, at.rings, ringCount, ...velocity, range, at.out)
      return found(at.out, columnCount * ringCount)
    },
    cast: (rays, leave, together = 32) => {
      const count = rays.length / RAY
      const at = roomFor([rays.length, leave?.length ?? 0, FOUND * count])
      floats(at.columns, rays.length).set(rays)
      if (leave !== undefined) floats(at.rings, leave.length).set(leave)
      kernel.cast(at.columns, leave === undefined ? 0 : at.rings, count, at.out, together)
      return found(at.out, count)
    },
  }
}
