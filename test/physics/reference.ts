/** The reference trajectories and the inputs that made them (test/fixtures/physics). */
import { readFileSync, readdirSync } from 'node:fs'

const FOLDER = new URL('../fixtures/physics/', import.meta.url)

export type Row = Readonly<Record<string, number>>

export interface Manoeuvre {
  readonly name: string
  readonly car: 'escort' | 'bmw320i' | 'vanagon'
  /** Factor on the tyre's peak friction. */
  readonly scale: number
  /** Demanded acceleration, m/s^2, by time. */
  readonly acceleration: (t: number) => number
  readonly rows: readonly Row[]
}

const readRows = (file: string): Row[] => {
  const [head, ...lines] = readFileSync(new URL(file, FOLDER), 'utf8').trim().split('\n')
  const names = head.split(',')
  return lines.map((line) => Object.fromEntries(line.split(',').map((cell, i) => [names[i], Number(cell)])))
}

const accelerationOf = (name: string): ((t: number) => number) => {
  if (name.startsWith('doc_corner_accel')) return () => 0.63 * 9.81
  if (name.startsWith('doc_corner_brake')) return () => -0.7 * 9.81
  const asked = /_a([\d.]+)/.exec(name)
  const start = name.startsWith('cornerbrake') ? 2 : 0.5
  return asked ? (t) => (t >= start - 1e-9 ? -Number(asked[1]) : 0) : () => 0
}

/** Every manoeuvre that was simulated with this model. */
export const manoeuvres = (model: 'std' | 'mb'): Manoeuvre[] =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith(`__${model}.csv`))
    .sort()
    .map((file) => {
      const [name, car] = file.split('__')
      const mu = /_mu([\d.]+)/.exec(name)
      return {
        name,
        car: car as Manoeuvre['car'],
        scale: mu ? Number(mu[1]) : 1,
        acceleration: accelerationOf(name),
        rows: readRows(file),
      }
    })

/** Value of a column at a time, linear in between. */
export const at = (rows: readonly Row[], column: string, t: number): number => {
  const i = Math.min(rows.length - 2, Math.max(0, rows.findIndex((row) => row.t > t) - 1))
  const [a, b] = [rows[i], rows[i + 1]]
  const u = Math.max(0, Math.min(1, (t - a.t) / (b.t - a.t)))
  return a[column] + u * (b[column] - a[column])
}
