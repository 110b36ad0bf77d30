/** Small things on a car: mirrors, handles, plates, grille bars, wipers, aerial, exhaust. */
import { stream, type Vec3 } from '../../math/index.ts'
import {
  bothSides,
  box,
  ellipsoid,
  merged,
  roundedBox,
  span,
  tube,
  MeshBuilder,
  type Rgb,
} from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import type { CarBody } from './car-body.ts'
import { GRILLES } from './faces.ts'
import { doorFront } from './lower-body.ts'
import { BLACK_TRIM, CHROME, GREY_TRIM, type AddPart } from './parts.ts'
import { PLATE_GROUND, PLATE_HEIGHT, PLATE_TEXT, plate, plateText } from './plate.ts'
import type { Style } from './style.ts'

export const addDetails = (
  add: AddPart,
  body: CarBody,
  style: Style,
  paint: Rgb,
  seed: number,
  id: string,
): void => {
  addMirrors(add, body, style, paint)
  addHandles(add, body, style, paint)
  addPlates(add, body, style, plateText(stream(seed, id, 'plate')))
  addGrilleBars(add, body, style)
  addWipers(add, body)
  addRoofFin(add, body, paint)
}

/** m: with its foot 0.12 m beyond the body, as of a Golf (1.79 m, with mirrors 2.07 m) or a BMW 3 (1.83 and 2.07 m). */
const CAR_MIRROR = 0.14

const addMirrors = (
  add: AddPart,
  { proportions: p, lower, cabin }: CarBody,
  style: Style,
  paint: Rgb,
): void => {
  const x = p.cowl - 0.62 + 0.2 * p.blunt
  const foot = cabin.footHalfWidth(x)
  const z = lower.cap(x, foot) + 0.075
  const [tall, wide, inner] =
    style.lamps !== 'swept' ? [0.13, 0.2, foot + 0.07] : [0.075, CAR_MIRROR, foot + 0.06]
  const housing = roundedBox([x - 0.075, inner, z - tall], [x + 0.09, inner + wide, z + tall], 0.06, 5)
  add('mirrors', bothSides(housing), 'paint', paint, 'mirror')
  const stalk = roundedBox(
    [x - 0.03, foot - 0.04, z - tall - 0.02],
    [x + 0.05, inner + 0.05, z - tall + 0.05],
    0.02,
    2,
  )
  add('mirror-stalks', bothSides(stalk), 'plastic', BLACK_TRIM, 'mirror')
  const glass = new MeshBuilder()
  const [y0, y1, h] = [inner + 0.025, inner + wide - 0.025, tall - 0.02]
  const back = x - 0.0765
  glass.face([
    [back, y1, z - h],
    [back, y0, z - h],
    [back, y0, z + h],
    [back, y1, z + h],
  ])
  add('mirror-glass', bothSides(glass.build()), 'glass', [0.25, 0.27, 0.3], 'mirror')
}

/** Bars on the doors' outside; sizes from where the seams are. */
const addHandles = (
  add: AddPart,
  { proportions: p, lower, cabin }: CarBody,
  style: Style,
  paint: Rgb,
): void => {
  const start = doorFront(p)
  const end = cabin.foot[0] + 0.2
  const handles: Mesh[] = []
  for (const share of style.doors.slice(0, 2)) {
    const x = start + (end - start) * share + 0.2
    const z = lower.cap(x, lower.halfWidth(x)) - 0.16
    const y = lower.halfWidth(x) - 0.012
    handles.push(roundedBox([x - 0.1, y - 0.03, z - 0.017], [x + 0.1, y + 0.012, z + 0.017], 0.015, 2))
  }
  add(
    'handles',
    bothSides(merged(handles)),
    'paint',
    [paint[0] * 0.8, paint[1] * 0.8, paint[2] * 0.8],
    'trim',
  )
}

