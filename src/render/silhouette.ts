/**
 * What an actor would cover if nothing stood before it: its triangles filled on a plane that goes on past the
 * image's edges, on the image's own pixel grid. On the processor rather than by another render pass: a hundred
 * thousand triangles are filled in a few milliseconds, nothing is read back, and the answer is the same on
 * every driver. Pixel centres, the top-left rule and vertices snapped to a fraction of a pixel as in Vulkan
 * ("Basic Polygon Rasterization"); back faces are left out where the materials leave them out (isSheet).
 */
import {
  compose,
  inverseTransformPoint,
  rotate,
  transformPoint,
  type CameraView,
  type Pose,
  type Vec3,
} from '../math/index.ts'
import { isSheet, moverOf, moversOf, type Mesh, type Shape } from '../shape/index.ts'
import { instanceOf, type ActorState } from '../world/index.ts'
import { BitPlane } from './bit-plane.ts'
import type { Alone } from './renderer.ts'

/** How an actor shows in a picture: pixels and the tight box round them. */
interface Seen {
  pixels: number
  left: number
  top: number
  right: number
  bottom: number
}

const UNSEEN: Seen = { pixels: 0, left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }

const NOTHING = [Infinity, Infinity, -Infinity, -Infinity] as const

/** What each instance (1 ... count) shows in a picture. */
const seenIn = (ids: Uint32Array, width: number, count: number): Seen[] => {
  const seen = Array.from({ length: count + 1 }, () => ({ ...UNSEEN }))
  for (let y = 0, row = 0; row < ids.length; y++, row += width) {
    for (let x = 0; x < width;) {
      const instance = instanceOf(ids[row + x])
      const start = x
      do x++
      while (x < width && instanceOf(ids[row + x]) === instance)
      if (instance === 0) continue
      const s = seen[instance]
      s.pixels += x - start
      if (start < s.left) s.left = start
      if (x > s.right) s.right = x
      if (y < s.top) s.top = y
      s.bottom = y + 1
    }
  }
  return seen
}

/** A ball round a mesh, in its own frame. */
interface Ball {
  readonly centre: Vec3
  readonly radius: number
}
const balls = new WeakMap<Mesh, Ball>()

const ballOf = (mesh: Mesh): Ball => {
  const known = balls.get(mesh)
  if (known !== undefined) return known
  const { positions } = mesh
  const range = (k: number): readonly [number, number] => {
    let [least, most] = [Infinity, -Infinity]
    for (let i = k; i < positions.length; i += 3) {
      least = Math.min(least, positions[i])
      most = Math.max(most, positions[i])
    }
    return [least, most]
  }
  const sides = [range(0), range(1), range(2)]
  const [x, y, z] = sides.map(([least, most]) => (least + most) / 2)
  const ball: Ball = { centre: [x, y, z], radius: Math.hypot(...sides.map(([a, b]) => b - a)) / 2 }
  balls.set(mesh, ball)
  return ball
}

export class Silhouettes {
  readonly #width: number
  readonly #subpixels: number
  /** Three images wide and high, the image in its middle. */
  readonly #plane: BitPlane
  /** Vertices of the mesh at hand: camera frame (x forward), and px on the plane. */
  #camera = new Float64Array(0)
  #pixels = new Float64Array(0)
  /** Round the vertices of the actor at hand, px: left, top, right, bottom. */
  #outline: [number, number, number, number] = [...NOTHING]
  /** A triangle that the near plane has cut: up to four corners, px. */
  readonly #cut = new Float64Array(8)

  /** @param subpixels steps of a pixel that the driver snaps vertices to (2 ^ subPixelPrecisionBits) */
  constructor(width: number, height: number, subpixels = 256) {
    this.#width = width
    this.#subpixels = subpixels
    this.#plane = new BitPlane(width, height)
  }

  /**
   * Every present actor whose silhouette meets the image.
   * @param ids the picture's ids: what is seen of an actor counts as covered, whatever rounding says.
   */
  measure(
    view: CameraView,
    shapes: readonly Shape[],
    actors: readonly ActorState[],
    ids: Uint32Array,
  ): Alone[] {
    const seen = seenIn(ids, this.#width, actors.length)
    const found: Alone[] = []
    for (const [i, shape] of shapes.entries()) {
      const { present, instance } = actors[i]
      if (!present) continue
      this.#fillShape(view, shape, actors[i])
      const { box, pixels, pixelsInImage } = this.#plane.take()
      const { [instance]: visible = UNSEEN } = seen
      if (Math.max(pixelsInImage, visible.pixels) === 0) continue
      const missed = Math.max(0, visible.pixels - pixelsInImage)
      found.push({
        instance,
        box: [
          Math.min(box.left, visible.left),
          Math.min(box.top, visible.top),
          Math.max(box.right, visible.right),
          Math.max(box.bottom, visible.bottom),
        ],
        outline: this.#outline,
        pixels: pixels + missed,
        pixelsInImage: pixelsInImage + missed,
      })
    }
    return found
  }

  /** Covers what one actor covers alone; who asks reads the plane and empties it (take). */
  fill(view: CameraView, shape: Shape, state: ActorState): BitPlane {
    this.#fillShape(view, shape, state)
    return this.#plane
  }

  #fillShape(view: CameraView, shape: Shape, state: ActorState): void {
    const body: Pose = { position: state.position, orientation: state.orientation }
    const movers = moversOf(shape, state).map((pose) => compose(body, pose))
    this.#outline = [...NOTHING]
    for (const part of shape.parts) {
      const mover = moverOf(shape, part)
      const pose = mover === null ? body : movers[mover]
      if (!this.#canMeet(view, part.mesh, pose)) continue
      this.#project(view, part.mesh, pose)
      this.#fillMesh(view, part.mesh, isSheet(part.material))
    }
  }

  /** False when a mesh lies behind the viewer or beside the plane: a camera rides on most of its own vehicle's parts. */
  #canMeet({ near, pinhole: k, pose: camera }: CameraView, mesh: Mesh, pose: Pose): boolean {
    const { centre, radius } = ballOf(mesh)
    const [ahead, left, up] = inverseTransformPoint(camera, transformPoint(pose, centre))
    if (ahead + radius < near) return false
    // Distance to a plane through the eye and an edge of the plane; the farther edge of the two is taken for both.
    const isBeside = (aside: number, slope: number): boolean =>
      aside - slope * ahead > radius * Math.hypot(1, slope)
    return (
      !isBeside(Math.abs(left), (k.width + Math.max(k.cx, k.width - k.cx)) / k.fx) &&
      !isBeside(Math.abs(up), (k.height + Math.max(k.cy, k.height - k.cy)) / k.fy)
    )
  }

