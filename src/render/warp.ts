/**
 * Through which pinhole pictures ("plates") a lens's picture is drawn, and which point of which plate each of its
 * pixels shows. A lens of moderate angle needs one wider plate; what sees farther to the side looks at the faces
 * of a cube round its centre.
 */
import {
  compose,
  depthKindOf,
  norm,
  quatFromEuler,
  rayThrough,
  rotate,
  conjugate,
  type CameraView,
  type Pinhole,
  type Quat,
  type Vec3,
} from '../math/index.ts'

export interface Plate {
  /** Plate -> camera. */
  readonly orientation: Quat
  readonly pinhole: Pinhole
}

export interface Warp {
  readonly plates: readonly Plate[]
  /** Index of the plate a pixel; NOWHERE: the lens lets no ray through. */
  readonly plate: Uint8Array
  /** Where on the plate, px, u and v a pixel. */
  readonly at: Float32Array
  /** Depth of the lens's picture (depthKindOf) over depth along the plate's axis. */
  readonly depth: Float32Array
}

export const NOWHERE = 255

/** Rays farther from the optical axis than this are not drawn on one plate: its corners would be too large. */
const WIDEST_PLATE = Math.tan((62 * Math.PI) / 180)
/** px round what is looked at, for interpolation and for the smoothing of edges. */
const MARGIN = 3
/** The plates together have at most this many times the picture's pixels. */
const MOST_PIXELS = 5
/** Share of the picture's pixels that may lie closer together than the plate's. */
const COARSE = 0.1

const turned = (yaw: number, pitch: number): Quat => quatFromEuler({ yaw, pitch, roll: 0 })
const FACES: readonly Quat[] = [
  turned(0, 0),
  turned(Math.PI / 2, 0),
  turned(-Math.PI / 2, 0),
  turned(0, -Math.PI / 2),
  turned(0, Math.PI / 2),
  turned(Math.PI, 0),
]

/** The face of the cube that a ray leaves by: its place in FACES. */
const faceOf = ([x, y, z]: Vec3): number => {
  const [ax, ay, az] = [Math.abs(x), Math.abs(y), Math.abs(z)]
  if (ax >= ay && ax >= az) return x > 0 ? 0 : 5
  if (ay >= az) return y > 0 ? 1 : 2
  return z > 0 ? 3 : 4
}

/** What is looked at on a plate: bounds of the tangents to the right and down, and how fine. */
interface Used {
  left: number
  top: number
  right: number
  bottom: number
  /** Distances of neighbouring pixels, in tangents. */
  readonly steps: number[]
}

/** Makes plates and map of a picture. */
export const warpOf = (k: Pinhole): Warp => {
  const { width, height } = k
  const rays = Array.from({ length: width * height }, (_, i) =>
    rayThrough(k, (i % width) + 0.5, Math.floor(i / width) + 0.5),
  )
  const isOnePlate = rays.every((r) => r === null || Math.hypot(r[1], r[2]) <= WIDEST_PLATE * r[0])
  const plate = new Uint8Array(width * height).fill(NOWHERE)
  const at = new Float32Array(2 * width * height)
  const used = FACES.map((): Used => ({
    left: Infinity,
    top: Infinity,
    right: -Infinity,
    bottom: -Infinity,
    steps: [],
  }))
  const inward = FACES.map(conjugate)
  for (const [i, ray] of rays.entries()) {
    if (ray === null) continue
    const face = isOnePlate ? 0 : faceOf(ray)
    const [x, y, z] = rotate(inward[face], ray)
    const [right, down] = [-y / x, -z / x]
    plate[i] = face
    at[2 * i] = right
    at[2 * i + 1] = down
    note(used[face], right, down)
    if (i % width > 0 && plate[i - 1] === face)
      used[face].steps.push(Math.hypot(right - at[2 * i - 2], down - at[2 * i - 1]))
  }
  const wanted = used.map(({ steps }) => 1 / (quantile(steps, COARSE) ?? Infinity))
  const area = used.reduce(
    (sum, u, i) => sum + (u.right > u.left ? (u.right - u.left) * (u.bottom - u.top) * wanted[i] ** 2 : 0),
    0,
  )
  const shrink = Math.min(1, Math.sqrt((MOST_PIXELS * width * height) / area))
  const plates: Plate[] = []
  const numbers = used.map((u, face) => {
    if (u.right === -Infinity) return NOWHERE
    plates.push({ orientation: FACES[face], pinhole: plateFor(u, wanted[face] * shrink || k.fx) })
    return plates.length - 1
  })
  const depth = new Float32Array(width * height)
  const isRange = depthKindOf(k) === 'range'
  for (let i = 0; i < plate.length; i++) {
    const ray = rays[i]
    if (ray === null) continue
    const [right, down] = [at[2 * i], at[2 * i + 1]]
    const range = Math.hypot(1, right, down)
    depth[i] = isRange ? range : (range * ray[0]) / norm(ray)
    plate[i] = numbers[plate[i]]
    const { fx, fy, cx, cy } = plates[plate[i]].pinhole
    at[2 * i] = cx + fx * right
    at[2 * i + 1] = cy + fy * down
  }
  return { plates, plate, at, depth }
}

/** A plate as the renderer draws it. */
export const plateView = (view: CameraView, { orientation, pinhole }: Plate): CameraView => ({
  ...view,
  pose: compose(view.pose, { position: [0, 0, 0], orientation }),
  pinhole,
})

const note = (used: Used, right: number, down: number): void => {
  used.left = Math.min(used.left, right)
  used.right = Math.max(used.right, right)
  used.top = Math.min(used.top, down)
  used.bottom = Math.max(used.bottom, down)
}

const plateFor = ({ left, top, right, bottom }: Used, f: number): Pinhole => ({
  width: Math.ceil((right - left) * f) + 2 * MARGIN,
  height: Math.ceil((bottom - top) * f) + 2 * MARGIN,
  fx: f,
  fy: f,
  cx: MARGIN - left * f,
  cy: MARGIN - top * f,
})

const quantile = (values: number[], q: number): number | undefined =>
  Float64Array.from(values)
    .sort()
    .at(Math.floor(q * values.length))
