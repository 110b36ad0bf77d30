/** A pose and its clothes as grown solids: each garment one closed skin. */
import { add, clamp, cross, normalize, scale, sub, type Vec3 } from '../../math/index.ts'
import {
  below,
  block,
  common,
  egg,
  grown,
  limb,
  surfaceOf,
  trunk,
  type Distance,
  type Rgb,
} from '../mesh/index.ts'
import type { MaterialKind, Mesh } from '../shape.ts'
import type { Build } from './build.ts'
import type { Clothes } from './clothes.ts'
import { head } from './head.ts'
import { around, CLOTH, FINE, type Layer } from './layer.ts'
import { between, type Pose } from './pose.ts'

/** One garment, or what it leaves bare. */
export interface Garment {
  readonly name: string
  readonly mesh: Mesh
  readonly material: MaterialKind
  readonly color: Rgb
}

const LEFT_RIGHT = [0, 1] as const
const side = (i: 0 | 1): number => (i === 0 ? 1 : -1)

/** The body's layers from the shoes up. @param helmet a rider's, instead of hair */
export const figure = (b: Build, pose: Pose, wear: Clothes, helmet: Rgb | null = null): Garment[] => {
  const layers: Layer[] = [
    ...shoes(b, pose, wear),
    ...bareLegs(b, pose, wear),
    trousers(b, pose, wear),
    top(b, pose, wear),
    ...hands(b, pose, wear),
    ...head(b, pose, wear, helmet),
    ...bag(b, pose, wear),
  ]
  const whole: Distance = (x, y, z) => {
    let d = Infinity
    for (const { box, solid } of layers) if (within(box, x, y, z)) d = Math.min(d, solid(x, y, z))
    return d
  }
  return layers.map(({ name, solid, material, color, cell, box, shade }) => {
    // Sky light that folds and hollows lose: how near the rest of the body is, along the normal.
    const tint = (p: Vec3, n: Vec3): Rgb => {
      let open = 1
      for (const reach of [0.03, 0.09]) {
        const d = whole(p[0] + reach * n[0], p[1] + reach * n[1], p[2] + reach * n[2])
        open *= 0.55 + 0.45 * clamp(d / reach, 0, 1)
      }
      const k = open * (shade?.(p) ?? 1)
      return [k, k, k]
    }
    return { name, mesh: surfaceOf(solid, box[0], box[1], cell, tint), material, color }
  })
}

const within = ([lo, hi]: readonly [Vec3, Vec3], x: number, y: number, z: number): boolean =>
  x > lo[0] && x < hi[0] && y > lo[1] && y < hi[1] && z > lo[2] && z < hi[2]

/** Folds: a solid's surface moved by a few millimetres, in waves along z that wander. */
const creased = (solid: Distance, deep: number, from: number, to: number): Distance => {
  return (x, y, z) => {
    const d = solid(x, y, z)
    if (Math.abs(d) > 0.03) return d > 0 ? d - deep : d + deep
    const where = clamp(1 - Math.abs((2 * z - from - to) / (to - from)), 0, 1)
    const wave = Math.sin(46 * z + 9 * x + 14 * y) * Math.sin(23 * z - 17 * y + 11 * x + 1.3)
    return d + deep * wave * (0.4 + 0.6 * where)
  }
}

const shoes = (b: Build, pose: Pose, wear: Clothes): Layer[] =>
  LEFT_RIGHT.map((i): Layer => {
    const [ankle, toes] = [pose.ankles[i], normalize(pose.toes[i])]
    const w = 0.028 * b.stature
    const down = normalize(cross(toes, [0, 1, 0]))
    const sole: Vec3 = down[2] > 0 ? scale(down, -1) : down
    const floor = add(ankle, scale(sole, b.ankle))
    const heel = add(floor, add(scale(toes, -0.2 * b.foot), scale(sole, -0.022 * b.stature)))
    const ball = add(floor, add(scale(toes, 0.42 * b.foot), scale(sole, -0.018 * b.stature)))
    const tip = add(floor, add(scale(toes, 0.64 * b.foot), scale(sole, -0.014 * b.stature)))
    const body = grown(
      0.03,
      limb(heel, ball, 0.95 * w, 1.02 * w),
      limb(ball, tip, 1.02 * w, 0.66 * w),
      limb(add(ankle, [0, 0, 0.01]), add(ankle, scale(toes, 0.25 * b.foot)), 1.1 * w, 0.8 * w),
    )
    return {
      name: `shoe-${i === 0 ? 'left' : 'right'}`,
      solid: common(body, below(floor, sole), 0.012),
      material: 'rubber',
      color: wear.shoes,
      cell: 0.018,
      box: around([heel, tip, ankle, floor], 0.07),
    }
  })

