/** The schema of `do` and `expect`. */
import * as z from 'zod'
import { SENSOR_FAULTS } from '../concrete.ts'
import { LIGHT_STATES } from '../roads/road-network.ts'
import { condition, quantity } from '../expression/formula.ts'
import { DOORS } from '../vehicles/door-names.ts'
import { failures } from './failures.ts'
import {
  beamState,
  identifier,
  indicatorState,
  label,
  laneId,
  onOff,
  roadId,
  sensorName,
  surfaceKind,
} from './common.ts'
import { walking } from './walking.ts'
import { speed } from './actors.ts'
import { patchParts, weatherParts } from './road.ts'

const until = condition()
  .optional()
  .describe('Ends the action; a bare signal (`speed < 2 m/s`) is of the actor itself.')
const over = (fallback: string) =>
  quantity('time', { min: '0 s', max: '600 s' }).prefault(fallback).describe('How long it takes.')
const firmly = quantity('acceleration', { min: '0.01 m/s^2', max: '15 m/s^2' })

const startRoad = roadId.optional().describe('Id of the road; without it, the one that the actor starts on.')
const pathPoint = {
  road: startRoad,
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
  z.strictObject({ indicator: indicatorState.describe('Which.'), until }).describe('Switch the indicators.'),
  z
    .strictObject({
      headlights: beamState.describe('Off, on, or on high beam, whatever the weather.'),
      until,
    })
    .describe('Switch the headlights.'),
  z
    .strictObject({
      beacon: onOff.describe('The blue lights.'),
      siren: onOff.optional().describe('Without it, as the beacon.'),
      until,
    })
    .describe('Switch the beacon of an emergency vehicle: others give way to it.'),
  z
    .strictObject({
      'look-away': quantity('time', { min: '0 s', max: '60 s' }).describe('How long.'),
    })
    .describe(
      'Look off the road: the driver takes what he saw last to go on as it was. An emergency brake still watches.',
    ),
  z
    .strictObject({
      follow: z
        .array(
          z.union([
            z
              .strictObject({
                at: quantity('time', { min: '0 s', max: '3600 s' }).describe('Since the action began.'),
                ...pathPoint,
              })
              .describe('a time at which to be there.'),
            z
              .strictObject({
                speed: quantity('speed', { min: '0.1 m/s', max: '100 m/s' }).describe('To have there.'),
                ...pathPoint,
              })
              .describe('a speed to have there; the path begins at its first point.'),
          ]),
        )
        .min(2)
        .max(1000)
        .describe('The points, all with times or all with speeds.'),
      until,
    })
    .describe('Follow a path, as far as engine, brakes and tyres allow.'),
  z
    .strictObject({
      synchronise: quantity('length', { min: '0 m', max: '100 km' }).describe('The s to be at.'),
      road: startRoad,
      with: identifier.describe('The other actor.'),
      at: quantity('length', { min: '0 m', max: '100 km' }).describe('The s that the other one is at then.'),
      on: roadId
        .optional()
        .describe('Id of the road of that s; without it, the one that the other one starts on.'),
      acceleration: firmly.prefault('3 m/s^2').describe('How hard to speed up or slow down for it.'),
      until,
    })
    .describe('Reach a point at the same time as another actor reaches one, at the speed that it has now.'),
  z
    .strictObject({
      drop: quantity('speed', { min: '0 m/s', max: '20 m/s' }).describe(
        'How fast it comes off, against what has carried it.',
      ),
      towards: z.enum(['back', 'left', 'right']).default('back').describe('To which side of the carrier.'),
    })
    .describe('Come off the vehicle that carries it.'),
  z
    .strictObject({
      door: z.enum(DOORS).describe('Which.'),
      angle: quantity('angle', { min: '0 deg', max: '85 deg' })
        .prefault('65 deg')
        .describe('How far it stands open; 0 deg closes it.'),
      over: quantity('time', { min: '0.1 s', max: '60 s' })
        .prefault('0.8 s')
        .describe('How long it takes from closed to there.'),
    })
    .describe('Open or close a door: it is part of the vehicle, and whoever rides into it has hit that one.'),
  z.strictObject({ appear: z.literal(true).describe('Always true.') }).describe('Enter the world.'),
  z.strictObject({ remove: z.literal(true).describe('Always true.') }).describe('Leave the world.'),
  ...walking,
  ...failures,
])

/** Lights of short roads are called as `light-south`. */
const lightId = roadId

/** What a step does to the world instead of to an actor. */
const shifted = quantity('length', { min: '-1 m', max: '1 m' }).prefault('0 m')
const turnedBy = quantity('angle', { min: '-180 deg', max: '180 deg' }).prefault('0 deg')

