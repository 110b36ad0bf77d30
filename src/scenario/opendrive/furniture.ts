/** Objects and signals beside and on a road. */
import type { RoadLineSpec, RoadObject, RoadSignal, SignalKind } from '../roads/road-network.ts'
import { metresPerSecond } from './limits.ts'
import type { Element } from './xml.ts'

/** Every signal of the map by its id, so that other roads may refer to it. */
export type SignalBook = Map<string, RoadSignal>

/** Objects that one repetition may make. */
const MOST_REPEATED = 2000
/** A continuous object (a barrier) is cut into pieces of this length, m. */
const PIECE = 4

/** Objects, and a function that gives the signals once every road is read. */
export const readFurniture = (
  road: Element,
  length: number,
  book: SignalBook,
): { objects: RoadObject[]; signals: () => RoadLineSpec['signals'] } => {
  const objects = road.one('objects')
  const signals = road.one('signals')
  const own = (signals?.all('signal') ?? []).map((element) => {
    const signal = readSignal(element)
    book.set(signal.id, signal)
    return signal
  })
  const references = (signals?.all('signalReference') ?? []).map((element) => ({
    element,
    id: element.word('id'),
    place: placeOf(element),
  }))
  return {
    objects: (objects?.all('object') ?? []).flatMap((object) => readObject(object, length)),
    signals: () => [
      ...own,
      ...references.flatMap(({ element, id, place }) => {
        const signal = book.get(id)
        if (signal === undefined) element.warn(`there is no signal '${id}' to refer to`)
        return signal === undefined ? [] : [{ ...signal, ...place }]
      }),
    ],
  }
}

const placeOf = (e: Element): Pick<RoadSignal, 's' | 't' | 'facing' | 'lanes'> => ({
  s: e.number('s'),
  t: e.number('t'),
  facing: e.word('orientation') === '+' ? 1 : e.word('orientation') === '-' ? -1 : 0,
  lanes: e.all('validity').flatMap((validity) => {
    const [from, to] = [validity.number('fromLane'), validity.number('toLane')]
    const [low, high] = [Math.min(from, to), Math.max(from, to)]
    return high - low > 50
      ? []
      : Array.from({ length: high - low + 1 }, (_, i) => low + i).filter((n) => n !== 0)
  }),
})

const readSignal = (e: Element): RoadSignal => {
  const kind = kindOf(e)
  const value = e.has('value') ? e.number('value') : null
  const unit = e.word('unit')
  return {
    ...{ id: e.word('id'), name: e.word('name'), kind },
    ...{ country: e.word('country'), type: e.word('type'), subtype: e.word('subtype'), text: e.word('text') },
    value: kind === 'speed-limit' ? limitOf(e, value, unit) : value,
    dynamic: e.word('dynamic') === 'yes',
    ...placeOf(e),
    z: e.number('zOffset'),
    heading: e.number('hOffset'),
    ...{ width: e.number('width'), height: e.number('height') },
  }
}

/** Posted limit, m/s: from the value, or from the number in the subtype (German 274-56 and the like). */
const limitOf = (e: Element, value: number | null, unit: string): number | null => {
  if (value !== null && value > 0) {
    // Signs without a unit show km/h, in countries of miles mph.
    const shown = unit === '' ? (/^(US|USA|GB|UK)$/i.test(e.word('country')) ? 'mph' : 'km/h') : unit
    return metresPerSecond(value, shown) ?? null
  }
  const german = GERMAN_LIMITS[e.word('subtype')] as number | undefined
  return german === undefined ? null : german / 3.6
}

/** Subtypes of sign 274 of the German catalogue (VzKat 2017), km/h. */
const GERMAN_LIMITS: Readonly<Record<string, number>> = {
  ...{ '51': 10, '52': 20, '53': 30, '54': 40, '55': 50, '56': 60, '57': 70, '58': 80, '59': 90 },
  ...{ '60': 100, '61': 110, '62': 120, '63': 130 },
}

/** What a sign says: by the catalogues of Germany and the United States, else by its name. */
const kindOf = (e: Element): SignalKind => {
  const type = e.word('type').toUpperCase()
  const words = `${e.word('name')} ${e.word('text')}`.toLowerCase()
  const number = Number(type)
  if ((number >= 1000001 && number <= 1000025) || /traffic ?_?light|signal ?head/.test(words))
    return 'traffic-light'
  const known = CATALOGUE[type] as SignalKind | undefined
  if (known !== undefined) return known
  if (/stop ?_?line/.test(words)) return 'stop-line'
  if (/\bstop\b|^stop/.test(words)) return 'stop'
  if (/yield|give.?way/.test(words)) return 'give-way'
  if (/speed.?limit|maxspeed/.test(words)) return 'speed-limit'
  return 'other'
}

