/** `--classes`: what a data set calls objects of our classes: `car=vehicle,animal=`. */
import type { ClassMap } from '../export/index.ts'
import { ACTOR_CLASSES, closest, didYouMean, UserError, type ActorClass } from '../scenario/index.ts'

/** One entry as it was written; '': no object of it. */
interface Entry {
  readonly of: string
  readonly name: string
}

/** @throws UserError with everything that is wrong with it */
export const classMapOption = (text: string): ClassMap => mapOf(entriesOf(text))

const entriesOf = (text: string): readonly Entry[] =>
  text.split(',').map((part) => {
    const at = part.indexOf('=')
    if (at < 1)
      throw new UserError(
        `--classes is written class=name, with commas, as car=vehicle,animal=, not '${text}'`,
      )
    return { of: part.slice(0, at).trim(), name: part.slice(at + 1).trim() }
  })

const mapOf = (entries: readonly Entry[]): ClassMap => {
  const mistakes: string[] = []
  const map: Partial<Record<ActorClass, string | null>> = {}
  for (const { of, name } of entries) {
    if (!isActorClass(of))
      mistakes.push(`--classes: no class is called '${of}'${didYouMean(closest(of, ACTOR_CLASSES))}`)
    else if (Object.hasOwn(map, of)) mistakes.push(`--classes: '${of}' is named twice`)
    else if (name === '') map[of] = null
    else if (/^[\w .-]+$/.test(name)) map[of] = name
    else mistakes.push(`--classes: '${of}' takes a name of letters, digits, blanks and . _ -`)
  }
  if (mistakes.length > 0)
    throw new UserError(`${mistakes.join('\n')}\nthere are the classes ${ACTOR_CLASSES.join(', ')}`)
  return map
}

const isActorClass = (word: string): word is ActorClass => (ACTOR_CLASSES as readonly string[]).includes(word)
