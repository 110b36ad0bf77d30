import { expect } from 'chai'
import { quatFromEuler, quatFromYaw, type Vec3 } from '../../../src/math/index.ts'
import type { ImuSpec, InertialNoise } from '../../../src/scenario/index.ts'
import { imu, imuTruth } from '../../../src/sensors/index.ts'
import { TICKS_PER_SECOND, type WorldState } from '../../../src/world/index.ts'
import { CAR, mount, scene, type Standing } from '../scene.ts'

const SILENT: InertialNoise = { white: 0, walk: 0, bias: 0, range: Infinity }
const SPEC: ImuSpec = {
  ...{ kind: 'imu', id: 'ego.imu', actor: 'ego', name: 'imu', model: 'test', rate: 100, latency: 0 },
  mount: mount([0, 0, 0]),
  gyro: SILENT,
  accelerometer: SILENT,
}

const at = (tick: number, ego: Omit<Standing, 'shape'>): WorldState => ({
  ...scene([{ shape: CAR, ...ego }]).state,
  tick,
  time: tick / TICKS_PER_SECOND,
})

const closeTo = (value: Vec3, expected: Vec3, within: number): void =>
  value.forEach((v, axis) => expect(v).to.be.closeTo(expected[axis], within))

/** Overlapping Allan deviation at `n` readings (IEEE Std 952-1997, annex C), from readings `period` apart. */
const allan = (values: readonly number[], period: number, n: number): number => {
  const sums = [0]
  for (const v of values) sums.push(sums[sums.length - 1] + v * period)
  let square = 0
  const count = sums.length - 2 * n
  for (let i = 0; i < count; i++) {
    const second = sums[i + 2 * n] - 2 * sums[i + n] + sums[i]
    square += second * second
  }
  return Math.sqrt(square / (2 * n * n * period * period * count))
}

const readings = (noise: Partial<InertialNoise>, count: number): number[][] => {
  const spec = { ...SPEC, accelerometer: { ...SILENT, ...noise }, gyro: { ...SILENT, ...noise } }
  const truth = { force: [0, 0, 0], turn: [0, 0, 0] } as const
  const axes: number[][] = [[], [], [], [], [], []]
  for (let index = 0; index < count; index++) {
    const { force, turn } = imu.develop(spec, truth, { seed: 3, index })
    for (const [i, v] of [...force, ...turn].entries()) axes[i].push(v)
  }
  return axes
}

/** Of all axes together. */
const allanOf = (axes: readonly number[][], n: number): number =>
  Math.sqrt(axes.reduce((sum, values) => sum + allan(values, 0.01, n) ** 2, 0) / axes.length)

