/** The schema of `road`, `surface` and `weather`. */
import * as z from 'zod'
import { PLACES } from '../concrete.ts'
import { quantity } from '../expression/formula.ts'
import { gusts } from './failures.ts'
import { between, label, laneId, roadId, surfaceKind } from './common.ts'

const stretch = quantity('length', { min: '1 m', max: '20 km' })

const radius = quantity('length', { min: '5 m', max: '100 km' })
const turn = z.enum(['left', 'right']).describe('Which way it bends.')
const along = quantity('length', { min: '0 m', max: '100 km' })

/** Pieces of the reference line; the first key of each says which it is. */
const roadPiece = z.union([
  z.strictObject({ straight: stretch.describe('Its length.') }),
  z.strictObject({
    curve: stretch.describe('Its length along the reference line.'),
    radius: radius.describe('Radius of the reference line.'),
    turn,
  }),
  z.strictObject({
    clothoid: stretch.describe('Its length: the bend changes evenly from that of the piece before.'),
    radius: radius.optional().describe('Radius at its end; without it, it ends straight.'),
    turn: turn.default('left'),
  }),
])

/** Pieces of the height profile. */
const heightPiece = z.union([
  z.strictObject({ keep: stretch.describe('Length over which the gradient stays as it is.') }),
  z.strictObject({
    crest: stretch.describe('Length of a rounded top: the gradient falls by length / radius.'),
    radius: radius.describe('Radius of the profile.'),
  }),
  z.strictObject({
    dip: stretch.describe('Length of a rounded hollow: the gradient rises by length / radius.'),
    radius: radius.describe('Radius of the profile.'),
  }),
])

const stripWidth = quantity('length', { min: '0.2 m', max: '20 m' })
const stripRange = between(along).optional().describe('From and to; without it, all along the road.')
/** What lies beside the lanes; the first key of each says what, its value how wide. */
const strip = z.union([
  z.strictObject({ 'cycle-lane': stripWidth.describe('A lane for bicycles.'), s: stripRange }),
  z.strictObject({ parking: stripWidth.describe('Bays beside the lane, along the road.'), s: stripRange }),
  z.strictObject({
    pavement: stripWidth.describe('For people on foot, 12 cm above the road.'),
    s: stripRange,
  }),
  z.strictObject({ shoulder: stripWidth.describe('Paved, for no one to travel on.'), s: stripRange }),
  z.strictObject({
    grass: stripWidth.describe('A green strip.'),
    drop: quantity('length', { min: '0 m', max: '0.3 m' })
      .prefault('0 m')
      .describe("How far it lies below the pavement's edge, where it has been washed out or not filled up."),
    s: stripRange,
  }),
])

const crossing = z.strictObject({
  s: along.describe('Its middle, along the road.'),
  width: quantity('length', { min: '1 m', max: '12 m' }).prefault('4 m').describe('Along the road.'),
  lights: z.boolean().default(false).describe('Traffic lights on both sides.'),
})

const sign = z.strictObject({
  sign: z
    .enum(['stop', 'give-way', 'priority', 'limit', 'traffic-light'])
    .describe('What it says; a limit holds from there on.'),
  s: along.describe('Where it stands.'),
  speed: quantity('speed', { min: '1 m/s', max: '70 m/s' }).optional().describe('Of a limit.'),
  facing: z
    .enum(['along', 'against'])
    .default('along')
    .describe('For traffic that runs with s, or against it.'),
})

const ramp = z.union([
  z.strictObject({
    entry: along.describe('Where the acceleration lane begins, along the road; the ramp ends there.'),
    lane: stretch.prefault('200 m').describe('Length of the lane beside the road.'),
    taper: stretch.prefault('60 m').describe('Length over which that lane narrows to nothing, at its end.'),
    length: stretch.prefault('150 m').describe('Length of the ramp before it.'),
    radius: radius.prefault('150 m').describe('Of the bend in which it comes up to the road.'),
  }),
  z.strictObject({
    exit: along.describe('Where the deceleration lane begins, along the road; the ramp begins at its end.'),
    lane: stretch.prefault('150 m').describe('Length of the lane beside the road.'),
    taper: stretch.prefault('60 m').describe('Length over which that lane widens, at its start.'),
    length: stretch.prefault('150 m').describe('Length of the ramp behind it.'),
    radius: radius.prefault('150 m').describe('Of the bend in which it leaves the road.'),
  }),
])

const ARMS = ['south', 'east', 'north', 'west'] as const
const arm = z.enum(ARMS)

const phase = (min: string, max: string) => quantity('time', { min, max })

const junction = z
  .strictObject({
    kind: z.enum(['x', 't', 'roundabout']).describe('Crossroads, T junction or roundabout.'),
    arms: z
      .array(arm)
      .min(2)
      .max(4)
      .optional()
      .describe('The roads that meet there; a t has south, east and west, the others all four.'),
    length: stretch.prefault('120 m').describe('Of each arm. s runs from its far end to the junction.'),
    radius: radius
      .optional()
      .describe('Of the kerb at the corners, by default 8 m; of the ring of a roundabout, by default 16 m.'),
    main: z
      .array(arm)
      .max(4)
      .default(['west', 'east'])
      .describe('The arms that have priority where `control` is stop or give-way.'),
    control: z
      .enum(['nearside-first', 'give-way', 'stop', 'lights'])
      .default('nearside-first')
      .describe(
        'Who goes first: who comes from the nearside (the right, where traffic keeps right), the main arms, or the lights.',
      ),
    lights: z
      .strictObject({
        green: phase('5 s', '5 min').prefault('20 s').describe('Green of each group of arms in turn.'),
        amber: phase('1 s', '10 s').prefault('3 s').describe('Amber after it.'),
        clearance: phase('0 s', '30 s').prefault('2 s').describe('Red for all before the next group.'),
        offset: phase('-10 min', '10 min')
          .prefault('0 s')
          .describe('When the first green of the main arms begins; the cycle also runs before it.'),
      })
      .prefault({})
      .describe('The cycle of the lights, where `control` is lights: the main arms, then the others.'),
    crossings: z.boolean().default(false).describe('A crossing for people on foot over each arm.'),
  })
  .describe('A junction instead of one road. Its arms are the roads `south`, `east`, `north` and `west`.')

