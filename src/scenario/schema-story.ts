/** The schema of `do` and `expect`. */
import * as z from 'zod'
import { condition, quantity } from './formula.ts'
import { failures } from './schema-failures.ts'
import { identifier, label, laneId } from './schema-common.ts'
import { speed } from './schema-actors.ts'

const until = condition()
  .optional()
  .describe('Ends the action; a bare signal (`speed < 2 m/s`) is of the actor itself.')
const over = (fallback: string) =>
  quantity('time', { min: '0 s', max: '600 s' }).prefault(fallback).describe('How long it takes.')
const firmly = quantity('acceleration', { min: '0.01 m/s^2', max: '15 m/s^2' })

const pathPoint = {
  s: quantity('length', { min: '0 m', max: '100 km' }).describe('Along the road.'),
  t: quantity('length', { min: '-100 m', max: '100 m' }).describe('To the left of the reference line.'),
}

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
  ...failures,
])

const actions = z.record(identifier, action)

export const phase = z
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
export const expectation = z.union([
  z.strictObject({ never: condition().describe('It must not become true.'), ...judged }),
  z.strictObject({ always: condition().describe('It must be true all the time.'), ...judged }),
  z.strictObject({ eventually: condition().describe('It must become true at least once.'), ...judged }),
])

export type ActionDocument = z.output<typeof action>
