/** Rows of the validation table: pedestrian throw, rollover, what crashes take. */
import { block, walkerOf } from './bodies.ts'
import { SEDAN } from './cars.ts'
import { vehicleOf } from './fleet.ts'
import { barrierEnergy, roofDrag, staticStability, throwBand, throwOf, tipUp } from './throw.ts'
import type { ValidationRow } from './validation.ts'

const KMH = 1 / 3.6
const SEARLE = 'Searle SAE 831622; Toor and Araszewski SAE 2003-01-0883'

const throwRow = (car: string, person: string, kmh: number, kind: 'wrap' | 'forward'): ValidationRow => {
  const [low, high] = throwBand(kind, kmh * KMH)
  return {
    what: `throw of ${person === 'elderly' ? 'an old person' : person === 'adult' ? 'an adult' : 'a child'} by a ${car}, ${kmh} km/h, braking`,
    measured: throwOf(vehicleOf(car), walkerOf(person), kmh * KMH).distance,
    unit: 'm',
    reference: `${low.toFixed(1)} to ${high.toFixed(1)} m (${kind})`,
    ...{ low, high, source: SEARLE },
  }
}

const stabilityRow = (name: string, value: number, tolerance: number, source: string): ValidationRow => {
  const spec = vehicleOf(name)
  // The reference sets count the front track.
  const measured =
    tolerance < 0.01 ? spec.axles[0].track / (2 * spec.centreOfGravity[2]) : staticStability(spec)
  return {
    what: `static stability factor, ${name}`,
    ...{ measured, unit: '-', reference: `${value} ± ${tolerance}` },
    ...{ low: value - tolerance, high: value + tolerance, source },
  }
}

const tipUpRow = (name: string): ValidationRow => {
  const spec = vehicleOf(name)
  return {
    what: `inner wheels lift, ${name}, slowly tightening turn at mu 2: lateral acceleration over SSF g`,
    measured: (tipUp(spec, 2) ?? NaN) / staticStability(spec),
    unit: '-',
    reference: '0.90 to 0.95, ± 5 %',
    ...{ low: 0.9 * 0.95, high: 0.95 * 1.05, source: 'rigid-body statics less suspension; NHTSA' },
  }
}

export const crashRows = (): ValidationRow[] => [
  ...[30, 40, 60].map((kmh) => throwRow('sedan', 'adult', kmh, 'wrap')),
  throwRow('sedan', 'child', 40, 'forward'),
  ...[30, 40, 60].map((kmh) => throwRow('van', 'adult', kmh, 'forward')),
  throwRow('suv', 'elderly', 40, 'forward'),
  ...(
    [
      ['sedan', 1.41],
      ['suv', 1.17],
      ['pickup', 1.18],
      ['van', 1.12],
    ] as const
  ).map(([name, value]) => stabilityRow(name, value, 0.05, 'NHTSA HS 809 868')),
  ...(
    [
      ['escort', 1.246],
      ['bmw320i', 1.206],
      ['vanagon', 1.053],
    ] as const
  ).map(([name, value]) => stabilityRow(name, value, 0.001, 'CommonRoad parameter sets')),
  ...['compact', 'sedan', 'suv', 'pickup', 'van'].map(tipUpRow),
  {
    ...{ what: 'car on its roof: drag factor on dry asphalt', measured: roofDrag(SEDAN, 15), unit: '-' },
    ...{ reference: '0.3 to 0.6', low: 0.3, high: 0.6, source: 'drag factors of vehicles on roof or side' },
  },
  {
    what: 'car into a wall at 15 m/s: energy lost over 1/2 m v^2',
    measured: barrierEnergy(SEDAN, block([1, 8, 3], 1, { fixed: true }), 15),
    ...{ unit: '-', reference: '1 less e^2', low: 0.98, high: 1, source: 'mechanics' },
  },
]
