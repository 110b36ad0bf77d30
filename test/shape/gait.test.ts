/** Figures of joints in motion: feet that stand still, limbs that stay joined, angles as they were measured. */
import { expect } from 'chai'
import fc from 'fast-check'
import {
  compose,
  conjugate,
  eulerFromQuat,
  norm,
  quatFromEuler,
  quatMultiply,
  rotate,
  sub,
  transformPoint,
  type Pose,
  type Vec3,
} from '../../src/math/index.ts'
import { actorShape, boxOf, moversOf, type Posture, type Shape } from '../../src/shape/index.ts'
import { buildOf } from '../../src/shape/people/build.ts'
import { gaitOf, RUN, WALK } from '../../src/shape/people/gait.ts'
import { LIMB, posesOf } from '../../src/shape/people/skeleton.ts'
import { stream } from '../../src/math/index.ts'
import type { WheelState } from '../../src/world/index.ts'
import { extent, points } from './given.ts'
import { member } from './library.ts'

const shapes = new Map<string, Shape>()
const shapeOf = (name: string): Shape => {
  const shape = shapes.get(name) ?? actorShape(member(name), 1)
  shapes.set(name, shape)
  return shape
}

/** Somebody `way` metres on from a place, at this speed. */
const goes = (heading: number, speed: number, way: number, from: Vec3 = [150, -40, 0]): Posture => ({
  position: [from[0] + way * Math.cos(heading), from[1] + way * Math.sin(heading), from[2]],
  orientation: quatFromEuler({ yaw: heading, pitch: 0, roll: 0 }),
  velocity: [speed * Math.cos(heading), speed * Math.sin(heading), 0],
  wheels: [],
})

/** The soles: the vertices of the named parts that are no higher than this on the limb that they are of, world. */
const solesOf = (shape: Shape, is: (name: string) => boolean): ((posture: Posture) => Vec3[]) => {
  const own = shape.parts
    .filter(({ name }) => is(name))
    .flatMap(({ mesh, limb = 0 }) => {
      const all = points(mesh)
      const [, , z] = extent(all)
      return all.filter((p) => p[2] < z[0] + 0.004).map((at) => ({ limb, at: at }))
    })
  return (posture) => {
    const poses = moversOf(shape, posture).map((pose) => compose(posture as Pose, pose))
    return own.map(({ limb, at }) => transformPoint(poses[limb], at))
  }
}

const heading = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true })
const STEP = 0.004
/** What is no higher touches the ground, m. */
const TOUCHES = 0.001

/** Of what is on the ground, how far it slides while the body goes on by a metre, at worst; and how low feet are. */
const slides = (
  soles: (posture: Posture) => Vec3[],
  at: (way: number) => Posture,
): { readonly sliding: number; readonly lowest: readonly [number, number] } => {
  let [sliding, low, high] = [0, Infinity, -Infinity]
  for (let way = 0; way < 3; way += 0.11) {
    const [here, there] = [soles(at(way)), soles(at(way + STEP))]
    const z = Math.min(...here.map((p) => p[2]))
    ;[low, high] = [Math.min(low, z), Math.max(high, z)]
    here.forEach((p, i) => {
      if (p[2] > TOUCHES || there[i][2] > TOUCHES) return
      sliding = Math.max(sliding, Math.hypot(there[i][0] - p[0], there[i][1] - p[1]) / STEP)
    })
  }
  return { sliding, lowest: [low, high] }
}

