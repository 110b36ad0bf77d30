import { expect } from 'chai'
import type { SystemState } from '../../src/scenario/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { passengerVehicles } from './fleet.ts'
import { flatRoad } from './flat-road.ts'
import { amplitudes, angleAt03g, limits, run } from './fmvss126.ts'

const road = flatRoad({ mu: 0.9 })

describe('physics/esc', () => {
  for (const vehicle of passengerVehicles)
    it(`${vehicle.name} passes FMVSS 126 sine with dwell at every amplitude with ESC and spins without @slow`, () => {
      const a = angleAt03g(vehicle)
      const { residue1, residue175, displacement } = limits(vehicle)
      for (const amplitude of amplitudes(a)) {
        const result = run(vehicle, 'on', amplitude)
        const where = `at ${(amplitude / a).toFixed(1)} A`
        expect(result.residue1, where).to.be.at.most(residue1)
        expect(result.residue175, where).to.be.at.most(residue175)
        if (amplitude >= 5 * a) expect(result.displacement, where).to.be.at.least(displacement)
        if (amplitude >= 5 * a) expect(result.escActed, where).to.equal(true)
      }
      expect(run(vehicle, 'off', 5 * a).residue1).to.be.greaterThan(residue1)
    })

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
