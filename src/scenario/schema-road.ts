/** The schema of `road`, `surface` and `weather`. */
import * as z from 'zod'
import { quantity } from './formula.ts'
import { gusts } from './schema-failures.ts'
import { between, label, laneId, surfaceKind } from './schema-common.ts'

const stretch = quantity('length', { min: '1 m', max: '20 km' })

/** Pieces of the reference line; the first key of each says which it is. */
const roadPiece = z.union([
  z.strictObject({ straight: stretch.describe('Its length.') }),
  z.strictObject({
    curve: stretch.describe('Its length along the reference line.'),
    radius: quantity('length', { min: '10 m', max: '100 km' }).describe('Radius of the reference line.'),
    turn: z.enum(['left', 'right']).describe('Which way it bends.'),
  }),
])

export const road = z
  .strictObject({
    straight: stretch.optional().describe('Short for one straight piece of this length.'),
    pieces: z
      .array(roadPiece)
      .min(1)
      .max(200)
      .optional()
      .describe('Straights and curves, one after the other.'),
    lanes: z
      .array(laneId)
      .min(1)
      .max(16)
      .describe(
        'Lane ids from right to left; -1, -2, ... right of the reference line, 1, 2, ... left of it.',
      ),
    width: quantity('length', { min: '2 m', max: '8 m' }).prefault('3.5 m').describe('Of each lane.'),
    shoulder: quantity('length', { min: '0 m', max: '10 m' })
      .prefault('0.5 m')
      .describe('Paved width outside the outermost lanes.'),
    'one-way': z
      .boolean()
      .default(false)
      .describe('All lanes run with s; otherwise positive lanes run against it.'),
    'speed-limit': quantity('speed', { min: '1 m/s', max: '70 m/s' })
      .prefault('80 km/h')
      .describe('Posted speed.'),
    surface: surfaceKind.default('dry-asphalt').describe('What the pavement is where no patch lies.'),
    verge: surfaceKind.default('grass').describe('What lies beside the pavement.'),
    place: z.enum(['rural', 'motorway']).default('rural').describe('What the surroundings look like.'),
    origin: z
      .strictObject({
        x: quantity('length').prefault('0 m').describe('East.'),
        y: quantity('length').prefault('0 m').describe('North.'),
        heading: quantity('angle').prefault('0 deg').describe('Anticlockwise from east.'),
      })
      .prefault({})
      .describe('World pose of s = 0.'),
  })
  .describe('The road: a reference line with lanes beside it.')

/** Numbers of a patch that the story may change too. */
export const patchParts = {
  mu: quantity('ratio', { min: '0.01', max: '2' }),
  depth: quantity('length', { min: '0 m', max: '0.5 m' }),
}

export const patch = z
  .strictObject({
    id: label.describe('Its name.'),
    s: between(quantity('length', { min: '0 m', max: '100 km' })).describe('From and to, along the road.'),
    lanes: z
      .union([z.literal('all'), z.array(laneId).min(1)])
      .optional()
      .describe('`all` (shoulders too) or a list of lanes.'),
    lane: laneId.optional().describe('One lane.'),
    side: z
      .enum(['left', 'right'])
      .optional()
      .describe('Only this half of the lane, seen in its direction of travel.'),
    kind: surfaceKind.describe('What lies there.'),
    mu: patchParts.mu
      .optional()
      .describe(
        "Peak friction coefficient for the fitted tyre; without it, the tyre's own value for this kind.",
      ),
    depth: patchParts.depth.optional().describe('Of snow or water.'),
  })
  .describe('A patch of road with a surface of its own. Where patches overlap, the later one wins.')

/** Quantities of the weather that the story may change too. */
export const weatherParts = {
  snowfall: quantity('precipitation', { min: '0 mm/h', max: '50 mm/h' }),
  visibility: quantity('length', { min: '5 m', max: '100 km' }),
  windSpeed: quantity('speed', { min: '0 m/s', max: '60 m/s' }),
}

export const weather = z
  .strictObject({
    snowfall: weatherParts.snowfall.prefault('0 mm/h').describe('Water equivalent.'),
    rainfall: quantity('precipitation', { min: '0 mm/h', max: '200 mm/h' })
      .prefault('0 mm/h')
      .describe('Rain.'),
    visibility: weatherParts.visibility.prefault('20 km').describe('Meteorological optical range.'),
    wind: z
      .strictObject({
        speed: weatherParts.windSpeed.prefault('0 m/s').describe('Mean speed.'),
        from: quantity('angle')
          .prefault('270 deg')
          .describe('The compass bearing it blows from; 90 deg is east.'),
        gusts: gusts.optional(),
      })
      .prefault({})
      .describe('Wind.'),
    temperature: quantity('temperature', { min: '-60 degC', max: '60 degC' })
      .prefault('15 degC')
      .describe('Of the air.'),
    clouds: quantity('ratio', { min: '0', max: '1' }).prefault('30 %').describe('Share of the sky.'),
    sun: z
      .strictObject({
        elevation: quantity('angle', { min: '-90 deg', max: '90 deg' })
          .prefault('35 deg')
          .describe('Above the horizon.'),
        azimuth: quantity('angle').prefault('200 deg').describe('Compass bearing; 180 deg is south.'),
      })
      .prefault({})
      .describe('Where the sun stands.'),
  })
  .describe('Weather at the start; the story may change some of it.')
