/** What people have with them goes where they go: umbrellas stay upright, hands stay on handles, wheels roll. */
import { expect } from 'chai'
import fc from 'fast-check'
import { norm, quatFromEuler, rotate, sub, transformPoint, type Vec3 } from '../../src/math/index.ts'
import { actorShape, boxOf, moversOf, type Posture, type Shape } from '../../src/shape/index.ts'
import { LIMB } from '../../src/shape/people/skeleton.ts'
import { member } from './library.ts'

const goes = (speed: number, way: number): Posture => ({
  position: [way, 0, 0],
  orientation: quatFromEuler({ yaw: 0, pitch: 0, roll: 0 }),
  velocity: [speed, 0, 0],
  wheels: [],
})

/** Vertices of the parts of this name, in the body frame. */
const pointsOf = (shape: Shape, name: RegExp, posture: Posture): Vec3[] =>
  shape.parts
    .filter((part) => name.test(part.name))
    .flatMap(({ mesh: { positions }, limb }) =>
      Array.from({ length: positions.length / 3 }, (_, i): Vec3 => {
        const p: Vec3 = [positions[3 * i], positions[3 * i + 1], positions[3 * i + 2]]
        return limb === undefined ? p : transformPoint(moversOf(shape, posture)[limb], p)
      }),
    )

const way = fc.double({ min: 0, max: 4, noNaN: true })

describe('what people have with them', () => {
  const sheltered = actorShape(member('adult-with-umbrella'), 3)
  const pushing = actorShape(member('adult-with-pushchair'), 3)
  const sitting = actorShape(member('wheelchair-user'), 3)

  it('an umbrella is held upright over the head at every step', () =>
    fc.assert(
      fc.property(way, (at) => {
        const posture = goes(1.34, at)
        const { orientation } = moversOf(sheltered, posture)[LIMB.toes[1] + 1]
        expect(rotate(orientation, [0, 0, 1])[2]).to.be.closeTo(1, 1e-9)
        const crown = Math.max(...pointsOf(sheltered, /^(head|hair)/, posture).map((p) => p[2]))
        const dome = pointsOf(sheltered, /^umbrella$/, posture)
        expect(Math.min(...dome.map((p) => p[2]))).to.be.within(crown - 0.1, crown + 0.5)
        // The box of the picture's labels holds it.
        const { center, size } = boxOf(sheltered, moversOf(sheltered, posture))
        for (const p of dome)
          for (const k of [0, 1, 2]) expect(Math.abs(p[k] - center[k])).to.be.at.most(size[k] / 2 + 1e-4)
      }),
      { numRuns: 8 },
    ))

  it('hands stay on the handle of a pushchair', () =>
    fc.assert(
      fc.property(way, (at) => {
        const posture = goes(1.2, at)
        const frame = pointsOf(pushing, /^pushchair-frame/, posture)
        for (const side of [0, 1] as const) {
          const palm = transformPoint(moversOf(pushing, posture)[LIMB.hand[side]], [0, 0, -0.08])
          expect(Math.min(...frame.map((p) => norm(sub(p, palm))))).to.be.below(0.16)
        }
      }),
      { numRuns: 8 },
    ))

  it('the wheels of a wheelchair roll on the ground, and who sits in it stays seated', () => {
    const [before, after] = [goes(0.8, 0), goes(0.8, 0.3 * Math.PI)].map((p) => moversOf(sitting, p))
    // Half a turn in half of the wheel's round.
    expect(rotate(before[0].orientation, [0, 0, 1])[2]).to.be.closeTo(1, 1e-6)
    expect(rotate(after[0].orientation, [0, 0, 1])[2]).to.be.closeTo(-1, 1e-6)
    const low = pointsOf(sitting, /^chair-tyre/, goes(0.8, 1.7)).map((p) => p[2])
    expect(Math.min(...low)).to.be.within(-0.005, 0.01)
    expect(sitting.keypoints).to.have.length(17)
    expect(sitting.semantic).to.equal('pedestrian')
  })
})
