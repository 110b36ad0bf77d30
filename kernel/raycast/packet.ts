/**
 * 32 neighbouring rays that walk a tree together: one interval test a node serves them all (Wald, Slusallek, Benthin,
 * Wagner, "Interactive rendering with coherent ray tracing", 2001; intervals after Boulos et al. 2006); only at a leaf is
 * each ray asked by itself.
 */
import { CHILD } from './tree'

export const RAYS: usize = 32
/** Bytes of one number of all rays. */
export const LANE: usize = RAYS * 4

/** A packet, one row of 32 f32 each: origin, direction, 1 / direction. */
export const OX: usize = 0
export const OY: usize = LANE
export const OZ: usize = 2 * LANE
export const DX: usize = 3 * LANE
export const DY: usize = 4 * LANE
export const DZ: usize = 5 * LANE
export const IX: usize = 6 * LANE
export const IY: usize = 7 * LANE
export const IZ: usize = 8 * LANE

/** Shared by the world's packet and every local one: distance so far, and the triangle hit (4 x block + lane). */
export const best = memory.data(128, 16)
export const hitTriangle = memory.data(128, 16)

/** Four triangles: corner and two edges, x y z of each a row of 4 f32, then 4 tags. */
export const BLOCK: usize = 160
export const TAGS: usize = 144

/** Nodes and leaves that still wait: nearest distance, child, address of the child's column in its parent. */
const ENTRY: usize = 12
const stack = memory.data(12 * 512, 16)

/** A triangle's edges count as this much wider, as a share of its size. */
const EDGE: f32 = 2e-6

/** Below this a direction counts as nothing: 1 / d stays finite. */
const TINY: f32 = 1e-18

@inline
function rowMin(at: usize): f32 {
  let m = v128.load(at)
  for (let k: usize = 16; k < LANE; k += 16) m = f32x4.pmin(m, v128.load(at + k))
  return min(
    min(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)),
    min(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)),
  )
}

@inline
function rowMax(at: usize): f32 {
  let m = v128.load(at)
  for (let k: usize = 16; k < LANE; k += 16) m = f32x4.pmax(m, v128.load(at + k))
  return max(
    max(f32x4.extract_lane(m, 0), f32x4.extract_lane(m, 1)),
    max(f32x4.extract_lane(m, 2), f32x4.extract_lane(m, 3)),
  )
}

/** Fills 1 / direction. */
export function invert(packet: usize): void {
  const one = f32x4.splat(1)
  const tiny = f32x4.splat(TINY)
  const sign = i32x4.splat(0x80000000)
  for (let k: usize = DX; k < IX; k += 16) {
    const d = v128.load(packet + k)
    const size = f32x4.pmax(f32x4.abs(d), tiny)
    v128.store(packet + k + 3 * LANE, f32x4.div(one, v128.or(size, v128.and(d, sign))))
  }
}

/**
 * What the interval test needs of each axis, as splats: the lowest and the highest reciprocal, the origins that make
 * entry earliest and exit latest, and what is added to the exit: 0, or where directions of both signs leave the axis
 * without a say, so much that it never counts.
 */
const AXIS: usize = 80
const axes = memory.data(240, 16)
/** Bytes from a node to the planes of entry and of exit. */
let enterX: usize = 0, leaveX: usize = 0
let enterY: usize = 0, leaveY: usize = 0
let enterZ: usize = 0, leaveZ: usize = 0

const NO_SAY: f32 = 1e30

/** The same of each four neighbours among the rays, eight lanes of each figure: lowest and highest reciprocal, origins. */
const FOURS: usize = 128
const fours = memory.data(384, 16)

/** Gathers a row's smallest and largest of each four rays: 8 f32 each. */
function measureFours(row: usize, low: usize, high: usize): void {
  for (let half: usize = 0; half < 2; half++) {
    const at = row + (half << 6)
    const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48)
    // A transpose: lane k of the four results is of the k-th four.
    const ab0 = v128.shuffle<f32>(a, b, 0, 4, 1, 5), ab1 = v128.shuffle<f32>(a, b, 2, 6, 3, 7)
    const cd0 = v128.shuffle<f32>(c, d, 0, 4, 1, 5), cd1 = v128.shuffle<f32>(c, d, 2, 6, 3, 7)
    const x = v128.shuffle<f32>(ab0, cd0, 0, 1, 4, 5), y = v128.shuffle<f32>(ab0, cd0, 2, 3, 6, 7)
    const z = v128.shuffle<f32>(ab1, cd1, 0, 1, 4, 5), w = v128.shuffle<f32>(ab1, cd1, 2, 3, 6, 7)
    v128.store(low + (half << 4), f32x4.pmin(f32x4.pmin(x, y), f32x4.pmin(z, w)))
    v128.store(high + (half << 4), f32x4.pmax(f32x4.pmax(x, y), f32x4.pmax(z, w)))
  }
}

