/** The schema of `randomise`: what may look otherwise from run to run. */
import * as z from 'zod'
import { quantity } from '../expression/formula.ts'
import { between } from './common.ts'

const any = z.literal('any')
/** Things beside the road, a hundred metres. */
const things = z.tuple([z.int().min(0).max(40), z.int().min(0).max(40)])

export const randomise = z
  .strictObject({
    seed: z
      .int()
      .min(0)
      .max(Number.MAX_SAFE_INTEGER)
      .optional()
      .describe("Looks by this seed instead of the run's: other looks of one and the same run."),
    paint: any
      .optional()
      .describe(
        "Vehicles but those with blue lights in any paint, trim and plate, whatever the actors' `paint` says.",
      ),
    clothes: any.optional().describe('People and riders in any clothes.'),
    land: any.optional().describe('Another land: fields, trees, houses, repairs of the road.'),
    sun: z
      .strictObject({
        elevation: between(quantity('angle', { min: '3 deg', max: '90 deg' }))
          .optional()
          .describe(
            'From and to, above the horizon: by night people drive otherwise, so that is a matter of `weather`.',
          ),
        azimuth: between(quantity('angle', { min: '0 deg', max: '360 deg' }))
          .optional()
          .describe('From and to, clockwise; compass bearings.'),
      })
      .optional()
      .describe('The time of day, on pictures alone: drivers and lights go by `weather`.'),
    clouds: between(quantity('ratio', { min: '0', max: '1' }))
      .optional()
      .describe('Share of the sky, from and to; on pictures alone.'),
    road: z
      .strictObject({
        tone: between(quantity('ratio', { min: '0.4', max: '2.5' }))
          .optional()
          .describe('Brightness of the pavement over what it is, from and to.'),
        wear: between(quantity('ratio', { min: '0', max: '0.9' }))
          .optional()
          .describe('Share of its paint that the road has lost, from and to.'),
      })
      .optional()
      .describe('The road, whose grip stays as it is.'),
    camera: z
      .strictObject({
        shift: quantity('length', { min: '0 m', max: '0.5 m' })
          .prefault('0 m')
          .describe('Along each axis, at most.'),
        turn: quantity('angle', { min: '0 deg', max: '15 deg' })
          .prefault('0 deg')
          .describe('About each axis, at most.'),
      })
      .optional()
      .describe('Every camera is moved out of its mount a little; its calibration says how.'),
    clutter: things
      .optional()
      .describe(
        'Bins, benches, bollards, hedges and the like beside the road: from and to, a hundred metres.',
      ),
    distractors: things
      .optional()
      .describe('Bright things without meaning beside the road: from and to, a hundred metres.'),
  })
  .describe('What looks otherwise from seed to seed, while what happens stays the same to the last bit.')
