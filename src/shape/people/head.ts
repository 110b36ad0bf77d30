/** Head and neck: face, hair or hat, or a full-face helmet. */
import { add, cross, normalize, scale, sub, type Vec3 } from '../../math/index.ts'
import {
  below,
  block,
  common,
  egg,
  grown,
  limb,
  trunk,
  without,
  type Distance,
  type Rgb,
} from '../mesh/index.ts'
import type { Build } from './build.ts'
import type { Clothes } from './clothes.ts'
import { around, FINE, type Layer } from './layer.ts'
import { LIMB, type Joints } from './skeleton.ts'

/** Where the face looks. */
export const GAZE: Vec3 = normalize([1, 0, -0.06])

/** @param helmet a rider's, instead of hair */
export const head = (b: Build, pose: Joints, wear: Clothes, helmet: Rgb | null): Layer[] => {
  const h = b.head
  const gaze = GAZE
  const up = normalize(sub([0, 0, 1], scale(gaze, gaze[2])))
  const left = cross(up, gaze)
  const chin = pose.nape
  /** A place in the head: forward, to the left, up from the chin; in heads. */
  const at = (x: number, y: number, z: number): Vec3 =>
    add(chin, add(add(scale(gaze, x * h), scale(left, y * h)), scale(up, z * h)))
  const skull = egg(at(0.03, 0, 0.63), [0.42 * h, 0.345 * h, 0.37 * h], gaze)
  const face = grown(
    0.03,
    skull,
    limb(at(0.15, 0, 0.5), at(0.29, 0, 0.13), 0.27 * h, 0.12 * h),
    limb(at(0.05, 0.12, 0.35), at(0.24, 0.05, 0.14), 0.14 * h, 0.09 * h),
    limb(at(0.05, -0.12, 0.35), at(0.24, -0.05, 0.14), 0.14 * h, 0.09 * h),
  )
  const features = grown(
    0.012,
    face,
    limb(at(0.42, 0, 0.52), at(0.5, 0, 0.36), 0.028 * h, 0.055 * h),
    limb(at(0.37, 0.15, 0.57), at(0.41, 0.05, 0.58), 0.05 * h, 0.05 * h),
    limb(at(0.37, -0.15, 0.57), at(0.41, -0.05, 0.58), 0.05 * h, 0.05 * h),
    limb(at(0.38, 0.07, 0.24), at(0.38, -0.07, 0.24), 0.035 * h, 0.035 * h),
    egg(at(0.0, 0.345, 0.46), [0.09 * h, 0.035 * h, 0.14 * h], gaze),
    egg(at(0.0, -0.345, 0.46), [0.09 * h, 0.035 * h, 0.14 * h], gaze),
  )
  const eyes = (x: number, y: number, z: number): number =>
    Math.min(
      limb(at(0.4, 0.15, 0.5), at(0.4, 0.12, 0.5), 0.035 * h, 0.035 * h)(x, y, z),
      limb(at(0.4, -0.15, 0.5), at(0.4, -0.12, 0.5), 0.035 * h, 0.035 * h)(x, y, z),
    )
  const sockets = without(
    features,
    grown(
      0,
      egg(at(0.45, 0.14, 0.49), [0.07 * h, 0.075 * h, 0.045 * h], gaze),
      egg(at(0.45, -0.14, 0.49), [0.07 * h, 0.075 * h, 0.045 * h], gaze),
    ),
    0.02,
  )
  const neck = limb(
    add(pose.collar, scale(sub(chin, pose.collar), -0.35)),
    at(0, 0, 0.3),
    0.034 * b.stature,
    0.031 * b.stature,
  )
  const box = around([at(0, 0, 0), at(0, 0, 1), pose.collar], 0.6 * h)
  const layers: Layer[] = [
    {
      ...{ name: 'head', limb: LIMB.head },
      solid: grown(0.02, sockets, neck),
      material: 'skin',
      color: wear.skin,
      cell: FINE,
      box,
      // Eyes and brows are dark, lips a little.
      shade: (p) => (eyes(...p) < 0.012 ? 0.62 : 1),
    },
  ]
  if (helmet !== null) return [...layers, ...helmeted(h, at, gaze, helmet, box)]
  if (wear.hairstyle === 'bald') return layers
  const brow = at(0.28, 0, 0.72)
  const line = below(brow, add(gaze, scale(up, -0.75)))
  const cap = egg(at(0.015, 0, 0.645), [0.475 * h, 0.405 * h, 0.395 * h], gaze)
  const crown = common(cap, line, 0.02)
  const nape = below(at(0, 0, 0.3), add(scale(gaze, 0.25), scale(up, -1)))
  const long = grown(
    0.04,
    crown,
    trunk(
      at(-0.2, 0, -0.35),
      at(-0.14, 0, 0.75),
      [
        { at: 0, deep: 0.12 * h, wide: 0.3 * h },
        { at: 0.5, deep: 0.2 * h, wide: 0.34 * h },
        { at: 1, deep: 0.2 * h, wide: 0.3 * h },
      ],
      left,
    ),
  )
  const brim = trunk(
    at(0.03, 0, 0.72),
    at(0.03, 0, 1.06),
    [
      { at: 0, deep: 0.47 * h, wide: 0.385 * h },
      { at: 0.6, deep: 0.43 * h, wide: 0.36 * h },
      { at: 1, deep: 0.25 * h, wide: 0.22 * h },
    ],
    left,
  )
  const cropped = common(crown, nape, 0.03)
  // Open before the face, hanging on the shoulders behind.
  const hood = without(
    grown(
      0.03,
      egg(at(0, 0, 0.6), [0.56 * h, 0.49 * h, 0.5 * h], gaze),
      egg(at(-0.18, 0, 0.05), [0.4 * h, 0.52 * h, 0.22 * h], gaze),
    ),
    egg(at(0.5, 0, 0.48), [0.42 * h, 0.33 * h, 0.46 * h], gaze),
    0.02,
  )
  const shapes: Readonly<Record<Exclude<Clothes['hairstyle'], 'bald'>, Distance>> = {
    short: cropped,
    long,
    bun: grown(0.02, cropped, egg(at(-0.42, 0, 0.82), [0.16 * h, 0.17 * h, 0.16 * h], gaze)),
    hat: brim,
    hood,
  }
  const hat = wear.hairstyle === 'hat' || wear.hairstyle === 'hood'
  return [
    ...layers,
    {
      ...{ name: 'hair', limb: LIMB.head },
      solid: shapes[wear.hairstyle],
      material: hat ? 'cloth' : 'hair',
      color: wear.hairstyle === 'hood' ? wear.top : hat ? wear.bagColor : wear.hair,
      cell: 0.02,
      box: around([at(0, 0, -0.4), at(0, 0, 1.1)], 0.65 * h),
    },
  ]
}

