/** A roadster: frame, engine, tank, fork, lamps, and the rider in dark gear under a full-face helmet. */
import type { Vec3 } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import {
  block,
  bothSides,
  box,
  egg,
  ellipsoid,
  grown,
  limb,
  merged,
  moved,
  revolve,
  roundedBox,
  surfaceOf,
  trunk,
  type Rgb,
} from '../mesh/index.ts'
import { riderOf, type Rider } from '../people/index.ts'
import type { Mesh } from '../shape.ts'
import { BLACK_TRIM, GREY_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { along, mirrorOn, mudguard, roundLamp, smallPlate } from './two-wheels.ts'

const SADDLE = 0.8

export const addMotorcycle = (
  add: AddPart,
  spec: VehicleSpec,
  paint: Rgb,
  seed: number,
  id: string,
): Rider => {
  const [fore, aft] = [spec.axles[0], spec.axles[spec.axles.length - 1]]
  const [base, r] = [fore.x, fore.wheelRadius]
  const [front, rear] = [spec.length - spec.rearOverhang, -spec.rearOverhang]
  const half = spec.width / 2
  /** A place by share of the wheelbase and height above the ground. */
  const at = (x: number, y: number, z: number): Vec3 => [x * base, y, z]
  const grip: Vec3 = [0.74 * base, half - 0.06, 1.03]

  const fork = [
    along([[base, 0.5 * fore.wheelWidth + 0.035, r], at(0.82, 0.105, 0.86)], 0.027, 9),
    along([at(0.86, 0.105, 0.72), at(0.785, 0.105, 0.98)], 0.02, 8),
  ]
  add('fork', bothSides(merged(fork)), 'metal', [0.12, 0.12, 0.125], 'body')
  const clamps = [
    box(at(0.755, -0.13, 0.93), at(0.82, 0.13, 0.97)),
    box(at(0.79, -0.13, 0.8), at(0.85, 0.13, 0.84)),
  ]
  add('clamps', merged(clamps), 'metal', GREY_TRIM, 'body')
  add('front-guard', mudguard(fore, front - fore.x, fore.wheelWidth + 0.05, 0, 2.1), 'paint', paint, 'body')
  add(
    'rear-guard',
    mudguard(aft, Math.min(aft.wheelRadius + 0.05, -rear), aft.wheelWidth + 0.05, 1.3, Math.PI),
    'plastic',
    BLACK_TRIM,
    'body',
  )
  addBody(add, at, paint)
  addEngine(add, at, aft.wheelRadius, aft.wheelWidth)
  addBars(add, at, grip, half)
  addLamps(add, at, rear)
  smallPlate(add, [rear + 0.006, 0, 0.58])
  add(
    'plate-arm',
    along(
      [
        [rear + 0.02, 0, 0.62],
        [rear + 0.12, 0, 0.78],
      ],
      0.02,
      5,
    ),
    'plastic',
    BLACK_TRIM,
    'trim',
  )

  const seat = {
    pelvis: at(0.2, 0, SADDLE + 0.1),
    lean: 0.5,
    hand: [grip[0] - 0.05, grip[1] - 0.01, grip[2] + 0.015] as Vec3,
    feet: [at(0.315, 0.21, 0.35), at(0.315, -0.21, 0.35)] as const,
    ...{ pitch: -0.12, spread: 0.22 },
  }
  return riderOf(spec.height, seat, { seed, id, paint: null }, 'leathers', null)
}

type Place = (x: number, y: number, z: number) => Vec3

const addBody = (add: AddPart, at: Place, paint: Rgb): void => {
  const tank = grown(
    0.06,
    egg(at(0.57, 0, 0.86), [0.25, 0.15, 0.12]),
    egg(at(0.46, 0, 0.83), [0.2, 0.1, 0.09]),
    limb(at(0.72, 0, 0.86), at(0.74, 0, 0.8), 0.07, 0.05),
  )
  add('tank', surfaceOf(tank, at(0.25, -0.25, 0.65), at(0.85, 0.25, 1.05), 0.026), 'paint', paint, 'body')
  const saddle = grown(
    0.05,
    trunk(at(0.36, 0, 0.77), at(-0.1, 0, 0.86), [
      { at: 0, deep: 0.045, wide: 0.09 },
      { at: 0.35, deep: 0.05, wide: 0.15 },
      { at: 0.6, deep: 0.05, wide: 0.13 },
      { at: 1, deep: 0.04, wide: 0.08 },
    ]),
    egg(at(0.03, 0, 0.87), [0.16, 0.11, 0.045]),
  )
  add(
    'saddle',
    surfaceOf(saddle, at(-0.3, -0.25, 0.65), at(0.45, 0.25, 0.98), 0.028),
    'rubber',
    [0.02, 0.02, 0.021],
    'body',
  )
  const tail = grown(
    0.05,
    limb(at(0.1, 0, 0.76), at(-0.16, 0, 0.82), 0.085, 0.045),
    egg(at(-0.08, 0, 0.78), [0.16, 0.09, 0.05]),
  )
  add('tail-cowl', surfaceOf(tail, at(-0.32, -0.2, 0.6), at(0.25, 0.2, 0.95), 0.026), 'paint', paint, 'body')
  // Panels under the saddle.
  const cover = grown(
    0.04,
    block(at(0.26, 0.13, 0.66), [0.17, 0.03, 0.09], 0.03, [1, 0, -0.25]),
    egg(at(0.6, 0.17, 0.72), [0.15, 0.03, 0.08]),
  )
  const one = surfaceOf(cover, at(0, 0.05, 0.5), at(0.8, 0.25, 0.85), 0.028)
  add('side-covers', bothSides(one), 'paint', paint, 'body')
}

const addEngine = (add: AddPart, at: Place, rearRadius: number, rearWidth: number): void => {
  const fins = Array.from({ length: 7 }, (_, i) => {
    const z = 0.5 + 0.03 * i
    return roundedBox(at(0.52 + 0.008 * i, -0.15, z), at(0.68 + 0.008 * i, 0.15, z + 0.014), 0.006, 2)
  })
  const cases = [
    roundedBox(at(0.34, -0.17, 0.27), at(0.72, 0.17, 0.52), 0.07, 4),
    roundedBox(at(0.52, -0.13, 0.5), at(0.68, 0.13, 0.73), 0.04, 3),
    ...[1, -1].map((s) =>
      moved(
        revolve(
          [
            [0, 0],
            [0.1, 0],
            [0.11, 0.015],
            [0.1, 0.03],
            [0, 0.035],
          ],
          18,
        ),
        {
          point: ([x, y, z]): Vec3 => [at(0.5, 0, 0)[0] + x * s, s * (0.165 + y), 0.39 + z],
          turn: ([x, y, z]): Vec3 => [x * s, s * y, z],
        },
      ),
    ),
  ]
  add('engine', merged([...fins, ...cases]), 'metal', [0.1, 0.1, 0.105], 'body')
  const frame = [
    along([at(0.78, 0.04, 0.9), at(0.6, 0.15, 0.72), at(0.33, 0.14, 0.55), at(0.29, 0.13, 0.38)], 0.02),
    along([at(0.78, 0.03, 0.84), at(0.74, 0.12, 0.45), at(0.66, 0.13, 0.26)], 0.018),
    along([at(0.33, 0.13, 0.58), at(-0.1, 0.08, 0.78)], 0.014),
    // Swinging arm, foot rest and its bracket.
    along([at(0.29, 0.15, 0.38), [0, rearWidth / 2 + 0.045, rearRadius]], 0.026),
    along([at(0.3, 0.13, 0.36), at(0.31, 0.25, 0.33)], 0.013, 6),
    along([at(0.24, 0.15, 0.42), [0.1, 0.13, 0.66]], 0.02, 6),
  ]
  add('frame', bothSides(merged(frame)), 'metal', BLACK_TRIM, 'body')
  const pipe = [
    along(
      [
        at(0.7, -0.08, 0.6),
        at(0.79, -0.1, 0.5),
        at(0.74, -0.12, 0.25),
        at(0.5, -0.17, 0.22),
        at(0.25, -0.19, 0.27),
      ],
      0.02,
    ),
    along([at(0.27, -0.19, 0.27), at(0.22, -0.2, 0.29), at(-0.12, -0.22, 0.42)], 0.048, 12),
  ]
  add('exhaust', merged(pipe), 'chrome', [0.35, 0.34, 0.33], 'body')
  add(
    'radiator',
    roundedBox(at(0.73, -0.16, 0.5), at(0.755, 0.16, 0.74), 0.01, 2),
    'plastic',
    BLACK_TRIM,
    'body',
  )
}

const addBars = (add: AddPart, at: Place, grip: Vec3, half: number): void => {
  const bar = along(
    [
      at(0.775, 0, 1.0),
      at(0.78, 0.12, 1.02),
      [grip[0] + 0.03, 0.22, grip[2] + 0.01],
      [grip[0], grip[1] - 0.05, grip[2]],
    ],
    0.013,
  )
  const lever = along(
    [
      [grip[0] + 0.03, half - 0.2, grip[2]],
      [grip[0] + 0.06, half - 0.12, grip[2] - 0.01],
      [grip[0] + 0.03, half - 0.03, grip[2] - 0.01],
    ],
    0.006,
    5,
  )
  add('handlebar', bothSides(merged([bar, lever])), 'metal', BLACK_TRIM, 'trim')
  const rubber = along(
    [
      [grip[0] + 0.002, grip[1] - 0.07, grip[2]],
      [grip[0] - 0.008, half, grip[2]],
    ],
    0.018,
    8,
  )
  add('grips', bothSides(rubber), 'rubber', BLACK_TRIM, 'trim')
  const { stalk, shell, glass } = mirrorOn(
    [grip[0] + 0.02, half - 0.2, grip[2] + 0.02],
    [grip[0] + 0.06, half - 0.06, grip[2] + 0.19],
  )
  add('mirrors', bothSides(merged([stalk, shell])), 'plastic', BLACK_TRIM, 'mirror')
  add('mirror-glass', bothSides(glass), 'glass', [0.25, 0.27, 0.3], 'mirror')
}

const addLamps = (add: AddPart, at: Place, rear: number): void => {
  const { bowl, lens } = roundLamp(at(0.925, 0, 0.9), 0.088, 0.12, 1)
  const clock = roundedBox(at(0.8, -0.07, 0.99), at(0.85, 0.07, 1.06), 0.02, 2)
  add('lamp-bowl', merged([bowl, clock]), 'plastic', BLACK_TRIM, 'trim')
  add('head', lens, 'lamp', LAMP_COLOURS.head, 'light', { lamp: 'head' })
  const back = rear + 0.05
  add('tail', box([back, -0.07, 0.81], [back + 0.03, 0.07, 0.835]), 'lamp', LAMP_COLOURS.tail, 'light', {
    lamp: 'tail',
  })
  add('brake', box([back, -0.07, 0.838], [back + 0.03, 0.07, 0.865]), 'lamp', LAMP_COLOURS.brake, 'light', {
    lamp: 'brake',
  })
  const blinkers = (s: number): Mesh =>
    merged([
      ellipsoid([at(0.87, 0, 0)[0], s * 0.19, 0.88], [0.03, 0.024, 0.02], 10, 6),
      ellipsoid([back + 0.06, s * 0.16, 0.78], [0.03, 0.024, 0.02], 10, 6),
    ])
  const stalks = [
    along([at(0.87, 0.08, 0.88), at(0.87, 0.18, 0.88)], 0.007, 5),
    along(
      [
        [back + 0.06, 0.05, 0.79],
        [back + 0.06, 0.15, 0.78],
      ],
      0.007,
      5,
    ),
  ]
  add('blinker-stalks', bothSides(merged(stalks)), 'plastic', BLACK_TRIM, 'trim')
  add('indicator-left', blinkers(1), 'lamp', LAMP_COLOURS['indicator-left'], 'light', {
    lamp: 'indicator-left',
  })
  add('indicator-right', blinkers(-1), 'lamp', LAMP_COLOURS['indicator-right'], 'light', {
    lamp: 'indicator-right',
  })
}
