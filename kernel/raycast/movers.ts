/**
 * What moves while a scan lasts: rigid bodies, one after the other those of an actor. A tree over the boxes that the actors
 * sweep; then each body's own; then rays go into the body's frame, each as the body lies when the ray leaves.
 */
import { allocate, mark, release } from './memory'
import { HALF, MIDDLE, REACH } from './mesh'
import { crossed } from './walk'
import { DX, DY, DZ, invert, LANE, OX, OY, OZ } from './packet'
import { BOX, build, NODE, NUMBER } from './tree'

/**
 * A body, as the host writes it: position at time 0 (3), orientation xyzw (4), velocity (3), angular velocity (3), f32, in
 * the world's frame; then its mesh (u32) and its owner (i32).
 */
const BODY: usize = 60
const ORIENTATION: usize = 12
const VELOCITY: usize = 28
const TURNING: usize = 40
const OF_MESH: usize = 52
const OWNER: usize = 56

/** Four bodies' boxes, as those of a node's children. */
const FOUR_BOXES: usize = 96

let bodies: usize = 0
let bodyBoxes: usize = 0
/** First body and how many, u32 each, of every actor. */
let actors: usize = 0
let actorCount: i32 = 0
/** The tree over the actors. */
let root: usize = 0
/** Of each of its leaves, which actor (u32; 8 bytes). */
let leaves: usize = 0
/** Actors that a packet may meet: distance, leaf. */
let candidates: usize = 0

/** When each ray of the packet leaves, s. */
export const times = memory.data(128, 16)
/** The packet in a body's frame. */
export const local = memory.data(1152, 16)
/** World to local, 9 rows of the packet's 32 rays. */
const turns = memory.data(1152, 16)

/** A body that turns further than this while the scan lasts may point anywhere, rad. */
const TUMBLING: f32 = 0.25

/** Room for what moves; call once, after the meshes and before `setMoving`. */
export function reserveMoving(most: i32): usize {
  bodies = allocate(<usize>most * BODY)
  bodyBoxes = allocate(<usize>((most + 3) >> 2) * FOUR_BOXES)
  actors = allocate(<usize>most * 8)
  root = allocate(<usize>max(1, most) * NODE)
  leaves = allocate(<usize>most * 8)
  candidates = allocate(<usize>most * 8)
  return bodies
}

/** The first `count` bodies move for `duration` seconds. Neighbours of the same owner are one actor. */
export function setMoving(count: i32, duration: f32): void {
  actorCount = 0
  const scratch = mark()
  const boxes = allocate(<usize>count * BOX)
  let box = boxes - BOX
  let actor = actors - 8
  let owner: i32 = -1
  for (let i: usize = 0; i < <usize>count; i++) {
    const body = bodies + i * BODY
    if (i == 0 || load<i32>(body, OWNER) != owner) {
      owner = load<i32>(body, OWNER)
      actorCount++
      actor += 8
      store<u32>(actor, <u32>i)
      store<u32>(actor, 0, 4)
      box += BOX
      v128.store(box, f32x4.splat(f32.MAX_VALUE))
      v128.store(box, f32x4.splat(-f32.MAX_VALUE), 16)
    }
    store<u32>(actor, load<u32>(actor, 4) + 1, 4)
    sweep(body, duration, boxOf(i), box)
  }
  for (let i: usize = 0; i < <usize>actorCount; i++) store<f32>(boxes + i * BOX, <f32>i, NUMBER)
  if (actorCount > 0) build(boxes, actorCount, 1, root, leaves)
  for (let leaf: usize = 0; leaf < <usize>actorCount; leaf++) {
    const at = leaves + (leaf << 3)
    store<u32>(at, <u32>load<f32>(boxes + <usize>load<u32>(at) * BOX, NUMBER))
  }
  release(scratch)
}

/** Of one body, for `entering`. */
@inline
export function boxOf(body: usize): usize {
  return bodyBoxes + (body >>> 2) * FOUR_BOXES + ((body & 3) << 2)
}

