/** What eyes give as pictures for a pane: the layers of a camera's frame in colours, and an event camera's events. */
import type { CameraFrame, EventCameraFrame } from '../src/labels/index.ts'
import { decodeDirection, NO_DIRECTION } from '../src/math/index.ts'
import type { Layer } from '../src/protocol/index.ts'
import type { LabelKind } from '../src/scenario/index.ts'
import { colourOf, farColour, painted, type Rgb } from './colours.ts'

/** The labels that a camera must make beside its boxes so that a layer can be drawn. */
const FURTHER: Partial<Record<Layer, LabelKind>> = {
  ...{ semantic: 'semantic', instance: 'instance', depth: 'depth' },
  ...{ normals: 'normals', drivable: 'drivable', surface: 'surface' },
}

export const labelsFor = (layer: Layer): readonly LabelKind[] => {
  const further = FURTHER[layer]
  return further === undefined ? ['box2d'] : ['box2d', further]
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

const MORE: Rgb = [255, 120, 92]
const LESS: Rgb = [92, 160, 255]

/** The events of a reading, RGBA: where there was more light and where less; the newest of a pixel counts. */
export const eventPicture = ({ width, height, events }: EventCameraFrame): Uint8Array => {
  const rgba = painted(width * height, () => [14, 17, 22])
  for (let i = 0; i < events.count; i++)
    rgba.set(events.polarity[i] === 1 ? MORE : LESS, (events.y[i] * width + events.x[i]) * 4)
  return rgba
}
