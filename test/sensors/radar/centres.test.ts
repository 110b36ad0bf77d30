import { expect } from 'chai'
import { norm, sub, type Vec3 } from '../../../src/math/index.ts'
import { centresOf } from '../../../src/sensors/radar/centres.ts'
import { crossSection, crossSectionOf } from '../../../src/sensors/radar/cross-section.ts'
import { actorShape, boxOf, restOf } from '../../../src/shape/index.ts'
import { SCENARIO } from '../../contract/painted.ts'
import { actorAt, CAR, cuboid, RADIUS } from '../scene.ts'

const [SPEC] = SCENARIO.actors
const SEDAN = actorShape(SPEC, 7)
const car = actorAt({ shape: SEDAN, at: [0, 0, 0] }, 1)
const from = (bearing: number, distance = 60): Vec3 => {
  const { center } = boxOf(SEDAN, restOf(SEDAN))
  return [center[0] + distance * Math.cos(bearing), distance * Math.sin(bearing), 0.5]
}
const decibels = (power: number): number => 10 * Math.log10(power)
const wholeOf = (bearing: number): number =>
  centresOf(SEDAN, car, from(bearing)).reduce((sum, { rcs }) => sum + rcs, 0)

describe('sensors/radar/centres', () => {
  it('together have the cross-section of the class from that side', () => {
    const section = crossSectionOf('car', [4.6, 1.8, 1.45], true)
    for (let bearing = -3; bearing <= 3; bearing += 0.25)
      expect(wholeOf(bearing) / crossSection(section, bearing)).to.be.closeTo(1, 1e-9)
    expect(decibels(wholeOf(0))).to.be.closeTo(section.front, 0.2)
    expect(decibels(wholeOf(Math.PI))).to.be.closeTo(section.rear, 0.2)
    expect(decibels(wholeOf(Math.PI / 2))).to.be.closeTo(section.side, 0.2)
    expect(decibels(wholeOf(Math.PI / 4))).to.be.closeTo(section.askew, 0.2)
  })

  it('are spread over the side that is seen, none behind it', () => {
    const { center, size } = boxOf(SEDAN, restOf(SEDAN))
    const behind = centresOf(SEDAN, car, from(Math.PI))
    const strong = behind.filter(({ rcs }) => rcs > 0.1 * wholeOf(Math.PI))
    for (const { position } of strong) expect(position[0]).to.be.below(center[0])
    const aside = centresOf(SEDAN, car, from(Math.PI / 2 - 0.3))
    const xs = aside.map(({ position }) => position[0])
    expect(Math.max(...xs) - Math.min(...xs)).to.be.above(0.6 * size[0])
    for (const { position } of aside) expect(norm(sub(position, center))).to.be.below(norm(size) / 2 + 0.1)
  })

  it('are mirrored when the view is', () => {
    const order = (list: ReturnType<typeof centresOf>, sign: number): string[] =>
      list
        .map(({ position: [x, y], rcs }) => [x, sign * y, rcs].map((v) => (v + 0).toFixed(3)).join())
        .map((text) => text.replaceAll('-0.000', '0.000'))
        .sort()
    const box = actorAt({ shape: CAR, at: [0, 0, 0] }, 1)
    for (const bearing of [0.2, 1, 2.5]) {
      const [x, y, z] = from(bearing)
      const [left, right] = [centresOf(CAR, box, [x, y, z]), centresOf(CAR, box, [x, -y, z])]
      expect(order(left, 1)).to.deep.equal(order(right, -1))
    }
  })

  it('move with the body, turning included; a rolling rim between nothing and twice the speed', () => {
    const speed = 20
    const rolling = actorAt(
      { shape: CAR, at: [0, 0, 0], velocity: [speed, 0, 0], spinRate: speed / RADIUS },
      1,
    )
    const spun = { ...rolling, wheels: rolling.wheels.map((w) => ({ ...w, spin: 1.2 })) }
    const speeds = centresOf(CAR, spun, [1, 60, 0.5]).map(({ velocity }) => velocity[0])
    expect(speeds.filter((v) => Math.abs(v - speed) < 1e-9).length).to.be.above(2)
    expect(Math.max(...speeds)).to.be.within(1.5 * speed, 2 * speed)
    expect(Math.min(...speeds)).to.be.within(0, 0.5 * speed)
    const turning = actorAt({ shape: CAR, at: [0, 0, 0], turning: 1 }, 1)
    for (const { position, velocity } of centresOf(CAR, turning, [60, 0, 0.5])) {
      expect(velocity[0]).to.be.closeTo(-position[1], 1e-6)
      expect(velocity[1]).to.be.closeTo(position[0], 1e-6)
    }
  })

  it('go by class: a truck more than a car, a car more than a bicycle, that more than a person', () => {
    const of = (semantic: 'truck' | 'car' | 'bicycle' | 'pedestrian'): number => {
      const shape = cuboid(semantic, [4, 1.8, 1.6])
      const seen = centresOf(shape, actorAt({ shape, at: [0, 0, 0] }, 1), [1, 50, 0.5])
      return seen.reduce((sum, { rcs }) => sum + rcs, 0)
    }
    const values = (['truck', 'car', 'bicycle', 'pedestrian'] as const).map(of)
    expect(values).to.deep.equal([...values].sort((a, b) => b - a))
  })

  it('of an object go by its size and by whether it is metal', () => {
    const { front, side } = crossSectionOf('object', [2, 1, 1], false)
    expect(side - front).to.be.closeTo(10 * Math.log10(2), 1e-9)
    expect(crossSectionOf('object', [2, 1, 1], true).front).to.be.above(front + 5)
  })
})
