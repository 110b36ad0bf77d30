import { expect } from 'chai'
import type { VehicleSpec } from '../../src/scenario/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { passengerCars, vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'
import { understeerGradient } from './handling.ts'
import { ableDriver, doubleLaneChange, obstacleAvoidance } from './lane-change.ts'

const KMH = 1 / 3.6

describe('physics/handling', () => {
  for (const car of passengerCars)
    it(`${car.name} understeers by 0.5 to 5 deg/g @slow`, () =>
      expect(understeerGradient(car)).to.be.within(0.5, 5))

  it('what the steering yields is what it understeers by', () => {
    const sedan = vehicleOf('sedan')
    const { steeringStiffness, casterTrail, ...rigid } = sedan
    expect([steeringStiffness, casterTrail]).to.deep.equal([20_000, 0.02])
    const without = understeerGradient(rigid)
    // Front axle load times both trails over the stiffness, at 1 g.
    const front = (sedan.mass * 9.81 * sedan.centreOfGravity[0]) / sedan.axles[0].x
    const yielded = ((front * (0.02 + 0.03)) / 20_000) * (180 / Math.PI)
    expect(understeerGradient(sedan) - without).to.be.within(0.75 * yielded, 1.15 * yielded)
  })

  it('the aligning moment turns the road wheels back, and is gone where grip peaks', () => {
    const rigid = { ...vehicleOf('sedan'), casterTrail: 0, steeringStiffness: 1e12 }
    const wheelAngle = (spec: VehicleSpec, steer: number): number => {
      const car = actor({ id: 'car', spec, speed: 20, esc: 'off' })
      const states = drive(physicsOf(flatRoad(), car), 1.5, () => controls({ steer }))
      const [left, right] = states.at(-1)!.actors[0].wheels
      return (left.steer + right.steer) / 2
    }
    const turned = (steer: number): number =>
      wheelAngle(rigid, steer) - wheelAngle({ ...rigid, steeringStiffness: 20_000 }, steer)
    expect(turned(0.03)).to.be.greaterThan(0.003)
    expect(turned(-0.03)).to.be.closeTo(-turned(0.03), 1e-6)
    expect(Math.abs(turned(0.3))).to.be.lessThan(0.3 * turned(0.03))
  })

  it('a sedan avoids the obstacle of ISO 3888-2 at 65 km/h, and nobody does at 95 km/h @slow', function () {
    this.timeout(180_000)
    const sedan = vehicleOf('sedan')
    const course = obstacleAvoidance(sedan.width)
    expect(ableDriver(sedan, course, 65 * KMH)).to.not.equal(undefined)
    expect(ableDriver(sedan, course, 95 * KMH)).to.equal(undefined)
  })

  it('a sedan changes lanes twice as in ISO 3888-1 at 80 km/h @slow', function () {
    this.timeout(180_000)
    const sedan = vehicleOf('sedan')
    expect(ableDriver(sedan, doubleLaneChange(sedan.width), 80 * KMH)).to.not.equal(undefined)
  })
})
