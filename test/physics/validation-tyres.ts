/** Rows of the validation table: stops by tyre, surface, tread and speed; aquaplaning; mu-slip curves. */
import { magicFormula, type ForceOverLoad } from '../../src/physics/tyres/magic-formula.ts'
import type { SurfaceKind, TyreSpec } from '../../src/scenario/index.ts'
import { corneringOnset, halfGripSpeed, spinDownSpeed } from './flooded.ts'
import { vehicleOf } from './fleet.ts'
import { REFERENCE_TYRE } from './reference-cars.ts'
import { residualSpeed, stoppingDistance } from './stopping.ts'
import type { ValidationRow } from './validation.ts'

const MPH = 0.44704
const KMH = 1 / 3.6
const MM = 1e-3

/** The car of every stop: a compact hatchback, as in the tests. */
const on = (set: string, tread?: number) =>
  vehicleOf('compact', { set, ...(tread !== undefined && { tread }) })

type Case = readonly [
  where: string,
  kind: SurfaceKind,
  set: string,
  speed: number,
  value: number,
  share: number,
  source: string,
]

const SPEEDS = new Map([
  [62 * MPH, '62 mph'],
  [50 * MPH, '50 mph'],
  [12 * MPH, '12 mph'],
])
const speedText = (v: number): string => SPEEDS.get(v) ?? `${Math.round(v / KMH)} km/h`

const STOPS: readonly Case[] = [
  ['dry asphalt', 'dry-asphalt', 'summer', 62 * MPH, 37.9, 0.08, 'What Car? tyre test'],
  ['dry asphalt', 'dry-asphalt', 'winter', 62 * MPH, 43.7, 0.08, 'What Car? tyre test'],
  ['wet asphalt', 'wet-asphalt', 'summer', 50 * MPH, 35.7, 0.1, 'Auto Express tyre test'],
  ['wet asphalt', 'wet-asphalt', 'all-season', 80 * KMH, 37.6, 0.1, 'ADAC 2018'],
  ['packed snow', 'packed-snow', 'winter', 50 * KMH, 29.1, 0.12, 'ADAC 2018'],
  ['packed snow', 'packed-snow', 'all-season', 50 * KMH, 29.4, 0.12, 'ADAC 2018'],
  ['packed snow', 'packed-snow', 'winter', 100 * KMH, 113, 0.15, 'scaled from ADAC 2018'],
  ['sheet ice', 'ice', 'winter', 12 * MPH, 12.5, 0.15, 'What Car? tyre test'],
  ['sheet ice', 'ice', 'winter', 100 * KMH, 335, 0.2, 'scaled from What Car?'],
  ['sheet ice', 'ice', 'summer', 100 * KMH, 510, 0.2, 'scaled from What Car?'],
]

const stopRow = ([where, kind, set, speed, value, share, source]: Case): ValidationRow => ({
  what: `stop on ${where}, ${speedText(speed)}, ${set} tyres`,
  measured: stoppingDistance({
    vehicle: on(set),
    speed,
    kind,
    ...(kind === 'wet-asphalt' && { depth: 0.5 * MM }),
  }),
  unit: 'm',
  reference: `${value} m ± ${Math.round(share * 100)} %`,
  low: value * (1 - share),
  high: value * (1 + share),
  source,
})

const AUTOBILD = 'AutoBild 2019 (Continental, press release of 30 September 2019)'

/** How wet AutoBild's very wet road is taken to be, m: the one number of it that is not published. */
const VERY_WET = 3 * MM

const veryWet = ([tread, kmh, value, share]: readonly [number, number, number, number]): ValidationRow => ({
  what: `stop on a very wet road (3 mm), ${kmh} km/h, summer tyres with ${tread} mm of tread`,
  measured: stoppingDistance({
    ...{ vehicle: on('summer', tread * MM), speed: kmh * KMH },
    ...{ kind: 'standing-water', depth: VERY_WET },
  }),
  unit: 'm',
  reference: `${value} m ± ${Math.round(share * 100)} %`,
  low: value * (1 - share),
  high: value * (1 + share),
  source: AUTOBILD,
})

const braking = (): ValidationRow[] => [
  ...STOPS.map(stopRow),
  {
    what: 'stop on packed snow, 25 mph, summer tyres',
    measured: stoppingDistance({ vehicle: on('summer'), speed: 25 * MPH, kind: 'packed-snow' }),
    ...{ unit: 'm', reference: 'at least 35.4 m', low: 35.4, high: 60, source: 'What Car? tyre test' },
  },
  ...(
    [
      [8, 80, 25.8, 0.12],
      [8, 120, 59.1, 0.15],
      [3, 80, 31, 0.12],
      [3, 120, 124, 0.15],
      [1.6, 80, 36.2, 0.12],
      [1.6, 120, 154.9, 0.15],
    ] as const
  ).map(veryWet),
  {
    what: 'speed left after 59.1 m of it, from 120 km/h, 1.6 mm of tread',
    measured:
      residualSpeed(
        {
          ...{ vehicle: on('summer', 1.6 * MM), speed: 120 * KMH },
          ...{ kind: 'standing-water', depth: VERY_WET },
        },
        59.1,
      ) / KMH,
    ...{ unit: 'km/h', reference: '106 ± 8 km/h', low: 98, high: 114, source: AUTOBILD },
  },
]

/** NASA TN D-2056, km/h from kPa. */
const horne = (pressure: number): number => 6.35 * Math.sqrt(pressure)

