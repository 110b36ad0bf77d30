/** `--classes`: what a data set calls objects of our classes: `car=vehicle,animal=` or a YAML file that says the same. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import type { ClassMap } from '../export/index.ts'
import { ACTOR_CLASSES, closest, didYouMean, UserError, type ActorClass } from '../scenario/index.ts'

/** One entry as it was written, and where. */
interface Entry {
  readonly of: string
  /** '' and null: no object of it. */
  readonly name: unknown
  readonly at: string
}

/** @throws UserError with everything that is wrong with it */
export const classMapOption = (text: string): ClassMap =>
  mapOf(!text.includes('=') && isFile(text) ? entriesOfFile(text) : entriesOfText(text))

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

const entriesOfText = (text: string): readonly Entry[] =>
  text.split(',').map((part) => {
    const at = part.indexOf('=')
    if (at < 1)
      throw new UserError(
        `--classes is written class=name, with commas, as car=vehicle,animal=, or names a file; not '${text}'`,
      )
    return { of: part.slice(0, at).trim(), name: part.slice(at + 1).trim(), at: '--classes' }
  })

const entriesOfFile = (file: string): readonly Entry[] => {
  const lines = new LineCounter()
  const document = parseDocument(readFileSync(file, 'utf8'), { lineCounter: lines })
  const place = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${line}:${col}`
  }
  if (document.errors.length > 0)
    throw new UserError(
      document.errors.map((e) => `${place(e.pos[0])}: ${e.message.split('\n')[0]}`).join('\n'),
    )
  if (!isMap(document.contents))
    throw new UserError(`${file}:1:1: expected one line a class, as 'car: vehicle'`)
  return document.contents.items.map(({ key, value }) => ({
    of: isScalar(key) ? String(key.value) : '',
    name: isScalar(value) ? value.value : value === null ? null : {},
    at: place(isScalar(key) ? key.range[0] : 0),
  }))
}

const mapOf = (entries: readonly Entry[]): ClassMap => {
  const mistakes: string[] = []
  const map: Partial<Record<ActorClass, string | null>> = {}
  for (const { of, name, at } of entries) {
    if (!isActorClass(of))
      mistakes.push(`${at}: no class is called '${of}'${didYouMean(closest(of, ACTOR_CLASSES))}`)
    else if (Object.hasOwn(map, of)) mistakes.push(`${at}: '${of}' is named twice`)
    else if (name === null || name === '') map[of] = null
    else if (typeof name === 'string' && /^[\w .-]+$/.test(name)) map[of] = name
    else mistakes.push(`${at}: '${of}' takes a name of letters, digits, blanks and . _ -`)
  }
  if (mistakes.length > 0)
    throw new UserError(`${mistakes.join('\n')}\nthere are the classes ${ACTOR_CLASSES.join(', ')}`)
  return map
}

const isActorClass = (word: string): word is ActorClass => (ACTOR_CLASSES as readonly string[]).includes(word)
