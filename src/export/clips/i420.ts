/**
 * RGBA to the planes that a video encoder takes: Y, then U and V of every 2 x 2 pixels (4:2:0), BT.601 of limited
 * range. That matrix because OpenCV takes every video to be of it, whatever the file says.
 */

/** Weights of 8-bit R, G, B in 65536ths (ITU-R BT.601, 219 and 224 steps). */
const [YR, YG, YB] = [16829, 33039, 6416]
const [UR, UG, UB] = [-9714, -19070, 28784]
const [VR, VG, VB] = [28784, -24103, -4681]
const HALF = 1 << 15

/** Chroma goes by twos: an odd picture's last column or row stands twice. */
export const evenSize = (n: number): number => n + (n & 1)

/** @returns Y, U, V one after the other, of evenSize() each way */
export const toI420 = (rgba: Uint8Array, fromWidth: number, fromHeight: number): Uint8Array => {
  const [width, height] = [evenSize(fromWidth), evenSize(fromHeight)]
  const size = width * height
  const data = new Uint8Array((size * 3) / 2)
  for (let y = 0, out = 0; y < height; y++) {
    const row = Math.min(y, fromHeight - 1) * fromWidth
    for (let x = 0; x < width; x++) {
      const i = 4 * (row + Math.min(x, fromWidth - 1))
      data[out++] = 16 + ((YR * rgba[i] + YG * rgba[i + 1] + YB * rgba[i + 2] + HALF) >> 16)
    }
  }
  for (let y = 0, u = size, v = (size * 5) / 4; y < height; y += 2) {
    const upper = y * fromWidth
    const lower = Math.min(y + 1, fromHeight - 1) * fromWidth
    for (let x = 0; x < width; x += 2) {
      const right = Math.min(x + 1, fromWidth - 1)
      const [a, b, c, d] = [4 * (upper + x), 4 * (upper + right), 4 * (lower + x), 4 * (lower + right)]
      const red = rgba[a] + rgba[b] + rgba[c] + rgba[d]
      const green = rgba[a + 1] + rgba[b + 1] + rgba[c + 1] + rgba[d + 1]
      const blue = rgba[a + 2] + rgba[b + 2] + rgba[c + 2] + rgba[d + 2]
      data[u++] = 128 + ((UR * red + UG * green + UB * blue + 4 * HALF) >> 18)
      data[v++] = 128 + ((VR * red + VG * green + VB * blue + 4 * HALF) >> 18)
    }
  }
  return data
}
