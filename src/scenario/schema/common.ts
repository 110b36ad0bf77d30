/** What several parts of the schema are made of. */
import * as z from 'zod'
import { SURFACE_KINDS } from '../concrete.ts'

export const surfaceKind = z.enum(SURFACE_KINDS)

/** Names that expressions use: letters, digits, underscores. */
export const identifier = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*$/, 'a name of letters, digits and underscores that starts with a letter')
/** Names that expressions do not use may have hyphens as well. */
export const label = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]*$/,
    'a name of letters, digits, hyphens and underscores that starts with a letter',
  )

/** The lane ids of OpenDRIVE: 1, 2, ... left of the reference line, -1, -2, ... right of it. */
export const laneId = z
  .int()
  .min(-99)
  .max(99)
  .refine((n) => n !== 0, 'a lane that is not 0')

/** A sensor of an actor, as `ego.front`. */
export const sensorName = z
  .string()
  .regex(/^[A-Za-z][A-Za-z0-9_]*\.[A-Za-z][A-Za-z0-9_-]*$/, 'an actor and its sensor, such as ego.front')

/** The id of a road, or of something on it: maps number them. */
export const roadId = z.union([z.int().min(0), z.string().min(1).max(100)])

export const indicatorState = z.enum(['left', 'right', 'hazard', 'off'])
export const beamState = z.enum(['off', 'on', 'high'])
export const onOff = z.enum(['on', 'off'])

export const between = <T extends z.ZodType>(value: T) => z.tuple([value, value])

/** What a file of the library builds on. */
export const baseFile = z
  .string()
  .optional()
  .describe(
    'A file of the same kind to build on, beside this one or in the library. Maps are merged key by key, everything else is replaced.',
  )
