import { expect } from 'chai'
import type { WheelSpeedSpec } from '../../../src/scenario/index.ts'
import { wheelSpeed, wheelSpeedTruth } from '../../../src/sensors/index.ts'
import { CAR, mount, momentsOf, scene } from '../scene.ts'

const SPEC: WheelSpeedSpec = {
  ...{ kind: 'wheel-speed', id: 'ego.abs', actor: 'ego', name: 'abs', model: 'test', rate: 50, latency: 0 },
  mount: mount([0, 0, 0]),
  teeth: 48,
  jitter: 0.02,
}
const QUANTUM = (2 * Math.PI * SPEC.rate) / SPEC.teeth

const read = (rate: number, count: number, spec = SPEC): number[] =>
  Array.from({ length: count }, (_, index) => {
    const angle = 0.3 + (rate * index) / spec.rate
    return wheelSpeed.develop(spec, [{ angle, rate }], { seed: 5, index })[0]
  })

describe('sensors/wheel-speed', () => {
  it('tells whole pulses: multiples of 2 pi rate / teeth, next to the truth', () => {
    for (const value of read(47.3, 200)) {
      const pulses = value / QUANTUM
      expect(pulses).to.be.closeTo(Math.round(pulses), 1e-9)
      expect(Math.abs(value - 47.3)).to.be.below(1.2 * QUANTUM)
    }
  })

  it('loses no pulse: the mean is the truth within a pulse over the time', () => {
    for (const rate of [0.7, 12.34, 80, -9.1]) {
      const values = read(rate, 500)
      expect(Math.abs(momentsOf(values).mean - rate)).to.be.below((1.5 * QUANTUM) / 500)
    }
  })

  it('scatters as rounding does: uniform over a pulse, so with the deviation of the share p: sqrt(p (1 - p))', () => {
    const share = 0.3
    const { deviation } = momentsOf(read((20 + share) * QUANTUM, 1000, { ...SPEC, jitter: 0 }))
    expect(deviation / (QUANTUM * Math.sqrt(share * (1 - share)))).to.be.closeTo(1, 0.05)
  })

  it('a locked wheel reads 0, wherever its teeth stand; a creeping one a pulse now and then', () => {
    for (let i = 0; i < 100; i++) {
      const reading = wheelSpeed.develop(SPEC, [{ angle: i * 0.0137, rate: 0 }], { seed: i, index: i })
      expect(reading).to.deep.equal([0])
    }
    const creeping = read(0.05 * QUANTUM, 400)
    expect(creeping.filter((v) => v !== 0).length).to.be.within(15, 25)
  })

  it('backwards is negative', () => {
    expect(momentsOf(read(-30, 100)).mean).to.be.closeTo(-30, 0.2)
  })

  it("reads its carrier's wheels in their order", () => {
    const { state } = scene([{ shape: CAR, at: [0, 0, 0], spinRate: 12 }])
    expect(wheelSpeedTruth(SPEC, state)).to.deep.equal(CAR.wheels.map(() => ({ angle: 0, rate: 12 })))
  })
})
