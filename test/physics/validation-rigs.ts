/** Rows of the validation table: trailers, and two-wheelers. */
import type { VehicleSpec } from '../../src/scenario/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'
import { criticalSpeed } from './linear-rig.ts'
import {
  CAR,
  CARAVAN,
  REAR_HEAVY,
  SEMITRAILER,
  TRACTOR,
  articulation,
  gapOf,
  linearDamping,
  rig,
  swayDamping,
  tipUp,
} from './rig.ts'
import { BICYCLE, MOTORCYCLE, bodyLean, leanAngles } from './riding.ts'
import type { ValidationRow } from './validation.ts'

const G = 9.81

/** Largest gap in the joint in a slalom with full steering and full brakes from 25 m/s, mm. */
const worstGap = (tractor: VehicleSpec, trailer: VehicleSpec): number => {
  const states = drive(rig({}, tractor, trailer, { speed: 25 }), 5, (t) =>
    controls({ steer: 0.35 * Math.sign(Math.sin(4 * t)), brake: t > 2 ? 1 : 0 }),
  )
  return 1000 * Math.max(...states.map((s) => gapOf(s, tractor, trailer)))
}

/** Largest articulation of a tractor that brakes with its drive axle only, at mu 0.25 in a bend, deg. */
const folding = (): number => {
  const tractor: VehicleSpec = {
    ...TRACTOR,
    axles: TRACTOR.axles.map((a, i) => ({ ...a, brakeShare: i === 0 ? 0 : 1 })),
  }
  const states = drive(
    rig({ mu: 0.25 }, tractor, { ...SEMITRAILER, brakeTorqueMax: 0 }, { speed: 18, abs: 'off' }),
    9,
    (t) => controls({ steer: 0.03, brake: t > 1.5 ? 0.7 : 0 }),
  )
  return (Math.max(...states.map((s) => Math.abs(articulation(s)))) * 180) / Math.PI
}

/** Mean deceleration of a full stop from 30 to 3 m/s where the front tyre grips at 1.6, m/s^2. */
const hardestStop = (): number => {
  const world = physicsOf(flatRoad({ mu: 1.6 }), actor({ id: 'bike', spec: MOTORCYCLE, speed: 30 }))
  const states = drive(
    world,
    6,
    () => controls({ brake: 1 }),
    (s) => speedOf(s) < 3,
  )
  return (30 - speedOf(states.at(-1)!)) / states.at(-1)!.time
}

const leanRow = (spec: VehicleSpec, speed: number, angle: number): ValidationRow => {
  const { body, yawRate, speed: v } = leanAngles(spec, speed, angle)
  const expected = bodyLean(spec, v, yawRate)
  const degrees = (x: number): number => (x * 180) / Math.PI
  return {
    what: `lean of the ${spec.name} in a steady turn at ${speed} m/s, ${((v * yawRate) / G).toFixed(2)} g`,
    measured: degrees(body),
    unit: 'deg',
    reference: `${degrees(expected).toFixed(2)} deg ± 3 %`,
    low: degrees(expected) * 0.97,
    high: degrees(expected) * 1.03,
    source: 'Cossalter: atan(v^2 / g R) with gyroscopes and the round of the tyres',
  }
}

/** Measures every row about trailers and two-wheelers. */
export const rigRows = (): ValidationRow[] => {
  const critical = criticalSpeed((v) => linearDamping(CAR, REAR_HEAVY, v), 15, 40)
  const most = (G * (MOTORCYCLE.axles[0].x - MOTORCYCLE.centreOfGravity[0])) / MOTORCYCLE.centreOfGravity[2]
  return [
    {
      what: 'critical speed of a sedan with a rear-heavy caravan: swaying neither dies nor grows',
      measured: criticalSpeed((v) => swayDamping(CAR, REAR_HEAVY, v), 0.8 * critical, 1.2 * critical, 5),
      unit: 'm/s',
      reference: `${critical.toFixed(1)} m/s ± 10 %`,
      low: 0.9 * critical,
      high: 1.1 * critical,
      source: 'linear car and trailer with roll (Pacejka)',
    },
    {
      what: 'damping of the swaying of the same caravan well laden at 36 m/s',
      measured: swayDamping(CAR, CARAVAN, 36),
      unit: '-',
      reference: 'positive',
      low: 0.02,
      high: 1,
      source: 'linear car and trailer with roll (Pacejka)',
    },
    {
      what: 'laden 40 t semi-trailer tips up in a steady turn at',
      measured: tipUp(TRACTOR, SEMITRAILER, 15),
      unit: 'g',
      reference: '0.35 g ± 0.07',
      low: 0.28,
      high: 0.42,
      source: 'UMTRI (Ervin, Winkler)',
    },
    {
      what: 'semi-trailer braked by the drive axle only, mu 0.25, bend: articulation',
      measured: folding(),
      unit: 'deg',
      reference: 'jackknifes (over 60)',
      low: 60,
      high: 120,
      source: 'statics of the folding rig',
    },
    ...(
      [
        ['car and caravan', CAR, CARAVAN],
        ['tractor and semi-trailer', TRACTOR, SEMITRAILER],
      ] as const
    ).map(([name, tractor, trailer]) => ({
      ...{ what: `gap in the joint of ${name}, slalom and full brakes from 25 m/s`, unit: 'mm' },
      ...{ measured: worstGap(tractor, trailer), reference: 'under 10 mm', low: 0, high: 10 },
      source: 'the joint is rigid',
    })),
    leanRow(MOTORCYCLE, 12, 0.04),
    leanRow(MOTORCYCLE, 25, 0.015),
    leanRow(BICYCLE, 6, 0.06),
    {
      what: 'hardest stop of the motorcycle where its front tyre never slides',
      measured: hardestStop(),
      unit: 'm/s^2',
      reference: `at most g a / h = ${most.toFixed(1)}`,
      low: 0.65 * most,
      high: 1.02 * most,
      source: 'statics: the rear wheel lifts',
    },
  ]
}
