import { expect } from 'chai'
import { SEDAN, actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const GRAVITY = 9.81

describe('physics/suspension', () => {
  it('at rest each axle carries its share of the weight and nothing moves', () => {
    const states = drive(physicsOf(flatRoad(), actor({ id: 'car' })), 2, () => controls())
    const { wheels, position, acceleration } = states.at(-1)!.actors[0]
    const front = (SEDAN.mass * GRAVITY * SEDAN.centreOfGravity[0]) / SEDAN.axles[0].x
    expect(wheels[0].load + wheels[1].load).to.be.closeTo(front, 1)
    expect(wheels[2].load + wheels[3].load).to.be.closeTo(SEDAN.mass * GRAVITY - front, 1)
    expect(position[2]).to.be.closeTo(0, 1e-4)
    for (const w of wheels) expect(w.travel).to.be.closeTo(0, 1e-4)
    for (const a of acceleration) expect(a).to.be.closeTo(0, 1e-3)
  })

  it('braking moves load to the front by m a h / L', () => {
    const states = drive(physicsOf(flatRoad(), actor({ id: 'car', speed: 30 })), 2, () =>
      controls({ brake: 0.3 }),
    )
    const late = states.slice(150)
    const mean = (f: (i: number) => number): number => late.reduce((n, _, i) => n + f(i), 0) / late.length
    const front = mean((i) => late[i].actors[0].wheels[0].load + late[i].actors[0].wheels[1].load)
    const still = (SEDAN.mass * GRAVITY * SEDAN.centreOfGravity[0]) / SEDAN.axles[0].x
    const braking = mean((i) => -late[i].actors[0].wheels.reduce((n, w) => n + w.forceX, 0))
    const expected = (braking * SEDAN.centreOfGravity[2]) / SEDAN.axles[0].x
    expect(front - still).to.be.closeTo(expected, 0.05 * expected)
  })

  it('cornering moves load to the outside by m a h / T', () => {
    const states = drive(physicsOf(flatRoad(), actor({ id: 'car', speed: 20 })), 4, () =>
      controls({ steer: 0.03 }),
    )
    const { wheels } = states.at(-1)!.actors[0]
    const shift = (wheels[1].load + wheels[3].load - wheels[0].load - wheels[2].load) / 2
    const force = wheels.reduce((n, w) => n + w.forceY, 0)
    const expected = (force * SEDAN.centreOfGravity[2]) / SEDAN.axles[0].track
    // The rolling body's own weight adds a little to the statics of the rigid car.
    expect(shift / expected).to.be.within(1, 1.15)
  })

  it('wheels lift: a tall narrow car in a hard turn has nothing on its inner wheels', () => {
    const tall = { ...SEDAN, centreOfGravity: [1.55, 0, 0.95] as const }
    const physics = physicsOf(flatRoad({ mu: 1.1 }), actor({ id: 'car', spec: tall, speed: 20 }))
    const states = drive(physics, 2, () => controls({ steer: 0.12 }))
    expect(states.some((s) => s.actors[0].wheels[0].load === 0 && s.actors[0].wheels[2].load === 0)).to.equal(
      true,
    )
  })
})
