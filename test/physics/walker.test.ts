import { expect } from 'chai'
import type { ActorSpec } from '../../src/scenario/index.ts'
import type { Controls, WorldState } from '../../src/world/index.ts'
import { block, upright, walkerOf } from './bodies.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'

const ADULT = walkerOf('adult')
const walker = (over: Partial<ActorSpec> = {}): ActorSpec =>
  actor({ id: 'walker', spec: ADULT, at: { lane: -1, s: 100, offset: 0, heading: 0 }, ...over })
const to = (speed: number, heading: number): Controls => controls({ walk: { speed, heading } })

const walk = (
  seconds: number,
  script: (time: number) => Controls,
  road: FlatRoad = {},
  over: Partial<ActorSpec> = {},
): WorldState[] => drive(physicsOf(flatRoad(road), walker(over)), seconds, script)

describe('physics/walker', () => {
  it('gets up to speed as hard as a person can, and walks at the speed wanted', () => {
    const states = walk(5, () => to(1.4, 0))
    const at = (t: number): number => states[100 * t].actors[0].velocity[0]
    expect(at(0.1)).to.be.within(0.1, ADULT.acceleration * 0.1 + 1e-9)
    expect(at(4)).to.be.closeTo(1.4, 1e-6)
    expect(states.at(-1)!.actors[0].wheels).to.be.empty
  })

  it('faces where it goes, and turns no faster than it can', () => {
    const states = walk(3, (t) => to(1.4, t < 1 ? 0 : Math.PI / 2), {}, { speed: 1.4 })
    const { orientation: q, velocity: v } = states.at(-1)!.actors[0]
    expect(2 * Math.atan2(q[2], q[3])).to.be.closeTo(Math.PI / 2, 1e-6)
    expect(v[0]).to.be.closeTo(0, 1e-3)
    expect(v[1]).to.be.closeTo(1.4, 1e-3)
    for (const s of states)
      expect(Math.abs(s.actors[0].angularVelocity[2])).to.be.at.most(ADULT.turnRate + 1e-9)
  })

  it('stands where it is told to stand, on a slope too', () => {
    const states = walk(5, () => to(0, 0), { slope: [0.1, 0.05] })
    const [a, b] = [states[0].actors[0], states.at(-1)!.actors[0]]
    expect(b.position).to.deep.equal(a.position)
    expect(upright(b)).to.equal(1)
  })

  it('walks over a slope at its height', () => {
    const { position } = walk(5, () => to(1.4, 0.5), { slope: [0.1, 0.05] }).at(-1)!.actors[0]
    expect(position[2]).to.be.closeTo(0.1 * position[0] + 0.05 * position[1], 1e-9)
  })

  it('falls on black ice at a usual pace, but not with small steps, and not on snow', () => {
    const falls = (speed: number, road: FlatRoad): boolean =>
      upright(walk(6, () => to(speed, 0), road, { speed }).at(-1)!.actors[0]) < 0.5
    expect(falls(1.4, { kind: 'black-ice' })).to.equal(true)
    expect(falls(0.4, { kind: 'black-ice' })).to.equal(false)
    expect(falls(1.4, { kind: 'packed-snow' })).to.equal(false)
    expect(falls(5, { kind: 'ice' })).to.equal(true)
  })

  it('who slips slides to a stop and lies', () => {
    const states = walk(10, () => to(1.4, 0), { kind: 'black-ice' }, { speed: 1.4 })
    const last = states.at(-1)!.actors[0]
    expect(last.velocity.map(Math.abs)).to.deep.equal([0, 0, 0])
    expect(Math.abs(upright(last))).to.be.below(0.3)
  })

  it('stops at a post and keeps its feet', () => {
    const post = actor({
      id: 'post',
      spec: block([0.3, 0.3, 2], 10, { fixed: true }),
      at: { lane: -1, s: 103, offset: 0, heading: 0 },
    })
    const states = drive(physicsOf(flatRoad(), walker(), post), 5, () => to(1.4, 0))
    const last = states.at(-1)!.actors[0]
    expect(last.position[0]).to.be.closeTo(103 - 0.15 - ADULT.length / 2, 0.02)
    expect(upright(last)).to.equal(1)
  })

  it('refuses what is no number, by name', () => {
    const physics = physicsOf(flatRoad(), walker())
    expect(() => physics.step([to(NaN, 0)])).to.throw(RangeError, /walker.*walk/)
  })
})
