import { expect } from 'chai'
import { shortRoad } from './given.ts'

describe('a strip of grass below the road', () => {
  const road = shortRoad(
    '{straight: 100 m, right: [{shoulder: 0.5 m}, {grass: 3 m, drop: 8 cm}], left: [{grass: 3 m}]}',
  )

  it('lies lower by its drop, with a short ramp at the edge, and level beyond its end', () => {
    const edge = -4
    expect(road.height(50, edge + 0.11)).to.equal(0)
    expect(road.height(50, edge)).to.be.closeTo(-0.04, 1e-12)
    for (const beyond of [0.11, 1, 3, 8]) expect(road.height(50, edge - beyond)).to.be.closeTo(-0.08, 1e-12)
    expect(road.normal(50, edge - 8)[2]).to.equal(1)
  })

  it('lies level with the road without one', () => {
    for (const t of [3, 3.6, 5, 9]) expect(road.height(50, t)).to.equal(0)
  })

  it('is no pavement: its ground is the verge', () => {
    expect(road.ground(50, -5).kind).to.equal('grass')
  })
})
