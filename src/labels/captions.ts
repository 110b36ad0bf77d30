/**
 * What a clip shows, in words: one or two sentences and questions with answers, made of facts alone (the scenario and
 * the events of the run). Every number that is said is handed out with where it comes from, so that it can be checked.
 */
import { subjectIndex } from '../criticality/index.ts'
import { stream, type Random } from '../math/index.ts'
import type { ConcreteScenario, SurfaceKind } from '../scenario/index.ts'
import type { ClipEvent } from './events.ts'

/** A number as it is said. */
export interface SaidNumber {
  /** As it stands in the text, e.g. '1.2'. */
  readonly said: string
  readonly unit: string
  /** In SI, as the record has it, and where: a path in the scenario or in the events. */
  readonly value: number
  readonly source: string
}

export interface Statement {
  readonly text: string
  readonly numbers: readonly SaidNumber[]
}

export type QuestionKind =
  'what' | 'who' | 'where' | 'when' | 'why' | 'weather' | 'seen' | 'collision' | 'aeb' | 'hazard'

export interface Question {
  readonly about: QuestionKind
  readonly question: string
  readonly answer: Statement
}

export interface Captions {
  /** One or two sentences. */
  readonly caption: Statement
  readonly questions: readonly Question[]
}

/** A piece of text, or a number in it. */
type Piece = string | SaidNumber

const say = (...pieces: readonly (Piece | readonly Piece[])[]): Statement => {
  const flat = pieces.flat() as readonly Piece[]
  return {
    text: flat.map((p) => (typeof p === 'string' ? p : `${p.said} ${p.unit}`.trim())).join(''),
    numbers: flat.filter((p) => typeof p !== 'string'),
  }
}

const joined = (statements: readonly Statement[]): Statement => ({
  text: statements.map((s) => s.text).join(' '),
  numbers: statements.flatMap((s) => s.numbers),
})

/** How units of SI are said: by what they are multiplied, what is added, and with how many digits. */
const UNITS = {
  s: { unit: 's', by: 1, plus: 0, digits: 1 },
  'm/s': { unit: 'km/h', by: 3.6, plus: 0, digits: 0 },
  'm/s^2': { unit: 'm/s²', by: 1, plus: 0, digits: 1 },
  m: { unit: 'm', by: 1, plus: 0, digits: 0 },
  K: { unit: '°C', by: 1, plus: -273.15, digits: 0 },
  rate: { unit: 'mm/h', by: 3.6e6, plus: 0, digits: 1 },
  deg: { unit: 'degrees', by: 180 / Math.PI, plus: 0, digits: 0 },
  '-': { unit: '', by: 1, plus: 0, digits: 2 },
} as const

const number = (value: number, kind: keyof typeof UNITS, source: string): SaidNumber => {
  const { unit, by, plus, digits } = UNITS[kind]
  // No minus sign before a nought.
  const said = (value * by + plus).toFixed(digits).replace(/^-(0(\.0+)?)$/, '$1')
  return { said, unit, value, source }
}

const SURFACES: Readonly<Record<SurfaceKind, string>> = {
  'dry-asphalt': 'dry asphalt',
  'wet-asphalt': 'wet asphalt',
  'standing-water': 'standing water',
  'packed-snow': 'packed snow',
  'loose-snow': 'loose snow',
  slush: 'slush',
  ice: 'ice',
  'black-ice': 'black ice',
  gravel: 'gravel',
  grass: 'grass',
}

/** What is known of a clip, in the words that all sentences share. */
interface Facts {
  readonly scenario: ConcreteScenario
  readonly events: readonly ClipEvent[]
  /** What the events' times are counted from the beginning of. */
  readonly whole: string
  readonly subject: string
  readonly nameOf: (id: string) => string
  readonly metric: (event: ClipEvent, name: string, kind: keyof typeof UNITS) => SaidNumber
  readonly timeOf: (event: ClipEvent) => SaidNumber
  readonly first: (...kinds: ClipEvent['kind'][]) => ClipEvent | undefined
}

