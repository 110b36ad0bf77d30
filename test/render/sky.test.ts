import { expect } from 'chai'
import fc from 'fast-check'
import type { Vec3 } from '../../src/math/index.ts'
import { fractalNoise, sampleField } from '../../src/render/noise.ts'
import { daylight, type Rgb } from '../../src/render/sky.ts'
import { CLEAR_NOON } from './boxes.ts'

const sum = ([r, g, b]: Rgb): number => r + g + b
const up: Vec3 = [0, 0, 1]

describe('daylight', () => {
  const clear = daylight({ ...CLEAR_NOON, cloudCover: 0 }, 0.2)
  const overcast = daylight({ ...CLEAR_NOON, cloudCover: 1 }, 0.2)

  it('is blue overhead when clear and grey when overcast', () => {
    const [r, g, b] = clear.sky(up)
    expect(b).to.be.greaterThan(1.5 * r)
    expect(b).to.be.greaterThan(g)
    const [r2, , b2] = overcast.sky(up)
    expect(b2 / r2).to.be.within(0.9, 1.3)
  })

  it('has a sun of some ninety kilolux when clear and none when overcast', () => {
    expect(sum(clear.sun) / 3).to.be.within(60, 110)
    expect(sum(overcast.sun)).to.equal(0)
    // Low, it is weaker and redder.
    const low = daylight({ ...CLEAR_NOON, cloudCover: 0, sun: { elevation: 0.06, azimuth: 0 } }, 0.2)
    expect(sum(low.sun)).to.be.lessThan(sum(clear.sun) / 2)
    expect(low.sun[0] / low.sun[2]).to.be.greaterThan(2)
  })

  it('stands where the compass says', () => {
    const [x, y, z] = daylight(
      { ...CLEAR_NOON, sun: { elevation: 0.3, azimuth: Math.PI / 2 } },
      0.2,
    ).sunDirection
    expect(x).to.be.closeTo(Math.cos(0.3), 1e-12)
    expect(y).to.be.closeTo(0, 1e-12)
    expect(z).to.be.closeTo(Math.sin(0.3), 1e-12)
  })

  it('loses 95 % of its light over the meteorological optical range', () => {
    const { extinction } = daylight({ ...CLEAR_NOON, visibility: 180 }, 0.2)
    expect(Math.exp(-extinction * 180)).to.be.closeTo(0.05, 1e-12)
  })

  it('is finite and never negative, whatever the sun and wherever one looks', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -0.3, max: 1.5, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 6.28, noNaN: true }),
        fc.double({ min: -1, max: 1, noNaN: true }),
        (elevation, cloudCover, azimuth, z) => {
          const { sky, haze } = daylight({ ...CLEAR_NOON, cloudCover, sun: { elevation, azimuth: 1 } }, 0.5)
          const flat = Math.sqrt(1 - z * z)
          for (const c of [...sky([flat * Math.cos(azimuth), flat * Math.sin(azimuth), z]), ...haze]) {
            expect(c).to.be.within(0, 1e4)
          }
        },
      ),
      { numRuns: 12 },
    )
  })
})

describe('noise', () => {
  const field = fractalNoise(64, 4, 4, 0.6, 'test')

  it('is the same for the same name, and another for another', () => {
    expect([...fractalNoise(64, 4, 4, 0.6, 'test').values]).to.deep.equal([...field.values])
    expect([...fractalNoise(64, 4, 4, 0.6, 'tset').values]).to.not.deep.equal([...field.values])
  })

  it('goes on seamlessly past its edges', () => {
    for (const v of [0.1, 0.37, 0.8]) {
      expect(sampleField(field, 1.2, v)).to.be.closeTo(sampleField(field, 0.2, v), 1e-6)
      expect(Math.abs(sampleField(field, 0.999, v) - sampleField(field, 0.001, v))).to.be.lessThan(0.05)
    }
  })

  it('is neither flat nor lopsided', () => {
    const mean = field.values.reduce((a, b) => a + b, 0) / field.values.length
    expect(mean).to.be.within(0.35, 0.65)
    expect(Math.max(...field.values) - Math.min(...field.values)).to.be.greaterThan(0.3)
  })
})
