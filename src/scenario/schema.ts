/**
 * The schema of a scenario file: the one source of truth of the language. Types, the loader's checks
 * (compile.ts walks it), the JSON Schema for editors and docs/scenario-language.md all come from here.
 *
 * A key that a file may inherit through `extends` is required of the merged document, not of each file.
 */
import * as z from 'zod'
import type { LabelKind, SurfaceKind } from './concrete.ts'
import { anyValue, condition, quantity, word } from './formula.ts'
import { shorthand } from './shorthand.ts'

const surfaceKinds = [
  'dry-asphalt',
  'wet-asphalt',
  'standing-water',
  'packed-snow',
  'loose-snow',
  'slush',
  'ice',
  'black-ice',
  'gravel',
  'grass',
] as const satisfies readonly SurfaceKind[]
export const surfaceKind = z.enum(surfaceKinds)

const labelKinds = ['box2d', 'box3d', 'instance', 'semantic', 'depth'] as const satisfies readonly LabelKind[]

/** Names that expressions use: letters, digits, underscores. */
const identifier = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'a name of letters, digits and underscores that starts with a letter')
/** Names that expressions do not use may have hyphens as well. */
const label = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]*$/,
    'a name of letters, digits, hyphens and underscores that starts with a letter',
  )

/** The lane ids of OpenDRIVE: 1, 2, ... left of the reference line, -1, -2, ... right of it. */
const laneId = z
  .int()
  .min(-8)
  .max(8)
  .refine((n) => n !== 0, 'a lane that is not 0')

const between = <T extends z.ZodType>(value: T) => z.tuple([value, value])

// ---- Parameters ---------------------------------------------------------------------------------------

const cut = {
  clip: between(anyValue()).optional().describe('Values outside are moved to the nearer bound.'),
  truncate: between(anyValue()).optional().describe('The distribution is cut off at these bounds.'),
  description: z.string().optional().describe('What the parameter means, for the dashboard.'),
}
const noCut = { description: cut.description }

/** Distributions; the first key of each says which it is. */
export const distribution = z.union([
  anyValue().describe('A fixed value; it may be worked out from parameters above it.'),
  z.strictObject({ fixed: anyValue(), ...noCut }).describe('A fixed value.'),
  z
    .strictObject({ uniform: between(anyValue()).describe('Least and largest.'), ...noCut })
    .describe('Equally likely between two bounds.'),
  z
    .strictObject({
      normal: z.strictObject({ mean: anyValue(), sd: anyValue() }).describe('Mean and standard deviation.'),
      ...cut,
    })
    .describe('Gaussian.'),
  z
    .strictObject({
      lognormal: z
        .strictObject({ median: anyValue(), sigma: quantity('ratio', { min: '0', max: '5' }) })
        .describe('Median, and standard deviation of the logarithm.'),
      ...cut,
    })
    .describe('Its logarithm is Gaussian.'),
  z
    .strictObject({ exponential: z.strictObject({ mean: anyValue() }).describe('Mean.'), ...cut })
    .describe('Exponential from zero.'),
  z
    .strictObject({
      beta: z
        .strictObject({
          alpha: quantity('ratio', { min: '0.05', max: '1000' }),
          beta: quantity('ratio', { min: '0.05', max: '1000' }),
          range: between(anyValue()),
        })
        .describe('Shape, and the range that it is stretched over.'),
      ...cut,
    })
    .describe('Beta, stretched over a range.'),
  z
    .strictObject({ choice: z.array(anyValue()).min(1).max(100).describe('The values.'), ...noCut })
    .describe('One of a list, all equally likely.'),
  z
    .strictObject({
      weighted: z
        .array(z.strictObject({ value: anyValue(), weight: quantity('ratio', { min: '0', max: '1000000' }) }))
        .min(1)
        .max(100)
        .describe('The values with their weights.'),
      ...noCut,
    })
    .describe('One of a list, by weight.'),
])

// ---- Road, surface, weather ---------------------------------------------------------------------------

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

const road = z
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

const patch = z
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
    mu: quantity('ratio', { min: '0.01', max: '2' })
      .optional()
      .describe(
        "Peak friction coefficient for the fitted tyre; without it, the tyre's own value for this kind.",
      ),
    depth: quantity('length', { min: '0 m', max: '0.5 m' }).optional().describe('Of snow or water.'),
  })
  .describe('A patch of road with a surface of its own. Where patches overlap, the later one wins.')

