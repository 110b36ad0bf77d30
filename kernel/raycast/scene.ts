/**
 * The scene of a scan: one tree over everything that stands still, one small tree for every rigid thing that moves, and
 * over those a tree of the boxes that they sweep while the scan lasts.
 */
import { allocate, mark, release } from './memory'
import { best, BLOCK, crossed, DX, DY, DZ, hitTriangle, invert, LANE, OX, OY, OZ, TAGS, walk } from './packet'
import { BOX, build, leafCount, NODE, nodeBytes } from './tree'

export { allocate }

/** A mesh: its tree, its blocks (u32 each), its box, and how far it reaches from its own origin (f32 each). */
const MESH: usize = 36
/**
 * An instance, as the host writes it: position at time 0 (3), orientation xyzw (4), velocity (3), angular velocity (3),
 * f32, in the world's frame; then its mesh (u32) and its number (i32).
 */
const INSTANCE: usize = 60
/** A column: when it is taken (s), where the sensor is then (3), its axes in the world, row by row (9). */
const COLUMN: usize = 52
/** A ring: direction in the column's frame (3), and how much later than the column it is taken, s. */
const RING: usize = 16
/** What a ray found: distance (f32; Infinity: nothing), cosine of incidence (f32), tag (u32), instance (i32). */
const FOUND: usize = 16

const NOTHING: i32 = -2
const STANDING: i32 = -1

const world = memory.data(1152, 16)
const local = memory.data(1152, 16)
/** When each ray of the packet leaves, s. */
const times = memory.data(128, 16)
const cosines = memory.data(128, 16)
const tags = memory.data(128, 16)
const owners = memory.data(128, 16)
/** World to local, 9 rows of the packet's 32 rays. */
const turns = memory.data(1152, 16)
/** The packet is of a turn: its second half are the columns of its first, a little later. */
let columnar = true

let standing: usize = 0
let moving: usize = 0
let movers: usize = 0
let movingRoot: usize = 0
let movingLeaves: usize = 0
let movingOrder: usize = 0
let candidates: usize = 0

/** The mesh that is being given. */
let mesh: usize = 0
let corners: usize = 0
let surfaces: usize = 0
let count: i32 = 0

/**
 * Room for a mesh's triangles: 9 f32 each, then (on the next 64-byte line) a u32 tag each. Fill it, then call `endMesh`.
 * @returns where the corners go
 */
export function beginMesh(triangles: i32): usize {
  count = triangles
  mesh = allocate(MESH)
  corners = allocate(<usize>count * 36)
  surfaces = allocate(<usize>count * 4)
  return corners
}

/** Builds the tree over the triangles given. @returns the mesh */
export function endMesh(): usize {
  const boxes = allocate(<usize>count * BOX)
  const order = allocate(<usize>count * 4)
  const leafList = allocate(<usize>count * 8)
  const nodes = allocate(<usize>max(1, count) * NODE)
  let reach: f32 = 0
  emptyMeshBox()
  for (let i: usize = 0; i < <usize>count; i++) {
    const c = corners + i * 36
    const box = boxes + i * BOX
    for (let axis: usize = 0; axis < 12; axis += 4) {
      const a = load<f32>(c + axis), b = load<f32>(c + axis, 12), d = load<f32>(c + axis, 24)
      const low = min(a, min(b, d)), high = max(a, max(b, d))
      store<f32>(box + axis, low)
      store<f32>(box + axis, high, 16)
      store<f32>(mesh + axis, min(load<f32>(mesh + axis, 8), low), 8)
      store<f32>(mesh + axis, max(load<f32>(mesh + axis, 20), high), 20)
    }
    for (let k: usize = 0; k < 36; k += 12) {
      const x = load<f32>(c + k), y = load<f32>(c + k, 4), z = load<f32>(c + k, 8)
      reach = max(reach, x * x + y * y + z * z)
    }
  }
  store<f32>(mesh, sqrt(reach), 32)
  build(boxes, count, 4, nodes, order, leafList)
  const blockBytes = <usize>leafCount * BLOCK
  const blocks = allocate(blockBytes)
  memory.fill(blocks, 0, blockBytes)
  for (let leaf: usize = 0; leaf < <usize>leafCount; leaf++)
    packBlock(blocks + leaf * BLOCK, leafList + (leaf << 3), order)
  // Tree and blocks move down over the corners.
  release(corners)
  const tree = allocate(nodeBytes)
  memory.copy(tree, nodes, nodeBytes)
  const packed = allocate(blockBytes)
  memory.copy(packed, blocks, blockBytes)
  store<u32>(mesh, <u32>tree)
  store<u32>(mesh, <u32>packed, 4)
  return mesh
}

