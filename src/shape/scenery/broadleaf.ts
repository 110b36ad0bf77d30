/** Broad-leaved trees and bushes: a branching skeleton; in summer with clumps of leaves at its ends. */
import { add, cross, normalize, scale, type Random, type Vec3 } from '../../math/index.ts'
import { MeshBuilder, merged, tube, type Rgb } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import type { Tree } from './conifer.ts'

export interface BroadleafForm {
  readonly height: number
  /** Generations of branches: each makes three to four times as many ends. */
  readonly generations: number
  readonly leaves: boolean
  readonly sides: number
}

export const LEAF_GREEN: Rgb = [0.075, 0.105, 0.03]

interface End {
  readonly at: Vec3
  readonly along: Vec3
  readonly size: number
}

const FINE_LEAVES = { shards: 6, size: 0.4, spread: 0.32 }

export const broadleaf = (form: BroadleafForm, random: Random): Tree => {
  const { trunk, ends } = skeleton(form, random)
  return { trunk, crown: form.leaves ? crown(ends, form.height, random, FINE_LEAVES) : null }
}

const skeleton = (
  { height, generations, sides }: Omit<BroadleafForm, 'leaves'>,
  random: Random,
): { readonly trunk: Mesh; readonly ends: End[] } => {
  const parts: Mesh[] = []
  const ends: End[] = []
  const grow = (from: Vec3, along: Vec3, length: number, radius: number, left: number): void => {
    const bend: Vec3 = [random.uniform(-0.15, 0.15), random.uniform(-0.15, 0.15), random.uniform(0, 0.12)]
    const tip = add(from, scale(normalize(add(along, bend)), length))
    const middle = add(scale(add(from, tip), 0.5), scale(bend, -0.25 * length))
    const trunk = left === generations
    const path = left > 1 ? [from, middle, tip] : [from, tip]
    const end = path.length - 1
    const thin = left === 0 ? 1 : 0.4
    parts.push(tube(path, (i) => radius * (1 - (thin * i) / end), trunk ? 6 : left > 1 ? sides : 3))
    if (left <= 1) ends.push({ at: tip, along, size: length })
    if (left === 0) return
    const count = left === generations ? 4 : 3
    const turn = random.uniform(0, 2 * Math.PI)
    for (let k = 0; k <= count; k++) {
      const angle = turn + (2 * Math.PI * (k + random.uniform(-0.25, 0.25))) / (count + 1)
      const spread = k === count ? random.uniform(0.1, 0.35) : random.uniform(0.5, 0.95)
      const side = normalize(cross(along, Math.abs(along[2]) < 0.95 ? [0, 0, 1] : [1, 0, 0]))
      const other = cross(along, side)
      const out = add(scale(side, Math.cos(angle)), scale(other, Math.sin(angle)))
      const turned = add(scale(along, Math.cos(spread)), scale(out, Math.sin(spread)))
      const upward = normalize(add(turned, [0, 0, 0.18]))
      const start = add(from, scale(add(tip, scale(from, -1)), k === count ? 1 : random.uniform(0.55, 1)))
      grow(start, upward, length * random.uniform(0.58, 0.76), radius * 0.55, left - 1)
    }
  }
  grow([0, 0, -0.4], [0, 0, 1], height * 0.36, 0.02 * height + 0.05, generations)
  return { trunk: merged(parts), ends }
}

/** Shards of foliage about each end; normals from the crown's middle, so the crown shades as one round body. */
const crown = (
  ends: readonly End[],
  height: number,
  random: Random,
  leaves: { readonly shards: number; readonly size: number; readonly spread: number },
): Mesh => {
  const builder = new MeshBuilder()
  const middle: Vec3 = [0, 0, 0.55 * height]
  for (const { at, size } of ends) {
    const shade = random.uniform(0.65, 1.25)
    for (let k = 0; k < leaves.shards; k++) {
      // Bounded, so that no leaf hangs in the air.
      const shift: Vec3 = [random.uniform(-1.5, 1.5), random.uniform(-1.5, 1.5), random.uniform(-1.3, 1.3)]
      shard(
        builder,
        add(at, scale(shift, 0.3 * size)),
        middle,
        0.36 * size,
        shade * random.uniform(0.8, 1.2),
        random,
      )
    }
  }
  return builder.build()
}

const shard = (
  builder: MeshBuilder,
  centre: Vec3,
  middle: Vec3,
  radius: number,
  shade: number,
  random: Random,
): void => {
  const outward = normalize(add(centre, scale(middle, -1)))
  const facing = normalize(
    add(outward, [random.normal() * 0.7, random.normal() * 0.7, random.normal() * 0.7]),
  )
  const side = normalize(cross(facing, Math.abs(facing[2]) < 0.9 ? [0, 0, 1] : [1, 0, 0]))
  const up = cross(facing, side)
  const warm = random.uniform(0.85, 1.25)
  const color: Rgb = [shade * warm, shade, shade * 0.9]
  const turn = random.uniform(0, 2 * Math.PI)
  const corners = [0, 1, 2].map((i) => {
    const angle = turn + (2 * Math.PI * (i + random.uniform(-0.2, 0.2))) / 3
    const r = radius * random.uniform(0.75, 1.6)
    const p = add(centre, add(scale(side, r * Math.cos(angle)), scale(up, r * Math.sin(angle))))
    return builder.vertex(p, outward, color)
  })
  builder.triangle(corners[0], corners[1], corners[2])
}

/** A broad-leaved tree for the distance: fewer and larger shards on a plainer skeleton. */
export const farBroadleaf = (height: number, leaves: boolean, random: Random): Tree => {
  const { trunk, ends } = skeleton({ height, generations: 2, sides: 3 }, random)
  return {
    trunk,
    crown: leaves ? crown(ends, height, random, { shards: 8, size: 0.62, spread: 0.42 }) : null,
  }
}

/** A bush: twigs from the ground, with leaves or bare. */
export const bush = (leaves: boolean, random: Random): Tree => {
  const twigs: Mesh[] = []
  const ends: End[] = []
  for (let k = 0; k < 16; k++) {
    const angle = random.uniform(0, 2 * Math.PI)
    const out = random.uniform(0.25, 0.9)
    const top: Vec3 = [out * Math.cos(angle), out * Math.sin(angle), random.uniform(0.7, 1.5)]
    twigs.push(tube([[0, 0, -0.1], scale(top, 0.55), top], (i) => [0.018, 0.011, 0][i], 3))
    for (let m = 0; m < 3; m++) {
      const fork = scale(top, random.uniform(0.45, 0.8))
      const end: Vec3 = add(fork, [random.normal() * 0.2, random.normal() * 0.2, random.uniform(0.2, 0.5)])
      twigs.push(tube([fork, end], (i) => (i === 0 ? 0.009 : 0), 3))
      if (m === 0) ends.push({ at: end, along: [0, 0, 1], size: 0.45 })
    }
  }
  return { trunk: merged(twigs), crown: leaves ? crown(ends, 1, random, FINE_LEAVES) : null }
}
