/**
 * Optical flow: how far each pixel's point moves on the picture until another moment. Worked out on the processor
 * from depth and ids: everything that is drawn is rigid (ground, bodies, wheels, limbs), and the id says which of them a pixel
 * shows, so its point goes exactly where that thing's two poses take it. Nothing is drawn twice, nothing more is
 * read back, and the other moment need not be known when the picture is drawn.
 */
import {
  compose,
  conjugate,
  inverseTransformPoint,
  quatMultiply,
  rayThrough,
  rotate,
  type CameraView,
  type Pinhole,
  type Pose,
} from '../math/index.ts'
import type { Raster } from '../render/index.ts'
import { moversOf, type Shape } from '../shape/index.ts'
import { instanceOf, moverOf, type WorldState } from '../world/index.ts'
import { moveStraight, moveThroughLens, pixelMatrix, type Motion } from './pixel-motion.ts'

/** A camera, and the world that it sees. */
export interface Moment {
  readonly view: CameraView
  readonly state: WorldState
}

/** `child` as seen from `parent`, both given in one frame. */
const relative = (parent: Pose, child: Pose): Pose => ({
  position: inverseTransformPoint(parent, child.position),
  orientation: quatMultiply(conjugate(parent.orientation), child.orientation),
})

const matrixOf = ({ position, orientation }: Pose): Motion => {
  const [x, y, z] = [
    rotate(orientation, [1, 0, 0]),
    rotate(orientation, [0, 1, 0]),
    rotate(orientation, [0, 0, 1]),
  ]
  return Float64Array.of(x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2], ...position)
}

export class OpticalFlow {
  readonly #shapes: ReadonlyMap<string, Shape>
  /** Rays through the pixels of each camera with a lens: a rig has few. */
  readonly #rays = new Map<string, Float32Array>()

  /** @param shapes of every actor, by its id. */
  constructor(shapes: ReadonlyMap<string, Shape>) {
    this.#shapes = shapes
  }

  /**
   * Right and down in px, 2 a pixel: where the point that pixel shows lies in the picture of `there`, less where it
   * lies here (the pixel's centre). Whether something hides it there is not asked. NaN: it is not before that
   * camera, or whoever it belongs to is not in the world then.
   * @param raster drawn of `here`, with depth and ids.
   */
  between(
    raster: Pick<Raster, 'width' | 'height' | 'depth' | 'ids'>,
    here: Moment,
    there: Moment,
  ): Float32Array {
    const { width, height, depth, ids } = raster
    if (depth.length !== width * height) throw new RangeError('optical flow needs the depth of every pixel')
    const flow = new Float32Array(2 * width * height)
    const from = here.view.pinhole
    const to = there.view.pinhole
    const isStraight = from.lens === undefined && to.lens === undefined
    const rays = isStraight ? null : this.#raysOf(from)
    /** Of each thing in the picture: pixelMatrix(), or its Motion where there are lenses; null: not in the world there. */
    const ways = new Map<number, Float64Array | null>()
    const wayOf = (id: number): Float64Array | null => {
      const motion = this.#motion(id, here, there)
      return motion !== null && rays === null ? pixelMatrix(from, to, motion) : motion
    }
    for (let y = 0, i = 0; y < height; y++) {
      for (const end = i + width; i < end;) {
        // Most of a row is one thing: the world that stands still.
        const start = i
        const thing = thingOf(ids[start])
        const isFar = depth[start] === Infinity
        do i++
        while (i < end && thingOf(ids[i]) === thing && (depth[i] === Infinity) === isFar)
        let way = ways.get(thing)
        if (way === undefined) ways.set(thing, (way = wayOf(ids[start])))
        if (way === null) flow.fill(NaN, 2 * start, 2 * i)
        else if (rays === null) moveStraight(flow, depth, start, i, y, width, way)
        else moveThroughLens(flow, depth, start, i, width, rays, to, way)
      }
    }
    return flow
  }

  /** Of what this id shows; null: it is not in the world there. */
  #motion(id: number, here: Moment, there: Moment): Motion | null {
    const instance = instanceOf(id)
    if (instance === 0) return matrixOf(relative(there.view.pose, here.view.pose))
    const [before, after] = [here, there].map(({ state }) => state.actors[instance - 1])
    if (!before.present || !after.present) return null
    const shape = this.#shapes.get(before.id)
    if (!shape) throw new RangeError(`instance ${instance} was drawn but has no shape`)
    const mover = moverOf(id)
    const poseOf = (actor: typeof before): Pose =>
      mover === null ? actor : compose(actor, moversOf(shape, actor)[mover])
    // Camera here -> thing -> camera there.
    const inThing = relative(poseOf(before), here.view.pose)
    const ofThing = relative(there.view.pose, poseOf(after))
    return matrixOf(compose(ofThing, inThing))
  }

  /** 3 a pixel, as rayThrough() has them; NaN: none falls there. */
  #raysOf(k: Pinhole): Float32Array {
    const key = JSON.stringify(k)
    const known = this.#rays.get(key)
    if (known !== undefined) return known
    const rays = new Float32Array(3 * k.width * k.height)
    for (let y = 0, i = 0; y < k.height; y++)
      for (let x = 0; x < k.width; x++, i += 3)
        rays.set(rayThrough(k, x + 0.5, y + 0.5) ?? [NaN, NaN, NaN], i)
    this.#rays.set(key, rays)
    return rays
  }
}

/** The instance and the mover of an id (packId). */
const THING = 0xf800ffff | 0
/** Pixels with the same number move as one thing. */
const thingOf = (id: number): number => id & THING