/** @returns whether the axis is walked upwards */
function measureAxis(axis: usize, packet: usize, row: usize): bool {
  const low = rowMin(packet + IX + row)
  const high = rowMax(packet + IX + row)
  const first = f32x4.splat(rowMin(packet + OX + row))
  const last = f32x4.splat(rowMax(packet + OX + row))
  const upwards = low > 0
  const mixed = !upwards && high >= 0
  v128.store(axis, f32x4.splat(mixed ? 0 : low))
  v128.store(axis, f32x4.splat(mixed ? 0 : high), 16)
  v128.store(axis, upwards ? last : first, 32)
  v128.store(axis, upwards ? first : last, 48)
  v128.store(axis, f32x4.splat(mixed ? NO_SAY : 0), 64)
  const four = fours + row
  measureFours(packet + IX + row, four, four + 32)
  measureFours(packet + OX + row, upwards ? four + 96 : four + 64, upwards ? four + 64 : four + 96)
  if (mixed) memory.fill(four, 0, 64)
  return upwards
}

function measure(packet: usize): void {
  const x = measureAxis(axes, packet, 0)
  const y = measureAxis(axes + AXIS, packet, LANE)
  const z = measureAxis(axes + 2 * AXIS, packet, 2 * LANE)
  enterX = x ? 0 : 16; leaveX = x ? 16 : 0
  enterY = y ? 32 : 48; leaveY = y ? 48 : 32
  enterZ = z ? 64 : 80; leaveZ = z ? 80 : 64
}

@inline
function enterAt(planes: usize, axis: usize): v128 {
  const way = f32x4.sub(v128.load(planes), v128.load(axis, 32))
  return f32x4.pmin(f32x4.mul(way, v128.load(axis)), f32x4.mul(way, v128.load(axis, 16)))
}

@inline
function leaveAt(planes: usize, axis: usize): v128 {
  const way = f32x4.sub(v128.load(planes), v128.load(axis, 48))
  const far = f32x4.pmax(f32x4.mul(way, v128.load(axis)), f32x4.mul(way, v128.load(axis, 16)))
  return f32x4.add(far, v128.load(axis, 64))
}

/** Where the whole packet may enter and must have left each of a node's four boxes. */
@inline
function soonest(node: usize): v128 {
  const x = enterAt(node + enterX, axes)
  const y = enterAt(node + enterY, axes + AXIS)
  const z = enterAt(node + enterZ, axes + 2 * AXIS)
  return f32x4.pmax(f32x4.pmax(x, y), f32x4.pmax(z, f32x4.splat(0)))
}

@inline
function latest(node: usize, farthest: f32): v128 {
  const x = leaveAt(node + leaveX, axes)
  const y = leaveAt(node + leaveY, axes + AXIS)
  const z = leaveAt(node + leaveZ, axes + 2 * AXIS)
  const far = f32x4.pmin(f32x4.pmin(x, y), f32x4.pmin(z, f32x4.splat(farthest)))
  // Rounding may put rays that just touch a flat box outside: a hair's breadth is let through.
  return f32x4.mul(far, f32x4.splat(1.000002))
}

/** As enterAt and leaveAt, for one plane and four fours of rays. */
@inline
function fourEnter(plane: usize, four: usize): v128 {
  const way = f32x4.sub(v128.load32_splat(plane), v128.load(four, 64))
  return f32x4.pmin(f32x4.mul(way, v128.load(four)), f32x4.mul(way, v128.load(four, 32)))
}

@inline
function fourLeave(plane: usize, four: usize, axis: usize): v128 {
  const way = f32x4.sub(v128.load32_splat(plane), v128.load(four, 96))
  const far = f32x4.pmax(f32x4.mul(way, v128.load(four)), f32x4.mul(way, v128.load(four, 32)))
  return f32x4.add(far, v128.load(axis, 64))
}

