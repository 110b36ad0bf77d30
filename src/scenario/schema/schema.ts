/**
 * The schema of a scenario file: the one source of truth of the language. Types, the loader's checks
 * (compile.ts walks it), the JSON Schema for editors and docs/scenario-language.md all come from here.
 *
 * A key that a file may inherit through `extends` is required of the merged document, not of each file.
 */
import * as z from 'zod'
import { condition, quantity } from '../expression/formula.ts'
import { actor } from './actors.ts'
import { identifier, label } from './common.ts'
import { correlation, distribution } from './parameters.ts'
import { randomise } from './randomise.ts'
import { patch, road, weather } from './road.ts'
import { sensor } from './sensors.ts'
import { expectation, phase } from './story.ts'
import { cover, outcomes, sweep } from './sweep.ts'
import { traffic } from './traffic.ts'

const tag = z.union([z.string(), z.number()])

export const scenarioSchema = z
  .strictObject({
    scenario: label.optional().describe('Name of the scenario, the same as its file.'),
    version: z.literal(1).optional().describe('Version of the language.'),
    title: z.string().min(1).max(120).optional().describe('One line for people.'),
    description: z.string().max(4000).optional().describe('What happens and why.'),
    extends: z
      .string()
      .optional()
      .describe(
        'A file to build on, beside this one or in the library. Maps are merged key by key, everything else is replaced.',
      ),
    tags: z
      .record(label, z.union([tag, z.array(tag)]))
      .default({})
      .describe('Whatever helps to find it.'),
    use: z
      .record(
        label,
        z
          .unknown()
          .describe('A map or a list, or the file that holds it: `parts/cars.yaml`, `parts/cars.yaml#old`.'),
      )
      .default({})
      .describe(
        'Fragments by name. In any map below, `use: name` (or a list of names) lays them under it; in a list, `- use: name` stands for all entries of a fragment that is a list.',
      ),
    run: z
      .strictObject({
        seed: z.int().min(0).max(Number.MAX_SAFE_INTEGER).default(1).describe('Used when none is given.'),
        stop: z
          .strictObject({
            after: quantity('time', { min: '0.1 s', max: '600 s' }).describe(
              'The run ends then at the latest.',
            ),
            when: condition().optional().describe('The run ends early when this turns true.'),
          })
          .describe('When the run ends.'),
      })
      .optional()
      .describe('Seed and end.'),
    params: z
      .record(identifier, distribution)
      .default({})
      .describe('Parameters: fixed values and distributions. One may use those above it.'),
    correlate: z
      .array(correlation)
      .max(50)
      .default([])
      .describe('Correlations between parameters; pairs that are not named are independent but for these.'),
    where: z
      .array(condition('parameters'))
      .max(50)
      .default([])
      .describe('Constraints between parameters; sets that break one are drawn again.'),
    road: road.optional(),
    surface: z.array(patch).max(500).default([]).describe('Patches of snow, ice, water ... on the road.'),
    weather: weather.prefault({}),
    randomise: randomise.optional(),
    actors: z.record(identifier, actor).optional().describe('Road users by name.'),
    traffic: traffic.default({}),
    sensors: z
      .record(identifier, z.array(sensor).max(100))
      .default({})
      .describe('Sensors, by the actor that carries them.'),
    do: z.array(phase).max(200).default([]).describe('The story.'),
    expect: z
      .array(expectation)
      .max(100)
      .default([])
      .describe('What the run is judged by, apart from the story.'),
    outcomes,
    cover: cover.default({}),
    sweep: sweep.prefault({}),
  })
  .describe('A scenario.')

/** A scenario file as its writer writes it. */
export type ScenarioFile = z.input<typeof scenarioSchema>
/** The same once read: defaults filled in, formulas parsed. */
export type ScenarioDocument = z.output<typeof scenarioSchema>
