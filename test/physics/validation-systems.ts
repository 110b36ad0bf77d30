/** Rows of the validation table: brakes, ABS, ESC, side wind, burst tyres. */
import { KMH, splitStop, utilisation } from './adhesion.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { crosswind } from './crosswind.ts'
import { passengerVehicles, vehicleOf } from './fleet.ts'
import { amplitudes, angleAt03g, limits, run } from './fmvss126.ts'
import { flatRoad } from './flat-road.ts'
import { mfdd } from './stopping.ts'
import type { ValidationRow } from './validation.ts'

const DEGREE = Math.PI / 180

const row = (
  what: string,
  measured: number,
  unit: string,
  [low, high]: readonly [number, number],
  reference: string,
  source: string,
): ValidationRow => ({ what, measured, unit, reference, low, high, source })

/** Time from the pedal to 75 % of the brake force, s. */
const riseTime = (name: string): number => {
  const states = drive(physicsOf(flatRoad(), actor({ id: 'car', spec: vehicleOf(name), speed: 20 })), 2, () =>
    controls({ brake: 0.25 }),
  )
  const force = states.map((s) => -s.actors[0].wheels.reduce((n, w) => n + w.forceX, 0))
  return states[force.findIndex((f) => f > 0.75 * force.at(-1)!)].time
}

/** Of a burst rear tyre: drag over load, and cornering stiffness over that of a sound one. */
const burstTyre = (): { readonly drag: number; readonly cornering: number } => {
  const failures = [{ kind: 'blow-tyre', wheel: 'rear-left', over: 0.2 }] as const
  const go = (broken: boolean, steer: number) =>
    drive(physicsOf(flatRoad(), actor({ id: 'car', spec: vehicleOf('sedan'), speed: 25 })), 3, () =>
      controls({ steer, throttle: 0.1, ...(broken ? { failures } : {}) }),
    ).at(-1)!.actors[0].wheels[2]
  const stiffness = (broken: boolean): number => {
    const wheel = go(broken, 0.005)
    return Math.abs(wheel.forceY / Math.tan(wheel.slipAngle)) / wheel.load
  }
  const flat = go(true, 0)
  return { drag: -flat.forceX / flat.load, cornering: stiffness(true) / stiffness(false) }
}

const fmvss = (): ValidationRow[] =>
  passengerVehicles.flatMap((spec) => {
    const a = angleAt03g(spec)
    const results = [3 * a, 5 * a, 6.5 * a, amplitudes(a).at(-1)!].map((amplitude) =>
      run(spec, 'on', amplitude),
    )
    const { residue1, residue175, displacement } = limits(spec)
    const test = `FMVSS 126, ${spec.name}`
    const rule = '49 CFR 571.126 S5.2'
    const percent = (share: number): number => 100 * share
    return [
      row(
        `${test}: worst yaw rate 1.00 s after the steering, ESC on`,
        percent(Math.max(...results.map((r) => r.residue1))),
        '%',
        [-Infinity, percent(residue1)],
        `at most ${percent(residue1)} %`,
        rule,
      ),
      row(
        `${test}: worst yaw rate 1.75 s after, ESC on`,
        percent(Math.max(...results.map((r) => r.residue175))),
        '%',
        [-Infinity, percent(residue175)],
        `at most ${percent(residue175)} %`,
        rule,
      ),
      row(
        `${test}: least way to the side at 5 A and more`,
        Math.min(...results.slice(1).map((r) => r.displacement)),
        'm',
        [displacement, Infinity],
        `at least ${displacement} m`,
        rule,
      ),
      row(
        `${test}: yaw rate 1.00 s after, ESC off, 5 A`,
        percent(run(spec, 'off', 5 * a).residue1),
        '%',
        [percent(residue1), Infinity],
        `more than ${percent(residue1)} % (it spins)`,
        'negative control; CommonRoad STD: 110 to 113 %',
      ),
    ]
  })

const adhesion = (): ValidationRow[] => [
  ...['sedan', 'van', 'truck'].flatMap((name) =>
    [0.9, 0.3].map((mu) =>
      row(
        `ABS, ${name}, mu ${mu}: share of the adhesion used`,
        utilisation(vehicleOf(name), { mu }, 60 * KMH),
        '-',
        [0.75, 1.01],
        'at least 0.75',
        'UN R13-H Annex 6',
      ),
    ),
  ),
  ...['sedan', 'compact'].flatMap((name) => {
    const { rate, least, steering2, steering } = splitStop(vehicleOf(name), 0.8, 0.2)
    const test = `ABS, ${name}, mu 0.8 right and 0.2 left`
    return [
      row(
        `${test}: braking rate`,
        rate,
        'g',
        [least, 1],
        `at least ${least.toFixed(2)} g`,
        'UN R13-H Annex 6',
      ),
      row(
        `${test}: hand wheel in the first 2 s`,
        steering2 / DEGREE,
        'deg',
        [0, 120],
        'at most 120 deg',
        'UN R13-H Annex 6',
      ),
      row(
        `${test}: hand wheel in all`,
        steering / DEGREE,
        'deg',
        [0, 240],
        'at most 240 deg',
        'UN R13-H Annex 6',
      ),
    ]
  }),
]

const brakes = (): ValidationRow[] => [
  row(
    'mean fully developed deceleration, sedan, 100 km/h',
    mfdd({ vehicle: vehicleOf('sedan'), speed: 100 * KMH }),
    'm/s^2',
    [6.43, 11],
    'at least 6.43 m/s^2',
    'UN R13-H Annex 3',
  ),
  ...['truck', 'bus'].map((name) =>
    row(
      `mean fully developed deceleration, ${name}, 60 km/h`,
      mfdd({ vehicle: vehicleOf(name), speed: 60 * KMH }),
      'm/s^2',
      [5, 9],
      'at least 5.0 m/s^2',
      'UN R13 Annex 4',
    ),
  ),
  row(
    'air brakes, truck: time to 75 %',
    riseTime('truck'),
    's',
    [0.2, 0.6],
    'at most 0.6 s',
    'UN R13 Annex 6',
  ),
]

const wind = (): ValidationRow[] => {
  const [sedan, van] = ['sedan', 'van'].map((name) => crosswind(vehicleOf(name)))
  const source = 'Hucho; ISO 12021 practice'
  return [
    row(
      'side force, sedan, 100 km/h, 20 m/s from the side',
      sedan.force,
      'N',
      [0.75 * 1779, 1.25 * 1779],
      '1779 N ± 25 %',
      source,
    ),
    row('way to the side 2 s later, sedan', sedan.deviation, 'm', [0.3, 1.2], '0.3 to 1.2 m', source),
    row('way to the side 2 s later, van', van.deviation, 'm', [0.8, 2.5], '0.8 to 2.5 m', source),
  ]
}

const burst = (): ValidationRow[] => {
  const { drag, cornering } = burstTyre()
  const source = 'Blythe et al., SAE 980961'
  return [
    row('burst tyre: resistance over load', drag, '-', [0.1, 0.3], '0.1 to 0.3', source),
    row('burst tyre: cornering stiffness over sound', cornering, '-', [0.25, 0.5], '0.25 to 0.5', source),
  ]
}

/** Everything above, measured. */
export const systemRows = (): ValidationRow[] => [
  ...brakes(),
  ...adhesion(),
  ...fmvss(),
  ...wind(),
  ...burst(),
]
