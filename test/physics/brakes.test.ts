import { expect } from 'chai'
import type { VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { SEDAN, actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { typeOneFade } from './fade.ts'
import { vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'

const KMH = 1 / 3.6

const stop = (spec: VehicleSpec, speed: number, brake = 1, more: Partial<Parameters<typeof actor>[0]> = {}) =>
  drive(
    physicsOf(flatRoad(), actor({ id: 'car', spec, speed, ...more })),
    30,
    () => controls({ brake }),
    (s) => speedOf(s) < 0.05,
  )

const slip = ({ actors: [a] }: WorldState, axle: number): number =>
  -Math.min(a.wheels[2 * axle].slipRatio, a.wheels[2 * axle + 1].slipRatio)

describe('physics/brakes', () => {
  it('air brakes do nothing at first and give 75 % within 0.6 s (UN R13 Annex 6)', () => {
    for (const name of ['truck', 'bus', 'semi-tractor']) {
      const spec = vehicleOf(name)
      // A quarter of the pedal, so that tyres and ABS have no say.
      const states = stop(spec, 20, 0.25)
      const slows = (s: WorldState): number => -s.actors[0].wheels.reduce((n, w) => n + w.forceX, 0)
      const full = slows(states[200])
      const rolling = slows(states[1])
      expect(slows(states[10]) - rolling, name).to.be.lessThan(0.02 * full)
      const reached = states.find((s) => slows(s) > 0.75 * full)!.time
      expect(reached, name).to.be.within(0.25, 0.6)
    }
  })

  it('the truck and the bus stop from 60 km/h as UN R13 asks', () => {
    for (const name of ['truck', 'bus']) {
      const states = stop(vehicleOf(name), 60 * KMH)
      const distance = states.at(-1)!.actors[0].position[0] - states[0].actors[0].position[0]
      expect(distance, name).to.be.at.most(0.15 * 60 + 60 ** 2 / 130)
    }
  })

  it('fixed shares lock the rear of a car first, a load-sensing valve and electronic distribution do not', () => {
    const shares = SEDAN.axles.map((a, i) => ({ ...a, brakeShare: i === 0 ? 0.55 : 0.45 }))
    const brake = 0.55
    const rearFirst = (over: Partial<VehicleSpec>, abs: 'on' | 'off'): boolean =>
      stop({ ...SEDAN, axles: shares, ...over }, 25, brake, { abs })
        .filter((s) => s.time > 0.5 && speedOf(s) > 5)
        .some((s) => slip(s, 1) > slip(s, 0) + 0.03)
    expect(rearFirst({}, 'off')).to.equal(true)
    expect(rearFirst({ brakeProportioning: 'by-load' }, 'off')).to.equal(false)
    expect(rearFirst({ brakeProportioning: 'by-slip' }, 'on')).to.equal(false)
    // Electronic distribution goes with ABS.
    expect(rearFirst({ brakeProportioning: 'by-slip' }, 'off')).to.equal(true)
  })

  it('hot brakes keep 60 % of the cold ones, as the type I test of UN R13-H asks @slow', () => {
    const { hot, cold } = typeOneFade(vehicleOf('sedan'))
    expect(hot / cold).to.be.within(0.6, 0.99)
  })

  it('brakes that are dragged down an endless descent fade', () => {
    const physics = physicsOf(
      flatRoad({ slope: [-0.2, 0] }),
      actor({ id: 'car', spec: vehicleOf('van'), speed: 30 }),
    )
    const hold = (seconds: number, speed: number): number[] => {
      const pedals: number[] = []
      drive(physics, seconds, (_t, { actors: [a] }) => {
        const brake = Math.max(0, Math.min(1, 0.15 + 0.3 * (Math.hypot(...a.velocity) - speed)))
        pedals.push(brake)
        return controls({ brake })
      })
      return pedals
    }
    const mean = (pedals: readonly number[]): number => pedals.reduce((a, b) => a + b, 0) / pedals.length
    const cold = mean(hold(5, 30).slice(-200))
    const hot = mean(hold(100, 30).slice(-500))
    expect(hot).to.be.greaterThan(1.15 * cold)
  })
})
