/** Riders as COCO has them: people of their own, and the two-wheeler is what can be seen of it round them. */
import { shareOutside, type Box2d, type CameraFrame, type ObjectLabel } from '../../labels/index.ts'
import { norm, sub } from '../../math/index.ts'
import { SKELETONS } from '../../shape/index.ts'
import { SEMANTIC_CLASSES, PARTS } from '../../world/index.ts'
import { EVERYTHING, type Selection } from '../exporter.ts'
import { isLarge, renamed } from '../selection.ts'

/** A rider's track id is the vehicle's and this. */
const RIDERS_FROM = 0x8000
const PART = PARTS.indexOf('rider')

/** The frame with its riders as objects and instances of their own; frames without any are the same. */
export const withRiders = (frame: CameraFrame, selection: Selection = EVERYTHING): CameraFrame => {
  const { part, objects, width, height } = frame
  if (part === undefined || objects.every(({ rider }) => rider === undefined)) return frame
  const instance = frame.instance.slice()
  const semantic = frame.semantic.slice()
  const split = objects.flatMap((object): ObjectLabel[] => {
    if (object.rider === undefined) return [object]
    const { vehicle, box3d, ...seen } = object.rider
    const person = renamed({ ...PERSON, instance: RIDERS_FROM + object.instance }, selection.classes)
    const [left, top, right, bottom] = seen.visible
    const number = SEMANTIC_CLASSES.indexOf((person ?? PERSON).semantic)
    for (let y = top; y < bottom; y++)
      for (let i = y * width + left; i < y * width + right; i++)
        if (frame.instance[i] === object.instance && part[i] === PART) {
          instance[i] = RIDERS_FROM + object.instance
          semantic[i] = number
        }
    const keeps = ({ visible }: { readonly visible: Box2d }): boolean => isLarge(visible, selection)
    const alone = vehicle && keeps(vehicle) ? [{ ...object, ...vehicle }] : []
    const rider = {
      ...{ ...object, category: undefined, ...person, ...seen, box3d },
      truncation: shareOutside(seen.amodal, width, height),
      distance: norm(sub(box3d.center, frame.view.pose.position)),
      ...(object.keypoints && { keypoints: object.keypoints.slice(0, SKELETONS.person.names.length) }),
    }
    return [...alone, ...(person !== null && keeps(seen) ? [rider] : [])]
  })
  return { ...frame, instance, semantic, objects: split }
}

const PERSON: Pick<ObjectLabel, 'semantic' | 'category'> = { semantic: 'pedestrian' }
