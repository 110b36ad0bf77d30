/**
 * Rays through a tree: 32 together as long as boxes are large against the space between rays, each by itself where only a
 * few are left (Benthin, Wald, Woop, Ernst, Mattson, "Combining single and packet-ray tracing for arbitrary ray
 * distributions", 2012).
 */
import { best, entering, HAIR, IX, IY, IZ, OX, OY, OZ, rowMax } from './packet'
import { measure, meets, near, shorten, slight } from './pyramid'
import { BLOCK, intersect } from './triangles'
import { CHILD } from './tree'

/** So few rays go by themselves. */
const FEW: i32 = 4

/**
 * Children that still wait, the nearest on top: least distance, child, address of its column in its parent (SLIGHT added: it
 * is slight), rays that entered its parent.
 */
const ENTRY: usize = 16
const stack = memory.data(16 * 256, 16)
const SLIGHT: u32 = 1

/** The same of one ray: distance, child. */
const LONE: usize = 8
const loneStack = memory.data(8 * 256, 16)

/**
 * Walks one mesh's tree. `best` and `hitTriangle` change where something nearer is hit.
 * @param some a bit for each ray that goes
 * @returns a bit for each ray that hit
 */
export function walk(packet: usize, root: usize, blocks: usize, some: u32): u32 {
  if (popcnt<i32>(some) <= FEW) return walkAlone(packet, some, root, root, blocks)
  let farthest = rowMax(best)
  measure(packet, farthest)
  let hits: u32 = 0
  let rays = some
  let depth: usize = 0
  let node = root
  while (node != 0) {
    depth = pushChildren(node, depth, farthest, rays)
    node = 0
    while (depth > 0) {
      depth--
      const entry = stack + depth * ENTRY
      if (load<f32>(entry) > farthest) continue
      const child = load<i32>(entry, 4)
      const column = load<u32>(entry, 8)
      rays = load<u32>(entry, 12)
      if (child > 0 && (column & SLIGHT) == 0) {
        node = root + <usize>child
        break
      }
      rays = entering(packet, <usize>(column & ~SLIGHT), rays)
      if (rays == 0) continue
      let hit: u32 = 0
      if (child < 0) hit = intersectAll(packet, rays, blocks, ~child)
      else if (popcnt<i32>(rays) <= FEW) hit = walkAlone(packet, rays, root, root + <usize>child, blocks)
      else {
        node = root + <usize>child
        break
      }
      if (hit == 0) continue
      hits |= hit
      farthest = rowMax(best)
      shorten(farthest)
    }
  }
  return hits
}

/** Puts on the stack those of a node's children that the packet may meet. @returns the stack's new depth */
@inline
function pushChildren(node: usize, bottom: usize, farthest: f32, rays: u32): usize {
  let open = meets(node, farthest)
  const small = slight(node)
  let depth = bottom
  while (open != 0) {
    const k = <usize>ctz(open)
    open &= open - 1
    const child = load<i32>(node + (k << 2), CHILD)
    if (child == 0) continue
    const distance = load<f32>(near + (k << 2))
    let entry = stack + depth++ * ENTRY
    while (entry > stack + bottom * ENTRY && load<f32>(entry - ENTRY) < distance) {
      v128.store(entry, v128.load(entry - ENTRY))
      entry -= ENTRY
    }
    store<f32>(entry, distance)
    store<i32>(entry, child, 4)
    store<u32>(entry, <u32>(node + (k << 2)) | ((<u32>small >>> <u32>k) & SLIGHT), 8)
    store<u32>(entry, rays, 12)
  }
  return depth
}

/** @returns a bit for each of the rays that hit something nearer in a block */
@inline
function intersectAll(packet: usize, rays: u32, blocks: usize, number: i32): u32 {
  const block = blocks + <usize>number * BLOCK
  let hit: u32 = 0
  while (rays != 0) {
    const ray = ctz(rays)
    rays &= rays - 1
    if (intersect(packet, <usize>ray, block, number)) hit |= <u32>1 << ray
  }
  return hit
}

/** Walks a subtree with one ray after another. */
@inline
function walkAlone(packet: usize, rays: u32, root: usize, from: usize, blocks: usize): u32 {
  let hit: u32 = 0
  while (rays != 0) {
    const ray = ctz(rays)
    rays &= rays - 1
    if (goAlone(packet, <usize>ray, root, from, blocks)) hit |= <u32>1 << ray
  }
  return hit
}

