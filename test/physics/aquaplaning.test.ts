import { expect } from 'chai'
import fc from 'fast-check'
import type { SurfaceKind } from '../../src/scenario/index.ts'
import { afloat, onsetSpeed, throughFilm, wetTyre } from '../../src/physics/tyres/aquaplaning.ts'
import { inCondition } from '../../src/physics/tyres/tyre-condition.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { vehicleOf } from './fleet.ts'
import { corneringOnset, halfGripSpeed } from './flooded.ts'
import { flatRoad } from './flat-road.ts'
import { stoppingDistance } from './stopping.ts'

const KMH = 1 / 3.6
const SUMMER = vehicleOf('compact', { set: 'summer' })
const wet = (tread: number, pressure: number) => wetTyre({ ...inCondition(SUMMER.tyre), tread, pressure })

/** Grip of a front wheel that has just come there. */
const gripAt = (
  speed: number,
  depth: number,
  kind: SurfaceKind = 'standing-water',
  spec = SUMMER,
): number => {
  const car = actor({ id: 'car', spec, speed, esc: 'off' })
  const last = drive(physicsOf(flatRoad({ kind, depth }), car), 0.02, () => controls()).at(-1)!
  return last.actors[0].wheels[0].mu
}

describe('physics/aquaplaning', () => {
  for (const kilopascal of [150, 180, 220, 260, 800])
    it(`deep water carries a tyre of ${kilopascal} kPa at Horne's speed`, () => {
      const horne = 1.764 * Math.sqrt(kilopascal)
      for (const tread of [0.0016, 0.008]) {
        expect(onsetSpeed(wet(tread, kilopascal * 1000), 0.012)).to.be.closeTo(horne, 1e-9)
        const vehicle = vehicleOf('compact', { set: 'summer', tread, pressure: kilopascal * 1000 })
        expect(halfGripSpeed(vehicle, 0.012) / horne).to.be.within(0.85, 1.1)
      }
    })

  it('tread above the water puts it off by 8 % a millimetre', () => {
    const tyre = wet(0.008, 220_000)
    expect(onsetSpeed(tyre, 0.003) / onsetSpeed(tyre, 0.01)).to.be.closeTo(1.4, 1e-9)
  })

  it('more speed, more water, less tread or less pressure never give more grip', () =>
    fc.assert(
      fc.property(
        fc.record({
          speed: fc.double({ min: 0, max: 60, noNaN: true }),
          depth: fc.double({ min: 0, max: 0.02, noNaN: true }),
          tread: fc.double({ min: 0, max: 0.01, noNaN: true }),
          pressure: fc.double({ min: 100_000, max: 900_000, noNaN: true }),
        }),
        ({ speed, depth, tread, pressure }) => {
          const left = (v = speed, d = depth, t = tread, p = pressure): number => {
            const tyre = wet(t, p)
            return (1 - afloat(tyre, 'standing-water', d, v)) * throughFilm(tyre, d, v)
          }
          const here = left()
          expect(here).to.be.within(0, 1)
          expect(left(speed * 1.1)).to.be.at.most(here)
          expect(left(speed, depth + 0.001)).to.be.at.most(here)
          expect(left(speed, depth, tread * 0.9)).to.be.at.most(here)
          expect(left(speed, depth, tread, pressure * 0.9)).to.be.at.most(here)
        },
      ),
    ))

  it('friction falls to 0.05, and slush carries sooner than water', () => {
    expect(gripAt(45, 0.012)).to.be.closeTo(0.05, 1e-9)
    const onset = (kind: SurfaceKind): number => {
      const whole = gripAt(1, 0.02, kind)
      let v = 18
      while (gripAt(v, 0.02, kind) > 0.6 * whole) v += 0.25
      return v
    }
    expect(onset('slush') / onset('standing-water')).to.be.closeTo(0.9, 0.05)
  })

  it('on a wet road worn tyres lose grip with speed, and new ones hardly', () => {
    const lost = (set: string): number => {
      const spec = vehicleOf('compact', { set })
      return 1 - gripAt(33, 0.0005, 'wet-asphalt', spec) / gripAt(15, 0.0005, 'wet-asphalt', spec)
    }
    // 0.4 % a metre a second (defaults of the design): 7 % over these 18 m/s.
    expect(lost('worn')).to.be.within(0.04, 0.1)
    expect(lost('summer')).to.be.lessThan(0.02)
  })

  it('worn tyres fail 20 km/h sooner in a flooded bend @slow', () => {
    const [whole, worn] = ['summer', 'worn'].map(
      (set) => corneringOnset(vehicleOf('compact', { set }), 0.007, 80) / KMH,
    )
    expect(whole).to.be.within(88, 104)
    expect(worn).to.be.within(68, 84)
  })

  it('deep water holds a car back by its drag, and turns a floating wheel down', () => {
    const car = actor({ id: 'car', spec: vehicleOf('compact', { set: 'summer' }), speed: 40, esc: 'off' })
    const states = drive(physicsOf(flatRoad({ kind: 'standing-water', depth: 0.01 }), car), 1, () =>
      controls(),
    )
    expect(speedOf(states.at(-1)!)).to.be.lessThan(38)
    const [{ spinRate }] = states.at(-1)!.actors[0].wheels
    expect(spinRate * 0.344).to.be.lessThan(0.5 * speedOf(states.at(-1)!))
  })

  it('loose snow lets a wheel sink in: the deeper, the harder to push', () => {
    const coasted = (depth: number): number => {
      const car = actor({ id: 'car', spec: vehicleOf('compact', { set: 'winter' }), speed: 15 })
      const states = drive(physicsOf(flatRoad({ kind: 'loose-snow', depth }), car), 2, () => controls())
      return 15 - speedOf(states.at(-1)!)
    }
    const [shallow, usual, deep] = [0.01, 0.06, 0.15].map(coasted)
    expect(usual).to.be.greaterThan(1.5 * shallow)
    expect(deep).to.be.greaterThan(1.5 * usual)
    // 0.045 of the weight and some drag in 6 cm.
    expect(usual / 2).to.be.within(0.45, 1.2)
  })

  it('less pressure floats sooner, so it stops later on a flooded road @slow', () => {
    const stop = (pressure: number): number =>
      stoppingDistance({
        ...{ vehicle: vehicleOf('compact', { set: 'summer', pressure }), speed: 30 },
        ...{ kind: 'standing-water', depth: 0.008 },
      })
    expect(stop(150_000)).to.be.greaterThan(1.15 * stop(230_000))
  })
})
