/** Directions of the body's plane in the world's. */
import { rotate, type Quat } from '../../src/math/index.ts'

/** (forward, left) in the body -> (x, y) in the world. */
export const turnBy =
  (orientation: Quat) =>
  (forward: number, left: number): [number, number] => {
    const [x, y] = rotate(orientation, [forward, left, 0])
    return [x, y]
  }
