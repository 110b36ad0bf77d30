/** Which labels a data set keeps, and what it calls their objects. Nothing of it changes what sensors read. */
import type { Box2d, CameraFrame, EchoLabel, Frame, ObjectLabel, ObjectTruth } from '../labels/index.ts'
import { SEMANTIC_CLASSES, type SemanticClass } from '../world/index.ts'
import type { ClassMap, Selection } from './exporter.ts'

/** Whether a box is large enough to be kept. */
export const isLarge = ([left, top, right, bottom]: Box2d, { minBox }: Selection): boolean =>
  right - left >= minBox && bottom - top >= minBox

/** An object of this class under the name that it has in the data set; null: it is left out. */
export const renamed = <T extends Pick<ObjectTruth, 'semantic' | 'category'>>(
  object: T,
  classes: ClassMap,
): T | null => {
  const name = nameIn(classes, object.semantic)
  if (name === undefined) return object
  if (name === null) return null
  return isClass(name) ? { ...object, semantic: name } : { ...object, category: name }
}

/** What writers get to see of a frame. */
export const createSelector = (selection: Selection): ((frame: Frame) => Frame) => {
  const { minBox, minVisibility, classes } = selection
  const keepsSize = ({ visible, occlusion }: ObjectLabel): boolean => {
    if (minBox > 0 && (visible === null || !isLarge(visible, selection))) return false
    return 1 - occlusion >= minVisibility
  }
  const relabelled = <T extends ObjectLabel | EchoLabel>(objects: readonly T[]): T[] =>
    objects.map((object) => renamed(object, classes)).filter((object) => object !== null)
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
