import { expect } from 'chai'
import fc from 'fast-check'
import { actorShape, type Part, type Shape } from '../../src/shape/index.ts'
import { signedVolume } from '../../src/shape/mesh/index.ts'
import { BODIES, anyOf, extent, resting, usual } from './given.ts'
import { expectSound } from './sound.ts'

const named = (shape: Shape, name: string): Part => {
  const part = shape.parts.find((p) => p.name === name)
  if (part === undefined) throw new Error(`no part ${name}`)
  return part
}

describe('vehicle shapes', () => {
  for (const body of BODIES) {
    describe(body, () => {
      const actor = usual(body)
      const spec = actor.spec
      const shape = actorShape(actor, 7)

      it('is made of sound meshes', () => {
        for (const part of shape.parts) expectSound(part.name, part.mesh, 0.004)
      })

      it('has every kind of part, and says what each is', () => {
        const parts = new Set(shape.parts.map((p) => p.part))
        for (const kind of [
          'body',
          'window',
          'wheel',
          'light',
          'mirror',
          'plate',
          'trim',
          'interior',
        ] as const)
          expect(parts.has(kind), kind).to.equal(true)
        const lamps = new Set(shape.parts.map((p) => p.lamp))
        for (const lamp of ['head', 'tail', 'brake', 'indicator-left', 'indicator-right', 'reverse'] as const)
          expect(lamps.has(lamp), lamp).to.equal(true)
        expect(shape.semantic).to.equal(spec.class)
      })

      it('stands on wheels that are where the spec has them and touch the ground', () => {
        expect(shape.wheels).to.have.length(2 * spec.axles.length)
        spec.axles.forEach((axle, row) => {
          for (const [k, side] of [1, -1].entries()) {
            const wheel = 2 * row + k
            expect(shape.wheels[wheel]).to.deep.equal([axle.x, (side * axle.track) / 2, axle.wheelRadius])
            const [x, y, z] = extent(resting(shape, named(shape, `wheel-${wheel}-tyre`)))
            expect(z[0]).to.be.closeTo(0, 1e-3)
            expect(z[1]).to.be.closeTo(2 * axle.wheelRadius, 2e-3)
            expect((x[0] + x[1]) / 2).to.be.closeTo(axle.x, 3e-3)
            expect((y[0] + y[1]) / 2).to.be.closeTo((side * axle.track) / 2, 1e-3)
            expect(y[1] - y[0]).to.be.closeTo(axle.wheelWidth, 1e-3)
          }
        })
      })

      it('encloses a plausible volume, right side out', () => {
        const skin = shape.parts.filter(
          (p) => p.wheel === null && ['body', 'window', 'trim', 'light'].includes(p.part),
        )
        const volume = skin.reduce((sum, p) => sum + signedVolume(p.mesh), 0)
        const boxed = spec.length * spec.width * spec.height
        expect(volume / boxed).to.be.within(0.45, 1)
        for (const part of shape.parts)
          if (/tyre|^mirrors$|^box$/.test(part.name))
            expect(signedVolume(part.mesh), part.name).to.be.greaterThan(0)
      })

      it('is the same on both sides', () => {
        const key = (x: number, y: number, z: number): string =>
          [x, Math.abs(y) < 5e-5 ? 0 : y, z].map((v) => v.toFixed(3)).join()
        for (const name of [
          'body',
          'glass',
          'window-frames',
          'trim',
          'underside',
          'lamp-housing',
          'mirrors',
          'head',
        ]) {
          const all = resting(shape, named(shape, name))
          const have = new Set(all.map(([x, y, z]) => key(x, y, z)))
          const lost = all.filter(([x, y, z]) => !have.has(key(x, -y, z)))
          expect(lost.length, name).to.equal(0)
        }
      })

      it('turns its wheels to full lock inside its wheel arches', () => {
        const axle = spec.axles[0]
        const skin = shape.parts
          .filter((p) => p.name === 'body' || p.name === 'trim')
          .flatMap((p) => resting(shape, p))
        const opening = Math.min(
          ...skin
            .filter(([, y]) => y > axle.track / 2 - axle.wheelWidth / 2)
            .map(([x, , z]) => Math.hypot(x - axle.x, z - axle.wheelRadius)),
        )
        const inside = resting(shape, named(shape, 'underside')).filter(
          ([x, y, z]) => y > 0 && Math.hypot(x - axle.x, z - axle.wheelRadius) < opening - 0.01,
        )
        const innerWall = Math.max(...inside.map((p) => p[1]))
        const tyre = resting(shape, named(shape, 'wheel-0-tyre'))
        for (const steer of [-axle.steerMax, -0.3, 0, 0.3, axle.steerMax]) {
          const [c, s] = [Math.cos(steer), Math.sin(steer)]
          for (const [x, y, z] of tyre) {
            const [dx, dy] = [x - axle.x, y - axle.track / 2]
            const [tx, ty] = [c * dx - s * dy, s * dx + c * dy + axle.track / 2]
            if (Math.hypot(tx, z - axle.wheelRadius) > opening - 0.01)
              expect.fail(`tyre in the arch at ${steer} rad`)
            if (z > 0.7 * axle.wheelRadius && ty < innerWall) expect.fail(`tyre in the well at ${steer} rad`)
          }
        }
      })

      it('has the outer dimensions of its spec, to a centimetre, whatever they are @slow', () => {
        fc.assert(
          fc.property(anyOf(body), (any) => {
            const made = actorShape(any, 3)
            const { length, width, height, rearOverhang } = any.spec
            const all = made.parts.filter((p) => p.part !== 'mirror').flatMap((p) => resting(made, p))
            const [x, y, z] = extent(all)
            expect(x[0]).to.be.closeTo(-rearOverhang, 0.01)
            expect(x[1]).to.be.closeTo(length - rearOverhang, 0.01)
            expect(y[0]).to.be.closeTo(-width / 2, 0.01)
            expect(y[1]).to.be.closeTo(width / 2, 0.01)
            expect(z[0]).to.be.closeTo(0, 0.001)
            expect(z[1]).to.be.closeTo(height, 0.01)
          }),
          { numRuns: 4, seed: 5 },
        )
      })
    })
  }

  it('are the same for the same seed and actor, and vary with the seed @slow', () => {
    const actor = usual('sedan')
    const [one, two] = [actorShape(usual('sedan'), 11), actorShape(usual('sedan'), 11)]
    expect(one.parts.map((p) => p.name)).to.deep.equal(two.parts.map((p) => p.name))
    one.parts.forEach((part, i) => {
      const other = two.parts[i]
      expect(part.color).to.deep.equal(other.color)
      expect(
        Buffer.from(part.mesh.positions.buffer).equals(Buffer.from(other.mesh.positions.buffer)),
      ).to.equal(true)
    })
    const paints = new Set(
      Array.from({ length: 9 }, (_, seed) => named(actorShape(actor, seed), 'body').color.join()),
    )
    expect(paints.size).to.equal(actor.spec.paints.length)
  })

  it('letter a lorry by its seed and stand it on two tyres a side behind', () => {
    const actor = usual('box-truck')
    const made = [1, 2, 3, 4].map((seed) => actorShape(actor, seed))
    const names = made.map((shape) => [...named(shape, 'lettering').mesh.positions].join())
    expect(new Set(names).size).to.be.greaterThan(1)
    const axle = actor.spec.axles[1]
    const [, outer] = extent(resting(made[0], named(made[0], 'wheel-2-tyre')))
    const [, inner] = extent(resting(made[0], named(made[0], 'wheel-2-inner-tyre')))
    expect(inner[1]).to.be.below(outer[0])
    expect(inner[1] - inner[0]).to.be.closeTo(axle.wheelWidth, 1e-3)
    expect(made[0].parts.some((p) => p.name === 'wheel-0-inner-tyre')).to.equal(false)
  })

  it('give a van one pane a rear door, with steel between them and a dark hold behind', () => {
    const actor = usual('van')
    const shape = actorShape(actor, 1)
    const rear = -actor.spec.rearOverhang
    const panes = resting(shape, named(shape, 'glass')).filter(([x]) => x < rear + 0.4)
    expect(panes.length).to.be.greaterThan(8)
    for (const [, y] of panes) expect(Math.abs(y)).to.be.greaterThan(0.05)
    // The bulkhead: a wall from belt to roof ahead of the rear axle.
    const wall = resting(shape, named(shape, 'interior')).filter(
      ([x, y, z]) => x > 1 && Math.abs(y) > 0.7 && z > actor.spec.height - 0.2,
    )
    expect(wall.length).to.be.greaterThan(0)
  })

  it('stripe emergency vehicles with checks on both sides, and nobody else', () => {
    const actor = usual('estate')
    const plain = actorShape(actor, 1)
    expect(plain.parts.some(({ name }) => name === 'checks')).to.equal(false)
    const marked = actorShape({ ...actor, spec: { ...actor.spec, beacon: true } }, 1)
    for (const name of ['checks', 'other-checks']) {
      expectSound(name, named(marked, name).mesh, 0.004)
      const [, y] = extent(resting(marked, named(marked, name)))
      expect(y[0]).to.be.below(-0.4 * actor.spec.width)
      expect(y[1]).to.be.closeTo(-y[0], 1e-6)
    }
  })

  it('wear the paint that the scenario gives', () => {
    const made = actorShape({ ...usual('suv'), paint: [0.1, 0.2, 0.3] }, 1)
    expect(named(made, 'body').color).to.deep.equal([0.1, 0.2, 0.3])
  })
})
