/** Things that stand about in streets: bins, benches, hedges, the boards of road works. */
import { cross, normalize, type Random, type Vec3 } from '../../math/index.ts'
import {
  box,
  merged,
  MeshBuilder,
  moved,
  placed,
  revolve,
  roundedBox,
  tube,
  type Rgb,
} from '../mesh/index.ts'
import type { Mesh, Part } from '../shape.ts'
import { part, type Make } from './part.ts'

/** A bin on two wheels, its front where the lid opens. */
export const bin: Make = ({ length: l, width: w, height: h }, color) => {
  const dark: Rgb = [0.03, 0.03, 0.032]
  const wheel = 0.11 * h
  // Narrower at the foot.
  const shell = moved(roundedBox([-l / 2, -w / 2, 0.05 * h], [0.36 * l, w / 2, 0.88 * h], 0.04, 5), {
    point: ([x, y, z]): Vec3 => {
      const k = 0.76 + (0.24 * z) / h
      return [k * (x + 0.1 * l) - 0.1 * l, k * y, z]
    },
    turn: (n) => n,
  })
  const lid = moved(roundedBox([-l / 2, -w / 2, 0], [0.42 * l, w / 2, 0.075 * h], 0.03, 4), {
    point: ([x, y, z]): Vec3 => [x, y, 0.87 * h + z + (0.05 * h * (0.5 * l - x)) / l],
    turn: (n) => n,
  })
  const disc = revolve(
    [
      [0, -0.02],
      [wheel, -0.02],
      [wheel, 0.02],
      [0, 0.02],
    ],
    20,
  )
  const wheels = [-1, 1].map((side) => moved(disc, placed([-0.36 * l, side * (0.38 * w - 0.02), wheel])))
  const handle = tube(
    [
      [-0.5 * l, -0.36 * w, 0.93 * h],
      [-0.5 * l, 0.36 * w, 0.93 * h],
    ],
    () => 0.016,
    8,
  )
  return [
    part('shell', shell, 'plastic', color),
    part('lid', lid, 'plastic', color),
    part('wheels', merged(wheels), 'rubber', dark),
    part('handle', handle, 'plastic', dark),
  ]
}

/** A bench of planks on two frames; one who sits on it looks along x. */
export const bench: Make = ({ length: l, width: w, height: h }, color) => {
  const seat = 0.52 * h
  const plank = (x: number, z: number, deep: number, high: number): Mesh =>
    roundedBox([x - deep / 2, -w / 2, z - high / 2], [x + deep / 2, w / 2, z + high / 2], 0.008, 2)
  const planks = [
    ...[-0.06, 0.14, 0.34].map((x) => plank(x * l, seat, 0.17 * l, 0.035)),
    ...[0.72, 0.92].map((u) => plank((-0.3 - 0.16 * (u - 0.5)) * l, u * h, 0.03, 0.13 * h)),
  ]
  const frames = [-1, 1].flatMap((side) => {
    const y = side * 0.36 * w
    const bar = (from: Vec3, to: Vec3): Mesh => tube([from, to], () => 0.022, 8)
    return [
      bar([0.38 * l, y, 0], [0.34 * l, y, seat - 0.03]),
      bar([-0.28 * l, y, 0], [-0.2 * l, y, seat - 0.03]),
      bar([-0.2 * l, y, seat - 0.03], [0.42 * l, y, seat - 0.03]),
      bar([-0.2 * l, y, seat - 0.05], [-0.36 * l, y, h]),
    ]
  })
  return [
    part('planks', merged(planks), 'wood', color),
    part('frames', merged(frames), 'metal', [0.06, 0.06, 0.065]),
  ]
}

const LEAF = 0.09
/** Leaves a square metre of the hedge's skin. */
const LEAVES = 210

/** A clipped hedge: leaves all over a body that one cannot see through. */
export const hedge: Make = ({ length: l, width: w, height: h }, color, random) => {
  const core = roundedBox(
    [-l / 2 + LEAF, -w / 2 + LEAF, 0],
    [l / 2 - LEAF, w / 2 - LEAF, h - LEAF],
    0.08,
    6,
    [0.35, 0.35, 0.35],
  )
  const builder = new MeshBuilder()
  const sides: readonly (readonly [normal: Vec3, u: Vec3, v: Vec3, middle: Vec3])[] = [
    [
      [1, 0, 0],
      [0, w / 2, 0],
      [0, 0, h / 2],
      [l / 2, 0, h / 2],
    ],
    [
      [-1, 0, 0],
      [0, w / 2, 0],
      [0, 0, h / 2],
      [-l / 2, 0, h / 2],
    ],
    [
      [0, 1, 0],
      [l / 2, 0, 0],
      [0, 0, h / 2],
      [0, w / 2, h / 2],
    ],
    [
      [0, -1, 0],
      [l / 2, 0, 0],
      [0, 0, h / 2],
      [0, -w / 2, h / 2],
    ],
    [
      [0, 0, 1],
      [l / 2, 0, 0],
      [0, w / 2, 0],
      [0, 0, h],
    ],
  ]
  for (const [normal, u, v, middle] of sides) {
    const area = 4 * Math.hypot(...u) * Math.hypot(...v)
    for (let i = 0; i < LEAVES * area; i++) {
      const [a, b, deep] = [
        random.uniform(-0.97, 0.97),
        random.uniform(-0.97, 0.97),
        random.uniform(0.4, 1) * LEAF,
      ]
      leaf(
        builder,
        [0, 1, 2].map((k) => middle[k] + a * u[k] + b * v[k] - deep * normal[k]) as unknown as Vec3,
        normal,
        random,
      )
    }
  }
  return [part('inside', core, 'grass', color), part('leaves', builder.build(), 'foliage', color)]
}

