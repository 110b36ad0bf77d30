import { expect } from 'chai'
import fc from 'fast-check'
import { blowBetween, restitution, spinFrom, type ImpactBody } from '../../src/physics/contact/impact.ts'

const level = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

const body = fc
  .record({
    mass: level(80, 40_000),
    gyration: level(0.4, 3),
    velocity: fc.tuple(level(-40, 40), level(-40, 40), level(-2, 2)),
    spin: fc.tuple(level(-1, 1), level(-1, 1), level(-3, 3)),
    arm: fc.tuple(level(-3, 3), level(-2, 2), level(-1, 1)),
  })
  .map(({ mass, gyration, velocity, spin, arm }) => {
    const i = mass * gyration ** 2
    const inertia = [0.3 * i, i, i] as const
    const inverseInertia = [1 / inertia[0], 0, 0, 0, 1 / inertia[1], 0, 0, 0, 1 / inertia[2]]
    const side: ImpactBody = { inverseMass: 1 / mass, inverseInertia, velocity, angularVelocity: spin, arm }
    return { mass, inertia, side }
  })

type Body = typeof body extends fc.Arbitrary<infer T> ? T : never

const struck = ({ side }: Body, x: number, y: number, z: number): ImpactBody => {
  const [a, b, c] = spinFrom(side, [x, y, z])
  const [vx, vy, vz] = side.velocity
  const [wx, wy, wz] = side.angularVelocity
  return {
    ...side,
    velocity: [vx + x * side.inverseMass, vy + y * side.inverseMass, vz + z * side.inverseMass],
    angularVelocity: [wx + a, wy + b, wz + c],
  }
}

const energy = ({ mass, inertia }: Body, { velocity: v, angularVelocity: w }: ImpactBody): number =>
  0.5 * mass * (v[0] ** 2 + v[1] ** 2 + v[2] ** 2) +
  0.5 * (inertia[0] * w[0] ** 2 + inertia[1] * w[1] ** 2 + inertia[2] * w[2] ** 2)

describe('physics/impact', () => {
  it('energy is never gained, and what is lost is what is reported', () =>
    fc.assert(
      fc.property(
        body,
        body,
        level(-Math.PI, Math.PI),
        fc.record({ restitution: level(0, 0.6), lift: level(0, 5), share: level(0, 1) }),
        (a, b, angle, blow) => {
          const impulse = blowBetween(a.side, b.side, Math.cos(angle), Math.sin(angle), blow)
          if (impulse === null) return
          const before = energy(a, a.side) + energy(b, b.side)
          const after =
            energy(a, struck(a, -impulse.x, -impulse.y, -impulse.z)) +
            energy(b, struck(b, impulse.x, impulse.y, impulse.z))
          expect(after).to.be.at.most(before * (1 + 1e-9))
          expect(before - after).to.be.closeTo(impulse.energyLost, 1e-6 * before + 1e-9)
        },
      ),
      { numRuns: 2000 },
    ))

  it('a central impact follows the textbook: E = 1/2 m_r (1 - e^2) V^2', () => {
    const flat = (mass: number, vx: number): ImpactBody => ({
      inverseMass: 1 / mass,
      inverseInertia: [1e-3, 0, 0, 0, 1e-3, 0, 0, 0, 1e-3],
      velocity: [vx, 0, 0],
      angularVelocity: [0, 0, 0],
      arm: [0, 0, 0],
    })
    const impulse = blowBetween(flat(1500, 20), flat(1000, 5), 1, 0, { restitution: 0.3 })!
    const reduced = (1500 * 1000) / 2500
    expect(impulse.closingSpeed).to.be.closeTo(15, 1e-12)
    expect(impulse.x).to.be.closeTo(reduced * 1.3 * 15, 1e-6)
    expect(impulse.energyLost).to.be.closeTo(0.5 * reduced * (1 - 0.09) * 225, 1e-6)
  })

  it('restitution by closing speed is the published curve', () => {
    // SAE 980552: values of the curve.
    for (const [speed, e] of [
      [1, 0.475],
      [2, 0.388],
      [5, 0.236],
      [10, 0.094],
      [15, 0.014],
    ])
      expect(restitution(speed)).to.be.closeTo(e, 0.002)
    expect(restitution(70)).to.be.within(0, 1e-6)
  })
})
