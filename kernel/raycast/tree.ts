/**
 * A bounding volume hierarchy of four children a node over any boxes, by the surface area heuristic in 16 bins
 * (Wald, "On fast construction of SAH-based bounding volume hierarchies", 2007). The most costly range is split
 * until a node has four, so no binary tree is made first.
 *
 * A node is 128 bytes: minx[4] maxx[4] miny[4] maxy[4] minz[4] maxz[4] child[4], so that one load has a plane of
 * all four children. child > 0: the node so many bytes behind the root; < 0: ~(number of a leaf); 0: no
 * child (nothing leads back to the root).
 */
import { allocate, mark, release } from './memory'

export const NODE: usize = 128
export const CHILD: usize = 96
/** Least corner, then greatest, f32 x y z and a fourth that does not count. */
export const BOX: usize = 32

const BINS: usize = 16
/** A bin: a box, and in its fourth number how many. */
const bins = memory.data(48 * 32, 16)
/** Sweeping a row of bins: half areas and counts from the left. */
const areas = memory.data(16 * 4, 16)
const counts = memory.data(16 * 4)

/** What one range of the order needs while it is split: its box, start, count. */
const RANGE: usize = BOX + 8
const START: usize = BOX
const COUNT: usize = BOX + 4
const ranges = memory.data(4 * 40, 16)
const sum = memory.data(32, 16)

/** Of the tree that is being built. */
let boxes: usize = 0
let order: usize = 0

@inline
function boxOf(i: usize): usize {
  return boxes + <usize>load<u32>(order + (i << 2)) * BOX
}

@inline
function emptyBox(at: usize): void {
  v128.store(at, f32x4.splat(f32.MAX_VALUE))
  v128.store(at, f32x4.splat(-f32.MAX_VALUE), 16)
}

@inline
function growBox(at: usize, by: usize): void {
  v128.store(at, f32x4.pmin(v128.load(at), v128.load(by)))
  v128.store(at, f32x4.pmax(v128.load(at, 16), v128.load(by, 16)), 16)
}

@inline
function halfArea(at: usize): f32 {
  const size = f32x4.sub(v128.load(at, 16), v128.load(at))
  const x = f32x4.extract_lane(size, 0), y = f32x4.extract_lane(size, 1), z = f32x4.extract_lane(size, 2)
  return x < 0 ? 0 : x * y + y * z + z * x
}

/** Twice the middle of a box: a sum that needs no halving to be compared. */
@inline
function middle(box: usize): v128 {
  return f32x4.add(v128.load(box), v128.load(box, 16))
}

function measureRange(range: usize): void {
  const start = <usize>load<u32>(range, START)
  const end = start + <usize>load<u32>(range, COUNT)
  let low = f32x4.splat(f32.MAX_VALUE), high = f32x4.splat(-f32.MAX_VALUE)
  for (let i = start; i < end; i++) {
    low = f32x4.pmin(low, v128.load(boxOf(i)))
    high = f32x4.pmax(high, v128.load(boxOf(i), 16))
  }
  v128.store(range, low)
  v128.store(range, high, 16)
}

@inline
function scaleOf(width: f32): f32 {
  return width > 0 ? <f32>BINS * 0.9999 / width : 0
}

@inline
function binOf(box: usize, low: v128, scale: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.sub(middle(box), low), scale))
}

@inline
function addTo(bin: usize, box: usize): void {
  const n = load<f32>(bin, 12) + 1
  growBox(bin, box)
  store<f32>(bin, n, 12)
}

/** Splits a range in two; the second goes to `other`. */
function split(range: usize, other: usize): void {
  const start = <usize>load<u32>(range, START)
  const count = <usize>load<u32>(range, COUNT)
  const end = start + count
  let low = f32x4.splat(f32.MAX_VALUE), high = f32x4.splat(-f32.MAX_VALUE)
  for (let i = start; i < end; i++) {
    const m = middle(boxOf(i))
    low = f32x4.pmin(low, m)
    high = f32x4.pmax(high, m)
  }
  const width = f32x4.sub(high, low)
  const scale = f32x4(
    scaleOf(f32x4.extract_lane(width, 0)), scaleOf(f32x4.extract_lane(width, 1)), scaleOf(f32x4.extract_lane(width, 2)), 0,
  )
  for (let b: usize = 0; b < 48 * BOX; b += BOX) {
    emptyBox(bins + b)
    store<f32>(bins + b, 0, 12)
  }
  for (let i = start; i < end; i++) {
    const box = boxOf(i)
    const bin = binOf(box, low, scale)
    addTo(bins + <usize>i32x4.extract_lane(bin, 0) * BOX, box)
    addTo(bins + (16 + <usize>i32x4.extract_lane(bin, 1)) * BOX, box)
    addTo(bins + (32 + <usize>i32x4.extract_lane(bin, 2)) * BOX, box)
  }
  let best = f32.MAX_VALUE
  let bestAxis: usize = 0
  let bestBin: i32 = -1
  for (let axis: usize = 0; axis < 3; axis++) {
    const row = bins + axis * BINS * BOX
    emptyBox(sum)
    let n: f32 = 0
    for (let b: usize = 0; b < BINS; b++) {
      growBox(sum, row + b * BOX)
      n += load<f32>(row + b * BOX, 12)
      store<f32>(areas + (b << 2), halfArea(sum))
      store<f32>(counts + (b << 2), n)
    }
    emptyBox(sum)
    let right: f32 = 0
    for (let b: usize = BINS - 1; b > 0; b--) {
      growBox(sum, row + b * BOX)
      right += load<f32>(row + b * BOX, 12)
      const left = load<f32>(counts + ((b - 1) << 2))
      if (left == 0 || right == 0) continue
      const cost = load<f32>(areas + ((b - 1) << 2)) * left + halfArea(sum) * right
      if (cost < best) {
        best = cost
        bestAxis = axis
        bestBin = <i32>b
      }
    }
  }
  // All middles in one place: halves will do.
  const cut = bestBin < 0 ? start + (count >>> 1) : partition(start, end, low, scale, bestAxis, bestBin)
  store<u32>(range, <u32>(cut - start), COUNT)
  store<u32>(other, <u32>cut, START)
  store<u32>(other, <u32>(end - cut), COUNT)
  measureRange(range)
  measureRange(other)
}