/** Which fours of rays may enter one child's box: a bit each. */
@inline
function foursEntering(column: usize, farthest: f32): i32 {
  let mask: i32 = 0
  for (let half: usize = 0; half < 32; half += 16) {
    const four = fours + half
    const x = fourEnter(column + enterX, four)
    const y = fourEnter(column + enterY, four + FOURS)
    const z = fourEnter(column + enterZ, four + 2 * FOURS)
    const near = f32x4.pmax(f32x4.pmax(x, y), f32x4.pmax(z, f32x4.splat(0)))
    const a = fourLeave(column + leaveX, four, axes)
    const b = fourLeave(column + leaveY, four + FOURS, axes + AXIS)
    const c = fourLeave(column + leaveZ, four + 2 * FOURS, axes + 2 * AXIS)
    const far = f32x4.pmin(f32x4.pmin(a, b), f32x4.pmin(c, f32x4.splat(farthest)))
    mask |= i32x4.bitmask(f32x4.le(near, f32x4.mul(far, f32x4.splat(1.000002)))) << <i32>(half >> 2)
  }
  return mask
}

/** Which of the 32 rays enter one child's box before their best: a bit each. */
@inline
function entering(packet: usize, column: usize, farthest: f32): u32 {
  let open = foursEntering(column, farthest)
  if (open == 0) return 0
  const x0 = v128.load32_splat(column), x1 = v128.load32_splat(column, 16)
  const y0 = v128.load32_splat(column, 32), y1 = v128.load32_splat(column, 48)
  const z0 = v128.load32_splat(column, 64), z1 = v128.load32_splat(column, 80)
  let mask: u32 = 0
  do {
    const g = <usize>ctz(open)
    open &= open - 1
    const at = packet + (g << 4)
    const ix = v128.load(at, IX), iy = v128.load(at, IY), iz = v128.load(at, IZ)
    const ox = v128.load(at, OX), oy = v128.load(at, OY), oz = v128.load(at, OZ)
    const ax = f32x4.mul(f32x4.sub(x0, ox), ix), bx = f32x4.mul(f32x4.sub(x1, ox), ix)
    const ay = f32x4.mul(f32x4.sub(y0, oy), iy), by = f32x4.mul(f32x4.sub(y1, oy), iy)
    const az = f32x4.mul(f32x4.sub(z0, oz), iz), bz = f32x4.mul(f32x4.sub(z1, oz), iz)
    const near = f32x4.pmax(
      f32x4.pmax(f32x4.pmin(ax, bx), f32x4.pmin(ay, by)),
      f32x4.pmax(f32x4.pmin(az, bz), f32x4.splat(0)),
    )
    const far = f32x4.pmin(
      f32x4.pmin(f32x4.pmax(ax, bx), f32x4.pmax(ay, by)),
      f32x4.pmin(f32x4.pmax(az, bz), v128.load(best + (g << 4))),
    )
    const reach = f32x4.mul(far, f32x4.splat(1.000002))
    mask |= <u32>i32x4.bitmask(f32x4.le(near, reach)) << <u32>(g << 2)
  } while (open != 0)
  return mask
}

/** One ray against four triangles (Moeller & Trumbore 1997), both sides. True: something nearer was hit. */
@inline
function intersect(packet: usize, ray: usize, block: usize, number: i32): bool {
  const at = packet + (ray << 2)
  const dx = v128.load32_splat(at, DX), dy = v128.load32_splat(at, DY), dz = v128.load32_splat(at, DZ)
  const e1x = v128.load(block, 48), e1y = v128.load(block, 64), e1z = v128.load(block, 80)
  const e2x = v128.load(block, 96), e2y = v128.load(block, 112), e2z = v128.load(block, 128)
  const px = f32x4.sub(f32x4.mul(dy, e2z), f32x4.mul(dz, e2y))
  const py = f32x4.sub(f32x4.mul(dz, e2x), f32x4.mul(dx, e2z))
  const pz = f32x4.sub(f32x4.mul(dx, e2y), f32x4.mul(dy, e2x))
  const det = f32x4.add(f32x4.add(f32x4.mul(e1x, px), f32x4.mul(e1y, py)), f32x4.mul(e1z, pz))
  const inverse = f32x4.div(f32x4.splat(1), det)
  const sx = f32x4.sub(v128.load32_splat(at, OX), v128.load(block, 0))
  const sy = f32x4.sub(v128.load32_splat(at, OY), v128.load(block, 16))
  const sz = f32x4.sub(v128.load32_splat(at, OZ), v128.load(block, 32))
  const u = f32x4.mul(f32x4.add(f32x4.add(f32x4.mul(sx, px), f32x4.mul(sy, py)), f32x4.mul(sz, pz)), inverse)
  const qx = f32x4.sub(f32x4.mul(sy, e1z), f32x4.mul(sz, e1y))
  const qy = f32x4.sub(f32x4.mul(sz, e1x), f32x4.mul(sx, e1z))
  const qz = f32x4.sub(f32x4.mul(sx, e1y), f32x4.mul(sy, e1x))
  const v = f32x4.mul(f32x4.add(f32x4.add(f32x4.mul(dx, qx), f32x4.mul(dy, qy)), f32x4.mul(dz, qz)), inverse)
  const t = f32x4.mul(f32x4.add(f32x4.add(f32x4.mul(e2x, qx), f32x4.mul(e2y, qy)), f32x4.mul(e2z, qz)), inverse)
  // A ray along an edge must not slip between its two triangles.
  const least = f32x4.splat(-EDGE)
  const inside = v128.and(
    v128.and(f32x4.ge(u, least), f32x4.ge(v, least)),
    v128.and(
      f32x4.le(f32x4.add(u, v), f32x4.splat(1 + EDGE)),
      v128.and(f32x4.gt(t, f32x4.splat(0)), f32x4.lt(t, v128.load32_splat(best + (ray << 2)))),
    ),
  )
  let lanes = i32x4.bitmask(inside)
  if (lanes == 0) return false
  let nearest = load<f32>(best + (ray << 2))
  let lane: i32 = 0
  store<v128>(scratch, t)
  do {
    const k = ctz(lanes)
    lanes &= lanes - 1
    const d = load<f32>(scratch + (<usize>k << 2))
    if (d < nearest) {
      nearest = d
      lane = k
    }
  } while (lanes != 0)
  store<f32>(best + (ray << 2), nearest)
  store<i32>(hitTriangle + (ray << 2), (number << 2) | lane)
  return true
}
const scratch = memory.data(16, 16)

