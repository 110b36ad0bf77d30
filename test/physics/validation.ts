/**
 * The validation table of docs/physics.md: what the model gives against what is published or computed
 * elsewhere. `npx tsx test/physics/validation.ts` measures it anew and writes it into the page.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { restitution } from '../../src/physics/contact/impact.ts'
import { SEDAN, actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'
import { crashRows } from './validation-crash.ts'
import { driverRows } from './validation-drivers.ts'
import { handlingRows } from './validation-handling.ts'
import { rigRows } from './validation-rigs.ts'
import { systemRows } from './validation-systems.ts'
import { tyreRows } from './validation-tyres.ts'

export interface ValidationRow {
  readonly what: string
  readonly measured: number
  readonly unit: string
  /** What it is held against, in words, and the band that holds. */
  readonly reference: string
  readonly low: number
  readonly high: number
  readonly source: string
}

const GRAVITY = 9.81

/** Mean force of the tyres against the motion over a stop, as a share of mu m g. */
const friction = (mu: number, abs: 'on' | 'off'): number => {
  const car = actor({ id: 'car', speed: 20, abs })
  const states = drive(
    physicsOf(flatRoad({ mu }), car),
    30,
    () => controls({ brake: 1 }),
    (s) => speedOf(s) < 0.1,
  )
  // Locked wheels count once they are locked; with ABS the whole stop counts.
  const counted =
    abs === 'on'
      ? states.slice(1)
      : states.filter((s) => s.actors[0].wheels.every((w) => w.spinRate === 0) && speedOf(s) > 1)
  const forces = counted.map((s) => -s.actors[0].wheels.reduce((sum, w) => sum + w.forceX, 0))
  return forces.reduce((a, b) => a + b, 0) / forces.length / (SEDAN.mass * GRAVITY * mu)
}

/** How far a parked car moves in 15 s on a slope of 12 % along and 5 % across, once it has settled, m. */
const creep = (): number => {
  const road: FlatRoad = { slope: [0.12, 0.05] }
  const states = drive(physicsOf(flatRoad(road), actor({ id: 'car' })), 20, () => controls({ brake: 0.6 }))
  const [a, b] = [states[500].actors[0].position, states.at(-1)!.actors[0].position]
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

/** Grip, restitution and standstill by themselves. */
const basicRows = (): ValidationRow[] => [
  ...[0.9, 0.3, 0.1].map((mu) => ({
    ...{
      what: `ABS stop from 20 m/s, mu ${mu}: tyre force over mu m g`,
      measured: friction(mu, 'on'),
      unit: '-',
    },
    ...{
      reference: '0.85 to 1.01',
      low: 0.85,
      high: 1.01,
      source: 'UN R13-H Annex 6 (at least 0.75), issue 2',
    },
  })),
  ...[0.9, 0.3, 0.1].map((mu) => ({
    ...{ what: `locked wheels, mu ${mu}: tyre force over mu m g`, measured: friction(mu, 'off'), unit: '-' },
    ...{
      reference: '0.78 ± 3 %',
      low: 0.78 * 0.97,
      high: 0.78 * 1.03,
      source: 'sliding over peak friction of the tyre',
    },
  })),
  ...([1, 2, 5, 10, 15] as const).map((speed, i) => ({
    ...{ what: `restitution at ${speed} m/s`, measured: restitution(speed), unit: '-' },
    ...{ reference: `${[0.475, 0.388, 0.236, 0.094, 0.014][i]} ± 0.1` },
    ...{
      low: [0.475, 0.388, 0.236, 0.094, 0.014][i] - 0.1,
      high: [0.475, 0.388, 0.236, 0.094, 0.014][i] + 0.1,
    },
    source: 'Antonetti, SAE 980552',
  })),
  {
    ...{ what: 'creep of a parked car in 15 s, slope 12 % and 5 %', measured: creep(), unit: 'm' },
    ...{ reference: 'none', low: 0, high: 1e-6, source: 'statics' },
  },
]

/** What measures the rows, by what they are about. One set of parameters a tyre and surface: none is tuned to its case. */
export const ROWS = {
  basics: basicRows,
  'tyres and water': tyreRows,
  handling: handlingRows,
  'systems and failures': systemRows,
  crashes: crashRows,
  'trailers and two-wheelers': rigRows,
  'drivers and safety models': driverRows,
} as const satisfies Record<string, () => ValidationRow[]>

/** The table in Markdown. */
const tableOf = (rows: readonly ValidationRow[]): string =>
  [
    '| quantity | measured | reference | within | source |',
    '| --- | --- | --- | --- | --- |',
    ...rows.map((r) => {
      const holds = r.measured >= r.low && r.measured <= r.high ? 'yes' : '**no**'
      return `| ${r.what} | ${Number(r.measured.toPrecision(4))} ${r.unit} | ${r.reference} | ${holds} | ${r.source} |`
    }),
  ].join('\n')

const PAGE = new URL('../../docs/physics.md', import.meta.url)
const [BEGIN, END] = ['<!-- validation: begin -->', '<!-- validation: end -->']

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const table = `${BEGIN}\n\n${tableOf(Object.values(ROWS).flatMap((measure) => measure()))}\n\n${END}`
  const page = readFileSync(PAGE, 'utf8')
  writeFileSync(PAGE, page.replace(new RegExp(`${BEGIN}[^]*${END}`), table))
  process.stdout.write(`${table}\n`)
}
