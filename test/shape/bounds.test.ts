import { expect } from 'chai'
import fc from 'fast-check'
import { boxOf, actorShape, moversOf, restOf } from '../../src/shape/index.ts'
import type { WheelState } from '../../src/world/index.ts'
import { extent, points, resting, usual } from './given.ts'

const REST: WheelState = {
  travel: 0,
  steer: 0,
  spin: 0,
  spinRate: 0,
  slipRatio: 0,
  slipAngle: 0,
  load: 0,
  forceX: 0,
  forceY: 0,
  forceAvailable: 0,
  surface: 'dry-asphalt',
  mu: 1,
}

const STANDING = { position: [0, 0, 0], orientation: [0, 0, 0, 1], velocity: [0, 0, 0] } as const

describe('the box around a shape', () => {
  const shape = actorShape(usual('hatchback'), 7)

  it('at rest is the extent of every vertex, mirrors and wheels included', () => {
    const { center, size } = boxOf(shape, restOf(shape))
    extent(shape.parts.flatMap((part) => resting(shape, part))).forEach(([lo, hi], k) => {
      expect(center[k] - size[k] / 2).to.be.closeTo(lo, 1e-6)
      expect(center[k] + size[k] / 2).to.be.closeTo(hi, 1e-6)
    })
    expect(size[1]).to.be.greaterThan(usual('hatchback').spec.width + 0.1)
  })

  it('holds every vertex of moved wheels, and every side of it is touched', () => {
    const angle = fc.double({ min: -0.6, max: 0.6, noNaN: true })
    const travel = fc.double({ min: -0.3, max: 0.3, noNaN: true })
    fc.assert(
      fc.property(fc.tuple(angle, travel, travel), ([steer, front, rear]) => {
        const wheels = [front, front, rear, rear].map((t, i) => ({
          ...REST,
          travel: t,
          steer: i < 2 ? steer : 0,
        }))
        const { center, size } = boxOf(shape, moversOf(shape, { ...STANDING, wheels }))
        const all = shape.parts.flatMap((part) => {
          if (part.wheel === null) return points(part.mesh)
          const at = shape.wheels[part.wheel]
          const { steer: turn, travel: up } = wheels[part.wheel]
          return points(part.mesh).map(
            ([x, y, z]) =>
              [
                at[0] + Math.cos(turn) * x - Math.sin(turn) * y,
                at[1] + Math.sin(turn) * x + Math.cos(turn) * y,
                at[2] + up + z,
              ] as const,
          )
        })
        extent(all).forEach(([lo, hi], k) => {
          expect(center[k] - size[k] / 2).to.be.closeTo(lo, 1e-6)
          expect(center[k] + size[k] / 2).to.be.closeTo(hi, 1e-6)
        })
      }),
      { numRuns: 8 },
    )
  })
})
