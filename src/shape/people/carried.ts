/** What people hold over themselves, push before them and sit in. */
import type { Random, Vec3 } from '../../math/index.ts'
import { box, merged, moved, placed, revolve, roundedBox, tube, turnedUp, type Rgb } from '../mesh/index.ts'
import type { MaterialKind, Mesh, Part } from '../shape.ts'

const DARK: Rgb = [0.02, 0.02, 0.022]
const STEEL: Rgb = [0.32, 0.33, 0.34]

const piece = (name: string, mesh: Mesh, material: MaterialKind, color: Rgb, limb?: number): Part => ({
  ...{ name, mesh, material, color, part: 'body', wheel: null, lamp: null },
  ...(limb === undefined ? {} : { limb }),
})

const COLOURS: readonly Rgb[] = [
  [0.012, 0.012, 0.014],
  [0.012, 0.02, 0.07],
  [0.25, 0.02, 0.025],
  [0.03, 0.09, 0.05],
  [0.45, 0.3, 0.03],
  [0.35, 0.35, 0.36],
]

const pick = (random: Random): Rgb => COLOURS[random.integer(COLOURS.length)]

const bar = (path: readonly Vec3[], radius: number): Mesh => tube(path, () => radius, 8)

/** Radius and height of an umbrella's dome, and how far above the hand its rim is, m. */
const DOME = { radius: 0.5, height: 0.2, above: 0.68 } as const

/** An umbrella, upright, the hand about the origin. */
export const umbrella = (random: Random, limb: number): Part[] => {
  const { radius, height, above } = DOME
  const steps = [0, 0.2, 0.4, 0.6, 0.8, 1]
  const sheet = (inside: number): (readonly [number, number])[] =>
    steps.map((u) => [
      (radius - inside) * Math.cos((u * Math.PI) / 2),
      above + (height - inside) * Math.sin((u * Math.PI) / 2),
    ])
  const dome = turnedUp([...sheet(0.008).reverse(), ...sheet(0)], 16)
  const stick = bar(
    [
      [0, 0, -0.12],
      [0, 0, above + height + 0.05],
    ],
    0.007,
  )
  return [
    piece('umbrella', dome, 'cloth', pick(random), limb),
    piece('umbrella-stick', stick, 'metal', STEEL, limb),
  ]
}

/** A tyre with its rim, spokes and hub; axle along y. */
const spoked = (radius: number, thick: number): { readonly tyre: Mesh; readonly metal: Mesh } => {
  const ring = (r: number, y: number): Mesh =>
    revolve(
      [
        [r - thick, y - thick],
        [r, y - 0.6 * thick],
        [r, y + 0.6 * thick],
        [r - thick, y + thick],
        [r - 1.8 * thick, y],
        [r - thick, y - thick],
      ],
      28,
    )
  const spokes = Array.from({ length: 10 }, (_, i) => {
    const angle = (2 * Math.PI * i) / 10
    return bar(
      [
        [0, 0, 0],
        [(radius - 1.5 * thick) * Math.cos(angle), 0, (radius - 1.5 * thick) * Math.sin(angle)],
      ],
      0.003,
    )
  })
  return { tyre: ring(radius, 0), metal: merged([...spokes, ring(0.9 * radius, 0.035)]) }
}

/** A small wheel that stands. */
const castor = (radius: number, width: number, [x, y]: readonly [number, number]): Mesh =>
  moved(
    revolve(
      [
        [0, -width / 2],
        [radius, -width / 2],
        [radius, width / 2],
        [0, width / 2],
      ],
      18,
    ),
    placed([x, y, radius]),
  )

/** Of a pushchair, m: the handle's height, its length before the handle and half its width. */
const PUSHCHAIR = { handle: 1.02, front: 0.82, half: 0.26 } as const

