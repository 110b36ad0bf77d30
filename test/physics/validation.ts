/**
 * The validation table of docs/physics.md: what the model gives against what is published or computed
 * elsewhere. `npx tsx test/physics/validation.ts` measures it anew and writes it into the page.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { restitution } from '../../src/physics/impact.ts'
import type { SurfaceKind, VehicleSpec } from '../../src/scenario/index.ts'
import { COMPACT, SEDAN, actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'
import { systemRows } from './validation-systems.ts'

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

/** Distance to a stop from full braking, m; the pedal goes down at once, the brakes lag. */
const stoppingDistance = (vehicle: VehicleSpec, kind: SurfaceKind, speed: number): number => {
  const car = actor({ id: 'car', spec: vehicle, speed })
  const states = drive(
    physicsOf(flatRoad({ kind }), car),
    60,
    () => controls({ brake: 1 }),
    (s) => speedOf(s) < 0.05,
  )
  return states.at(-1)!.actors[0].position[0] - states[0].actors[0].position[0]
}

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

/** Understeer gradient between 0.1 and 0.35 g in a slowly rising steer at 80 km/h, deg/g at the road wheel. */
const understeer = (vehicle: VehicleSpec): number => {
  const speed = 80 / 3.6
  const states = drive(physicsOf(flatRoad(), actor({ id: 'car', spec: vehicle, speed })), 8, (t, { actors: [a] }) =>
    controls({
      steer: 0.004 * t,
      throttle: Math.max(0, Math.min(1, 0.08 + 0.5 * (speed - Math.hypot(a.velocity[0], a.velocity[1])))),
    }),
  )
  const beyondGeometry = (g: number): number => {
    const {
      actors: [a],
    } = states.find((s) => s.actors[0].acceleration[1] > g * GRAVITY)!
    return a.steer - (vehicle.axles[0].x * a.angularVelocity[2]) / Math.hypot(a.velocity[0], a.velocity[1])
  }
  return ((beyondGeometry(0.35) - beyondGeometry(0.1)) / 0.25) * (180 / Math.PI)
}

/** How far a parked car moves in 15 s on a slope of 12 % along and 5 % across, once it has settled, m. */
const creep = (): number => {
  const road: FlatRoad = { slope: [0.12, 0.05] }
  const states = drive(physicsOf(flatRoad(road), actor({ id: 'car' })), 20, () => controls({ brake: 0.6 }))
  const [a, b] = [states[500].actors[0].position, states.at(-1)!.actors[0].position]
  return Math.hypot(a[0] - b[0], a[1] - b[1])
}

const MPH = 0.44704
const KMH = 1 / 3.6

const stop = (
  what: string,
  kind: SurfaceKind,
  speed: number,
  value: number,
  share: number,
  source: string,
): ValidationRow => ({
  what,
  measured: stoppingDistance(COMPACT, kind, speed),
  unit: 'm',
  reference: `${value} m ± ${Math.round(share * 100)} %`,
  low: value * (1 - share),
  high: value * (1 + share),
  source,
})

/** Measures every row. One set of parameters a tyre and surface: none is tuned to its case. */
export const validationRows = (): ValidationRow[] => [
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
  stop(
    'stop on dry asphalt, 62 mph, winter tyres',
    'dry-asphalt',
    62 * MPH,
    43.7,
    0.08,
    'What Car? tyre test',
  ),
  stop('stop on packed snow, 50 km/h, winter tyres', 'packed-snow', 50 * KMH, 29.1, 0.12, 'ADAC 2018'),
  stop(
    'stop on packed snow, 100 km/h, winter tyres',
    'packed-snow',
    100 * KMH,
    113,
    0.15,
    'scaled from ADAC 2018',
  ),
  stop('stop on sheet ice, 12 mph, winter tyres', 'ice', 12 * MPH, 12.5, 0.15, 'What Car? tyre test'),
  stop('stop on sheet ice, 100 km/h, winter tyres', 'ice', 100 * KMH, 335, 0.2, 'scaled from What Car?'),
  ...[SEDAN, COMPACT].map((vehicle) => ({
    ...{ what: `understeer gradient, ${vehicle.name}`, measured: understeer(vehicle), unit: 'deg/g' },
    ...{
      reference: 'positive (road cars 0.5 to 5)',
      low: 0,
      high: 5,
      source: 'Gillespie; Milliken (ISO 4138)',
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
  ...systemRows(),
]

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
  const page = readFileSync(PAGE, 'utf8')
  const table = `${BEGIN}\n\n${tableOf(validationRows())}\n\n${END}`
  writeFileSync(PAGE, page.replace(new RegExp(`${BEGIN}[^]*${END}`), table))
  process.stdout.write(`${table}\n`)
}
