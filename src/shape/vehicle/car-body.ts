/** Car and van bodies: the two skins cut into panels, glass, lamps, grille and seams. */
import type { Vec3 } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import {
  Panel,
  bothSides,
  merged,
  mirrored,
  polygonDistance,
  span,
  type Field,
  type Rgb,
} from '../mesh/index.ts'
import type { LampKind } from '../shape.ts'
import { interiorMesh } from './interior.ts'
import { BLACK_TRIM, CHROME, GLASS, GREY_TRIM, LAMP_COLOURS, SEAM, type AddPart } from './parts.ts'
import type { Proportions, Style } from './style.ts'
import {
  CABIN_ROWS,
  LOWER_ROWS,
  cabinSkin,
  capSurface,
  lowerSkin,
  type CabinSkin,
  type LowerSkin,
} from './surfaces.ts'
import { addUnderside, archRadius } from './underside.ts'

/** Everything that later details need to know about the body. */
export interface CarBody {
  readonly proportions: Proportions
  readonly lower: LowerSkin
  readonly cabin: CabinSkin
}

export const addCarBody = (add: AddPart, spec: VehicleSpec, style: Style, paint: Rgb): CarBody => {
  const p = style.proportions(spec)
  const lower = lowerSkin(p)
  const cabin = cabinSkin(p, lower)
  const sides = lowerPanel(spec, style, p, lower, cabin)
  const top = deckPanel(p, lower, cabin)
  const glasshouse = cabinPanel(style, p, cabin)
  const roof = new Panel(capSurface(cabin), cabinLines(cabin), span(0, 1, 5), 'paint')

  const painted = [sides.mesh('paint'), top.mesh('paint'), glasshouse.mesh('paint'), roof.mesh('paint')]
  add('body', merged(painted.map(bothSides)), 'paint', paint, 'body')
  add(
    'seams',
    bothSides(merged([sides.mesh('seam', -0.002), top.mesh('seam', -0.002)])),
    'plastic',
    SEAM,
    'trim',
  )
  add('trim', bothSides(merged([sides.mesh('trim'), sides.mesh('cladding')])), 'plastic', GREY_TRIM, 'trim')
  addGlass(add, glasshouse)
  addFrontFace(add, sides)
  addLamps(add, sides)
  addUnderside(add, spec, lower, sides)
  add(
    'lining',
    bothSides(glasshouse.lining(['paint', 'frame'], 0.03)),
    'interior',
    [0.03, 0.03, 0.032],
    'interior',
  )
  add(
    'interior',
    interiorMesh(p, lower, cabin, style.glassTo > 0.5),
    'interior',
    [0.02, 0.02, 0.022],
    'interior',
  )
  return { proportions: p, lower, cabin }
}

/** Grid lines through all knots, no further apart than `apart` says. */
const gridLines = (knots: readonly number[], apart: (a: number) => number): number[] => {
  const lines = [knots[0]]
  for (let i = 1; i < knots.length; i++) {
    const n = Math.max(1, Math.ceil((knots[i] - knots[i - 1]) / apart((knots[i] + knots[i - 1]) / 2)))
    for (let k = 1; k <= n; k++) lines.push(knots[i - 1] + ((knots[i] - knots[i - 1]) * k) / n)
  }
  return lines
}

/** Bands and caps share their grid lines, so that they meet without a gap. */
const cabinLines = (cabin: CabinSkin): number[] => gridLines(cabin.knots, () => 0.09)
const lowerLines = (p: Proportions, lower: LowerSkin): number[] => {
  const end = lower.knots[lower.knots.length - 1]
  // Corners bend more than sides.
  return gridLines(lower.knots, (a) => (Math.min(a, end - a) < 1.7 * p.halfWidth ? 0.07 : 0.11))
}

const ALL_PAINT = ['paint']

const lowerPanel = (
  spec: VehicleSpec,
  style: Style,
  p: Proportions,
  lower: LowerSkin,
  cabin: CabinSkin,
): Panel => {
  const end = lower.knots[lower.knots.length - 1]
  const panel = new Panel(lower.band, lowerLines(p, lower), [...LOWER_ROWS, 1.33, 1.66, 2], 'paint')
  panel.mark('trim', (q) => q.b < 0.05)
  if (style.cladding) panel.mark('cladding', (q) => q.b < 0.16)
  for (const axle of spec.axles) {
    const radius = archRadius(axle)
    const arch: Field = ({ p: [x, , z], b }) =>
      b > 1 ? 1 : Math.hypot(x - axle.x, z - axle.wheelRadius) - radius
    if (style.cladding) panel.region('cladding', (q) => arch(q) - 0.055)
    panel.region(`arch ${axle.x}`, arch)
  }
  cutFrontFace(panel, style, p)
  cutTail(panel, style, p, end)
  cutSeams(panel, spec, style, p, cabin)
  return panel
}