/** A pushchair whose handle is at `x`. */
export const pushchair = (x: number, random: Random): Part[] => {
  const { handle, front, half } = PUSHCHAIR
  const cloth = pick(random)
  const frames = [-1, 1].flatMap((side) => {
    const y = side * (half - 0.03)
    return [
      bar(
        [
          [x, y, handle],
          [x + 0.12, y, 0.86],
          [x + 0.66, y, 0.13],
        ],
        0.013,
      ),
      bar(
        [
          [x + 0.3, y, 0.62],
          [x + 0.12, y, 0.14],
        ],
        0.013,
      ),
    ]
  })
  const bars = [
    ...frames,
    bar(
      [
        [x, -half + 0.03, handle],
        [x, half - 0.03, handle],
      ],
      0.017,
    ),
  ]
  const wheels = [-1, 1].flatMap((side) => [
    castor(0.14, 0.04, [x + 0.12, side * (half - 0.02)]),
    castor(0.1, 0.04, [x + front - 0.12, side * (half - 0.06)]),
  ])
  // A seat that leans back, its sides and the hood over it.
  const tilt = (mesh: Mesh, at: Vec3, pitch: number): Mesh => {
    const [c, s] = [Math.cos(pitch), Math.sin(pitch)]
    const turn = ([u, v, w]: Vec3): Vec3 => [c * u + s * w, v, -s * u + c * w]
    return moved(mesh, {
      point: (p) => {
        const [u, v, w] = turn(p)
        return [u + at[0], v + at[1], w + at[2]]
      },
      turn,
    })
  }
  const w = half - 0.05
  const seat = [
    tilt(roundedBox([-0.03, -w, 0], [0.03, w, 0.5], 0.02, 3), [x + 0.32, 0, 0.46], -0.45),
    roundedBox([x + 0.3, -w, 0.42], [x + 0.62, w, 0.48], 0.02, 3),
    tilt(roundedBox([-0.025, -w, 0], [0.025, w, 0.26], 0.02, 3), [x + 0.66, 0, 0.2], -0.2),
    ...[-1, 1].map((side) =>
      roundedBox([x + 0.24, side * w - 0.02, 0.44], [x + 0.58, side * w + 0.02, 0.64], 0.02, 3),
    ),
  ]
  const hood = moved(
    turnedUp(
      [
        [0, 0],
        [0.3, 0],
        [0.29, 0.1],
        [0.23, 0.19],
        [0.12, 0.25],
        [0, 0.27],
      ],
      20,
    ),
    {
      point: ([u, v, z]): Vec3 => [x + 0.26 + 0.95 * u, (v * w) / 0.3, 0.78 + z + 0.25 * u],
      turn: (n) => n,
    },
  )
  const basket = box([x + 0.2, -w, 0.2], [x + 0.55, w, 0.32])
  return [
    piece('pushchair-frame', merged(bars), 'metal', STEEL),
    piece('pushchair-wheels', merged(wheels), 'rubber', DARK),
    piece('pushchair-seat', merged(seat), 'cloth', cloth),
    piece('pushchair-hood', hood, 'cloth', cloth),
    piece('pushchair-basket', basket, 'cloth', DARK),
  ]
}

/** Of a wheelchair, m: its large wheels' radius, half track and place along it; the seat's height. */
export const WHEELCHAIR = { radius: 0.3, half: 0.29, axle: -0.1, seat: 0.5 } as const

/** A wheelchair without its large wheels. */
export const wheelchair = (random: Random): Part[] => {
  const { half, axle, seat, radius } = WHEELCHAIR
  const w = half - 0.07
  const cloth = pick(random)
  const frames = [-1, 1].flatMap((side) => {
    const y = side * w
    return [
      bar(
        [
          [axle - 0.12, y, 0.98],
          [axle - 0.1, y, seat - 0.06],
          [axle, y, radius],
        ],
        0.013,
      ),
      bar(
        [
          [axle - 0.1, y, seat - 0.06],
          [axle + 0.42, y, seat - 0.04],
          [axle + 0.52, y, 0.12],
        ],
        0.013,
      ),
      bar(
        [
          [axle, y, radius],
          [axle + 0.4, y, 0.2],
          [axle + 0.4, y, 0.07],
        ],
        0.012,
      ),
      bar(
        [
          [axle - 0.12, y, 0.98],
          [axle - 0.24, y, 0.98],
        ],
        0.016,
      ),
      bar(
        [
          [axle - 0.08, y, seat + 0.2],
          [axle + 0.24, y, seat + 0.2],
        ],
        0.018,
      ),
    ]
  })
  const axles = bar(
    [
      [axle, -half, radius],
      [axle, half, radius],
    ],
    0.014,
  )
  const castors = [-1, 1].map((side) => castor(0.075, 0.035, [axle + 0.4, side * w]))
  const sides = [-1, 1].map((side) =>
    roundedBox(
      [axle - 0.06, side * w - 0.008, seat - 0.04],
      [axle + 0.22, side * w + 0.008, seat + 0.18],
      0.008,
      2,
    ),
  )
  const cloths = [
    roundedBox([axle - 0.1, -w, seat - 0.06], [axle + 0.4, w, seat], 0.02, 3),
    roundedBox([axle - 0.14, -w, seat], [axle - 0.1, w, 0.94], 0.015, 3),
  ]
  const plates = [-1, 1].map((side) =>
    box([axle + 0.46, side * 0.1 - 0.075, 0.085], [axle + 0.66, side * 0.1 + 0.075, 0.1]),
  )
  return [
    piece('chair-frame', merged([...frames, axles]), 'metal', STEEL),
    piece('chair-seat', merged(cloths), 'cloth', cloth),
    piece('chair-sides', merged([...sides, ...plates]), 'plastic', DARK),
    piece('chair-castors', merged(castors), 'rubber', DARK),
  ]
}

/** One of its large wheels, turning with this limb. */
export const chairWheel = (side: 'left' | 'right', limb: number): Part[] => {
  const { tyre, metal } = spoked(WHEELCHAIR.radius, 0.018)
  // The rim for the hands is outside.
  const own = side === 'left' ? metal : moved(metal, placed([0, 0, 0], Math.PI))
  return [
    piece(`chair-tyre-${side}`, tyre, 'rubber', DARK, limb),
    piece(`chair-rim-${side}`, own, 'metal', STEEL, limb),
  ]
}
