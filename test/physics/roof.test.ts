import { expect } from 'chai'
import { VAN, actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

describe('physics/roof', () => {
  it('a car that tips over comes to rest on its body, above the ground', () => {
    const topHeavy = { ...VAN, centreOfGravity: [1.9, 0, 1.3] as const }
    const van = actor({ id: 'van', spec: topHeavy, speed: 25 })
    const states = drive(physicsOf(flatRoad({ mu: 1.1 }), van), 15, () => controls({ steer: 0.25 }))
    const up = (i: number): number => {
      const [x, y] = states[i].actors[0].orientation
      return 1 - 2 * (x * x + y * y)
    }
    expect(up(0)).to.equal(1)
    expect(up(states.length - 1)).to.be.lessThan(0.5)
    const { velocity, wheels } = states.at(-1)!.actors[0]
    expect(Math.hypot(...velocity)).to.be.lessThan(0.05)
    expect(wheels[0].load).to.equal(0)
    // The middle of the box stands half a width, not half a height, above the road, or more.
    const { position, orientation: q } = states.at(-1)!.actors[0]
    const along = [(VAN.length - 2 * VAN.rearOverhang) / 2, 0, (VAN.height + VAN.groundClearance) / 2]
    const rise = 2 * (q[0] * q[2] - q[3] * q[1]) * along[0] + (1 - 2 * (q[0] * q[0] + q[1] * q[1])) * along[2]
    expect(position[2] + rise).to.be.within(0.8, 1.4)
  })
})