function emptyMeshBox(): void {
  for (let k: usize = 0; k < 12; k += 4) {
    store<f32>(mesh + k, f32.MAX_VALUE, 8)
    store<f32>(mesh + k, -f32.MAX_VALUE, 20)
  }
}

/** Up to four triangles of a leaf; lanes that stay 0 are never hit. */
function packBlock(block: usize, leaf: usize, order: usize): void {
  const start = <usize>load<u32>(leaf)
  const size = <usize>load<u32>(leaf, 4)
  for (let k: usize = 0; k < size; k++) {
    const triangle = <usize>load<u32>(order + ((start + k) << 2))
    const c = corners + triangle * 36
    for (let axis: usize = 0; axis < 3; axis++) {
      const at = block + (axis << 4) + (k << 2)
      const a = load<f32>(c + (axis << 2))
      store<f32>(at, a)
      store<f32>(at, load<f32>(c + (axis << 2), 12) - a, 48)
      store<f32>(at, load<f32>(c + (axis << 2), 24) - a, 96)
    }
    store<u32>(block + (k << 2), load<u32>(surfaces + (triangle << 2)), TAGS)
  }
}

/** Everything that stands still, in the world's frame; 0: nothing. */
export function setStanding(mesh: usize): void {
  standing = mesh
}

/** Room for what moves; call once, after the meshes and before `setMoving`. */
export function reserveMoving(most: i32): usize {
  moving = allocate(<usize>most * INSTANCE)
  movingRoot = allocate(<usize>max(1, most) * NODE)
  movingOrder = allocate(<usize>most * 4)
  movingLeaves = allocate(<usize>most * 8)
  candidates = allocate(<usize>most * 4)
  return moving
}

/** The first `count` instances move for `duration` seconds. */
export function setMoving(count: i32, duration: f32): void {
  movers = count
  if (count == 0) return
  const scratch = mark()
  const boxes = allocate(<usize>count * BOX)
  for (let i: usize = 0; i < <usize>count; i++) sweep(moving + i * INSTANCE, duration, boxes + i * BOX)
  build(boxes, count, 1, movingRoot, movingOrder, movingLeaves)
  release(scratch)
}

/** The box that an instance sweeps. */
function sweep(instance: usize, duration: f32, box: usize): void {
  const mesh = <usize>load<u32>(instance, 52)
  const reach = load<f32>(mesh, 32)
  const wx = load<f32>(instance, 40), wy = load<f32>(instance, 44), wz = load<f32>(instance, 48)
  const angle = sqrt(wx * wx + wy * wy + wz * wz) * duration
  for (let axis: usize = 0; axis < 3; axis++) {
    const at = load<f32>(instance + (axis << 2))
    const way = load<f32>(instance + (axis << 2), 28) * duration
    let low = -reach, high = reach
    if (angle < 0.25) {
      // Half extents of the turned box about its turned middle, and what the turn can add to it.
      low = 0
      high = 0
      const slack = reach * angle
      for (let k: usize = 0; k < 3; k++) {
        const m = rotation(instance, axis, k)
        const a = m * load<f32>(mesh + (k << 2), 8), b = m * load<f32>(mesh + (k << 2), 20)
        low += min(a, b)
        high += max(a, b)
      }
      low -= slack
      high += slack
    }
    store<f32>(box + (axis << 2), at + low + min<f32>(0, way))
    store<f32>(box + (axis << 2), at + high + max<f32>(0, way), 16)
  }
}

/** Row and column of the matrix (local to world) of an instance's orientation. */
function rotation(instance: usize, row: usize, column: usize): f32 {
  const w = load<f32>(instance, 24)
  const a = load<f32>(instance + (row << 2), 12), b = load<f32>(instance + (column << 2), 12)
  const both: f32 = 2 * a * b
  if (row == column) return 2 * w * w - 1 + both
  // The third axis, with the sign of an even or odd order.
  const third = load<f32>(instance + ((3 - row - column) << 2), 12)
  const turn: f32 = 2 * w * third
  return (column + 3 - row) % 3 == 1 ? both - turn : both + turn
}

/**
 * Turns the world's packet into an instance's frame: each ray as the instance lies when the ray leaves. The times of a
 * turn's columns are evenly spaced, and a column's rays share a rotation.
 */
