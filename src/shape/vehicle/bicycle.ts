/** A trekking bicycle with mudguards, rack and lamps, and its rider in everyday clothes, who pedals. */
import { quatFromEuler, type Pose, type Vec3 } from '../../math/index.ts'
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
import type { Limbs, Posture } from '../limbs.ts'
import { riderOf, type Rider } from '../people/index.ts'
import type { Mesh } from '../shape.ts'
import { BLACK_TRIM, LAMP_COLOURS, type AddPart } from './parts.ts'
import { along, mudguard, roundLamp } from './two-wheels.ts'

const STEEL: Rgb = [0.3, 0.3, 0.31]
/** Crank length, and how far the pedals are from the middle, m. */
const CRANK = 0.17
const ASIDE = 0.12
/** Turns of the cranks for one of the rear wheel: 38 teeth before, 17 behind. */
const GEAR = 17 / 38
/** Limbs: the cranks, the left and the right pedal, then the rider's legs. */
const [CRANKS, PEDALS] = [0, [1, 2]] as const
const LEGS = 3

/** A bicycle's rider, and what pedals. */
export interface Cyclist {
  readonly rider: Rider
  readonly limbs: Limbs
}

export const addBicycle = (
  add: AddPart,
  spec: VehicleSpec,
  paint: Rgb,
  seed: number,
  id: string,
): Cyclist => {
  const [fore, aft] = [spec.axles[0], spec.axles[spec.axles.length - 1]]
  const [base, r] = [fore.x, fore.wheelRadius]
  const [front, rear] = [spec.length - spec.rearOverhang, -spec.rearOverhang]
  const half = spec.width / 2
  const bracket: Vec3 = [0.41 * base, 0, 0.8 * r]
  const seatTop: Vec3 = [0.26 * base, 0, r + 0.47]
  const saddle: Vec3 = [0.235 * base, 0, r + 0.53]
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
  ]
  add('metal', merged(metal), 'metal', STEEL, 'body')
  add('cranks', cranks(), 'metal', STEEL, 'body', { limb: CRANKS })
  for (const limb of PEDALS)
    add(`pedal-${limb}`, box([-0.045, -0.045, -0.01], [0.045, 0.045, 0.01]), 'metal', STEEL, 'body', { limb })
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

  const seat = {
    pelvis: [saddle[0] - 0.03, 0, saddle[2] + 0.1] as Vec3,
    lean: 0.5,
    hand: [grip[0] - 0.02, half - 0.06, grip[2] + 0.035] as Vec3,
    feet: pedalsAt(bracket, 0),
    ...{ pitch: -0.22, spread: 0.06 },
  }
  const rider = riderOf(spec.height, seat, { seed, id, paint: null }, 'everyday', LEGS)
  const turned = (angle: number): readonly Pose[] => {
    const pedals = pedalsAt(bracket, angle)
    const cranked = quatFromEuler({ yaw: 0, pitch: angle, roll: 0 })
    // Soles lie on the pedals.
    const feet = [above(pedals[0]), above(pedals[1])] as const
    return [
      { position: bracket, orientation: cranked },
      ...pedals.map((position): Pose => ({ position, orientation: [0, 0, 0, 1] })),
      ...rider.pedalling(feet),
    ]
  }
  const at = ({ wheels }: Pick<Posture, 'wheels'>): readonly Pose[] =>
    turned(GEAR * (wheels.at(-1)?.spin ?? 0))
  return { rider, limbs: { rest: turned(0), at } }
}

const above = ([x, y, z]: Vec3): Vec3 => [x, y, z + 0.012]

/** The left pedal is ahead when the cranks have not turned, and goes down first. */
const pedalsAt = ([x, , z]: Vec3, angle: number): readonly [Vec3, Vec3] => {
  const [c, s] = [CRANK * Math.cos(angle), CRANK * Math.sin(angle)]
  return [
    [x + c, ASIDE, z - s],
    [x - c, -ASIDE, z + s],
  ]
}

/** Both cranks and the chainwheel, about the bottom bracket. */
const cranks = (): Mesh => {
  const arms = pedalsAt([0, 0, 0], 0).map(([x, y]) => {
    const side = Math.sign(y)
    return along(
      [
        [0, side * 0.06, 0],
        [x, side * 0.075, 0],
      ],
      0.011,
      6,
    )
  })
  return merged([...arms, moved(chainwheel(), placed([0, -0.045, 0]))])
}

const chainwheel = (): Mesh =>
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
