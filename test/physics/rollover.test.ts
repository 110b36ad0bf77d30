import { expect } from 'chai'
import type { ActorSpec, VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { bodyOf, upright } from './bodies.ts'
import { SEDAN, actor, controls, drive, physicsOf } from './cars.ts'
import { passengerCars, vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'
import { staticStability, tipUp } from './throw.ts'

/** Runs a car that has been given other numbers of its body: position, quaternion, velocity, rates. */
const from = (
  actors: readonly ActorSpec[],
  mu: number | null,
  change: (body: readonly number[]) => number[],
  seconds: number,
): WorldState[] => {
  const physics = physicsOf(flatRoad({ mu }), ...actors)
  const saved = physics.save()
  const [car, ...others] = saved.vehicles
  physics.restore({ ...saved, vehicles: [{ ...car, body: change(car.body) }, ...others] })
  return drive(physics, seconds, () => controls({ brake: 1 }))
}

/** Slides broadside over slippery ground into a kerb beside its left wheels. */
const intoKerb = (spec: VehicleSpec, speed: number): number => {
  const middle = 100 + spec.length / 2 - spec.rearOverhang
  const kerb = { ...bodyOf('kerb'), length: 8 }
  const states = from(
    [actor({ id: 'car', spec }), actor({ id: 'kerb', spec: kerb, at: { lane: -1, s: middle, offset: 1.4, heading: 0 } })],
    0.3,
    (b) => b.map((x, i) => (i === 8 ? speed : x)),
    4,
  )
  return Math.min(...states.map((s) => upright(s.actors[0])))
}

describe('physics/rollover', () => {
  passengerCars.forEach((spec) =>
    it(`${spec.name} tips up near its static stability factor, and slides where the tyres hold less @slow`, () => {
      const factor = staticStability(spec)
      // SSF less 5 to 10 % for the suspension, each 5 %.
      expect(tipUp(spec, 2)! / factor).to.be.within(0.9 * 0.95, 0.95 * 1.05)
      expect(tipUp(spec, 0.75 * factor)).to.equal(null)
    }),
  )

  it('a kerb trips what slides into it broadside: tall vehicles sooner', () => {
    const [sedan, suv, van] = ['sedan', 'suv', 'van'].map((name) => vehicleOf(name))
    expect(intoKerb(sedan, 4)).to.be.above(0.9)
    expect(intoKerb(sedan, 10)).to.be.below(0.3)
    expect(intoKerb(suv, 6.5)).to.be.below(0.3)
    expect(intoKerb(van, 6.5)).to.be.below(0.3)
  })

  it('on its roof a car slides with the friction of sheet metal and comes to rest', () => {
    const states = from(
      [actor({ id: 'car' })],
      null,
      ([x, y]) => [x, y, SEDAN.height - SEDAN.centreOfGravity[2], 1, 0, 0, 0, 15, 0, 0, 0, 0, 0],
      8,
    )
    const last = states.at(-1)!.actors[0]
    const way = last.position[0] - states[0].actors[0].position[0]
    // Drag factors of cars on their roof or side: 0.3 to 0.6.
    expect((15 * 15) / (2 * 9.81 * way)).to.be.within(0.35, 0.6)
    expect(Math.hypot(...last.velocity)).to.be.below(0.001)
    expect(upright(last)).to.be.below(-0.95)
  })
})
