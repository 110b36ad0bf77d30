/**
 * What holds all rays of a packet, so that a node is asked once for all of them: a pyramid with a blunt tip (Reshetov,
 * Soupikov, Hurley, "Multi-level ray tracing algorithm", 2005) and the box around it. The pyramid is tight across the rays, the
 * box tells what lies behind them, above, below and beyond.
 */
import { DX, DY, DZ, LANE, OX, greatest, least, rowMax, rowMin } from './packet'

/**
 * The pyramid's four sides, outward, and a fifth plane across, that tells how far away a box is at least: 64 bytes each,
 * x y z of the normal and how far along it the rays reach, as splats.
 */
const PLANE: usize = 64
const planes = memory.data(5 * 64, 16)
/** Of each plane, where the innermost corners of a node's boxes are: bytes from the node for x, y, z. */
const SIDE: usize = 12
const sides = memory.data(5 * 12)

/** The box: least x y z, then greatest, as splats; it shrinks as hits come nearer. */
const box = memory.data(96, 16)
/** What it is made of, for each axis: least and greatest origin, least and greatest direction. */
const spread = memory.data(48)

/** From `meets`: how far the packet goes at least to each of the node's boxes, m. */
export const near = memory.data(16, 16)

/** The pyramid's width a metre, the greater of both; 0: it has no sides. */
let opening: f32 = 0

/** Rays that lie further from the middle one than its cosine tells have no pyramid. */
const NARROW: f32 = 0.02
/** f32 coordinates are rounded: so much of their size and the rays' length is added to every side. */
const SLACK: f32 = 1e-6

/** Component along a direction of a vector in three rows, for four rays. */
@inline
function component(x: v128, y: v128, z: v128, rows: usize): v128 {
  const xy = f32x4.add(f32x4.mul(x, v128.load(rows)), f32x4.mul(y, v128.load(rows, LANE)))
  return f32x4.add(xy, f32x4.mul(z, v128.load(rows, 2 * LANE)))
}

@inline
function sum(row: usize): f32 {
  let m = v128.load(row)
  for (let k: usize = 16; k < LANE; k += 16) m = f32x4.add(m, v128.load(row + k))
  return (f32x4.extract_lane(m, 0) + f32x4.extract_lane(m, 1)) + (f32x4.extract_lane(m, 2) + f32x4.extract_lane(m, 3))
}

@inline
function setPlane(k: usize, x: f32, y: f32, z: f32, reach: f32): void {
  const plane = planes + k * PLANE
  v128.store(plane, f32x4.splat(x))
  v128.store(plane, f32x4.splat(y), 16)
  v128.store(plane, f32x4.splat(z), 32)
  v128.store(plane, f32x4.splat(reach), 48)
  const side = sides + k * SIDE
  store<u32>(side, x > 0 ? 0 : 16)
  store<u32>(side, y > 0 ? 32 : 48, 4)
  store<u32>(side, z > 0 ? 64 : 80, 8)
}

/** Takes the measure of a packet whose rays go no further than `farthest`. */
export function measure(packet: usize, farthest: f32): void {
  let slack: f32 = farthest
  for (let row: usize = 0; row < 3; row++) slack += abs(load<f32>(packet + row * LANE))
  slack *= SLACK
  for (let row: usize = 0; row < 3; row++) {
    const origins = packet + OX + row * LANE, directions = packet + DX + row * LANE
    store<f32>(spread + (row << 4), rowMin(origins) - slack)
    store<f32>(spread + (row << 4), rowMax(origins) + slack, 4)
    store<f32>(spread + (row << 4), rowMin(directions), 8)
    store<f32>(spread + (row << 4), rowMax(directions), 12)
  }
  shorten(farthest)

  // The middle ray, and two directions across: from the first ray towards the last of a tile's row, and upright to that.
  let mx = sum(packet + DX), my = sum(packet + DY), mz = sum(packet + DZ)
  const long = max<f32>(sqrt(mx * mx + my * my + mz * mz), 1e-9)
  mx /= long; my /= long; mz /= long
  let ux = load<f32>(packet + DX, 60) - load<f32>(packet + DX)
  let uy = load<f32>(packet + DY, 60) - load<f32>(packet + DY)
  let uz = load<f32>(packet + DZ, 60) - load<f32>(packet + DZ)
  const um = ux * mx + uy * my + uz * mz
  ux -= um * mx; uy -= um * my; uz -= um * mz
  let wide = sqrt(ux * ux + uy * uy + uz * uz)
  if (wide < 1e-5) {
    const steep = abs(mz) > 0.9
    ux = steep ? 0 : -my; uy = steep ? -mz : mx; uz = steep ? my : 0
    wide = sqrt(ux * ux + uy * uy + uz * uz)
  }
  ux /= wide; uy /= wide; uz /= wide
  const vx = my * uz - mz * uy, vy = mz * ux - mx * uz, vz = mx * uy - my * ux

  const MX = f32x4.splat(mx), MY = f32x4.splat(my), MZ = f32x4.splat(mz)
  const UX = f32x4.splat(ux), UY = f32x4.splat(uy), UZ = f32x4.splat(uz)
  const VX = f32x4.splat(vx), VY = f32x4.splat(vy), VZ = f32x4.splat(vz)
  let ahead = f32x4.splat(2), most = f32x4.splat(-2)
  let left = f32x4.splat(f32.MAX_VALUE), right = f32x4.splat(-f32.MAX_VALUE)
  let low = left, high = right
  for (let k = DX; k < DX + LANE; k += 16) {
    const m = component(MX, MY, MZ, packet + k)
    const per = f32x4.div(f32x4.splat(1), m)
    const u = f32x4.mul(component(UX, UY, UZ, packet + k), per)
    const v = f32x4.mul(component(VX, VY, VZ, packet + k), per)
    ahead = f32x4.pmin(ahead, m)
    most = f32x4.pmax(most, m)
    left = f32x4.pmin(left, u)
    right = f32x4.pmax(right, u)
    low = f32x4.pmin(low, v)
    high = f32x4.pmax(high, v)
  }
  if (!(least(ahead) > NARROW)) {
    // Planes without a normal leave no box out.
    for (let k: usize = 0; k < 5; k++) setPlane(k, 0, 0, 0, 0)
    opening = 0
    return
  }
  const u0 = least(left), u1 = greatest(right), v0 = least(low), v1 = greatest(high)
  opening = max(u1 - u0, v1 - v0)

  // A side holds every ray's direction, so it holds the rays if it holds their origins.
  const U0 = f32x4.splat(u0), U1 = f32x4.splat(u1), V0 = f32x4.splat(v0), V1 = f32x4.splat(v1)
  let c0 = f32x4.splat(-f32.MAX_VALUE), c1 = c0, c2 = c0, c3 = c0, c4 = c0
  for (let k = OX; k < OX + LANE; k += 16) {
    const m = component(MX, MY, MZ, packet + k)
    const u = component(UX, UY, UZ, packet + k), v = component(VX, VY, VZ, packet + k)
    c0 = f32x4.pmax(c0, f32x4.sub(f32x4.mul(U0, m), u))
    c1 = f32x4.pmax(c1, f32x4.sub(u, f32x4.mul(U1, m)))
    c2 = f32x4.pmax(c2, f32x4.sub(f32x4.mul(V0, m), v))
    c3 = f32x4.pmax(c3, f32x4.sub(v, f32x4.mul(V1, m)))
    c4 = f32x4.pmax(c4, m)
  }
  setPlane(0, u0 * mx - ux, u0 * my - uy, u0 * mz - uz, greatest(c0) + slack)
  setPlane(1, ux - u1 * mx, uy - u1 * my, uz - u1 * mz, greatest(c1) + slack)
  setPlane(2, v0 * mx - vx, v0 * my - vy, v0 * mz - vz, greatest(c2) + slack)
  setPlane(3, vx - v1 * mx, vy - v1 * my, vz - v1 * mz, greatest(c3) + slack)
  const step: f32 = 1 / greatest(most)
  setPlane(4, mx * step, my * step, mz * step, (greatest(c4) + slack) * step)
}

