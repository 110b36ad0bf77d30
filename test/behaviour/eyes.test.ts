import { expect } from 'chai'
import { inSight } from '../../src/behaviour/sight/eyes.ts'
import { FREE } from '../../src/behaviour/network/network.ts'
import type { Other, View } from '../../src/behaviour/view.ts'
import { createSituation } from '../../src/criticality/index.ts'
import { isVehicle } from '../../src/scenario/index.ts'
import { simulate } from '../../src/run/index.ts'
import { driveOn } from './plant.ts'
import { traffic } from './roads.ts'

const STREET = '{straight: 300 m, lanes: [-1, 1], right: [{parking: 2.2 m}, {pavement: 2 m}]}'

/** Whether the first of some actors sees the second. */
const sees = (
  actors: Readonly<Record<string, string>>,
  dark = false,
  street = STREET,
  radar = false,
): boolean => {
  const scenario = traffic(street, actors)
  const { road } = driveOn(scenario)
  const first = simulate(scenario).next()
  if (first.done === true) throw new Error('the run is over')
  const state = first.value
  const situation = createSituation(scenario, road)(state)
  const [self, ...others] = scenario.actors.map((spec, i): Other => {
    const placed = situation.placed(spec.id)
    if (placed === null) throw new Error(`${spec.id} is not there`)
    return { spec, state: state.actors[i], placed }
  })
  if (!isVehicle(self.spec)) throw new Error('a vehicle is due')
  const view: View = {
    ...{ spec: self.spec, actor: self.state, self: self.placed, others, road },
    ...{ rules: FREE, time: 0, sight: 300, far: 300, dark, radar, faults: [] },
  }
  return inSight(view, others[0])
}

const ego = '{model: compact, at: {lane: -1, s: 20 m}}'
const car = (model: string, s: number, offset = 0) =>
  `{model: ${model}, at: {lane: -1, s: ${s} m, offset: ${offset} m}}`
const child = (offset: number) =>
  `{model: child, at: {lane: -1, s: 66 m, offset: ${offset} m, heading: 90 deg}}`

describe('behaviour: who is in sight', () => {
  it('sees along a free road, and past what is beside it', () => {
    expect(sees({ ego, lead: car('sedan', 80) })).to.equal(true)
    expect(sees({ ego, lead: car('sedan', 80), parked: car('van', 50, -3.2) })).to.equal(true)
  })

  it('does not see through a van or a car, and sees a truck over a sports car', () => {
    expect(sees({ ego, lead: car('sedan', 80), van: car('van', 50) })).to.equal(false)
    expect(sees({ ego, lead: car('sedan', 80), sedan: car('sedan', 50) })).to.equal(false)
    expect(sees({ ego, lead: car('truck', 80), sports: car('sports', 50) })).to.equal(true)
  })

  it('does not see over a crest, unless what is there is high enough', () => {
    const crest = '{straight: 400 m, grade: 5 %, height: [{keep: 60 m}, {crest: 60 m, radius: 600 m}]}'
    const at = (s: number, model: string): boolean => sees({ ego, lead: car(model, s) }, false, crest)
    expect(at(60, 'compact')).to.equal(true)
    expect(at(160, 'compact')).to.equal(false)
    expect(at(130, 'sports')).to.equal(false)
    expect(at(130, 'truck')).to.equal(true)
  })

  it('sees a child behind a parked car only when it steps out', () => {
    const parked = car('suv', 60, -2.9)
    expect(sees({ ego, child: child(-3.2), parked })).to.equal(false)
    expect(sees({ ego, child: child(-1.2), parked })).to.equal(true)
  })

  it('sees a child by night only where its headlights reach, and a car from afar', () => {
    const near = child(-1.2).replace('s: 66 m', 's: 58 m')
    const far = near.replace('s: 58 m', 's: 90 m')
    expect(sees({ ego, child: far })).to.equal(true)
    expect(sees({ ego, child: far }, true)).to.equal(false)
    expect(sees({ ego, child: near }, true)).to.equal(true)
    expect(sees({ ego, lead: car('sedan', 90) }, true)).to.equal(true)
  })
})

describe('behaviour: spray', () => {
  const street = (kind: string): string => `{straight: 300 m, lanes: [-1, -2], surface: ${kind}}`
  // The truck goes by on the right; its cloud reaches into the line from the one behind to the car ahead.
  const truck = (speed: number): string =>
    `{model: truck, at: {lane: -1, s: 90 m, offset: -2.2 m}, speed: ${speed} m/s}`
  const scene = (speed: number) => ({ ego, lead: car('sedan', 130), truck: truck(speed) })

  it('hides what is behind a fast truck on a wet road from eyes, and not from a radar', () => {
    expect(sees(scene(25), false, street('wet-asphalt'))).to.equal(false)
    expect(sees(scene(25), false, street('wet-asphalt'), true)).to.equal(true)
  })

  it('is not there on a dry road, nor behind who drives slowly', () => {
    expect(sees(scene(25), false, street('dry-asphalt'))).to.equal(true)
    expect(sees(scene(12), false, street('wet-asphalt'))).to.equal(true)
  })
})

describe('behaviour: drivers and what they cannot see', () => {
  it('brakes later for a child who runs out from behind a car than for one in the open', () => {
    const more = 'do: [{when: time > 2.2 s, child: {cross: left, pace: 2 m/s}}]\n'
    const braked = (parked: Readonly<Record<string, string>>): number => {
      const own = ego.replace('}}', '}, speed: 10 m/s, driver: {kind: idm, reaction: 0 s}}')
      const actors = { ego: own, child: child(-3.6), ...parked }
      for (const { time, actors: states } of simulate(traffic(STREET, actors, { more, seconds: 6 })))
        if (states[0].brake > 0.2) return time
      return Infinity
    }
    expect(braked({ parked: car('suv', 60, -2.9) })).to.be.above(braked({}) + 0.3)
  })
})
