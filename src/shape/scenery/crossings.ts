/** Where people on foot cross the road. */
import type { RoadObject } from '../../scenario/index.ts'
import type { Site } from './site.ts'

/** A zebra crossing's extent along the road and across it, m. */
export interface Crossing {
  readonly along: readonly [number, number]
  readonly across: readonly [number, number]
}

export const crossingsOn = (site: Site): Crossing[] =>
  site.part.spec.objects.flatMap((object) => {
    if (object.type !== 'crosswalk') return []
    const { s, t } = object
    const [long, wide] = sizeOf(object)
    return [{ along: [s - long / 2, s + long / 2], across: [t - wide / 2, t + wide / 2] }]
  })

/** Along and across the road, m, from the outline where there is one. */
const sizeOf = ({ outline, length, width, heading }: RoadObject): readonly [number, number] => {
  if (outline.length > 2) {
    const [ss, ts] = [outline.map((p) => p[0]), outline.map((p) => p[1])]
    return [Math.max(...ss) - Math.min(...ss), Math.max(...ts) - Math.min(...ts)]
  }
  return Math.abs(Math.sin(heading)) > 0.7 ? [width, length] : [length, width]
}
