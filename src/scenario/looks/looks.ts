/** `randomise`: one choice of looks for a seed, each from a random stream of its own name. */
import { hashNames, lerp, stream, type Random } from '../../math/index.ts'
import type { ActorSpec, ConcreteScenario } from '../concrete.ts'
import type { ActorLook, Looks } from '../concrete-looks.ts'
import type { SensorSpec } from '../concrete-sensors.ts'
import type { ParameterValues } from '../expression/evaluate.ts'
import { resolve } from '../expression/formula.ts'
import type { Impossible, Material } from '../scenario.ts'
import { keyAt } from '../schema/compile.ts'
import { linearColour } from '../vehicles/vehicle-library.ts'

/** Paints of vehicles as streets have them: mostly without a hue. */
const PAINTS = [
  ...['#e9e9e6', '#d8d9d6', '#a9acae', '#8b8f93', '#5c6166', '#33373b', '#17181a', '#101114'],
  ...['#1d2f52', '#2f5f9e', '#7b1e22', '#b3202a', '#30493a', '#5c7a4e', '#8a6f4d', '#c7b896'],
  ...['#d7781f', '#d9b52a', '#5b3a6b', '#4f8c93'],
].map(linearColour)

/** The sun stands no lower for daylight, rad. */
const LOWEST = (3 * Math.PI) / 180

const CIRCLE = 2 * Math.PI

type Parts = Pick<ConcreteScenario, 'actors' | 'sensors' | 'seed'>

/** The scenario's looks for a seed; null: it leaves them alone. */
export const looksOf = (
  { document }: Material,
  parameters: ParameterValues,
  { actors, sensors, seed: run }: Parts,
): Looks | null => {
  if (document.randomise === undefined) return null
  const { seed = run, ...wanted } = resolve(document.randomise, parameters)
  const of = (...names: string[]): Random => stream(seed, 'randomise', ...names)
  const between = (name: string, range: readonly [number, number]): number =>
    lerp(range[0], range[1], of(name).next())
  const whole = (name: string, [from, to]: readonly [number, number]): number =>
    from + of(name).integer(to - from + 1)
  const { sun, clouds, road, camera, clutter, distractors } = wanted
  const otherwise = actors.filter(
    (actor) =>
      (wanted.paint === 'any' && actor.spec.kind === 'vehicle' && actor.spec.beacon !== true) ||
      (wanted.clothes === 'any' && wears(actor)),
  )
  return {
    seed,
    ...(otherwise.length === 0
      ? {}
      : { actors: Object.fromEntries(otherwise.map((a) => [a.id, lookOf(a, of('actor', a.id))])) }),
    ...(wanted.land === 'any' ? { land: hashNames(seed, ['randomise', 'land']) } : {}),
    ...(sun === undefined ? {} : { sun: sunOf(document, parameters, sun, of('sun')) }),
    ...(clouds === undefined ? {} : { clouds: between('clouds', clouds) }),
    ...(road === undefined
      ? {}
      : { road: { tone: between('tone', road.tone ?? [1, 1]), wear: between('wear', road.wear ?? [0, 0]) } }),
    ...(camera === undefined
      ? {}
      : {
          cameras: Object.fromEntries(
            sensors.filter(isCamera).map(({ id }) => [id, nudge(camera, of('camera', id))]),
          ),
        }),
    ...(clutter === undefined ? {} : { clutter: whole('clutter', clutter) }),
    ...(distractors === undefined ? {} : { distractors: whole('distractors', distractors) }),
  }
}

const isCamera = ({ kind }: SensorSpec): boolean => kind === 'camera' || kind === 'event-camera'

/** People on foot, and riders. */
const wears = ({ spec }: ActorSpec): boolean =>
  spec.class === 'pedestrian' || spec.class === 'bicycle' || spec.class === 'motorcycle'