/** Metres along and up the band, near enough for drawing on it. */
const drawn = (q: { readonly a: number; readonly b: number }, height: number): readonly [number, number] => [
  q.a,
  q.b * height,
]

const cutFrontFace = (panel: Panel, style: Style, p: Proportions): void => {
  const w = p.halfWidth
  const h = 0.5
  const at = (corners: readonly (readonly [number, number])[], radius: number): Field => {
    const d = polygonDistance(
      corners.map(([a, b]) => [a * w, b * h] as const),
      radius,
    )
    return (q) => (q.a > 2.2 * w ? 1 : d(...drawn(q, h)))
  }
  // Grille between the lamps, its rim first.
  const wide = { slim: 0.5, wide: 0.44, tall: 0.46 }[style.grille]
  const low = { slim: 0.76, wide: 0.56, tall: 0.52 }[style.grille]
  const grille = at(
    [
      [-wide, 0.94],
      [wide, 0.94],
      [wide * 0.82, low],
      [-wide * 0.82, low],
    ],
    0.012,
  )
  panel.region('grille-rim', (q) => grille(q) - 0.014, ALL_PAINT)
  panel.region('grille', grille, ['grille-rim'])
  const intake = at(
    [
      [-0.62, 0.33],
      [0.62, 0.33],
      [0.72, 0.1],
      [-0.72, 0.1],
    ],
    0.015,
  )
  panel.region('intake', intake, ALL_PAINT)
  const pocket = at(
    [
      [0.88, 0.36],
      [1.08, 0.38],
      [1.05, 0.16],
      [0.86, 0.13],
    ],
    0.015,
  )
  panel.region('intake', pocket, ALL_PAINT)
  // Headlamp: a swept-back pane with two projectors and an indicator at its outer end.
  const lamp = at(
    [
      [0.56, 0.8],
      [0.9, 0.72],
      [1.24, 0.86],
      [1.5, 1.01],
      [1.2, 1.01],
      [0.56, 0.93],
    ],
    0.012,
  )
  panel.region('lamp-frame', (q) => lamp(q) - 0.01, ALL_PAINT)
  panel.region('housing', lamp, ['lamp-frame'])
  for (const [a, b, r] of [
    [0.74, 0.845, 0.052],
    [0.96, 0.86, 0.052],
  ] as const)
    panel.region('head', (q) => Math.hypot(q.a - a * w, (q.b - b) * h) - r, ['housing'])
  panel.region(
    'indicator',
    at(
      [
        [1.1, 0.9],
        [1.16, 0.85],
        [1.4, 0.97],
        [1.36, 0.985],
      ],
      0.006,
    ),
    ['housing'],
  )
}

