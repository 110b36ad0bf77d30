/** What is counted of frames for the data card. A tally stays as small as it is, however many frames it counts. */
import type { Frame } from '../../labels/index.ts'
import type { ConcreteScenario, Weather } from '../../scenario/index.ts'
import { shownWeather, surroundingsOf } from '../../world/index.ts'
import { categoryOf } from '../records.ts'

/** Lower edges of the bins; the last one is open, unless `end` closes it. */
export const BINS = {
  distance_m: { edges: [0, 10, 20, 30, 50, 75, 100, 150, 200], end: null },
  occlusion: { edges: [0, 0.2, 0.4, 0.6, 0.8], end: 1 },
  box_height_px: { edges: [0, 10, 25, 40, 80, 160, 320], end: null },
  min_ttc_s: { edges: [0, 0.5, 1, 1.5, 2, 3, 5, 10], end: null },
} as const satisfies Record<string, { edges: readonly number[]; end: number | null }>
export type Distribution = keyof typeof BINS

/** Each frame is of the first of these that holds. */
export const WEATHERS = {
  sleet: 'snow and rain fall',
  snow: 'snow falls',
  rain: 'rain falls',
  fog: 'visibility below 1000 m',
  overcast: 'clouds cover 7/8 of the sky or more',
  fair: 'none of these',
} as const
export const LIGHTS = {
  night: 'sun lower than 6 degrees below the horizon',
  twilight: 'sun below the horizon',
  'low sun': 'sun lower than 10 degrees',
  day: 'sun higher',
} as const
export type WeatherKind = keyof typeof WEATHERS
export type LightKind = keyof typeof LIGHTS

export type Counts = Record<string, number>

export interface Tally {
  /** Frames by kind of sensor. */
  readonly frames: Counts
  /** Labelled objects by category: a visible pixel in a picture, a point or a detection in a scan. */
  readonly labels: Counts
  /** The same, each object of a run once: its track ids. */
  readonly tracks: Record<string, number[]>
  readonly weather: Counts
  readonly light: Counts
  readonly distributions: Record<Exclude<Distribution, 'min_ttc_s'>, number[]>
}

const empty = (of: Distribution): number[] => BINS[of].edges.map(() => 0)

export const newTally = (): Tally => ({
  ...{ frames: {}, labels: {}, tracks: {}, weather: {}, light: {} },
  distributions: {
    distance_m: empty('distance_m'),
    occlusion: empty('occlusion'),
    box_height_px: empty('box_height_px'),
  },
})

/** Index of the bin that a value lies in. */
export const binOf = (of: Distribution, value: number): number =>
  Math.max(
    0,
    BINS[of].edges.findLastIndex((edge) => value >= edge),
  )

export const increase = (counts: Counts, key: string, by = 1): void => {
  counts[key] = (counts[key] ?? 0) + by
}

const DEGREE = Math.PI / 180
/** Fog is below 1 km (WMO). */
const FOG = 1000
/** Overcast: what is nearer to 8 eighths than broken clouds are. */
const OVERCAST = 7 / 8

export const weatherOf = ({ snowfall, rainfall, visibility, cloudCover }: Weather): WeatherKind => {
  if (snowfall > 0) return rainfall > 0 ? 'sleet' : 'snow'
  if (rainfall > 0) return 'rain'
  if (visibility < FOG) return 'fog'
  return cloudCover >= OVERCAST ? 'overcast' : 'fair'
}

/** Below -6 degrees civil twilight is over. */
export const lightOf = ({ sun }: Weather): LightKind => {
  if (sun.elevation < -6 * DEGREE) return 'night'
  if (sun.elevation < 0) return 'twilight'
  return sun.elevation < 10 * DEGREE ? 'low sun' : 'day'
}

export const count = (tally: Tally, frame: Frame, scenario: ConcreteScenario): void => {
  increase(tally.frames, frame.kind)
  const weather = shownWeather(scenario, surroundingsOf(scenario, frame.state).weather)
  increase(tally.weather, weatherOf(weather))
  increase(tally.light, lightOf(weather))
  const { distributions, labels, tracks } = tally
  const note = (object: Parameters<typeof categoryOf>[0], instance: number, distance: number): void => {
    const category = categoryOf(object)
    increase(labels, category)
    const known = (tracks[category] ??= [])
    if (!known.includes(instance)) known.push(instance)
    distributions.distance_m[binOf('distance_m', distance)]++
  }
  if (frame.kind === 'camera')
    for (const object of frame.objects) {
      if (object.visible === null) continue
      note(object, object.instance, object.distance)
      distributions.occlusion[binOf('occlusion', object.occlusion)]++
      distributions.box_height_px[binOf('box_height_px', object.visible[3] - object.visible[1])]++
    }
  else if (frame.kind === 'lidar' || frame.kind === 'radar')
    for (const object of frame.objects) if (object.returns > 0) note(object, object.instance, object.distance)
}

/** Adds what was counted elsewhere; track ids are those of the same run. */
export const addTally = (to: Tally, from: Tally): void => {
  for (const key of ['frames', 'labels', 'weather', 'light'] as const)
    for (const [name, n] of Object.entries(from[key])) increase(to[key], name, n)
  for (const [category, ids] of Object.entries(from.tracks)) {
    const known = (to.tracks[category] ??= [])
    for (const id of ids) if (!known.includes(id)) known.push(id)
  }
  for (const [name, bins] of Object.entries(from.distributions))
    bins.forEach((n, i) => {
      to.distributions[name as keyof Tally['distributions']][i] += n
    })
}
