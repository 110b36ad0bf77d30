import { expect } from 'chai'
import { leftPerMetre, rainAttenuation } from '../../../src/sensors/radar/attenuation.ts'
import { SCENARIO } from '../../contract/painted.ts'

const MM_PER_HOUR = 1 / 3.6e6
const { weather } = SCENARIO

describe('sensors/radar/attenuation', () => {
  it('is that of ITU-R P.838-3, table 5: k and alpha at 20 and 80 GHz, both polarisations together', () => {
    // kH, kV, alphaH, alphaV of the recommendation's own table.
    for (const [frequency, kh, kv, ah, av] of [
      [20e9, 0.09164, 0.09611, 1.0568, 0.9847],
      [80e9, 1.1704, 1.1668, 0.7115, 0.7021],
    ] as const) {
      const k = (kh + kv) / 2
      const alpha = (kh * ah + kv * av) / (2 * k)
      expect(rainAttenuation(1, frequency) / k).to.be.closeTo(1, 1e-3)
      expect(rainAttenuation(50, frequency) / (k * Math.exp(alpha * Math.log(50)))).to.be.closeTo(1, 2e-3)
    }
  })

  it('takes it twice, there and back', () => {
    const rain = { ...weather, rainfall: 25 * MM_PER_HOUR }
    const decibels = -10 * Math.log10(leftPerMetre(rain, 76.5e9)) * 1000
    expect(decibels).to.be.closeTo(2 * rainAttenuation(25, 76.5e9), 1e-9)
  })

  it('leaves dry air alone, and takes less in snow than in as much rain', () => {
    expect(leftPerMetre(weather, 76.5e9)).to.equal(1)
    const of = (wet: Partial<typeof weather>): number => leftPerMetre({ ...weather, ...wet }, 76.5e9)
    const [rain, snow] = [of({ rainfall: 2 * MM_PER_HOUR }), of({ snowfall: 2 * MM_PER_HOUR })]
    expect(rain).to.be.below(snow)
    expect(snow).to.be.below(1)
  })
})
