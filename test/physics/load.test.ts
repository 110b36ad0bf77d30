import { expect } from 'chai'
import { yawOf } from '../../src/math/index.ts'
import { createPhysics, type Physics } from '../../src/physics/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import type { Controls, WorldState } from '../../src/world/index.ts'
import { load, scenario } from '../scenario/memory.ts'
import { middleOf, objectOf } from './bodies.ts'
import { controls } from './cars.ts'

const physicsOf = (actors: string, story = '[]'): Physics => {
  const { scenario: loaded, diagnostics } = load(scenario({ actors, do: story }))
  expect(diagnostics).to.deep.equal([])
  const concrete = sampleScenario(loaded!)
  return createPhysics(concrete, buildRoad(concrete.road, concrete.surface))
}

/** States every 10 ms, with the controls of each actor at a time, s. */
const drive = (
  physics: Physics,
  seconds: number,
  orders: (time: number) => readonly Controls[],
): WorldState[] => {
  const states = [physics.snapshot()]
  for (let i = 0; i < Math.round(100 * seconds); i++) {
    for (let k = 0; k < 6; k++) physics.step(orders(i / 100))
    states.push(physics.snapshot())
  }
  return states
}

const STILL = controls()
const LADEN =
  '{truck: {model: pickup, at: {lane: -1, s: 40 m}, speed: 20 m/s}, thing: {model: box, at: {on: truck, x: -1.25 m, height: 0.85 m}}}'

describe('physics/load', () => {
  it('what is fastened goes with its carrier', () => {
    for (const { actors } of drive(physicsOf(LADEN), 2, () => [STILL, STILL])) {
      const [truck, thing] = actors
      expect(truck.position[0] - thing.position[0]).to.be.closeTo(1.25, 0.02)
      expect(thing.position[2] - truck.position[2]).to.be.closeTo(0.85, 0.03)
      expect(thing.velocity[0]).to.be.closeTo(truck.velocity[0], 0.05)
    }
  })

  it('let go it leaves at its speed, falls as it must, slides and lies still, and the carrier drives on', () => {
    const states = drive(physicsOf(LADEN), 9, (t) => [
      { ...STILL, throttle: 0.1 },
      t < 1 ? STILL : { ...STILL, drop: [-3, 0] as const },
    ])
    const [before, after] = [states[95].actors, states[112].actors]
    expect(after[1].velocity[0] - before[1].velocity[0]).to.be.closeTo(-3, 0.1)
    const landed = states.findIndex((s) => s.actors[1].position[2] < 0.05)
    expect(landed / 100 - 1).to.be.within(Math.sqrt((2 * 0.8) / 9.81) - 0.02, 0.6)
    expect(states.flatMap((s) => s.events)).to.deep.equal([])
    const last = states[states.length - 1].actors
    expect(last[1].velocity.map(Math.abs)).to.deep.equal([0, 0, 0])
    expect(last[0].velocity[0]).to.be.above(17)
  })

  it('a wheel that comes off rolls on at its speed', () => {
    const rig =
      '{van: {model: van, at: {lane: -1, s: 40 m}, speed: 15 m/s}, wheel: {model: wheel, at: {on: van, x: 0 m, y: 1.12 m, height: 0 m}}}'
    const states = drive(physicsOf(rig), 3, () => [STILL, { ...STILL, drop: [0, 1] as const }])
    const [from, to] = [200, 300].map((i) => middleOf(states[i].actors[1], objectOf('wheel'))[0])
    expect(to - from).to.be.within(13, 15.5)
    expect(states[300].actors[1].angularVelocity[1]).to.be.closeTo((to - from) / 0.32, 4)
  })

  for (const [door, side] of [
    ['front-left', 1],
    ['front-right', -1],
  ] as const)
    it(`the ${door} door opens outwards, about its front edge, in its time`, () => {
      const parked = '{car: {model: estate, at: {lane: -1, s: 60 m}, driver: none}}'
      const physics = physicsOf(parked, `[{car: {door: ${door}}}]`)
      const rate = (65 * Math.PI) / 180 / 0.8
      const swing = { angle: 1, rate }
      const states = drive(physics, 1.5, () => [STILL, { ...STILL, swing }])
      const openAt = (t: number): number => -side * yawOf(states[Math.round(100 * t)].actors[1].orientation)
      expect(openAt(0)).to.be.closeTo(0, 1e-3)
      expect(openAt(0.4)).to.be.closeTo(0.4 * rate, 0.02)
      expect(openAt(1.5)).to.be.closeTo(1, 1e-3)
      const { position } = states[states.length - 1].actors[1]
      const [car] = states[0].actors
      expect(side * (position[1] - car.position[1])).to.be.closeTo(1.83 / 2 - 0.07, 0.01)
    })

  it('who rides into an open door has hit the car', () => {
    const street =
      '{ego: {model: bicycle, at: {lane: -1, s: 55 m, offset: 0.25 m}, speed: 6 m/s}, car: {model: estate, at: {lane: -1, s: 60 m, offset: -1.1 m}, driver: none}}'
    const states = drive(physicsOf(street, '[{car: {door: front-left}}]'), 2, () => [
      STILL,
      STILL,
      { ...STILL, swing: { angle: 1.2, rate: 4 } },
    ])
    const crash = states.flatMap((s) => s.events).find((e) => e.kind === 'collision')
    expect(crash?.actors).to.deep.equal(['ego', 'car.front-left'])
    const pushed = Math.max(...states.map((s) => s.actors[1].velocity[0]))
    expect(pushed).to.be.above(0.1)
  })

  it('saved and restored in between it goes on to the bit', () => {
    const orders = (t: number) => [STILL, t < 0.5 ? STILL : { ...STILL, drop: [-1, 0] as const }]
    const physics = physicsOf(LADEN)
    drive(physics, 0.6, orders)
    const saved = physics.save()
    const on = drive(physics, 1, () => orders(1))
    physics.restore(structuredClone(saved))
    expect(drive(physics, 1, () => orders(1))).to.deep.equal(on)
  })
})