const factsOf = (scenario: ConcreteScenario, events: readonly ClipEvent[], whole: string): Facts => {
  const subject = scenario.actors[subjectIndex(scenario.actors)].id
  const classOf = (id: string): string => scenario.actors.find((a) => a.id === id)?.spec.class ?? 'object'
  const others = scenario.actors.filter((a) => a.id !== subject)
  const at = (event: ClipEvent): string => `events[${events.indexOf(event)}]`
  return {
    ...{ scenario, events, whole, subject },
    nameOf: (id) => {
      if (id === subject) return `the ego ${classOf(id)}`
      const alike = others.filter((a) => a.spec.class === classOf(id)).length
      if (alike > 1) return `the ${classOf(id)} "${id}"`
      return classOf(id) === classOf(subject) ? `the other ${classOf(id)}` : `the ${classOf(id)}`
    },
    metric: (event, name, kind) => number(event.metrics[name], kind, `${at(event)}.metrics.${name}`),
    timeOf: (event) => number(event.time, 's', `${at(event)}.time`),
    first: (...kinds) =>
      events.find((e) => kinds.includes(e.kind) && (e.actors.length === 0 || e.actors.includes(subject))),
  }
}

/**
 * A clip's captions. The same scenario, seed and events give the same words.
 * @param whole what the events' times are counted from the beginning of
 */
export const describeClip = (
  scenario: ConcreteScenario,
  events: readonly ClipEvent[],
  whole = 'the run',
): Captions => {
  const facts = factsOf(scenario, events, whole)
  const random = stream(scenario.seed, 'labels', 'captions')
  const caption = joined([whatHappens(facts, random), circumstances(facts, random)])
  const questions: Question[] = [
    ask(random, 'what', WHAT, whatHappens(facts, random)),
    ask(random, 'hazard', HAZARD, say(`${scenario.title.replace(/\.$/, '')}.`)),
    ask(random, 'who', WHO, whoIsThere(facts)),
    ask(random, 'where', WHERE, where(facts)),
    ask(random, 'weather', WEATHER, weather(facts)),
    ...danger(facts, random),
    ...seen(facts),
    ...yesOrNo(facts),
  ]
  return { caption, questions }
}

const WHAT = ['What happens in this clip?', 'What does the clip show?', 'Describe what happens.']
const HAZARD = ['Which hazard was staged?', 'What was this scene made to show?']
const WHO = ['Who takes part?', 'Which road users are there?']
const WHERE = ['Where does it happen?', 'What road is it?']
const WEATHER = ['What is the weather like?', 'What are weather and light like?']
const WHY = ['Why is it dangerous?', 'What makes this situation critical?']
const WHEN = ['When does it happen?', 'At what time does that happen?']

const one = <T>(of: readonly T[], random: Random): T => of[random.integer(of.length)]

const ask = (random: Random, about: QuestionKind, of: readonly string[], answer: Statement): Question => ({
  about,
  question: one(of, random),
  answer,
})

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** The one event that a clip is about; undefined: nothing grave happens to its subject. */
export const gravestEvent = (
  scenario: ConcreteScenario,
  events: readonly ClipEvent[],
): ClipEvent | undefined => gravest(factsOf(scenario, events, ''))

/** The gravest first. */
const gravest = ({ first, events, subject }: Facts): ClipEvent | undefined =>
  first('contact') ??
  first('near-miss') ??
  first('loss-of-control') ??
  first('off-road') ??
  first('skid-start') ??
  events.find((e) => e.kind === 'lane-departure' && e.actors[0] === subject && e.metrics.indicating === 0) ??
  first('cut-in')

