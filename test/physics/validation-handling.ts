/** Rows of the validation table: steady and transient cornering, double lane changes, the step of the clock. */
import type { VehicleSpec } from '../../src/scenario/index.ts'
import { passengerCars } from './fleet.ts'
import { lateralLimit, stepSteerAt04g, understeerGradient, wheelbaseOf, yawGain } from './handling.ts'
import { ableDriver, doubleLaneChange, fastestEntry, obstacleAvoidance } from './lane-change.ts'
import { movedByHalving } from './step-size.ts'
import type { ValidationRow } from './validation.ts'

const KMH = 1 / 3.6
const DEGREE = Math.PI / 180

/** ISO 4138 on the skid pad, published ranges by class, g. */
const limitOf = ({ name, class: kind, body }: VehicleSpec): readonly [number, number] => {
  if (kind === 'van') return [0.65, 0.8]
  if (body === 'suv' || body === 'pickup') return [0.7, 0.85]
  return name === 'sports' ? [0.95, 1.1] : [0.8, 0.95]
}

/** Yaw gain against v / (L + K v^2 / g), K from the slow ramp; the larger of the errors at two speeds, %. */
const gainError = (v: VehicleSpec): number => {
  const k = (understeerGradient(v) * DEGREE) / 9.81
  return Math.max(
    ...[15, 25].map((speed) => {
      const expected = speed / (wheelbaseOf(v) + k * speed * speed)
      return Math.abs(yawGain(v, speed, 0.008) / expected - 1) * 100
    }),
  )
}

const cornering = (v: VehicleSpec): ValidationRow[] => {
  const [low, high] = limitOf(v)
  const step = stepSteerAt04g(v, 90 * KMH)
  return [
    {
      ...{
        what: `understeer gradient at the road wheel, ${v.name}`,
        measured: understeerGradient(v),
        unit: 'deg/g',
      },
      ...{ reference: '0.5 to 5', low: 0.5, high: 5, source: 'ISO 4138; Gillespie; Milliken' },
    },
    {
      ...{ what: `yaw gain against v / (L + K v^2), ${v.name}`, measured: gainError(v), unit: '%' },
      ...{ reference: 'within 3 %', low: 0, high: 3, source: 'Gillespie ch. 6' },
    },
    {
      ...{ what: `most lateral acceleration, ${v.name}`, measured: lateralLimit(v), unit: 'g' },
      ...{ reference: `${low} to ${high}`, low, high, source: 'ISO 4138, published ranges' },
    },
    {
      ...{
        what: `step steer, 90 km/h, 0.4 g: response time, ${v.name}`,
        measured: step.responseTime,
        unit: 's',
      },
      ...{ reference: '0.1 to 0.3', low: 0.1, high: 0.3, source: 'ISO 7401' },
    },
    {
      ...{ what: `step steer, 90 km/h, 0.4 g: overshoot, ${v.name}`, measured: step.overshoot, unit: '%' },
      ...{ reference: '0 to 30', low: 0, high: 30, source: 'ISO 7401' },
    },
  ]
}

const laneChanges = (v: VehicleSpec): ValidationRow[] => [
  {
    what: `obstacle avoidance (ISO 3888-2), ESC on, fastest clean entry, ${v.name}`,
    measured: fastestEntry(v, obstacleAvoidance(v.width)) / KMH,
    ...{ unit: 'km/h', reference: '65 to 84 ± 3', low: 62, high: 87, source: 'Teknikens Varld, km77' },
  },
  {
    what: `double lane change (ISO 3888-1) at 80 km/h: clean, ${v.name}`,
    measured: ableDriver(v, doubleLaneChange(v.width), 80 * KMH) === undefined ? 0 : 1,
    ...{ unit: '-', reference: '1', low: 1, high: 1, source: 'ISO 3888-1' },
  },
]

const clock = (car: string): ValidationRow => ({
  what: `end of a violent manoeuvre of 4 s with half the step, ${car}`,
  measured: movedByHalving(car),
  ...{ unit: 'm', reference: 'less than 0.1 m away', low: 0, high: 0.1, source: 'step-size study' },
})

export const handlingRows = (): ValidationRow[] => [
  ...passengerCars.flatMap(cornering),
  ...passengerCars.filter((v) => v.class === 'car').flatMap(laneChanges),
  ...['compact', 'sports'].map(clock),
]