const CATALOGUE: Readonly<Record<string, SignalKind>> = {
  ...{ '206': 'stop', '205': 'give-way', '301': 'priority-road', '306': 'priority-road' },
  ...{ '274': 'speed-limit', '294': 'stop-line', '341': 'stop-line' },
  ...{ 'R1-1': 'stop', 'R1-2': 'give-way', 'R2-1': 'speed-limit' },
}

const OBJECTS: Readonly<Record<string, RoadObject['type']>> = {
  ...{ barrier: 'barrier', railing: 'barrier', guardrail: 'barrier', building: 'building' },
  ...{ crosswalk: 'crosswalk', parkingspace: 'parking-space', pole: 'pole', tree: 'tree' },
  ...{ vegetation: 'vegetation', trafficisland: 'traffic-island', streetlamp: 'street-lamp' },
  ...{ gantry: 'gantry', patch: 'patch', obstacle: 'obstacle', soundbarrier: 'barrier' },
  ...{ roadmark: 'paint', roadsurface: 'patch', none: 'other', wind: 'other' },
}

const readObject = (e: Element, roadLength: number): RoadObject[] => {
  const written = e.word('type', e.word('name'))
  const type = OBJECTS[written.toLowerCase().replaceAll(/[-_ ]/g, '')] as RoadObject['type'] | undefined
  const line = /stop/i.test(`${e.word('subtype')} ${e.word('name')}`)
  const radius = e.number('radius')
  const base: RoadObject = {
    ...{ id: e.word('id'), name: e.word('name') },
    type: type === 'paint' && line ? 'stop-line' : (type ?? 'other'),
    ...{ s: e.number('s'), t: e.number('t'), z: e.number('zOffset'), heading: e.number('hdg') },
    length: radius > 0 ? 2 * radius : e.number('length'),
    width: radius > 0 ? 2 * radius : e.number('width'),
    height: e.number('height'),
    outline: outlineOf(e),
  }
  // Details of a parking place and of where an object holds are known to be left out.
  e.one('parkingSpace')
  e.all('validity')
  const repeats = e.all('repeat')
  return repeats.length === 0 ? [base] : repeats.flatMap((repeat) => repeated(repeat, base, roadLength))
}

const outlineOf = (e: Element): RoadObject['outline'] => {
  const outline = e.one('outlines')?.one('outline') ?? e.one('outline')
  if (outline === undefined) return []
  const onRoad = outline.all('cornerRoad').map((c) => [c.number('s'), c.number('t')] as const)
  const [c, n] = [Math.cos(e.number('hdg')), Math.sin(e.number('hdg'))]
  const local = outline.all('cornerLocal').map((corner) => {
    const [u, v] = [corner.number('u'), corner.number('v')]
    return [e.number('s') + c * u - n * v, e.number('t') + n * u + c * v] as const
  })
  return onRoad.length > 0 ? onRoad : local
}

/** One object each `distance`; without a distance pieces end to end. */
const repeated = (repeat: Element, base: RoadObject, roadLength: number): RoadObject[] => {
  const from = repeat.number('s', base.s)
  const length = Math.min(repeat.number('length'), Math.max(0, roadLength - from))
  const distance = repeat.number('distance')
  const step = distance > 0 ? distance : PIECE
  const count = Math.min(
    MOST_REPEATED,
    Math.max(1, Math.floor(length / step + 1e-9) + (distance > 0 ? 1 : 0)),
  )
  const along = distance > 0 ? step : length / count
  return Array.from({ length: count }, (_, i): RoadObject => {
    const s = from + (distance > 0 ? i : i + 0.5) * along
    const share = length > 0 ? Math.min(1, (s - from) / length) : 0
    const between = (name: string, otherwise: number): number => {
      const start = repeat.number(`${name}Start`, otherwise)
      return start + (repeat.number(`${name}End`, start) - start) * share
    }
    return {
      ...base,
      id: i === 0 ? base.id : `${base.id}#${i}`,
      ...{
        s,
        t: between('t', base.t),
        z: between('zOffset', base.z),
        height: between('height', base.height),
      },
      width: between('width', base.width),
      length: distance > 0 ? between('length', base.length) : along,
      outline: [],
    }
  })
}
