/** The schema of `actors` and `sensors`. */
import * as z from 'zod'
import { quantity, word } from './formula.ts'
import { identifier, label, labelKinds, laneId } from './schema-common.ts'
import { shorthand } from './shorthand.ts'

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

export const actor = z
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

export const camera = z
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
