import { expect } from 'chai'
import fc from 'fast-check'
import type { ActorSpec, RoadUserSpec } from '../../src/scenario/index.ts'
import type { WorldEvent } from '../../src/world/index.ts'
import { restitution } from '../../src/physics/contact/impact.ts'
import { block, bodyOf, objectOf } from './bodies.ts'
import { COMPACT, SEDAN, VAN, actor, controls, drive, physicsOf } from './cars.ts'
import { vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'
import { barrierEnergy } from './throw.ts'

type Collision = Extract<WorldEvent, { kind: 'collision' }>
const real = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })
const at = (s: number, offset = 0, heading = 0): ActorSpec['at'] => ({ lane: -1, s, offset, heading })

const crashes = (seconds: number, actors: readonly ActorSpec[], brake = 0): Collision[] =>
  drive(physicsOf(flatRoad(), ...actors), seconds, () => controls({ brake }))
    .flatMap((s) => s.events)
    .filter((e): e is Collision => e.kind === 'collision')

const massOf = (spec: RoadUserSpec): number => (spec.kind === 'object' && spec.fixed ? Infinity : spec.mass)

describe('physics/crash', () => {
  it('momentum is kept to 1e-6 and energy never gained, whatever meets whatever', () =>
    fc.assert(
      fc.property(
        fc.constantFrom<RoadUserSpec>(SEDAN, COMPACT, VAN, vehicleOf('truck')),
        fc.constantFrom<RoadUserSpec>(
          ...[SEDAN, VAN, bodyOf('adult'), bodyOf('child'), bodyOf('moose'), bodyOf('dog')],
          ...[bodyOf('box'), bodyOf('barrel'), bodyOf('boulder'), bodyOf('post'), bodyOf('barrier-block')],
        ),
        real(3, 45),
        real(-0.9, 0.9),
        real(-Math.PI, Math.PI),
        fc.boolean(),
        (a, b, speed, across, heading, swapped) => {
          const striker = actor({ id: 'a', spec: a, speed, at: at(200) })
          const struck = actor({ id: 'b', spec: b, at: at(202 + a.length, across, heading) })
          const actors = swapped ? [struck, striker] : [striker, struck]
          const found = crashes(8 / speed + 0.2, actors)
          const specs = actors.map((x) => x.spec)
          expect(found).to.not.be.empty
          for (const { deltaV, energy, pdof, closingSpeed, point } of found) {
            const exchanged = deltaV.map((v, i) =>
              v.map((x) => (massOf(specs[i]) === Infinity ? 0 : massOf(specs[i]) * x)),
            )
            const size = Math.max(...exchanged.map((p) => Math.hypot(...p)))
            if (specs.every((s) => massOf(s) < Infinity))
              expect(Math.hypot(...exchanged[0].map((p, i) => p + exchanged[1][i]))).to.be.at.most(
                1e-6 * size,
              )
            expect(energy).to.be.at.least(0)
            expect([...pdof, closingSpeed, ...point].every(Number.isFinite)).to.equal(true)
          }
        },
      ),
      { numRuns: 25 },
    ))

  it('a wall takes 1/2 m v^2 but for what restitution gives back', () => {
    for (const speed of [4, 8, 14, 25]) {
      const e = restitution(speed)
      const share = barrierEnergy(SEDAN, block([1, 8, 3], 1, { fixed: true }), speed)
      expect(share, `${speed} m/s`).to.be.closeTo(1 - e * e, 0.01)
    }
  })

  it('what is fixed stays where it is and suffers nothing', () => {
    const wall = actor({ id: 'wall', spec: objectOf('barrier-block'), at: at(108) })
    const states = drive(physicsOf(flatRoad(), actor({ id: 'car', spec: SEDAN, speed: 20 }), wall), 2, () =>
      controls(),
    )
    const [hit] = states.flatMap((s) => s.events).filter((e): e is Collision => e.kind === 'collision')
    expect(hit.deltaV[1]).to.deep.equal([0, 0, 0])
    expect(states.at(-1)!.actors[1].position).to.deep.equal(states[0].actors[1].position)
  })

  it('a chain of four: each pair is recorded, the first car the last to be hit', () => {
    const gap = SEDAN.length + 1.5
    const cars = [0, 1, 2, 3].map((i) =>
      actor({
        id: `car${i}`,
        spec: SEDAN,
        speed: i === 0 ? 20 : 0,
        at: at(100 + (i === 0 ? -10 : 0) + i * gap),
      }),
    )
    const found = crashes(4, cars)
    expect(found.slice(0, 3).map((e) => e.actors.join(' '))).to.deep.equal([
      'car0 car1',
      'car1 car2',
      'car2 car3',
    ])
    const total = found.reduce((sum, e) => sum + e.energy, 0)
    expect(total).to.be.at.most(0.5 * SEDAN.mass * 20 * 20)
    expect(found[0].closingSpeed).to.be.above(found[1].closingSpeed)
  })

  it('a car that is bounced into another one hits it: secondary impacts are crashes of their own', () => {
    const bullet = actor({ id: 'bullet', spec: VAN, speed: 20, at: at(100) })
    const target = actor({ id: 'target', spec: COMPACT, at: at(108, 0.9, 0.4) })
    const bystander = actor({ id: 'bystander', spec: SEDAN, at: at(114, 1.2) })
    const pairs = crashes(4, [bullet, target, bystander]).map((e) => e.actors.join(' '))
    expect(pairs[0]).to.equal('bullet target')
    expect(pairs).to.include('target bystander')
  })

  it('what a crash throws can hit again', () => {
    const car = actor({ id: 'car', spec: SEDAN, speed: 20, at: at(100) })
    const barrel = actor({ id: 'barrel', spec: bodyOf('barrel'), at: at(108) })
    const other = actor({ id: 'other', spec: SEDAN, at: at(118) })
    const pairs = crashes(3, [car, barrel, other], 1).map((e) => e.actors.join(' '))
    expect(pairs).to.include('car barrel')
    expect(pairs).to.include('barrel other')
  })
})
