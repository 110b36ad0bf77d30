/** Weather before a lidar against its formulas, worked out here by other means. */
import { expect } from 'chai'
import type { LidarSpec, Weather } from '../../../src/scenario/index.ts'
import {
  airOf,
  CLEAR,
  lidar,
  type Between,
  type LidarPoints,
  type LidarScan,
} from '../../../src/sensors/index.ts'
import {
  dimming,
  fallingOf,
  flakeOccupancy,
  hearingOf,
  raindrops,
  snowflakes,
  softSignal,
} from '../../../src/sensors/lidar/air.ts'
import { CLEAR_NOON } from '../../render/boxes.ts'
import { device } from './devices.ts'
import { little, wall, type Little } from './world.ts'

const MM_PER_H = 1 / 3.6e6
const SPEC = device('vlp-16', 'ego', { columns: 3600, divergence: 0 })
const DISTANCE = 40
const CAR = [{ name: 'cone', at: [0, 0, 0] }] as const

/** Phi by the trapezoid rule. */
const phi = (z: number): number => {
  let sum = 0
  for (let i = 0; i < 200; i++) {
    const t = -8 + ((z + 8) * (i + 0.5)) / 200
    sum += Math.exp((-t * t) / 2)
  }
  return (sum * (z + 8)) / 200 / Math.sqrt(2 * Math.PI)
}

const heard = (spec: LidarSpec, scan: LidarScan, between: Between, seed = 1): LidarPoints =>
  lidar.develop(spec, { scan, between }, { seed, index: 0 })

/** Of a beam that meets something squarely: the reading's distances, and how many beams did. */
const ahead = (scan: LidarScan, points: LidarPoints): { ranges: number[]; beams: number } => {
  const within = (r: number, c: number): boolean => Math.abs(c - 1800) < 300 && (r === 7 || r === 8)
  const ranges: number[] = []
  for (let i = 0; i < points.count; i++) {
    const column = Math.round(points.offset[i] * SPEC.rate * SPEC.columns)
    if (points.weather[i] === 0 && within(points.ring[i], column))
      ranges.push(Math.hypot(...points.positions.subarray(3 * i, 3 * i + 3)))
  }
  let beams = 0
  for (let b = 0; b < scan.torn.length; b++)
    if (within(Math.floor(b / SPEC.columns), b % SPEC.columns)) beams += scan.first[b + 1] - scan.first[b]
  return { ranges, beams }
}

