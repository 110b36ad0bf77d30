/** Pixels that are covered or not: one bit each, on a plane three images wide and three high. */

interface Box {
  left: number
  top: number
  right: number
  bottom: number
}

/** What was covered. */
interface Covered {
  /** Tight, px of the image: [left, right) x [top, bottom); empty: left Infinity. */
  readonly box: Readonly<Box>
  /** On the plane, and in the image in its middle. */
  readonly pixels: number
  readonly pixelsInImage: number
}

const emptyBox = (): Box => ({ left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity })

/** Number of set bits of a 32-bit word (Hacker's Delight, figure 5-2). */
const countBits = (word: number): number => {
  let v = word - ((word >>> 1) & 0x55555555)
  v = (v & 0x33333333) + ((v >>> 2) & 0x33333333)
  return Math.imul((v + (v >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

export class BitPlane {
  readonly #width: number
  readonly #height: number
  /** Words a row. */
  readonly #stride: number
  readonly #bits: Uint32Array
  #box = emptyBox()

  /** @param width of the image, px */
  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
    this.#stride = Math.ceil((3 * width) / 32)
    this.#bits = new Uint32Array(this.#stride * 3 * height)
  }

  /**
   * Covers the pixels whose centre lies in a triangle (px of the image, v down) that faces the viewer:
   * anticlockwise as seen. Shared edges belong to one of their two triangles (top-left rule).
   * @param sheet whether a triangle that faces away is covered too
   */
  fillTriangle(ax: number, ay: number, bx: number, by: number, cx: number, cy: number, sheet = false): void {
    // Anticlockwise is a negative area where v points down.
    if (!sheet && (bx - ax) * (cy - ay) - (cx - ax) * (by - ay) >= 0) return
    const first = Math.max(Math.ceil(Math.min(ay, by, cy) - 0.5), -this.#height)
    const last = Math.min(Math.ceil(Math.max(ay, by, cy) - 0.5), 2 * this.#height) - 1
    for (let row = first; row <= last; row++) {
      const y = row + 0.5
      let left = Infinity
      let right = -Infinity
      // Half open, so that a corner counts for one of its two edges only.
      if (y >= ay !== y >= by) {
        const x = ax + ((y - ay) / (by - ay)) * (bx - ax)
        left = x
        right = x
      }
      if (y >= by !== y >= cy) {
        const x = bx + ((y - by) / (cy - by)) * (cx - bx)
        if (x < left) left = x
        if (x > right) right = x
      }
      if (y >= cy !== y >= ay) {
        const x = cx + ((y - cy) / (ay - cy)) * (ax - cx)
        if (x < left) left = x
        if (x > right) right = x
      }
      const from = Math.max(Math.ceil(left - 0.5), -this.#width)
      const to = Math.min(Math.ceil(right - 0.5), 2 * this.#width)
      if (from < to) this.#fillRow(row, from, to)
    }
  }

  /** Whether a pixel of the image is covered. */
  has(x: number, y: number): boolean {
    const a = x + this.#width
    return ((this.#bits[(y + this.#height) * this.#stride + (a >>> 5)] >>> (a & 31)) & 1) === 1
  }

  /** What was covered since the last call; the plane is empty again afterwards. */
  take(): Covered {
    const box = this.#box
    let pixels = 0
    let pixelsInImage = 0
    for (let row = box.top; row < box.bottom; row++) {
      pixels += this.#countRow(row, box.left, box.right)
      if (row >= 0 && row < this.#height) {
        pixelsInImage += this.#countRow(row, Math.max(0, box.left), Math.min(this.#width, box.right))
      }
      const start = (row + this.#height) * this.#stride
      this.#bits.fill(
        0,
        start + ((box.left + this.#width) >>> 5),
        start + ((box.right + this.#width + 31) >>> 5),
      )
    }
    this.#box = emptyBox()
    return { box, pixels, pixelsInImage }
  }

  #fillRow(row: number, from: number, to: number): void {
    const box = this.#box
    if (from < box.left) box.left = from
    if (to > box.right) box.right = to
    if (row < box.top) box.top = row
    if (row >= box.bottom) box.bottom = row + 1
    const start = (row + this.#height) * this.#stride
    const a = from + this.#width
    const b = to + this.#width - 1
    const first = start + (a >>> 5)
    const last = start + (b >>> 5)
    const head = 0xffffffff << (a & 31)
    const tail = 0xffffffff >>> (31 - (b & 31))
    if (first === last) {
      this.#bits[first] |= head & tail
      return
    }
    this.#bits[first] |= head
    if (last > first + 1) this.#bits.fill(0xffffffff, first + 1, last)
    this.#bits[last] |= tail
  }

  /** Covered pixels of a row in [from, to). */
  #countRow(row: number, from: number, to: number): number {
    if (from >= to) return 0
    const start = (row + this.#height) * this.#stride
    const a = from + this.#width
    const b = to + this.#width - 1
    const first = start + (a >>> 5)
    const last = start + (b >>> 5)
    const head = 0xffffffff << (a & 31)
    const tail = 0xffffffff >>> (31 - (b & 31))
    if (first === last) return countBits(this.#bits[first] & head & tail)
    let sum = countBits(this.#bits[first] & head) + countBits(this.#bits[last] & tail)
    for (let i = first + 1; i < last; i++) sum += countBits(this.#bits[i])
    return sum
  }
}