const bareLegs = (b: Build, pose: Pose, wear: Clothes): Layer[] =>
  wear.trousers === 'long'
    ? []
    : LEFT_RIGHT.map((i): Layer => {
        const g = b.girth * b.stature
        const [hip, knee, ankle] = [pose.hips[i], pose.knees[i], pose.ankles[i]]
        const calf = add(between(knee, ankle, 0.3), [-0.008 * g, 0, 0])
        return {
          name: `leg-${i === 0 ? 'left' : 'right'}`,
          solid: grown(
            0.02,
            limb(between(hip, knee, 0.6), knee, 0.042 * g, 0.03 * g),
            limb(knee, calf, 0.03 * g, 0.034 * g),
            limb(calf, ankle, 0.034 * g, 0.02 * g),
          ),
          material: 'skin',
          color: wear.skin,
          cell: 0.02,
          box: around([between(hip, knee, 0.5), knee, ankle], 0.1),
        }
      })

const trousers = (b: Build, pose: Pose, wear: Clothes): Layer => {
  const g = b.girth * b.stature
  const short = wear.trousers === 'short'
  const legs = LEFT_RIGHT.map((i) => {
    const [hip, knee, ankle] = [pose.hips[i], pose.knees[i], pose.ankles[i]]
    const cuff = between(knee, ankle, 0.93)
    const start = add(hip, [0, side(i) * 0.004, 0])
    return short
      ? limb(start, between(hip, knee, 0.85), 0.054 * g, 0.046 * g)
      : grown(
          0.03,
          limb(start, knee, 0.054 * g, 0.037 * g),
          limb(knee, between(knee, ankle, 0.35), 0.037 * g, 0.037 * g),
          limb(between(knee, ankle, 0.35), cuff, 0.037 * g, 0.032 * g),
        )
  })
  const up = normalize(sub(pose.collar, pose.pelvis))
  const seat = trunk(
    add(pose.pelvis, scale(up, -0.03 * b.stature)),
    add(pose.pelvis, scale(up, 0.09 * b.stature)),
    [
      { at: 0, deep: 0.06 * g, wide: 0.085 * g, fore: -0.006 },
      { at: 0.45, deep: 0.07 * g, wide: 0.098 * g, fore: -0.008 },
      { at: 1, deep: 0.06 * g, wide: 0.086 * g },
    ],
  )
  const solid = grown(0.05, seat, ...legs)
  const low = Math.min(pose.ankles[0][2], pose.ankles[1][2])
  return {
    name: 'trousers',
    solid: creased(solid, 0.004, low, pose.pelvis[2] - 0.1),
    material: 'cloth',
    color: wear.legs,
    cell: CLOTH,
    box: around(
      [...pose.hips, ...pose.knees, ...pose.ankles, add(pose.pelvis, scale(up, 0.1 * b.stature))],
      0.13,
    ),
  }
}