const worldActions = {
  weather: z
    .strictObject({
      visibility: weatherParts.visibility.optional().describe('Meteorological optical range to come to.'),
      snowfall: weatherParts.snowfall.optional().describe('Water equivalent to come to.'),
      rainfall: weatherParts.rainfall
        .optional()
        .describe('Rain to come to; what falls from then on wets dry asphalt: half a millimetre at most.'),
      temperature: weatherParts.temperature.optional().describe('Of the air, to come to.'),
      clouds: weatherParts.clouds.optional().describe('Share of the sky to come to.'),
      sun: z
        .strictObject({
          elevation: weatherParts.sunElevation.optional().describe('Above the horizon, to come to.'),
          azimuth: quantity('angle').optional().describe('Compass bearing to come to, the short way round.'),
        })
        .optional()
        .describe('Where the sun goes.'),
      wind: z
        .strictObject({
          speed: weatherParts.windSpeed.optional().describe('Mean speed to come to.'),
          from: quantity('angle').optional().describe('Compass bearing to turn to, the short way round.'),
        })
        .optional()
        .describe('Wind to come to.'),
      over: over('0 s'),
      until,
    })
    .optional()
    .describe('Change the weather: for drivers, tyres, the picture and everyone else at once.'),
  surface: z
    .strictObject({
      id: label.describe('The patch, an `id` of `surface`.'),
      kind: surfaceKind.optional().describe('What it turns into, at once.'),
      mu: patchParts.mu.optional().describe('Peak friction coefficient to come to.'),
      depth: patchParts.depth.optional().describe('Of snow or water, to come to.'),
      over: over('0 s'),
      until,
    })
    .optional()
    .describe('Change a patch of the road.'),
  sensors: z
    .strictObject({
      fault: z
        .enum(SENSOR_FAULTS)
        .describe(
          '`snow-cover` and `mud`: a part of the lens is covered; `dropout`: readings are lost (pictures come black); `freeze`: the last good reading comes again and again; `blockage`: a part of what it could see by is covered; `noise`: it is noisier; `misalignment`: it is moved and turned out of its mount; `latency`: its readings are late; `ghosts`: a radar, or a system that sees by it (`perception` of a driver), is told of what is not there.',
        ),
      on: sensorName.describe('The sensor, as `ego.front`.'),
      level: quantity('ratio', { min: '0', max: '1' })
        .prefault('1')
        .describe('Share of the lens that is covered, or of the readings that are lost or stand still.'),
      delay: quantity('time', { min: '0 s', max: '5 s' })
        .optional()
        .describe('Of `latency`: how much later than usual.'),
      rate: quantity('frequency', { min: '0 Hz', max: '20 Hz' })
        .optional()
        .describe('Of `ghosts`: how many come a second.'),
      factor: quantity('ratio', { min: '1', max: '100' })
        .optional()
        .describe('Of `noise`: how many times the usual standard deviations.'),
      by: z
        .strictObject({
          x: shifted.describe('Forward.'),
          y: shifted.describe('To the left.'),
          z: shifted.describe('Up.'),
          yaw: turnedBy.describe('To the left.'),
          pitch: turnedBy.describe('Nose down.'),
          roll: turnedBy.describe('Right side down.'),
        })
        .optional()
        .describe("Of `misalignment`: how far, in the sensor's own frame."),
      until: until.describe('Mends it; without it, it lasts to the end of the run.'),
    })
    .optional()
    .describe('Break a sensor. Its labels stay what is true.'),
  lights: z
    .strictObject({
      signal: z
        .union([lightId, z.array(lightId).min(1).max(1000)])
        .describe(
          'Id of the traffic light, a list of them, or `all`. Those that hang beside it for the same line go with it.',
        ),
      shows: z
        .enum(LIGHT_STATES)
        .describe('`off` and `flashing` (amber) leave the junction to signs and to who comes from where.'),
      until: until.describe('Gives it back to its programme; without it, it lasts to the end of the run.'),
    })
    .optional()
    .describe('Set traffic lights.'),
}

const timing = {
  when: condition().optional().describe('It starts once, when this is first true; without it, at once.'),
  edge: z
    .enum(['level', 'rising', 'falling'])
    .default('level')
    .describe('`rising`: only when `when` turns true after it was false; `falling`: when it turns false.'),
  after: quantity('time', { min: '0 s', max: '3600 s' }).prefault('0 s').describe('Delay after `when`.'),
}

const inParallel =
  'Steps that start together, each a map of actor and action, or again with `parallel` or `serial`.'
const inTurn = 'Steps one after the other, each when the one before is done.'

const stepKeys = {
  ...timing,
  until: condition().optional().describe('Ends all that is at work in it and all that is to come.'),
  ...worldActions,
}

/** What a phase is made of: actions, or steps together or in turn, each of which may wait for a condition. */
export type StepDocument = z.output<z.ZodObject<typeof stepKeys>> & {
  readonly parallel?: StepDocument[] | undefined
  readonly serial?: StepDocument[] | undefined
}

const stepShape = {
  ...stepKeys,
  get parallel() {
    return z.array(step).min(1).max(100).optional().describe(inParallel)
  },
  get serial() {
    return z.array(step).min(1).max(100).optional().describe(inTurn)
  },
}

const step: z.ZodType<StepDocument> = z
  .object(stepShape)
  .catchall(action)
  .describe('A step. Any other key is the name of an actor, with what it does.')

/** Keys of a step that are no names of actors. */
export const STEP_KEYS: readonly string[] = Object.keys(stepShape)

export const phase = z
  .object({
    id: label.optional().describe('Its name; without it, phase-1, phase-2, ...'),
    ...stepKeys,
    parallel: stepShape.parallel,
    serial: stepShape.serial,
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
