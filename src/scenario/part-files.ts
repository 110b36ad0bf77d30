/** The library's files that are no scenario - vehicles, tyres, people, animals, objects - checked by themselves. */
import { readBodyFile } from './body-library.ts'
import { objectSchema, walkerSchema } from './body-schema.ts'
import type { Diagnostic } from './diagnostics.ts'
import type { Files } from './document.ts'
import { tidy } from './load.ts'
import { scenarioSchema } from './schema.ts'
import { readTyreFile, readVehicleFile } from './vehicle-library.ts'
import { tyreSchema, vehicleSchema } from './vehicle-schema.ts'

const SCHEMAS = {
  scenario: scenarioSchema,
  vehicle: vehicleSchema,
  tyre: tyreSchema,
  walker: walkerSchema,
  object: objectSchema,
} as const

export type FileKind = keyof typeof SCHEMAS

/**
 * What kind of file a text is: the one that knows most of its keys, so a misspelt one is no other kind. Reads
 * the keys at the start of lines only, which is what files look like.
 */
export const kindOf = (text: string): FileKind => {
  const keys = [...text.matchAll(/^["']?([\w-]+)["']?[ \t]*:/gm)].map((match) => match[1])
  const known = (kind: FileKind): number => keys.filter((k) => Object.hasOwn(SCHEMAS[kind].shape, k)).length
  const kinds = Object.keys(SCHEMAS) as FileKind[]
  return kinds.reduce((best, kind) => (known(kind) > known(best) ? kind : best))
}

/** Reads such a file, and of a vehicle its tyres too. @param folder of the vehicle library */
export const checkPart = (
  files: Files,
  path: string,
  kind: Exclude<FileKind, 'scenario'>,
  folder: string,
): Diagnostic[] => {
  const found: Diagnostic[] = []
  const report = (diagnostic: Diagnostic): void => void found.push(diagnostic)
  if (kind === 'vehicle') readVehicleFile(files, folder, path, report)
  else if (kind === 'tyre') readTyreFile(files, folder, path, report)
  else readBodyFile(files, folder, path, kind, report)
  return tidy(found, path)
}
