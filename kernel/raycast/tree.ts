/**
 * A bounding volume hierarchy of four children a node over any boxes, by the surface area heuristic in bins
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
/**
 * Least corner, f32 x y z, and the box's number (f32, so below 2^24: boxes move in memory as they are sorted, and
 * an integer's bits would be a number that processors are slow with); then the greatest corner.
 */
export const BOX: usize = 32
export const NUMBER: usize = 12

/** Few boxes are not worth many bins. */
const BINS: usize = 16
const FEW_BINS: usize = 8
const FEW: usize = 48
/** Boxes in the bins of three axes, and how many in each. */
const bins = memory.data(48 * 32, 16)
const counts = memory.data(48 * 4, 16)
/** What the boxes on the left of each bin come to: half area times leaves. */
const costs = memory.data(16 * 4)

/** Part of the boxes: the box around them, the box around their middles (twice), the first, how many. */
const RANGE: usize = 80
const MIDDLES: usize = 32
const START: usize = 64
const COUNT: usize = 68
const ranges = memory.data(4 * 80, 16)
/** A range that waits for its node, and where that is. */
const TASK: usize = 80
const PLACE: usize = 72

/** Scratch: numbers of an axis each. */
const scales = memory.data(16, 16)
const bin = memory.data(16, 16)

/** Of the tree that is being built: its boxes, and how many make a leaf. */
let boxes: usize = 0
let perLeaf: usize = 0

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
function halfArea(low: v128, high: v128): f32 {
  const size = f32x4.sub(high, low)
  const x = f32x4.extract_lane(size, 0), y = f32x4.extract_lane(size, 1), z = f32x4.extract_lane(size, 2)
  return x < 0 ? 0 : x * y + y * z + z * x
}

/** So many leaves will hold them. */
@inline
function leavesFor(count: usize): f32 {
  return <f32>((count + perLeaf - 1) / perLeaf)
}

/** Twice the middle of a box: a sum that needs no halving to be compared. */
@inline
function middle(box: usize): v128 {
  return f32x4.add(v128.load(box), v128.load(box, 16))
}

function measureRange(range: usize): void {
  const first = boxes + <usize>load<u32>(range, START) * BOX
  const end = first + <usize>load<u32>(range, COUNT) * BOX
  let low = f32x4.splat(f32.MAX_VALUE), high = f32x4.splat(-f32.MAX_VALUE)
  let middleLow = low, middleHigh = high
  for (let box = first; box < end; box += BOX) {
    const a = v128.load(box), b = v128.load(box, 16)
    const m = f32x4.add(a, b)
    low = f32x4.pmin(low, a)
    high = f32x4.pmax(high, b)
    middleLow = f32x4.pmin(middleLow, m)
    middleHigh = f32x4.pmax(middleHigh, m)
  }
  v128.store(range, low)
  v128.store(range, high, 16)
  v128.store(range, middleLow, MIDDLES)
  v128.store(range, middleHigh, MIDDLES + 16)
}

@inline
function scaleOf(width: f32, count: usize): f32 {
  return width > 0 ? <f32>count * 0.9999 / width : 0
}

@inline
function binOf(box: usize, low: v128, scale: v128): v128 {
  return i32x4.trunc_sat_f32x4_s(f32x4.mul(f32x4.sub(middle(box), low), scale))
}

@inline
function addTo(which: usize, box: usize): void {
  growBox(bins + which * BOX, box)
  const count = counts + (which << 2)
  store<u32>(count, load<u32>(count) + 1)
}

/** Splits a range in two; the second goes to `other`. */
function split(range: usize, other: usize): void {
  const start = <usize>load<u32>(range, START)
  const count = <usize>load<u32>(range, COUNT)
  const cut = count <= 2 * perLeaf ? splitSorted(range, start, count) : splitBinned(range, start, count)
  store<u32>(range, <u32>(cut - start), COUNT)
  store<u32>(other, <u32>cut, START)
  store<u32>(other, <u32>(start + count - cut), COUNT)
  measureRange(range)
  measureRange(other)
}