const addPlates = (add: AddPart, { proportions: p, lower }: CarBody, style: Style, text: string): void => {
  const front: Vec3 = [p.front - 0.005, 0, lower.band(0, 0.48)[2]]
  const recess = lower.band(lower.knots[lower.knots.length - 1], 0.72)
  const rear: Vec3 = [recess[0] - 0.008, 0, recess[2]]
  // A truck's rear plate hangs on its box.
  const places: (readonly [Vec3, 1 | -1])[] =
    style.lamps === 'truck'
      ? [[front, 1]]
      : [
          [front, 1],
          [rear, -1],
        ]
  const plates = places.map(([at, facing]) => plate(text, at, facing))
  add('plates', merged(plates.map((one) => one.ground)), 'plate', PLATE_GROUND, 'plate')
  add('plate-text', merged(plates.map((one) => one.text)), 'plate', [0.01, 0.01, 0.012], 'plate', {
    thin: PLATE_TEXT,
  })
  add('plate-bands', merged(plates.map((one) => one.band)), 'plate', [0.02, 0.06, 0.3], 'plate')
  const holders = places.map(([[x, , z], facing]) => {
    const [near, far] = [x - facing * 0.007, x - facing * 0.03]
    const high = PLATE_HEIGHT / 2 + 0.012
    return box([Math.min(near, far), -0.275, z - high], [Math.max(near, far), 0.275, z + high])
  })
  add('plate-holders', merged(holders), 'plastic', BLACK_TRIM, 'trim')
}

const addGrilleBars = (add: AddPart, { lower, proportions: p }: CarBody, style: Style): void => {
  const { low, high, wide, narrow } = GRILLES[style.grille]
  const bars: Mesh[] = []
  const rows = style.grille === 'slim' ? 2 : 5
  for (let i = 1; i <= rows; i++) {
    const share = i / (rows + 1)
    bars.push(
      strip(lower, low + (high - low) * share, (narrow + (wide - narrow) * share) * p.halfWidth - 0.02),
    )
  }
  for (const b of [0.17, 0.25]) bars.push(strip(lower, b, 0.63 * p.halfWidth))
  add('grille-bars', merged(bars), 'plastic', GREY_TRIM, 'trim', { thin: { width: 0.014, on: BLACK_TRIM } })
  const badge = lower.band(0, style.grille === 'slim' ? 0.85 : 0.78)
  add(
    'badge',
    ellipsoid([badge[0] - 0.006, 0, badge[2]], [0.012, 0.05, 0.05], 14, 6),
    'chrome',
    CHROME,
    'trim',
  )
}

/** A horizontal bar in the front face from -reach to reach. */
const strip = (lower: CarBody['lower'], b: number, reach: number): Mesh => {
  const path: Vec3[] = span(-1, 1, 10).map((u) => {
    const [x, y, z] = lower.band(Math.abs(u) * reach, b)
    return [x - 0.012, u < 0 ? -y : y, z]
  })
  return tube(path, () => 0.007, 5)
}

const addWipers = (add: AddPart, { cabin }: CarBody): void => {
  const blade = (from: number, to: number, b0: number, b1: number): Mesh => {
    const path: Vec3[] = span(0, 1, 6).map((u) => {
      const a = from + (to - from) * u
      const [x, y, z] = cabin.band(Math.abs(a), b0 + (b1 - b0) * u)
      return [x + 0.012, a < 0 ? -y : y, z + 0.012]
    })
    return tube(path, () => 0.008, 4)
  }
  const w = cabin.pillarFront
  add(
    'wipers',
    merged([blade(0.75 * w, 0.02 * w, 0.1, 0.14), blade(-0.02 * w, -0.7 * w, 0.1, 0.14)]),
    'plastic',
    BLACK_TRIM,
    'trim',
  )
}

const addRoofFin = (add: AddPart, { proportions: p, cabin }: CarBody, paint: Rgb): void => {
  const x = p.roofRear + 0.22
  const z = cabin.cap(x, 0) - 0.005
  // Never above the vehicle's height.
  const top = Math.min(z + 0.06, p.height - 0.004)
  if (top < z + 0.025) return
  const builder = new MeshBuilder()
  const front: Vec3 = [x + 0.11, 0, z]
  const peak: Vec3 = [x - 0.03, 0, top]
  const back: Vec3 = [x - 0.06, 0, z]
  const [left, right]: Vec3[] = [
    [x - 0.03, 0.025, z],
    [x - 0.03, -0.025, z],
  ]
  builder.face([front, left, peak])
  builder.face([left, back, peak])
  builder.face([front, peak, right])
  builder.face([right, peak, back])
  builder.face([front, right, back, left])
  add('fin', builder.build(), 'paint', paint, 'trim')
}