/** No ray goes further than this any more. */
@inline
export function shorten(farthest: f32): void {
  const far: f32 = farthest * 1.00001
  for (let axis: usize = 0; axis < 3; axis++) {
    const from = spread + (axis << 4), at = box + (axis << 4)
    v128.store(at, f32x4.splat(load<f32>(from) + min<f32>(0, far * load<f32>(from, 8))))
    v128.store(at, f32x4.splat(load<f32>(from, 4) + max<f32>(0, far * load<f32>(from, 12))), 48)
  }
}

/** How far the innermost corners of a node's four boxes lie outside a plane. */
@inline
function outside(node: usize, k: usize): v128 {
  const plane = planes + k * PLANE, side = sides + k * SIDE
  const x = f32x4.mul(v128.load(plane), v128.load(node + <usize>load<u32>(side)))
  const y = f32x4.mul(v128.load(plane, 16), v128.load(node + <usize>load<u32>(side, 4)))
  const z = f32x4.mul(v128.load(plane, 32), v128.load(node + <usize>load<u32>(side, 8)))
  return f32x4.sub(f32x4.add(f32x4.add(x, y), z), v128.load(plane, 48))
}

/** Which of a node's four boxes the packet may meet before `farthest`: a bit each, and `near`. */
@inline
export function meets(node: usize, farthest: f32): i32 {
  const way = f32x4.pmax(outside(node, 4), f32x4.splat(0))
  v128.store(near, way)
  const out = f32x4.pmax(
    f32x4.pmax(outside(node, 0), outside(node, 1)),
    f32x4.pmax(outside(node, 2), outside(node, 3)),
  )
  const apart = v128.or(
    v128.or(
      v128.or(f32x4.gt(v128.load(node), v128.load(box, 48)), f32x4.lt(v128.load(node, 16), v128.load(box))),
      v128.or(f32x4.gt(v128.load(node, 32), v128.load(box, 64)), f32x4.lt(v128.load(node, 48), v128.load(box, 16))),
    ),
    v128.or(f32x4.gt(v128.load(node, 64), v128.load(box, 80)), f32x4.lt(v128.load(node, 80), v128.load(box, 32))),
  )
  const held = v128.and(f32x4.le(out, f32x4.splat(0)), f32x4.le(way, f32x4.splat(farthest)))
  return i32x4.bitmask(v128.andnot(held, apart))
}

/** After `meets`: which of the boxes are smaller than the packet is wide there, so that many rays pass them by: a bit each. */
@inline
export function slight(node: usize): i32 {
  const x = f32x4.sub(v128.load(node, 16), v128.load(node))
  const y = f32x4.sub(v128.load(node, 48), v128.load(node, 32))
  const z = f32x4.sub(v128.load(node, 80), v128.load(node, 64))
  return i32x4.bitmask(
    f32x4.lt(f32x4.pmax(f32x4.pmax(x, y), z), f32x4.mul(v128.load(near), f32x4.splat(opening))),
  )
}
