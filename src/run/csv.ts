/** `--csv`: one line per actor every 10 ms. Columns are stable: people script against them. */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { conjugate, eulerFromQuat, rotate } from '../math/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'

const WHEELS = ['fl', 'fr', 'rl', 'rr'] as const

export const CSV_COLUMNS: readonly string[] = [
  ...['t_s', 'actor', 'x_m', 'y_m', 'z_m', 'yaw_rad', 'pitch_rad', 'roll_rad', 'vx_mps', 'vy_mps'],
  ...['yaw_rate_radps', 'ax_mps2', 'ay_mps2', 'steer_rad'],
  ...WHEELS.flatMap((w) => [
    ...[`slip_ratio_${w}`, `slip_angle_${w}_rad`, `load_${w}_n`],
    ...[`force_x_${w}_n`, `force_y_${w}_n`, `force_available_${w}_n`, `mu_${w}`],
  ]),
]

// Ten significant digits: finer than any physical meaning, short enough to read.
const number = (x: number): string => String(Number(x.toPrecision(10)))

const actorLine = (time: number, a: ActorState): string => {
  const { yaw, pitch, roll } = eulerFromQuat(a.orientation)
  const v = rotate(conjugate(a.orientation), a.velocity)
  const body = [
    ...[...a.position, yaw, pitch, roll, v[0], v[1]],
    ...[a.angularVelocity[2], a.acceleration[0], a.acceleration[1], a.steer],
    ...WHEELS.flatMap((_, i) => {
      const w = a.wheels.at(i)
      return w
        ? [w.slipRatio, w.slipAngle, w.load, w.forceX, w.forceY, w.forceAvailable, w.mu]
        : Array<number>(7).fill(0)
    }),
  ]
  return `${number(time)},${a.id},${body.map(number).join(',')}\n`
}

export interface CsvFile {
  write(state: WorldState): void
  close(): void
  abort(): void
}

/** Writes beside `path`, appears under its name only at close. */
export const openCsv = (path: string): CsvFile => {
  const partial = `${path}.partial-${process.pid}`
  const fd = openSync(partial, 'w')
  writeSync(fd, `${CSV_COLUMNS.join(',')}\n`)
  return {
    write: (state) => {
      const lines = state.actors.filter((a) => a.present).map((a) => actorLine(state.time, a))
      writeSync(fd, lines.join(''))
    },
    close: () => {
      closeSync(fd)
      renameSync(partial, path)
    },
    abort: () => {
      closeSync(fd)
      rmSync(partial, { force: true })
    },
  }
}
