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
})
