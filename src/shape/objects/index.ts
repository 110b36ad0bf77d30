/** objects: what lies or stands on a road. Sizes are the spec's; looks follow from body, weight and seed. */
import { stream, type Random, type Vec3 } from '../../math/index.ts'
import type { BodySpec, BodyStyle } from '../../scenario/index.ts'
import { filling } from '../fit.ts'
import {
  below,
  box,
  common,
  egg,
  grown,
  merged,
  MeshBuilder,
  moved,
  revolve,
  roundedBox,
  surfaceOf,
  tube,
  turnedUp,
  type Rgb,
} from '../mesh/index.ts'
import { broadleaf, LEAF_GREEN } from '../scenery/broadleaf.ts'
import type { Mesh, Part, Shape } from '../shape.ts'
import { part, type Extent, type Make } from './part.ts'
import { bench, bin, board, hedge, mattress } from './street.ts'

export type ObjectStyle = Extract<
  BodyStyle,
  | ('post' | 'tree' | 'cone' | 'box' | 'wheel' | 'barrel' | 'boulder' | 'door')
  | ('bin' | 'bench' | 'hedge' | 'board')
>

export interface ObjectLook {
  readonly seed: number
  readonly id: string
  /** Linear RGB; null: one of the spec's paints by seed. */
  readonly paint: Rgb | null
}

export const buildObject = (spec: BodySpec, style: ObjectStyle, look: ObjectLook): Shape => {
  const random = stream(look.seed, look.id, 'object')
  const color = look.paint ?? spec.paints[random.integer(spec.paints.length)]
  return { semantic: spec.class, parts: thingOf(style, spec, color, random), wheels: [] }
}

/** The parts of a thing of this size. */
export const thingOf = (style: ObjectStyle, size: Extent, color: Rgb, random: Random): Part[] => {
  const parts = MAKERS[style](size, color, random)
  // A tree's size is its trunk's and its height: the crown reaches farther.
  return style === 'tree' ? parts : filling(parts, size)
}

/** A band of a cylinder from one height to another. */
const cylinder = (radius: number, low: number, high: number, segments = 24): Mesh =>
  turnedUp(
    [
      [0, low],
      [radius, low],
      [radius, high],
      [0, high],
    ],
    segments,
  )

const post: Make = ({ height, length }, color) => {
  const r = length / 2
  const cap = turnedUp(
    [
      [0.9 * r, height - 0.02],
      [0.6 * r, height - 0.004],
      [0, height],
    ],
    20,
  )
  const bare: Part[] = [part('shaft', merged([cylinder(0.9 * r, 0, height - 0.02), cap]), 'metal', color)]
  const collar = part('collar', cylinder(r, 0, Math.min(0.12, 0.1 * height)), 'metal', [0.2, 0.2, 0.2])
  // What is as low as a bollard carries reflecting bands.
  if (height > 1.5) return [...bare, collar]
  return [
    ...bare,
    collar,
    part(
      'bands',
      merged([0.62, 0.78].map((u) => cylinder(0.94 * r, u * height, u * height + 0.08))),
      'plate',
      [0.75, 0.75, 0.73],
    ),
  ]
}

const tree: Make = ({ height, length }, color, random) => {
  const grownTree = broadleaf({ height, generations: 3, leaves: true, sides: 5 }, random)
  const r = length / 2
  // The bole has the spec's thickness at breast height and spreads at the foot.
  const bole = turnedUp(
    [
      [0, 0],
      [1.25 * r, 0],
      [1.05 * r, 0.35],
      [r, 1.3],
      [0.8 * r, 0.3 * height],
      [0.25 * r, 0.42 * height],
      [0, 0.43 * height],
    ],
    14,
  )
  const parts = [part('bole', bole, 'bark', color), part('branches', grownTree.trunk, 'bark', color)]
  if (grownTree.crown !== null) parts.push(part('crown', grownTree.crown, 'foliage', LEAF_GREEN))
  let top = 0
  for (const { mesh } of parts)
    for (let i = 2; i < mesh.positions.length; i += 3) top = Math.max(top, mesh.positions[i])
  const k = height / top
  return parts.map((p) => ({
    ...p,
    mesh: moved(p.mesh, { point: ([x, y, z]): Vec3 => [x, y, z * k], turn: (n) => n }),
  }))
}

const cone: Make = ({ height: h, length }, color) => {
  const wide = length / 2
  const radius = (z: number): number =>
    0.72 * wide + (0.12 * wide - 0.72 * wide) * ((z - 0.05 * h) / (0.95 * h))
  const [low, high] = [0.05 * h, h]
  const body = turnedUp(
    [
      [0, low],
      [radius(low), low],
      [radius(high - 0.02 * h), high - 0.02 * h],
      [radius(high) * 0.8, high],
      [0, high],
    ],
    28,
  )
  const band = (from: number, to: number): Mesh =>
    turnedUp(
      [
        [0, from * h],
        [radius(from * h) + 0.003, from * h],
        [radius(to * h) + 0.003, to * h],
        [0, to * h],
      ],
      28,
    )
  return [
    part('cone', body, 'plastic', color),
    part('bands', merged([band(0.38, 0.54), band(0.66, 0.78)]), 'plate', [0.78, 0.78, 0.76]),
    part(
      'base',
      roundedBox([-wide, -wide, 0], [wide, wide, 0.06 * h], 0.02, 3),
      'rubber',
      [0.03, 0.03, 0.03],
    ),
  ]
}