export const road = z
  .strictObject({
    straight: stretch.optional().describe('Short for one straight piece of this length.'),
    pieces: z
      .array(roadPiece)
      .min(1)
      .max(200)
      .optional()
      .describe('Straights, curves and clothoids, one after the other.'),
    junction: junction.optional(),
    opendrive: z
      .string()
      .min(1)
      .max(400)
      .optional()
      .describe('A map (.xodr) beside this file, instead of pieces and lanes.'),
    lanes: z
      .array(laneId)
      .min(1)
      .max(16)
      .optional()
      .describe(
        'Lane ids from right to left; -1, -2, ... right of the reference line, 1, 2, ... left of it. Not with a map; by default -1 and 1.',
      ),
    width: quantity('length', { min: '2 m', max: '8 m' }).prefault('3.5 m').describe('Of each lane.'),
    shoulder: quantity('length', { min: '0 m', max: '10 m' })
      .prefault('0.5 m')
      .describe('Paved width outside the outermost lanes.'),
    right: z.array(strip).max(8).default([]).describe('What lies right of the lanes, from them outwards.'),
    left: z.array(strip).max(8).default([]).describe('What lies left of the lanes, from them outwards.'),
    grade: quantity('ratio', { min: '-0.4', max: '0.4' })
      .prefault('0')
      .describe('Gradient at the start, rise over run.'),
    height: z.array(heightPiece).max(100).default([]).describe('Crests and dips, one after the other.'),
    bank: z
      .array(
        z.strictObject({
          s: along.describe('Where.'),
          angle: quantity('angle', { min: '-45 deg', max: '45 deg' }).describe(
            'Tilt across the road, positive when its left side is higher.',
          ),
        }),
      )
      .max(100)
      .default([])
      .describe('Superelevation: smooth between the places given, level without any.'),
    crossings: z.array(crossing).max(50).default([]).describe('Crossings for people on foot.'),
    signs: z.array(sign).max(100).default([]).describe('Signs and traffic lights beside the road.'),
    ramps: z.array(ramp).max(10).default([]).describe('Entries and exits on the right, with their ramps.'),
    traffic: z
      .enum(['right', 'left'])
      .default('right')
      .describe('The side that traffic keeps to. A map says it itself.'),
    'one-way': z
      .boolean()
      .default(false)
      .describe('All lanes run with s; otherwise positive lanes run against it.'),
    'speed-limit': quantity('speed', { min: '1 m/s', max: '70 m/s' })
      .prefault('80 km/h')
      .describe('Posted speed.'),
    surface: surfaceKind.default('dry-asphalt').describe('What the pavement is where no patch lies.'),
    verge: surfaceKind.default('grass').describe('What lies beside the pavement.'),
    place: z.enum(PLACES).default('rural').describe('What the surroundings look like.'),
    origin: z
      .strictObject({
        x: quantity('length').prefault('0 m').describe('East.'),
        y: quantity('length').prefault('0 m').describe('North.'),
        heading: quantity('angle').prefault('0 deg').describe('Anticlockwise from east.'),
      })
      .prefault({})
      .describe('World pose of s = 0, or of the middle of a junction.'),
  })
  .describe('The road: a reference line with lanes beside it, a junction, or a map.')

/** Numbers of a patch that the story may change too. */
export const patchParts = {
  mu: quantity('ratio', { min: '0.01', max: '2' }),
  depth: quantity('length', { min: '0 m', max: '0.5 m' }),
}

export const patch = z
  .strictObject({
    id: label.describe('Its name.'),
    road: roadId.optional().describe('Id of the road it lies on, where there are several.'),
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
  rainfall: quantity('precipitation', { min: '0 mm/h', max: '200 mm/h' }),
  temperature: quantity('temperature', { min: '-60 degC', max: '60 degC' }),
  clouds: quantity('ratio', { min: '0', max: '1' }),
  sunElevation: quantity('angle', { min: '-90 deg', max: '90 deg' }),
}

export const weather = z
  .strictObject({
    snowfall: weatherParts.snowfall.prefault('0 mm/h').describe('Water equivalent.'),
    rainfall: weatherParts.rainfall.prefault('0 mm/h').describe('Rain.'),
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
    temperature: weatherParts.temperature.prefault('15 degC').describe('Of the air.'),
    clouds: weatherParts.clouds.prefault('30 %').describe('Share of the sky.'),
    sun: z
      .strictObject({
        elevation: weatherParts.sunElevation.prefault('35 deg').describe('Above the horizon.'),
        azimuth: quantity('angle').prefault('200 deg').describe('Compass bearing; 180 deg is south.'),
      })
      .prefault({})
      .describe('Where the sun stands.'),
  })
  .describe('Weather at the start; the story may change some of it.')
