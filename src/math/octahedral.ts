/**
 * Directions in two numbers of 16 bits: octahedral (Cigolle et al. 2014, "A survey of efficient representations for
 * independent unit vectors"), off by less than 0.004 degrees.
 */
import type { Vec3 } from './vec.ts'

/** Both numbers where there is no direction to tell: no direction has it. */
export const NO_DIRECTION = -32768
const SCALE = 32767

/** The unit vector of two numbers. */
export const decodeDirection = (u: number, v: number): Vec3 => {
  let x = u / SCALE
  let y = v / SCALE
  const z = 1 - Math.abs(x) - Math.abs(y)
  if (z < 0) {
    const folded = x
    x = (1 - Math.abs(y)) * (x < 0 ? -1 : 1)
    y = (1 - Math.abs(folded)) * (y < 0 ? -1 : 1)
  }
  const length = Math.sqrt(x * x + y * y + z * z)
  return [x / length, y / length, z / length]
}

/** The two numbers of a unit vector. */
export const encodeDirection = ([x, y, z]: Vec3): readonly [number, number] => {
  const sum = Math.abs(x) + Math.abs(y) + Math.abs(z)
  const [p, q] = [x / sum, y / sum]
  const folded = z < 0
  const u = folded ? (1 - Math.abs(q)) * (p < 0 ? -1 : 1) : p
  const v = folded ? (1 - Math.abs(p)) * (q < 0 ? -1 : 1) : q
  return [Math.round(u * SCALE), Math.round(v * SCALE)]
}
