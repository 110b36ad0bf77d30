/** The schema of `driver`. */
import * as z from 'zod'
import { IGNORED_RULES } from '../concrete.ts'
import { quantity } from '../expression/formula.ts'
import { label } from './common.ts'
import { shorthand } from './shorthand.ts'

export const styles = ['normal', 'calm', 'aggressive', 'drowsy', 'distracted'] as const

const seconds = (most: string) => quantity('time', { min: '0.1 s', max: most }).optional()
const braking = quantity('acceleration', { min: '0.1 m/s^2', max: '10 m/s^2' })
const ratio = quantity('ratio', { min: '0', max: '1' })

const mobil = z
  .strictObject({
    politeness: ratio.prefault('0.2').describe("What others' braking counts against one's own gain."),
    threshold: quantity('acceleration', { min: '0 m/s^2', max: '5 m/s^2' })
      .prefault('0.2 m/s^2')
      .describe('Least gain that a change is worth.'),
    'safe-braking': braking.prefault('4 m/s^2').describe('Nobody may be made to brake harder than this.'),
    bias: quantity('acceleration', { min: '0 m/s^2', max: '5 m/s^2' })
      .prefault('0.3 m/s^2')
      .describe('For the slow lane.'),
  })
  .describe('Changes of lane by MOBIL (Kesting, Treiber, Helbing 2007).')

const overtaking = z
  .strictObject({
    clearance: quantity('length', { min: '0 m', max: '5 m' })
      .optional()
      .describe(
        'Distance to the side of bicycles and people on foot; 1.5 m up to a limit of 50 km/h, else 2 m.',
      ),
    spare: quantity('time', { min: '-10 s', max: '10 s' })
      .prefault('1.5 s')
      .describe(
        'Time to spare that he wants before oncoming traffic when he is back in his lane; negative: he misjudges, and does not think again.',
      ),
  })
  .describe('Passing of who is slower, by the opposite lane.')

/** Every driver who sees the road. Where a key is not given, `style` says what it is. */
const seeing = {
  style: z
    .enum(styles)
    .default('normal')
    .describe('What the keys below are where they are not given; docs/drivers.md has the table.'),
  'desired-speed': quantity('speed', { min: '0 m/s', max: '100 m/s' })
    .optional()
    .describe('Without it, the speed at the start; for an actor that starts at rest, the speed limit.'),
  headway: seconds('10 s').describe('Time headway wanted; 1.5 s for the normal style.'),
  'min-gap': quantity('length', { min: '0.1 m', max: '20 m' })
    .optional()
    .describe('Gap wanted at rest; 2 m for the normal style.'),
  'max-acceleration': braking.optional().describe('Hardest acceleration; 1.4 m/s^2 for the normal style.'),
  'comfort-deceleration': braking
    .optional()
    .describe('Braking that the driver likes; 2 m/s^2 for the normal style.'),
  'max-deceleration': quantity('acceleration', { min: '0.1 m/s^2', max: '15 m/s^2' })
    .optional()
    .describe('Hardest braking that the driver asks for; 8 m/s^2 for the normal style.'),
  reaction: quantity('time', { min: '0 s', max: '5 s' })
    .optional()
    .describe('The driver sees the world this much late; 0.8 s for the normal style.'),
  'curve-acceleration': braking
    .optional()
    .describe('Lateral acceleration that he slows down to before a curve; 3 m/s^2 for the normal style.'),
  'glance-every': quantity('time', { min: '0 s', max: '600 s' })
    .optional()
    .describe('Mean time between glances off the road, by seed; 0 s: none, as in the normal style.'),
  glance: seconds('20 s').describe('Median length of a glance; 1.5 s for the normal style.'),
  weave: quantity('length', { min: '0 m', max: '2 m' })
    .optional()
    .describe('Standard deviation of his weaving about his line; 0 m for the normal style.'),
  'windscreen-haze': quantity('ratio', { min: '0', max: '20' })
    .prefault('0.3')
    .describe(
      'Stray light of the windscreen in cd/m^2 for one lux: 0.3 new, 1 worn, 5 dirty; with a low sun ahead it takes the sight.',
    ),
  ignores: z
    .array(z.enum(IGNORED_RULES))
    .max(IGNORED_RULES.length)
    .default([])
    .describe('Rules that he does not keep; who runs a red light may still yield to who has priority.'),
  'crossing-margin': quantity('time', { min: '-10 s', max: '10 s' })
    .prefault('1.2 s')
    .describe(
      'Time to spare that he wants when he goes before one who has priority; negative: he misjudges and goes all the same.',
    ),
  emergency: z
    .boolean()
    .default(false)
    .describe(
      'On an emergency call: beacon and siren are on, he takes the corridor that others leave and passes red lights and those who go first, with care.',
    ),
  'gives-way': z
    .union([z.literal('never'), quantity('time', { min: '0 s', max: '60 s' })])
    .optional()
    .describe(
      'Time from when an emergency vehicle can be noticed until he makes room for it; 2 s for the normal style. `never`: it is not noticed.',
    ),
  'lane-changes': z
    .union([shorthand(['mobil'], mobil, () => ({})), z.literal('none'), mobil])
    .default('none')
    .describe('Whether he changes lane of himself: `none`, `mobil`, or a map of its keys.'),
  overtakes: z
    .union([shorthand(['slower'], overtaking, () => ({})), z.literal('none'), overtaking])
    .default('none')
    .describe(
      'Whether he passes who is slower by the opposite lane where that is free for long enough: `none`, `slower`, or a map of its keys.',
    ),
}