describe('figures in motion', () => {
  for (const [name, speeds] of [
    ['adult', [1.34, 1.7, 2.9, 5]],
    ['child', [1.2, 2.6]],
    ['elderly', [0.95]],
  ] as const)
    it(`${name}: what touches the ground stands still on it, nothing sinks, and a walker never floats`, () => {
      const shape = shapeOf(name)
      const soles = solesOf(shape, (part) => /^(shoe|toes)/.test(part))
      fc.assert(
        fc.property(heading, fc.constantFrom(...speeds), (course, speed) => {
          const { sliding, lowest } = slides(soles, (way) => goes(course, speed, way))
          // A share of the way: heels and tips roll, so their edges move by millimetres.
          expect(sliding).to.be.below(0.25)
          expect(lowest[0]).to.be.above(-0.012)
          if (speed < 2) expect(lowest[1]).to.be.below(0.012)
          else expect(lowest[1]).to.be.within(0.02, 0.2)
        }),
        { numRuns: 5 },
      )
    })

  it('the ball of a foot stays where it is while the sole lies flat, to the centimetre', () => {
    const shape = shapeOf('adult')
    for (const speed of [1.34, 3]) {
      const balls = Array.from({ length: 400 }, (_, i) => {
        const posture = goes(0.7, speed, 0.01 * i)
        const pose = compose(posture, moversOf(shape, posture)[LIMB.toes[0]])
        return {
          flat: rotate(pose.orientation, [1, 0, 0])[2] < 0.02 && pose.position[2] < 0.004,
          at: pose.position,
        }
      })
      let since: Vec3 | null = null
      let stands = 0
      for (const { flat, at } of balls) {
        since = flat ? (since ?? at) : null
        if (since === null) continue
        stands++
        expect(norm(sub(at, since))).to.be.below(0.01)
      }
      expect(stands).to.be.above(40)
    }
  })

  it('bend hip and knee as they were measured, and hold every limb at its joint', () => {
    const build = buildOf('adult', 1.75, 0.52, stream(1, 'gait'))
    for (const [style, stride, knees] of [
      [WALK, 1.44, { swing: 64, at: 0.73, landing: 4 }],
      [RUN, 2.1, { swing: 98, at: 0.67, landing: 16 }],
    ] as const) {
      const gait = gaitOf(build, style, stride)
      const angles = Array.from({ length: 100 }, (_, i) => {
        const poses = posesOf(build, gait(i / 100))
        const [thigh, shin] = [poses[LIMB.thigh[0]], poses[LIMB.shin[0]]]
        const ends = transformPoint(thigh, [0, 0, -build.thigh])
        expect(norm(sub(ends, shin.position))).to.be.below(1e-9)
        expect(
          norm(sub(transformPoint(shin, [0, 0, -build.shank]), poses[LIMB.foot[0]].position)),
        ).to.be.below(1e-9)
        const bent = eulerFromQuat(quatMultiply(conjugate(thigh.orientation), shin.orientation))
        return (bent.pitch * 180) / Math.PI
      })
      const most = Math.max(...angles)
      expect(most, 'knee in the air').to.be.within(knees.swing - 14, knees.swing + 14)
      expect(angles.indexOf(most) / 100).to.be.within(knees.at - 0.06, knees.at + 0.06)
      expect(angles[0], 'knee at touch down').to.be.within(knees.landing - 4, knees.landing + 22)
    }
  })

  it('swing arms against legs', () => {
    const shape = shapeOf('adult')
    let together = 0
    for (let i = 0; i < 40; i++) {
      const poses = moversOf(shape, goes(0, 1.34, 0.05 * i))
      const ahead = (limb: readonly [number, number]): number =>
        poses[limb[0]].position[0] - poses[limb[1]].position[0]
      together += ahead(LIMB.hand) * ahead(LIMB.foot)
    }
    expect(together).to.be.below(-1)
  })

  it('depend on the state alone, stand when it stands, and go on smoothly', () => {
    const shape = shapeOf('child')
    const still = moversOf(shape, goes(1, 0, 5))
    expect(still).to.deep.equal(shape.limbs!.rest)
    const [one, two] = [goes(1, 2.5, 1.23), goes(1, 2.5, 1.23)]
    expect(moversOf(shape, one)).to.deep.equal(moversOf(shape, two))
    // Millimetres on, no joint is more than a few of them elsewhere.
    for (let way = 0; way < 3; way += 0.03) {
      const [a, b] = [way, way + 0.002].map((at) => moversOf(shape, goes(1, 1.2, at)))
      a.forEach((pose, i) => expect(norm(sub(pose.position, b[i].position))).to.be.below(0.012))
    }
  })

  it('limp bodies lie about as flat as their box, wherever they fell', () => {
    const shape = shapeOf('adult')
    for (const [pitch, roll] of [
      [Math.PI / 2, 0],
      [-Math.PI / 2, 0],
      [0, Math.PI / 2],
      [0, -Math.PI / 2],
    ]) {
      const lying = { ...goes(0, 0, 0), orientation: quatFromEuler({ yaw: 0, pitch, roll }) }
      const { center, size } = boxOf(shape, moversOf(shape, lying))
      const down = rotate(conjugate(lying.orientation), [0, 0, -1])
      const axis = Math.abs(down[0]) > 0.5 ? 0 : 1
      const { length, width } = member('adult').spec
      const lowest = down[axis] * center[axis] + size[axis] / 2
      expect(lowest).to.be.closeTo([length, width][axis] / 2, 0.07)
    }
  })

  for (const [name, speeds] of [
    ['deer', [1.5, 3.5, 9]],
    ['dog', [1.6, 4]],
    ['boar', [1.5, 6]],
    ['moose', [1.6, 8]],
  ] as const)
    it(`${name}: hooves and paws on the ground stand still on it`, () => {
      const shape = shapeOf(name)
      const soles = solesOf(shape, (part) => /^leg-\d-2/.test(part))
      for (const speed of speeds) {
        const { sliding, lowest } = slides(soles, (way) => goes(0.4, speed, way))
        expect(sliding, `${speed} m/s`).to.be.below(0.4)
        expect(lowest[0], `${speed} m/s`).to.be.above(-0.03)
      }
    })

  it('a cyclist pedals: feet on the pedals, the cranks geared to the rear wheel', () => {
    const shape = shapeOf('bicycle')
    const wheel = { travel: 0, steer: 0, spin: 0, spinRate: 0 } as WheelState
    const [front] = shape.wheels
    for (let spin = 0; spin < 30; spin += 0.7) {
      const posture = { ...goes(0, 4, 0), wheels: [wheel, { ...wheel, spin }] }
      const poses = moversOf(shape, posture)
      const [cranks, left, right, ...legs] = poses.slice(shape.wheels.length)
      expect(eulerFromQuat(quatMultiply(cranks.orientation, [0, 0, 0, 1])).pitch).to.be.closeTo(
        Math.asin(Math.sin((17 / 38) * spin)),
        1e-6,
      )
      // The toes' joints are the last two of the legs.
      const [leftBall, rightBall] = legs.slice(-2)
      expect(norm(sub(leftBall.position, left.position)), `${spin}`).to.be.below(0.025)
      expect(norm(sub(rightBall.position, right.position)), `${spin}`).to.be.below(0.025)
      expect(left.position[2]).to.be.above(0.05)
      expect(left.position[0]).to.be.below(front[0])
    }
  })
})