const weather = z
  .strictObject({
    snowfall: quantity('precipitation', { min: '0 mm/h', max: '50 mm/h' })
      .prefault('0 mm/h')
      .describe('Water equivalent.'),
    rainfall: quantity('precipitation', { min: '0 mm/h', max: '200 mm/h' })
      .prefault('0 mm/h')
      .describe('Rain.'),
    visibility: quantity('length', { min: '5 m', max: '100 km' })
      .prefault('20 km')
      .describe('Meteorological optical range.'),
    wind: z
      .strictObject({
        speed: quantity('speed', { min: '0 m/s', max: '60 m/s' }).prefault('0 m/s').describe('Mean speed.'),
        from: quantity('angle')
          .prefault('270 deg')
          .describe('The compass bearing it blows from; 90 deg is east.'),
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
  .describe('Weather, the same all through the run.')

// ---- Actors -------------------------------------------------------------------------------------------

const speed = quantity('speed', { min: '0 m/s', max: '100 m/s' })
const offset = quantity('length', { min: '-20 m', max: '20 m' })
  .prefault('0 m')
  .describe("From the lane's centre, to the left as its traffic sees it.")
const turned = quantity('angle', { min: '-180 deg', max: '180 deg' })
  .prefault('0 deg')
  .describe("From the lane's direction, anticlockwise.")
const bumperGap = quantity('length', { min: '0 m', max: '10 km' }).describe(
  'Between the bumpers, along the lane.',
)
const otherActor = identifier.describe('The actor that it is placed by.')
const sameLane = laneId.optional().describe('Its lane; without it, the lane of the other actor.')

const placement = z.union([
  z.strictObject({
    s: quantity('length', { min: '0 m', max: '100 km' }).describe(
      'Along the road, of the point under the rear axle.',
    ),
    lane: laneId.describe('Its lane.'),
    offset,
    heading: turned,
  }),
  z.strictObject({ 'ahead of': otherActor, gap: bumperGap, lane: sameLane, offset, heading: turned }),
  z.strictObject({ behind: otherActor, gap: bumperGap, lane: sameLane, offset, heading: turned }),
])

const idm = {
  'desired-speed': quantity('speed', { min: '0 m/s', max: '100 m/s' })
    .optional()
    .describe('Without it, the speed at the start; for an actor that starts at rest, the speed limit.'),
  headway: quantity('time', { min: '0.1 s', max: '10 s' }).prefault('1.5 s').describe('Time headway wanted.'),
  'min-gap': quantity('length', { min: '0.1 m', max: '20 m' })
    .prefault('2 m')
    .describe('Gap wanted at rest.'),
  'max-acceleration': quantity('acceleration', { min: '0.1 m/s^2', max: '10 m/s^2' })
    .prefault('1.4 m/s^2')
    .describe('Hardest acceleration.'),
  'comfort-deceleration': quantity('acceleration', { min: '0.1 m/s^2', max: '10 m/s^2' })
    .prefault('2 m/s^2')
    .describe('Braking that the driver likes.'),
  'max-deceleration': quantity('acceleration', { min: '0.1 m/s^2', max: '15 m/s^2' })
    .prefault('8 m/s^2')
    .describe('Hardest braking that the driver asks for.'),
  reaction: quantity('time', { min: '0 s', max: '5 s' })
    .prefault('0.8 s')
    .describe('The driver sees the world this much late.'),
}

const column = <T extends z.ZodType>(value: T) =>
  z
    .array(z.tuple([quantity('time', { min: '0 s', max: '3600 s' }), value]))
    .max(1000)
    .default([])

const driverModel = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('idm'), ...idm }).describe('Intelligent Driver Model with lane keeping.'),
  z
    .strictObject({
      kind: z.literal('aeb'),
      ...idm,
      'ttc-brake': quantity('time', { min: '0.1 s', max: '10 s' })
        .prefault('1.6 s')
        .describe('Full braking when the time to collision falls below this.'),
      delay: quantity('time', { min: '0 s', max: '2 s' })
        .prefault('0.2 s')
        .describe('From the trigger to the demand.'),
      deceleration: quantity('acceleration', { min: '0.1 m/s^2', max: '15 m/s^2' })
        .prefault('9 m/s^2')
        .describe('Braking demanded.'),
    })
    .describe('The same driver with automatic emergency braking over it.'),
  z
    .strictObject({
      kind: z.literal('open-loop'),
      steer: column(quantity('angle', { min: '-60 deg', max: '60 deg' })).describe(
        'Road-wheel angle over time: [[0 s, 0 deg], [1 s, 3 deg]].',
      ),
      throttle: column(quantity('ratio', { min: '0', max: '1' })).describe('Throttle over time.'),
      brake: column(quantity('ratio', { min: '0', max: '1' })).describe('Brake pedal over time.'),
    })
    .describe('Tables over time, linear in between and held outside.'),
  z.strictObject({ kind: z.literal('none') }).describe('Nobody drives.'),
])