/** Lighter than this, kg/m^3, it is a crate or a pallet; heavier, concrete. What lies flat and is lighter still is soft. */
const HOLLOW = 900
const SOFT = 80

const boxOf: Make = (spec, color, random) => {
  const { length: l, width: w, height: h, mass } = spec
  const heavy = mass / (l * w * h) > HOLLOW
  if (heavy && h > 0.5) return [part('barrier', barrier(l, w, h), 'plaster', color)]
  if (heavy)
    return [part('block', roundedBox([-l / 2, -w / 2, 0], [l / 2, w / 2, h], 0.02, 3), 'plaster', color)]
  if (h < 0.25 * Math.min(l, w) && mass / (l * w * h) < SOFT) return mattress(spec, color, random)
  if (h < 0.25 * Math.min(l, w)) return [part('pallet', pallet(l, w, h), 'wood', color)]
  const side = roundedBox([-l / 2, -w / 2, 0], [l / 2, w / 2, h], 0.012, 3)
  const tape = [
    box([-l / 2 - 0.001, -0.03, h - 0.12], [l / 2 + 0.001, 0.03, h + 0.001]),
    box([-0.5 * l + random.uniform(0.1, 0.2) * l, -w / 2 - 0.001, 0.3 * h], [-0.12 * l, -w / 2, 0.55 * h]),
  ]
  return [part('carton', side, 'wood', color), part('tape', merged(tape), 'plastic', [0.35, 0.26, 0.14])]
}

/** The profile of a concrete safety barrier: a foot, a slope, a steep upper part. */
const barrier = (l: number, w: number, h: number): Mesh => {
  const half: readonly (readonly [number, number])[] = [
    [0.5 * w, 0],
    [0.5 * w, 0.09 * h],
    [0.27 * w, 0.4 * h],
    [0.16 * w, h],
  ]
  const layers = half.slice(1).map(([y, z], i) => {
    const [y0, z0] = half[i]
    return moved(box([-l / 2, -1, 0], [l / 2, 1, 1]), {
      point: ([x, s, t]): Vec3 => [x, s * (y0 + (y - y0) * t), z0 + (z - z0) * t],
      turn: ([x, s, t]): Vec3 => {
        const [dy, dz] = [y - y0, z - z0]
        const n = Math.hypot(dy, dz)
        return s === 0 ? [x, 0, t] : [0, (s * dz) / n, -dy / n]
      },
    })
  })
  return merged(layers)
}

const pallet = (l: number, w: number, h: number): Mesh => {
  const board = 0.15 * h
  const planks = [-1, -0.5, 0, 0.5, 1].map((u) =>
    box([-l / 2, u * (w / 2 - 0.05) - 0.05, h - board], [l / 2, u * (w / 2 - 0.05) + 0.05, h]),
  )
  const bearers = [-1, 0, 1].flatMap((u) => {
    const x = u * (l / 2 - 0.07)
    return [
      box([x - 0.07, -w / 2, h - 2 * board], [x + 0.07, w / 2, h - board]),
      ...[-1, 0, 1].map((v) =>
        box(
          [x - 0.07, v * (w / 2 - 0.05) - 0.05, board],
          [x + 0.07, v * (w / 2 - 0.05) + 0.05, h - 2 * board],
        ),
      ),
    ]
  })
  const runners = [-1, 0, 1].map((v) =>
    box([-l / 2, v * (w / 2 - 0.05) - 0.05, 0], [l / 2, v * (w / 2 - 0.05) + 0.05, board]),
  )
  return merged([...planks, ...bearers, ...runners])
}

const wheel: Make = ({ height, width }, color) => {
  const [r, half] = [height / 2, width / 2]
  const rim = 0.68 * r
  const up = (mesh: Mesh): Mesh => moved(mesh, { point: ([x, y, z]): Vec3 => [x, y, z + r], turn: (n) => n })
  const tyre = revolve(
    [
      [rim, -0.86 * half],
      [0.85 * r, -half],
      [0.97 * r, -0.85 * half],
      [r, -0.6 * half],
      [r, 0.6 * half],
      [0.97 * r, 0.85 * half],
      [0.85 * r, half],
      [rim, 0.86 * half],
      [rim - 0.01, 0.8 * half],
      [rim - 0.01, -0.8 * half],
      [rim, -0.86 * half],
    ],
    32,
  )
  const disc = revolve(
    [
      [0, -0.5 * half],
      [0.8 * rim, -0.6 * half],
      [rim + 0.005, -0.8 * half],
      [rim + 0.005, 0.8 * half],
      [0.9 * rim, 0.5 * half],
      [0.45 * rim, 0.45 * half],
      [0.4 * rim, 0.6 * half],
      [0, 0.62 * half],
    ],
    28,
  )
  return [part('tyre', up(tyre), 'rubber', color), part('rim', up(disc), 'metal', [0.3, 0.3, 0.31])]
}