/** A full-face helmet with its visor. */
const helmeted = (
  h: number,
  at: (x: number, y: number, z: number) => Vec3,
  gaze: Vec3,
  color: Rgb,
  box: readonly [Vec3, Vec3],
): Layer[] => {
  const shell = grown(
    0.04,
    egg(at(0.02, 0, 0.6), [0.6 * h, 0.52 * h, 0.5 * h], gaze),
    egg(at(0.2, 0, 0.25), [0.42 * h, 0.4 * h, 0.3 * h], gaze),
  )
  const window = block(at(0.6, 0, 0.52), [0.4 * h, 0.46 * h, 0.16 * h], 0.03, gaze)
  const open: readonly [Vec3, Vec3] = [
    [box[0][0] - 0.05, box[0][1] - 0.05, box[0][2] - 0.05],
    [box[1][0] + 0.05, box[1][1] + 0.05, box[1][2] + 0.05],
  ]
  const visor = common((x, y, z) => shell(x, y, z) + 0.006, window, 0.01)
  return [
    {
      ...{ name: 'helmet', limb: LIMB.head },
      solid: without(shell, window, 0.012),
      material: 'paint',
      color,
      cell: 0.016,
      box: open,
    },
    {
      name: 'visor',
      limb: LIMB.head,
      solid: visor,
      material: 'paint',
      color: [0.01, 0.011, 0.013],
      cell: 0.016,
      box: open,
    },
  ]
}