const top = (b: Build, pose: Pose, wear: Clothes): Layer => {
  const g = b.girth * b.stature
  const up = normalize(sub(pose.collar, pose.pelvis))
  const hem = -wear.hem * b.thigh - 0.02 * b.stature
  const foot = add(pose.pelvis, wear.hem > 0.4 ? [0, 0, hem] : scale(up, hem))
  const length = Math.hypot(...sub(pose.collar, foot))
  // Shares of the way from the hem to the collar.
  const share = (above: number): number => clamp((above * b.torso - hem) / length, 0.02, 0.98)
  const coat = wear.hem > 0.4
  const body = trunk(foot, pose.collar, [
    { at: 0, deep: (coat ? 0.09 : 0.08) * g, wide: (coat ? 0.118 : 0.11) * g },
    { at: share(0.16), deep: 0.08 * g, wide: 0.109 * g },
    { at: share(0.4), deep: 0.066 * g, wide: 0.084 * g, fore: 0.004 },
    { at: share(0.68), deep: 0.072 * g, wide: 0.093 * g, fore: 0.004 },
    { at: share(0.85), deep: 0.062 * g, wide: 0.096 * g, fore: -0.006 },
    { at: share(0.95), deep: 0.048 * g, wide: 0.062 * g, fore: -0.01 },
    { at: 1, deep: 0.038 * g, wide: 0.04 * g, fore: -0.004 },
  ])
  const sleeves = LEFT_RIGHT.map((i) => {
    const [shoulder, elbow, wrist] = [pose.shoulders[i], pose.elbows[i], pose.wrists[i]]
    const inner = between(pose.collar, shoulder, 0.55)
    const yoke = limb(add(inner, [0, 0, -0.022]), shoulder, 0.032 * g, 0.034 * g)
    return wear.sleeves === 'short'
      ? grown(0.03, yoke, limb(shoulder, between(shoulder, elbow, 0.8), 0.036 * g, 0.034 * g))
      : grown(
          0.03,
          yoke,
          limb(shoulder, elbow, 0.036 * g, 0.028 * g),
          limb(elbow, between(elbow, wrist, 0.97), 0.028 * g, 0.022 * g),
        )
  })
  // A coat hangs free of the legs; a jacket's hem is cut straight.
  const cut = below(add(foot, scale(up, 0.004)), coat ? [0, 0, -1] : scale(up, -1))
  // What hangs below the hips lies on the thighs.
  const thighs = LEFT_RIGHT.map((i) =>
    limb(pose.hips[i], between(pose.hips[i], pose.knees[i], 1.05), 0.06 * g, 0.05 * g),
  )
  const hung = wear.hem > 0.05 ? grown(0.07, body, ...thighs) : body
  const closed = grown(0.016, common(hung, cut, 0.01), ...sleeves)
  const middle = add(pose.pelvis, scale(up, 0.5 * b.torso))
  return {
    name: 'top',
    solid: creased(closed, 0.004, foot[2], middle[2] + 0.2),
    material: 'cloth',
    color: wear.top,
    cell: CLOTH,
    box: around([foot, pose.collar, ...pose.shoulders, ...pose.elbows, ...pose.wrists], 0.115 * g + 0.03),
  }
}

const hands = (b: Build, pose: Pose, wear: Clothes): Layer[] => {
  const g = b.stature
  return LEFT_RIGHT.map((i): Layer => {
    const wrist = pose.wrists[i]
    const out = normalize(pose.reach[i])
    const palm = add(wrist, scale(out, 0.45 * b.hand))
    const tips = add(wrist, scale(out, 0.95 * b.hand))
    const curl = add(tips, [0.004, -side(i) * 0.01, -0.004])
    const thumb = add(palm, [0.022 * (g / 1.75), -side(i) * 0.008, -0.004])
    const bare: Distance[] = [
      limb(between(pose.elbows[i], wrist, 0.8), wrist, 0.019 * g, 0.016 * g),
      egg(palm, [0.52 * b.hand, 0.0105 * g, 0.023 * g], out),
      limb(palm, curl, 0.0135 * g, 0.008 * g),
      limb(between(wrist, palm, 0.4), thumb, 0.0095 * g, 0.007 * g),
    ]
    if (wear.sleeves === 'short')
      bare.push(
        limb(between(pose.shoulders[i], pose.elbows[i], 0.5), pose.elbows[i], 0.028 * g, 0.024 * g),
        limb(pose.elbows[i], wrist, 0.024 * g, 0.017 * g),
      )
    const from = wear.sleeves === 'short' ? pose.shoulders[i] : pose.elbows[i]
    return {
      name: `hand-${i === 0 ? 'left' : 'right'}`,
      solid: grown(0.012, ...bare),
      material: 'skin',
      color: wear.skin,
      cell: FINE,
      box: around([from, pose.elbows[i], wrist, tips, thumb], 0.05),
    }
  })
}

const bag = (b: Build, pose: Pose, wear: Clothes): Layer[] => {
  if (wear.bag === 'none') return []
  const up = normalize(sub(pose.collar, pose.pelvis))
  const back = normalize(cross([0, 1, 0], up))
  const behind = back[0] > 0 ? scale(back, -1) : back
  const g = b.stature
  if (wear.bag === 'rucksack') {
    const middle = add(add(pose.pelvis, scale(up, 0.62 * b.torso)), scale(behind, 0.115 * g))
    const pack = block(middle, [0.13 * g, 0.085 * g, 0.05 * g], 0.035, up)
    return [
      {
        name: 'bag',
        solid: pack,
        material: 'cloth',
        color: wear.bagColor,
        cell: CLOTH,
        box: around([middle], 0.2 * g),
      },
    ]
  }
  const hang = add(pose.hips[1], [-0.01, -0.075 * g, -0.03 * g])
  return [
    {
      name: 'bag',
      solid: block(hang, [0.09 * g, 0.028 * g, 0.075 * g], 0.02),
      material: 'cloth',
      color: wear.bagColor,
      cell: CLOTH,
      box: around([hang], 0.14 * g),
    },
  ]
}
