/** scenery: what stands still. Road, land, plants, roadside furniture and buildings, by seed. */
import type { Road } from '../../road/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import type { Piece, Scenery } from '../shape.ts'
import { bridge } from './bridge.ts'
import { buildings } from './buildings.ts'
import { clutter, toned } from './clutter.ts'
import { fixtures, lightHead, type LightHead } from './fixtures.ts'
import { motorwayFurniture } from './motorway.ts'
import { mountainFurniture } from './mountain.ts'
import { junctionPavement, networkLand } from './patchwork.ts'
import { pavement } from './pavement.ts'
import { planting } from './planting.ts'
import { roadside } from './roadside.ts'
import { sitesOf, type Site } from './site.ts'
import { cityBlocks, suburbanHouses, type BuiltUp } from './street.ts'
import { streetLamps } from './street-lamps.ts'
import { terrain } from './terrain.ts'

export type { LightHead } from './fixtures.ts'
export { borderOf, paintShift } from './markings.ts'
export { deepestCover } from './pavement.ts'

/**
 * Everything that stands still around the road, in the world frame. The pavement covers exactly the
 * road's paved width and each surface patch exactly its (s, t) range; the land is level and at physics'
 * height near the road. The same scenario and seed give the same scenery.
 */
export const buildScenery = (scenario: ConcreteScenario, road: Road): Scenery => {
  const sites = sitesOf(scenario, road)
  const pieces = road.roads.length === 1 ? roadAlone(sites[0]) : network(road, sites)
  const lighting = isBuiltUp(scenario) ? sites.filter(leadsSomewhere).map(streetLamps) : []
  return {
    pieces: [
      ...pieces,
      ...fixtures(road, sites),
      ...lighting.flatMap((one) => one.pieces),
      ...sites.flatMap(clutter),
    ].map((piece) => toned(scenario, piece)),
    lamps: lighting.flatMap(({ lamps }) => lamps),
  }
}

const isBuiltUp = ({ road: { place } }: ConcreteScenario): boolean => place === 'city' || place === 'suburb'

/** Not a way through a junction, nor a stub. */
const leadsSomewhere = ({ part, from, to }: Site): boolean => part.junction === null && to - from > 40

/** What people have built beside a road, by the place that it runs through. */
const builtUp = (site: Site): BuiltUp => {
  switch (site.scenario.road.place) {
    case 'rural':
      return buildings(site)
    case 'city':
      return cityBlocks(site)
    case 'suburb':
      return suburbanHouses(site)
    default:
      return { pieces: [], keepouts: [] }
  }
}

const roadAlone = (site: Site): Piece[] => {
  const { place } = site.scenario.road
  const houses = builtUp(site)
  return [
    ...pavement(site),
    ...terrain(site),
    ...roadside(site),
    ...(place === 'motorway' ? motorwayFurniture(site) : []),
    ...(place === 'mountain' ? mountainFurniture(site) : []),
    ...(place === 'bridge' ? bridge(site) : []),
    ...houses.pieces,
    ...planting(site, houses.keepouts),
  ]
}

/** A road as it is drawn. */
export interface DrawnRoad {
  /** Index into `Road.roads`. */
  readonly road: number
  /** s where it begins and ends: past the scenario's own road where that leads nowhere. */
  readonly from: number
  readonly to: number
  /** Height of the road at s, where it lies at (x, y), m. */
  readonly ground: (s: number, x: number, y: number) => number
}

/** The roads that are near enough to be drawn. */
export const drawnRoads = (scenario: ConcreteScenario, road: Road): DrawnRoad[] =>
  sitesOf(scenario, road).map(({ part, from, to, ground }) => ({ road: part.index, from, to, ground }))

/** Every traffic light that is drawn. */
export const lightHeads = (scenario: ConcreteScenario, road: Road): LightHead[] => {
  const drawn = new Map(sitesOf(scenario, road).map((site) => [site.part.index, site]))
  return road.signals.flatMap((signal) => {
    const site = signal.kind === 'traffic-light' ? drawn.get(signal.road) : undefined
    return site === undefined ? [] : [lightHead(signal, site)]
  })
}

/** Land and junctions are of the whole network, plants stand along each road that leads somewhere. */
const network = (road: Road, sites: readonly Site[]): Piece[] => [
  ...sites.flatMap(pavement),
  ...junctionPavement(road, sites),
  ...networkLand(sites),
  ...sites.filter(leadsSomewhere).flatMap((site) => {
    // A network in the country has no farms yet: they would stand in each other's roads.
    const houses = isBuiltUp(site.scenario) ? builtUp(site) : { pieces: [], keepouts: [] }
    const plants = planting(site, houses.keepouts)
    return [...houses.pieces, ...plants.map((piece) => ({ ...piece, name: `${site.prefix}${piece.name}` }))]
  }),
]
