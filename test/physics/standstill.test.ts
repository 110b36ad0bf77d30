import { expect } from 'chai'
import type { Vec3 } from '../../src/math/index.ts'
import { SEDAN, VAN, actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const moved = (a: Vec3, b: Vec3): number => Math.hypot(a[0] - b[0], a[1] - b[1])

describe('physics/standstill', () => {
  for (const vehicle of [SEDAN, VAN]) {
    it(`a parked ${vehicle.name} does not creep on a slope along and across`, () => {
      const physics = physicsOf(flatRoad({ slope: [0.12, 0.05] }), actor({ id: 'car', spec: vehicle }))
      const states = drive(physics, 20, () => controls({ brake: 0.6 }))
      const settled = states[500].actors[0].position
      expect(moved(settled, states[0].actors[0].position)).to.be.lessThan(0.01)
      expect(moved(settled, states.at(-1)!.actors[0].position)).to.be.lessThan(1e-6)
    })

    it(`a ${vehicle.name} left alone on the level stays where it is`, () => {
      const physics = physicsOf(flatRoad(), actor({ id: 'car', spec: vehicle }))
      const states = drive(physics, 5, () => controls())
      expect(moved(states[0].actors[0].position, states.at(-1)!.actors[0].position)).to.be.lessThan(1e-6)
    })
  }

  for (const [abs, heading] of [
    ['on', 0],
    ['off', 0],
    ['off', Math.PI / 2],
  ] as const)
    it(`a car that slides to a stop (ABS ${abs}, turned ${heading.toFixed(1)} rad) rocks a little and stands`, () => {
      const car = actor({ id: 'car', abs, at: { lane: -1, s: 100, offset: 0, heading }, speed: 0 })
      const physics = physicsOf(flatRoad(), car)
      // Thrown along the road whichever way it points.
      const saved = physics.save()
      const body = [...saved.vehicles[0].body]
      body[7] = 10
      body[8] = 0
      physics.restore({ ...saved, vehicles: [{ ...saved.vehicles[0], body }] })
      const along = drive(physics, 5, () => controls({ brake: 1 })).map((s) => s.actors[0].velocity[0])
      expect(Math.min(...along)).to.be.greaterThan(-0.45)
      expect(Math.max(...along.slice(250).map(Math.abs))).to.be.lessThan(0.02)
    })

  it('braked on ice too steep to hold, it slides down', () => {
    const physics = physicsOf(flatRoad({ slope: [0.12, 0], mu: 0.08, kind: 'ice' }), actor({ id: 'car' }))
    const states = drive(physics, 3, () => controls({ brake: 1 }))
    expect(states.at(-1)!.actors[0].position[0]).to.be.lessThan(99)
  })

  it('unbraked on a slope, it rolls down', () => {
    const physics = physicsOf(flatRoad({ slope: [0.05, 0] }), actor({ id: 'car' }))
    const states = drive(physics, 5, () => controls())
    // 5 % less rolling resistance and the wheels' inertia: about 0.35 m/s^2.
    expect(states.at(-1)!.actors[0].velocity[0]).to.be.within(-2.2, -1.5)
  })
})
