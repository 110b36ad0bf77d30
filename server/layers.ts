/** Readings as pictures for a pane: the layers of a camera's frame in colours, and a lidar's points from above. */
import { cornersOf, type CameraFrame, type LidarFrame } from '../src/labels/index.ts'
import { decodeDirection, inverseTransformPoint, NO_DIRECTION } from '../src/math/index.ts'
import type { Layer, StreamedObject } from '../src/protocol/index.ts'
import type { LabelKind } from '../src/scenario/index.ts'

type Rgb = readonly [number, number, number]

/** The labels that a camera must make so that a layer can be drawn. */
export const LABELS_OF: Readonly<Record<Layer, readonly LabelKind[]>> = {
  picture: ['box2d'],
  semantic: ['box2d', 'semantic'],
  instance: ['box2d', 'instance'],
  depth: ['box2d', 'depth'],
  normals: ['box2d', 'normals'],
  drivable: ['box2d', 'drivable'],
  surface: ['box2d', 'surface'],
  intensity: ['box2d'],
}

/** Colours that lie far apart, the same for the same number: steps of the golden angle round the colour circle. */
const colourOf = (number: number): Rgb => {
  if (number === 0) return [24, 27, 32]
  const hue = (number * 137.508) % 360
  const light = 0.5 + 0.14 * (number % 3)
  const f = (n: number): number => {
    const k = (n + hue / 30) % 12
    return 255 * (light - 0.42 * Math.max(-1, Math.min(k - 3, 9 - k, 1)))
  }
  return [f(0), f(8), f(4)]
}

/** Near is bright and warm, far is dark and blue; the logarithm shows both. */
const NEAREST = 2
const FARTHEST = 150
const farColour = (metres: number): Rgb => {
  if (!Number.isFinite(metres)) return [12, 14, 20]
  const share = Math.log(metres / NEAREST) / Math.log(FARTHEST / NEAREST)
  const u = 1 - Math.min(1, Math.max(0, share))
  return [255 * Math.min(1, 0.1 + 1.3 * u), 255 * (0.12 + 0.75 * u * u), 255 * (0.4 + 0.35 * Math.sin(3 * u))]
}

const painted = (pixels: number, colour: (i: number) => Rgb): Uint8Array => {
  const rgba = new Uint8Array(pixels * 4)
  for (let i = 0; i < pixels; i++) {
    const [r, g, b] = colour(i)
    rgba.set([r, g, b, 255], i * 4)
  }
  return rgba
}

/** A layer of a camera's frame, RGBA. */
export const cameraLayer = (frame: CameraFrame, layer: Layer): Uint8Array => {
  const { width, height, rgba, depth, semantic, instance, normals, ground } = frame
  const pixels = width * height
  switch (layer) {
    case 'depth':
      return painted(pixels, (i) => farColour(depth[i]))
    case 'semantic':
      return painted(pixels, (i) => colourOf(semantic[i]))
    case 'instance':
      return painted(pixels, (i) => colourOf(instance[i]))
    case 'normals':
      return painted(pixels, (i) => {
        if (normals === undefined || normals[2 * i] === NO_DIRECTION) return [0, 0, 0]
        const [x, y, z] = decodeDirection(normals[2 * i], normals[2 * i + 1])
        return [127.5 * (1 + x), 127.5 * (1 + y), 127.5 * (1 + z)]
      })
    case 'drivable':
      return overPicture(rgba, ground?.drivable)
    case 'surface':
      return overPicture(rgba, ground?.surface)
    default:
      return rgba
  }
}

/** A mask laid over the picture in colours; where it is 0 the picture is seen, darker. */
const overPicture = (rgba: Uint8Array, mask: Uint8Array | undefined): Uint8Array =>
  painted(rgba.length / 4, (i) => {
    const share = mask === undefined || mask[i] === 0 ? 0 : 0.55
    const colour = share === 0 ? [0, 0, 0] : colourOf(mask![i])
    const keep = share === 0 ? 0.55 : 1 - share
    return [0, 1, 2].map((c) => rgba[4 * i + c] * keep + colour[c] * share) as unknown as Rgb
  })

/** Pixels along a side of a lidar's picture, and metres. */
const TOP_SIZE = 480
const TOP_METRES = 100

/** From a place in the sensor's frame (x ahead, y left) to its pixel: ahead is up. */
const pixelOf = (x: number, y: number): readonly [number, number] => [
  TOP_SIZE / 2 - (y / TOP_METRES) * TOP_SIZE,
  TOP_SIZE / 2 - (x / TOP_METRES) * TOP_SIZE,
]

export interface TopView {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8Array
  readonly objects: StreamedObject[]
}

/** A lidar's turn from above, its points without the motion of who carries it and of whom they hit. */
export const lidarFromAbove = ({ points, pose, objects }: LidarFrame, layer: Layer): TopView => {
  const rgba = painted(TOP_SIZE * TOP_SIZE, () => [14, 17, 22])
  for (let i = 0; i < points.count; i++) {
    const [x, y, z] = points.compensated.subarray(3 * i, 3 * i + 3)
    const [u, v] = pixelOf(x, y)
    if (!(u >= 0 && v >= 0 && u < TOP_SIZE && v < TOP_SIZE)) continue
    const colour =
      layer === 'semantic'
        ? colourOf(points.semantic[i])
        : layer === 'instance'
          ? colourOf(points.instance[i])
          : layer === 'intensity'
            ? ([80, 120, 90].map((c) => c + 130 * Math.min(1, points.intensity[i])) as unknown as Rgb)
            : farColour(Math.hypot(x, y, z))
    rgba.set(colour, (Math.floor(v) * TOP_SIZE + Math.floor(u)) * 4)
  }
  return {
    ...{ width: TOP_SIZE, height: TOP_SIZE, rgba },
    objects: objects.flatMap((o) => {
      const corners = cornersOf(o.box3d).map((c) => inverseTransformPoint(pose, c))
      const pixels = corners.map(([x, y]) => pixelOf(x, y))
      const [us, vs] = [pixels.map(([u]) => u), pixels.map(([, v]) => v)]
      const box: [number, number, number, number] = [
        ...([Math.min(...us), Math.min(...vs)] as const),
        ...([Math.max(...us), Math.max(...vs)] as const),
      ]
      if (box[2] < 0 || box[3] < 0 || box[0] > TOP_SIZE || box[1] > TOP_SIZE) return []
      return {
        ...{ actor: o.actor, instance: o.instance, semantic: o.semantic, distance: o.distance },
        // What gives no echo is drawn dashed, as what is hidden in a camera's picture.
        ...{ visible: box, amodal: box, occlusion: o.returns > 0 ? 0 : 1, truncation: 0 },
        edges: [],
      }
    }),
  }
}
