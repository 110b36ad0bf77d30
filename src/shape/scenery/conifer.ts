/** Spruces and pines: boughs in whorls round a trunk, drooping, snow on their upper sides in winter. */
import { lerp, normalize, type Random, type Vec3 } from '../../math/index.ts'
import { MeshBuilder, tube, type Rgb } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'

export interface Tree {
  readonly trunk: Mesh
  /** Leaves or needles, coloured per vertex; null on a bare tree. */
  readonly crown: Mesh | null
}

export interface ConiferForm {
  readonly height: number
  readonly radius: number
  readonly whorls: number
  readonly boughs: number
  /** 0 green .. 1 laden. */
  readonly snow: number
}

const GREEN: Rgb = [0.85, 1, 0.75]
/** Against the foliage's base colour this comes out as snow. */
const SNOW: Rgb = [14, 10.5, 17]

export const CONIFER_GREEN: Rgb = [0.05, 0.068, 0.042]
export const BARK: Rgb = [0.075, 0.06, 0.048]

export const conifer = (form: ConiferForm, random: Random): Tree => {
  const { height, radius, whorls, boughs, snow } = form
  const trunkRadius = 0.012 * height + 0.04
  const trunk = tube(
    [
      [0, 0, -0.4],
      [0, 0, height * 0.4],
    ],
    (i) => trunkRadius * (1 - 0.3 * i),
    6,
  )
  const builder = new MeshBuilder()
  const foot = 0.09 * height
  // Jagged skirts fill the crown; boughs break up its outline.
  skirts(
    builder,
    { height, radius: 0.72 * radius, tiers: 8, spikes: 7, snow: 0.8 * snow, shade: 0.72 },
    random,
  )
  for (let i = 0; i < whorls; i++) {
    const u = i / (whorls - 1)
    const z = lerp(foot, height * 0.95, u ** 0.9)
    // Widest a little above the ground, pointed at the top.
    const reach = radius * (1 - u) ** 0.8 * (0.86 + 0.14 * Math.min(1, u * 8)) + 0.09 * radius
    const count = Math.max(4, Math.round(boughs * (1 - 0.5 * u)))
    const turn = random.uniform(0, Math.PI)
    for (let k = 0; k < count; k++) {
      const angle = turn + ((2 * Math.PI) / count) * (k + random.uniform(-0.3, 0.3))
      bough(builder, {
        angle,
        length: reach * random.uniform(0.82, 1.12),
        z: z + random.uniform(-0.25, 0.25) * (height / whorls),
        droop: lerp(0.42, -0.25, u) + random.uniform(-0.1, 0.1),
        width: (2.3 * Math.PI * reach) / count / 2 + 0.1,
        shade: random.uniform(0.7, 1.2),
        snow: snow * random.uniform(0.4, 1.1),
      })
    }
  }
  return { trunk, crown: builder.build() }
}

interface Bough {
  readonly angle: number
  readonly length: number
  readonly z: number
  /** Fall per length. */
  readonly droop: number
  readonly width: number
  readonly shade: number
  readonly snow: number
}

/** A kite with a raised spine and hanging edges: four triangles, seen from above and below. */
const bough = (builder: MeshBuilder, b: Bough): void => {
  const [c, s] = [Math.cos(b.angle), Math.sin(b.angle)]
  const at = (along: number, across: number, up: number): Vec3 => [
    c * along * b.length - s * across * b.width,
    s * along * b.length + c * across * b.width,
    b.z + up - b.droop * b.length * along ** 1.4,
  ]
  const hang = 0.35 * b.width
  const normal = (along: number, across: number): Vec3 =>
    normalize([c * (0.5 + 0.4 * along) - s * across * 0.6, s * (0.5 + 0.4 * along) + c * across * 0.6, 0.75])
  const tint = (k: number, snow: number): Rgb => {
    const g = k * b.shade
    const w = Math.max(0, Math.min(0.92, snow))
    return [0, 1, 2].map((i) => GREEN[i] * g * (1 - w) + SNOW[i] * w) as unknown as Rgb
  }
  const root = builder.vertex(at(0.03, 0, 0.06), normal(0, 0), tint(0.35, 0.1 * b.snow))
  const spine = builder.vertex(at(0.58, 0, 0.02), normal(0.5, 0), tint(1, b.snow))
  const left = builder.vertex(at(0.5, 0.5, -hang), normal(0.5, 1), tint(0.7, 0.45 * b.snow))
  const right = builder.vertex(at(0.5, -0.5, -hang), normal(0.5, -1), tint(0.7, 0.45 * b.snow))
  const tip = builder.vertex(at(1, 0, -0.3 * hang), normal(1, 0), tint(1.25, 0.7 * b.snow))
  builder.triangle(root, spine, left)
  builder.triangle(root, right, spine)
  builder.triangle(spine, tip, left)
  builder.triangle(spine, right, tip)
}

interface Tier {
  readonly low: number
  readonly high: number
  readonly radius: number
  readonly spikes: number
  readonly shade: number
  readonly snow: number
}

/** A pointed skirt with a jagged hem. */
const tier = (builder: MeshBuilder, t: Tier, random: Random): void => {
  const turn = random.uniform(0, Math.PI)
  const tint = (k: number, snow: number): Rgb =>
    [0, 1, 2].map((i) => GREEN[i] * k * t.shade * (1 - snow) + SNOW[i] * snow) as unknown as Rgb
  const apex = builder.vertex([0, 0, t.high], [0, 0, 1], tint(1, t.snow))
  const n = 2 * t.spikes
  const slope = t.radius / (t.high - t.low)
  const hem = Array.from({ length: n }, (_, i) => {
    const angle = turn + (2 * Math.PI * (i + random.uniform(-0.2, 0.2))) / n
    const out = i % 2 === 0
    const r = t.radius * (out ? random.uniform(0.85, 1.15) : 0.62)
    const z = out ? t.low : t.low + 0.13 * (t.high - t.low)
    const [c, s] = [Math.cos(angle), Math.sin(angle)]
    return builder.vertex(
      [r * c, r * s, z],
      normalize([c, s, slope + 0.25]),
      tint(out ? 1.15 : 0.6, t.snow * (out ? 0.8 : 0.35)),
    )
  })
  for (let i = 0; i < n; i++) builder.triangle(apex, hem[i], hem[(i + 1) % n])
}

interface Skirts {
  readonly height: number
  readonly radius: number
  readonly tiers: number
  readonly spikes: number
  readonly snow: number
  readonly shade: number
}

const skirts = (builder: MeshBuilder, form: Skirts, random: Random): void => {
  const { height, tiers } = form
  for (let i = 0; i < tiers; i++) {
    const [u, v] = [i / tiers, (i + 1) / tiers]
    const one = {
      low: height * lerp(0.08, 0.92, u),
      high: height * Math.min(1, lerp(0.08, 0.92, v) + 0.16),
      radius: form.radius * (1 - 0.86 * u),
      spikes: form.spikes,
      shade: form.shade * random.uniform(0.85, 1.15),
      snow: form.snow * random.uniform(0.5, 1),
    }
    tier(builder, one, random)
  }
}

/** A conifer for the distance: a few jagged skirts on a bare stem. */
export const farConifer = (form: Omit<Skirts, 'shade'>, random: Random): Tree => {
  const builder = new MeshBuilder()
  skirts(builder, { ...form, shade: 0.95 }, random)
  const stem = tube(
    [
      [0, 0, -0.4],
      [0, 0, form.height * 0.2],
    ],
    () => 0.012 * form.height,
    3,
  )
  return { trunk: stem, crown: builder.build() }
}
