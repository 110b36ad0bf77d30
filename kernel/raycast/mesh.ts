/** A rigid thing's triangles: a tree over blocks of four, and how large it is. */
import { allocate, release } from './memory'
import { BOX, build, leafCount, NODE, nodeBytes, NUMBER } from './tree'
import { BLOCK, CORNERS, pack } from './triangles'

/** A mesh: its tree, its blocks (u32 each), how far it reaches from its own origin (f32), its box's middle and half size. */
const MESH: usize = 48
export const BLOCKS: usize = 4
export const REACH: usize = 8
export const MIDDLE: usize = 16
export const HALF: usize = 32

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
  corners = allocate(<usize>count * CORNERS)
  surfaces = allocate(<usize>count * 4)
  return corners
}

/** Builds the tree over the triangles given. @returns the mesh */
export function endMesh(): usize {
  const boxes = allocate(<usize>count * BOX)
  const leafList = allocate(<usize>count * 8)
  const nodes = allocate(<usize>max(1, count) * NODE)
  let low = f32x4.splat(f32.MAX_VALUE), high = f32x4.splat(-f32.MAX_VALUE)
  let reach: f32 = 0
  for (let i: usize = 0; i < <usize>count; i++) {
    const c = corners + i * CORNERS
    // A corner and the number after it; the last one begins a number earlier, so that nothing lies beyond the triangle.
    const a = v128.load(c), b = v128.load(c, 12), last = v128.load(c, 20)
    const d = v128.shuffle<f32>(last, last, 1, 2, 3, 0)
    const least = f32x4.pmin(a, f32x4.pmin(b, d)), most = f32x4.pmax(a, f32x4.pmax(b, d))
    v128.store(boxes + i * BOX, f32x4.replace_lane(least, 3, <f32>i))
    v128.store(boxes + i * BOX, most, 16)
    low = f32x4.pmin(low, least)
    high = f32x4.pmax(high, most)
    for (let k: usize = 0; k < CORNERS; k += 12) {
      const x = load<f32>(c + k), y = load<f32>(c + k, 4), z = load<f32>(c + k, 8)
      reach = max(reach, x * x + y * y + z * z)
    }
  }
  store<f32>(mesh, sqrt(reach), REACH)
  v128.store(mesh, f32x4.mul(f32x4.add(low, high), f32x4.splat(0.5)), MIDDLE)
  v128.store(mesh, f32x4.mul(f32x4.sub(high, low), f32x4.splat(0.5)), HALF)
  build(boxes, count, 4, nodes, leafList)
  const blockBytes = <usize>leafCount * BLOCK
  const blocks = allocate(blockBytes)
  memory.fill(blocks, 0, blockBytes)
  for (let leaf: usize = 0; leaf < <usize>leafCount; leaf++) packLeaf(blocks + leaf * BLOCK, leafList + (leaf << 3), boxes)
  // Tree and blocks move down over the corners.
  release(corners)
  const tree = allocate(nodeBytes)
  memory.copy(tree, nodes, nodeBytes)
  const packed = allocate(blockBytes)
  memory.copy(packed, blocks, blockBytes)
  store<u32>(mesh, <u32>tree)
  store<u32>(mesh, <u32>packed, BLOCKS)
  return mesh
}

/** Up to four triangles of a leaf. */
function packLeaf(block: usize, leaf: usize, boxes: usize): void {
  const start = <usize>load<u32>(leaf)
  const size = <usize>load<u32>(leaf, 4)
  for (let lane: usize = 0; lane < size; lane++) {
    const triangle = <usize>load<f32>(boxes + (start + lane) * BOX, NUMBER)
    pack(block, lane, corners + triangle * CORNERS, load<u32>(surfaces + (triangle << 2)))
  }
}