const driver = z.union([shorthand(['idm', 'aeb', 'none'], driverModel, (kind) => ({ kind })), driverModel])

const systemState = z.enum(['on', 'off', 'faulty'])

const actor = z
  .strictObject({
    model: word().describe('A file of vehicles/, without `.yaml`.'),
    at: placement.describe('Where it starts: at `s` on a lane, or ahead of or behind another actor.'),
    speed: speed.prefault('0 m/s').describe('At the start.'),
    driver: driver
      .prefault('idm')
      .describe("Who drives: a name, or a map with `kind` and the model's own keys."),
    tyres: word().optional().describe("A file of vehicles/tyres/; without it, the vehicle's own."),
    abs: systemState.default('on').describe('Anti-lock brakes.'),
    esc: systemState.default('on').describe('Electronic stability control.'),
    paint: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, "a colour such as '#b3202a'")
      .optional()
      .describe("sRGB colour; without it, one of the vehicle's paints by seed."),
    present: z.boolean().default(true).describe('false: not in the world until the story makes it appear.'),
  })
  .describe('A road user.')

const camera = z
  .strictObject({
    camera: label.describe("A camera of the vehicle's rig."),
    fps: z
      .int()
      .min(1)
      .max(100)
      .optional()
      .describe('Pictures a second, a divisor of 600; without it, as in the rig.'),
    size: z
      .tuple([z.int().min(16).max(7680), z.int().min(16).max(4320)])
      .optional()
      .describe('Width and height in pixels; without it, as in the rig.'),
    labels: z
      .array(z.enum(labelKinds))
      .default([...labelKinds])
      .describe('What is written for each picture.'),
  })
  .describe('A camera.')

// ---- Story --------------------------------------------------------------------------------------------

const until = condition()
  .optional()
  .describe('Ends the action; a bare signal (`speed < 2 m/s`) is of the actor itself.')
const over = (fallback: string) =>
  quantity('time', { min: '0 s', max: '600 s' }).prefault(fallback).describe('How long it takes.')
const firmly = quantity('acceleration', { min: '0.01 m/s^2', max: '15 m/s^2' })

/** Actions; the first key of each says which it is. */
export const action = z.union([
  z
    .strictObject({
      speed: speed.describe('Speed to reach.'),
      acceleration: firmly.prefault('2 m/s^2').describe('How hard to speed up or slow down.'),
      until,
    })
    .describe('Reach a speed and hold it.'),
  z
    .strictObject({ brake: firmly.describe('Deceleration.'), until })
    .describe('Brake, if the tyres allow, to a standstill.'),
  z
    .strictObject({ accelerate: firmly.describe('Acceleration.'), until })
    .describe('Accelerate, if engine and tyres allow.'),
  z
    .strictObject({ 'lane-change': laneId.describe('The lane to go to.'), over: over('4 s'), until })
    .describe('Move to another lane along a quintic path.'),
  z
    .strictObject({
      'lane-offset': quantity('length', { min: '-20 m', max: '20 m' }).describe(
        "From the lane's centre, to the left as its traffic sees it.",
      ),
      over: over('2 s'),
      until,
    })
    .describe('Move sideways within the lane.'),
  z
    .strictObject({
      steer: quantity('angle', { min: '-60 deg', max: '60 deg' }).describe(
        'Road-wheel angle, left positive.',
      ),
      over: over('0.5 s'),
      then: z
        .enum(['hold', 'release'])
        .default('release')
        .describe('Keep the angle until `until`, or give the wheel back to the driver.'),
      until,
    })
    .describe('Take the steering wheel.'),
  z
    .strictObject({ throttle: quantity('ratio', { min: '0', max: '1' }).describe('Pedal.'), until })
    .describe('Hold the throttle.'),
  z
    .strictObject({ indicator: z.enum(['left', 'right', 'hazard', 'off']).describe('Which.'), until })
    .describe('Switch the indicators.'),
  z.strictObject({ appear: z.literal(true).describe('Always true.') }).describe('Enter the world.'),
  z.strictObject({ remove: z.literal(true).describe('Always true.') }).describe('Leave the world.'),
])

