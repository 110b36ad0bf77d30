/** What the gallery shows: small scenarios in YAML, and the pictures to be taken of each. */
import {
  jsonSchema,
  listBodies,
  listVehicles,
  readBody,
  readVehicle,
  SURFACE_KINDS,
} from '../../scenario/index.ts'
import { disk, vehicleFolder } from '../../scenario/files.ts'

/** From where a picture is taken. */
export type Aim =
  /** Round these actors and what they tow, from before and one side; the camera leaves room for all of them. */
  | { readonly kind: 'round'; readonly actors: readonly string[] }
  /** From one place on the road to another: s along the first road, t to its left, height above it, m. */
  | { readonly kind: 'place'; readonly eye: Spot; readonly at: Spot; readonly fov: number }

export type Spot = readonly [s: number, t: number, height: number]

/** One picture. Only the actors that it names are there. */
export interface Card {
  readonly caption: string
  readonly aim: Aim
}

/** One small scenario with its pictures. */
export interface Scene {
  /** A scenario file without name, version, title and seed. */
  readonly yaml: string
  /** s into the run. */
  readonly time: number
  readonly cards: readonly Card[]
}

export interface Group {
  readonly name: string
  readonly title: string
  /** What the captions are in a scenario file. */
  readonly words: string
  readonly scenes: readonly Scene[]
}

/** Names of the groups, in their order. */
export const GALLERY_GROUPS = [
  ...(['vehicles', 'people', 'animals', 'objects'] as const),
  ...(['places', 'roads', 'surfaces', 'weather'] as const),
] as const
export type GalleryGroup = (typeof GALLERY_GROUPS)[number]

/** The pictures of a group. */
export const groupOf = (name: GalleryGroup): Group => ({ name, ...MAKERS[name]() })

const DRY = 'extends: base/country-road.yaml\n'
/** Actors of one scene stand so far apart, m: none shows in another's picture, for only its own are there. */
const APART = 30

/** Each of these actors, written as flow maps, in a scene of its own place along one road. */
const lineUp = (
  actors: readonly { readonly id: string; readonly caption: string; readonly yaml: string }[],
  time = 0,
): Scene => ({
  yaml: [
    `${DRY}road: {straight: ${200 + APART * actors.length} m}`,
    'actors:',
    ...actors.map(
      ({ id, yaml }, i) => `  ${id}: {${yaml}, at: {lane: -1, s: ${100 + APART * i} m}, driver: none}`,
    ),
  ].join('\n'),
  time,
  cards: actors.map(({ id, caption }) => ({ caption, aim: { kind: 'round', actors: [id] } })),
})

const library = () => ({ files: disk, folder: vehicleFolder() })

const vehicles = (): Scene[] => {
  const { files, folder } = library()
  const all = listVehicles(files, folder).map((name) => {
    const model = readVehicle(files, folder, name, () => undefined)
    if (model === null) throw new Error(`the vehicle '${name}' of the library has mistakes`)
    return model.spec
  })
  return [
    lineUp(
      all.map(({ name, coupling }) => {
        const id = name.replaceAll('-', '_')
        if (coupling === undefined) return { id, caption: name, yaml: `model: ${name}` }
        // A car without blue lights, where one can tow it.
        const able = all.filter(({ hitch }) => hitch?.kind === coupling.kind)
        const tractor = (able.find(({ beacon }) => beacon !== true) ?? able[0]).name
        return { id, caption: `${tractor} + ${name}`, yaml: `model: ${tractor}, trailer: ${name}` }
      }),
    ),
  ]
}

/** Names of one shelf of the library. */
const shelf = (name: string): string[] => {
  const { files, folder } = library()
  return [...listBodies(files, folder)].flatMap(([body, file]) => (file.includes(`/${name}/`) ? [body] : []))
}

/** How often each body of a kind that varies is shown: every other one walks. */
const VARIANTS = 4

const people = (): Scene[] => {
  const { files, folder } = library()
  const shelves = listBodies(files, folder)
  return [
    lineUp(
      shelf('people').flatMap((name) => {
        const body = readBody(files, shelves.get(name) ?? '', () => undefined)
        const pace = body?.kind === 'walker' ? body.pace : 0
        return Array.from({ length: VARIANTS }, (_, i) => ({
          id: `${name.replaceAll('-', '_')}_${i + 1}`,
          caption: name,
          yaml: `model: ${name}, speed: ${i % 2 === 0 ? 0 : pace} m/s`,
        }))
      }),
    ),
  ]
}