  /** Fills #camera and #pixels from the mesh's vertices. */
  #project(view: CameraView, { positions }: Mesh, pose: Pose): void {
    if (this.#camera.length < positions.length) {
      this.#camera = new Float64Array(positions.length)
      this.#pixels = new Float64Array((positions.length / 3) * 2)
    }
    const camera = this.#camera
    const pixels = this.#pixels
    const { near, pinhole: k } = view
    // The images of the mesh's origin and axes in the camera's frame: one 3 x 4 matrix for all vertices.
    const turn: Pose = { position: [0, 0, 0], orientation: view.pose.orientation }
    const [ox, oy, oz] = inverseTransformPoint(view.pose, pose.position)
    const [xx, xy, xz] = inverseTransformPoint(turn, rotate(pose.orientation, [1, 0, 0]))
    const [yx, yy, yz] = inverseTransformPoint(turn, rotate(pose.orientation, [0, 1, 0]))
    const [zx, zy, zz] = inverseTransformPoint(turn, rotate(pose.orientation, [0, 0, 1]))
    for (let i = 0, p = 0; i < positions.length; i += 3, p += 2) {
      const x = positions[i]
      const y = positions[i + 1]
      const z = positions[i + 2]
      const forward = ox + xx * x + yx * y + zx * z
      const left = oy + xy * x + yy * y + zy * z
      const up = oz + xz * x + yz * y + zz * z
      camera[i] = forward
      camera[i + 1] = left
      camera[i + 2] = up
      if (forward < near) continue
      const u = k.cx - (k.fx * left) / forward
      const v = k.cy - (k.fy * up) / forward
      this.#reach(u, v)
      pixels[p] = this.#snap(u)
      pixels[p + 1] = this.#snap(v)
    }
  }

  #reach(u: number, v: number): void {
    const outline = this.#outline
    if (u < outline[0]) outline[0] = u
    if (v < outline[1]) outline[1] = v
    if (u > outline[2]) outline[2] = u
    if (v > outline[3]) outline[3] = v
  }

  #fillMesh({ near, far, pinhole }: CameraView, { indices }: Mesh, sheet: boolean): void {
    const camera = this.#camera
    const p = this.#pixels
    for (let t = 0; t < indices.length; t += 3) {
      const a = indices[t]
      const b = indices[t + 1]
      const c = indices[t + 2]
      const da = camera[3 * a]
      const db = camera[3 * b]
      const dc = camera[3 * c]
      if (da >= near && db >= near && dc >= near) {
        if (da > far && db > far && dc > far) continue
        this.#plane.fillTriangle(
          p[2 * a],
          p[2 * a + 1],
          p[2 * b],
          p[2 * b + 1],
          p[2 * c],
          p[2 * c + 1],
          sheet,
        )
      } else if (da >= near || db >= near || dc >= near)
        this.#fillCut(3 * a, 3 * b, 3 * c, near, pinhole, sheet)
    }
  }

  #snap(x: number): number {
    return Math.round(x * this.#subpixels) / this.#subpixels
  }

  /** Fills what the near plane leaves of a triangle: three or four corners. */
  #fillCut(a: number, b: number, c: number, near: number, k: CameraView['pinhole'], sheet: boolean): void {
    const camera = this.#camera
    const q = this.#cut
    const corners = [a, b, c]
    let n = 0
    for (let i = 0; i < 3; i++) {
      const from = corners[i]
      const to = corners[(i + 1) % 3]
      const isAhead = camera[from] >= near
      if (isAhead) {
        q[n++] = this.#snap(k.cx - (k.fx * camera[from + 1]) / camera[from])
        q[n++] = this.#snap(k.cy - (k.fy * camera[from + 2]) / camera[from])
      }
      if (isAhead !== camera[to] >= near) {
        const share = (near - camera[from]) / (camera[to] - camera[from])
        const along = (axis: number): number =>
          camera[from + axis] + share * (camera[to + axis] - camera[from + axis])
        const [u, v] = [k.cx - (k.fx * along(1)) / near, k.cy - (k.fy * along(2)) / near]
        this.#reach(u, v)
        q[n++] = this.#snap(u)
        q[n++] = this.#snap(v)
      }
    }
    this.#plane.fillTriangle(q[0], q[1], q[2], q[3], q[4], q[5], sheet)
    if (n === 8) this.#plane.fillTriangle(q[0], q[1], q[4], q[5], q[6], q[7], sheet)
  }
}