const whatHappens = (facts: Facts, random: Random): Statement => {
  const { subject, nameOf, metric, timeOf } = facts
  const event = gravest(facts)
  const ego = nameOf(subject)
  if (event === undefined)
    return say(
      one([`${capital(ego)} comes through without danger.`, `Nothing critical happens to ${ego}.`], random),
    )
  const time = timeOf(event)
  const other = nameOf(event.actors.find((id) => id !== subject) ?? subject)
  switch (event.kind) {
    case 'contact': {
      const speed = metric(event, 'closing_speed_mps', 'm/s')
      return one(
        [
          say(capital(ego), ' and ', other, ' collide after ', time, ', closing at ', speed, '.'),
          say('After ', time, ' ', ego, ' and ', other, ' collide with a closing speed of ', speed, '.'),
        ],
        random,
      )
    }
    case 'near-miss': {
      const ttc = metric(event, 'ttc_s', 's')
      return one(
        [
          say(
            capital(ego),
            ' narrowly misses ',
            other,
            ': after ',
            time,
            ' the time to collision is ',
            ttc,
            '.',
          ),
          say(
            'After ',
            time,
            ' ',
            ego,
            ' and ',
            other,
            ' are ',
            ttc,
            ' from a collision, and miss each other.',
          ),
        ],
        random,
      )
    }
    case 'loss-of-control': {
      const slip = metric(event, 'slip_angle_rad', 'deg')
      return say(capital(ego), ' slides sideways after ', time, ', at a side-slip angle of ', slip, '.')
    }
    case 'cut-in':
      return say(capital(other), ' cuts in before ', ego, ' after ', time, '.')
    default: {
      const speed = metric(event, 'speed_mps', 'm/s')
      const does = {
        'off-road': 'leaves the road',
        'skid-start': 'begins to skid',
        'lane-departure': 'leaves its lane',
      }[event.kind as 'off-road' | 'skid-start' | 'lane-departure']
      return say(capital(ego), ` ${does} after `, time, ' at ', speed, '.')
    }
  }
}

/** Light by the sun's height over the horizon; civil twilight ends at 6 degrees below it. */
const lightOf = ({ weather: { sun } }: ConcreteScenario): string => {
  if (sun.elevation > 0) return 'by day'
  return sun.elevation > (-6 * Math.PI) / 180 ? 'at dusk' : 'at night'
}

const ROADS: Readonly<Record<ConcreteScenario['road']['place'], string>> = {
  rural: 'a rural road',
  motorway: 'a motorway',
  suburb: 'a suburban street',
  city: 'a city street',
  mountain: 'a mountain road',
  bridge: 'a road over a bridge',
}

const roadName = ({ road }: ConcreteScenario): string => {
  if ((road.network?.junctions.length ?? 0) > 0) return 'a road with a junction'
  return ROADS[road.place]
}

const groundOf = ({ road, surface }: ConcreteScenario): string => {
  const kinds = [...new Set(surface.map(({ kind }) => SURFACES[kind]))]
  const whole = SURFACES[road.surface]
  return kinds.length === 0 ? whole : `${whole} with ${kinds.join(' and ')}`
}

const circumstances = ({ scenario }: Facts, random: Random): Statement => {
  const temperature = number(scenario.weather.temperature, 'K', 'scenario.weather.temperature')
  const place = `on ${roadName(scenario)}, ${groundOf(scenario)}`
  return one(
    [
      say(`It is ${lightOf(scenario)}, ${place}, at `, temperature, '.'),
      say(`The scene is ${place}, ${lightOf(scenario)}, at `, temperature, '.'),
    ],
    random,
  )
}

const whoIsThere = ({ scenario, subject, nameOf }: Facts): Statement => {
  const others = scenario.actors.filter((a) => a.id !== subject && a.present).map((a) => nameOf(a.id))
  if (others.length === 0) return say(`${capital(nameOf(subject))} alone.`)
  const list = others.length === 1 ? others[0] : `${others.slice(0, -1).join(', ')} and ${others.at(-1)!}`
  return say(`${capital(nameOf(subject))}, with ${list}.`)
}

