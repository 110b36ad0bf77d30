import { expect } from 'chai'
import { MARKS, marksOf, wheelForce, type Mark, type MarksInput } from '../../client/view/marks.ts'
import { Strips } from '../../client/view/strips.ts'
import { yawOf, type Vec3 } from '../../src/math/index.ts'
import type { Shape } from '../../src/shape/index.ts'
import { stateAt, SYNTHETIC } from '../server/synthetic.ts'

const shape = {
  wheels: [
    [2.7, 0.8, 0.3],
    [2.7, -0.8, 0.3],
    [0, 0.8, 0.3],
    [0, -0.8, 0.3],
  ],
} as unknown as Shape

const input = (marks: readonly Mark[], step = 200): MarksInput => ({
  ...{ scenario: SYNTHETIC, patches: new Strips(), shapes: [shape, shape] },
  ...{ state: stateAt(step), at: (t) => stateAt(Math.round(t * 100)), followed: 'ego', rival: null },
  shown: new Set(marks),
})

/** Corners of the triangles. */
const pointsOf = ({ positions }: Strips): Vec3[] =>
  Array.from({ length: positions.length / 3 }, (_, i) => positions.slice(3 * i, 3 * i + 3) as unknown as Vec3)

describe('marks over the world', () => {
  it('are none where none are wanted, and whole triangles with colours where they are', () => {
    expect(marksOf(input([])).positions).to.deep.equal([])
    const { positions, colors } = marksOf(input(MARKS))
    expect(positions.length % 9).to.equal(0)
    expect(colors.length / 4).to.equal(positions.length / 3)
    expect(positions.every(Number.isFinite)).to.equal(true)
  })

  it('trail where somebody has been for six seconds at most', () => {
    const along = pointsOf(marksOf(input(['trails']))).map(([x]) => x)
    const { actors } = stateAt(200)
    expect(Math.min(...along)).to.be.closeTo(0, 0.2)
    expect(Math.max(...along)).to.be.closeTo(actors[1].position[0], 0.2)
    const late = pointsOf(marksOf(input(['trails'], 1000))).map(([x]) => x)
    expect(Math.min(...late)).to.be.closeTo(20 * 4, 0.5)
  })

  it('point where somebody goes, as far as he gets in 0.8 s', () => {
    const [ego] = stateAt(200).actors
    const along = pointsOf(marksOf({ ...input(['speed']), state: { ...stateAt(200), actors: [ego] } })).map(
      ([x]) => x,
    )
    expect(Math.max(...along)).to.be.closeTo(ego.position[0] + 20 * 0.8, 1e-9)
  })

  it('show the force of a wheel in its own direction, within the circle of what the ground gives', () => {
    const [ego] = stateAt(200).actors
    const { contact, force } = wheelForce(ego, shape, 0)
    const heading = yawOf(ego.orientation) + 0.1
    expect(force[0]).to.be.closeTo(-100 * Math.cos(heading) - 20 * Math.sin(heading), 1e-9)
    expect(Math.hypot(...force)).to.be.closeTo(Math.hypot(100, 20), 1e-9)
    const far = pointsOf(marksOf(input(['grip'])))
      .filter(([x, y]) => Math.hypot(x - contact[0], y - contact[1]) < 0.75)
      .map(([x, y]) => Math.hypot(x - contact[0], y - contact[1]))
    expect(Math.max(...far)).to.be.closeTo(1000 / 1500 + 0.025, 0.01)
  })

  it('show where the sensors of whom one follows look, and nobody else', () => {
    const points = pointsOf(marksOf(input(['sensors'])))
    const [ego] = stateAt(200).actors
    expect(points).to.not.be.empty
    // The only sensor is a camera that looks ahead.
    for (const [x, y] of points) {
      expect(x - ego.position[0]).to.be.within(-0.1, 14)
      expect(Math.abs(y - ego.position[1])).to.be.below(9)
    }
    expect(pointsOf(marksOf({ ...input(['sensors']), followed: 'lead' }))).to.deep.equal([])
  })
})