function enterFrame(instance: usize): void {
  const wx = load<f32>(instance, 40), wy = load<f32>(instance, 44), wz = load<f32>(instance, 48)
  const rate = sqrt(wx * wx + wy * wy + wz * wz)
  const x0 = load<f32>(instance, 12), y0 = load<f32>(instance, 16), z0 = load<f32>(instance, 20), w0 = load<f32>(instance, 24)
  const nx = rate > 0 ? wx / rate : 0, ny = rate > 0 ? wy / rate : 0, nz = rate > 0 ? wz / rate : 0
  if (columnar) {
    const first = load<f32>(times)
    const step: f32 = (load<f32>(times, 60) - first) / 15
    let s = Mathf.sin(rate * first * 0.5), c = Mathf.cos(rate * first * 0.5)
    const ds = Mathf.sin(rate * step * 0.5), dc = Mathf.cos(rate * step * 0.5)
    for (let k: usize = 0; k < 64; k += 4) {
      storeTurn(k, nx * s, ny * s, nz * s, c, x0, y0, z0, w0)
      const t = s * dc + c * ds
      c = c * dc - s * ds
      s = t
    }
  } else
    for (let k: usize = 0; k < LANE; k += 4) {
      const half: f32 = rate * load<f32>(times + k) * 0.5
      const s = Mathf.sin(half)
      storeTurn(k, nx * s, ny * s, nz * s, Mathf.cos(half), x0, y0, z0, w0)
    }
  const period: usize = columnar ? 63 : 127
  const px = f32x4.splat(load<f32>(instance)), vx = f32x4.splat(load<f32>(instance, 28))
  const py = f32x4.splat(load<f32>(instance, 4)), vy = f32x4.splat(load<f32>(instance, 32))
  const pz = f32x4.splat(load<f32>(instance, 8)), vz = f32x4.splat(load<f32>(instance, 36))
  for (let g: usize = 0; g < LANE; g += 16) {
    const from = world + g
    const to = local + g
    const turn = turns + (g & period)
    const t = v128.load(times + g)
    const ox = f32x4.sub(v128.load(from, OX), f32x4.add(px, f32x4.mul(vx, t)))
    const oy = f32x4.sub(v128.load(from, OY), f32x4.add(py, f32x4.mul(vy, t)))
    const oz = f32x4.sub(v128.load(from, OZ), f32x4.add(pz, f32x4.mul(vz, t)))
    const dx = v128.load(from, DX), dy = v128.load(from, DY), dz = v128.load(from, DZ)
    for (let row: usize = 0; row < 3; row++) {
      const m = turn + row * 3 * LANE
      const a = v128.load(m), b = v128.load(m, 128), d = v128.load(m, 256)
      const at = to + row * LANE
      v128.store(at, dot(a, b, d, ox, oy, oz), OX)
      v128.store(at, dot(a, b, d, dx, dy, dz), DX)
    }
  }
  invert(local)
}

/** The transpose (world to local) of an orientation that has been turned by (ax, ay, az, c), for the ray at `k`. */
@inline
function storeTurn(k: usize, ax: f32, ay: f32, az: f32, c: f32, x0: f32, y0: f32, z0: f32, w0: f32): void {
  const x = c * x0 + ax * w0 + ay * z0 - az * y0
  const y = c * y0 + ay * w0 + az * x0 - ax * z0
  const z = c * z0 + az * w0 + ax * y0 - ay * x0
  const w = c * w0 - ax * x0 - ay * y0 - az * z0
  store<f32>(turns + k, 1 - 2 * (y * y + z * z))
  store<f32>(turns + k, 2 * (x * y + w * z), 128)
  store<f32>(turns + k, 2 * (x * z - w * y), 256)
  store<f32>(turns + k, 2 * (x * y - w * z), 384)
  store<f32>(turns + k, 1 - 2 * (x * x + z * z), 512)
  store<f32>(turns + k, 2 * (y * z + w * x), 640)
  store<f32>(turns + k, 2 * (x * z + w * y), 768)
  store<f32>(turns + k, 2 * (y * z - w * x), 896)
  store<f32>(turns + k, 1 - 2 * (x * x + y * y), 1024)
}

@inline
function dot(a: v128, b: v128, c: v128, x: v128, y: v128, z: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(a, x), f32x4.mul(b, y)), f32x4.mul(c, z))
}

/** Notes for the rays that hit just now whose they hit, of what surface, and how squarely. */
function note(rays: u32, packet: usize, blocks: usize, owner: i32): void {
  while (rays != 0) {
    const ray = <usize>ctz(rays) << 2
    rays &= rays - 1
    const triangle = <usize>load<u32>(hitTriangle + ray)
    const at = blocks + (triangle >>> 2) * BLOCK + ((triangle & 3) << 2)
    const ax = load<f32>(at, 48), ay = load<f32>(at, 64), az = load<f32>(at, 80)
    const bx = load<f32>(at, 96), by = load<f32>(at, 112), bz = load<f32>(at, 128)
    const nx = ay * bz - az * by, ny = az * bx - ax * bz, nz = ax * by - ay * bx
    const along = nx * load<f32>(packet + ray, DX) + ny * load<f32>(packet + ray, DY) + nz * load<f32>(packet + ray, DZ)
    store<f32>(cosines + ray, abs(along) / sqrt(nx * nx + ny * ny + nz * nz))
    store<u32>(tags + ray, load<u32>(at, TAGS))
    store<i32>(owners + ray, owner)
  }
}