const barrel: Make = ({ height: h, length }, color) => {
  const r = length / 2
  const ring = (z: number): readonly (readonly [number, number])[] => [
    [0.96 * r, z - 0.02 * h],
    [r, z],
    [0.96 * r, z + 0.02 * h],
  ]
  const body = turnedUp(
    [
      [0, 0],
      [r, 0],
      [r, 0.02 * h],
      [0.96 * r, 0.03 * h],
      ...ring(0.34 * h),
      ...ring(0.66 * h),
      [0.96 * r, 0.97 * h],
      [r, 0.98 * h],
      [r, h],
      [0.95 * r, h],
      [0.94 * r, 0.975 * h],
      [0, 0.975 * h],
    ],
    30,
  )
  const bung = turnedUp(
    [
      [0.08 * r, 0.97 * h],
      [0.08 * r, 0.99 * h],
      [0, 0.99 * h],
    ],
    12,
  )
  const aside = moved(bung, { point: ([x, y, z]): Vec3 => [x + 0.6 * r, y, z], turn: (n) => n })
  return [part('drum', body, 'paint', color), part('bung', aside, 'metal', [0.3, 0.3, 0.3])]
}

const boulder: Make = ({ length: l, width: w, height: h }, color, random) => {
  const lump = (): ReturnType<typeof egg> =>
    egg(
      [random.uniform(-0.2, 0.2) * l, random.uniform(-0.2, 0.2) * w, random.uniform(0.35, 0.55) * h],
      [random.uniform(0.22, 0.36) * l, random.uniform(0.22, 0.36) * w, random.uniform(0.24, 0.38) * h],
      [random.uniform(-1, 1), random.uniform(-1, 1), random.uniform(-0.4, 0.4)],
    )
  const solid = grown(
    0.12 * l,
    egg([0, 0, 0.45 * h], [0.36 * l, 0.36 * w, 0.36 * h]),
    lump(),
    lump(),
    lump(),
    lump(),
  )
  const rough = (x: number, y: number, z: number): number =>
    solid(x, y, z) +
    0.02 * l * Math.sin((17 * x) / l + 3 * y) * Math.sin((13 * y) / w + (9 * z) / h) +
    0.008 * l * Math.sin((43 * x) / l + (37 * z) / h) * Math.sin((41 * y) / w)
  const tint = (p: Vec3, n: Vec3): Rgb => {
    const k = 0.75 + 0.25 * n[2] + 0.1 * Math.sin(23 * p[0] + 31 * p[1] * p[2])
    return [k, k, k]
  }
  // It lies on a flat of its own, as stones that have come to rest do.
  const lain = common(rough, below([0, 0, 0.17 * h], [0, 0, -1]), 0.05 * l)
  const mesh = surfaceOf(lain, [-l, -w, -0.5 * h], [l, w, 1.5 * h], 0.045 * l, tint)
  return [part('stone', mesh, 'gravel', color)]
}

/** A front door: a painted skin with its lining, and a pane in a frame; its hinge is in front, at the origin. */
const door: Make = ({ length: l, height: h, width: w }, color) => {
  const sill = 0.56 * h
  const frame = 0.05
  const top = 0.24 * l
  const glass: Vec3[] = [
    [-l + frame, 0, sill],
    [-frame, 0, sill],
    [-top - frame, 0, h - frame],
    [-l + frame, 0, h - frame],
  ]
  const pane = new MeshBuilder()
  pane.face(glass)
  pane.face([...glass].reverse())
  const bar = (from: Vec3, to: Vec3): Mesh => tube([from, to], () => 0.5 * frame, 6)
  const bars = merged([
    bar([-l + frame / 2, 0, sill], [-l + frame / 2, 0, h - frame / 2]),
    bar([-l + frame / 2, 0, h - frame / 2], [-top, 0, h - frame / 2]),
    bar([-top, 0, h - frame / 2], [-frame / 2, 0, sill]),
  ])
  return [
    part('skin', roundedBox([-l, -w / 2, 0], [0, w / 2, sill], 0.03, 3), 'paint', color),
    part('frame', bars, 'plastic', [0.012, 0.012, 0.013]),
    part('pane', pane.build(), 'glass', [0.025, 0.03, 0.033]),
  ]
}

const MAKERS: Readonly<Record<ObjectStyle, Make>> = {
  ...{ post, tree, cone, box: boxOf, wheel, barrel, boulder, door },
  ...{ bin, bench, hedge, board },
}
