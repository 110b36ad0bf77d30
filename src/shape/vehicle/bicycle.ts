/** A trekking bicycle with mudguards, rack and lamps, and its rider in everyday clothes. */
import { stream, type Vec3 } from '../../math/index.ts'
import type { VehicleSpec } from '../../scenario/index.ts'
import {
  bothSides,
  box,
  egg,
  grown,
  merged,
  moved,
  placed,
  revolve,
  surfaceOf,
  type Rgb,
} from '../mesh/index.ts'
import { riderParts, type Rider } from '../people/index.ts'
import { BLACK_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { along, fitted, mudguard, roundLamp } from './two-wheels.ts'

const STEEL: Rgb = [0.3, 0.3, 0.31]
/** Crank length, m. */
const CRANK = 0.17

export const addBicycle = (add: AddPart, spec: VehicleSpec, paint: Rgb, seed: number, id: string): Rider => {
  const [fore, aft] = [spec.axles[0], spec.axles[spec.axles.length - 1]]
  const [base, r] = [fore.x, fore.wheelRadius]
  const [front, rear] = [spec.length - spec.rearOverhang, -spec.rearOverhang]
  const half = spec.width / 2
  const bracket: Vec3 = [0.41 * base, 0, 0.8 * r]
  const seatTop: Vec3 = [0.26 * base, 0, r + 0.47]
  const saddle: Vec3 = [0.235 * base, 0, r + 0.6]
  const head: readonly [Vec3, Vec3] = [
    [0.82 * base, 0, r + 0.3],
    [0.775 * base, 0, r + 0.48],
  ]
  const stem: Vec3 = [0.755 * base, 0, r + 0.65]
  const grip: Vec3 = [0.69 * base, half, r + 0.66]

  const tubes = [
    along([bracket, seatTop], 0.015),
    along([bracket, head[0]], 0.018),
    along([[seatTop[0] + 0.01, 0, seatTop[2] - 0.03], head[1]], 0.015),
    along([head[0], head[1]], 0.019),
    bothSides(
      along(
        [
          [bracket[0] - 0.03, 0.03, bracket[2]],
          [0, 0.055, r],
        ],
        0.009,
        6,
      ),
    ),
    bothSides(
      along(
        [
          [seatTop[0], 0.02, seatTop[2] - 0.04],
          [0, 0.055, r],
        ],
        0.008,
        6,
      ),
    ),
    bothSides(along([head[0], [head[0][0] + 0.02, 0.05, head[0][2] - 0.05], [base, 0.055, r]], 0.011, 6)),
  ]
  add('frame', merged(tubes), 'paint', paint, 'body')
  const metal = [
    along([seatTop, saddle], 0.013),
    along([head[1], stem], 0.013),
    bothSides(
      along([stem, [stem[0] + 0.02, 0.1, stem[2] + 0.02], [grip[0] + 0.06, half - 0.13, grip[2]]], 0.011),
    ),
    // Rack.
    bothSides(
      along(
        [
          [seatTop[0] - 0.05, 0.04, r * 2 + 0.05],
          [rear + 0.12, 0.06, r * 2 + 0.05],
          [0, 0.06, r],
        ],
        0.005,
        5,
      ),
    ),
    moved(chainwheel(), placed([bracket[0], -0.045, bracket[2]])),
    ...cranks(bracket),
  ]
  add('metal', merged(metal), 'metal', STEEL, 'body')
  add(
    'grips',
    bothSides(along([[grip[0] + 0.06, half - 0.13, grip[2]], grip], 0.016, 8)),
    'rubber',
    BLACK_TRIM,
    'trim',
  )
  const guards = [
    mudguard(fore, Math.min(front - fore.x, r + 0.02), 0.055, 0, 2.4),
    mudguard(aft, -rear, 0.055, 0.7, Math.PI),
  ]
  add('guards', merged(guards), 'plastic', BLACK_TRIM, 'body')
  const cushion = grown(
    0.03,
    egg([saddle[0] - 0.06, 0, saddle[2] + 0.02], [0.1, 0.085, 0.03]),
    egg([saddle[0] + 0.06, 0, saddle[2] + 0.02], [0.12, 0.03, 0.025]),
  )
  const [x, , z] = saddle
  add(
    'saddle',
    surfaceOf(cushion, [x - 0.2, -0.12, z - 0.04], [x + 0.22, 0.12, z + 0.08], 0.02),
    'rubber',
    BLACK_TRIM,
    'body',
  )
  const lamp = roundLamp([head[0][0] + 0.07, 0, head[1][2] + 0.04], 0.032, 0.06, 1)
  add('lamp-bowl', lamp.bowl, 'plastic', BLACK_TRIM, 'trim')
  add('head', lamp.lens, 'lamp', LAMP_COLOURS.head, 'light', { lamp: 'head' })
  add(
    'tail',
    box([rear + 0.09, -0.035, 2 * r], [rear + 0.11, 0.035, 2 * r + 0.04]),
    'lamp',
    LAMP_COLOURS.tail,
    'light',
    { lamp: 'tail' },
  )

  const [left, right] = pedals(bracket)
  // The ankle stands above and behind the ball of the foot.
  const ankle = (p: Vec3, y: number): Vec3 => [p[0] - 0.1, y, p[2] + 0.115]
  const seat = {
    pelvis: [saddle[0] - 0.03, 0, saddle[2] + 0.12] as Vec3,
    lean: 0.32,
    hand: [grip[0] + 0.02, half - 0.06, grip[2] + 0.02] as Vec3,
    ankle: ankle(left, 0.115),
    otherAnkle: ankle(right, -0.115),
    spread: 0.06,
  }
  const stature = stream(seed, id, 'stature').uniform(1.66, 1.8)
  return fitted(riderParts(stature, seat, { seed, id, paint: null }, 'everyday'), saddle[2], spec.height)
}

/** Left pedal ahead and low, right one behind and high. */
const pedals = ([x, , z]: Vec3): readonly [Vec3, Vec3] => {
  const [c, s] = [CRANK * Math.cos(-0.7), CRANK * Math.sin(-0.7)]
  return [
    [x + c, 0.12, z + s],
    [x - c, -0.12, z - s],
  ]
}

const cranks = (bracket: Vec3): ReturnType<typeof box>[] =>
  pedals(bracket).flatMap((p) => {
    const side = Math.sign(p[1])
    return [
      along(
        [
          [bracket[0], side * 0.06, bracket[2]],
          [p[0], side * 0.075, p[2]],
        ],
        0.011,
        6,
      ),
      box([p[0] - 0.045, p[1] - 0.045, p[2] - 0.01], [p[0] + 0.045, p[1] + 0.045, p[2] + 0.01]),
    ]
  })

const chainwheel = (): ReturnType<typeof box> =>
  revolve(
    [
      [0.075, -0.002],
      [0.095, -0.002],
      [0.095, 0.002],
      [0.075, 0.002],
      [0.075, -0.002],
    ],
    28,
  )