const cutTail = (panel: Panel, style: Style, p: Proportions, end: number): void => {
  const w = p.halfWidth
  const h = 0.6
  const at = (corners: readonly (readonly [number, number])[], radius: number): Field => {
    const d = polygonDistance(
      corners.map(([a, b]) => [a * w, b * h] as const),
      radius,
    )
    return (q) => (q.a < end - 2.2 * w ? 1 : d(end - q.a, q.b * h))
  }
  const upright = style.tailLamps === 'upright'
  const lamp = upright
    ? at(
        [
          [0.9, 0.55],
          [1.06, 0.55],
          [1.06, 1],
          [0.9, 1],
        ],
        0.01,
      )
    : at(
        [
          [0.56, 0.74],
          [1.05, 0.72],
          [1.48, 0.9],
          [1.36, 0.97],
          [0.56, 0.95],
        ],
        0.014,
      )
  panel.region('lamp-frame', (q) => lamp(q) - 0.008, ALL_PAINT)
  panel.region('tail', lamp, ['lamp-frame'])
  if (upright) {
    panel.region(
      'brake',
      at(
        [
          [0.9, 0.85],
          [1.06, 0.85],
          [1.06, 0.98],
          [0.9, 0.98],
        ],
        0.002,
      ),
      ['tail'],
    )
    panel.region(
      'rear-indicator',
      at(
        [
          [0.9, 0.7],
          [1.06, 0.7],
          [1.06, 0.78],
          [0.9, 0.78],
        ],
        0.002,
      ),
      ['tail'],
    )
    panel.region(
      'reverse',
      at(
        [
          [0.9, 0.6],
          [1.06, 0.6],
          [1.06, 0.66],
          [0.9, 0.66],
        ],
        0.002,
      ),
      ['tail'],
    )
  } else {
    panel.region(
      'brake',
      at(
        [
          [0.72, 0.85],
          [1.14, 0.84],
          [1.2, 0.92],
          [0.72, 0.92],
        ],
        0.006,
      ),
      ['tail'],
    )
    panel.region(
      'rear-indicator',
      at(
        [
          [0.88, 0.77],
          [1.1, 0.76],
          [1.16, 0.8],
          [0.88, 0.81],
        ],
        0.004,
      ),
      ['tail'],
    )
    panel.region(
      'reverse',
      at(
        [
          [0.6, 0.78],
          [0.8, 0.775],
          [0.8, 0.82],
          [0.6, 0.83],
        ],
        0.004,
      ),
      ['tail'],
    )
  }
  const valance = at(
    [
      [-0.7, 0.19],
      [0.7, 0.19],
      [0.8, 0.02],
      [-0.8, 0.02],
    ],
    0.012,
  )
  panel.region('trim', valance, ALL_PAINT)
  const reflector = at(
    [
      [0.78, 0.27],
      [1, 0.28],
      [1, 0.245],
      [0.78, 0.235],
    ],
    0.004,
  )
  panel.region('tail', reflector, ALL_PAINT)
  // Recess for the plate.
  const recess = at(
    [
      [-0.33, 0.85],
      [0.33, 0.85],
      [0.36, 0.58],
      [-0.36, 0.58],
    ],
    0.012,
  )
  panel.region('recess', recess, ALL_PAINT)
}

const cutSeams = (panel: Panel, spec: VehicleSpec, style: Style, p: Proportions, cabin: CabinSkin): void => {
  const onSide = (q: { readonly p: Vec3; readonly b: number }): boolean =>
    q.p[1] > 0.75 * p.halfWidth && q.b > 0.09
  const pillarX = doorFront(p)
  const rear = cabin.foot[0]
  const xs = [pillarX, ...style.doors.map((k) => pillarX + (rear + 0.2 - pillarX) * k)]
  for (const x of xs) {
    // Seams lean back a little, as the pillars above them do.
    const line: Field = (q) => q.p[0] - x + 0.05 * (q.p[2] - 0.6)
    panel.line('seam', line, 0.008, ALL_PAINT, (q) => onSide(q) && q.b < 1.7)
  }
  const [first, last] = [xs[0], xs[xs.length - 1]]
  panel.line(
    'seam',
    (q) => (q.b - 0.1) * 0.6,
    0.007,
    ALL_PAINT,
    (q) => onSide({ ...q, b: 1 }) && q.p[0] < first && q.p[0] > last,
  )
  // Bumper seams run from the wheel arches to the lamps.
  const rearAxle = spec.axles[spec.axles.length - 1].x
  panel.line(
    'seam',
    (q) => (q.b - 0.55) * 0.6,
    0.006,
    ALL_PAINT,
    (q) => q.p[0] < rearAxle - 0.2,
  )
  panel.line(
    'seam',
    (q) => (q.b - 0.7) * 0.5,
    0.006,
    ALL_PAINT,
    (q) => q.p[0] > p.frontAxle + 0.2 && q.p[1] > 0.6 * p.halfWidth,
  )
  // Bonnet and boot lid end in the rounded shoulder.
  panel.line(
    'seam',
    (q) => (q.b - 1.5) * 0.1,
    0.007,
    ALL_PAINT,
    (q) => q.p[0] > p.cowl - 0.3 || q.p[0] < cabin.foot[0] - 0.02,
  )
}

/** Where the front door begins. */
export const doorFront = (p: Proportions): number => Math.min(p.cowl - 0.42, p.frontAxle - 0.42)

/** Bonnet and boot lid; what would lie inside the cabin is left out. */
const deckPanel = (p: Proportions, lower: LowerSkin, cabin: CabinSkin): Panel => {
  const panel = new Panel(capSurface(lower), lowerLines(p, lower), span(0, 1, 6), 'paint')
  const inside: Field = ({ p: [x, y] }) =>
    Math.max(y - (cabin.footHalfWidth(x) - 0.06), cabin.foot[0] + 0.05 - x, x - (cabin.foot[1] - 0.06))
  panel.region('hidden', inside)
  // The scuttle under the wipers is black.
  panel.region(
    'seam',
    ({ p: [x, y] }) => Math.abs(x - p.cowl + 0.35 * (y / p.halfWidth) ** 2 - 0.03) - 0.05,
    ALL_PAINT,
  )
  return panel
}

