import { expect } from 'chai'
import fc from 'fast-check'
import type { ActorState, WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'
import { BICYCLE, MOTORCYCLE, bodyLean, leanAngles, leanOf, lineLean, ride } from './riding.ts'

const G = 9.81

const last = (states: readonly WorldState[]): ActorState => states.at(-1)!.actors[0]
const degrees = (x: number): number => (x * 180) / Math.PI
const mostLean = (states: readonly WorldState[]): number =>
  Math.max(...states.map((s) => Math.abs(leanOf(s.actors[0]))))
/** It lies on its side. */
const DOWN = 1.1

describe('physics/two-wheeler', () => {
  for (const [spec, speed, angle] of [
    [MOTORCYCLE, 8, 0.06],
    [MOTORCYCLE, 15, 0.03],
    [MOTORCYCLE, 25, 0.015],
    [MOTORCYCLE, 38, 0.004],
    [BICYCLE, 4, 0.1],
    [BICYCLE, 8, 0.06],
  ] as const)
    it(`a ${spec.name} at ${speed} m/s leans into its turn by atan(v^2 / (g R)), and turns as asked`, () => {
      const { body, yawRate, speed: v } = leanAngles(spec, speed, angle)
      expect(body / bodyLean(spec, v, yawRate)).to.be.within(0.97, 1.03)
      expect(lineLean(spec, body) / Math.atan((v * yawRate) / G)).to.be.within(0.97, 1.06)
      expect(yawRate / v / (Math.tan(angle) / spec.axles[0].x)).to.be.within(0.92, 1.12)
    })

  for (const [spec, speeds] of [
    [MOTORCYCLE, [5, 10, 20, 30, 40]],
    [BICYCLE, [3, 5, 7, 10]],
  ] as const)
    for (const speed of speeds)
      it(`a ${spec.name} at ${speed} m/s calms after a flick: neither weave nor capsize grows`, () => {
        const flick = Math.min(0.1, 1.5 / (speed * speed))
        const states = ride(spec, speed, 9, (t) => (t > 1 && t < 1.5 ? flick : 0))
        const swing = (from: number, to: number): number => {
          const leans = states.slice(100 * from, 100 * to).map((s) => degrees(leanOf(s.actors[0])))
          return Math.max(...leans) - Math.min(...leans)
        }
        expect(swing(1, 3)).to.be.greaterThan(0.5)
        expect(swing(7, 9)).to.be.lessThan(0.05 * swing(1, 3) + 0.02)
      })

  it('steers the other way first: its wheel turns right before it leans left', () => {
    const states = ride(MOTORCYCLE, 25, 1.6, (t) => (t < 1 ? 0 : 0.01))
    const steers = states.slice(100, 125).map((s) => s.actors[0].steer)
    expect(Math.min(...steers)).to.be.lessThan(-1e-3)
    expect(leanOf(last(states))).to.be.greaterThan(0.1)
  })

  it('brakes no harder than its rear wheel stays down: near g a / h with a grippy front, upright to the end', () => {
    const arm = MOTORCYCLE.axles[0].x - MOTORCYCLE.centreOfGravity[0]
    const most = (G * arm) / MOTORCYCLE.centreOfGravity[2]
    const world = physicsOf(flatRoad({ mu: 1.6 }), actor({ id: 'bike', spec: MOTORCYCLE, speed: 30 }))
    const states = drive(
      world,
      6,
      () => controls({ brake: 1 }),
      (s) => speedOf(s) < 3,
    )
    const mean = (30 - speedOf(states.at(-1)!)) / states.at(-1)!.time
    expect(mean).to.be.within(0.65 * most, 1.02 * most)
    expect(mostLean(states)).to.be.lessThan(0.02)
  })

  it('goes over its front wheel when the brakes have no ABS and the road all grip', () => {
    const world = physicsOf(
      flatRoad({ mu: 1.6 }),
      actor({ id: 'bike', spec: MOTORCYCLE, speed: 25, abs: 'off' }),
    )
    const states = drive(world, 3, (t) => controls({ brake: t > 0.5 ? 1 : 0 }))
    const rear = Math.max(...states.map((s) => s.actors[0].position[2]))
    expect(rear).to.be.greaterThan(0.5)
  })

  const patch = { mu: (_: number, y: number) => (y > 4 && y < 14 ? 0.1 : null) }
  for (const [name, road, falls] of [
    ['stays up in a bend on dry asphalt', {}, false],
    ['falls in the same bend where ice lies, and slides to rest', patch, true],
  ] as const)
    it(name, () => {
      const states = ride(MOTORCYCLE, 15, 12, (t) => (t < 1 ? 0 : 0.03), road)
      expect(mostLean(states) > DOWN).to.equal(falls)
      if (falls) expect(speedOf(states.at(-1)!)).to.be.lessThan(0.3)
    })

  it('loses its front wheel when that locks in a wet bend without ABS; with ABS it stays up', () => {
    const lean = (abs: 'on' | 'off'): number => {
      const world = physicsOf(
        flatRoad({ kind: 'wet-asphalt' }),
        actor({ id: 'bike', spec: MOTORCYCLE, speed: 18, abs }),
      )
      return mostLean(
        drive(world, 7, (t) => controls({ steer: 0.008, brake: t > 3 ? 0.9 : 0, throttle: t < 3 ? 0.1 : 0 })),
      )
    }
    expect(lean('off')).to.be.greaterThan(DOWN)
    expect(lean('on')).to.be.lessThan(0.6)
  })

  it('slides on its side as metal and cloth do: 0.35 to 0.75 g', () => {
    const states = ride(MOTORCYCLE, 20, 12, (t) => (t < 1 ? 0 : 0.02), {
      mu: (x) => (x > 135 && x < 146 ? 0.06 : null),
    })
    expect(mostLean(states)).to.be.greaterThan(DOWN)
    const speeds = states.map((s) => speedOf(s))
    const from = speeds.findIndex((v, i) => i > 100 && v < 14)
    const to = speeds.findIndex((v, i) => i > from && v < 4)
    expect(10 / ((to - from) * 0.01) / G).to.be.within(0.35, 0.75)
  })

  it('falls when a car hits it from the side', () => {
    const world = physicsOf(
      flatRoad(),
      actor({ id: 'bike', spec: BICYCLE, speed: 5 }),
      actor({ id: 'car', speed: 8, at: { lane: -1, s: 106, offset: -9, heading: Math.PI / 2 } }),
    )
    const states = drive(world, 4, () => controls({ throttle: 0.1 }))
    expect(states.some((s) => s.events.some((e) => e.kind === 'collision'))).to.equal(true)
    expect(mostLean(states)).to.be.greaterThan(DOWN)
  })

  for (const spec of [MOTORCYCLE, BICYCLE])
    it(`a ${spec.name} stands on a foot, starts, stops and stands again`, () => {
      const world = physicsOf(flatRoad({ slope: [0, 0.03] }), actor({ id: 'bike', spec }))
      const states = drive(world, 16, (t) =>
        controls({ throttle: t > 2 && t < 6 ? 0.5 : 0, brake: t < 2 || t > 6 ? 0.3 : 0 }),
      )
      expect(Math.max(...states.map((s) => speedOf(s)))).to.be.greaterThan(3)
      expect(speedOf(states.at(-1)!)).to.be.lessThan(0.05)
      expect(mostLean(states)).to.be.lessThan(0.15)
    })

  it('the mirrored ride goes the mirrored way', () => {
    const end = (side: 1 | -1): ActorState =>
      last(
        ride(MOTORCYCLE, 18, 5, (t) => side * 0.03 * Math.sin(2 * t), { mu: (x) => (x > 165 ? 0.15 : null) }),
      )
    const [left, right] = [end(1), end(-1)]
    expect(right.position[0]).to.be.closeTo(left.position[0], 1e-6)
    expect(right.position[1] + 1.75).to.be.closeTo(-(left.position[1] + 1.75), 1e-6)
    expect(leanOf(right)).to.be.closeTo(-leanOf(left), 1e-6)
  })

  it('restored while it falls, it goes on bit by bit', () => {
    const world = () =>
      physicsOf(
        flatRoad({ mu: (x) => (x > 125 ? 0.08 : null) }),
        actor({ id: 'bike', spec: MOTORCYCLE, speed: 18 }),
      )
    const input = () => controls({ steer: 0.02, throttle: 0.1 })
    const straight = world()
    drive(straight, 2.5, input)
    const resumed = world()
    resumed.restore(structuredClone(straight.save()))
    drive(straight, 2, input)
    drive(resumed, 2, input)
    expect(resumed.save()).to.deep.equal(straight.save())
  })

  it('whatever the rider is told, every number stays finite and no speed is won from nothing @slow', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(MOTORCYCLE, BICYCLE),
        fc.double({ min: 0, max: 30, noNaN: true }),
        fc.double({ min: 0.05, max: 1.2, noNaN: true }),
        fc.array(
          fc.record({
            brake: fc.double({ min: 0, max: 1, noNaN: true }),
            steer: fc.double({ min: -0.6, max: 0.6, noNaN: true }),
          }),
          { minLength: 3, maxLength: 10 },
        ),
        (spec, speed, mu, demands) => {
          const world = physicsOf(flatRoad({ mu }), actor({ id: 'bike', spec, speed }))
          const states = drive(world, demands.length / 2, (t) =>
            controls(demands[Math.min(demands.length - 1, Math.floor(2 * t))]),
          )
          for (const s of states) {
            const { position, velocity, angularVelocity } = s.actors[0]
            for (const x of [...position, ...velocity, ...angularVelocity])
              expect(Number.isFinite(x)).to.equal(true)
            expect(speedOf(s)).to.be.lessThan(speed + 2.5)
          }
        },
      ),
      { numRuns: 25 },
    ))
})