describe('sensors/imu', () => {
  it('feels gravity at rest, along its own axes', () => {
    const still = at(6, { at: [0, 0, 0] })
    closeTo(imuTruth(SPEC, still, at(0, { at: [0, 0, 0] })).force, [0, 0, 9.81], 1e-9)
    const rolled = { ...SPEC, mount: { ...mount([0, 0, 0]), roll: Math.PI / 2 } }
    // Right side down: up is now to its left.
    closeTo(imuTruth(rolled, still, null).force, [0, 9.81, 0], 1e-9)
    const nose = {
      ...still,
      actors: [{ ...still.actors[0], orientation: quatFromEuler({ yaw: 0.3, pitch: 0.1, roll: 0 }) }],
    }
    closeTo(imuTruth(SPEC, nose, null).force, [-9.81 * Math.sin(0.1), 0, 9.81 * Math.cos(0.1)], 1e-9)
  })

  it('feels braking backwards, and what turns it', () => {
    const before = at(0, { at: [0, 0, 0], yaw: 1, velocity: [20 * Math.cos(1), 20 * Math.sin(1), 0] })
    const after = at(6, { at: [0.2, 0, 0], yaw: 1, velocity: [19.95 * Math.cos(1), 19.95 * Math.sin(1), 0] })
    const { force, turn } = imuTruth(SPEC, after, before)
    closeTo(force, [-5, 0, 9.81], 1e-9)
    closeTo(turn, [0, 0, 0], 1e-12)
  })

  it('away from the turning point it feels the way round: centripetal and tangential', () => {
    const [rate, gain, dt] = [0.8, 0.4, 6 / TICKS_PER_SECOND]
    const spinning = (tick: number): WorldState =>
      at(tick, {
        at: [0, 0, 0],
        yaw: (rate * tick) / TICKS_PER_SECOND,
        turning: rate + (gain * tick) / TICKS_PER_SECOND,
      })
    const out = { ...SPEC, mount: mount([2, 0, 0.5]) }
    const { force, turn } = imuTruth(out, spinning(6), spinning(0))
    // The mean over a control step, half a step before its end.
    closeTo(force, [-rate * rate * 2, gain * 2, 9.81], 3 * rate * rate * dt * 2)
    closeTo(turn, [0, 0, rate + gain * dt], 1e-9)
  })

  it('holds a contact whole: force times time is the change of velocity, and the device cuts it off', () => {
    const before = at(600, { at: [0, 0, 0], velocity: [20, 0, 0] })
    const after = at(606, { at: [0.1, 0, 0], velocity: [8, 0, 0] })
    const truth = imuTruth(SPEC, after, before)
    expect((truth.force[0] * 6) / TICKS_PER_SECOND).to.be.closeTo(-12, 1e-9)
    const limited = { ...SPEC, accelerometer: { ...SILENT, range: 160 } }
    expect(imu.develop(limited, truth, { seed: 1, index: 0 }).force[0]).to.equal(-160)
  })

  it('brings no acceleration along into the world', () => {
    const absent = at(0, { at: [0, 0, 0] })
    const before = { ...absent, actors: [{ ...absent.actors[0], present: false }] }
    const { force } = imuTruth(SPEC, at(6, { at: [0, 0, 0], velocity: [30, 0, 0] }), before)
    closeTo(force, [0, 0, 9.81], 1e-12)
  })

  it('turns with its mount', () => {
    const turned = { ...SPEC, mount: mount([0, 0, 0], Math.PI / 2) }
    const before = at(0, { at: [0, 0, 0], velocity: [20, 0, 0] })
    const after = at(6, { at: [0.2, 0, 0], velocity: [20.02, 0, 0] })
    closeTo(imuTruth(turned, after, before).force, [0, -2, 9.81], 1e-9)
    expect(imu.pose(turned, after).orientation).to.deep.equal(quatFromYaw(Math.PI / 2))
  })

  it('Allan deviation of its white noise is N / sqrt(T): slope -1/2 within 5 %', () => {
    const axes = readings({ white: 0.01 }, 6000)
    for (const n of [1, 4, 16]) expect(allanOf(axes, n) / (0.01 / Math.sqrt(n / 100))).to.be.closeTo(1, 0.05)
    const slope = Math.log(allanOf(axes, 16) / allanOf(axes, 1)) / Math.log(16)
    expect(slope / -0.5).to.be.closeTo(1, 0.05)
  })

  it("Allan deviation of its bias's walk is K sqrt(T / 3): slope +1/2 within 5 %", () => {
    const axes = readings({ walk: 0.02 }, 12_000)
    // Of one reading alone the walk is sampled too coarsely for the formula, which is of continuous time.
    for (const n of [8, 32]) expect(allanOf(axes, n) / (0.02 * Math.sqrt(n / 100 / 3))).to.be.closeTo(1, 0.05)
    const slope = Math.log(allanOf(axes, 64) / allanOf(axes, 8)) / Math.log(8)
    expect(slope / 0.5).to.be.closeTo(1, 0.05)
  })

  it('wakes up with a bias that stays', () => {
    const awake = { ...SPEC, gyro: { ...SILENT, bias: 0.1 } }
    const truth = { force: [0, 0, 9.81], turn: [0, 0, 0] } as const
    const first = imu.develop(awake, truth, { seed: 1, index: 0 }).turn
    expect(first).to.deep.equal(imu.develop(awake, truth, { seed: 1, index: 500 }).turn)
    const waking = Array.from(
      { length: 3000 },
      (_, seed) => imu.develop(awake, truth, { seed, index: 0 }).turn[0],
    )
    const square = waking.reduce((sum, v) => sum + v * v, 0) / waking.length
    expect(Math.sqrt(square) / 0.1).to.be.closeTo(1, 0.05)
  })
})
