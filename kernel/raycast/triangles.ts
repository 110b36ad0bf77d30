/** Triangles in blocks of four, and one ray against a block. */
import { best, DX, DY, DZ, hitTriangle, OX, OY, OZ } from './packet'

/** Four triangles: corner and two edges, x y z of each a row of 4 f32, then 4 tags. */
export const BLOCK: usize = 160
export const TAGS: usize = 144
/** Bytes of a triangle as the host gives it: three corners. */
export const CORNERS: usize = 36

/** A triangle's edges count as this much wider, as a share of its size. */
const EDGE: f32 = 2e-6

const distances = memory.data(16, 16)

/** Puts one triangle in a lane of a block; lanes that stay 0 are never hit. */
export function pack(block: usize, lane: usize, corners: usize, tag: u32): void {
  for (let axis: usize = 0; axis < 3; axis++) {
    const at = block + (axis << 4) + (lane << 2)
    const a = load<f32>(corners + (axis << 2))
    store<f32>(at, a)
    store<f32>(at, load<f32>(corners + (axis << 2), 12) - a, 48)
    store<f32>(at, load<f32>(corners + (axis << 2), 24) - a, 96)
  }
  store<u32>(block + (lane << 2), tag, TAGS)
}

/**
 * One ray against four triangles (Moeller and Trumbore 1997), both sides.
 * @param number of the block among its mesh's
 * @returns whether something nearer was hit: `best` and `hitTriangle` tell what
 */
@inline
export function intersect(packet: usize, ray: usize, block: usize, number: i32): bool {
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
  const mine = best + (ray << 2)
  // A ray along an edge must not slip between its two triangles.
  const edge = f32x4.splat(-EDGE)
  const inside = v128.and(
    v128.and(f32x4.ge(u, edge), f32x4.ge(v, edge)),
    v128.and(
      f32x4.le(f32x4.add(u, v), f32x4.splat(1 + EDGE)),
      v128.and(f32x4.gt(t, f32x4.splat(0)), f32x4.lt(t, v128.load32_splat(mine))),
    ),
  )
  let lanes = i32x4.bitmask(inside)
  if (lanes == 0) return false
  let nearest = load<f32>(mine)
  let lane: i32 = 0
  store<v128>(distances, t)
  do {
    const k = ctz(lanes)
    lanes &= lanes - 1
    const d = load<f32>(distances + (<usize>k << 2))
    if (d < nearest) {
      nearest = d
      lane = k
    }
  } while (lanes != 0)
  store<f32>(mine, nearest)
  store<i32>(hitTriangle + (ray << 2), (number << 2) | lane)
  return true
}