function goAlone(packet: usize, ray: usize, root: usize, from: usize, blocks: usize): bool {
  const at = packet + (ray << 2)
  const ix = v128.load32_splat(at, IX), iy = v128.load32_splat(at, IY), iz = v128.load32_splat(at, IZ)
  const ox = v128.load32_splat(at, OX), oy = v128.load32_splat(at, OY), oz = v128.load32_splat(at, OZ)
  // Bytes from a node to the planes of entry and of exit.
  const enterX: usize = load<f32>(at, IX) > 0 ? 0 : 16, leaveX = enterX ^ 16
  const enterY: usize = load<f32>(at, IY) > 0 ? 32 : 48, leaveY = enterY ^ 16
  const enterZ: usize = load<f32>(at, IZ) > 0 ? 64 : 80, leaveZ = enterZ ^ 16
  const mine = best + (ray << 2)
  let hit = false
  let depth: usize = 0
  let node = from
  while (node != 0) {
    const ax = f32x4.mul(f32x4.sub(v128.load(node + enterX), ox), ix)
    const ay = f32x4.mul(f32x4.sub(v128.load(node + enterY), oy), iy)
    const az = f32x4.mul(f32x4.sub(v128.load(node + enterZ), oz), iz)
    const bx = f32x4.mul(f32x4.sub(v128.load(node + leaveX), ox), ix)
    const by = f32x4.mul(f32x4.sub(v128.load(node + leaveY), oy), iy)
    const bz = f32x4.mul(f32x4.sub(v128.load(node + leaveZ), oz), iz)
    const enters = f32x4.pmax(f32x4.pmax(ax, ay), f32x4.pmax(az, f32x4.splat(0)))
    const leaves = f32x4.pmin(f32x4.pmin(bx, by), f32x4.pmin(bz, v128.load32_splat(mine)))
    let open = i32x4.bitmask(f32x4.le(enters, f32x4.mul(leaves, f32x4.splat(HAIR))))
    v128.store(near, enters)
    const bottom = loneStack + depth * LONE
    while (open != 0) {
      const k = <usize>ctz(open)
      open &= open - 1
      const child = load<i32>(node + (k << 2), CHILD)
      if (child == 0) continue
      const distance = load<f32>(near + (k << 2))
      let entry = loneStack + depth++ * LONE
      while (entry > bottom && load<f32>(entry - LONE) < distance) {
        store<u64>(entry, load<u64>(entry - LONE))
        entry -= LONE
      }
      store<f32>(entry, distance)
      store<i32>(entry, child, 4)
    }
    node = 0
    while (depth > 0) {
      depth--
      const entry = loneStack + depth * LONE
      if (load<f32>(entry) > load<f32>(mine)) continue
      const child = load<i32>(entry, 4)
      if (child > 0) {
        node = root + <usize>child
        break
      }
      if (intersect(packet, ray, blocks + <usize>~child * BLOCK, ~child)) hit = true
    }
  }
  return hit
}

/**
 * The leaves that this packet may enter, the nearest first; for the tree over what moves.
 * @param found room for 8 bytes a leaf: least distance, number of the leaf
 * @returns how many
 */
export function crossed(packet: usize, root: usize, found: usize): i32 {
  const farthest = rowMax(best)
  measure(packet, farthest)
  let end = found
  let depth: usize = 1
  store<u32>(stack, <u32>root)
  while (depth > 0) {
    depth--
    const node = <usize>load<u32>(stack + (depth << 2))
    let open = meets(node, farthest)
    while (open != 0) {
      const k = <usize>ctz(open)
      open &= open - 1
      const child = load<i32>(node + (k << 2), CHILD)
      if (child > 0) {
        store<u32>(stack + (depth << 2), <u32>(root + <usize>child))
        depth++
      } else if (child < 0) {
        const distance = load<f32>(near + (k << 2))
        let entry = end
        while (entry > found && load<f32>(entry - LONE) > distance) {
          store<u64>(entry, load<u64>(entry - LONE))
          entry -= LONE
        }
        store<f32>(entry, distance)
        store<i32>(entry, ~child, 4)
        end += LONE
      }
    }
  }
  return <i32>((end - found) / LONE)
}