const where = ({ scenario }: Facts): Statement => {
  const { road, surface } = scenario
  const limit = Number.isFinite(road.speedLimit)
    ? [' The speed limit is ', number(road.speedLimit, 'm/s', 'scenario.road.speedLimit'), '.']
    : []
  const patches = surface.flatMap((patch, i) => {
    const source = `scenario.surface[${i}].s`
    const length = number(Math.abs(patch.s[1] - patch.s[0]), 'm', source)
    return [` There is ${SURFACES[patch.kind]} on `, length, ' of it.']
  })
  return say(`On ${roadName(scenario)}; the road is ${SURFACES[road.surface]}.`, patches, limit)
}

const weather = ({ scenario }: Facts): Statement => {
  const { snowfall, rainfall, visibility, temperature } = scenario.weather
  const falls = [
    ...(rainfall > 0 ? ['It rains, ', number(rainfall, 'rate', 'scenario.weather.rainfall'), '. '] : []),
    ...(snowfall > 0
      ? ['It snows, ', number(snowfall, 'rate', 'scenario.weather.snowfall'), ' of water. ']
      : []),
    ...(rainfall + snowfall === 0 ? ['Nothing falls. '] : []),
  ]
  return say(
    falls,
    `It is ${lightOf(scenario)}, at `,
    number(temperature, 'K', 'scenario.weather.temperature'),
    [', and one sees ', number(visibility, 'm', 'scenario.weather.visibility'), ' far.'],
  )
}

/** When it happens, and why it is dangerous: what was measured, nothing else. */
const danger = (facts: Facts, random: Random): Question[] => {
  const { metric, timeOf, first, nameOf, subject, whole } = facts
  const event = gravest(facts)
  if (event === undefined) return []
  const reasons: Statement[] = []
  const late = first('last-moment-to-brake')
  if (late !== undefined)
    reasons.push(
      say('Until ', timeOf(late), ' braking would have done: then ', [
        `${nameOf(subject)} needed `,
        metric(late, 'needed_deceleration_mps2', 'm/s^2'),
        ' of the ',
        metric(late, 'available_deceleration_mps2', 'm/s^2'),
        ' that its tyres could give.',
      ]),
    )
  if (event.kind === 'near-miss')
    reasons.push(say('The time to collision falls to ', metric(event, 'ttc_s', 's'), '.'))
  const skid = first('skid-start', 'loss-of-control')
  if (skid?.metrics.least_friction !== undefined)
    reasons.push(
      say('The tyres lose their grip: the least friction under a wheel is ', [
        metric(skid, 'least_friction', '-'),
        '.',
      ]),
    )
  if (event.kind === 'contact')
    reasons.push(say('The two close at ', metric(event, 'closing_speed_mps', 'm/s'), '.'))
  return [
    ask(random, 'when', WHEN, say(timeOf(event), ` after ${whole} has begun.`)),
    ...(reasons.length > 0 ? [ask(random, 'why', WHY, joined(reasons))] : []),
  ]
}

const seen = ({ events, nameOf, timeOf, scenario, whole }: Facts): Question[] =>
  events
    .filter((e) => e.kind === 'first-visible')
    .map((event): Question => {
      const patch = scenario.surface.find((p) => p.id === event.patch)
      const what = patch === undefined ? nameOf(event.actors[0]) : `the ${SURFACES[patch.kind]}`
      return {
        about: 'seen',
        question: `When does ${event.sensor ?? ''} first have ${what} in sight?`,
        answer: say(timeOf(event), ` after ${whole} has begun.`),
      }
    })

const yesOrNo = ({ first, timeOf }: Facts): Question[] => {
  const [contact, aeb] = [first('contact'), first('aeb')]
  return [
    {
      about: 'collision',
      question: 'Does the ego vehicle collide with anybody?',
      answer: contact === undefined ? say('No.') : say('Yes, after ', timeOf(contact), '.'),
    },
    {
      about: 'aeb',
      question: 'Does automatic emergency braking act in the ego vehicle?',
      answer: aeb === undefined ? say('No.') : say('Yes, from ', timeOf(aeb), ' on.'),
    },
  ]
}
