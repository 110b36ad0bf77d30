/** What lidars and radars give, for a pane and for the world: from above, from behind, and as points. */
import { cornersOf, type EchoLabel, type LidarFrame, type RadarFrame } from '../src/labels/index.ts'
import { inverseTransformPoint, transformPoint, type Pose } from '../src/math/index.ts'
import type { Layer, StreamedObject } from '../src/protocol/index.ts'
import { colourOf, farColour, painted, speedColour, type Rgb } from './colours.ts'

export interface Drawn {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
  readonly objects: StreamedObject[]
}

const EMPTY: Rgb = [14, 17, 22]
/** Pixels along a side of a picture from above, and metres: of a lidar round it, of a radar before it. */
const TOP_SIZE = 480
const LIDAR_METRES = 100
const RADAR_METRES = 160

/** From a place in the sensor's frame (x ahead, y left) to its pixel: ahead is up. */
type ToPixel = (x: number, y: number) => readonly [u: number, v: number]

const above =
  (metres: number, middle: number): ToPixel =>
  (x, y) => [TOP_SIZE / 2 - (y / metres) * TOP_SIZE, TOP_SIZE * middle - (x / metres) * TOP_SIZE]
const aboveLidar = above(LIDAR_METRES, 0.5)
const aboveRadar = above(RADAR_METRES, 0.95)

/** Paints a square of 2 r + 1 pixels. */
const dot = (rgba: Uint8Array, [u, v]: readonly [number, number], r: number, colour: Rgb): void => {
  const [left, top] = [Math.floor(u) - r, Math.floor(v) - r]
  for (let y = Math.max(0, top); y <= Math.min(TOP_SIZE - 1, top + 2 * r); y++)
    for (let x = Math.max(0, left); x <= Math.min(TOP_SIZE - 1, left + 2 * r); x++)
      rgba.set(colour, (y * TOP_SIZE + x) * 4)
}

/** Where objects stand in a picture from above. What gives no echo is drawn as what is hidden in a camera's picture. */
const standing = (objects: readonly EchoLabel[], pose: Pose, toPixel: ToPixel): StreamedObject[] =>
  objects.flatMap((o) => {
    const pixels = cornersOf(o.box3d)
      .map((c) => inverseTransformPoint(pose, c))
      .map(([x, y]) => toPixel(x, y))
    const [us, vs] = [pixels.map(([u]) => u), pixels.map(([, v]) => v)]
    const box: [number, number, number, number] = [
      ...([Math.min(...us), Math.min(...vs)] as const),
      ...([Math.max(...us), Math.max(...vs)] as const),
    ]
    if (box[2] < 0 || box[3] < 0 || box[0] > TOP_SIZE || box[1] > TOP_SIZE) return []
    return {
      ...{ actor: o.actor, instance: o.instance, semantic: o.semantic, distance: o.distance },
      ...{ visible: box, amodal: box, occlusion: o.returns > 0 ? 0 : 1, truncation: 0 },
      edges: [],
    }
  })

type Points = LidarFrame['points']

const pointColour = (points: Points, layer: Layer, i: number): Rgb => {
  if (layer === 'instance') return colourOf(points.instance[i])
  if (layer === 'intensity')
    return [80, 120, 90].map((c) => c + 130 * Math.min(1, points.intensity[i])) as unknown as Rgb
  if (layer === 'depth') return farColour(Math.hypot(...points.compensated.subarray(3 * i, 3 * i + 3)))
  return colourOf(points.semantic[i])
}

/** A lidar's turn from above, its points without the motion of who carries it and of whom they hit. */
export const lidarFromAbove = ({ points, pose, objects }: LidarFrame, layer: Layer): Drawn => {
  const rgba = painted(TOP_SIZE * TOP_SIZE, () => EMPTY)
  for (let i = 0; i < points.count; i++) {
    const [x, y] = points.compensated.subarray(3 * i, 3 * i + 2)
    dot(rgba, aboveLidar(x, y), 0, pointColour(points, layer, i))
  }
  return { width: TOP_SIZE, height: TOP_SIZE, rgba, objects: standing(objects, pose, aboveLidar) }
}

/** The eye of the view from behind: so far behind and above the lidar, m, its nose down, rad, with this focal length, px. */
const BEHIND = 14
const ABOVE = 7
const DOWN = 0.35
const FOCAL = 330
const VIEW_HEIGHT = 270

/** A lidar's turn in space, seen from behind and above it; nearer points are larger and before others. */
export const lidarFromBehind = ({ points }: LidarFrame): Drawn => {
  const rgba = painted(TOP_SIZE * VIEW_HEIGHT, () => EMPTY)
  const nearestAt = new Float32Array(TOP_SIZE * VIEW_HEIGHT).fill(Infinity)
  const [sin, cos] = [Math.sin(DOWN), Math.cos(DOWN)]
  for (let i = 0; i < points.count; i++) {
    const [x, y, z] = points.compensated.subarray(3 * i, 3 * i + 3)
    const [ahead, up] = [x + BEHIND, z - ABOVE]
    const depth = ahead * cos - up * sin
    if (depth < 1) continue
    const u = TOP_SIZE / 2 - (FOCAL * y) / depth
    const v = VIEW_HEIGHT / 2 - (FOCAL * (ahead * sin + up * cos)) / depth
    const r = depth < 25 ? 1 : 0
    const colour = pointColour(points, 'semantic', i)
    for (let py = Math.floor(v) - r; py <= Math.floor(v) + r; py++)
      for (let px = Math.floor(u) - r; px <= Math.floor(u) + r; px++) {
        const at = py * TOP_SIZE + px
        if (px < 0 || py < 0 || px >= TOP_SIZE || py >= VIEW_HEIGHT || nearestAt[at] <= depth) continue
        nearestAt[at] = depth
        rgba.set(colour, at * 4)
      }
  }
  return { width: TOP_SIZE, height: VIEW_HEIGHT, rgba, objects: [] }
}

/** A radar's detections from above, the radar at the bottom: by their speed along the line of sight, or by whom they are of. */
export const radarFromAbove = ({ detections, objects, pose }: RadarFrame, layer: Layer): Drawn => {
  const rgba = painted(TOP_SIZE * TOP_SIZE, () => EMPTY)
  for (const { range, azimuth, radialSpeed, instance } of detections) {
    const place = aboveRadar(range * Math.cos(azimuth), range * Math.sin(azimuth))
    dot(rgba, place, 3, layer === 'instance' ? colourOf(instance) : speedColour(radialSpeed))
  }
  return { width: TOP_SIZE, height: TOP_SIZE, rgba, objects: standing(objects, pose, aboveRadar) }
}

/** Points that are handed to a page, at most: of a finer turn every so-manieth. */
const MOST_POINTS = 20_000

/** A turn in the world: x, y, z (m) and the class number of each point, float32 little-endian. */
export const worldPoints = ({ points, pose }: LidarFrame): { count: number; data: Uint8Array } => {
  const stride = Math.max(1, Math.ceil(points.count / MOST_POINTS))
  const count = Math.ceil(points.count / stride)
  const out = new Float32Array(4 * count)
  for (let i = 0; i < count; i++) {
    const from = i * stride
    const [x, y, z] = points.compensated.subarray(3 * from, 3 * from + 3)
    out.set([...transformPoint(pose, [x, y, z]), points.semantic[from]], 4 * i)
  }
  return { count, data: new Uint8Array(out.buffer) }
}
