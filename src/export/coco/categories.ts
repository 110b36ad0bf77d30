/** The categories of every COCO document: ids, names as the data set's user wants them, skeletons. */
import { ACTOR_CLASSES, type ActorClass } from '../../scenario/index.ts'
import { SKELETONS } from '../../shape/index.ts'
import { SEMANTIC_CLASSES, type SemanticClass } from '../../world/index.ts'
import type { ClassMap } from '../exporter.ts'

export type SkeletonName = keyof typeof SKELETONS

const THINGS: Readonly<Record<ActorClass, { supercategory: string; skeleton?: SkeletonName }>> = {
  car: { supercategory: 'vehicle', skeleton: 'vehicle' },
  van: { supercategory: 'vehicle', skeleton: 'vehicle' },
  truck: { supercategory: 'vehicle', skeleton: 'vehicle' },
  bus: { supercategory: 'vehicle', skeleton: 'vehicle' },
  trailer: { supercategory: 'vehicle', skeleton: 'vehicle' },
  motorcycle: { supercategory: 'vehicle', skeleton: 'rider' },
  bicycle: { supercategory: 'vehicle', skeleton: 'rider' },
  pedestrian: { supercategory: 'person', skeleton: 'person' },
  animal: { supercategory: 'animal' },
  object: { supercategory: 'object' },
}

/** What panoptic pictures show besides; nothing is known of 'unlabelled', so it is no category. */
const STUFF: Readonly<Record<Exclude<SemanticClass, ActorClass | 'unlabelled'>, string>> = {
  sky: 'sky',
  road: 'ground',
  'road-marking': 'ground',
  shoulder: 'ground',
  terrain: 'ground',
  vegetation: 'nature',
  building: 'structure',
  wall: 'structure',
  barrier: 'structure',
  pole: 'structure',
  sign: 'structure',
  'traffic-light': 'structure',
}

/** Names that are no class of ours count from here. */
const FIRST_OWN_ID = 100

export interface Categories {
  /** The category's number by its name: the class number of the semantic masks where it is a class. */
  readonly idOf: (name: string) => number
  /** With the skeleton of those whose things all have the same. */
  readonly instances: readonly Category[]
  readonly panoptic: readonly (Category & { readonly isthing: 0 | 1 })[]
  readonly keypoints: Readonly<Record<SkeletonName, readonly Category[]>>
}

interface Category {
  readonly id: number
  readonly name: string
  readonly supercategory: string
  readonly keypoints?: readonly string[]
  /** Pairs of points that a bone joins, counted from 1. */
  readonly skeleton?: readonly (readonly number[])[]
}

export const isThing = (semantic: SemanticClass): semantic is ActorClass => Object.hasOwn(THINGS, semantic)

/** The skeleton that these points are of. */
export const skeletonWith = (points: readonly { readonly name: string }[]): SkeletonName | undefined =>
  (Object.keys(SKELETONS) as SkeletonName[]).find((key) => {
    const { names } = SKELETONS[key]
    return names.length === points.length && names.every((name, i) => name === points[i].name)
  })

export const categoriesOf = (map: ClassMap = {}): Categories => {
  const things = ACTOR_CLASSES.flatMap((of) => {
    const name = map[of] === undefined ? of : map[of]
    return name === null ? [] : [{ name, ...THINGS[of] }]
  })
  const names = [...new Set(things.map(({ name }) => name))]
  const own = names.filter((name) => classNumber(name) < 0)
  const idOf = (name: string): number =>
    classNumber(name) < 0 ? FIRST_OWN_ID + own.indexOf(name) : classNumber(name)
  const listed = (which: typeof things): Category[] =>
    names.flatMap((name) => {
      const found = which.find((thing) => thing.name === name)
      return found ? [{ id: idOf(name), name, supercategory: found.supercategory }] : []
    })
  const drawn = (skeleton: SkeletonName) => ({
    keypoints: SKELETONS[skeleton].names,
    skeleton: SKELETONS[skeleton].bones.map(([a, b]) => [a + 1, b + 1]),
  })
  const withSkeleton = (skeleton: SkeletonName): Category[] =>
    listed(things.filter((thing) => thing.skeleton === skeleton)).map((category) => ({
      ...category,
      ...drawn(skeleton),
    }))
  const skeletonOf = (name: string): SkeletonName | undefined => {
    const skeletons = new Set(things.filter((thing) => thing.name === name).map(({ skeleton }) => skeleton))
    return skeletons.size === 1 ? [...skeletons][0] : undefined
  }
  return {
    idOf,
    instances: listed(things).map((category) => {
      const skeleton = skeletonOf(category.name)
      return skeleton === undefined ? category : { ...category, ...drawn(skeleton) }
    }),
    panoptic: [
      ...listed(things).map((category) => ({ ...category, isthing: 1 as const })),
      ...Object.entries(STUFF).map(([name, supercategory]) => ({
        ...{ id: classNumber(name), name, supercategory },
        isthing: 0 as const,
      })),
    ],
    keypoints: {
      person: withSkeleton('person'),
      vehicle: withSkeleton('vehicle'),
      rider: withSkeleton('rider'),
    },
  }
}

const classNumber = (name: string): number => (SEMANTIC_CLASSES as readonly string[]).indexOf(name)
