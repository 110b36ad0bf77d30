/** The schema of `traffic`. */
import * as z from 'zod'
import { quantity } from '../expression/formula.ts'
import { identifier, label, laneId, roadId } from './common.ts'
import { styles } from './driver.ts'

/** More vehicles than this no block puts on the road. */
export const MOST_TRAFFIC = 200

const weight = z.number().min(0).max(1e6)

export const traffic = z
  .record(
    identifier,
    z
      .strictObject({
        density: quantity('traffic density', { min: '0 1/km', max: '200 1/km' }).describe(
          'Vehicles per length of every lane.',
        ),
        lanes: z.array(laneId).min(1).max(40).optional().describe('Without it, all lanes of motor traffic.'),
        roads: z
          .array(roadId)
          .min(1)
          .max(200)
          .optional()
          .describe('Ids of roads; without it, all that lead through no junction.'),
        speed: z
          .strictObject({
            mean: quantity('speed', { min: '0 m/s', max: '70 m/s' })
              .optional()
              .describe('Without it, the speed limit there.'),
            spread: quantity('ratio', { min: '0', max: '1' })
              .prefault('10 %')
              .describe('Standard deviation over the mean; nobody is farther off than two of them.'),
          })
          .prefault({})
          .describe('What they want to drive at: a truncated normal distribution.'),
        vehicles: z
          .record(label, weight)
          .default({ compact: 3, sedan: 4, estate: 2, suv: 2, van: 1, truck: 1 })
          .describe('Vehicles of the library and how often each comes, as weights.'),
        styles: z
          .partialRecord(z.enum(styles), weight)
          .default({ normal: 1 })
          .describe('Styles of their drivers, as weights.'),
        'lane-changes': z
          .enum(['none', 'mobil'])
          .default('mobil')
          .describe('Whether they change lane of themselves.'),
        'keep-clear': quantity('length', { min: '0 m', max: '10 km' })
          .prefault('40 m')
          .describe(
            'Nobody begins nearer than this to an actor of the file, along what that one is in the way of.',
          ),
        most: z
          .int()
          .min(1)
          .max(MOST_TRAFFIC)
          .default(60)
          .describe('Of more than this the nearest to the first actor of the file are kept.'),
      })
      .describe('Vehicles that are all there at the start; `flow` gives flow_1, flow_2, ...'),
  )
  .describe('Background traffic by density, by name.')
