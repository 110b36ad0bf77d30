/** The schema of the actions that break a vehicle, and of a gust that hits it. */
import * as z from 'zod'
import { BRAKE_CIRCUITS, WHEEL_NAMES } from '../concrete.ts'
import { condition, quantity } from '../expression/formula.ts'

const until = condition().optional().describe('Mends it; without it, it stays broken.')
const windFrom = quantity('angle').describe('The compass bearing it blows from; 90 deg is east.')
const gustSpeed = quantity('speed', { min: '0 m/s', max: '60 m/s' })
const gustRise = quantity('time', { min: '10 ms', max: '60 s' })
const gustHold = quantity('time', { min: '0 s', max: '600 s' })

export const failures = [
  z
    .strictObject({
      'blow-tyre': z.enum(WHEEL_NAMES).describe('Which; `rear` is the last axle.'),
      over: quantity('time', { min: '0.05 s', max: '600 s' })
        .prefault('0.2 s')
        .describe('How long its air takes to leave.'),
    })
    .describe('Blow a tyre: it drags, corners weakly, and the car comes down on the rim.'),
  z
    .strictObject({
      'fail-brakes': z
        .enum(BRAKE_CIRCUITS)
        .describe('Which circuit; a diagonal is named by its front wheel.'),
      left: quantity('ratio', { min: '0', max: '1' })
        .prefault('0 %')
        .describe('Share of its torque that is left.'),
      until,
    })
    .describe('Lose a brake circuit.'),
  z
    .strictObject({
      'fail-steering': z
        .enum(['frozen', 'play', 'heavy'])
        .describe('`frozen`: the road wheels stay as they are; `play`: slack; `heavy`: no servo.'),
      play: quantity('angle', { min: '0 deg', max: '30 deg' })
        .prefault('3 deg')
        .describe('Of `play`: slack at the road wheels, from stop to stop.'),
      rate: quantity('angular rate', { min: '0.1 deg/s', max: '300 deg/s' })
        .prefault('8 deg/s')
        .describe('Of `heavy`: fastest turn of the road wheels.'),
      until,
    })
    .describe('Break the steering.'),
  z
    .strictObject({
      'fail-system': z.enum(['abs', 'esc', 'tc']).describe('Which.'),
      state: z.enum(['on', 'off', 'faulty']).default('faulty').describe('What becomes of it.'),
      until,
    })
    .describe('Break a system, or switch it.'),
  z
    .strictObject({
      gust: gustSpeed.describe("Over and above the weather's wind."),
      from: windFrom,
      rise: gustRise.prefault('0.3 s').describe('How long it takes to rise, and to fall.'),
      hold: gustHold.prefault('1 s').describe('How long it blows at its full speed.'),
    })
    .describe('Let a gust hit this actor.'),
] as const

/** `weather.wind.gusts`. */
export const gusts = z
  .strictObject({
    speed: gustSpeed.describe('Over and above the mean wind, on average.'),
    every: quantity('time', { min: '0.1 s', max: '3600 s' })
      .prefault('10 s')
      .describe('Mean time from one to the next; they come by chance, by seed.'),
    spread: quantity('ratio', { min: '0', max: '1' })
      .prefault('30 %')
      .describe('Standard deviation of their speeds, as a share.'),
    veer: quantity('angle', { min: '0 deg', max: '90 deg' })
      .prefault('10 deg')
      .describe("Standard deviation of their bearings about the wind's."),
    rise: gustRise.prefault('0.5 s').describe('How long one takes to rise, and to fall (1 - cos).'),
    hold: gustHold.prefault('1 s').describe('How long one blows at its full speed.'),
  })
  .describe('Gusts.')