/** Puts those left of a bin first. @returns where the others begin */
function partition(start: usize, end: usize, low: v128, scale: v128, axis: usize, bin: i32): usize {
  let i = start
  let j = end
  while (i < j) {
    v128.store(areas, binOf(boxOf(i), low, scale))
    if (load<i32>(areas + (axis << 2)) < bin) i++
    else {
      j--
      const a = order + (i << 2), b = order + (j << 2)
      const swap = load<u32>(a)
      store<u32>(a, load<u32>(b))
      store<u32>(b, swap)
    }
  }
  return i
}

/** Start and count in the order of every leaf, 8 bytes each, and how many leaves: of the last tree built. */
export let leaves: usize = 0
export let leafCount: i32 = 0
/** Its nodes, bytes. */
export let nodeBytes: usize = 0

/**
 * Builds a tree over `count` boxes, at most `perLeaf` a leaf. `ordered` (count x u32) and `leafList` (count x 8
 * bytes) are filled, `nodes` has room for count nodes.
 */
export function build(source: usize, count: i32, perLeaf: u32, nodes: usize, ordered: usize, leafList: usize): void {
  boxes = source
  order = ordered
  leaves = leafList
  leafCount = 0
  for (let i = 0; i < count; i++) store<u32>(order + (<usize>i << 2), i)
  const before = mark()
  // Ranges that wait for a node: as a range, then where the node is.
  const TASK = RANGE + 8
  const waiting = allocate(<usize>max(64, count) * TASK)
  let waits: usize = 1
  let used: usize = 1
  store<u32>(waiting, 0, START)
  store<u32>(waiting, count, COUNT)
  store<u32>(waiting, 0, RANGE)
  measureRange(waiting)
  while (waits > 0) {
    waits--
    memory.copy(ranges, waiting + waits * TASK, RANGE)
    const node = nodes + <usize>load<u32>(waiting + waits * TASK, RANGE)
    const n = spread(perLeaf)
    for (let r: usize = 0; r < 4; r++) {
      const at = node + (r << 2)
      const range = ranges + r * RANGE
      if (r >= n) emptyBox(range)
      for (let axis: usize = 0; axis < 3; axis++) {
        store<f32>(at + (axis << 5), load<f32>(range + (axis << 2)))
        store<f32>(at + (axis << 5), load<f32>(range + (axis << 2), 16), 16)
      }
      if (r >= n) store<i32>(at, 0, CHILD)
      else if (load<u32>(range, COUNT) <= perLeaf) {
        store<u64>(leaves + (<usize>leafCount << 3), load<u64>(range, START))
        store<i32>(at, ~leafCount, CHILD)
        leafCount++
      } else {
        const task = waiting + waits * TASK
        memory.copy(task, range, RANGE)
        store<u32>(task, <u32>(used * NODE), RANGE)
        store<i32>(at, <i32>(used * NODE), CHILD)
        used++
        waits++
      }
    }
  }
  nodeBytes = used * NODE
  release(before)
}

/** Splits the first range, and always the most costly one, until there are four or all are leaves. @returns how many */
function spread(perLeaf: u32): usize {
  let n: usize = load<u32>(ranges, COUNT) > 0 ? 1 : 0
  while (n > 0 && n < 4) {
    let worst: usize = 4
    let most: f32 = -1
    for (let r: usize = 0; r < n; r++) {
      const range = ranges + r * RANGE
      const size = load<u32>(range, COUNT)
      const cost = halfArea(range) * <f32>size
      if (size > perLeaf && cost > most) {
        most = cost
        worst = r
      }
    }
    if (worst == 4) break
    split(ranges + worst * RANGE, ranges + n * RANGE)
    n++
  }
  return n
}
