/** What stands behind a truck's cab: frame, box body, mudguards, guards, rear lamps. */
import { stream } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import { bothSides, box, merged, roundedBox, tube, span, type Rgb } from '../mesh/index.ts'
import type { Vec3 } from '../../math/index.ts'
import { addLivery } from './livery.ts'
import { BLACK_TRIM, GREY_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { PLATE_GROUND, PLATE_TEXT, plate, plateText } from './plate.ts'
import type { Proportions } from './style.ts'

const ALUMINIUM: Rgb = [0.35, 0.36, 0.37]
const GALVANISED: Rgb = [0.2, 0.2, 0.21]
const BOX_PAINTS: readonly Rgb[] = [
  [0.68, 0.68, 0.67],
  [0.6, 0.61, 0.63],
  [0.66, 0.63, 0.55],
  [0.68, 0.68, 0.67],
  [0.03, 0.1, 0.28],
  [0.45, 0.03, 0.03],
]
/** Reflecting tape that outlines a long vehicle (UN R104): red behind, white at the sides. */
const TAPE_REAR: Rgb = [0.5, 0.02, 0.02]
const TAPE_SIDE: Rgb = [0.7, 0.7, 0.68]

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
  const body = { front: cab.rear - 0.12, floor, paint: BOX_PAINTS[random.integer(BOX_PAINTS.length)] }
  addBox(add, spec, body)
  addLivery(add, spec, body, random)
  addChassis(add, spec, cab, floor)
  addTail(add, spec, plateText(stream(seed, id, 'plate')))
}

/** Where a box body begins, how high its floor lies, and its colour. */
export interface BoxBody {
  readonly front: number
  readonly floor: number
  readonly paint: Rgb
}

/** A box body from the rear end to its front: smooth walls, rails along its edges, doors behind. */
export const addBox = (add: AddPart, spec: VehicleSpec, body: BoxBody): void => {
  const { front, floor, paint } = body
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
  ]
  add('box-rails', merged(rails), 'metal', ALUMINIUM, 'trim')
  addDoors(add, spec, body)
  addTape(add, spec, body)
}

/** Two leaves behind: the gaps and rubber round them, hinges at the posts, locking bars with cams and levers. */
const addDoors = (add: AddPart, spec: VehicleSpec, { floor, paint }: BoxBody): void => {
  const rear = -spec.rearOverhang
  const w = spec.width / 2
  const [low, high] = [floor + 0.1, spec.height - 0.1]
  const leaf = w - 0.075
  const slab = (y0: number, y1: number, z0: number, z1: number, out: number): ReturnType<typeof box> =>
    box([rear + out, y0, z0], [rear + 0.034, y1, z1])
  const seals = [
    slab(-0.014, 0.014, low, high, 0.02),
    slab(-leaf, leaf, high - 0.022, high, 0.02),
    slab(-leaf, leaf, low, low + 0.022, 0.02),
    bothSides(slab(leaf - 0.022, leaf, low, high, 0.02)),
  ]
  add('door-seals', merged(seals), 'rubber', BLACK_TRIM, 'trim', { thin: { width: 0.022, on: paint } })
  const bars = [0.24, 0.62].flatMap((share) => {
    const y = share * w
    const rod = tube(
      [0, 1].map((u): Vec3 => [rear + 0.016, y, low - 0.06 + u * (high - low + 0.08)]),
      () => 0.017,
      6,
    )
    const brackets = [0.02, 0.3, 0.62, 0.97].map((u) => {
      const z = low + u * (high - low)
      return slab(y - 0.055, y + 0.055, z - 0.035, z + 0.035, 0.006)
    })
    return [rod, ...brackets]
  })
  const levers = [0.24, 0.62].map((y) => slab(y * w - 0.02, y * w + 0.3, low + 0.42, low + 0.46, 0.004))
  const hinges = span(low + 0.12, high - 0.12, 4).map((z) =>
    slab(leaf - 0.2, w - 0.012, z - 0.045, z + 0.045, 0.008),
  )
  add('door-gear', bothSides(merged([...bars, ...levers, ...hinges])), 'metal', GALVANISED, 'trim', {
    thin: { width: 0.034, on: paint },
  })
  // Red lamps in the upper corners.
  const marker = box(
    [rear - 0.004, w - 0.2, spec.height - 0.075],
    [rear + 0.02, w - 0.08, spec.height - 0.03],
  )
  add('high-tail', bothSides(marker), 'lamp', LAMP_COLOURS.tail, 'light', { lamp: 'tail' })
}

