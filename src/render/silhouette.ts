/**
 * What an actor would cover if nothing stood before it: its triangles filled on a plane that goes on past the
 * image's edges, on the image's own pixel grid. On the processor rather than by another render pass: a few
 * thousand triangles are filled in a millisecond, nothing is read back, and the answer is the same on every
 * driver. Pixel centres, the top-left rule and vertices snapped to 1/256 px as in Vulkan's rasterisation
 * (section "Basic Polygon Rasterization"), back faces left out as the materials leave them out.
 */
import { compose, inverseTransformPoint, rotate, type CameraView, type Pose } from '../math/index.ts'
import type { Mesh, Shape } from '../shape/index.ts'
import { instanceOf, type ActorState } from '../world/index.ts'
import type { Alone } from './renderer.ts'
import { wheelPose } from './wheel-pose.ts'

const SUBPIXELS = 256

const snap = (x: number): number => Math.round(x * SUBPIXELS) / SUBPIXELS

/** The three corners of a triangle, and a fourth when the near plane cuts one off. */
type Polygon = Float64Array

export class Silhouettes {
  readonly #width: number
  readonly #height: number
  /** The plane: three images wide and high, the image in its middle. */
  readonly #covered: Uint8Array
  #camera = new Float64Array(0)
  readonly #polygon: Polygon = new Float64Array(8)
  #box = { left: 0, top: 0, right: 0, bottom: 0 }

  constructor(width: number, height: number) {
    this.#width = width
    this.#height = height
    this.#covered = new Uint8Array(9 * width * height)
  }

  /**
   * Every present actor whose silhouette meets the image.
   * @param ids the picture's ids: a pixel in which the actor is seen is covered by it, whatever rounding says.
   */
  measure(view: CameraView, shapes: readonly Shape[], actors: readonly ActorState[], ids: Uint32Array): Alone[] {
    const found: Alone[] = []
    for (const [i, shape] of shapes.entries()) {
      if (!actors[i].present) continue
      this.#box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
      this.#fillShape(view, shape, actors[i])
      const alone = this.#count(actors[i].instance, ids)
      if (alone.pixelsInImage > 0) found.push(alone)
    }
    return found
  }

