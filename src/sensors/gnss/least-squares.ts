/** A fix from pseudoranges by least squares, linearised about the truth (Kaplan and Hegarty, 2017, chapter 11). */
import type { Vec3 } from '../../math/index.ts'
import type { Received } from './sky.ts'

/** By how much errors of the ranges grow on the way to the place. */
export interface Dilution {
  readonly horizontal: number
  readonly vertical: number
}

/** Standing worse than this no receiver gives a fix. */
const WORST = 20

/** null: there is no fix with these satellites. @param towards unit vectors to them: east, north, up */
export const dilution = (towards: readonly Vec3[]): Dilution | null => {
  const inverse = normalInverse(towards)
  if (inverse === null) return null
  const [east, north, up] = [inverse[0][0], inverse[1][1], inverse[2][2]]
  const made = { horizontal: Math.sqrt(east + north), vertical: Math.sqrt(up) }
  return made.horizontal > WORST || made.vertical > 2 * WORST ? null : made
}

/** By how much detours shift the place, m; nothing where there is no fix. */
export const shiftBy = (received: readonly Received[]): Vec3 => {
  if (received.every(({ detour }) => detour === 0)) return [0, 0, 0]
  const inverse = normalInverse(received.map((r) => r.towards))
  if (inverse === null) return [0, 0, 0]
  // Range = |satellite - place| + clock: its row in the design matrix is (-towards, 1).
  const right = [0, 0, 0, 0]
  for (const { towards, detour } of received)
    for (let i = 0; i < 4; i++) right[i] += (i < 3 ? -towards[i] : 1) * detour
  const along = (row: readonly number[]): number => row.reduce((sum, value, i) => sum + value * right[i], 0)
  return [along(inverse[0]), along(inverse[1]), along(inverse[2])]
}

/** (G'G)^-1 by Gauss and Jordan; null: it has none. */
const normalInverse = (towards: readonly Vec3[]): number[][] | null => {
  if (towards.length < 4) return null
  const rows = Array.from({ length: 4 }, (_, i) =>
    Array.from({ length: 8 }, (_, j): number => (j === i + 4 ? 1 : 0)),
  )
  for (const [e, n, u] of towards) {
    const g = [-e, -n, -u, 1]
    for (let i = 0; i < 4; i++) for (let j = 0; j < 4; j++) rows[i][j] += g[i] * g[j]
  }
  for (let pivot = 0; pivot < 4; pivot++) {
    let best = pivot
    for (let i = pivot + 1; i < 4; i++) if (Math.abs(rows[i][pivot]) > Math.abs(rows[best][pivot])) best = i
    ;[rows[pivot], rows[best]] = [rows[best], rows[pivot]]
    const by = rows[pivot][pivot]
    if (Math.abs(by) < 1e-9) return null
    rows[pivot] = rows[pivot].map((value) => value / by)
    for (let i = 0; i < 4; i++)
      if (i !== pivot) {
        const factor = rows[i][pivot]
        rows[i] = rows[i].map((value, j) => value - factor * rows[pivot][j])
      }
  }
  return rows.map((row) => row.slice(4))
}
