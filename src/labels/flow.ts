/**
 * Optical flow: how far each pixel's point moves on the picture until another moment. Worked out on the processor
 * from depth and ids: everything that is drawn is rigid (ground, bodies, wheels), and the id says which of them a pixel
 * shows, so its point goes exactly where that thing's two poses take it. Nothing is drawn twice, nothing more is
 * read back, and the other moment need not be known when the picture is drawn.
 */
import {
  compose,
  conjugate,
  inverseTransformPoint,
  projectLocal,
  quatMultiply,
  rayThrough,
  rotate,
  type CameraView,
  type Pinhole,
  type Pose,
} from '../math/index.ts'
import type { Raster } from '../render/index.ts'
import { wheelPose, type Shape } from '../shape/index.ts'
import { instanceOf, wheelOf, type WorldState } from '../world/index.ts'

/** A camera, and the world that it sees. */
export interface Moment {
  readonly view: CameraView
  readonly state: WorldState
}

/** Where a point of the camera's frame here is in the camera's frame there: nine of a rotation by rows, then the shift. */
type Motion = Float64Array

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
    const motions = new Map<number, Motion | null>()
    for (let y = 0, i = 0; y < height; y++) {
      for (let x = 0; x < width;) {
        const id = ids[i]
        const start = i
        do {
          x++
          i++
        } while (x < width && ids[i] === id)
        const mover = moverOf(id)
        let motion = motions.get(mover)
        if (motion === undefined) motions.set(mover, (motion = this.#motion(id, here, there)))
        if (motion === null) flow.fill(NaN, 2 * start, 2 * i)
        else if (rays === null) moveStraight(flow, depth, start, i, y, width, from, to, motion)
        else moveThroughLens(flow, depth, start, i, width, rays, to, motion)
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
    const wheel = wheelOf(id)
    const poseOf = (actor: typeof before): Pose =>
      wheel === null ? actor : compose(actor, wheelPose(shape, wheel, actor.wheels.at(wheel)))
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

/** Pixels with the same number move as one thing. */
const moverOf = (id: number): number => instanceOf(id) * 32 + ((wheelOf(id) ?? -1) + 1)

/** The pixels start ... end of row `y`, both cameras without a lens. */
const moveStraight = (
  flow: Float32Array,
  depth: Float32Array,
  start: number,
  end: number,
  y: number,
  width: number,
  from: Pinhole,
  to: Pinhole,
  m: Motion,
): void => {
  const b = (from.cy - y - 0.5) / from.fy
  // The part of R (1, a, b) that is the same all along the row.
  const rx = m[0] + m[2] * b
  const ry = m[3] + m[5] * b
  const rz = m[6] + m[8] * b
  const v = y + 0.5
  const step = 1 / from.fx
  for (let i = start; i < end; i++) {
    const u = i - y * width + 0.5
    const a = (from.cx - u) * step
    // Divided by the depth, so that what is infinitely far needs no case of its own.
    const near = 1 / depth[i]
    const qx = rx + m[1] * a + m[9] * near
    const qy = ry + m[4] * a + m[10] * near
    const qz = rz + m[7] * a + m[11] * near
    if (qx > 0) {
      const k = 1 / qx
      flow[2 * i] = to.cx - to.fx * qy * k - u
      flow[2 * i + 1] = to.cy - to.fy * qz * k - v
    } else {
      flow[2 * i] = NaN
      flow[2 * i + 1] = NaN
    }
  }
}

const moveThroughLens = (
  flow: Float32Array,
  depth: Float32Array,
  start: number,
  end: number,
  width: number,
  rays: Float32Array,
  to: Pinhole,
  m: Motion,
): void => {
  for (let i = start; i < end; i++) {
    const [x, y, z] = [rays[3 * i], rays[3 * i + 1], rays[3 * i + 2]]
    const near = 1 / depth[i]
    const [u, v, ahead] = projectLocal(to, [
      m[0] * x + m[1] * y + m[2] * z + m[9] * near,
      m[3] * x + m[4] * y + m[5] * z + m[10] * near,
      m[6] * x + m[7] * y + m[8] * z + m[11] * near,
    ])
    const row = Math.floor(i / width)
    flow[2 * i] = ahead > 0 ? u - (i - row * width + 0.5) : NaN
    flow[2 * i + 1] = ahead > 0 ? v - (row + 0.5) : NaN
  }
}