/**
 * Gallaway et al. 1979 (FHWA-RD-79-31), km/h: 10 % spin-down, a texture of 0.8 mm. Depths in m, pressure in kPa.
 */
const gallaway = (pressure: number, tread: number, depth: number): number => {
  const inch = 0.0254
  const [water, texture] = [depth / inch, 0.0008 / inch]
  const a = Math.max(10.409 / water ** 0.06 + 3.507, (28.952 / water ** 0.06 - 7.817) * texture ** 0.14)
  const mph = 10 ** 0.04 * (pressure / 6.894757) ** 0.3 * (tread / (inch / 32) + 1) ** 0.06 * a
  return (mph * MPH) / KMH
}

const inflated = (kilopascal: number) => vehicleOf('compact', { set: 'summer', pressure: kilopascal * 1000 })

const floating = (): ValidationRow[] => [
  ...[180, 220, 800].map((p): ValidationRow => ({
    what: `half of the grip is gone in 12 mm of water, ${p} kPa`,
    measured: halfGripSpeed(inflated(p), 12 * MM) / KMH,
    unit: 'km/h',
    reference: `${horne(p).toFixed(1)} km/h - 15 % + 10 %`,
    low: horne(p) * 0.85,
    high: horne(p) * 1.1,
    source: 'Horne and Dreher, NASA TN D-2056',
  })),
  {
    what: 'a free wheel with 1.6 mm of tread runs down in 12 mm of water, 220 kPa',
    measured:
      spinDownSpeed(vehicleOf('compact', { set: 'summer', pressure: 220_000, tread: 1.6 * MM }), 12 * MM) /
      KMH,
    ...{ unit: 'km/h', reference: '94.2 km/h - 15 % + 10 %', low: 80.1, high: 103.6 },
    source: 'Horne and Dreher, NASA TN D-2056',
  },
  ...(
    [
      ['8 mm', 8 * MM, 96],
      ['1.6 mm', 1.6 * MM, 76],
    ] as const
  ).map(([text, tread, value]): ValidationRow => ({
    what: `side force fails in a bend of 80 m, 7 mm of water, ${text} of tread`,
    measured: corneringOnset(on('summer', tread), 7 * MM, 80) / KMH,
    unit: 'km/h',
    reference: `${value} ± 8 km/h`,
    low: value - 8,
    high: value + 8,
    source: 'Nokian Tyres',
  })),
  {
    what: 'half of the grip is gone in 8 mm of water, 230 kPa, 1.6 mm of tread',
    measured: halfGripSpeed(on('summer', 1.6 * MM), 8 * MM) / KMH,
    unit: 'km/h',
    reference: `${gallaway(230, 1.6 * MM, 8 * MM).toFixed(1)} km/h ± 10 %`,
    low: gallaway(230, 1.6 * MM, 8 * MM) * 0.9,
    high: gallaway(230, 1.6 * MM, 8 * MM) * 1.1,
    source:
      'Gallaway, FHWA-RD-79-31, texture 0.8 mm (with more tread it is 17 % below Horne, which ours follows)',
  },
]

const force: ForceOverLoad = { x: 0, y: 0 }
const slips = Array.from({ length: 2000 }, (_, i) => (i + 1) / 2000)
const along = (kappa: number): number => {
  magicFormula(REFERENCE_TYRE, kappa, 0, 0, 0, 1, force)
  return force.x
}
const across = (alpha: number): number => {
  magicFormula(REFERENCE_TYRE, 0, alpha, 0, 3000, 1, force)
  return Math.abs(force.y)
}
const peakOf = (curve: (s: number) => number): number => slips.reduce((a, b) => (curve(b) > curve(a) ? b : a))

const exact = (
  what: string,
  measured: number,
  value: number,
  share: number,
  source: string,
): ValidationRow => ({
  ...{ what, measured, unit: '-', reference: `${value} ± ${share * 100} %`, source },
  ...{ low: value * (1 - share), high: value * (1 + share) },
})

/** Peak of a set on a surface against a band. */
const peak = (
  set: string,
  kind: keyof TyreSpec['surfaces'],
  low: number,
  high: number,
  source: string,
): ValidationRow => ({
  what: `peak friction, ${set} tyres on ${kind}`,
  measured: on(set).tyre.surfaces[kind].muPeak,
  ...{ unit: '-', reference: `${low} to ${high}`, low, high, source },
})

const curves = (): ValidationRow[] => [
  exact('measured tyre: peak friction along', along(peakOf(along)), 1.174, 0.005, 'CommonRoad, ADAMS tyre'),
  exact('measured tyre: locked', along(1), 0.842, 0.005, 'CommonRoad, ADAMS tyre'),
  exact(
    'measured tyre: peak friction across',
    across(peakOf(across)),
    1.049,
    0.005,
    'CommonRoad, ADAMS tyre',
  ),
  peak('winter', 'ice', 0.1, 0.2, 'VTI 923, 965: smooth ice, -15 to -5 degC'),
  peak('winter', 'black-ice', 0.05, 0.09, 'VTI 965: wet ice'),
  peak('studded', 'black-ice', 0.15, 0.25, 'VTI 965: wet ice, studs'),
  peak('summer', 'gravel', 0.5, 0.7, 'Wong, Theory of Ground Vehicles'),
  peak('summer', 'packed-snow', 0.1, 0.3, 'Wong, Theory of Ground Vehicles'),
  peak('summer', 'ice', 0, 0.2, 'Wong, Theory of Ground Vehicles'),
]

export const tyreRows = (): ValidationRow[] => [...braking(), ...floating(), ...curves()]