describe('sensors/lidar: the air', () => {
  let hall: Little
  let scan: LidarScan
  before(() => {
    hall = little(CAR, [wall(DISTANCE + SPEC.mount.position[0], 'plaster', [1, 1, 1])])
    scan = hall.scan(SPEC)
  })

  it('scatters ranges by the device’s deviation, and tells the right mean', () => {
    // A wall leans away from beams off its axis: what a beam should read is what it truly meets.
    const noisy = heard({ ...SPEC, rangeNoise: 0.05 }, scan, CLEAR)
    const exact = heard({ ...SPEC, rangeNoise: 0 }, scan, CLEAR)
    expect(noisy.count).to.equal(exact.count)
    let [sum, squares] = [0, 0]
    for (let i = 0; i < exact.count; i++) {
      const off =
        Math.hypot(...noisy.positions.subarray(3 * i, 3 * i + 3)) -
        Math.hypot(...exact.positions.subarray(3 * i, 3 * i + 3))
      sum += off
      squares += off * off
    }
    expect(exact.count).to.be.greaterThan(5000)
    expect(sum / exact.count).to.be.closeTo(0, 0.003)
    expect(Math.sqrt(squares / exact.count)).to.be.closeTo(0.05, 0.05 * 0.05)
  })

  it('loses echoes in fog as the closed form says: Phi(5 (q exp(-2 alpha R) - 1))', () => {
    const q = (0.85 * 0.93 * 100 * 100) / 0.4 / (DISTANCE * DISTANCE)
    for (const wanted of [0.95, 1, 1.1]) {
      const fog = Math.log(q / wanted) / (2 * DISTANCE)
      let [found, beams] = [0, 0]
      for (let seed = 0; seed < 10; seed++) {
        // So dense a fog is itself the strongest echo: the wall is the last.
        const dual = { ...SPEC, returns: 2 } as const
        const seen = ahead(scan, heard(dual, scan, { ...CLEAR, air: { fog, particles: [] } }, seed))
        found += seen.ranges.length
        beams += seen.beams
      }
      // The beams of the window meet the wall a little askew and farther off: the mean of the closed form over them.
      let closed = 0
      let n = 0
      for (let b = 0; b < scan.torn.length; b++) {
        const [r, c] = [Math.floor(b / SPEC.columns), b % SPEC.columns]
        if (!(Math.abs(c - 1800) < 300 && (r === 7 || r === 8))) continue
        for (let i = scan.first[b]; i < scan.first[b + 1]; i++) {
          const [d, cos] = [scan.distance[i], scan.cosine[i]]
          const s2 = 0.3 * 0.3
          const rough = (1 - (0.5 * s2) / (s2 + 0.33)) * cos + ((0.45 * s2) / (s2 + 0.09)) * (1 - cos * cos)
          const power = (0.85 * rough * 100 * 100 * Math.exp(-2 * fog * d)) / 0.4 / (d * d)
          if (n++ % 100 === 0) closed += phi(5 * (power - 1))
        }
      }
      closed /= Math.ceil(n / 100)
      expect(found / beams, `q' = ${wanted}`).to.be.closeTo(closed, 0.05 * closed)
    }
  })

  it('has the soft echo of fog where Hahner’s integral has it', () => {
    const hearing = hearingOf(SPEC)
    const [alpha, mor] = [0.06, Math.log(20) / 0.06]
    for (const R of [3, 6, 12]) {
      // The pulse in time instead of along the way: t from 0 to 2 tau, c t / 2 back from R.
      const [c, tau, n] = [299_792_458, 20e-9, 20_000]
      let sum = 0
      for (let i = 0; i < n; i++) {
        const t = ((i + 0.5) / n) * 2 * tau
        const r = R - (c * t) / 2
        if (r <= 0.9) continue
        const xi = Math.min(1, (r - 0.9) / 0.1)
        const s = Math.sin((Math.PI * t) / (2 * tau))
        sum += ((xi * s * s * Math.exp(-2 * alpha * r)) / (r * r)) * ((2 * tau) / n)
      }
      const soft = (0.046 / mor) * sum * (c / 2)
      // Beside a hard target's beta_0 / R^2 = rho / (pi R^2), which is the signal `white` at 1 m.
      expect(softSignal(hearing, alpha, R)).to.be.closeTo(
        Math.PI * hearing.white * soft,
        0.02 * Math.PI * hearing.white * soft,
      )
    }
  })

  it('makes points of dense fog near the sensor, of thin fog none', () => {
    const points = (visibility: number): LidarPoints =>
      heard(SPEC, scan, { ...CLEAR, air: airOf({ ...CLEAR_NOON, visibility }) })
    const [dense, thin] = [points(40), points(2000)]
    const soft = [...dense.weather].flatMap((w, i) =>
      w === 1 ? [Math.hypot(...dense.positions.subarray(3 * i, 3 * i + 3))] : [],
    )
    expect(soft.length).to.be.greaterThan(1000)
    expect(Math.max(...soft)).to.be.lessThan(20)
    expect(thin.weather.includes(1)).to.equal(false)
  })

  it('has as many flakes and drops as their formulas say', () => {
    for (const rate of [0.5, 2, 8]) {
      const flakes = snowflakes(rate * MM_PER_H)!
      expect(flakeOccupancy(rate * MM_PER_H)).to.be.closeTo(rate / (3.6e6 * 0.1 * 1), 1e-12)
      // All volumes together fill the occupancy.
      let volume = 0
      for (let d = 5e-6; d < 0.08; d += 1e-5)
        volume +=
          flakes.number * flakes.slope * Math.exp(-flakes.slope * d) * (Math.PI / 6) * d * d * d * 1e-5
      expect(volume).to.be.closeTo(flakeOccupancy(rate * MM_PER_H), 0.01 * volume)
      // Gunn and Marshall's own number of flakes, 3800 r^-0.87 / (m^3 mm) over their slope, is of the same size.
      const theirs = (3.8e6 * Math.exp(-0.87 * Math.log(rate))) / (2550 * Math.exp(-0.48 * Math.log(rate)))
      expect(flakes.number / theirs).to.be.within(0.5, 2)
    }
    const drops = raindrops(10 * MM_PER_H)!
    // Carbonneau and Wisely (1998): 1.076 R^0.67 dB/km; the eye loses twice what our beam does.
    const seen = 2 * dimming(drops) * 4343
    expect(seen / (1.076 * Math.exp(0.67 * Math.log(10)))).to.be.within(0.6, 1.6)
  })

  it('hears as many beams with a flake in them as a double integral over size and distance says', () => {
    const spec = { ...SPEC, divergence: 0.003 }
    const sky = little(CAR, [wall(-90, 'plaster')]).scan({
      ...spec,
      elevations: spec.elevations.map((e) => e + 0.6),
    })
    const flakes = snowflakes(1 * MM_PER_H)!
    const points = heard(spec, sky, { ...CLEAR, air: { fog: 0, particles: [flakes] } })
    const white = (100 * 100) / 0.4
    let mean = 0
    for (let R = 0.625; R < 60; R += 0.25) {
      const width = 0.01 + 0.003 * R
      const threshold = Math.max(1, (white * 0.01) / (R * R))
      let chance = 0
      const step = 2e-4
      for (let d = step / 2; d < 0.04; d += step) {
        const share = Math.min(1, (d * d) / (width * width))
        const over = (white * 0.9 * share) / (R * R) / threshold
        if (over < 0.5) continue
        chance += flakes.slope * Math.exp(-flakes.slope * d) * step * (over > 2 ? 1 : phi(5 * (over - 1)))
      }
      mean += 0.25 * flakes.number * (Math.PI / 4) * width * width * chance
    }
    const beams = spec.columns * spec.elevations.length
    expect(points.weather.reduce((a, b) => a + b, 0) / beams).to.be.closeTo(
      1 - Math.exp(-mean),
      0.05 * (1 - Math.exp(-mean)),
    )
  })

  it('dims a beam through snow by all flakes’ sections, heard or not', () => {
    const flakes = snowflakes(4 * MM_PER_H)!
    const { depth, count, step } = fallingOf(hearingOf(SPEC), flakes, 100)
    const row = Math.round(DISTANCE / step)
    expect(depth[row]).to.be.lessThan(dimming(flakes) * DISTANCE)
    // With thin beams a flake that is heard is wide against the beam: few are.
    expect(count[row]).to.be.greaterThan(0)
    const weather: Weather = { ...CLEAR_NOON, snowfall: 4 * MM_PER_H, visibility: 150 }
    const air = airOf(weather)
    expect(air.fog + 2 * dimming(flakes)).to.be.closeTo(Math.log(20) / 150, 1e-9)
    expect(airOf({ ...weather, visibility: 5000 }).fog).to.equal(0)
  })
})
