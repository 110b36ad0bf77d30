/** A touring caravan: a box with rounded corners, windows on all sides, a door on the right, a drawbar. */
import { stream, type Vec3 } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import { bothSides, box, ellipsoid, merged, roundedBox, tube, type Field, type Rgb } from '../mesh/index.ts'
import { coach, type Coach, type Wall } from './coach.ts'
import { BLACK_TRIM, GLASS, GREY_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { PLATE_GROUND, PLATE_TEXT, plate, plateText } from './plate.ts'
import { archRadius, floorUnder, wheelWell } from './underside.ts'

const PAINT = ['paint']
const FINE = 0.14
/** From the coupling's head to the body's front wall, m. */
const DRAWBAR = 1.25

export const addCaravan = (add: AddPart, spec: VehicleSpec, paint: Rgb, seed: number, id: string): void => {
  const [rear, tip] = [-spec.rearOverhang, spec.length - spec.rearOverhang]
  const front = tip - Math.min(DRAWBAR, 0.25 * spec.length)
  const [h, w] = [spec.height, spec.width / 2]
  const bottom = Math.max(spec.groundClearance, 0.28)
  const body = coach(
    {
      front,
      rear,
      halfWidth: w,
      bottom,
      top: h,
      cornerFront: 0.22,
      cornerRear: 0.2,
      edge: 0.14,
      bow: 0.05,
      rake: 0.28,
    },
    [0.27 * h, 0.5 * h, 0.62 * h, 0.78 * h],
  )
  cut(body, spec)
  const { panel, roof } = body
  add('body', merged([panel.mesh('paint'), roof]), 'paint', paint, 'body')
  const stripe =
    stream(seed, id, 'stripe').next() < 0.5 ? ([0.03, 0.06, 0.2] as const) : ([0.25, 0.2, 0.13] as const)
  add('stripe', panel.mesh('stripe'), 'paint', stripe, 'body')
  add('seams', panel.mesh('seam'), 'plastic', [0.3 * paint[0], 0.3 * paint[1], 0.3 * paint[2]], 'trim', {
    thin: { width: 0.012, on: paint },
  })
  add('window-frames', merged([panel.mesh('frame'), panel.mesh('lamp-frame')]), 'plastic', BLACK_TRIM, 'trim')
  add('glass', panel.mesh('glass', 0.012), 'glass', GLASS, 'window')
  for (const lamp of ['tail', 'brake', 'reverse', 'indicator-left', 'indicator-right'] as const)
    add(lamp, panel.mesh(lamp), 'lamp', LAMP_COLOURS[lamp], 'light', { lamp })
  const inside = box([rear + 0.2, -w + 0.06, bottom], [front - 0.2, w - 0.06, 0.5 * h])
  const behind = panel.lining(['paint', 'stripe', 'frame'], 0.02)
  add('interior', merged([inside, behind]), 'interior', [0.12, 0.1, 0.08], 'interior')
  addUnderside(add, body, spec)
  addDrawbar(add, spec, front, tip, bottom)
  const { ground, text, band } = plate(plateText(stream(seed, id, 'plate')), [rear - 0.002, 0, 0.24 * h], -1)
  add('plates', ground, 'plate', PLATE_GROUND, 'plate')
  add('plate-text', text, 'plate', [0.01, 0.01, 0.012], 'plate', { thin: PLATE_TEXT })
  add('plate-bands', band, 'plate', [0.02, 0.06, 0.3], 'plate')
}

const cut = (body: Coach, spec: VehicleSpec): void => {
  const { panel, rectangle, plan } = body
  const { front, rear, halfWidth: w, top: h } = plan
  for (const axle of spec.axles) {
    const arch: Field = ({ p: [x, y, z] }) =>
      Math.abs(y) < 0.8 * w ? 1 : Math.hypot(x - axle.x, z - axle.wheelRadius) - archRadius(axle)
    panel.region(`arch ${axle.x}`, arch, PAINT, FINE)
  }
  const pane = (wall: Wall, from: number, to: number, low: number, high: number): void => {
    const field = rectangle(wall, from, to, low * h, high * h, 0.06)
    panel.region('frame', (q) => field(q) - 0.025, PAINT, FINE)
    panel.region('glass', field, ['frame'])
  }
  const long = front - rear
  pane('front', -w + 0.35, w - 0.35, 0.5, 0.76)
  pane('rear', -w + 0.4, w - 0.4, 0.52, 0.76)
  pane('left', rear + 0.1 * long, rear + 0.32 * long, 0.52, 0.76)
  pane('left', rear + 0.62 * long, rear + 0.86 * long, 0.52, 0.76)
  pane('right', rear + 0.08 * long, rear + 0.28 * long, 0.52, 0.76)
  pane('right', rear + 0.7 * long, rear + 0.9 * long, 0.52, 0.76)
  const door = rectangle(
    'right',
    rear + 0.46 * long,
    rear + 0.46 * long + 0.62,
    plan.bottom + 0.06,
    0.83 * h,
    0.06,
  )
  panel.line('seam', door, 0.014, PAINT)
  pane('right', rear + 0.46 * long + 0.14, rear + 0.46 * long + 0.48, 0.58, 0.76)
  panel.region(
    'stripe',
    ({ b: z, p: [, y] }) => (Math.abs(y) > 0.7 * w ? Math.abs(z - 0.43 * h) - 0.05 * h : 1),
    PAINT,
  )
  for (const s of [1, -1]) {
    const strip = (low: number, high: number): Field =>
      rectangle(
        'rear',
        Math.min(s * 0.72, s * 0.92) * w,
        Math.max(s * 0.72, s * 0.92) * w,
        low * h,
        high * h,
        0.03,
      )
    panel.region('lamp-frame', strip(0.185, 0.385), PAINT, 0.1)
    panel.region('tail', strip(0.33, 0.38), ['lamp-frame'], 0.08)
    panel.region('brake', strip(0.28, 0.325), ['lamp-frame'], 0.08)
    panel.region(s > 0 ? 'indicator-left' : 'indicator-right', strip(0.23, 0.275), ['lamp-frame'], 0.08)
    panel.region('reverse', strip(0.19, 0.225), ['lamp-frame'], 0.08)
  }
}

const addUnderside = (add: AddPart, { band, plan, lines, panel }: Coach, spec: VehicleSpec): void => {
  const meshes = [floorUnder((a) => band(a, plan.bottom), lines, spec.axles)]
  for (const axle of spec.axles) {
    const onArch = ({ p: [x, , z] }: { readonly p: Vec3 }): boolean =>
      Math.abs(Math.hypot(x - axle.x, z - axle.wheelRadius) - archRadius(axle)) < 0.004
    const lip = ([x, y, z]: Vec3): Vec3 => [x, y - Math.sign(y) * 0.05, z]
    meshes.push(panel.reveal(`arch ${axle.x}`, lip, onArch), bothSides(wheelWell(axle, () => plan.halfWidth)))
    meshes.push(
      box(
        [axle.x - 0.05, -axle.track / 2, axle.wheelRadius - 0.05],
        [axle.x + 0.05, axle.track / 2, axle.wheelRadius + 0.05],
      ),
    )
  }
  add('underside', merged(meshes), 'plastic', BLACK_TRIM, 'body')
}

/** The A-frame with its coupling head, jockey wheel and gas locker. */
const addDrawbar = (add: AddPart, spec: VehicleSpec, front: number, tip: number, bottom: number): void => {
  const z = spec.coupling?.z ?? 0.42
  const beam = tube(
    [
      [front - 0.4, 0.55, bottom + 0.02],
      [tip - 0.28, 0.06, z],
    ],
    () => 0.04,
    6,
  )
  const head = tube(
    [
      [tip - 0.4, 0, z],
      [tip - 0.05, 0, z],
    ],
    () => 0.045,
    8,
  )
  const jockey = [
    tube(
      [
        [tip - 0.45, 0.08, 0.12],
        [tip - 0.45, 0.08, z + 0.35],
      ],
      () => 0.022,
      6,
    ),
    ellipsoid([tip - 0.45, 0.08, 0.11], [0.1, 0.03, 0.1], 12, 6),
  ]
  const ball = ellipsoid([tip - 0.055, 0, z - 0.01], [0.055, 0.05, 0.06], 10, 6)
  add('drawbar', merged([bothSides(beam), head, ball, ...jockey]), 'metal', GREY_TRIM, 'trim')
  const locker = roundedBox([front - 0.1, -0.5, bottom + 0.06], [front + 0.42, 0.5, bottom + 0.55], 0.08, 3)
  add('locker', locker, 'paint', [0.6, 0.6, 0.59], 'body')
}
