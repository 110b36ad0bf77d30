/** The schema of a vehicle's `engine`, `motor`, `differentials` and `brakes`. */
import * as z from 'zod'
import { quantity } from '../expression/formula.ts'

const turns = quantity('angular rate', { min: '0 rpm', max: '25000 rpm' })
const torqueBySpeed = z
  .array(z.tuple([turns, quantity('torque', { min: '0 N m', max: '20 kN m' })]))
  .max(50)
  .default([])
const power = quantity('power', { min: '100 W', max: '2000 kW' })
const force = quantity('force', { min: '0 N', max: '200 kN' })

export const engine = z
  .strictObject({
    power: power.describe('Most of it.'),
    force: quantity('force', { min: '50 N', max: '200 kN' }).describe('Most at the wheels.'),
    torque: torqueBySpeed.describe(
      'Full-load torque by engine speed: `[[1000 rpm, 150 N m], [2000 rpm, 250 N m]]`, linear in between; the last speed is the limiter. Without it, `power` and `force` are all that is known and the engine does not brake.',
    ),
    drag: torqueBySpeed.describe('Torque that it takes when the wheels drag it along, by engine speed.'),
    idle: quantity('angular rate', { min: '300 rpm', max: '2000 rpm' })
      .prefault('800 rpm')
      .describe('Below it the clutch slips.'),
    gears: z
      .array(quantity('ratio', { min: '0.2', max: '25' }))
      .max(20)
      .default([])
      .describe('Ratios, first gear first. They change by themselves.'),
    'final-drive': quantity('ratio', { min: '0.5', max: '15' })
      .prefault('1')
      .describe('Ratio behind the gears.'),
    efficiency: quantity('ratio', { min: '0.5', max: '1' })
      .prefault('0.92')
      .describe("Share of the engine's work that reaches the wheels."),
    'shift-time': quantity('time', { min: '0 s', max: '3 s' })
      .prefault('0 s')
      .describe('How long a change of gear interrupts the drive.'),
  })
  .describe('A combustion engine and its automatic gearbox.')

export const motor = z
  .strictObject({
    power: power.describe('Most of it.'),
    force: quantity('force', { min: '50 N', max: '200 kN' }).describe('Most at the wheels.'),
    'top-speed': quantity('speed', { min: '1 m/s', max: '120 m/s' }).describe('Where its speed ends.'),
    'lift-off': force
      .prefault('0 N')
      .describe('Braking at the wheels with the foot off the throttle (one-pedal driving).'),
    regeneration: z
      .strictObject({
        force: force.prefault('0 N').describe('Most at the wheels.'),
        power: quantity('power', { min: '0 W', max: '2000 kW' })
          .prefault('0 W')
          .describe('Most that the battery takes.'),
      })
      .prefault({})
      .describe('Share of the braking that the motor does before the friction brakes.'),
  })
  .describe('An electric motor with one fixed gear, in place of the engine.')

const differential = z
  .union([
    z.enum(['open', 'locked']),
    z.strictObject({
      bias: quantity('ratio', { min: '1', max: '10' }).describe(
        'Torque of the slower output over that of the faster one, at most.',
      ),
      preload: quantity('torque', { min: '0 N m', max: '5 kN m' })
        .prefault('0 N m')
        .describe('Locking torque without any drive.'),
    }),
  ])
  .default('open')

export const differentials = z
  .strictObject({
    front: differential.describe('Of the front axle: open, locked, or a map for limited slip.'),
    rear: differential.describe('Of the rear axle.'),
    centre: differential.describe("Between the axles, whose shares are the axles' `drive`."),
  })
  .describe('What lets driven wheels turn at different speeds.')

export const brakes = z
  .strictObject({
    torque: quantity('torque', { min: '50 N m', max: '300 kN m' }).describe(
      'Of all wheels together at full pedal.',
    ),
    lag: quantity('time', { min: '0 s', max: '2 s' }).describe('First-order lag.'),
    delay: quantity('time', { min: '0 s', max: '1 s' })
      .prefault('0 s')
      .describe('From the pedal until the linings touch: air brakes.'),
    proportioning: z
      .enum(['fixed', 'by-load', 'by-slip'])
      .default('fixed')
      .describe(
        "What keeps the rear axle from braking too much: nothing but the axles' shares; a valve that feels the load; electronic distribution (EBD), which compares slip and needs ABS.",
      ),
  })
  .describe('Brakes.')

/** Mass of one disc or drum: a key of an axle. */
export const brakeMass = quantity('mass', { min: '0.5 kg', max: '150 kg' })
  .optional()
  .describe("One brake's disc or drum, which heats. Without it the brakes do not fade.")