/** Sends the world's packet through everything. */
function trace(): void {
  for (let k: usize = 0; k < LANE; k += 4) store<i32>(owners + k, NOTHING)
  invert(world)
  if (standing != 0) {
    const blocks = <usize>load<u32>(standing, 4)
    note(walk(world, <usize>load<u32>(standing), blocks), world, blocks, STANDING)
  }
  if (movers == 0) return
  const n = <usize>crossed(world, movingRoot, candidates)
  for (let i: usize = 0; i < n; i++) {
    const leaf = <usize>load<u32>(candidates + (i << 2))
    const which = <usize>load<u32>(movingOrder + (<usize>load<u32>(movingLeaves + (leaf << 3)) << 2))
    const instance = moving + which * INSTANCE
    const mesh = <usize>load<u32>(instance, 52)
    const blocks = <usize>load<u32>(mesh, 4)
    enterFrame(instance)
    note(walk(local, <usize>load<u32>(mesh), blocks), local, blocks, load<i32>(instance, 56))
  }
}

function give(ray: usize, to: usize): void {
  const owner = load<i32>(owners + (ray << 2))
  store<f32>(to, owner == NOTHING ? Infinity : load<f32>(best + (ray << 2)))
  store<f32>(to, load<f32>(cosines + (ray << 2)), 4)
  store<u32>(to, load<u32>(tags + (ray << 2)), 8)
  store<i32>(to, owner, 12)
}

/**
 * One turn of a spinning sensor: every ring of every column, each ray from where the sensor is when it leaves.
 * @param vx velocity of the sensor, world, m/s: a ring leaves a little later than its column
 * @param range nothing beyond it is found, m
 * @param out ringCount rows of columnCount x FOUND bytes
 */
export function scan(
  columns: usize, columnCount: i32, rings: usize, ringCount: i32,
  vx: f32, vy: f32, vz: f32, range: f32, out: usize,
): void {
  columnar = true
  for (let ring: i32 = 0; ring < ringCount; ring += 2)
    for (let column: i32 = 0; column < columnCount; column += 16) {
      for (let k: i32 = 0; k < 32; k++) {
        const r = rings + <usize>min(ring + (k >> 4), ringCount - 1) * RING
        const c = columns + <usize>min(column + (k & 15), columnCount - 1) * COLUMN
        const later = load<f32>(r, 12)
        const x = load<f32>(r), y = load<f32>(r, 4), z = load<f32>(r, 8)
        const at = world + (<usize>k << 2)
        store<f32>(at, load<f32>(c, 4) + vx * later, OX)
        store<f32>(at, load<f32>(c, 8) + vy * later, OY)
        store<f32>(at, load<f32>(c, 12) + vz * later, OZ)
        store<f32>(at, load<f32>(c, 16) * x + load<f32>(c, 20) * y + load<f32>(c, 24) * z, DX)
        store<f32>(at, load<f32>(c, 28) * x + load<f32>(c, 32) * y + load<f32>(c, 36) * z, DY)
        store<f32>(at, load<f32>(c, 40) * x + load<f32>(c, 44) * y + load<f32>(c, 48) * z, DZ)
        store<f32>(times + (<usize>k << 2), load<f32>(c) + later)
        store<f32>(best + (<usize>k << 2), range)
      }
      trace()
      for (let k: i32 = 0; k < 32; k++) {
        const r = ring + (k >> 4), c = column + (k & 15)
        if (r < ringCount && c < columnCount) give(<usize>k, out + <usize>(r * columnCount + c) * FOUND)
      }
    }
}

/**
 * Any rays: origin (3), direction (3, unit), range (1), f32 each; neighbours should be neighbours.
 * @param leave when each of them leaves, s, f32; 0: all at time 0
 * @param together how many neighbours share a walk, 1 to 32: far from each other, they had better go alone
 */
export function cast(rays: usize, leave: usize, count: i32, out: usize, together: i32): void {
  columnar = leave == 0
  for (let first: i32 = 0; first < count; first += together) {
    for (let k: i32 = 0; k < 32; k++) {
      const which = <usize>min(first + min(k, together - 1), count - 1)
      const ray = rays + which * 28
      const at = world + (<usize>k << 2)
      for (let row: usize = 0; row < 6; row++) store<f32>(at + row * LANE, load<f32>(ray + (row << 2)))
      // What only fills up the packet goes nowhere.
      store<f32>(best + (<usize>k << 2), k < together ? load<f32>(ray, 24) : -1)
      store<f32>(times + (<usize>k << 2), leave == 0 ? 0 : load<f32>(leave + (which << 2)))
    }
    trace()
    for (let k: i32 = 0; k < min(together, count - first); k++) give(<usize>k, out + <usize>(first + k) * FOUND)
  }
}