/** The box that a body sweeps goes into a column, and its actor's box is made to hold it. */
function sweep(body: usize, duration: f32, column: usize, whole: usize): void {
  const mesh = <usize>load<u32>(body, OF_MESH)
  const wx = load<f32>(body, TURNING), wy = load<f32>(body, TURNING + 4), wz = load<f32>(body, TURNING + 8)
  const angle = sqrt(wx * wx + wy * wy + wz * wz) * duration
  let middle = f32x4.splat(0)
  let half = f32x4.splat(load<f32>(mesh, REACH))
  if (angle < TUMBLING) {
    const qx = load<f32>(body, ORIENTATION), qy = load<f32>(body, ORIENTATION + 4)
    const qz = load<f32>(body, ORIENTATION + 8), qw = load<f32>(body, ORIENTATION + 12)
    const x = f32x4(1 - 2 * (qy * qy + qz * qz), 2 * (qx * qy + qw * qz), 2 * (qx * qz - qw * qy), 0)
    const y = f32x4(2 * (qx * qy - qw * qz), 1 - 2 * (qx * qx + qz * qz), 2 * (qy * qz + qw * qx), 0)
    const z = f32x4(2 * (qx * qz + qw * qy), 2 * (qy * qz - qw * qx), 1 - 2 * (qx * qx + qy * qy), 0)
    middle = combine(x, y, z, mesh + MIDDLE)
    // What the turn can add goes on all sides.
    half = f32x4.add(
      combine(f32x4.abs(x), f32x4.abs(y), f32x4.abs(z), mesh + HALF),
      f32x4.mul(half, f32x4.splat(angle)),
    )
  }
  const at = f32x4.add(v128.load(body), middle)
  const way = f32x4.mul(v128.load(body, VELOCITY), f32x4.splat(duration))
  const zero = f32x4.splat(0)
  const low = f32x4.add(f32x4.sub(at, half), f32x4.pmin(zero, way))
  const high = f32x4.add(f32x4.add(at, half), f32x4.pmax(zero, way))
  v128.store_lane<f32>(column, low, 0)
  v128.store_lane<f32>(column, high, 0, 16)
  v128.store_lane<f32>(column, low, 1, 32)
  v128.store_lane<f32>(column, high, 1, 48)
  v128.store_lane<f32>(column, low, 2, 64)
  v128.store_lane<f32>(column, high, 2, 80)
  v128.store(whole, f32x4.pmin(v128.load(whole), low))
  v128.store(whole, f32x4.pmax(v128.load(whole, 16), high), 16)
}

@inline
function combine(x: v128, y: v128, z: v128, by: usize): v128 {
  return dot(x, y, z, v128.load32_splat(by), v128.load32_splat(by, 4), v128.load32_splat(by, 8))
}

@inline
function dot(a: v128, b: v128, c: v128, x: v128, y: v128, z: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(a, x), f32x4.mul(b, y)), f32x4.mul(c, z))
}

/** Looks for the actors that a packet may meet, the nearest first. @returns how many, for `firstBody` and `bodyAfter` */
export function findActors(packet: usize): i32 {
  return actorCount > 0 ? crossed(packet, root, candidates) : 0
}

@inline
function candidate(i: i32): usize {
  const leaf = <usize>load<u32>(candidates + (<usize>i << 3), 4)
  return actors + (<usize>load<u32>(leaves + (leaf << 3)) << 3)
}

@inline
export function firstBody(i: i32): usize {
  return <usize>load<u32>(candidate(i))
}

@inline
export function bodyAfter(i: i32): usize {
  return <usize>(load<u32>(candidate(i)) + load<u32>(candidate(i), 4))
}

@inline
export function meshOf(body: usize): usize {
  return <usize>load<u32>(bodies + body * BODY, OF_MESH)
}

@inline
export function ownerOf(body: usize): i32 {
  return load<i32>(bodies + body * BODY, OWNER)
}

/**
 * Turns the world's packet into a body's frame, `local`: each ray as the body lies when the ray leaves.
 * @param columnar the packet's second half are the columns of its first a little later: evenly spaced, and a column's rays
 *   share a rotation
 */
export function enterFrame(packet: usize, which: usize, columnar: bool): void {
  const body = bodies + which * BODY
  const wx = load<f32>(body, TURNING), wy = load<f32>(body, TURNING + 4), wz = load<f32>(body, TURNING + 8)
  const rate = sqrt(wx * wx + wy * wy + wz * wz)
  const x0 = load<f32>(body, ORIENTATION), y0 = load<f32>(body, ORIENTATION + 4)
  const z0 = load<f32>(body, ORIENTATION + 8), w0 = load<f32>(body, ORIENTATION + 12)
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
  const px = f32x4.splat(load<f32>(body)), vx = f32x4.splat(load<f32>(body, VELOCITY))
  const py = f32x4.splat(load<f32>(body, 4)), vy = f32x4.splat(load<f32>(body, VELOCITY + 4))
  const pz = f32x4.splat(load<f32>(body, 8)), vz = f32x4.splat(load<f32>(body, VELOCITY + 8))
  for (let g: usize = 0; g < LANE; g += 16) {
    const from = packet + g
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
