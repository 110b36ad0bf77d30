import { expect } from 'chai'
import { cracksTexels } from '../../src/render/cracks.ts'

describe('worn asphalt', () => {
  it('is mostly as it was, and darker where it cracked', () => {
    const texels = cracksTexels()
    // Detail maps: 128 changes nothing.
    const reds = texels.filter((_, i) => i % 4 === 0)
    expect(reds.filter((r) => Math.abs(r - 128) < 12).length / reds.length).to.be.greaterThan(0.85)
    expect(reds.filter((r) => r < 100).length / reds.length).to.be.within(0.002, 0.05)
  })
})
