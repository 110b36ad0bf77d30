/** The schema of `actors`. */
import * as z from 'zod'
import { quantity, word } from '../expression/formula.ts'
import { beamState, identifier, indicatorState, laneId, onOff, roadId } from './common.ts'
import { driver } from './driver.ts'
import { inflation, treadDepth } from './vehicle.ts'

export const speed = quantity('speed', { min: '0 m/s', max: '100 m/s' })
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
    road: roadId.optional().describe('Id of the road, where there are several; without it, the first.'),
    offset,
    heading: turned,
    height: quantity('length', { min: '0 m', max: '50 m' })
      .prefault('0 m')
      .describe('Above the ground, for what falls.'),
  }),
  z.strictObject({ 'ahead of': otherActor, gap: bumperGap, lane: sameLane, offset, heading: turned }),
  z.strictObject({ behind: otherActor, gap: bumperGap, lane: sameLane, offset, heading: turned }),
  z.strictObject({
    on: identifier.describe('The vehicle that carries it, until the story lets it drop.'),
    x: quantity('length', { min: '-15 m', max: '15 m' }).describe("Ahead of the vehicle's rear axle."),
    y: quantity('length', { min: '-3 m', max: '3 m' })
      .prefault('0 m')
      .describe("Left of the vehicle's middle."),
    height: quantity('length', { min: '0 m', max: '5 m' }).describe('Of its underside, above the ground.'),
    heading: turned,
  }),
])

/** Which way an actor takes on a network of roads. */
const route = z.union([
  z
    .array(roadId.describe('Id of a road.'))
    .min(1)
    .max(50)
    .describe('Ids of roads to take in this order, such as the arms of a junction.'),
  z.strictObject({
    to: z
      .strictObject({
        s: quantity('length', { min: '0 m', max: '100 km' }).describe('Along the road.'),
        lane: laneId.describe('The lane to come to.'),
        road: roadId.optional().describe('Id of the road; without it, the first.'),
      })
      .describe('A place to come to by the shortest way.'),
  }),
])

const tyres = z.union([
  word(),
  z
    .strictObject({
      set: word().describe('A file of vehicles/tyres/.'),
      tread: treadDepth.optional().describe("Depth of the tread; without it, as the set's file says."),
      pressure: inflation.optional().describe('Inflation; without it, as it should be.'),
    })
    .describe('A set in its condition.'),
])

const systemState = z.enum(['on', 'off', 'faulty'])

const payload = z
  .strictObject({
    mass: quantity('mass', { min: '0 kg', max: '40 t' }).describe('Of the load.'),
    x: quantity('length', { min: '-15 m', max: '15 m' }).describe('Forward of the rear axle (group).'),
    z: quantity('length', { min: '0 m', max: '4 m' }).describe('Above the ground.'),
  })
  .describe('What it carries, as a point of mass in the body frame.')

const trailer = z.union([
  word(),
  z.strictObject({
    model: word().describe('A file of vehicles/ with `class: trailer`.'),
    payload: payload.optional(),
  }),
])

const lights = z
  .strictObject({
    headlights: beamState.optional().describe('Off, on, or on high beam, whatever the weather.'),
    indicator: indicatorState
      .optional()
      .describe(
        'Stays on until the story switches it; without it, whenever its driver turns or changes lane.',
      ),
    beacon: onOff
      .optional()
      .describe('The blue lights; without it, on when its driver is on an emergency call.'),
    siren: onOff.optional().describe('Without it, as the beacon.'),
  })
  .describe('Lights at the start that are not left to the driver.')

export const actor = z
  .strictObject({
    model: word().describe(
      'A file of vehicles/ or its folders people, animals and objects, without folder and `.yaml`.',
    ),
    at: placement.describe(
      'Where it starts: at `s` on a lane, ahead of or behind another actor, or on a vehicle that carries it.',
    ),
    speed: speed.prefault('0 m/s').describe('At the start.'),
    route: route
      .optional()
      .describe(
        'Where its driver goes on a network: roads to take, or a place to come to; past them, and without a route, straight on.',
      ),
    driver: driver
      .prefault('idm')
      .describe(
        "Who drives (of people and animals `walk`, of objects nobody, whatever stands here by default): a name, or a map with `kind` and the model's own keys.",
      ),
    tyres: tyres.optional().describe("A file of vehicles/tyres/; without it, the vehicle's own."),
    trailer: trailer
      .optional()
      .describe('What it tows: a file of vehicles/ with `class: trailer`, or a map with its load.'),
    payload: payload.optional(),
    abs: systemState
      .default('on')
      .describe('Anti-lock brakes. Faulty: the front left wheel seems to stand, so its brake lets go.'),
    esc: systemState
      .default('on')
      .describe('Electronic stability control. Faulty: no yaw rate is seen, so it fights every turn.'),
    tc: systemState
      .default('on')
      .describe('Traction control. Faulty: driven wheels seem to spin, so the engine is taken back.'),
    lights: lights.optional(),
    paint: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/, "a colour such as '#b3202a'")
      .optional()
      .describe("sRGB colour; without it, one of the vehicle's paints by seed."),
    present: z.boolean().default(true).describe('false: not in the world until the story makes it appear.'),
  })
  .describe('A road user.')
