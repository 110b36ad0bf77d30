/**
 * `--csv` and `--series`: a line for every actor, or for every pair of them, every 10 ms. Columns are stable: people
 * script against them.
 */
import { closeSync, openSync, renameSync, rmSync, writeSync } from 'node:fs'
import { createPairSeries, type PairInstant } from '../criticality/index.ts'
import { conjugate, eulerFromQuat, rotate } from '../math/index.ts'
import { buildRoad } from '../road/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
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
const openLines = (
  path: string,
  columns: readonly string[],
  linesOf: (state: WorldState) => readonly string[],
): CsvFile => {
  const partial = `${path}.partial-${process.pid}`
  const fd = openSync(partial, 'w')
  writeSync(fd, `${columns.join(',')}\n`)
  return {
    write: (state) => {
      writeSync(fd, linesOf(state).join(''))
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

/** One line for every actor that is there. */
export const openCsv = (path: string): CsvFile =>
  openLines(path, CSV_COLUMNS, (state) =>
    state.actors.filter((a) => a.present).map((a) => actorLine(state.time, a)),
  )

/** Columns of `--series`. An empty cell: no conflict of that kind, no value. */
const SERIES_COLUMNS: readonly string[] = [
  ...['t_s', 'actor', 'other', 'ttc_s', 'distance_m', 'gap_m', 'thw_s', 'drac_mps2'],
  ...['a_long_req_mps2', 'pet_s'],
]

const seriesLine = (p: PairInstant): string => {
  const values = [p.ttc, p.distance, p.gap, p.thw, p.drac, p.required, p.pet]
  const cells = values.map((x) => (Number.isFinite(x) ? number(x) : ''))
  return `${number(p.time)},${p.actors.join(',')},${cells.join(',')}\n`
}

/** One line for every pair that is there: the measures of criticality (docs/criticality.md). */
export const openSeries = (path: string, scenario: ConcreteScenario): CsvFile => {
  const pairsOf = createPairSeries(scenario, buildRoad(scenario.road, scenario.surface))
  return openLines(path, SERIES_COLUMNS, (state) => pairsOf(state).map(seriesLine))
}