const leaf = (builder: MeshBuilder, at: Vec3, outward: Vec3, random: Random): void => {
  const facing = normalize([
    outward[0] + 0.7 * random.normal(),
    outward[1] + 0.7 * random.normal(),
    outward[2] + 0.7 * random.normal(),
  ])
  const side = normalize(cross(facing, [0.3, 0.5, 0.81]))
  const up = cross(facing, side)
  const shade = random.uniform(0.6, 1.3)
  const turn = random.uniform(0, 2 * Math.PI)
  const [a, b, c] = [0, 1, 2].map((i) => {
    const angle = turn + (2 * Math.PI * i) / 3
    const r = random.uniform(0.5, 1) * LEAF * 0.8
    const [cos, sin] = [r * Math.cos(angle), r * Math.sin(angle)]
    return builder.vertex(
      [0, 1, 2].map((k) => at[k] + cos * side[k] + sin * up[k]) as unknown as Vec3,
      outward,
      [shade * random.uniform(0.85, 1.25), shade, 0.9 * shade],
    )
  })
  builder.triangle(a, b, c)
}

/** Wider than this over its height it is a barrier across the road; narrower, a beacon that says where to pass. */
const ACROSS = 1

/** A board of road works in red and white on its feet; its face looks along -x, towards who comes. */
export const board: Make = ({ length: l, width: w, height: h }, color) => {
  const white: Rgb = [0.78, 0.78, 0.76]
  const isBarrier = w / h > ACROSS
  const [low, high] = isBarrier ? [0.62 * h, h] : [0.1 * h, h]
  const face = 0.02
  const panel = box([-face, -w / 2, low], [face, w / 2, high])
  const stripes = new MeshBuilder()
  const step = isBarrier ? 0.25 : 0.5 * w
  const slant = isBarrier ? 0.6 * (high - low) : 0.6 * w
  // Both faces; stripes lean towards the side where one passes.
  for (const side of [-1, 1]) {
    const x = side * (face + 0.002)
    const put = (corners: readonly (readonly [number, number])[]): void => {
      stripes.face(corners.map(([y, z]): Vec3 => [x, side * y, z]))
    }
    if (isBarrier)
      for (let y = -w / 2; y + step + slant <= w / 2 + 1e-9; y += 2 * step)
        put([
          [y, low],
          [y + step, low],
          [y + step + slant, high],
          [y + slant, high],
        ])
    else
      for (let z = low; z + step + slant <= high + 1e-9; z += 2 * step)
        put([
          [-w / 2, z],
          [w / 2, z + slant],
          [w / 2, z + slant + step],
          [-w / 2, z + step],
        ])
  }
  const feet = isBarrier
    ? [-0.4, 0.4].flatMap((u) => [
        roundedBox([-l / 2, u * w - 0.06, 0], [l / 2, u * w + 0.06, 0.09], 0.02, 3),
        box([-0.015, u * w - 0.02, 0.05], [0.015, u * w + 0.02, high - 0.03]),
      ])
    : [
        roundedBox([-l / 2, -0.45 * w, 0], [l / 2, 0.45 * w, 0.09], 0.02, 3),
        box([-0.015, -0.03, 0.05], [0.015, 0.03, low + 0.05]),
      ]
  const parts: Part[] = [
    part('panel', panel, 'plate', white),
    part('stripes', stripes.build(), 'plate', color),
    part('feet', merged(feet), 'rubber', [0.05, 0.05, 0.05]),
  ]
  return parts
}

/** A mattress, or whatever else is soft and sewn. */
export const mattress: Make = ({ length: l, width: w, height: h }, color) => {
  const seam = 0.012
  const body = roundedBox([-l / 2, -w / 2, 0], [l / 2, w / 2, h], 0.3 * h, 6)
  const piping = [0.14, 0.86].map((u) =>
    roundedBox(
      [-l / 2 - seam / 2, -w / 2 - seam / 2, u * h - seam],
      [l / 2 + seam / 2, w / 2 + seam / 2, u * h + seam],
      0.1,
      6,
    ),
  )
  const thread: Rgb = [0.6 * color[0], 0.6 * color[1], 0.62 * color[2]]
  return [part('mattress', body, 'cloth', color), part('piping', merged(piping), 'cloth', thread)]
}
