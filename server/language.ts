/** The language in the words of the protocol: what the page's editor completes and explains. */
import type { Language } from '../src/protocol/index.ts'
import {
  GLOBAL_SIGNALS,
  jsonSchema,
  listBodies,
  listVehicles,
  NAME_FUNCTIONS,
  NUMBER_FUNCTIONS,
  PAIR_FUNCTIONS,
  SIGNALS,
  type Files,
} from '../src/scenario/index.ts'

type Words = Readonly<Record<string, { readonly meaning: string }>>

const wordsOf = (words: Words): Language['signals'] =>
  Object.entries(words).map(([name, { meaning }]) => ({ name, meaning }))

export const languageOf = (files: Files, vehicles: string): Language => ({
  schema: jsonSchema(),
  models: [...listVehicles(files, vehicles), ...listBodies(files, vehicles).keys()],
  tyres: listVehicles(files, `${vehicles}/tyres`),
  signals: wordsOf(SIGNALS),
  globals: wordsOf(GLOBAL_SIGNALS),
  functions: wordsOf({ ...PAIR_FUNCTIONS, ...NAME_FUNCTIONS, ...NUMBER_FUNCTIONS }),
})
