/** What stands behind a truck's cab: frame, box body, mudguards, guards, rear lamps. */
import { stream } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import { bothSides, box, merged, roundedBox, tube, span, type Rgb } from '../mesh/index.ts'
import type { Vec3 } from '../../math/index.ts'
import { BLACK_TRIM, GREY_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { plate, plateText } from './plate.ts'
import type { Proportions } from './style.ts'

const ALUMINIUM: Rgb = [0.35, 0.36, 0.37]
const BOX_PAINTS: readonly Rgb[] = [
  [0.68, 0.68, 0.67],
  [0.6, 0.61, 0.63],
  [0.66, 0.63, 0.55],
]

export const addTruckBody = (
  add: AddPart,
  spec: VehicleSpec,
  cab: Proportions,
  seed: number,
  id: string,
): void => {
  const random = stream(seed, id, 'box')
  const axle = spec.axles[spec.axles.length - 1]
  const floor = Math.max(2 * axle.wheelRadius + 0.1, 0.3 * spec.height)
  addBox(add, spec, cab.rear - 0.12, floor, BOX_PAINTS[random.integer(BOX_PAINTS.length)])
  addChassis(add, spec, cab, floor)
  addTail(add, spec, plateText(stream(seed, id, 'plate')))
}

/** A box body from the rear end to `front`: smooth walls, rails along its edges, doors behind. */
export const addBox = (add: AddPart, spec: VehicleSpec, front: number, floor: number, paint: Rgb): void => {
  const rear = -spec.rearOverhang
  const w = spec.width / 2
  const shell = roundedBox([rear + 0.03, -w + 0.012, floor], [front, w - 0.012, spec.height], 0.035, 4)
  add('box', shell, 'paint', paint, 'body')
  // Rails along the edges make the full width and the rear end.
  const rails = [
    box([rear, -w, floor - 0.02], [front + 0.01, w, floor + 0.1]),
    box([rear, -w, spec.height - 0.1], [rear + 0.05, w, spec.height - 0.002]),
    ...[-1, 1].flatMap((side) => [
      box(
        [rear, side < 0 ? -w : w - 0.07, floor],
        [rear + 0.05, side < 0 ? -w + 0.07 : w, spec.height - 0.002],
      ),
      box(
        [rear, side < 0 ? -w : w - 0.03, spec.height - 0.09],
        [front, side < 0 ? -w + 0.03 : w, spec.height - 0.006],
      ),
    ]),
    // Door bars.
    ...[-0.55, -0.3, 0.3, 0.55].map((y) =>
      box([rear + 0.004, y * w - 0.015, floor + 0.1], [rear + 0.034, y * w + 0.015, spec.height - 0.1]),
    ),
  ]
  add('box-rails', merged(rails), 'metal', ALUMINIUM, 'trim')
  add(
    'door-gap',
    box([rear + 0.022, -0.008, floor + 0.1], [rear + 0.032, 0.008, spec.height - 0.1]),
    'plastic',
    BLACK_TRIM,
    'trim',
  )
}

/** Frame, axle, tanks, mudguards and side guards between the cab and the rear end. */
export const addChassis = (add: AddPart, spec: VehicleSpec, cab: Proportions, floor: number): void => {
  const rear = -spec.rearOverhang
  const w = spec.width / 2
  const axle = spec.axles[spec.axles.length - 1]
  const frame = [
    bothSides(box([rear + 0.3, 0.35, floor - 0.3], [cab.rear + 0.6, 0.45, floor - 0.05])),
    box([rear + 0.35, -0.4, floor - 0.28], [rear + 0.5, 0.4, floor - 0.08]),
    // Axle, tank and battery box.
    box(
      [axle.x - 0.1, -axle.track / 2 + 0.1, axle.wheelRadius - 0.1],
      [axle.x + 0.1, axle.track / 2 - 0.1, axle.wheelRadius + 0.1],
    ),
    bothSides(
      roundedBox(
        [axle.x + 1.1, 0.62, 0.5],
        [Math.max(axle.x + 1.6, cab.rear - 0.35), w - 0.12, floor - 0.08],
        0.12,
        4,
      ),
    ),
    box([cab.rear - 0.1, -0.5, floor - 0.3], [cab.rear, 0.5, floor + 0.5]),
  ]
  add('chassis', merged(frame), 'plastic', BLACK_TRIM, 'body')
  // Side guards against running under, and mudguards over the rear wheels.
  const inner = axle.track / 2 - axle.wheelWidth / 2 - 0.04
  const radius = axle.wheelRadius + 0.07
  const guard = span(Math.PI * 0.06, Math.PI * 0.94, 12).map((t): Vec3 => [
    axle.x + radius * Math.cos(t),
    (inner + w - 0.03) / 2,
    axle.wheelRadius + radius * Math.sin(t),
  ])
  const guards = [
    tube(guard, () => 0.035, 5),
    ...[0.55, 0.8].map((z) => box([axle.x + 0.75, w - 0.07, z], [cab.rear - 0.15, w - 0.03, z + 0.1])),
  ]
  add('guards', bothSides(merged(guards)), 'metal', GREY_TRIM, 'trim')
  const flap = box([axle.x - radius - 0.03, inner, 0.2], [axle.x - radius, w - 0.06, axle.wheelRadius + 0.1])
  add('flaps', bothSides(flap), 'rubber', BLACK_TRIM, 'trim')
}

/** The guard against running under, lamps and plate at the rear end. */
export const addTail = (add: AddPart, spec: VehicleSpec, text: string): void => {
  const rear = -spec.rearOverhang
  const w = spec.width / 2
  const z = 0.55
  const bars = [
    box([rear + 0.04, -w + 0.06, z - 0.08], [rear + 0.14, w - 0.06, z + 0.08]),
    bothSides(box([rear + 0.06, 0.36, z], [rear + 0.14, 0.46, z + 0.55])),
  ]
  add('underrun', merged(bars), 'metal', GREY_TRIM, 'trim')
  const lamp = (from: number, to: number, up = 0): ReturnType<typeof box> =>
    box([rear + 0.012, from * w, z + up - 0.055], [rear + 0.04, to * w, z + up + 0.055])
  add('tail', bothSides(lamp(0.72, 0.8)), 'lamp', LAMP_COLOURS.tail, 'light', { lamp: 'tail' })
  add('brake', bothSides(lamp(0.8, 0.87)), 'lamp', LAMP_COLOURS.brake, 'light', { lamp: 'brake' })
  add('reverse', bothSides(lamp(0.66, 0.72)), 'lamp', LAMP_COLOURS.reverse, 'light', { lamp: 'reverse' })
  const left = lamp(0.87, 0.93)
  add('rear-indicator-left', left, 'lamp', LAMP_COLOURS['indicator-left'], 'light', {
    lamp: 'indicator-left',
  })
  const right = box([rear + 0.012, -0.93 * w, z - 0.055], [rear + 0.04, -0.87 * w, z + 0.055])
  add('rear-indicator-right', right, 'lamp', LAMP_COLOURS['indicator-right'], 'light', {
    lamp: 'indicator-right',
  })
  // Red and white boards that outline the tail.
  add(
    'boards',
    bothSides(box([rear + 0.03, 0.5 * w, z + 0.09], [rear + 0.036, 0.92 * w, z + 0.2])),
    'plate',
    [0.5, 0.02, 0.02],
    'trim',
  )
  const { ground, text: letters, band } = plate(text, [rear + 0.035, 0, z], -1)
  add('rear-plate', ground, 'plate', [0.75, 0.75, 0.72], 'plate')
  add('rear-plate-text', letters, 'plate', [0.01, 0.01, 0.012], 'plate')
  add('rear-plate-band', band, 'plate', [0.02, 0.06, 0.3], 'plate')
}