/** The outline in reflecting tape, behind and along the lower edge of the sides. */
const addTape = (add: AddPart, spec: VehicleSpec, { front, floor, paint }: BoxBody): void => {
  const rear = -spec.rearOverhang
  const w = spec.width / 2
  const [low, high, y] = [floor + 0.135, spec.height - 0.135, w - 0.11]
  const [out, inner] = [rear + 0.018, rear + 0.034]
  const behind = [
    box([out, -y, low], [inner, y, low + 0.05]),
    box([out, -y, high - 0.05], [inner, y, high]),
    bothSides(box([out, y - 0.05, low], [inner, y, high])),
  ]
  add('tape-rear', merged(behind), 'plate', TAPE_REAR, 'trim', { thin: { width: 0.05, on: paint } })
  const side = box([rear + 0.1, w - 0.02, floor + 0.115], [front - 0.1, w - 0.006, floor + 0.165])
  add('tape-sides', bothSides(side), 'plate', TAPE_SIDE, 'trim', { thin: { width: 0.05, on: paint } })
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
  const inner = axle.track / 2 - 1.5 * axle.wheelWidth - 0.06
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

/** Height of the guard against running under and of the lamps' beam, m. */
const UNDERRUN = 0.5
const LAMPS = 0.82

/** The guard against running under, lamps and plate at the rear end. */
export const addTail = (add: AddPart, spec: VehicleSpec, text: string): void => {
  const rear = -spec.rearOverhang
  const w = spec.width / 2
  const z = UNDERRUN
  const bars = [
    box([rear + 0.04, -w + 0.06, z - 0.07], [rear + 0.14, w - 0.06, z + 0.07]),
    bothSides(box([rear + 0.06, 0.36, z], [rear + 0.14, 0.46, z + 0.55])),
  ]
  add('underrun', merged(bars), 'metal', GREY_TRIM, 'trim')
  // Lamps and plate sit in a dark beam above it.
  const beam = box([rear + 0.03, -w + 0.05, LAMPS - 0.11], [rear + 0.12, w - 0.05, LAMPS + 0.11])
  add('lamp-beam', beam, 'plastic', BLACK_TRIM, 'trim')
  const lamp = (from: number, to: number, side = 1): ReturnType<typeof box> =>
    box(
      [rear + 0.008, Math.min(side * from, side * to) * w, LAMPS - 0.075],
      [rear + 0.04, Math.max(side * from, side * to) * w, LAMPS + 0.075],
    )
  add('tail', bothSides(lamp(0.7, 0.79)), 'lamp', LAMP_COLOURS.tail, 'light', { lamp: 'tail' })
  add('brake', bothSides(lamp(0.795, 0.875)), 'lamp', LAMP_COLOURS.brake, 'light', { lamp: 'brake' })
  add('reverse', bothSides(lamp(0.635, 0.695)), 'lamp', LAMP_COLOURS.reverse, 'light', { lamp: 'reverse' })
  const left = lamp(0.88, 0.945)
  add('rear-indicator-left', left, 'lamp', LAMP_COLOURS['indicator-left'], 'light', {
    lamp: 'indicator-left',
  })
  const right = lamp(0.88, 0.945, -1)
  add('rear-indicator-right', right, 'lamp', LAMP_COLOURS['indicator-right'], 'light', {
    lamp: 'indicator-right',
  })
  // Boards of heavy vehicles (UN R70): yellow that reflects, red round it.
  const board = (inset: number, out: number): ReturnType<typeof box> =>
    bothSides(
      box(
        [rear + out, 0.4 * w + inset, z - 0.07 + inset],
        [rear + 0.041, 0.93 * w - inset, z + 0.07 - inset],
      ),
    )
  add('boards', board(0, 0.034), 'plate', TAPE_REAR, 'trim')
  add('board-middles', board(0.03, 0.03), 'plate', [0.75, 0.42, 0.02], 'trim')
  const { ground, text: letters, band } = plate(text, [rear + 0.024, 0, LAMPS], -1)
  add('rear-plate', ground, 'plate', PLATE_GROUND, 'plate')
  add('rear-plate-text', letters, 'plate', [0.01, 0.01, 0.012], 'plate', { thin: PLATE_TEXT })
  add('rear-plate-band', band, 'plate', [0.02, 0.06, 0.3], 'plate')
}
