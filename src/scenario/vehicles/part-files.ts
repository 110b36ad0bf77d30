/** The library's files that are no scenario - vehicles, tyres, people, animals, objects - checked by themselves. */
import { readBodyFile } from './body-library.ts'
import type { Diagnostic } from '../diagnostics.ts'
import { readTree, type Files } from '../document.ts'
import { FILE_KINDS, FILE_SCHEMAS, type FileKind } from '../file-kinds.ts'
import { tidy } from '../load.ts'
import { readDeviceFile } from '../sensors/devices.ts'
import { checkRig } from '../sensors/rigs.ts'
import { resolvedPartText } from '../resolved-text.ts'
import { readTyreFile, readVehicleFile } from './vehicle-library.ts'

/**
 * What kind of file a text is: the one that knows most of its keys, so a misspelt one is no other kind. Reads
 * the keys at the start of lines only, which is what files look like.
 */
export const kindOf = (text: string): FileKind => {
  const keys = [...text.matchAll(/^["']?([\w-]+)["']?[ \t]*:/gm)].map((match) => match[1])
  const known = (kind: FileKind): number =>
    keys.filter((k) => Object.hasOwn(FILE_SCHEMAS[kind].shape, k)).length
  return FILE_KINDS.reduce<FileKind>((best, kind) => (known(kind) > known(best) ? kind : best), 'scenario')
}

/** Such a file, found sound, as one that stands alone: without `extends`, with where each inherited line came from. */
export const resolvedPart = (
  files: Files,
  path: string,
  kind: Exclude<FileKind, 'scenario'>,
  folder: string,
): string | null => {
  const library = kind === 'tyre' || kind === 'sensor' ? `${folder}/${kind}s` : folder
  const tree = readTree({ files, library }, path, () => undefined)
  return tree === null ? null : resolvedPartText(tree, Object.keys(FILE_SCHEMAS[kind].shape))
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
  if (kind === 'vehicle') checkVehicleFile(files, path, folder, report)
  else if (kind === 'tyre') readTyreFile(files, folder, path, report)
  else if (kind === 'sensor') readDeviceFile(files, folder, path, report)
  else readBodyFile(files, folder, path, kind, report)
  return tidy(found, path)
}

/** A vehicle with the devices of all its sensors, which a scenario reads only as it needs them. */
const checkVehicleFile = (
  files: Files,
  path: string,
  folder: string,
  report: (diagnostic: Diagnostic) => void,
): void => {
  const model = readVehicleFile(files, folder, path, report)
  const tree = model && readTree({ files, library: folder }, path, () => undefined)
  if (tree !== null) checkRig({ files, folder }, model!.rig, tree, report)
}
