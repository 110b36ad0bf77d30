import { expect } from 'chai'
import type { VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'
import { vehicleOf } from './fleet.ts'
import { FULL_BMW, FULL_ESCORT, REFERENCE_TYRE } from './reference-cars.ts'
import { at, manoeuvres, type Manoeuvre } from './reference.ts'

const LIBRARY = { escort: vehicleOf('escort'), bmw320i: vehicleOf('bmw320i'), vanagon: vehicleOf('vanagon') }
/** The third car is in the library only. */
const BUILT = { escort: FULL_ESCORT, bmw320i: FULL_BMW, vanagon: null }
const GRAVITY = 9.81
/** The reference rolls without resistance; ours is taken off the brake or given to the engine. */
const ROLLING = 0.011 * GRAVITY

/** Our full model through a reference manoeuvre. */
const run = (vehicle: VehicleSpec, { scale, acceleration, rows }: Manoeuvre): WorldState[] => {
  const road = flatRoad({ mu: REFERENCE_TYRE.pDx1 * scale })
  const end = rows.at(-1)!.t
  return drive(
    physicsOf(road, actor({ id: 'car', spec: vehicle, speed: rows[0].vx, abs: 'off' })),
    end,
    (t) => {
      const push = acceleration(t) + ROLLING
      return controls({
        steer: at(rows, 'delta', t),
        brake: Math.max(0, -push) / 11.5,
        throttle: Math.max(0, Math.min(1, (push * vehicle.mass) / vehicle.driveForceMax)),
      })
    },
  )
}

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length
const times = (from: number, to: number): number[] =>
  Array.from({ length: Math.round((to - from) * 100) }, (_, i) => from + i / 100)

/** From half the steering to 90 % of the steady yaw rate, s. */
const responseTime = (yawRate: (t: number) => number, steer: number, settled: readonly number[]): number => {
  const steady = mean(settled.map(yawRate))
  const half = 0.5 + steer / 2 / 0.4
  return Array.from({ length: 550 }, (_, i) => half + i / 1000).find((t) => yawRate(t) > 0.9 * steady)! - half
}

const all = manoeuvres('mb')

for (const [where, cars] of [
  ['built from its parameters', BUILT],
  ['loaded from vehicles/', LIBRARY],
] as const)
  describe(`physics/multi-body: the full model as the multi-body reference, ${where}`, () => {
    const named = (start: string): Manoeuvre[] =>
      all.filter((m) => m.name.startsWith(start) && cars[m.car] !== null)
    const drivenAs = (m: Manoeuvre): WorldState[] => run(cars[m.car]!, m)

    for (const manoeuvre of [...named('step20_d0.02'), ...named('step20_d0.06')])
      it(`${manoeuvre.name} ${manoeuvre.car}: yaw rate, lateral acceleration and response time within 8 %`, () => {
        const { rows, name } = manoeuvre
        const states = drivenAs(manoeuvre)
        const ours = (t: number): number => {
          const i = Math.floor(t * 100)
          const [a, b] = [states[i], states[i + 1]].map((s) => s.actors[0].angularVelocity[2])
          return a + (b - a) * (t * 100 - i)
        }
        const reference = (t: number): number => at(rows, 'yaw_rate', t)
        // The Vanagon's reference ends where a wheel lifts.
        const end = rows.at(-1)!.t
        const steady = end > 3.5 ? times(2.5, 3.5) : times(end - 0.2, end - 0.02)
        expect(mean(steady.map(ours)) / mean(steady.map(reference))).to.be.within(0.92, 1.08)
        const lateral = mean(steady.map((t) => states[Math.round(t * 100)].actors[0].acceleration[1]))
        expect(lateral / mean(steady.map((t) => at(rows, 'ay', t)))).to.be.within(0.92, 1.08)
        const steer = Number(name.split('_d')[1])
        expect(responseTime(ours, steer, steady) / responseTime(reference, steer, steady)).to.be.within(
          0.92,
          1.08,
        )
      })

    for (const manoeuvre of named('step20_d0.04_mu0.30'))
      it(`${manoeuvre.name} ${manoeuvre.car}: lateral acceleration within 8 %`, () => {
        const states = drivenAs(manoeuvre)
        const steady = times(1.5, 3.5)
        const lateral = mean(steady.map((t) => states[Math.round(t * 100)].actors[0].acceleration[1]))
        expect(lateral / mean(steady.map((t) => at(manoeuvre.rows, 'ay', t)))).to.be.within(0.92, 1.08)
      })

    for (const manoeuvre of [...named('swd80_1.5A'), ...named('swd80_3.0A')])
      it(`${manoeuvre.name} ${manoeuvre.car}: both peaks of the yaw rate within 8 %`, () => {
        const states = drivenAs(manoeuvre)
        const ours = states.map((s) => s.actors[0].angularVelocity[2])
        const reference = manoeuvre.rows.map((row) => row.yaw_rate)
        expect(Math.max(...ours) / Math.max(...reference)).to.be.within(0.92, 1.08)
        expect(Math.min(...ours) / Math.min(...reference)).to.be.within(0.92, 1.08)
      })

    for (const manoeuvre of [...named('brake30_a5'), ...named('brake30_a8')].filter(
      (m) => !m.name.includes('lock'),
    ))
      it(`${manoeuvre.name} ${manoeuvre.car}: deceleration within 5 %`, () => {
        const states = drivenAs(manoeuvre)
        const forward = ({ actors: [a] }: WorldState): number => Math.hypot(a.velocity[0], a.velocity[1])
        const slope = (speed: (t: number) => number): number => (speed(1) - speed(2.5)) / 1.5
        const ours = slope((t) => forward(states[Math.round(t * 100)]))
        expect(ours / slope((t) => at(manoeuvre.rows, 'vx', t))).to.be.within(0.95, 1.05)
      })

    for (const manoeuvre of named('brake30_a2'))
      it(`${manoeuvre.name} ${manoeuvre.car}: deceleration within 5 %`, () => {
        const states = drivenAs(manoeuvre)
        const ours = states[100].actors[0].velocity[0] - states[400].actors[0].velocity[0]
        expect(ours / (at(manoeuvre.rows, 'vx', 1) - at(manoeuvre.rows, 'vx', 4))).to.be.within(0.95, 1.05)
      })
  })