const actions = z.record(identifier, action)

const phase = z
  .object({
    id: label.optional().describe('Its name; without it, phase-1, phase-2, ...'),
    when: condition().optional().describe('It starts once, when this is first true; without it, at once.'),
    after: quantity('time', { min: '0 s', max: '3600 s' }).prefault('0 s').describe('Delay after `when`.'),
    parallel: z
      .array(actions)
      .min(1)
      .max(100)
      .optional()
      .describe('Actions that start together, each a map of actor and action.'),
    serial: z.array(actions).min(1).max(100).optional().describe('Actions one after the other.'),
  })
  .catchall(action)
  .describe('One entry of the story. Any other key is the name of an actor, with what it does.')

const judged = {
  id: label.describe('Its name in reports.'),
  as: z
    .enum(['verdict', 'label'])
    .default('verdict')
    .describe('`verdict`: a broken one fails the run; `label`: it is only reported.'),
}

/** Expectations; the first key of each is the rule. */
const expectation = z.union([
  z.strictObject({ never: condition().describe('It must not become true.'), ...judged }),
  z.strictObject({ always: condition().describe('It must be true all the time.'), ...judged }),
  z.strictObject({ eventually: condition().describe('It must become true at least once.'), ...judged }),
])

// ---- The file -----------------------------------------------------------------------------------------

const tag = z.union([z.string(), z.number()])

export const scenarioSchema = z
  .strictObject({
    scenario: label.optional().describe('Name of the scenario, the same as its file.'),
    version: z.literal(1).optional().describe('Version of the language.'),
    title: z.string().min(1).max(120).optional().describe('One line for people.'),
    description: z.string().max(4000).optional().describe('What happens and why.'),
    extends: z
      .string()
      .optional()
      .describe(
        'A file to build on, relative to this one. Maps are merged key by key, everything else is replaced.',
      ),
    tags: z
      .record(label, z.union([tag, z.array(tag)]))
      .default({})
      .describe('Whatever helps to find it.'),
    run: z
      .strictObject({
        seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1).describe('Used when none is given.'),
        stop: z
          .strictObject({
            after: quantity('time', { min: '0.1 s', max: '600 s' }).describe(
              'The run ends then at the latest.',
            ),
            when: condition().optional().describe('The run ends early when this turns true.'),
          })
          .describe('When the run ends.'),
      })
      .optional()
      .describe('Seed and end.'),
    params: z
      .record(identifier, distribution)
      .default({})
      .describe('Parameters: fixed values and distributions. One may use those above it.'),
    where: z
      .array(condition('parameters'))
      .max(50)
      .default([])
      .describe('Constraints between parameters; sets that break one are drawn again.'),
    road: road.optional(),
    surface: z.array(patch).max(500).default([]).describe('Patches of snow, ice, water ... on the road.'),
    weather: weather.prefault({}),
    actors: z.record(identifier, actor).optional().describe('Road users by name.'),
    sensors: z
      .record(identifier, z.array(camera).max(20))
      .default({})
      .describe('Sensors, by the actor that carries them.'),
    do: z.array(phase).max(200).default([]).describe('The story.'),
    expect: z
      .array(expectation)
      .max(100)
      .default([])
      .describe('What the run is judged by, apart from the story.'),
  })
  .describe('A scenario.')

/** A scenario file as its writer writes it. */
export type ScenarioFile = z.input<typeof scenarioSchema>
/** The same once read: defaults filled in, formulas parsed. */
export type ScenarioDocument = z.output<typeof scenarioSchema>
export type DistributionDocument = z.output<typeof distribution>
export type ActionDocument = z.output<typeof action>
