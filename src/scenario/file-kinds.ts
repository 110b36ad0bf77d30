/** The kinds of files that the language has, each with its schema. */
import { objectSchema, walkerSchema } from './schema/body.ts'
import { scenarioSchema } from './schema/schema.ts'
import { sensorSchema } from './schema/sensors.ts'
import { tyreSchema, vehicleSchema } from './schema/vehicle.ts'

export const FILE_SCHEMAS = {
  scenario: scenarioSchema,
  vehicle: vehicleSchema,
  tyre: tyreSchema,
  walker: walkerSchema,
  object: objectSchema,
  sensor: sensorSchema,
} as const

export type FileKind = keyof typeof FILE_SCHEMAS

export const FILE_KINDS = Object.keys(FILE_SCHEMAS) as readonly FileKind[]