/** By bins on all three axes. @returns where the second range begins */
function splitBinned(range: usize, start: usize, count: usize): usize {
  const binCount = count < FEW ? FEW_BINS : BINS
  const low = v128.load(range, MIDDLES)
  const width = f32x4.sub(v128.load(range, MIDDLES + 16), low)
  const scale = f32x4(
    scaleOf(f32x4.extract_lane(width, 0), binCount),
    scaleOf(f32x4.extract_lane(width, 1), binCount),
    scaleOf(f32x4.extract_lane(width, 2), binCount),
    0,
  )
  v128.store(scales, scale)
  for (let b: usize = 0; b < 3 * binCount; b++) emptyBox(bins + b * BOX)
  memory.fill(counts, 0, 12 * binCount)
  const first = boxes + start * BOX
  const end = first + count * BOX
  for (let box = first; box < end; box += BOX) {
    const at = binOf(box, low, scale)
    addTo(<usize>i32x4.extract_lane(at, 0), box)
    addTo(<usize>i32x4.extract_lane(at, 1) + binCount, box)
    addTo(<usize>i32x4.extract_lane(at, 2) + 2 * binCount, box)
  }
  let best = f32.MAX_VALUE
  let bestAxis: usize = 0
  let bestBin: usize = 0
  for (let axis: usize = 0; axis < 3; axis++) {
    if (load<f32>(scales + (axis << 2)) == 0) continue
    const row = axis * binCount
    let least = f32x4.splat(f32.MAX_VALUE), most = f32x4.splat(-f32.MAX_VALUE)
    let n: usize = 0
    for (let b: usize = 0; b < binCount; b++) {
      least = f32x4.pmin(least, v128.load(bins + (row + b) * BOX))
      most = f32x4.pmax(most, v128.load(bins + (row + b) * BOX, 16))
      n += <usize>load<u32>(counts + ((row + b) << 2))
      store<f32>(costs + (b << 2), n == 0 ? f32.MAX_VALUE : halfArea(least, most) * leavesFor(n))
    }
    least = f32x4.splat(f32.MAX_VALUE)
    most = f32x4.splat(-f32.MAX_VALUE)
    n = 0
    for (let b = binCount - 1; b > 0; b--) {
      least = f32x4.pmin(least, v128.load(bins + (row + b) * BOX))
      most = f32x4.pmax(most, v128.load(bins + (row + b) * BOX, 16))
      n += <usize>load<u32>(counts + ((row + b) << 2))
      if (n == 0) continue
      const cost = load<f32>(costs + ((b - 1) << 2)) + halfArea(least, most) * leavesFor(n)
      if (cost < best) {
        best = cost
        bestAxis = axis
        bestBin = b
      }
    }
  }
  // All middles in one place: halves will do.
  return bestBin == 0 ? start + (count >>> 1) : partition(start, count, low, scale, bestAxis, <i32>bestBin)
}

/** Puts those left of a bin first. @returns where the others begin */
function partition(start: usize, count: usize, low: v128, scale: v128, axis: usize, cut: i32): usize {
  let left = boxes + start * BOX
  let right = left + count * BOX
  while (true) {
    while (left < right && isLeft(left, low, scale, axis, cut)) left += BOX
    while (left < right && !isLeft(right - BOX, low, scale, axis, cut)) right -= BOX
    if (left >= right) break
    right -= BOX
    swap(left, right)
    left += BOX
  }
  return (left - boxes) / BOX
}

@inline
function isLeft(box: usize, low: v128, scale: v128, axis: usize, cut: i32): bool {
  v128.store(bin, binOf(box, low, scale))
  return load<i32>(bin + (axis << 2)) < cut
}

@inline
function swap(a: usize, b: usize): void {
  const low = v128.load(a), high = v128.load(a, 16)
  v128.store(a, v128.load(b))
  v128.store(a, v128.load(b, 16), 16)
  v128.store(b, low)
  v128.store(b, high, 16)
}

