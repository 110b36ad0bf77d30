import { expect } from 'chai'
import fc from 'fast-check'
import {
  driveForceAt,
  overrunForceAt,
  type DifferentialSpec,
  type MotorSpec,
  type VehicleSpec,
} from '../../src/scenario/index.ts'
import type { Controls, WorldState } from '../../src/world/index.ts'
import { SEDAN, actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { motorVehicles, vehicleOf } from './fleet.ts'
import { flatRoad, type FlatRoad } from './flat-road.ts'

const GRAVITY = 9.81
const KMH = 1 / 3.6

const go = (
  spec: VehicleSpec,
  speed: number,
  seconds: number,
  script: Partial<Controls>,
  road: FlatRoad = {},
  more: Partial<Parameters<typeof actor>[0]> = {},
): WorldState[] =>
  drive(physicsOf(flatRoad(road), actor({ id: 'car', spec, speed, ...more })), seconds, () =>
    controls(script),
  )

const sprint = (spec: VehicleSpec, to: number): number =>
  go(spec, 0, 25, { throttle: 1 }, {}, { tc: 'on' }).find((s) => speedOf(s) >= to)?.time ?? Infinity

const MOTOR: MotorSpec = { topSpeed: 45, liftOffForce: 1500, brakeForce: 4000, brakePower: 60_000 }
const ELECTRIC: VehicleSpec = { ...SEDAN, enginePower: 150_000, driveForceMax: 6500, motor: MOTOR }

const withDifferentials = (
  front: DifferentialSpec,
  centre: DifferentialSpec = { kind: 'open' },
): VehicleSpec => ({
  ...SEDAN,
  differentials: { front, rear: { kind: 'open' }, centre },
})

/** Kinetic energy of body and wheels, J. */
const energy = ({ actors: [a] }: WorldState, spec: VehicleSpec): number => {
  const [vx, vy, vz] = a.velocity
  const [wx, wy, wz] = a.angularVelocity
  const [ix, iy, iz] = spec.inertia
  const wheels = a.wheels.reduce((n, w, i) => n + spec.axles[i >> 1].wheelInertia * w.spinRate ** 2, 0)
  return (spec.mass * (vx * vx + vy * vy + vz * vz) + ix * wx * wx + iy * wy * wy + iz * wz * wz + wheels) / 2
}

describe('physics/driveline', () => {
  it('the cars of the library sprint and run out as cars of their kind do', () => {
    const published: Record<string, readonly [number, number]> = {
      compact: [9.5, 13],
      electric: [6.3, 8.3],
      sedan: [8, 10.5],
      suv: [7.5, 10.5],
      van: [12, 17],
      pickup: [9, 12.5],
      sports: [4.5, 6.5],
    }
    for (const [name, [least, most]] of Object.entries(published))
      expect(sprint(vehicleOf(name), 100 * KMH), name).to.be.within(least, most)
  })

  it('the torque curves of the library give the power that they are said to', () => {
    for (const { name, engine, enginePower } of motorVehicles) {
      if (engine === undefined) continue
      const powers = engine.torque.flatMap(([v0, t0], i) => {
        const [v1, t1] = engine.torque[Math.min(i + 1, engine.torque.length - 1)]
        return [0, 0.25, 0.5, 0.75].map((u) => (v0 + (v1 - v0) * u) * (t0 + (t1 - t0) * u))
      })
      expect(Math.max(...powers) / enginePower, name).to.be.within(0.97, 1.03)
    }
  })

  it('full throttle gives the force that the data promise, and a driver can rely on half of it', () => {
    const sedan = vehicleOf('sedan')
    for (const v of [15, 25, 35])
      for (const throttle of [1, 0.5]) {
        const states = go(sedan, v, 0.6, { throttle })
        const [a, b] = [states[30], states[60]]
        const speed = (speedOf(a) + speedOf(b)) / 2
        const push = sedan.mass * ((speedOf(b) - speedOf(a)) / 0.3)
        const drag = 0.5 * 1.225 * sedan.dragArea * speed ** 2 + 0.011 * sedan.mass * GRAVITY
        const spun =
          sedan.mass + sedan.axles.reduce((n, x) => n + (2 * x.wheelInertia) / x.wheelRadius ** 2, 0)
        const force = (push * spun) / sedan.mass + drag
        const promised = throttle * driveForceAt(sedan, speed) - (1 - throttle) * overrunForceAt(sedan, speed)
        expect(force / promised, `${v} m/s, ${throttle}`).to.be.within(0.93, 1.05)
      }
  })

  it('the engine brakes, more in the lower gears at lower speed, and lets go before a standstill', () => {
    const sedan = vehicleOf('sedan')
    expect(overrunForceAt(sedan, 1)).to.equal(0)
    const coast = (spec: VehicleSpec): number => {
      const states = go(spec, 20, 10, {})
      return (20 - speedOf(states.at(-1)!)) / 10
    }
    const free = { ...sedan }
    delete (free as { engine?: unknown }).engine
    // A car in gear on a level road slows by some 0.4 m/s^2; in neutral by less than 0.25.
    expect(coast(sedan)).to.be.within(0.28, 0.55)
    expect(coast(free)).to.be.lessThan(0.25)
    // It neither stops the car in its gears nor rolls it backwards.
    const slow = go(sedan, 2, 20, {})
    expect(Math.min(...slow.map((s) => s.actors[0].velocity[0]))).to.be.greaterThan(-0.01)
  })

  it('a change of gear interrupts the drive for its time', () => {
    const van = vehicleOf('van')
    const states = go(van, 5, 12, { throttle: 1 })
    const idle = states.filter((s) => s.actors[0].wheels[0].forceX < 0).length / 100
    expect(idle).to.be.within(0.8, 2.6)
    const quick = go({ ...van, engine: { ...van.engine!, shiftTime: 0 } }, 5, 12, { throttle: 1 })
    expect(speedOf(quick.at(-1)!)).to.be.greaterThan(speedOf(states.at(-1)!) + 0.5)
  })

  it('an open differential gives a car on split friction no more than its slipping wheel holds; a lock does', () => {
    const split: FlatRoad = { mu: (_x, y) => (y > -1.75 ? 0.1 : 0.9) }
    const after = (spec: VehicleSpec): number => speedOf(go(spec, 1, 3, { throttle: 0.6 }, split).at(-1)!)
    const open = after(SEDAN)
    const limited = after(withDifferentials({ kind: 'limited-slip', preload: 60, bias: 3 }))
    const locked = after(withDifferentials({ kind: 'locked' }))
    expect(limited).to.be.greaterThan(1.2 * open)
    expect(locked).to.be.greaterThan(1.2 * limited)
    // Brakes of the traction control do the same to an open one.
    const braked = speedOf(go(SEDAN, 1, 3, { throttle: 0.6 }, split, { tc: 'on' }).at(-1)!)
    expect(braked).to.be.greaterThan(1.3 * open)
  })

  it('the torque of the better wheel is at most the bias ratio times that of the worse one', () => {
    const bias = 3
    const split: FlatRoad = { mu: (_x, y) => (y > -1.75 ? 0.1 : 0.9) }
    const states = go(
      withDifferentials({ kind: 'limited-slip', preload: 0, bias }),
      1,
      3,
      { throttle: 0.35 },
      split,
    )
    // What the differential feeds each side goes into the tyre's force, its rolling resistance and its spin.
    const before = states.at(-2)!.actors[0].wheels
    const [worse, better] = states
      .at(-1)!
      .actors[0].wheels.map(
        (w, i) =>
          (w.forceX + 0.011 * w.load) * SEDAN.axles[0].wheelRadius +
          (SEDAN.axles[0].wheelInertia * (w.spinRate - before[i].spinRate)) / 0.01,
      )
    expect(better / worse).to.be.within(0.9 * bias, 1.02 * bias)
  })

  it('a locked centre makes both axles pull; an open one lets the axle on ice spin', () => {
    const axles = SEDAN.axles.map((a) => ({ ...a, driveShare: 0.5 }))
    const ice: FlatRoad = { mu: (x) => (x > 101.5 ? 0.05 : 0.9) }
    const after = (centre: DifferentialSpec): number =>
      speedOf(
        go({ ...withDifferentials({ kind: 'open' }, centre), axles }, 0, 1.2, { throttle: 0.8 }, ice).at(-1)!,
      )
    expect(after({ kind: 'locked' })).to.be.greaterThan(1.5 * after({ kind: 'open' }))
  })

  it('a motor drives to its top speed, brakes when the foot is off, and never backwards', () => {
    const fast = go(ELECTRIC, 40, 20, { throttle: 1 })
    expect(speedOf(fast.at(-1)!)).to.be.within(43, 45.2)
    const states = go(ELECTRIC, 20, 25, {})
    expect((20 - speedOf(states[200])) / 2).to.be.within(0.9, 1.3)
    expect(Math.min(...states.map((s) => s.actors[0].wheels[0].spinRate))).to.be.at.least(0)
  })

  it('regenerative braking stops like the brakes alone: the pedal does not tell', () => {
    const distance = (spec: VehicleSpec): number => {
      const states = drive(
        physicsOf(flatRoad(), actor({ id: 'car', spec, speed: 25 })),
        20,
        () => controls({ brake: 0.3 }),
        (s) => speedOf(s) < 0.1,
      )
      return states.at(-1)!.actors[0].position[0] - states[0].actors[0].position[0]
    }
    const quiet = { ...ELECTRIC, motor: { ...MOTOR, liftOffForce: 0 } }
    const dead = { ...quiet, motor: { ...quiet.motor, brakeForce: 0 } }
    expect(distance(quiet) / distance(dead)).to.be.closeTo(1, 0.01)
  })

  it('without throttle no driveline gives energy', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('compact', 'suv', 'sports', 'pickup'),
        fc.double({ min: 0, max: 40, noNaN: true }),
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.double({ min: -0.3, max: 0.3, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (name, speed, mu, steer, brakes) => {
          const spec = vehicleOf(name)
          const states = go(spec, speed, 2, { steer, brake: brakes }, { mu })
          const energies = states.map((s) => energy(s, spec))
          // Springs and tyres give back what they took: a little may come and go, never more than at the start.
          const slack = 0.002 * energies[0] + 60
          energies.forEach((e) => expect(e).to.be.at.most(energies[0] + slack))
        },
      ),
      { numRuns: 25 },
    ))
})
