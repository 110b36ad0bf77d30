/**
 * What an actor would cover of a lens's picture if nothing stood before it. In the picture: the plates' own
 * silhouettes seen through the very map that the ids come through, so that nobody is hidden by rounding. Beyond
 * its edges: the triangles bent by the lens, cut up until each piece is straight.
 */
import {
  compose,
  inverseTransformPoint,
  projectLocal,
  transformPoint,
  type CameraView,
  type Vec3,
} from '../math/index.ts'
import { isSheet, moverOf, moversOf, type Shape } from '../shape/index.ts'
import { instanceOf, type ActorState } from '../world/index.ts'
import { BitPlane } from './bit-plane.ts'
import type { Alone } from './renderer.ts'
import { Silhouettes } from './silhouette.ts'
import { NOWHERE, plateView, type Warp } from './warp.ts'

/** An edge may leave its chord by so much, px. */
const STRAIGHT = 0.25
/** A triangle is cut in four at most so many times. */
const DEEPEST = 5
/** What bent edges may reach beyond the corners: px, and share of their extent. */
const SLACK = 2
const BULGE = 0.1

interface Bounds {
  left: number
  top: number
  right: number
  bottom: number
}

const nothing = (): Bounds => ({ left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity })

export class LensSilhouettes {
  readonly #warp: Warp
  readonly #width: number
  readonly #height: number
  /** One a plate. */
  readonly #plates: readonly Silhouettes[]
  readonly #beyond: BitPlane

  /** @param subpixels as Silhouettes has them */
  constructor(warp: Warp, width: number, height: number, subpixels: number) {
    this.#warp = warp
    this.#width = width
    this.#height = height
    this.#plates = warp.plates.map(({ pinhole }) => new Silhouettes(pinhole.width, pinhole.height, subpixels))
    this.#beyond = new BitPlane(width, height)
  }

  /**
   * Every present actor whose silhouette meets the picture.
   * @param ids the picture's ids: what is seen of an actor counts as covered, whatever rounding says.
   */
  measure(
    view: CameraView,
    shapes: readonly Shape[],
    actors: readonly ActorState[],
    ids: Uint32Array,
  ): Alone[] {
    const views = this.#warp.plates.map((plate) => plateView(view, plate))
    return shapes.flatMap((shape, i): Alone[] => {
      const actor = actors[i]
      if (!actor.present) return []
      const corners = cornersIn(view, shape, actor)
      const bounds = this.#boundsOf(view, corners)
      const covered = views.map((v, p) => this.#plates[p].fill(v, shape, actor))
      const inside = this.#count(bounds, covered, actor.instance, ids)
      for (const plane of covered) plane.take()
      if (inside.pixels === 0) return []
      const { width, height } = view.pinhole
      const leaves = bounds.left < 0 || bounds.top < 0 || bounds.right > width || bounds.bottom > height
      if (!leaves) {
        const { left, top, right, bottom } = inside.box
        const box = [left, top, right, bottom] as const
        return [
          {
            instance: actor.instance,
            box,
            outline: box,
            pixels: inside.pixels,
            pixelsInImage: inside.pixels,
          },
        ]
      }
      for (const {
        sheet,
        corners: [a, b, c],
      } of corners.triangles())
        this.#fillBent(view, a, b, c, sheet, DEEPEST)
      const whole = this.#beyond.take()
      const box = [
        whole.box.left < 0 ? whole.box.left : inside.box.left,
        whole.box.top < 0 ? whole.box.top : inside.box.top,
        whole.box.right > width ? whole.box.right : inside.box.right,
        whole.box.bottom > height ? whole.box.bottom : inside.box.bottom,
      ] as const
      return [
        {
          instance: actor.instance,
          box,
          outline: box,
          pixels: inside.pixels + whole.pixels - whole.pixelsInImage,
          pixelsInImage: inside.pixels,
        },
      ]
    })
  }

  /** Where to look for an actor, px: round its corners, or everywhere when one of them is not seen. */
  #boundsOf({ pinhole }: CameraView, { points }: Corners): Bounds {
    const b = nothing()
    for (const point of points) {
      const [u, v, depth] = projectLocal(pinhole, point)
      if (depth <= 0) {
        // Somebody behind who may still stick out: all of the picture, and what lies beyond.
        return { left: -Infinity, top: -Infinity, right: Infinity, bottom: Infinity }
      }
      b.left = Math.min(b.left, u)
      b.top = Math.min(b.top, v)
      b.right = Math.max(b.right, u)
      b.bottom = Math.max(b.bottom, v)
    }
    const slack = SLACK + BULGE * Math.max(b.right - b.left, b.bottom - b.top)
    return { left: b.left - slack, top: b.top - slack, right: b.right + slack, bottom: b.bottom + slack }
  }