/** What two leaves can hold: sorted along the longest axis, the best cut of those that need no third. */
function splitSorted(range: usize, start: usize, count: usize): usize {
  const width = f32x4.sub(v128.load(range, MIDDLES + 16), v128.load(range, MIDDLES))
  const x = f32x4.extract_lane(width, 0), y = f32x4.extract_lane(width, 1), z = f32x4.extract_lane(width, 2)
  const axis: usize = x >= y && x >= z ? 0 : y >= z ? 4 : 8
  const first = boxes + start * BOX
  const end = first + count * BOX
  for (let box = first + BOX; box < end; box += BOX)
    for (let at = box; at > first && twice(at, axis) < twice(at - BOX, axis); at -= BOX) swap(at, at - BOX)
  let least = f32x4.splat(f32.MAX_VALUE), most = f32x4.splat(-f32.MAX_VALUE)
  for (let k: usize = 0; k < perLeaf; k++) {
    least = f32x4.pmin(least, v128.load(first + k * BOX))
    most = f32x4.pmax(most, v128.load(first + k * BOX, 16))
    store<f32>(costs + (k << 2), halfArea(least, most))
  }
  least = f32x4.splat(f32.MAX_VALUE)
  most = f32x4.splat(-f32.MAX_VALUE)
  let best = f32.MAX_VALUE
  let cut = perLeaf
  for (let k = count - 1; k >= count - perLeaf; k--) {
    least = f32x4.pmin(least, v128.load(first + k * BOX))
    most = f32x4.pmax(most, v128.load(first + k * BOX, 16))
    if (k > perLeaf) continue
    const cost = load<f32>(costs + ((k - 1) << 2)) + halfArea(least, most)
    if (cost < best) {
      best = cost
      cut = k
    }
  }
  return start + cut
}

@inline
function twice(box: usize, axis: usize): f32 {
  return load<f32>(box + axis) + load<f32>(box + axis, 16)
}

/** Start and count in the sorted boxes of every leaf, 8 bytes each, and how many leaves: of the last tree built. */
export let leaves: usize = 0
export let leafCount: i32 = 0
/** Its nodes, bytes. */
export let nodeBytes: usize = 0

/**
 * Builds a tree over `count` boxes, at most `most` a leaf. The boxes are sorted, `leafList` (count x 8 bytes) is
 * filled, `nodes` has room for count nodes.
 */
export function build(source: usize, count: i32, most: u32, nodes: usize, leafList: usize): void {
  boxes = source
  perLeaf = <usize>most
  leaves = leafList
  leafCount = 0
  const before = mark()
  const waiting = allocate(<usize>max(64, count) * TASK)
  let waits: usize = 1
  let used: usize = 1
  store<u32>(waiting, 0, START)
  store<u32>(waiting, count, COUNT)
  store<u32>(waiting, 0, PLACE)
  measureRange(waiting)
  while (waits > 0) {
    waits--
    memory.copy(ranges, waiting + waits * TASK, RANGE)
    const node = nodes + <usize>load<u32>(waiting + waits * TASK, PLACE)
    const n = spread()
    for (let r: usize = 0; r < 4; r++) {
      const at = node + (r << 2)
      const range = ranges + r * RANGE
      if (r >= n) emptyBox(range)
      for (let axis: usize = 0; axis < 3; axis++) {
        store<f32>(at + (axis << 5), load<f32>(range + (axis << 2)))
        store<f32>(at + (axis << 5), load<f32>(range + (axis << 2), 16), 16)
      }
      if (r >= n) store<i32>(at, 0, CHILD)
      else if (load<u32>(range, COUNT) <= most) {
        store<u64>(leaves + (<usize>leafCount << 3), load<u64>(range, START))
        store<i32>(at, ~leafCount, CHILD)
        leafCount++
      } else {
        const task = waiting + waits * TASK
        memory.copy(task, range, RANGE)
        store<u32>(task, <u32>(used * NODE), PLACE)
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
function spread(): usize {
  let n: usize = load<u32>(ranges, COUNT) > 0 ? 1 : 0
  while (n > 0 && n < 4) {
    let worst: usize = 4
    let most: f32 = -1
    for (let r: usize = 0; r < n; r++) {
      const range = ranges + r * RANGE
      const size = <usize>load<u32>(range, COUNT)
      const cost = halfArea(v128.load(range), v128.load(range, 16)) * <f32>size
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