const lookOf = ({ spec }: ActorSpec, random: Random): ActorLook => {
  const paints = spec.class === 'pedestrian' ? [...PAINTS, ...spec.paints] : PAINTS
  return { paint: paints[random.integer(paints.length)], seed: random.integer(4294967296) }
}

const sunOf = (
  { weather }: Material['document'],
  parameters: ParameterValues,
  range: {
    readonly elevation?: readonly [number, number] | undefined
    readonly azimuth?: readonly [number, number] | undefined
  },
  random: Random,
): NonNullable<Looks['sun']> => {
  const { elevation, azimuth } = resolve(weather.sun, parameters)
  const [low, high] = range.elevation ?? [elevation, elevation]
  const [from, to] = range.azimuth ?? [azimuth, azimuth]
  const bearing = lerp(from, to < from ? to + CIRCLE : to, random.next())
  return { azimuth: bearing % CIRCLE, elevation: lerp(low, high, random.next()) }
}

const nudge = (
  { shift, turn }: { readonly shift: number; readonly turn: number },
  random: Random,
): NonNullable<Looks['cameras']>[string] => {
  const three = (most: number): readonly [number, number, number] => [
    random.uniform(-most, most),
    random.uniform(-most, most),
    random.uniform(-most, most),
  ]
  return { shift: three(shift), turn: three(turn) }
}

/** Actors and sensors as these looks have them: paint, and mounts of cameras. */
export const withLooks = <P extends Parts>(parts: P, looks: Looks | null): P & { readonly looks?: Looks } => {
  if (looks === null) return parts
  const { actors = {}, cameras = {} } = looks
  return {
    ...parts,
    actors: parts.actors.map((a) =>
      a.id in actors ? { ...a, paint: actors[a.id].paint, look: actors[a.id].seed } : a,
    ),
    sensors: parts.sensors.map((s) => (s.id in cameras ? moved(s, cameras[s.id]) : s)),
    looks,
  }
}

const moved = (sensor: SensorSpec, { shift, turn }: NonNullable<Looks['cameras']>[string]): SensorSpec => {
  const { position, yaw, pitch, roll } = sensor.mount
  const mount = {
    position: [position[0] + shift[0], position[1] + shift[1], position[2] + shift[2]] as const,
    ...{ yaw: yaw + turn[0], pitch: pitch + turn[1], roll: roll + turn[2] },
  }
  return { ...sensor, mount }
}

/** What cannot be about `randomise`. Values that are not known (NaN) are passed over. */
export const impossibleLooks = ({ document, tree }: Material, parameters: ParameterValues): Impossible[] => {
  if (document.randomise === undefined) return []
  const { sun, clouds, road, clutter, distractors } = resolve(document.randomise, parameters)
  const ranges: readonly (readonly [
    path: readonly string[],
    range: readonly [number, number] | undefined,
  ])[] = [
    [['sun', 'elevation'], sun?.elevation],
    [['clouds'], clouds],
    [['road', 'tone'], road?.tone],
    [['road', 'wear'], road?.wear],
    [['clutter'], clutter],
    [['distractors'], distractors],
  ]
  const found = ranges.flatMap(([path, range]): Impossible[] => {
    if (range === undefined || !(range[0] > range[1])) return []
    return [
      {
        rule: `randomise.${path.join('.')}: from, to`,
        at: keyAt(tree, ['randomise', ...path]),
        code: 'out-of-range',
        message: `the range of '${path.join('.')}' ends before it begins`,
        expected: 'the smaller value first',
      },
    ]
  })
  const { elevation } = resolve(document.weather.sun, parameters)
  if (sun?.elevation === undefined || !(elevation < LOWEST)) return found
  return [
    ...found,
    {
      rule: 'randomise.sun.elevation: by day',
      at: keyAt(tree, ['randomise', 'sun', 'elevation']),
      code: 'bad-value',
      message: 'it is dark in this scenario, and people drive by the light that there is',
      expected: 'a sun of 3 deg or more in `weather`, or a `weather` whose sun is a parameter',
    },
  ]
}