  #count(
    { left, top, right, bottom }: Bounds,
    covered: readonly BitPlane[],
    instance: number,
    ids: Uint32Array,
  ): { readonly pixels: number; readonly box: Bounds } {
    const { plate, at } = this.#warp
    const box = nothing()
    let pixels = 0
    const last = Math.min(this.#height, Math.ceil(bottom))
    const end = Math.min(this.#width, Math.ceil(right))
    for (let y = Math.max(0, Math.floor(top)); y < last; y++)
      for (let x = Math.max(0, Math.floor(left)); x < end; x++) {
        const i = y * this.#width + x
        if (plate[i] === NOWHERE) continue
        const isCovered = covered[plate[i]].has(Math.floor(at[2 * i]), Math.floor(at[2 * i + 1]))
        if (!isCovered && instanceOf(ids[i]) !== instance) continue
        pixels++
        box.left = Math.min(box.left, x)
        box.right = Math.max(box.right, x + 1)
        box.top = Math.min(box.top, y)
        box.bottom = y + 1
      }
    return { pixels, box }
  }

  #fillBent(view: CameraView, a: Vec3, b: Vec3, c: Vec3, sheet: boolean, deeper: number): void {
    const k = view.pinhole
    const [pa, pb, pc] = [projectLocal(k, a), projectLocal(k, b), projectLocal(k, c)]
    const seen = [pa, pb, pc].filter(([, , depth]) => depth > 0).length
    if (seen === 0) return
    const [ab, bc, ca] = [middle(a, b), middle(b, c), middle(c, a)]
    const isStraight =
      seen === 3 &&
      isChord(pa, projectLocal(k, ab), pb) &&
      isChord(pb, projectLocal(k, bc), pc) &&
      isChord(pc, projectLocal(k, ca), pa)
    if (isStraight || deeper === 0) {
      if (seen === 3) this.#beyond.fillTriangle(pa[0], pa[1], pb[0], pb[1], pc[0], pc[1], sheet)
      return
    }
    this.#fillBent(view, a, ab, ca, sheet, deeper - 1)
    this.#fillBent(view, ab, b, bc, sheet, deeper - 1)
    this.#fillBent(view, ca, bc, c, sheet, deeper - 1)
    this.#fillBent(view, ab, bc, ca, sheet, deeper - 1)
  }
}

const middle = (a: Vec3, b: Vec3): Vec3 => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2, (a[2] + b[2]) / 2]

/** Whether the middle of an edge falls on the line between its ends (anywhere on it: perspective shifts it). */
const isChord = (from: Vec3, at: Vec3, to: Vec3): boolean => {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]]
  const length = Math.hypot(dx, dy)
  if (length <= STRAIGHT) return true
  return Math.abs((at[0] - from[0]) * dy - (at[1] - from[1]) * dx) / length <= STRAIGHT
}

/** An actor's vertices in the camera's frame. */
interface Corners {
  readonly points: readonly Vec3[]
  triangles(): Generator<{ readonly corners: readonly [Vec3, Vec3, Vec3]; readonly sheet: boolean }>
}

const cornersIn = (view: CameraView, shape: Shape, state: ActorState): Corners => {
  const movers = moversOf(shape, state)
  const parts = shape.parts.map((part) => {
    const { mesh, material } = part
    const mover = moverOf(shape, part)
    const pose = mover === null ? state : compose(state, movers[mover])
    const points: Vec3[] = []
    for (let i = 0; i < mesh.positions.length; i += 3) {
      const local: Vec3 = [mesh.positions[i], mesh.positions[i + 1], mesh.positions[i + 2]]
      points.push(inverseTransformPoint(view.pose, transformPoint(pose, local)))
    }
    return { points, indices: mesh.indices, sheet: isSheet(material) }
  })
  return {
    points: parts.flatMap((p) => p.points),
    *triangles() {
      for (const { points, indices, sheet } of parts)
        for (let t = 0; t < indices.length; t += 3)
          yield { corners: [points[indices[t]], points[indices[t + 1]], points[indices[t + 2]]], sheet }
    },
  }
}
