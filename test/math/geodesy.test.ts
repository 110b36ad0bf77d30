import { expect } from 'chai'
import { geodetics } from '../../src/math/index.ts'

const DEGREE = Math.PI / 180
const UTM32 = '+proj=utm +zone=32 +datum=WGS84 +units=m +no_defs'

/** Radii of curvature of WGS 84 along the meridian and across it, m. */
const radii = (latitude: number): readonly [number, number] => {
  const square = 0.0066943799901413165
  const w = Math.sqrt(1 - square * Math.sin(latitude) * Math.sin(latitude))
  return [(6_378_137 * (1 - square)) / (w * w * w), 6_378_137 / w]
}

describe('math/geodesy', () => {
  it('knows the way along the meridian: 5 540 847.04 m from the equator to 50 degrees north', () => {
    const { latitude, longitude } = geodetics(UTM32)([500_000, 5_540_847.0416 * 0.9996, 120])
    expect(latitude / DEGREE).to.be.closeTo(50, 1e-9)
    expect(longitude / DEGREE).to.be.closeTo(9, 1e-10)
  })

  it('knows places off the meridian: the CN tower, 43.642567 N 79.387139 W, in zone 17', () => {
    // Wikipedia, "Universal Transverse Mercator coordinate system": 630084 m east, 4833438 m north.
    const { latitude, longitude, height } = geodetics('+proj=utm +zone=17')([630_084, 4_833_438, 75])
    expect(latitude / DEGREE).to.be.closeTo(43.642567, 1e-5)
    expect(longitude / DEGREE).to.be.closeTo(-79.387139, 1e-5)
    expect(height).to.equal(75)
  })

  it('is a true map near its origin: a step east and north turns by the radii of the ellipsoid', () => {
    const at = geodetics('+proj=tmerc +lat_0=48.5 +lon_0=9.1 +k=1 +x_0=100 +y_0=-50 +ellps=WGS84')
    const origin = at([100, -50, 0])
    expect(origin.latitude / DEGREE).to.be.closeTo(48.5, 1e-10)
    expect(origin.longitude / DEGREE).to.be.closeTo(9.1, 1e-10)
    const [along, across] = radii(origin.latitude)
    expect((at([100, 950, 0]).latitude - origin.latitude) * along).to.be.closeTo(1000, 1e-2)
    const east = at([1100, -50, 0])
    expect((east.longitude - origin.longitude) * across * Math.cos(origin.latitude)).to.be.closeTo(1000, 1e-2)
  })

  it('is symmetric about its meridian and the equator', () => {
    const at = geodetics(UTM32)
    const [west, east] = [at([400_000, 5_000_000, 0]), at([600_000, 5_000_000, 0])]
    expect(west.latitude).to.be.closeTo(east.latitude, 1e-14)
    expect(west.longitude + east.longitude).to.be.closeTo(2 * 9 * DEGREE, 1e-10)
    const south = geodetics('+proj=utm +zone=32 +south')([600_000, 5_000_000, 0])
    expect(south.latitude).to.be.closeTo(-at([600_000, 5_000_000, 0]).latitude, 1e-10)
  })

  it('puts a road without a reference, or with one that it cannot read, in Karlsruhe', () => {
    for (const reference of [null, '', '+proj=geocent +datum=WGS84']) {
      const { latitude, longitude } = geodetics(reference)([0, 0, 0])
      expect(latitude / DEGREE).to.be.closeTo(49, 1e-10)
      expect(longitude / DEGREE).to.be.closeTo(8.4, 1e-10)
    }
  })
})
