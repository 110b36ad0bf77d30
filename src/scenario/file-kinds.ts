/** The kinds of files that the language has, each with its schema. */
import { objectSchema, walkerSchema } from './body-schema.ts'
import { scenarioSchema } from './schema.ts'
import { tyreSchema, vehicleSchema } from './vehicle-schema.ts'

export const FILE_SCHEMAS = {
  scenario: scenarioSchema,
  vehicle: vehicleSchema,
  tyre: tyreSchema,
  walker: walkerSchema,
  object: objectSchema,
} as const

export type FileKind = keyof typeof FILE_SCHEMAS

export const FILE_KINDS = Object.keys(FILE_SCHEMAS) as readonly FileKind[]
