/**
 * The scene of a scan: one tree over everything that stands still, and what moves. Packets go through the first, and then
 * through the others with what they have hit as their bound.
 */
import { allocate } from './memory'
import { BLOCKS } from './mesh'
import { bodyAfter, boxOf, enterFrame, findActors, firstBody, local, meshOf, ownerOf, times } from './movers'
import { best, DX, DY, DZ, entering, hitTriangle, invert, LANE, OX, OY, OZ, RAYS } from './packet'
import { BLOCK, TAGS } from './triangles'
import { walk } from './walk'

export { allocate }
export { beginMesh, endMesh } from './mesh'
export { reserveMoving, setMoving } from './movers'

/** A column: when it is taken (s), where the sensor is then (3), its axes in the world, row by row (9). */
const COLUMN: usize = 52
/** A ring: direction in the column's frame (3), and how much later than the column it is taken, s. */
const RING: usize = 16
/** What a ray found: distance (f32; Infinity: nothing), cosine of incidence (f32), tag (u32), owner (i32). */
const FOUND: usize = 16

const NOTHING: i32 = -2
const STANDING: i32 = -1

/** A packet of a turn is a tile of so many columns and rings: about as wide as it is high. */
const TILE_COLUMNS: i32 = 16
const TILE_RINGS: i32 = 2

const world = memory.data(1152, 16)
const cosines = memory.data(128, 16)
const tags = memory.data(128, 16)
const owners = memory.data(128, 16)
/** The packet is a tile of a turn. */
let columnar = true
/** The numbers of a tile's columns, a row of 16 f32 each. */
const columnRows = memory.data(13 * 64, 16)

let standing: usize = 0

/** Everything that stands still, in the world's frame; 0: nothing. */
export function setStanding(mesh: usize): void {
  standing = mesh
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

/** Sends those of the world's packet through everything. */
function trace(some: u32): void {
  for (let k: usize = 0; k < LANE; k += 16) v128.store(owners + k, i32x4.splat(NOTHING))
  invert(world)
  if (standing != 0) visit(standing, world, some, STANDING)
  const actors = findActors(world)
  for (let i: i32 = 0; i < actors; i++) {
    const after = bodyAfter(i)
    for (let body = firstBody(i); body < after; body++) {
      const rays = entering(world, boxOf(body), some)
      if (rays == 0) continue
      enterFrame(world, body, columnar)
      visit(meshOf(body), local, rays, ownerOf(body))
    }
  }
}

@inline
function visit(mesh: usize, packet: usize, rays: u32, owner: i32): void {
  const blocks = <usize>load<u32>(mesh, BLOCKS)
  note(walk(packet, <usize>load<u32>(mesh), blocks, rays), packet, blocks, owner)
}

/** What the first `count` of four neighbouring rays have found. */
@inline
function give(first: usize, count: i32, to: usize): void {
  const at = first << 2
  const whose = v128.load(owners + at)
  const nothing = i32x4.eq(whose, i32x4.splat(NOTHING))
  const a = v128.bitselect(f32x4.splat(Infinity), v128.load(best + at), nothing)
  const b = v128.andnot(v128.load(cosines + at), nothing)
  const c = v128.andnot(v128.load(tags + at), nothing)
  // A transpose: from a row for each number to one for each ray.
  const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
  const cd0 = v128.shuffle<f32>(c, whose, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, whose, 2, 6, 3, 7)
  v128.store(to, v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5))
  if (count > 1) v128.store(to, v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7), 16)
  if (count > 2) v128.store(to, v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5), 32)
  if (count > 3) v128.store(to, v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7), 48)
}

/**
 * One turn of a spinning sensor: every ring of every column, each ray from where the sensor is when it leaves. Column by
 * column, so that one part of the scene stays at hand.
 * @param vx velocity of the sensor, world, m/s: a ring leaves a little later than its column
 * @param range nothing beyond it is found, m
 * @param out ringCount rows of columnCount x FOUND bytes
 */
