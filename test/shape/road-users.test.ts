/** Every body of the library as a shape: exact size, sound meshes, parts with their classes, wheels in place. */
import { expect } from 'chai'
import type { LampKind, Part, Shape } from '../../src/shape/index.ts'
import { actorShape } from '../../src/shape/index.ts'
import { signedVolume } from '../../src/shape/mesh/index.ts'
import { extent, resting } from './given.ts'
import { LIBRARY, member } from './library.ts'
import { expectSound } from './sound.ts'

const triangles = (shape: Shape): number =>
  shape.parts.reduce((sum, part) => sum + part.mesh.indices.length / 3, 0)

const extentOf = (shape: Shape, keep: (part: Part) => boolean): ReturnType<typeof extent> =>
  extent(shape.parts.filter(keep).flatMap((part) => resting(shape, part)))

const CROWNED = ['tree']
const lampsOf = (shape: Shape): Set<LampKind | null> => new Set(shape.parts.map((p) => p.lamp))

/** What a body of each kind may cost to draw. */
const BUDGET = { vehicle: 62_000, walker: 20_000, object: 6_000 } as const

describe('shapes of the library', () => {
  for (const spec of LIBRARY)
    describe(spec.name, () => {
      const shape = actorShape(member(spec.name), 7)
      const walks = spec.kind === 'walker' && spec.class === 'pedestrian'

      it('is made of sound meshes, within its budget', () => {
        // Leaves are sheets that are lit from both sides.
        for (const part of shape.parts)
          expectSound(part.name, part.mesh, part.material === 'foliage' ? 1 : 0.006)
        expect(shape.semantic).to.equal(spec.class)
        expect(triangles(shape)).to.be.at.most(BUDGET[spec.kind])
      })

      it('has the size that its file says', () => {
        const [x, y, z] = extentOf(
          shape,
          (p) =>
            p.part !== 'mirror' && p.name !== 'crown' && p.name !== 'branches' && !/^umbrella/.test(p.name),
        )
        expect(z[0]).to.be.closeTo(0, 0.002)
        if (!CROWNED.includes(spec.body)) expect(z[1]).to.be.closeTo(spec.height, 0.012)
        // People reach out with feet and bags; the tree's bole spreads at its foot.
        if (walks) {
          expect(x[1] - x[0]).to.be.within(0.6 * spec.length, 2.2 * spec.length)
          expect(y[1] - y[0]).to.be.within(0.8 * spec.width, 1.25 * spec.width)
          return
        }
        const slack = CROWNED.includes(spec.body) ? 0.15 : 0.012
        expect(x[0]).to.be.closeTo(-spec.rearOverhang, slack)
        expect(x[1]).to.be.closeTo(spec.length - spec.rearOverhang, slack)
        expect(y[0]).to.be.closeTo(-spec.width / 2, slack)
        expect(y[1]).to.be.closeTo(spec.width / 2, slack)
      })

      if (spec.kind === 'vehicle') {
        it('stands on the wheels of its axles', () => {
          const centres = spec.axles.flatMap(({ x, track, wheelRadius }) =>
            track === 0 ? [[x, 0, wheelRadius]] : [1, -1].map((s) => [x, (s * track) / 2, wheelRadius]),
          )
          expect(shape.wheels).to.deep.equal(centres)
          centres.forEach(([x, , r], wheel) => {
            const mine = extentOf(shape, (p) => p.wheel === wheel && p.name.endsWith('tyre'))
            expect(mine[2][0]).to.be.closeTo(0, 2e-3)
            expect(mine[2][1]).to.be.closeTo(2 * r, 3e-3)
            expect((mine[0][0] + mine[0][1]) / 2).to.be.closeTo(x, 3e-3)
          })
        })

        it('shows the lamps that it must have', () => {
          const towed = spec.class === 'trailer'
          const wanted: LampKind[] =
            spec.class === 'bicycle'
              ? ['head', 'tail']
              : ['tail', 'brake', 'indicator-left', 'indicator-right', ...(towed ? [] : (['head'] as const))]
          for (const lamp of wanted) expect(lampsOf(shape).has(lamp), lamp).to.equal(true)
          for (const part of shape.parts.filter((p) => p.lamp !== null)) expect(part.part).to.equal('light')
          // Left is left: y > 0.
          for (const [lamp, sign] of [
            ['indicator-left', 1],
            ['indicator-right', -1],
          ] as const)
            for (const part of shape.parts.filter((p) => p.lamp === lamp))
              for (const [, y] of resting(shape, part)) expect(sign * y, part.name).to.be.greaterThan(0)
        })
      }
    })

  it('are closed where they are grown, right side out', () => {
    for (const name of ['adult', 'child', 'elderly', 'deer', 'dog', 'boar', 'moose', 'boulder']) {
      const { parts } = actorShape(member(name), 3)
      for (const part of parts) expect(signedVolume(part.mesh), `${name} ${part.name}`).to.be.greaterThan(0)
      const solid = parts.reduce((sum, part) => sum + signedVolume(part.mesh), 0)
      const { length, width, height } = member(name).spec
      expect(solid / (length * width * height), name).to.be.within(0.12, 0.85)
    }
  })

  it('are the same for the same seed and actor, and dress by the seed', () => {
    const [one, two] = [actorShape(member('adult'), 5), actorShape(member('adult'), 5)]
    expect(one.parts.map((p) => [p.name, p.color])).to.deep.equal(two.parts.map((p) => [p.name, p.color]))
    one.parts.forEach((part, i) => expect(part.mesh.positions).to.deep.equal(two.parts[i].mesh.positions))
    const looks = new Set(
      [1, 2, 3, 4].map((seed) =>
        actorShape(member('child'), seed)
          .parts.map((p) => p.color)
          .join(),
      ),
    )
    expect(looks.size).to.equal(4)
  })

  it('seat a rider on every two-wheeler, hands at the bar and feet off the ground', () => {
    for (const name of ['motorcycle', 'bicycle']) {
      const shape = actorShape(member(name), 4)
      const rider = shape.parts.filter((p) => p.part === 'rider')
      expect(rider.length).to.be.greaterThan(4)
      const bar = extentOf(shape, (p) => p.name === 'grips')
      for (const hand of ['rider-hand-left', 'rider-hand-right']) {
        const [x, y, z] = extentOf(shape, (p) => p.name === hand)
        expect(x[1]).to.be.above(bar[0][0] - 0.02)
        expect(Math.max(Math.abs(y[0]), Math.abs(y[1]))).to.be.within(bar[1][1] - 0.2, bar[1][1] + 0.06)
        expect(z[0]).to.be.below(bar[2][1] + 0.04)
      }
      expect(extentOf(shape, (p) => p.name.startsWith('rider-shoe'))[2][0]).to.be.above(0.02)
    }
  })

  it('put the doors of a bus on the right', () => {
    const shape = actorShape(member('bus'), 1)
    const low = shape.parts
      .filter((p) => p.name === 'glass')
      .flatMap((p) => resting(shape, p))
      .filter(([x, y, z]) => z < 0.8 && Math.abs(y) > 1 && x > -2.5 && x < 8)
    expect(low.length).to.be.greaterThan(0)
    for (const [, y] of low) expect(y).to.be.below(0)
  })

  it('refuse a body that its kind cannot have', () => {
    const odd = { ...member('adult'), spec: { ...member('adult').spec, body: 'sedan' as const } }
    expect(() => actorShape(odd, 1)).to.throw('a walker cannot have the body of a sedan')
  })
})