  #fillShape(view: CameraView, shape: Shape, state: ActorState): void {
    const body: Pose = { position: state.position, orientation: state.orientation }
    const wheels = shape.wheels.map((_, i) => compose(body, wheelPose(shape, i, state.wheels.at(i))))
    for (const part of shape.parts) this.#fillMesh(view, part.mesh, part.wheel === null ? body : wheels[part.wheel])
  }

  #fillMesh(view: CameraView, mesh: Mesh, pose: Pose): void {
    const { positions, indices } = mesh
    if (this.#camera.length < positions.length) this.#camera = new Float64Array(positions.length)
    const camera = this.#camera
    // The images of the mesh's axes and origin in the camera's frame: one 3 x 4 matrix for all vertices.
    const origin = inverseTransformPoint(view.pose, pose.position)
    const zero: Pose = { position: [0, 0, 0], orientation: view.pose.orientation }
    const ax = inverseTransformPoint(zero, rotate(pose.orientation, [1, 0, 0]))
    const ay = inverseTransformPoint(zero, rotate(pose.orientation, [0, 1, 0]))
    const az = inverseTransformPoint(zero, rotate(pose.orientation, [0, 0, 1]))
    for (let i = 0; i < positions.length; i += 3) {
      const x = positions[i]
      const y = positions[i + 1]
      const z = positions[i + 2]
      for (let k = 0; k < 3; k++) camera[i + k] = origin[k] + ax[k] * x + ay[k] * y + az[k] * z
    }
    for (let t = 0; t < indices.length; t += 3) this.#fillTriangle(view, 3 * indices[t], 3 * indices[t + 1], 3 * indices[t + 2])
  }

  #fillTriangle(view: CameraView, a: number, b: number, c: number): void {
    const { near, far, pinhole: k } = view
    const camera = this.#camera
    const polygon = this.#polygon
    const corners = [a, b, c]
    let n = 0
    const put = (x: number, y: number, z: number): void => {
      polygon[n++] = snap(k.cx - (k.fx * y) / x)
      polygon[n++] = snap(k.cy - (k.fy * z) / x)
    }
    const ahead = (camera[a] >= near ? 1 : 0) + (camera[b] >= near ? 1 : 0) + (camera[c] >= near ? 1 : 0)
    if (ahead === 0 || Math.min(camera[a], camera[b], camera[c]) > far) return
    for (let i = 0; i < 3; i++) {
      const p = corners[i]
      const q = corners[(i + 1) % 3]
      if (camera[p] >= near) put(camera[p], camera[p + 1], camera[p + 2])
      if (camera[p] >= near !== camera[q] >= near) {
        const u = (near - camera[p]) / (camera[q] - camera[p])
        put(near, camera[p + 1] + u * (camera[q + 1] - camera[p + 1]), camera[p + 2] + u * (camera[q + 2] - camera[p + 2]))
      }
    }
    this.#fillPolygon(n)
  }

  /** Fills the convex polygon of the first `n` numbers if it faces the camera. */
  #fillPolygon(n: number): void {
    const p = this.#polygon
    let area = 0
    let top = Infinity
    let bottom = -Infinity
    for (let i = 0; i < n; i += 2) {
      const j = (i + 2) % n
      area += p[i] * p[j + 1] - p[j] * p[i + 1]
      top = Math.min(top, p[i + 1])
      bottom = Math.max(bottom, p[i + 1])
    }
    // Anticlockwise in the world is a negative area where v points down.
    if (area >= 0) return
    const first = Math.max(Math.ceil(top - 0.5), -this.#height)
    const last = Math.min(Math.ceil(bottom - 0.5), 2 * this.#height) - 1
    for (let row = first; row <= last; row++) this.#fillRow(row, n)
  }

  #fillRow(row: number, n: number): void {
    const p = this.#polygon
    const y = row + 0.5
    let left = Infinity
    let right = -Infinity
    for (let i = 0; i < n; i += 2) {
      const j = (i + 2) % n
      const yi = p[i + 1]
      const yj = p[j + 1]
      // Half open, so that a vertex counts for one of its two edges only.
      if (y < Math.min(yi, yj) || y >= Math.max(yi, yj)) continue
      const x = p[i] + ((y - yi) / (yj - yi)) * (p[j] - p[i])
      left = Math.min(left, x)
      right = Math.max(right, x)
    }
    const from = Math.max(Math.ceil(left - 0.5), -this.#width)
    const to = Math.min(Math.ceil(right - 0.5), 2 * this.#width)
    if (from >= to) return
    const start = (row + this.#height) * 3 * this.#width + this.#width
    this.#covered.fill(1, start + from, start + to)
    const box = this.#box
    box.left = Math.min(box.left, from)
    box.right = Math.max(box.right, to)
    box.top = Math.min(box.top, row)
    box.bottom = Math.max(box.bottom, row + 1)
  }

  /** Counts what was filled, adds what the picture shows of it, and wipes the plane. */
  #count(instance: number, ids: Uint32Array): Alone {
    const w = this.#width
    const h = this.#height
    const { left, top, right, bottom } = this.#box
    const tight = { left, top, right, bottom }
    let pixels = 0
    let pixelsInImage = 0
    // One pixel more on each side: there, rounding may have put a visible one.
    for (let y = Math.max(top - 1, -h); y < Math.min(bottom + 1, 2 * h); y++) {
      const inside = y >= 0 && y < h
      for (let x = Math.max(left - 1, -w); x < Math.min(right + 1, 2 * w); x++) {
        const i = (y + h) * 3 * w + w + x
        const inImage = inside && x >= 0 && x < w
        if (inImage && this.#covered[i] === 0 && instanceOf(ids[y * w + x]) === instance) {
          this.#covered[i] = 1
          tight.left = Math.min(tight.left, x)
          tight.right = Math.max(tight.right, x + 1)
          tight.top = Math.min(tight.top, y)
          tight.bottom = Math.max(tight.bottom, y + 1)
        }
        if (this.#covered[i] === 0) continue
        this.#covered[i] = 0
        pixels++
        if (inImage) pixelsInImage++
      }
    }
    return { instance, box: [tight.left, tight.top, tight.right, tight.bottom], pixels, pixelsInImage }
  }
}
