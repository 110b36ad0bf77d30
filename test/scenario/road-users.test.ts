/** Diagnostics of road users: lights, emergency vehicles, people on foot and traffic, each at its place. */
import { expect } from 'chai'
import { load, scenario, unmark } from './memory.ts'

const complaint = (marked: string) => {
  const { text, line, column, length } = unmark(marked)
  const { diagnostics } = load(text)
  expect(diagnostics.map((d) => d.message)).to.have.length(1)
  expect(diagnostics[0]).to.include({ line, column, length })
  return diagnostics[0]
}

const ego = 'ego: {model: sedan, at: {lane: -1, s: 40 m}, speed: 14 m/s'

describe('scenario: road users', () => {
  it('only vehicles with a beacon switch one on', () => {
    const lights = complaint(scenario({ actors: `{${ego}, lights: {«beacon»: "on"}}}` }))
    expect(lights).to.include({ code: 'bad-value', message: 'the sedan carries no beacon' })
    const siren = complaint(scenario({ actors: `{${ego}, lights: {«siren»: "on"}}}` }))
    expect(siren.code).to.equal('bad-value')
    const call = complaint(scenario({ actors: `{${ego}, driver: {kind: idm, «emergency»: true}}}` }))
    expect(call.message).to.equal('the sedan carries no beacon')
    const told = complaint(scenario({ actors: `{${ego}}}`, do: '[{ego: {«beacon»: "on"}}]' }))
    expect(told.expected).to.include('ambulance')
    expect(load(scenario({ actors: `{${ego}, lights: {beacon: "off"}}}` })).diagnostics).to.deep.equal([])
    expect(
      load(scenario({ actors: `{${ego.replace('sedan', 'police')}}}`, do: '[{ego: {beacon: "on"}}]' }))
        .diagnostics,
    ).to.deep.equal([])
  })

  describe('traffic', () => {
    const flow = (block: string, more: Readonly<Record<string, string>> = {}): string =>
      scenario({ traffic: block, ...more })

    it('is of vehicles that are there, and drive', () => {
      const misspelt = complaint(flow('{a: {density: 5 1/km, vehicles: {«sedann»: 1}}}'))
      expect(misspelt).to.include({ code: 'unknown-model', suggestion: 'sedan' })
      expect(complaint(flow('{a: {density: 5 1/km, vehicles: {sedan: 1, «child»: 1}}}')).message).to.equal(
        'a child does not drive',
      )
      expect(complaint(flow('{a: {density: 5 1/km, vehicles: {«caravan»: 1}}}')).code).to.equal('bad-value')
    })

    it('has weights that choose something', () => {
      expect(complaint(flow('{a: {density: 5 1/km, «vehicles»: {sedan: 0}}}')).code).to.equal('bad-value')
      expect(complaint(flow('{a: {density: 5 1/km, «styles»: {calm: 0}}}')).code).to.equal('bad-value')
      expect(complaint(flow('{a: {density: 5 1/km, styles: {«clam»: 1}}}')).code).to.equal('bad-value')
    })

    it('has a density with a unit, within bounds', () => {
      expect(complaint(flow('{a: {density: «5»}}')).code).to.equal('missing-unit')
      expect(complaint(flow('{a: {density: «5 m/s»}}')).code).to.equal('wrong-dimension')
      expect(complaint(flow('{a: {density: «900 1/km»}}')).code).to.equal('out-of-range')
    })

    it('is on lanes and roads that are there', () => {
      expect(complaint(flow('{a: {density: 5 1/km, lanes: [-1, «-2»]}}')).code).to.equal('unknown-lane')
      const road = '{junction: {kind: x}}'
      const actors = '{ego: {model: sedan, at: {lane: -1, road: south, s: 40 m}}}'
      const told = complaint(flow('{a: {density: 5 1/km, roads: [south, «notrh»]}}', { road, actors }))
      expect(told).to.include({ code: 'unknown-road', suggestion: 'north' })
    })

    it('is cut to `most` with a warning, at its place', () => {
      const road = '{straight: 4 km, lanes: [-1, 1]}'
      const cut = complaint(flow('{a: {density: 20 1/km, most: «5»}}', { road }))
      expect(cut).to.include({ code: 'traffic-cut', severity: 'warning' })
      expect(cut.message).to.match(/^of 1[0-9]{2} vehicles .* the nearest 5$/)
      expect(complaint(flow('{«a»: {density: 20 1/km}}', { road })).code).to.equal('traffic-cut')
      expect(load(scenario({ traffic: '{a: {density: 2 1/km}}' })).diagnostics).to.deep.equal([])
    })

    it('has names that no actor has', () => {
      const actors = '{a_1: {model: sedan, at: {lane: -1, s: 40 m}}}'
      expect(complaint(flow('{«a»: {density: 5 1/km}}', { actors })).code).to.equal('duplicate-key')
    })
  })
})
