import { expect } from 'chai'
import type { SystemState, VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { COMPACT, SEDAN, VAN, actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

/** FMVSS 126 (49 CFR 571.126): 80 km/h, 0.7 Hz, 0.5 s dwell, peak friction 0.9. */
const SPEED = 80 / 3.6
const FREQUENCY = 0.7
const DWELL = 0.5
const END = 1 / FREQUENCY + DWELL
const road = flatRoad({ mu: 0.9 })

const sineWithDwell = (amplitude: number, t: number): number => {
  const threeQuarters = 0.75 / FREQUENCY
  if (t < threeQuarters) return amplitude * Math.sin(2 * Math.PI * FREQUENCY * t)
  if (t < threeQuarters + DWELL) return -amplitude
  return t < END ? amplitude * Math.sin(2 * Math.PI * FREQUENCY * (t - DWELL)) : 0
}

/** A robot turns the wheel: no rate limit worth the name. */
const withRobot = (vehicle: VehicleSpec): VehicleSpec => ({ ...vehicle, steerRateMax: 5 })

/** Road-wheel angle at 0.3 g in a slowly increasing steer at steady speed. */
const angleAt03g = (vehicle: VehicleSpec): number => {
  const car = actor({ id: 'car', spec: withRobot(vehicle), speed: SPEED })
  const states = drive(physicsOf(road, car), 5, (t, { actors: [a] }) =>
    controls({ steer: 0.01 * t, throttle: Math.max(0, Math.min(1, 0.08 + 0.5 * (SPEED - a.velocity[0]))) }),
  )
  return states.find((s) => s.actors[0].acceleration[1] > 0.3 * 9.81)!.actors[0].steer
}

const manoeuvre = (vehicle: VehicleSpec, esc: SystemState, amplitude: number): WorldState[] => {
  const car = actor({ id: 'car', spec: withRobot(vehicle), speed: SPEED, esc })
  return drive(physicsOf(road, car), 4, (t) => controls({ steer: sineWithDwell(amplitude, t) }))
}

/** Yaw rate some time after the end of steering over its second peak. */
const residue = (states: readonly WorldState[], after: number): number => {
  const rates = states.map((s) => s.actors[0].angularVelocity[2])
  const peak = Math.min(...rates.slice(Math.round(50 / FREQUENCY), Math.round(END * 100)))
  return rates[Math.round((END + after) * 100)] / peak
}

describe('physics/esc', () => {
  for (const vehicle of [SEDAN, COMPACT, VAN]) {
    it(`${vehicle.name} passes FMVSS 126 sine with dwell with ESC and spins without`, () => {
      const a = angleAt03g(vehicle)
      for (const factor of [3, 5, 6.5]) {
        const states = manoeuvre(vehicle, 'on', factor * a)
        expect(residue(states, 1)).to.be.at.most(0.35)
        expect(residue(states, 1.75)).to.be.at.most(0.2)
        if (factor >= 5) expect(states[107].actors[0].position[1] + 1.75).to.be.at.least(1.83)
        expect(states.some((s) => s.actors[0].escActive)).to.equal(true)
      }
      expect(residue(manoeuvre(vehicle, 'off', 5 * a), 1)).to.be.greaterThan(0.35)
    })
  }

  it('a faulty yaw rate sensor makes ESC brake in a turn that needs no help', () => {
    const turn = (esc: SystemState): boolean =>
      drive(physicsOf(road, actor({ id: 'car', speed: 20, esc })), 2, () => controls({ steer: 0.02 })).some(
        (s) => s.actors[0].escActive,
      )
    expect(turn('faulty')).to.equal(true)
    expect(turn('on')).to.equal(false)
  })

  it('traction control keeps driven wheels from spinning on ice', () => {
    const spin = (tc: SystemState): number => {
      const ice = flatRoad({ kind: 'ice' })
      const states = drive(physicsOf(ice, actor({ id: 'car', speed: 3, tc })), 3, () =>
        controls({ throttle: 1 }),
      )
      return Math.max(...states.slice(150).map((s) => s.actors[0].wheels[0].slipRatio))
    }
    expect(spin('on')).to.be.lessThan(0.5)
    expect(spin('off')).to.be.greaterThan(2)
  })
})
