/** Runs as an export tells of them: tracks.csv, read back; nothing of the programme's own state. */
import { createEventWatch, type ClipEvent } from '../../src/labels/index.ts'
import { trackRows, TRACK_COLUMNS } from '../../src/export/raw/tracks.ts'
import { buildRoad } from '../../src/road/index.ts'
import { isControlStep, simulate } from '../../src/run/simulate.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { sampleScenario, type ConcreteScenario, type SurfaceKind } from '../../src/scenario/index.ts'

/** One actor at one instant, as the file has it. */
export interface Row {
  readonly time: number
  readonly id: number
  readonly actor: string
  readonly x: number
  readonly y: number
  readonly z: number
  readonly heading: number
  readonly velocity: readonly [number, number, number]
  readonly wheels: readonly {
    readonly ratio: number
    readonly angle: number
    readonly mu: number
    readonly ground: SurfaceKind
  }[]
}

export interface Told {
  readonly scenario: ConcreteScenario
  readonly events: readonly ClipEvent[]
  /** By actor, in the order of time. */
  readonly tracks: ReadonlyMap<string, readonly Row[]>
}

const parse = (line: string): Row => {
  const cells = line.split(',')
  const of = (column: (typeof TRACK_COLUMNS)[number]): string => cells[TRACK_COLUMNS.indexOf(column)]
  const value = (column: (typeof TRACK_COLUMNS)[number]): number => Number(of(column))
  const [qx, qy, qz, qw] = [value('qx'), value('qy'), value('qz'), value('qw')]
  return {
    ...{ time: value('time_s'), id: value('track_id'), actor: of('actor') },
    ...{ x: value('x_m'), y: value('y_m'), z: value('z_m') },
    heading: Math.atan2(2 * (qw * qz + qx * qy), 1 - 2 * (qy * qy + qz * qz)),
    velocity: [value('vx_mps'), value('vy_mps'), value('vz_mps')],
    wheels: of('wheels')
      .split(' ')
      .filter((w) => w !== '')
      .map((w) => {
        const [ratio, angle, mu, ground] = w.split(':')
        return { ratio: Number(ratio), angle: Number(angle), mu: Number(mu), ground: ground as SurfaceKind }
      }),
  }
}

export const tellRun = (name: string, seed?: number): Told => {
  const scenario = sampleScenario(loadScenario(name).scenario!, seed)
  const watch = createEventWatch(scenario, buildRoad(scenario.road, scenario.surface))
  let csv = ''
  for (const state of simulate(scenario)) {
    if (!isControlStep(state)) continue
    watch.observe(state)
    csv += trackRows(state)
  }
  const tracks = new Map<string, Row[]>()
  for (const line of csv.trimEnd().split('\n')) {
    const row = parse(line)
    const own = tracks.get(row.actor) ?? []
    tracks.set(row.actor, own)
    own.push(row)
  }
  return { scenario, events: watch.events(), tracks }
}

/** The row of an actor at a time, s. */
export const rowAt = ({ tracks }: Told, actor: string, time: number): Row =>
  tracks.get(actor)!.reduce((a, b) => (Math.abs(b.time - time) < Math.abs(a.time - time) ? b : a))

/** A rectangle's corners, its centre moved by its own velocity for so long. */
export const cornersAt = ({ scenario }: Told, row: Row, ahead = 0): (readonly [number, number])[] => {
  const { length, width, rearOverhang } = scenario.actors.find((a) => a.id === row.actor)!.spec
  const [c, s] = [Math.cos(row.heading), Math.sin(row.heading)]
  const [x, y] = [row.x + ahead * row.velocity[0], row.y + ahead * row.velocity[1]]
  return [
    [length - rearOverhang, width / 2],
    [length - rearOverhang, -width / 2],
    [-rearOverhang, -width / 2],
    [-rearOverhang, width / 2],
  ].map(([a, b]) => [x + c * a - s * b, y + s * a + c * b] as const)
}

/** Gap between two convex outlines along the direction that parts them best, m; negative: they overlap. */
export const gapBetween = (
  a: readonly (readonly [number, number])[],
  b: readonly (readonly [number, number])[],
): number => {
  let most = -Infinity
  for (const outline of [a, b])
    outline.forEach(([x, y], i) => {
      const [u, v] = outline[(i + 1) % outline.length]
      const n = Math.hypot(u - x, v - y)
      const along = ([p, q]: readonly [number, number]): number => (p * (v - y) - q * (u - x)) / n
      const [lowA, highA] = [Math.min(...a.map(along)), Math.max(...a.map(along))]
      const [lowB, highB] = [Math.min(...b.map(along)), Math.max(...b.map(along))]
      most = Math.max(most, lowB - highA, lowA - highB)
    })
  return most
}
