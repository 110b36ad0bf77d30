/**
 * 32 neighbouring rays that go together (Wald, Slusallek, Benthin, Wagner, "Interactive rendering with coherent ray
 * tracing", 2001). A packet is rows of 32 f32: origin, direction, 1 / direction.
 */
export const RAYS: usize = 32
/** Bytes of one number of all rays. */
export const LANE: usize = RAYS * 4

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

/** Below this a direction counts as nothing: 1 / d stays finite. */
const TINY: f32 = 1e-18

/** Rounding may put rays that just touch a flat box outside: a hair's breadth is let through. */
export const HAIR: f32 = 1.000002

@inline
export function least(m: v128): f32 {
  const pair = f32x4.pmin(m, v128.shuffle<f32>(m, m, 2, 3, 0, 1))
  return f32x4.extract_lane(f32x4.pmin(pair, v128.shuffle<f32>(pair, pair, 1, 0, 3, 2)), 0)
}

@inline
export function greatest(m: v128): f32 {
  const pair = f32x4.pmax(m, v128.shuffle<f32>(m, m, 2, 3, 0, 1))
  return f32x4.extract_lane(f32x4.pmax(pair, v128.shuffle<f32>(pair, pair, 1, 0, 3, 2)), 0)
}

@inline
export function rowMin(at: usize): f32 {
  let m = v128.load(at)
  for (let k: usize = 16; k < LANE; k += 16) m = f32x4.pmin(m, v128.load(at + k))
  return least(m)
}

@inline
export function rowMax(at: usize): f32 {
  const a = f32x4.pmax(v128.load(at), v128.load(at, 16)), b = f32x4.pmax(v128.load(at, 32), v128.load(at, 48))
  const c = f32x4.pmax(v128.load(at, 64), v128.load(at, 80)), d = f32x4.pmax(v128.load(at, 96), v128.load(at, 112))
  return greatest(f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d)))
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
 * @param column of one box in a node: its planes, 16 bytes apart
 * @param some a bit for each ray that is asked
 * @returns a bit for each of them that enters the box before its best
 */
@inline
export function entering(packet: usize, column: usize, some: u32): u32 {
  const x0 = v128.load32_splat(column), x1 = v128.load32_splat(column, 16)
  const y0 = v128.load32_splat(column, 32), y1 = v128.load32_splat(column, 48)
  const z0 = v128.load32_splat(column, 64), z1 = v128.load32_splat(column, 80)
  let found: u32 = 0
  for (let g: usize = 0; g < 8; g++) {
    if (((some >>> <u32>(g << 2)) & 15) == 0) continue
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
    found |= <u32>i32x4.bitmask(f32x4.le(near, f32x4.mul(far, f32x4.splat(HAIR)))) << <u32>(g << 2)
  }
  return found & some
}
