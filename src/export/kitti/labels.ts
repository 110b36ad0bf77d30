/** Objects as KITTI labels them. */
import type { CameraFrame, ObjectLabel } from '../../labels/index.ts'
import {
  conjugate,
  inverseTransformPoint,
  quatMultiply,
  rotate,
  wrapAngle,
  type Vec3,
} from '../../math/index.ts'
import type { SemanticClass } from '../../world/index.ts'
import type { ActorSpec } from '../../scenario/index.ts'
import { annotatedBox } from '../annotated-box.ts'
import { OPTICAL, TO_PIXEL_CENTRES } from '../optics.ts'

export const KITTI_TYPES = [
  ...(['Car', 'Van', 'Truck', 'Pedestrian', 'Person_sitting', 'Cyclist', 'Tram', 'Misc'] as const),
] as const
type KittiType = (typeof KITTI_TYPES)[number]

/** What has no type of its own is 'Misc', as trailers are in KITTI. Every bicycle has its rider. */
const TYPES: Partial<Readonly<Record<SemanticClass, KittiType>>> = {
  car: 'Car',
  van: 'Van',
  truck: 'Truck',
  pedestrian: 'Pedestrian',
  bicycle: 'Cyclist',
}

/** A class map names one of KITTI's types; of any other name there is none. */
const typeOf = ({ semantic, category }: ObjectLabel): KittiType =>
  KITTI_TYPES.find((type) => type.toLowerCase() === category?.toLowerCase()) ?? TYPES[semantic] ?? 'Misc'

/** left, top, right, bottom in px from the first pixel's centre, within the picture. */
export type KittiBox = readonly [number, number, number, number]

/** Somewhere is something that is not labelled. */
export interface Region {
  readonly type: 'DontCare'
  readonly box: KittiBox
}

export interface KittiObject {
  readonly type: KittiType
  readonly track: number
  /** Share outside of the picture. */
  readonly truncation: number
  /** 0: to be seen, 1: partly hidden, 2: largely hidden. */
  readonly occlusion: 0 | 1 | 2
  readonly alpha: number
  readonly box: KittiBox
  /** Height, width, length, m. */
  readonly size: Vec3
  /** Middle of the bottom, m: x right, y down, z ahead of the left camera. */
  readonly location: Vec3
  /** About the camera's y axis; 0: the length runs to the right. */
  readonly rotation: number
}

export type KittiLabel = KittiObject | Region

/** A box that is smaller shows too little to tell what it is, px. */
const [LEAST_WIDTH, LEAST_HEIGHT] = [6, 12]
/** Shares hidden from which an object counts as partly, and as largely hidden. */
const [PARTLY, LARGELY] = [0.2, 0.5]
/** Nothing nearer to the camera's plane has a place in the picture, m. */
const NEAREST = 0.1

/**
 * Every object of a picture of which a pixel is to be seen. What is too small, or has its middle behind the camera,
 * is a region to leave alone.
 */
export const labelsOf = (frame: CameraFrame, actors: readonly ActorSpec[]): KittiLabel[] =>
  frame.objects.flatMap((object) => {
    if (object.visible === null) return []
    const box3d = annotatedBox(object.box3d, actors[object.instance - 1])
    return [labelOf({ ...object, box3d }, frame)]
  })

const labelOf = (object: ObjectLabel, frame: CameraFrame): KittiLabel => {
  const box = boxIn(object, frame)
  const placed = placeIn(object, frame)
  const isSmall = box[2] - box[0] < LEAST_WIDTH || box[3] - box[1] < LEAST_HEIGHT
  if (isSmall || placed.location[2] < NEAREST) return { type: 'DontCare', box }
  return {
    ...{ type: typeOf(object), track: object.instance },
    ...{ truncation: object.truncation, occlusion: levelOf(object.occlusion), box },
    ...placed,
  }
}

const levelOf = (share: number): 0 | 1 | 2 => {
  if (share < PARTLY) return 0
  return share < LARGELY ? 1 : 2
}

/**
 * The box round all of the object, hidden or not, as far as it is in the picture. Not round its pixels: of something 8 px
 * wide they are off by one, and the 3-D box would no longer fit.
 */
const boxIn = ({ outline }: ObjectLabel, { width, height }: CameraFrame): KittiBox => {
  const within = (x: number, size: number): number => Math.min(size - 1, Math.max(0, x + TO_PIXEL_CENTRES))
  const [left, top, right, bottom] = outline
  return [within(left, width), within(top, height), within(right, width), within(bottom, height)]
}

/**
 * The 3-D box, turned about the camera's y axis alone. Its middle is the true one; its height is along whichever of
 * its axes is nearest to the camera's y, so that a car on its side is a low one no more.
 */
const placeIn = (
  { box3d }: ObjectLabel,
  { view }: CameraFrame,
): Pick<KittiObject, 'alpha' | 'size' | 'location' | 'rotation'> => {
  const camera = { position: view.pose.position, orientation: quatMultiply(view.pose.orientation, OPTICAL) }
  const toCamera = (axis: Vec3): Vec3 =>
    rotate(conjugate(camera.orientation), rotate(box3d.orientation, axis))
  const axes = [toCamera([1, 0, 0]), toCamera([0, 1, 0]), toCamera([0, 0, 1])]
  const upright = [0, 1, 2].reduce((a, b) => (Math.abs(axes[b][1]) > Math.abs(axes[a][1]) ? b : a))
  const [length, width] = [0, 1, 2].filter((i) => i !== upright)
  const [x, y, z] = inverseTransformPoint(camera, box3d.center)
  const [height, along] = [box3d.size[upright], axes[length]]
  const rotation = Math.atan2(-along[2], along[0])
  return {
    size: [height, box3d.size[width], box3d.size[length]],
    location: [x, y + height / 2, z],
    rotation,
    alpha: wrapAngle(rotation - Math.atan2(x, z)),
  }
}

/** Pixels, metres and radians to more digits than KITTI's own two would cost accuracy nowhere. */
const [PIXEL_DIGITS, METRE_DIGITS] = [2, 4]
const fixed = (values: readonly number[], digits: number): string =>
  values.map((x) => x.toFixed(digits)).join(' ')

/** A line's end, from alpha on. */
const geometryText = (label: KittiLabel): string => {
  const box = fixed(label.box, PIXEL_DIGITS)
  if (label.type === 'DontCare') return `-10 ${box} -1 -1 -1 -1000 -1000 -1000 -10`
  const { alpha, size, location, rotation } = label
  return `${fixed([alpha], METRE_DIGITS)} ${box} ${fixed([...size, ...location, rotation], METRE_DIGITS)}`
}

/** One line of the object benchmark: 15 fields. */
export const objectLine = (label: KittiLabel): string =>
  label.type === 'DontCare'
    ? `DontCare -1 -1 ${geometryText(label)}\n`
    : `${label.type} ${fixed([label.truncation], 2)} ${label.occlusion} ${geometryText(label)}\n`

/** Shares outside of the picture from which an object counts as cut off a little, and as cut off much. */
const [CUT, CUT_MUCH] = [0.02, 0.5]

/** One line of the tracking benchmark: frame and track before all, and truncation as a level too. */
export const trackingLine = (frame: number, label: KittiLabel): string => {
  if (label.type === 'DontCare') return `${frame} -1 DontCare -1 -1 ${geometryText(label)}\n`
  const level = [CUT, CUT_MUCH].filter((share) => label.truncation >= share).length
  return `${frame} ${label.track} ${label.type} ${level} ${label.occlusion} ${geometryText(label)}\n`
}
