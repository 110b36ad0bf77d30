/** A body and its clothes as grown solids: each limb of each garment one closed skin, round where it meets the next. */
import { add, clamp, type Vec3 } from '../../math/index.ts'
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
import { around, between, CLOTH, FINE, type Layer } from './layer.ts'
import { LIMB, SOLE, type Joints } from './skeleton.ts'

/** One limb of a garment, or what it leaves bare. */
export interface Garment {
  readonly name: string
  /** Index into LIMB. */
  readonly limb: number
  readonly mesh: Mesh
  readonly material: MaterialKind
  readonly color: Rgb
}

const LEFT_RIGHT = [0, 1] as const
const SIDE = ['left', 'right'] as const
const side = (i: 0 | 1): number => (i === 0 ? 1 : -1)

/** Limbs that bend against each other: neither shades what the other hides while one stands straight. */
const JOINED: readonly (readonly [number, number])[] = [
  [LIMB.pelvis, LIMB.torso],
  [LIMB.torso, LIMB.head],
  ...LEFT_RIGHT.flatMap((i): (readonly [number, number])[] => [
    [LIMB.torso, LIMB.upperArm[i]],
    [LIMB.upperArm[i], LIMB.forearm[i]],
    [LIMB.forearm[i], LIMB.hand[i]],
    [LIMB.pelvis, LIMB.thigh[i]],
    [LIMB.torso, LIMB.thigh[i]],
    [LIMB.thigh[i], LIMB.shin[i]],
    [LIMB.shin[i], LIMB.foot[i]],
    [LIMB.foot[i], LIMB.toes[i]],
    [LIMB.pelvis, LIMB.hand[i]],
    [LIMB.thigh[i], LIMB.hand[i]],
    [LIMB.pelvis, LIMB.forearm[i]],
    [LIMB.thigh[0], LIMB.thigh[1]],
  ]),
]
const areJoined = (a: number, b: number): boolean =>
  JOINED.some(([one, other]) => (one === a && other === b) || (one === b && other === a))