export function scan(
  columns: usize, columnCount: i32, rings: usize, ringCount: i32,
  vx: f32, vy: f32, vz: f32, range: f32, out: usize,
): void {
  columnar = true
  for (let column: i32 = 0; column < columnCount; column += TILE_COLUMNS) {
    const wide = min(TILE_COLUMNS, columnCount - column)
    gatherColumns(columns + <usize>column * COLUMN, wide)
    for (let ring: i32 = 0; ring < ringCount; ring += TILE_RINGS) {
      const high = min(TILE_RINGS, ringCount - ring)
      for (let r: i32 = 0; r < TILE_RINGS; r++)
        aim(<usize>(r * TILE_COLUMNS), rings + <usize>(ring + min(r, high - 1)) * RING, vx, vy, vz)
      const some = choose(wide, high)
      limit(some, range)
      trace(some)
      for (let r: i32 = 0; r < high; r++) {
        const row = out + <usize>((ring + r) * columnCount + column) * FOUND
        for (let c: i32 = 0; c < wide; c += 4)
          give(<usize>(r * TILE_COLUMNS + c), wide - c, row + <usize>c * FOUND)
      }
    }
  }
}

/** Turns a tile's columns into rows; where there are fewer, the last is there several times. */
function gatherColumns(first: usize, wide: i32): void {
  for (let c: i32 = 0; c < TILE_COLUMNS; c++) {
    const column = first + <usize>min(c, wide - 1) * COLUMN
    for (let number: usize = 0; number < 13; number++)
      store<f32>(columnRows + (number << 6) + (<usize>c << 2), load<f32>(column + (number << 2)))
  }
}

/** Lets the rays of one ring of a tile leave. */
@inline
function aim(first: usize, ring: usize, vx: f32, vy: f32, vz: f32): void {
  const x = v128.load32_splat(ring), y = v128.load32_splat(ring, 4), z = v128.load32_splat(ring, 8)
  const late = load<f32>(ring, 12)
  const later = f32x4.splat(late)
  for (let k: usize = 0; k < 64; k += 16) {
    const c = columnRows + k
    const at = world + (first << 2) + k
    v128.store(times + (first << 2) + k, f32x4.add(v128.load(c), later))
    v128.store(at, f32x4.add(v128.load(c, 64), f32x4.splat(vx * late)), OX)
    v128.store(at, f32x4.add(v128.load(c, 128), f32x4.splat(vy * late)), OY)
    v128.store(at, f32x4.add(v128.load(c, 192), f32x4.splat(vz * late)), OZ)
    for (let row: usize = 0; row < 3; row++) {
      const m = c + 256 + row * 192
      const xy = f32x4.add(f32x4.mul(v128.load(m), x), f32x4.mul(v128.load(m, 64), y))
      v128.store(at + row * LANE, f32x4.add(xy, f32x4.mul(v128.load(m, 128), z)), DX)
    }
  }
}

/** @returns a bit for each ray of the first columns and rings of a tile */
@inline
function choose(wide: i32, high: i32): u32 {
  const row: u32 = 0xffff >>> <u32>(TILE_COLUMNS - wide)
  return high == 1 ? row : row | (row << 16)
}

/** Rays go as far as their range; those that only fill up the packet, nowhere. */
@inline
function limit(some: u32, range: f32): void {
  for (let k: usize = 0; k < RAYS; k++) store<f32>(best + (k << 2), (some >>> <u32>k) & 1 ? range : -1)
}

/**
 * Any rays: origin (3), direction (3, unit), range (1), f32 each; neighbours should be neighbours.
 * @param leave when each of them leaves, s, f32; 0: all at time 0
 * @param together how many neighbours share a walk, 1 to 32: far from each other, they had better go alone
 */
export function cast(rays: usize, leave: usize, count: i32, out: usize, together: i32): void {
  columnar = leave == 0
  for (let first: i32 = 0; first < count; first += together) {
    const here = min(together, count - first)
    for (let k: i32 = 0; k < <i32>RAYS; k++) {
      const which = <usize>(first + min(k, here - 1))
      const ray = rays + which * 28
      const at = world + (<usize>k << 2)
      for (let row: usize = 0; row < 6; row++) store<f32>(at + row * LANE, load<f32>(ray + (row << 2)))
      // What only fills up the packet goes nowhere.
      store<f32>(best + (<usize>k << 2), k < here ? load<f32>(ray, 24) : -1)
      store<f32>(times + (<usize>k << 2), leave == 0 ? 0 : load<f32>(leave + (which << 2)))
    }
    trace(<u32>0xffffffff >>> <u32>(32 - here))
    for (let k: i32 = 0; k < here; k += 4) give(<usize>k, here - k, out + <usize>(first + k) * FOUND)
  }
}
