/** Which labels a data set keeps, and what it calls their objects. Nothing of it changes what sensors read. */
import type { CameraFrame, EchoLabel, Frame, ObjectLabel } from '../labels/index.ts'
import { SEMANTIC_CLASSES, type SemanticClass } from '../world/index.ts'
import type { ClassMap } from './exporter.ts'

export interface Selection {
  /** Objects in pictures whose visible box is narrower or lower than this are left out, px. */
  readonly minBox: number
  /** Objects in pictures of which a smaller share than this is to be seen (1 - occlusion) are left out. */
  readonly minVisibility: number
  readonly classes: ClassMap
}

/** All labels, by the names of their classes. */
export const EVERYTHING: Selection = { minBox: 0, minVisibility: 0, classes: {} }

/** What writers get to see of a frame. */
export const createSelector = (selection: Selection): ((frame: Frame) => Frame) => {
  const { minBox, minVisibility, classes } = selection
  const keepsSize = ({ visible, occlusion }: ObjectLabel): boolean => {
    if (minBox > 0) {
      if (visible === null) return false
      const [left, top, right, bottom] = visible
      if (right - left < minBox || bottom - top < minBox) return false
    }
    return 1 - occlusion >= minVisibility
  }
  const called = <T extends ObjectLabel | EchoLabel>(object: T): T | null => {
    const name = nameIn(classes, object.semantic)
    if (name === undefined) return object
    if (name === null) return null
    return isClass(name) ? { ...object, semantic: name } : { ...object, category: name }
  }
  const relabelled = <T extends ObjectLabel | EchoLabel>(objects: readonly T[]): T[] =>
    objects.map(called).filter((object) => object !== null)
  const numbers = renumbering(classes)
  const mapped = (semantic: Uint8Array): Uint8Array =>
    numbers === null ? semantic : semantic.map((number) => numbers[number])

  return (frame) => {
    switch (frame.kind) {
      case 'camera':
        return {
          ...frame,
          semantic: mapped(frame.semantic),
          objects: relabelled(frame.objects.filter(keepsSize)),
        } satisfies CameraFrame
      case 'lidar':
        return {
          ...frame,
          points: { ...frame.points, semantic: mapped(frame.points.semantic) },
          objects: relabelled(frame.objects),
        }
      case 'radar':
        return { ...frame, objects: relabelled(frame.objects) }
      case 'event-camera':
        return { ...frame, semantic: mapped(frame.semantic) }
      default:
        return frame
    }
  }
}

const nameIn = (classes: ClassMap, semantic: SemanticClass): string | null | undefined =>
  (classes as Partial<Record<SemanticClass, string | null>>)[semantic]

const isClass = (name: string): name is SemanticClass =>
  (SEMANTIC_CLASSES as readonly string[]).includes(name)

/** New class number by old one; null: all stay. Names that are no class of ours have no number of their own. */
const renumbering = (classes: ClassMap): Uint8Array | null => {
  const numbers = Uint8Array.from(SEMANTIC_CLASSES, (semantic, number) => {
    const name = nameIn(classes, semantic)
    return typeof name === 'string' && isClass(name) ? SEMANTIC_CLASSES.indexOf(name) : number
  })
  return numbers.some((number, i) => number !== i) ? numbers : null
}