const cabinPanel = (style: Style, p: Proportions, cabin: CabinSkin): Panel => {
  const end = cabin.knots[cabin.knots.length - 1]
  const panel = new Panel(cabin.band, cabinLines(cabin), [...CABIN_ROWS, 1.33, 1.66, 2], 'paint')
  const h = p.height * 0.33
  const pane = (corners: readonly (readonly [number, number])[], radius: number): Field => {
    const d = polygonDistance(
      corners.map(([a, b]) => [a, b * h] as const),
      radius,
    )
    return (q) => d(q.a, q.b * h)
  }
  const glass = (field: Field, rim: number): void => {
    panel.region('frame', (q) => field(q) - rim, ALL_PAINT)
    panel.region('glass', field, ['frame'])
  }
  const screen = cabin.pillarFront - 0.07
  glass(
    pane(
      [
        [-screen, 0.1],
        [screen, 0.1],
        [screen, 0.98],
        [-screen, 0.98],
      ],
      0.02,
    ),
    0.025,
  )
  const from = cabin.pillarFront + 0.1
  const to = from + (cabin.pillarRear - 0.02 - from) * style.glassTo
  const r = 0.035
  glass(
    pane(
      [
        [from + r, 0.1 + r / h],
        [to - r, 0.13 + r / h],
        [to - r, 0.93 - r / h],
        [from + r, 0.93 - r / h],
      ],
      r,
    ),
    0.012,
  )
  // Black pillars between the panes.
  const length = cabin.pillarRear - cabin.pillarFront
  for (const [k, share] of style.doors.entries()) {
    const at = cabin.pillarFront + length * share
    if (at > to - 0.1) continue
    panel.line('frame', (q) => q.a - at, k === 0 ? 0.09 : 0.036, ['glass'])
  }
  if (style.backlight) {
    const half = Math.min(end - cabin.pillarRear - 0.05, end - cabin.pillarRear)
    glass(
      pane(
        [
          [end - half, 0.14],
          [end + half, 0.14],
          [end + half, 0.95],
          [end - half, 0.95],
        ],
        0.02,
      ),
      0.025,
    )
  }
  return panel
}

const addGlass = (add: AddPart, glasshouse: Panel): void => {
  const depth = 0.006
  const sunk = (p: Vec3, n: Vec3): Vec3 => [p[0] - depth * n[0], p[1] - depth * n[1], p[2] - depth * n[2]]
  add('glass', bothSides(glasshouse.mesh('glass', -depth)), 'glass', GLASS, 'window')
  const frame = merged([
    glasshouse.mesh('frame'),
    // On the plane of symmetry the pane goes on into its other half: no wall there.
    glasshouse.reveal('glass', sunk, (q) => Math.abs(q.p[1]) > 1e-6),
  ])
  add('window-frames', bothSides(frame), 'plastic', BLACK_TRIM, 'trim')
}

const addFrontFace = (add: AddPart, sides: Panel): void => {
  add('grille-rim', bothSides(sides.mesh('grille-rim')), 'chrome', CHROME, 'trim')
  add(
    'grille',
    bothSides(merged([sides.mesh('grille', -0.02), sides.mesh('intake', -0.02)])),
    'plastic',
    BLACK_TRIM,
    'trim',
  )
  add('recess', bothSides(sides.mesh('recess', -0.012)), 'plastic', GREY_TRIM, 'trim')
}

const addLamps = (add: AddPart, sides: Panel): void => {
  const lamp = (name: string, kind: LampKind, raise: number): void =>
    add(name, bothSides(sides.mesh(name, raise)), 'lamp', LAMP_COLOURS[kind], 'light', { lamp: kind })
  lamp('head', 'head', 0)
  lamp('tail', 'tail', 0)
  lamp('brake', 'brake', 0)
  lamp('reverse', 'reverse', 0)
  add('lamp-housing', bothSides(sides.mesh('housing')), 'chrome', [0.2, 0.2, 0.21], 'light')
  add('lamp-frames', bothSides(sides.mesh('lamp-frame')), 'plastic', BLACK_TRIM, 'trim')
  const left = merged([sides.mesh('indicator'), sides.mesh('rear-indicator')])
  add('indicator-left', left, 'lamp', LAMP_COLOURS['indicator-left'], 'light', { lamp: 'indicator-left' })
  add('indicator-right', mirrored(left), 'lamp', LAMP_COLOURS['indicator-right'], 'light', {
    lamp: 'indicator-right',
  })
}
