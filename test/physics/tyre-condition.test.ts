import { expect } from 'chai'
import { inCondition } from '../../src/physics/tyres/tyre-condition.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'
import { yawGain } from './handling.ts'
import { stoppingDistance } from './stopping.ts'

const BAR = 1e5
const MM = 1e-3
const sedan = (over: Parameters<typeof vehicleOf>[1] = {}) => vehicleOf('sedan', { set: 'winter', ...over })

describe('physics/tyre-condition', () => {
  it('a new set at its pressure is what its file says', () => {
    const { tyre } = sedan()
    const fitted = inCondition(tyre)
    expect(fitted.surfaces).to.deep.equal(tyre.surfaces)
    expect([fitted.verticalStiffness, fitted.rollingResistance]).to.deep.equal([1, 1])
    expect(inCondition(tyre)).to.equal(fitted)
  })

  it('a soft tyre corners less stiffly, rolls harder and springs more', () => {
    const [soft, rated] = [sedan({ pressure: 1.5 * BAR }), sedan()].map((v) => inCondition(v.tyre))
    const stiffness = (f: typeof soft): number => f.surfaces['dry-asphalt'].stiffnessPerLoad
    expect(stiffness(soft) / stiffness(rated)).to.be.within(0.75, 0.9)
    expect(soft.rollingResistance).to.be.within(1.1, 1.3)
    expect(soft.verticalStiffness).to.be.within(0.65, 0.85)
    expect(yawGain(sedan({ pressure: 1.5 * BAR }), 25, 0.01)).to.not.be.closeTo(
      yawGain(sedan(), 25, 0.01),
      1e-3,
    )
  })

  it('a car rolls less far on soft tyres', () => {
    const coast = (pressure: number): number => {
      const car = actor({ id: 'car', spec: sedan({ pressure }), speed: 10 })
      return speedOf(drive(physicsOf(flatRoad(), car), 8, () => controls()).at(-1)!)
    }
    expect(coast(1.2 * BAR)).to.be.lessThan(coast(2.3 * BAR) - 0.1)
  })

  it('worn winter tyres hold less on snow, and brake as well as ever on a dry road', () => {
    const stop = (tread: number, kind: 'packed-snow' | 'dry-asphalt'): number =>
      stoppingDistance({ vehicle: sedan({ tread }), speed: 14, kind })
    expect(stop(1.6 * MM, 'packed-snow') / stop(8 * MM, 'packed-snow')).to.be.within(1.15, 1.45)
    expect(stop(1.6 * MM, 'dry-asphalt') / stop(8 * MM, 'dry-asphalt')).to.be.within(0.97, 1.03)
  })

  it('studs hold on ice: 0.08 more, and 0.15 to 0.25 on wet ice', () => {
    const { surfaces } = vehicleOf('sedan', { set: 'studded' }).tyre
    const bare = sedan().tyre.surfaces
    expect(surfaces.ice.muPeak - bare.ice.muPeak).to.be.closeTo(0.08, 1e-9)
    expect(surfaces['black-ice'].muPeak).to.be.within(0.15, 0.25)
    const stop = (set: string): number =>
      stoppingDistance({ vehicle: vehicleOf('sedan', { set }), speed: 10, kind: 'black-ice' })
    expect(stop('studded')).to.be.lessThan(0.6 * stop('winter'))
  })
})
