/** Rows of the validation table: what drivers and safety models want, by their formulas. */
import { carefulDeceleration } from '../../src/behaviour/speed/careful.ts'
import { idmAcceleration } from '../../src/behaviour/speed/idm.ts'
import { rssLongitudinal } from '../../src/criticality/metrics/following.ts'
import type { ValidationRow } from './validation.ts'

const KMH = 1 / 3.6

const exact = (
  what: string,
  measured: number,
  unit: string,
  value: number,
  share: number,
  source: string,
): ValidationRow => ({
  ...{ what, measured, unit, reference: `${value} ${unit} ± ${share * 100} %` },
  ...{ low: value * (1 - share), high: value * (1 + share), source },
})

/** Way, m, and time, s, of the careful driver from the end of risk evaluation to rest. */
const carefulStop = (speed: number): readonly [number, number] => {
  const dt = 1e-4
  let [v, way, n] = [speed, 0, 0]
  for (; v > 0; n++) {
    const next = v - carefulDeceleration((n + 0.5) * dt) * dt
    way += ((v + Math.max(0, next)) / 2) * dt
    v = next
  }
  return [way, n * dt]
}

const DRIVER = {
  ...{ desiredSpeed: 33.33, headway: 1.5, minGap: 2, maxAcceleration: 1 },
  ...{ comfortDeceleration: 1.5, maxDeceleration: 9 },
}

/** Gap at which the driver holds the leader's speed, by bisection, m. */
const equilibriumGap = (speed: number): number => {
  let [low, high] = [1, 500]
  for (let i = 0; i < 60; i++) {
    const gap = (low + high) / 2
    if (idmAcceleration(DRIVER, speed, { gap, speed }) < 0) low = gap
    else high = gap
  }
  return low
}

export const driverRows = (): ValidationRow[] => [
  ...(
    [
      [50, 26.01, 2.81],
      [60, 34.32, 3.17],
      [100, 77.73, 4.64],
      [130, 120.95, 5.74],
    ] as const
  ).flatMap(([kmh, way, time]) => {
    const [measuredWay, measuredTime] = carefulStop(kmh * KMH)
    const source = 'UN R157 Annex 4 App. 3 (ec-jrc/JRC-FSM)'
    return [
      exact(`competent and careful driver, ${kmh} km/h to rest: way`, measuredWay, 'm', way, 0.005, source),
      exact(
        `competent and careful driver, ${kmh} km/h to rest: time`,
        measuredTime,
        's',
        time,
        0.005,
        source,
      ),
    ]
  }),
  ...(
    [
      [60, 20.02],
      [100, 32.52],
      [130, 41.89],
    ] as const
  ).map(([kmh, value]) => {
    const d = rssLongitudinal(kmh * KMH, kmh * KMH, 0.75, 3, 6, 6)
    return exact(
      `RSS distance at equal speeds of ${kmh} km/h`,
      d,
      'm',
      value,
      0.001,
      'JRC-FSM; arXiv:1708.06374',
    )
  }),
  ...(
    [
      [10, 17.07],
      [20, 34.3],
      [30, 80.18],
    ] as const
  ).map(([speed, value]) =>
    exact(`IDM gap at ${speed} m/s`, equilibriumGap(speed), 'm', value, 0.005, 'Treiber et al. 2000'),
  ),
]