const bodies = (name: string) => (): Scene[] => [
  lineUp(
    shelf(name).map((body) => ({
      id: body.replaceAll('-', '_'),
      caption: body,
      yaml: `model: ${body}`,
    })),
  ),
]

/** A view along the road from above the driver's head. */
const ALONG: Aim = { kind: 'place', eye: [12, 1.5, 4.2], at: [60, -1, 0.4], fov: 62 }
const STREET: Aim = { kind: 'place', eye: [14, -1.6, 1.7], at: [60, -1.2, 1.2], fov: 62 }

const BASES: Readonly<Record<string, string>> = {
  motorway: 'motorway',
  city: 'city-street',
  suburb: 'city-street',
}

/** The places that the language knows. */
const placeNames = (): string[] => {
  type Schema = { readonly enum?: string[]; readonly properties?: Readonly<Record<string, Schema>> }
  const road = (jsonSchema('scenario') as Schema).properties?.road
  return road?.properties?.place.enum ?? []
}

const SOMEBODY = 'actors:\n  a: {model: estate, at: {lane: -1, s: 42 m}, driver: none}\n'
const BENDS = 'pieces: [{straight: 110 m}, {curve: 160 m, radius: 260 m, turn: left}, {straight: 260 m}]'

const places = (): Scene[] =>
  placeNames().map((place) => ({
    yaml: `extends: base/${BASES[place] ?? 'country-road'}.yaml\nroad:\n  place: ${place}\n  ${BENDS}\n${SOMEBODY}`,
    time: 0,
    cards: [
      { caption: place, aim: ALONG },
      { caption: place, aim: STREET },
    ],
  }))

/** Forms of roads, each with a camera over it. */
const roads = (): Scene[] => {
  const over = (s: number, height: number): Aim => ({
    ...{ kind: 'place', eye: [s, -14, height], at: [s + 40, 0, 0], fov: 62 },
  })
  const junction = (caption: string, text: string): Scene => ({
    yaml: `extends: base/country-road.yaml\nroad:\n  junction: {${text}, length: 120 m}\n  right: [{pavement: 2.5 m}]\n  left: [{pavement: 2.5 m}]\nactors:\n  a: {model: estate, at: {road: south, lane: -1, s: 92 m}, driver: none}\n`,
    time: 0,
    cards: [{ caption, aim: over(76, 13) }],
  })
  return [
    junction('junction: x', 'kind: x, control: lights, crossings: true'),
    junction('junction: t', 'kind: t, control: stop'),
    junction('junction: roundabout', 'kind: roundabout'),
    {
      yaml: `extends: base/motorway.yaml\nroad:\n  straight: 500 m\n  ramps: [{entry: 120 m}]\nactors:\n  a: {model: truck, at: {lane: -1, s: 150 m}, driver: none}\n`,
      time: 0,
      cards: [{ caption: 'ramps', aim: { kind: 'place', eye: [100, -2, 9], at: [170, -9, 0], fov: 62 } }],
    },
    {
      yaml: `extends: base/city-street.yaml\nroad:\n  straight: 300 m\n  crossings: [{s: 40 m, lights: true}]\n  signs: [{sign: limit, speed: 30 km/h, s: 26 m}]\n${SOMEBODY.replace('42', '24')}`,
      time: 0,
      cards: [
        {
          caption: 'crossings + signs',
          aim: { kind: 'place', eye: [12, -1.2, 2.6], at: [45, -0.5, 0.8], fov: 62 },
        },
      ],
    },
    {
      yaml: `extends: base/country-road.yaml\nroad:\n  straight: 500 m\n  height: [{keep: 20 m}, {crest: 60 m, radius: 900 m}, {dip: 120 m, radius: 900 m}]\n${SOMEBODY}`,
      time: 0,
      cards: [{ caption: 'height: crest + dip', aim: ALONG }],
    },
  ]
}

