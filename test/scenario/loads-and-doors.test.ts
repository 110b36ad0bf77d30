import { expect } from 'chai'
import { sampleScenario } from '../../src/scenario/index.ts'
import { load, scenario, unmark } from './memory.ts'

const TRUCK = 'truck: {model: pickup, at: {lane: -1, s: 40 m}, speed: 20 m/s}'
const LOAD = 'thing: {model: box, at: {on: truck, x: -1 m, y: 0.2 m, height: 0.9 m}}'

const messageAt = (parts: Readonly<Record<string, string>>): string => {
  const { text, line, column } = unmark(scenario(parts))
  const [first] = load(text).diagnostics
  expect([first.line, first.column]).to.deep.equal([line, column])
  return first.message
}

describe('scenario/loads and doors', () => {
  it('a load lies where its carrier has it and moves with it', () => {
    const { scenario: loaded, diagnostics } = load(scenario({ actors: `{${TRUCK}, ${LOAD}}` }))
    expect(diagnostics).to.deep.equal([])
    const [, thing] = sampleScenario(loaded!).actors
    expect(thing.speed).to.equal(20)
    expect(thing.at).to.deep.include({ s: 39, offset: 0.2, height: 0.9 })
    expect(thing.at.carried).to.deep.equal({ by: 'truck', position: [-1, 0.2, 0.9] })
  })

  it('a door that the story moves is an actor at the end, closed in its car', () => {
    const car =
      '{car: {model: estate, at: {lane: -1, s: 60 m}}, other: {model: van, at: {lane: -1, s: 90 m}}}'
    const { scenario: loaded, diagnostics } = load(
      scenario({ actors: car, do: '[{parallel: [{car: {door: front-left, over: 1 s}}]}]' }),
    )
    expect(diagnostics).to.deep.equal([])
    const { actors, story } = sampleScenario(loaded!)
    expect(actors.map((a) => a.id)).to.deep.equal(['car', 'other', 'car.front-left'])
    expect(actors[2].at.carried?.position[1]).to.be.closeTo(1.83 / 2, 0.1)
    expect(story[0].actions[0]).to.deep.include({ actor: 'car.front-left' })
  })

  for (const [what, parts, message] of [
    [
      'a load on what is not there',
      { actors: `{${TRUCK}, ${LOAD.replace('on: truck', 'on: «truk»')}}` },
      "there is no actor 'truk'",
    ],
    [
      'a load on somebody',
      {
        actors: `{man: {model: adult, at: {lane: -1, s: 40 m}}, ${LOAD.replace('on: truck', 'on: «man»')}}`,
      },
      "'man' cannot carry 'thing'",
    ],
    [
      'a car on a car',
      { actors: `{${TRUCK}, thing: {model: sedan, at: {on: «truck», x: 0 m, height: 1 m}}}` },
      "'truck' cannot carry 'thing'",
    ],
    [
      'dropping what nothing carries',
      { actors: `{${TRUCK}, thing: {model: box, at: {lane: 1, s: 50 m}}}`, do: '[{thing: {«drop»: 1 m/s}}]' },
      "nothing carries 'thing'",
    ],
    ['dropping a car', { actors: `{${TRUCK}}`, do: '[{truck: {«drop»: 1 m/s}}]' }, "a vehicle cannot 'drop'"],
    [
      'the door of a bicycle',
      { actors: '{bike: {model: bicycle, at: {lane: -1, s: 40 m}}}', do: '[{bike: {«door»: front-left}}]' },
      'a bicycle has no door',
    ],
  ] as const)
    it(`refuses ${what}, at its place`, () => {
      expect(messageAt(parts)).to.equal(message)
    })
})