const column = <T extends z.ZodType>(value: T) =>
  z
    .array(z.tuple([quantity('time', { min: '0 s', max: '3600 s' }), value]))
    .max(1000)
    .default([])

/** What of a driver is an assistance system may have a sensor of its own. */
const perception = z
  .strictObject({
    by: z.enum(['camera', 'radar', 'lidar']).describe('What kind of sensor; a radar needs no light.'),
    sensor: label.describe("Its name; a camera's is that of one of the actor's `sensors`."),
    range: quantity('length', { min: '1 m', max: '1 km' })
      .prefault('150 m')
      .describe('How far it shows cars.'),
    rate: quantity('frequency', { min: '1 Hz', max: '100 Hz' }).prefault('20 Hz').describe('Looks a second.'),
    latency: quantity('time', { min: '0 s', max: '2 s' })
      .prefault('100 ms')
      .describe('From a look to what the system makes of it.'),
  })
  .optional()
  .describe(
    'The sensor by which the system sees, so that its faults (`sensors` of the story) reach it; without it, it sees all that the driver could.',
  )

const driverModel = z.discriminatedUnion('kind', [
  z
    .strictObject({ kind: z.literal('idm'), ...seeing })
    .describe('Intelligent Driver Model with lane keeping.'),
  z
    .strictObject({ kind: z.literal('acc'), ...seeing, perception })
    .describe(
      'Adaptive cruise control within the limits of ISO 15622, with lane keeping; it reacts at once.',
    ),
  z
    .strictObject({ kind: z.literal('careful'), ...seeing })
    .describe(
      'The competent and careful human of UN R157: follows, and brakes for a risk as the regulation says.',
    ),
  z
    .strictObject({
      kind: z.literal('rss'),
      ...seeing,
      response: quantity('time', { min: '0 s', max: '5 s' }).prefault('0.75 s').describe('Response time.'),
      'response-acceleration': quantity('acceleration', { min: '0 m/s^2', max: '10 m/s^2' })
        .prefault('3 m/s^2')
        .describe('Most acceleration during the response time.'),
      'least-braking': braking.prefault('6 m/s^2').describe('Braking that it answers with.'),
      'lead-braking': braking.prefault('6 m/s^2').describe('Hardest braking of the one ahead.'),
    })
    .describe('Responsibility-Sensitive Safety: follows, and brakes when its safe distance is gone.'),
  z
    .strictObject({
      kind: z.literal('aeb'),
      ...seeing,
      'ttc-brake': quantity('time', { min: '0.1 s', max: '10 s' })
        .prefault('1.6 s')
        .describe('Full braking when the time to collision falls below this.'),
      delay: quantity('time', { min: '0 s', max: '2 s' })
        .prefault('0.2 s')
        .describe('From the trigger to the demand.'),
      deceleration: quantity('acceleration', { min: '0.1 m/s^2', max: '15 m/s^2' })
        .prefault('9 m/s^2')
        .describe('Braking demanded.'),
      perception,
    })
    .describe('The first driver with automatic emergency braking over him.'),
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
  z
    .strictObject({
      kind: z.literal('external'),
      host: z.string().min(1).default('127.0.0.1').describe('Address that Nearmiss listens on.'),
      port: z.int().min(1).max(65535).default(4242).describe('Port that Nearmiss listens on.'),
      connect: quantity('time', { min: '0.1 s', max: '3600 s' })
        .prefault('30 s')
        .describe('How long the client is waited for at the start.'),
      timeout: quantity('time', { min: '0.01 s', max: '600 s' })
        .prefault('2 s')
        .describe('How long each answer is waited for; then the run ends with an error.'),
    })
    .describe(
      'A client of your own over TCP, asked 100 times a second; docs/external-driver.md has the messages.',
    ),
  z
    .strictObject({
      kind: z.literal('walk'),
      distracted: z
        .boolean()
        .default(false)
        .describe('They never look before they step on the road, and are a tenth slower.'),
    })
    .describe('On foot: straight on at the speed of the start until the story says otherwise.'),
  z.strictObject({ kind: z.literal('none') }).describe('Nobody drives.'),
])

export const driver = z.union([
  shorthand(['idm', 'acc', 'careful', 'rss', 'aeb', 'external', 'walk', 'none'], driverModel, (kind) => ({
    kind,
  })),
  driverModel,
])