/**
 * Walks one mesh's tree. `best`, `hitTriangle` change where something nearer is hit.
 * @returns a bit for each ray that hit
 */
export function walk(packet: usize, root: usize, blocks: usize): u32 {
  measure(packet)
  let farthest = rowMax(best)
  let hits: u32 = 0
  let depth: usize = 0
  let node = root
  while (node != 0) {
    // One node: all four children at once.
    const near = soonest(node)
    let open = i32x4.bitmask(f32x4.le(near, latest(node, farthest)))
    v128.store(scratch, near)
    const bottom = depth
    while (open != 0) {
      const k = <usize>ctz(open)
      open &= open - 1
      const child = load<i32>(node + (k << 2), CHILD)
      if (child == 0) continue
      const at = load<f32>(scratch + (k << 2))
      // The nearest last, so that it is taken first.
      let slot = depth++
      while (slot > bottom && load<f32>(stack + (slot - 1) * ENTRY) < at) {
        const from = stack + (slot - 1) * ENTRY
        store<u64>(from + ENTRY, load<u64>(from))
        store<u32>(from + ENTRY, load<u32>(from, 8), 8)
        slot--
      }
      const entry = stack + slot * ENTRY
      store<f32>(entry, at)
      store<i32>(entry, child, 4)
      store<u32>(entry, <u32>(node + (k << 2)), 8)
    }
    // Leaves are asked at once; the next inner node goes on.
    let next: usize = 0
    while (depth > 0) {
      depth--
      const entry = stack + depth * ENTRY
      if (load<f32>(entry) > farthest) continue
      const child = load<i32>(entry, 4)
      if (child > 0) {
        next = root + <usize>child
        break
      }
      let rays = entering(packet, <usize>load<u32>(entry, 8), farthest)
      const number = ~child
      const block = blocks + <usize>number * BLOCK
      let hit: u32 = 0
      while (rays != 0) {
        const ray = ctz(rays)
        rays &= rays - 1
        if (intersect(packet, <usize>ray, block, number)) hit |= <u32>1 << ray
      }
      if (hit != 0) {
        hits |= hit
        farthest = rowMax(best)
      }
    }
    node = next
  }
  return hits
}

/** The children of a tree's node that this packet may enter, by number of leaf; for the tree over instances. */
export function crossed(packet: usize, root: usize, found: usize): i32 {
  measure(packet)
  const farthest = rowMax(best)
  let n: i32 = 0
  let depth: usize = 1
  store<u32>(stack, <u32>root)
  while (depth > 0) {
    depth--
    const node = <usize>load<u32>(stack + (depth << 2))
    let open = i32x4.bitmask(f32x4.le(soonest(node), latest(node, farthest)))
    while (open != 0) {
      const k = <usize>ctz(open)
      open &= open - 1
      const child = load<i32>(node + (k << 2), CHILD)
      if (child > 0) {
        store<u32>(stack + (depth << 2), <u32>(root + <usize>child))
        depth++
      } else if (child < 0) {
        if (entering(packet, node + (k << 2), farthest) == 0) continue
        store<i32>(found + (<usize>n << 2), ~child)
        n++
      }
    }
  }
  return n
}
