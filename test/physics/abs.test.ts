import { expect } from 'chai'
import { SURFACE_KINDS } from '../../src/scenario/index.ts'
import { KMH, splitStop, utilisation } from './adhesion.ts'
import { motorVehicles, passengerVehicles, vehicleOf } from './fleet.ts'

const DEGREE = Math.PI / 180

describe('physics/abs: UN R13-H Annex 6', () => {
  for (const vehicle of motorVehicles)
    it(`${vehicle.name} uses at least 75 % of the adhesion on any uniform surface @slow`, () => {
      for (const [mu, speed] of [
        [0.9, 60],
        [0.3, 50],
        [0.1, 35],
      ])
        expect(utilisation(vehicle, { mu }, speed * KMH), `mu ${mu}`).to.be.within(0.75, 1.01)
    })

  for (const set of ['summer', 'all-season', 'winter'])
    it(`on ${set} tyres it does so on every kind of surface @slow`, () => {
      const vehicle = vehicleOf('sedan', { set })
      for (const kind of SURFACE_KINDS)
        expect(utilisation(vehicle, { kind }, 40 * KMH), kind).to.be.within(0.75, 1.01)
    })

  for (const vehicle of passengerVehicles)
    it(`${vehicle.name} stops straight on split friction with small corrections of the steering @slow`, () => {
      for (const [high, low] of [
        [0.8, 0.2],
        [0.5, 0.2],
        [0.6, 0.3],
      ]) {
        const { rate, least, steering2, steering, off } = splitStop(vehicle, high, low)
        const where = `${high} / ${low}`
        expect(rate, where).to.be.at.least(least)
        expect(steering2, where).to.be.at.most(120 * DEGREE)
        expect(steering, where).to.be.at.most(240 * DEGREE)
        // No wheel leaves its own side.
        expect(off, where).to.be.lessThan(0.6)
      }
    })
})
