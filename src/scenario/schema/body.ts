/** The schema of vehicles/people/*.yaml, vehicles/animals/*.yaml and vehicles/objects/*.yaml. */
import * as z from 'zod'
import { quantity } from '../expression/formula.ts'
import { baseFile } from './common.ts'

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'a name of small letters, digits and hyphens')
const extent = quantity('length', { min: '1 cm', max: '30 m' })
const inertia = quantity('inertia', { min: '0.00001 kg m^2', max: '1000000 kg m^2' })
const friction = quantity('ratio', { min: '0.01', max: '2' })

const common = {
  title: z.string().describe('One line for people.'),
  source: z.string().describe('Where the numbers come from.'),
  paints: z
    .array(z.string().regex(/^#[0-9a-fA-F]{6}$/, "a colour such as '#b3202a'"))
    .min(1)
    .max(20)
    .describe('sRGB colours to choose from by seed: coats, fur, plastic.'),
  size: z
    .strictObject({
      length: extent.describe('Along the body: chest to back, nose to tail.'),
      width: extent.describe('Across it.'),
      height: extent.describe('Above the ground.'),
    })
    .describe('Outer dimensions; what can be struck. The origin stands on the ground under the middle.'),
  mass: quantity('mass', { min: '0.01 kg', max: '200 t' }).describe('Of the whole body.'),
  'centre-of-gravity': z
    .strictObject({
      x: quantity('length', { min: '-10 m', max: '10 m' }).prefault('0 m').describe('Forward of the middle.'),
      z: quantity('length', { min: '5 mm', max: '15 m' }).describe('Above the ground.'),
    })
    .describe('Of the whole body.'),
  inertia: z
    .strictObject({ roll: inertia, pitch: inertia, yaw: inertia })
    .describe('About the centre of gravity.'),
}

export const walkerSchema = z
  .strictObject({
    walker: name.describe('Its name, the same as its file.'),
    extends: baseFile,
    class: z.enum(['pedestrian', 'animal']).describe('What labels call it.'),
    body: z
      .enum([
        ...(['adult', 'child', 'elderly', 'deer', 'dog', 'boar', 'moose'] as const),
        ...(['umbrella', 'pushchair', 'wheelchair'] as const),
      ])
      .describe('Which body is built for it; the last three: an adult under, behind or in one.'),
    ...common,
    gait: z
      .strictObject({
        pace: quantity('speed', { min: '0.1 m/s', max: '10 m/s' }).describe('At which it usually goes.'),
        fastest: quantity('speed', { min: '0.1 m/s', max: '30 m/s' }).describe('At which it can run.'),
        acceleration: quantity('acceleration', { min: '0.1 m/s^2', max: '20 m/s^2' }).describe(
          'Hardest start, stop or swerve.',
        ),
        'turn-rate': quantity('angular rate', { min: '10 deg/s', max: '1000 deg/s' }).describe(
          'Fastest turn on the spot.',
        ),
      })
      .describe('How it walks.'),
    friction: z
      .strictObject({
        feet: friction.describe('Of soles, hooves or paws; other ground has a share of it.'),
        body: friction.describe('Of the fallen body.'),
      })
      .describe('On dry asphalt.'),
  })
  .describe('Somebody on foot: a person or an animal.')

export const objectSchema = z
  .strictObject({
    object: name.describe('Its name, the same as its file.'),
    extends: baseFile,
    body: z
      .enum([
        ...(['post', 'tree', 'cone', 'box', 'wheel', 'barrel', 'boulder'] as const),
        ...(['bin', 'bench', 'hedge', 'board'] as const),
      ])
      .describe('Which body is built for it.'),
    ...common,
    fixed: z.boolean().default(false).describe('true: nothing can move it.'),
    form: z
      .enum(['box', 'barrel', 'wheel', 'ball'])
      .default('box')
      .describe(
        'How it lies on the ground: on the corners of a box, on the round of an upright or of a lying cylinder, as a ball.',
      ),
    friction: friction.describe('On dry asphalt.'),
    bounce: quantity('ratio', { min: '0', max: '1' })
      .prefault('0.2')
      .describe('Speed after over speed before a bounce.'),
    rolling: quantity('ratio', { min: '0', max: '1' })
      .prefault('0.015')
      .describe('Of a round form: what resists rolling over load.'),
  })
  .describe('What lies or stands about, or is part of the place.')

export type WalkerDocument = z.output<typeof walkerSchema>
export type ObjectDocument = z.output<typeof objectSchema>
