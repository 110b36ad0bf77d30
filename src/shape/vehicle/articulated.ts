/** A European semi tractor behind and above its cab, and the box semitrailer that it pulls. */
import { stream, type Vec3 } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import { bothSides, box, merged, moved, revolve, roundedBox, span, tube, type Rgb } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import { coach } from './coach.ts'
import { addLivery } from './livery.ts'
import { BLACK_TRIM, GREY_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { plateText } from './plate.ts'
import type { Proportions } from './style.ts'
import { addBox, addChassis, addTail } from './truck.ts'

/** Top of the frame above the ground, in wheel radii. */
const FRAME = 2.05

export const addTractor = (
  add: AddPart,
  spec: VehicleSpec,
  cab: Proportions,
  paint: Rgb,
  seed: number,
  id: string,
): void => {
  const rear = -spec.rearOverhang
  const w = spec.width / 2
  const axle = spec.axles[spec.axles.length - 1]
  const floor = FRAME * axle.wheelRadius
  // The high roof: its brow leans back over the windscreen.
  const brow = coach({
    front: cab.front - 0.22,
    rear: cab.rear + 0.06,
    halfWidth: 0.93 * w,
    bottom: cab.height - 0.16,
    top: spec.height,
    cornerFront: 0.34,
    cornerRear: 0.12,
    edge: 0.14,
    bow: 0.16,
    rake: 0.62,
  })
  add('high-roof', merged([brow.panel.mesh('paint'), brow.roof]), 'paint', paint, 'body')
  const visor = box(
    [cab.front - 0.3, -0.86 * w, cab.height - 0.2],
    [cab.front - 0.06, 0.86 * w, cab.height - 0.17],
  )
  add('visor', visor, 'plastic', BLACK_TRIM, 'trim')
  // Panels that lead the air past the gap to the trailer.
  const fin = box([cab.rear - 0.55, w - 0.1, 1.15], [cab.rear + 0.08, w - 0.06, 0.9 * spec.height])
  add('side-fins', bothSides(fin), 'paint', paint, 'body')
  addChassis(add, spec, cab, floor)
  // The fifth wheel on its plate, and the frame's end.
  const x = spec.hitch?.x ?? axle.x + 0.6
  const disc = revolve(
    [
      [0, 0],
      [0.46, 0],
      [0.46, 0.05],
      [0.1, 0.05],
      [0.09, 0.02],
      [0, 0.02],
    ],
    20,
  )
  // The disc lies flat: its axis, y, becomes up.
  const flat = moved(disc, {
    point: ([a, b, c]): Vec3 => [x + a, -c, floor + 0.06 + b],
    turn: ([a, b, c]): Vec3 => [a, -c, b],
  })
  const plates = [
    flat,
    box([x - 0.5, -0.42, floor - 0.05], [x + 0.5, 0.42, floor + 0.06]),
    box([rear, -0.5, floor - 0.32], [rear + 0.06, 0.5, floor - 0.06]),
  ]
  add('fifth-wheel', merged(plates), 'metal', GREY_TRIM, 'trim')
  const step = box([cab.rear - 0.6, -0.45, floor - 0.05], [cab.rear, 0.45, floor - 0.01])
  add('catwalk', step, 'metal', [0.25, 0.25, 0.26], 'trim')
  addTail(add, spec, plateText(stream(seed, id, 'plate')))
}

export const addSemitrailer = (
  add: AddPart,
  spec: VehicleSpec,
  paint: Rgb,
  seed: number,
  id: string,
): void => {
  const [rear, front] = [-spec.rearOverhang, spec.length - spec.rearOverhang]
  const w = spec.width / 2
  const radius = Math.max(...spec.axles.map((a) => a.wheelRadius))
  const floor = 2 * radius + 0.16
  const body = { front: front - 0.01, floor, paint }
  addBox(add, spec, body)
  addLivery(add, spec, body, stream(seed, id, 'livery'))
  const beams: Mesh[] = [
    bothSides(box([rear + 0.3, 0.42, floor - 0.35], [front - 4.2, 0.52, floor - 0.02])),
    bothSides(box([front - 4.2, 0.42, floor - 0.16], [front - 0.3, 0.52, floor - 0.02])),
    box([front - 2.4, -0.6, floor - 0.1], [front - 0.8, 0.6, floor - 0.02]),
    ...spec.axles.map((a) =>
      box(
        [a.x - 0.07, -a.track / 2 + 0.1, a.wheelRadius - 0.08],
        [a.x + 0.07, a.track / 2 - 0.1, a.wheelRadius + 0.08],
      ),
    ),
    // Landing legs, and the box for pallets.
    bothSides(box([front - 3.2, 0.6, 0.32], [front - 3.08, 0.72, floor])),
    bothSides(box([front - 3.28, 0.54, 0.28], [front - 3, 0.78, 0.33])),
    bothSides(
      roundedBox(
        [spec.axles[0].x + 1, w - 0.75, floor - 0.72],
        [spec.axles[0].x + 3, w - 0.1, floor - 0.06],
        0.05,
        2,
      ),
    ),
  ]
  add('chassis', merged(beams), 'plastic', BLACK_TRIM, 'body')
  const guards: Mesh[] = []
  for (const a of spec.axles) {
    const r = a.wheelRadius + 0.06
    const inner = a.track / 2 - a.wheelWidth / 2 - 0.03
    const hood = span(Math.PI * 0.12, Math.PI * 0.88, 10).map((t): Vec3 => [
      a.x + r * Math.cos(t),
      (inner + w - 0.02) / 2,
      a.wheelRadius + r * Math.sin(t),
    ])
    guards.push(tube(hood, () => 0.03, 5))
  }
  const [from, to] = [spec.axles[0].x + 0.75, front - 3.4]
  guards.push(...[0.5, 0.78].map((z) => box([from, w - 0.06, z], [to, w - 0.025, z + 0.12])))
  add('guards', bothSides(merged(guards)), 'metal', GREY_TRIM, 'trim')
  const last = spec.axles[spec.axles.length - 1]
  const flap = box(
    [last.x - last.wheelRadius - 0.12, last.track / 2 - 0.3, 0.18],
    [last.x - last.wheelRadius - 0.09, w - 0.05, floor - 0.3],
  )
  add('flaps', bothSides(flap), 'rubber', BLACK_TRIM, 'trim')
  const markers = span(from + 0.3, to - 0.3, 4).map((x) =>
    box([x - 0.05, w - 0.026, 0.64], [x + 0.05, w - 0.018, 0.68]),
  )
  add('side-markers', bothSides(merged(markers)), 'lamp', LAMP_COLOURS['indicator-left'], 'light')
  addTail(add, spec, plateText(stream(seed, id, 'plate')))
}
