/** scenery: what stands still. Road, land, plants, roadside furniture and buildings, by seed. */
import type { Road } from '../../road/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import type { Scenery } from '../shape.ts'
import { buildings } from './buildings.ts'
import { motorwayFurniture } from './motorway.ts'
import { pavement } from './pavement.ts'
import { planting } from './planting.ts'
import { roadside } from './roadside.ts'
import { siteOf } from './site.ts'
import { terrain } from './terrain.ts'

/**
 * Everything that stands still around the road, in the world frame. The pavement covers exactly the
 * road's paved width and each surface patch exactly its (s, t) range; the land is level and at physics'
 * height near the road. The same scenario and seed give the same scenery.
 */
export const buildScenery = (scenario: ConcreteScenario, road: Road): Scenery => {
  const site = siteOf(scenario, road)
  const houses = scenario.road.place === 'rural' ? buildings(site) : { pieces: [], keepouts: [] }
  const furniture = scenario.road.place === 'motorway' ? motorwayFurniture(site) : []
  return {
    pieces: [
      ...pavement(site),
      ...terrain(site),
      ...roadside(site),
      ...furniture,
      ...houses.pieces,
      ...planting(site, houses.keepouts),
    ],
  }
}
