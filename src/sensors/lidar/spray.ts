/** What a lidar's rays meet in the clouds that wheels throw up (shape/plumes.ts). */
import { conjugate, rotate, scramble, type Vec3 } from '../../math/index.ts'
import { RISES, thinnedAt, WIDENS, type Plume } from '../../shape/index.ts'

/** Along a ray through a plume: each cell's distance, its own extinction, and the optical depth before it. */
export interface Cell {
  readonly distance: number
  readonly extinction: number
  readonly before: number
  readonly length: number
}

/** Clouds are lumpy (Linnhoff et al. 2022): cells of such a size, m, that stand in the air, each with its own density. */
const LUMP = 0.5

/** Exponentially distributed about 1, the same for ever in one place of one run. */
const lump = (seed: number, x: number, y: number, z: number): number => {
  const cell =
    Math.imul(Math.floor(x / LUMP), 73856093) ^
    Math.imul(Math.floor(y / LUMP), 19349663) ^
    Math.imul(Math.floor(z / LUMP), 83492791)
  return -Math.log(((scramble(cell ^ seed) >>> 0) + 0.5) / 4294967296)
}

/**
 * The cells that a ray meets before `range`.
 * @param origin world, m, at `time` s after the turn began
 * @param depth optical depth that is behind it already
 */
export const cellsAlong = (
  plume: Plume,
  origin: Vec3,
  direction: Vec3,
  time: number,
  range: number,
  seed: number,
): Cell[] => {
  const { tail, velocity, length, half, height } = plume
  const into = conjugate(plume.orientation)
  const [ox, oy, oz] = rotate(into, [
    origin[0] - tail[0] - velocity[0] * time,
    origin[1] - tail[1] - velocity[1] * time,
    origin[2] - tail[2] - velocity[2] * time,
  ])
  const [dx, dy, dz] = rotate(into, direction)
  const wide = half + WIDENS * length
  const high = height + RISES * length
  let [from, to] = [0, range]
  const clip = (o: number, d: number, lo: number, hi: number): void => {
    if (Math.abs(d) < 1e-9) {
      if (o < lo || o > hi) to = -1
      return
    }
    const [a, b] = [(lo - o) / d, (hi - o) / d]
    from = Math.max(from, Math.min(a, b))
    to = Math.min(to, Math.max(a, b))
  }
  clip(ox, dx, -length, 0)
  clip(oy, dy, -wide, wide)
  clip(oz, dz, 0, high)
  const cells: Cell[] = []
  let before = 0
  for (let at = from + LUMP / 2; at < to; at += LUMP) {
    const back = -(ox + at * dx)
    const across = Math.abs(oy + at * dy) / (half + WIDENS * back)
    const up = (oz + at * dz) / (height + RISES * back)
    if (across > 1 || up > 1) continue
    const lumpy = lump(
      seed ^ plume.instance,
      origin[0] + at * direction[0],
      origin[1] + at * direction[1],
      origin[2] + at * direction[2],
    )
    const thinned = thinnedAt(plume, back) * (1 - up)
    const extinction = plume.dense * thinned * lumpy
    cells.push({ distance: at, extinction, before, length: LUMP })
    before += extinction * LUMP
  }
  return cells
}