/** The body's layers from the shoes up, somebody standing straight. @param helmet a rider's, instead of hair */
export const figure = (b: Build, at: Joints, wear: Clothes, helmet: Rgb | null = null): Garment[] => {
  const layers: Layer[] = [
    ...shoes(b, at, wear),
    ...legs(b, at, wear),
    seat(b, at, wear),
    ...top(b, at, wear),
    ...skirts(b, at, wear),
    ...arms(b, at, wear),
    ...hands(b, at, wear),
    ...head(b, at, wear, helmet),
    ...bag(b, at, wear),
  ]
  return layers.map(({ name, limb: own, solid, material, color, cell, box, shade }) => {
    const others = layers.filter((layer) => !areJoined(layer.limb, own))
    const near: Distance = (x, y, z) => {
      let d = Infinity
      for (const layer of others) if (within(layer.box, x, y, z)) d = Math.min(d, layer.solid(x, y, z))
      return d
    }
    // Sky light that folds and hollows lose: how near the rest of the body is, along the normal.
    const tint = (p: Vec3, n: Vec3): Rgb => {
      let open = 1
      for (const reach of [0.03, 0.09]) {
        const d = near(p[0] + reach * n[0], p[1] + reach * n[1], p[2] + reach * n[2])
        open *= 0.55 + 0.45 * clamp(d / reach, 0, 1)
      }
      const k = open * (shade?.(p) ?? 1)
      return [k, k, k]
    }
    return { name, limb: own, mesh: surfaceOf(solid, box[0], box[1], cell, tint), material, color }
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

/** Feet and toes apart, cut where toes bend, the cut rounded into the other. */
const shoes = (b: Build, at: Joints, wear: Clothes): Layer[] =>
  LEFT_RIGHT.flatMap((i): Layer[] => {
    const ankle = at.ankles[i]
    const w = 0.028 * b.stature
    const floor: Vec3 = [ankle[0], ankle[1], 0]
    const heel = add(floor, [-0.2 * b.foot, 0, 0.022 * b.stature])
    const ball = add(floor, [SOLE.ball * b.foot, 0, 0.018 * b.stature])
    const tip = add(floor, [(SOLE.tip - 0.02) * b.foot, 0, 0.016 * b.stature])
    const body = grown(
      0.03,
      limb(heel, ball, 0.95 * w, 1.02 * w),
      limb(ball, tip, 1.02 * w, 0.66 * w),
      limb(add(ankle, [0, 0, 0.01]), add(ankle, [0.25 * b.foot, 0, 0]), 1.1 * w, 0.8 * w),
    )
    const sole = below(floor, [0, 0, -1])
    const bend = at.balls[i]
    const shoe = (name: string, on: number, solid: Distance, box: Layer['box']): Layer => ({
      ...{ name: `${name}-${SIDE[i]}`, limb: on, solid: common(solid, sole, 0.012), box },
      ...{ material: 'rubber', color: wear.shoes, cell: 0.018 },
    })
    return [
      shoe(
        'shoe',
        LIMB.foot[i],
        common(body, below(add(bend, [0.012, 0, 0]), [1, 0, -0.2]), 0.01),
        around([heel, add(bend, [0.02, 0, 0]), ankle, floor], 0.07),
      ),
      shoe(
        'toes',
        LIMB.toes[i],
        common(body, below(add(bend, [-0.016, 0, 0]), [-1, 0, 0]), 0.02),
        around([add(bend, [-0.02, 0, 0]), tip, ball], 0.07),
      ),
    ]
  })

/** Thighs and shins, in trousers or bare; both are round about the knee, so that it stays closed when it bends. */
const legs = (b: Build, at: Joints, wear: Clothes): Layer[] =>
  LEFT_RIGHT.flatMap((i): Layer[] => {
    const g = b.girth * b.stature
    const [hip, knee, ankle] = [at.hips[i], at.knees[i], at.ankles[i]]
    const start = add(hip, [0, side(i) * 0.004, 0])
    const low = ankle[2]
    const cloth = (name: string, on: number, solid: Distance, points: readonly Vec3[]): Layer => ({
      ...{ name: `${name}-${SIDE[i]}`, limb: on, solid: creased(solid, 0.003, low, hip[2]) },
      ...{ material: 'cloth', color: wear.legs, cell: CLOTH, box: around(points, 0.075 * g) },
    })
    const skin = (name: string, on: number, solid: Distance, points: readonly Vec3[]): Layer => ({
      ...{ name: `${name}-${SIDE[i]}`, limb: on, solid, material: 'skin', color: wear.skin },
      ...{ cell: 0.02, box: around(points, 0.06 * g) },
    })
    const calf = add(between(knee, ankle, 0.3), [-0.01 * g, 0, 0])
    const bareShin = grown(
      0.02,
      limb(knee, calf, 0.03 * g, 0.034 * g),
      limb(calf, between(knee, ankle, 0.85), 0.034 * g, 0.021 * g),
      limb(between(knee, ankle, 0.8), ankle, 0.021 * g, 0.02 * g),
    )
    if (wear.trousers === 'skirt')
      return [
        skin('thigh', LIMB.thigh[i], limb(start, knee, 0.046 * g, 0.032 * g), [start, knee]),
        skin('shin', LIMB.shin[i], bareShin, [knee, calf, ankle]),
      ]
    if (wear.trousers === 'short') {
      const hem = between(hip, knee, 0.85)
      return [
        cloth('shorts', LIMB.thigh[i], grown(0.02, limb(start, hem, 0.057 * g, 0.048 * g)), [start, hem]),
        skin('thigh', LIMB.thigh[i], limb(between(hip, knee, 0.6), knee, 0.04 * g, 0.031 * g), [
          between(hip, knee, 0.6),
          knee,
        ]),
        skin('shin', LIMB.shin[i], bareShin, [knee, calf, ankle]),
      ]
    }
    const cuff = between(knee, ankle, 0.93)
    const belly = add(between(knee, ankle, 0.33), [-0.006 * g, 0, 0])
    return [
      cloth(
        'thigh',
        LIMB.thigh[i],
        grown(
          0.03,
          limb(start, between(hip, knee, 0.6), 0.058 * g, 0.047 * g),
          limb(start, knee, 0.05 * g, 0.037 * g),
        ),
        [start, knee],
      ),
      cloth(
        'shin',
        LIMB.shin[i],
        grown(0.03, limb(knee, belly, 0.0372 * g, 0.037 * g), limb(belly, cuff, 0.036 * g, 0.032 * g)),
        [knee, belly, cuff],
      ),
    ]
  })

const seat = (b: Build, at: Joints, wear: Clothes): Layer => {
  const g = b.girth * b.stature
  const solid = grown(
    0.03,
    trunk(add(at.pelvis, [0, 0, -0.035 * b.stature]), add(at.pelvis, [0, 0, 0.09 * b.stature]), [
      { at: 0, deep: 0.056 * g, wide: 0.08 * g, fore: -0.006 },
      { at: 0.35, deep: 0.064 * g, wide: 0.09 * g, fore: -0.006 },
      { at: 1, deep: 0.05 * g, wide: 0.074 * g },
    ]),
    ...LEFT_RIGHT.map((i) => limb(at.hips[i], add(at.hips[i], [0, 0, -0.02 * g]), 0.056 * g, 0.054 * g)),
  )
  return {
    ...{
      name: 'seat',
      limb: LIMB.pelvis,
      solid: creased(solid, 0.003, at.pelvis[2] - 0.2, at.pelvis[2] + 0.2),
    },
    ...{ material: 'cloth', color: wear.legs, cell: CLOTH },
    box: around([...at.hips, add(at.pelvis, [0, 0, 0.1 * b.stature])], 0.09 * g),
  }
}

/** How far the top reaches below the hip joints, m; more than this hangs in skirts of its own. */
const hemOf = (b: Build, wear: Clothes): number => Math.min(wear.hem, 0.3) * b.thigh + 0.02 * b.stature

const top = (b: Build, at: Joints, wear: Clothes): Layer[] => {
  const g = b.girth * b.stature
  const hem = -hemOf(b, wear)
  const foot = add(at.pelvis, [0, 0, hem])
  const length = at.collar[2] - foot[2]
  // Shares of the way from the hem to the collar.
  const share = (above: number): number => clamp((above * b.torso - hem) / length, 0.02, 0.98)
  const coat = wear.hem > 0.4
  const body = trunk(foot, at.collar, [
    { at: 0, deep: (coat ? 0.093 : 0.082) * g, wide: (coat ? 0.118 : 0.112) * g, fore: -0.004 },
    { at: share(0.16), deep: 0.083 * g, wide: 0.11 * g, fore: -0.004 },
    { at: share(0.4), deep: 0.067 * g, wide: 0.088 * g, fore: 0.004 },
    { at: share(0.68), deep: 0.072 * g, wide: 0.094 * g, fore: 0.004 },
    { at: share(0.85), deep: 0.062 * g, wide: 0.096 * g, fore: -0.006 },
    { at: share(0.95), deep: 0.048 * g, wide: 0.062 * g, fore: -0.01 },
    { at: 1, deep: 0.038 * g, wide: 0.04 * g, fore: -0.004 },
  ])
  const yokes = LEFT_RIGHT.map((i) =>
    limb(
      add(between(at.collar, at.shoulders[i], 0.55), [0, 0, -0.022]),
      at.shoulders[i],
      0.036 * g,
      0.0385 * g,
    ),
  )
  // A hem is cut straight.
  const cut = below(add(foot, [0, 0, 0.004]), [0, 0, -1])
  const closed = grown(0.022, common(body, cut, 0.03), ...yokes)
  const solid = creased(closed, 0.003, foot[2], at.pelvis[2] + 0.5 * b.torso + 0.2)
  const shirt: Layer = {
    ...{ name: 'top', limb: LIMB.torso, solid },
    ...{ material: 'cloth', color: wear.top, cell: CLOTH },
    box: around([foot, at.collar, ...at.shoulders], 0.125 * g + 0.02),
  }
  if (!wear.hiVis) return [shirt]
  const bands = [0.24, 0.52].map((up, i): Layer => {
    const middle = add(at.pelvis, [0, 0, up * b.torso])
    // Hollow: the shirt's inside is nobody's business.
    const ring: Distance = (x, y, z) => Math.abs(solid(x, y, z) + 0.006) - 0.012
    const cutAt = (side: 1 | -1): Distance => below(add(middle, [0, 0, side * 0.026]), [0, 0, side])
    return {
      ...{ name: `band-${i}`, limb: LIMB.torso, material: 'plate', color: BAND, cell: 0.014 },
      solid: common(common(ring, cutAt(1)), cutAt(-1)),
      box: [add(middle, [-0.15 * g, -0.2 * g, -0.06]), add(middle, [0.15 * g, 0.2 * g, 0.06])],
    }
  })
  return [shirt, ...bands]
}

/** Of what throws light back. */
const BAND: Rgb = [0.72, 0.73, 0.74]

/** Where a skirt ends, as a share of the thigh below the hip joints. */
const SKIRT = 0.93

/** What of a coat hangs below the hips goes with the thighs, and so does a skirt. */
const skirts = (b: Build, at: Joints, wear: Clothes): Layer[] => {
  const isSkirt = wear.trousers === 'skirt'
  const hem = isSkirt ? SKIRT : wear.hem
  if (hem <= 0.4) return []
  const g = b.girth * b.stature
  return LEFT_RIGHT.map((i): Layer => {
    const [hip, knee] = [at.hips[i], at.knees[i]]
    const foot = between(hip, knee, hem)
    const inward = [0, -side(i) * 0.012 * g, 0] as const
    const solid = common(
      limb(
        add(hip, inward),
        add(between(hip, knee, hem + 0.1), inward),
        0.068 * g,
        (isSkirt ? 0.082 : 0.074) * g,
      ),
      below(foot, [0, 0, -1]),
      0.008,
    )
    return {
      ...{ name: `skirt-${SIDE[i]}`, limb: LIMB.thigh[i], solid: creased(solid, 0.005, foot[2], hip[2]) },
      ...{ material: 'cloth', color: isSkirt ? wear.legs : wear.top, cell: CLOTH },
      box: around([hip, foot], 0.1 * g),
    }
  })
}

/** Upper arms and forearms, sleeved or bare, round about the elbow. */
const arms = (b: Build, at: Joints, wear: Clothes): Layer[] =>
  LEFT_RIGHT.flatMap((i): Layer[] => {
    const g = b.girth * b.stature
    const [shoulder, elbow, wrist] = [at.shoulders[i], at.elbows[i], at.wrists[i]]
    const piece = (
      name: string,
      on: number,
      solid: Distance,
      points: readonly Vec3[],
      bare = false,
    ): Layer => ({
      ...{ name: `${name}-${SIDE[i]}`, limb: on, material: bare ? 'skin' : 'cloth' },
      ...{ solid: bare ? solid : creased(solid, 0.003, wrist[2], shoulder[2]) },
      ...{ color: bare ? wear.skin : wear.top, cell: bare ? 0.018 : CLOTH - 0.004 },
      box: around(points, 0.055 * g),
    })
    if (wear.sleeves === 'short') {
      const end = between(shoulder, elbow, 0.75)
      return [
        piece('sleeve', LIMB.upperArm[i], limb(shoulder, end, 0.038 * g, 0.034 * g), [shoulder, end]),
        piece('upper-arm', LIMB.upperArm[i], limb(end, elbow, 0.027 * g, 0.024 * g), [end, elbow], true),
        piece('forearm', LIMB.forearm[i], limb(elbow, wrist, 0.0242 * g, 0.017 * g), [elbow, wrist], true),
      ]
    }
    const cuff = between(elbow, wrist, 0.97)
    return [
      piece('upper-arm', LIMB.upperArm[i], limb(shoulder, elbow, 0.0365 * g, 0.029 * g), [shoulder, elbow]),
      piece('forearm', LIMB.forearm[i], limb(elbow, cuff, 0.0292 * g, 0.023 * g), [elbow, cuff]),
    ]
  })

const hands = (b: Build, at: Joints, wear: Clothes): Layer[] => {
  const g = b.stature
  return LEFT_RIGHT.map((i): Layer => {
    const wrist = at.wrists[i]
    const out: Vec3 = [0.08, 0, -1]
    const along = (share: number): Vec3 => add(wrist, [0.08 * share * b.hand, 0, -share * b.hand])
    const [palm, tips] = [along(0.45), along(0.95)]
    const curl = add(tips, [0.012, -side(i) * 0.008, 0.004])
    const thumb = add(palm, [0.024 * (g / 1.75), -side(i) * 0.008, -0.004])
    return {
      name: `hand-${SIDE[i]}`,
      limb: LIMB.hand[i],
      solid: grown(
        0.012,
        limb(add(wrist, [0, 0, 0.02]), wrist, 0.0165 * g, 0.016 * g),
        egg(palm, [0.52 * b.hand, 0.0105 * g, 0.023 * g], out),
        limb(palm, curl, 0.0135 * g, 0.008 * g),
        limb(between(wrist, palm, 0.4), thumb, 0.0095 * g, 0.007 * g),
      ),
      ...{ material: 'skin', color: wear.skin, cell: FINE },
      box: around([wrist, tips, thumb, curl], 0.045),
    }
  })
}

const bag = (b: Build, at: Joints, wear: Clothes): Layer[] => {
  const g = b.stature
  const sack = (name: string, solid: Distance, middle: Vec3, reach: number): Layer => ({
    ...{ name, limb: LIMB.torso, solid, material: 'cloth', color: wear.bagColor, cell: CLOTH },
    box: around([middle], reach * g),
  })
  if (wear.bag === 'none') return []
  if (wear.bag === 'rucksack') {
    const middle = add(at.pelvis, [-0.115 * g, 0, 0.62 * b.torso])
    return [sack('bag', block(middle, [0.05 * g, 0.085 * g, 0.13 * g], 0.05), middle, 0.2)]
  }
  if (wear.bag === 'shopping') {
    // From the hand, which it keeps low.
    const middle = add(at.wrists[1], [0.01, 0, -(b.hand + 0.115 * g)])
    const carrier = sack('bag', block(middle, [0.095 * g, 0.035 * g, 0.09 * g], 0.015), middle, 0.15)
    const handles = limb(
      add(at.wrists[1], [0.01, 0, -0.8 * b.hand]),
      add(middle, [0, 0, 0.085 * g]),
      0.008,
      0.02,
    )
    const strap: Layer = {
      ...carrier,
      ...{ name: 'strap', solid: handles, cell: 0.012, box: around([at.wrists[1], middle], 0.05 * g) },
    }
    return [carrier, strap].map((layer) => ({ ...layer, limb: LIMB.hand[1] }))
  }
  const hang = add(at.hips[1], [-0.01, -0.085 * g, 0.03 * g])
  return [sack('bag', block(hang, [0.09 * g, 0.028 * g, 0.075 * g], 0.02), hang, 0.14)]
}
