/** How far the end of a violent manoeuvre moves when the clock's step is halved. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const at = (file: string): string => fileURLToPath(new URL(file, import.meta.url))

/** Where a car of the library ends with ticks finer by a factor: x, y, m, and yaw, rad. */
const endOf = (car: string, finer: number): readonly [number, number, number] =>
  JSON.parse(
    execFileSync(process.execPath, ['--import', 'tsx', '--import', at('finer-clock.mjs'), at('violent.ts')], {
      encoding: 'utf8',
      env: { ...process.env, CAR: car, FINER: String(finer) },
    }),
  ) as [number, number, number]

/** Between the ends with a whole and with half a step, m. */
export const movedByHalving = (car: string): number => {
  const [[ax, ay], [bx, by]] = [endOf(car, 1), endOf(car, 2)]
  return Math.hypot(ax - bx, ay - by)
}
