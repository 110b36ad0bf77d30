import { expect } from 'chai'
import fc from 'fast-check'
import type { ActorSpec, ObjectSpec, SurfaceKind } from '../../src/scenario/index.ts'
import { block, bodyOf, middleOf, objectOf, upright } from './bodies.ts'
import { SEDAN, actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const GRAVITY = 9.81
const thing = (spec: ObjectSpec, over: Partial<ActorSpec> = {}): ActorSpec =>
  actor({ id: 'thing', spec, at: { lane: -1, s: 100, offset: 0, heading: 0 }, ...over })
const high = (height: number): ActorSpec['at'] => ({ lane: -1, s: 100, offset: 0, heading: 0, height })

describe('physics/tumble', () => {
  it('a box that slides stops after v^2 / 2 mu g, by the ground it slides on', () => {
    for (const [kind, share] of [
      ['dry-asphalt', 1],
      ['wet-asphalt', 0.75],
      ['packed-snow', 0.4],
    ] as [SurfaceKind, number][]) {
      const spec = block([1.2, 1, 0.4], 40, { slideFriction: 0.5 })
      const states = drive(physicsOf(flatRoad({ kind }), thing(spec, { speed: 12 })), 10, () => controls())
      const way = states.at(-1)!.actors[0].position[0] - 100
      expect(way).to.be.closeTo(144 / (2 * 0.5 * share * GRAVITY), 0.2)
      expect(states.at(-1)!.actors[0].velocity.map(Math.abs)).to.deep.equal([0, 0, 0])
    }
  })

  it('what is dropped falls as it must, and rests on the ground', () => {
    const spec = objectOf('box')
    const states = drive(physicsOf(flatRoad(), thing(spec, { at: high(3) })), 5, () => controls())
    const landed = states.findIndex((s) => s.actors[0].position[2] < 0.01)
    expect(landed / 100).to.be.closeTo(Math.sqrt((2 * 3) / GRAVITY), 0.02)
    const last = states.at(-1)!.actors[0]
    expect(last.position[2]).to.be.closeTo(0, 0.002)
    expect(upright(last)).to.be.above(0.999)
  })

  it('objects stay where they are put, on a slope too', () => {
    for (const name of ['box', 'cone', 'barrel', 'wheel', 'boulder', 'pallet', 'post', 'tree']) {
      const states = drive(physicsOf(flatRoad({ slope: [0.1, 0.05] }), thing(objectOf(name))), 2, () =>
        controls(),
      )
      expect(states.at(-1)!.actors[0].position, name).to.deep.equal(states[0].actors[0].position)
    }
  })

  it('a wheel that has come off rolls on, far and straight', () => {
    const spec = objectOf('wheel')
    const states = drive(physicsOf(flatRoad(), thing(spec, { speed: 20 })), 10, () => controls())
    const [from, to] = [states[0], states.at(-1)!].map((s) => middleOf(s.actors[0], spec))
    const slowed = spec.rollingResistance * GRAVITY
    expect(to[0] - from[0]).to.be.closeTo(200 - 0.5 * slowed * 100, 5)
    expect(Math.abs(to[1] - from[1])).to.be.below(0.05)
  })

  it('a struck cone flies, tumbles and comes to rest on the ground', () => {
    const spec = objectOf('cone')
    const cone = thing(spec, { at: { lane: -1, s: 108, offset: 0.3, heading: 0 } })
    const states = drive(physicsOf(flatRoad(), cone, actor({ id: 'car', spec: SEDAN, speed: 20 })), 20, () =>
      controls({ brake: 1 }),
    )
    const last = states.at(-1)!.actors[0]
    expect(last.position[0]).to.be.within(120, 180)
    expect(Math.hypot(...last.velocity)).to.be.below(0.01)
    expect(middleOf(last, spec)[2]).to.be.within(0.1, 0.35)
  })

  it('energy never rises, however it is thrown', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('box', 'pallet', 'barrel', 'wheel', 'boulder', 'cone'),
        fc.tuple(...Array.from({ length: 6 }, () => fc.double({ min: -8, max: 8, noNaN: true }))),
        fc.double({ min: 0.5, max: 2, noNaN: true }),
        (name, motion, height) => {
          const spec = objectOf(name)
          const physics = physicsOf(flatRoad(), thing(spec, { at: high(height) }))
          const saved = physics.save()
          const body = [...saved.free[0].body.slice(0, 7), ...motion]
          physics.restore({ ...saved, free: [{ ...saved.free[0], body }] })
          const energy = (): number => {
            const { free } = physics.save()
            const [, , z, , , , , vx, vy, vz] = free[0].body
            const { angularVelocity: w } = physics.snapshot().actors[0]
            const turning = w.reduce((sum, rate, i) => sum + spec.inertia[i] * rate * rate, 0)
            return 0.5 * spec.mass * (vx * vx + vy * vy + vz * vz) + 0.5 * turning + spec.mass * GRAVITY * z
          }
          // The ground's springs hold some for a moment, so the most of each tenth of a second is compared.
          let before = energy()
          for (let i = 0; i < 10; i++) {
            let most = 0
            for (let k = 0; k < 60; k++) {
              physics.step([controls()])
              most = Math.max(most, energy())
            }
            expect(most).to.be.at.most(before * 1.001 + 0.02 * spec.mass)
            before = most
          }
        },
      ),
      { numRuns: 25 },
    ))

  it('a body in the air keeps its angular momentum', () => {
    const spec = block([1.2, 0.3, 0.1], 10)
    const physics = physicsOf(flatRoad(), thing(spec, { at: high(40) }))
    const saved = physics.save()
    const body = [...saved.free[0].body.slice(0, 10), 1, 9, 2]
    physics.restore({ ...saved, free: [{ ...saved.free[0], body }] })
    const size = (): number => {
      const { angularVelocity: w } = physics.snapshot().actors[0]
      return Math.hypot(...w.map((rate, i) => spec.inertia[i] * rate))
    }
    const before = size()
    for (let i = 0; i < 600; i++) physics.step([controls()])
    expect(size()).to.be.closeTo(before, 1e-9 * before)
  })

  it('a run with people and objects goes on from any tick to the bit', () => {
    const actors = [
      actor({ id: 'car', spec: SEDAN, speed: 15 }),
      thing(objectOf('barrel'), { at: { lane: -1, s: 108, offset: 0.5, heading: 0 } }),
      actor({ id: 'p', spec: bodyOf('adult'), at: { lane: -1, s: 112, offset: -0.5, heading: 1.6 } }),
      actor({ id: 'post', spec: bodyOf('post'), at: { lane: -1, s: 120, offset: 0.8, heading: 0 } }),
    ]
    const all = actors.map(() => controls({ throttle: 0.3, walk: { speed: 1, heading: 1.6 } }))
    const [whole, cut] = [physicsOf(flatRoad(), ...actors), physicsOf(flatRoad(), ...actors)]
    for (let i = 0; i < 900; i++) whole.step(all)
    for (let i = 0; i < 300; i++) cut.step(all)
    const saved = structuredClone(cut.save())
    const other = physicsOf(flatRoad(), ...actors)
    other.restore(saved)
    for (let i = 0; i < 600; i++) other.step(all)
    expect(other.save()).to.deep.equal(whole.save())
  })
})