/** One patch before a car, from near. */
const surfaces = (): Scene[] =>
  SURFACE_KINDS.map((kind) => ({
    yaml: `${kind.includes('snow') || kind.includes('ice') || kind === 'slush' ? 'extends: base/rural-two-lane.yaml' : 'extends: base/country-road.yaml'}\nroad: {straight: 300 m}\nsurface:\n  - {id: patch, s: [8 m, 60 m], lanes: [-1], kind: ${kind}}\nactors:\n  a: {model: compact, at: {lane: -1, s: 24 m}, driver: none}\n`,
    time: 0,
    cards: [{ caption: kind, aim: { kind: 'place', eye: [2, 1.4, 2.2], at: [20, -1.2, 0.2], fov: 60 } }],
  }))

/** Weathers by what a file says of them. */
const WEATHERS: readonly (readonly [caption: string, yaml: string])[] = [
  ['clear', 'clouds: 5 %, sun: {elevation: 50 deg, azimuth: 160 deg}'],
  ['clouds: 60 %', 'clouds: 60 %, sun: {elevation: 35 deg, azimuth: 160 deg}'],
  ['clouds: 100 %', 'clouds: 100 %'],
  ['sun: 4 deg', 'clouds: 20 %, sun: {elevation: 4 deg, azimuth: 110 deg}'],
  ['sun: -4 deg', 'clouds: 30 %, sun: {elevation: -4 deg, azimuth: 290 deg}'],
  ['sun: -12 deg', 'clouds: 30 %, sun: {elevation: -12 deg, azimuth: 290 deg}'],
  ['visibility: 80 m', 'visibility: 80 m, clouds: 100 %'],
  ['visibility: 250 m', 'visibility: 250 m, clouds: 100 %'],
  ['rainfall: 15 mm/h', 'rainfall: 15 mm/h, visibility: 2 km, clouds: 100 %'],
  ['snowfall: 2 mm/h', 'snowfall: 2 mm/h, visibility: 400 m, clouds: 100 %, temperature: -3 degC'],
  [
    'snowfall: 8 mm/h, wind',
    'snowfall: 8 mm/h, visibility: 120 m, wind: {speed: 12 m/s}, clouds: 100 %, temperature: -6 degC',
  ],
  [
    'snow at night',
    'snowfall: 3 mm/h, visibility: 300 m, clouds: 100 %, temperature: -4 degC, sun: {elevation: -15 deg}',
  ],
]

const weathers = (): Scene[] =>
  WEATHERS.map(([caption, yaml]) => ({
    yaml: `${DRY}road: {straight: 400 m${yaml.startsWith('snow') ? ', surface: packed-snow, verge: loose-snow' : ''}}\nweather: {${yaml}}\nactors:\n  a: {model: sedan, at: {lane: -1, s: 27 m}, speed: 12 m/s, driver: idm}\n  b: {model: suv, at: {lane: 1, s: 66 m}, speed: 8 m/s, driver: idm}\n`,
    time: 0.5,
    cards: [{ caption, aim: { kind: 'place', eye: [24, 1.2, 2.4], at: [60, -0.8, 0.6], fov: 58 } }],
  }))

const MAKERS: Readonly<Record<GalleryGroup, () => Omit<Group, 'name'>>> = {
  vehicles: () => ({ title: 'Vehicles', words: 'actors: {a: {model: NAME}}', scenes: vehicles() }),
  people: () => ({ title: 'People', words: 'actors: {a: {model: NAME}}', scenes: people() }),
  animals: () => ({ title: 'Animals', words: 'actors: {a: {model: NAME}}', scenes: bodies('animals')() }),
  objects: () => ({ title: 'Things', words: 'actors: {a: {model: NAME}}', scenes: bodies('objects')() }),
  places: () => ({ title: 'Places', words: 'road: {place: NAME}', scenes: places() }),
  roads: () => ({ title: 'Roads', words: 'road: {NAME}', scenes: roads() }),
  surfaces: () => ({
    title: 'Surfaces',
    words: 'surface: [{kind: NAME}], road: {surface: NAME}',
    scenes: surfaces(),
  }),
  weather: () => ({ title: 'Weather', words: 'weather: {NAME}', scenes: weathers() }),
}
