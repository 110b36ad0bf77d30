/** Captions: every number in the words is one of the record's, and nothing is said that did not happen. */
import { expect } from 'chai'
import fc from 'fast-check'
import { describeClip, type Captions, type ClipEvent, type Statement } from '../../src/labels/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import { SCENARIO } from '../contract/painted.ts'

const moment = { ttc_s: 1.234, distance_m: 3.2, speed_mps: 17.3, needed_deceleration_mps2: 6.21 }
const EVENTS: readonly ClipEvent[] = [
  { kind: 'skid-start', time: 2.11, actors: ['ego'], metrics: { speed_mps: 21.4, least_friction: 0.083 } },
  {
    ...{ kind: 'last-moment-to-brake', time: 3.07, actors: ['ego', 'lead'] },
    metrics: { ...moment, available_deceleration_mps2: 3.38 },
  },
  { kind: 'aeb', time: 3.3, actors: ['ego'], metrics: { speed_mps: 20 } },
  { kind: 'near-miss', time: 3.55, actors: ['ego', 'lead'], metrics: moment },
  {
    ...{ kind: 'contact', time: 4.16, actors: ['ego', 'lead'] },
    metrics: { closing_speed_mps: 8.35, energy_j: 31_000 },
  },
  { kind: 'first-visible', time: 0.4, actors: ['lead'], sensor: 'ego.front', frame: 4, metrics: {} },
]

const scenarioOf = (seed: number): ConcreteScenario => ({
  ...SCENARIO,
  seed,
  surface: [{ id: 'glaze', kind: 'black-ice', s: [100, 117], t: [-3.5, 0], mu: 0.1, depth: null }],
  weather: { ...SCENARIO.weather, rainfall: 2.5e-6, temperature: 271.65, visibility: 340 },
})

const statements = ({ caption, questions }: Captions): readonly Statement[] => [
  caption,
  ...questions.map((q) => q.answer),
]

/** What a path like 'events[1].metrics.ttc_s' leads to; the length of a stretch [from, to]. */
const lookUp = (root: unknown, path: string): number => {
  let at = root
  for (const key of path.split(/[.[\]]+/).filter((k) => k !== '')) at = (at as Record<string, unknown>)[key]
  return Array.isArray(at) ? Math.abs((at[1] as number) - (at[0] as number)) : (at as number)
}

/** SI -> what is said: factor and summand. */
const SAID: Readonly<Record<string, readonly [number, number]>> = {
  s: [1, 0],
  'km/h': [3.6, 0],
  'm/s²': [1, 0],
  m: [1, 0],
  '°C': [1, -273.15],
  'mm/h': [3.6e6, 0],
  degrees: [180 / Math.PI, 0],
  '': [1, 0],
}

describe('labels/captions', () => {
  it('say only numbers that the record has, each rounded to its last digit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), fc.subarray([...EVENTS]), (seed, events) => {
        const scenario = scenarioOf(seed)
        for (const { text, numbers } of statements(describeClip(scenario, events))) {
          // Names of actors and sensors have no figures here.
          const figures = text.match(/-?\d+(\.\d+)?/g) ?? []
          expect(figures, text).to.deep.equal(numbers.map((n) => n.said))
          for (const { said, unit, value, source } of numbers) {
            expect(text).to.include(`${said} ${unit}`.trim())
            expect(lookUp({ scenario, events }, source), source).to.equal(value)
            const [by, plus] = SAID[unit]
            const digits = said.split('.').at(1)?.length ?? 0
            expect(Math.abs(Number(said) - (value * by + plus)), text).to.be.at.most(
              0.5000001 * 10 ** -digits,
            )
          }
        }
      }),
    )
  })

  it('are the same for the same seed, and vary with it', () => {
    const texts = new Set<string>()
    for (let seed = 0; seed < 40; seed++) {
      const [one, again] = [0, 1].map(() => describeClip(scenarioOf(seed), EVENTS))
      expect(one).to.deep.equal(again)
      texts.add(one.caption.text)
    }
    expect(texts.size).to.be.greaterThan(2)
  })

  it('are one or two sentences, and tell the gravest of what happened', () => {
    const { caption, questions } = describeClip(scenarioOf(1), EVENTS)
    expect(caption.text.match(/[.] [A-Z]/g) ?? []).to.have.lengthOf.at.most(1)
    expect(caption.text).to.match(/collide/)
    const answer = (about: string): string => questions.find((q) => q.about === about)!.answer.text
    expect(answer('collision')).to.equal('Yes, after 4.2 s.')
    expect(answer('aeb')).to.equal('Yes, from 3.3 s on.')
    expect(answer('why')).to.include('6.2 m/s² of the 3.4 m/s²')
    expect(answer('where')).to.include('black ice on 17 m')
    expect(answer('weather')).to.include('9.0 mm/h')
    expect(answer('seen')).to.include('0.4 s')
    expect(questions.find((q) => q.about === 'seen')!.question).to.include('ego.front')
  })

  it('do not tell what did not happen', () => {
    const without = (...kinds: ClipEvent['kind'][]): Captions =>
      describeClip(
        scenarioOf(1),
        EVENTS.filter((e) => !kinds.includes(e.kind)),
      )
    expect(without('contact').caption.text).to.not.match(/collide /)
    const calm = describeClip(scenarioOf(1), [])
    expect(calm.caption.text).to.match(/without danger|Nothing critical/)
    expect(calm.questions.map((q) => q.about)).to.not.include.members(['when', 'why'])
    expect(calm.questions.find((q) => q.about === 'collision')!.answer.text).to.equal('No.')
    // A lane change that is indicated is no departure to speak of.
    const change = (indicating: number): ClipEvent => ({
      ...{ kind: 'lane-departure', time: 1, actors: ['ego'] },
      metrics: { speed_mps: 20, indicating },
    })
    expect(describeClip(scenarioOf(1), [change(0)]).caption.text).to.match(/leaves its lane/)
    expect(describeClip(scenarioOf(1), [change(1)]).caption.text).to.not.match(/leaves its lane/)
  })
})
