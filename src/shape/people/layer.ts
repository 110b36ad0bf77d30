/** One limb of a garment, or what it leaves bare, before it is made into triangles. */
import { lerp, type Vec3 } from '../../math/index.ts'
import type { Distance, Rgb } from '../mesh/index.ts'
import type { MaterialKind } from '../shape.ts'

export interface Layer {
  readonly name: string
  /** Index into LIMB. */
  readonly limb: number
  readonly solid: Distance
  readonly material: MaterialKind
  readonly color: Rgb
  readonly cell: number
  readonly box: readonly [Vec3, Vec3]
  readonly shade?: (p: Vec3) => number
}

/** Grid cells, m: of clothes, and of heads and hands. */
export const CLOTH = 0.03
export const FINE = 0.0155

/** A box around points, `more` metres larger on every side. */
export const around = (points: readonly Vec3[], more: number): readonly [Vec3, Vec3] => {
  const end = (pick: (...v: number[]) => number, grow: number): Vec3 => [
    pick(...points.map((p) => p[0])) + grow,
    pick(...points.map((p) => p[1])) + grow,
    pick(...points.map((p) => p[2])) + grow,
  ]
  return [end(Math.min, -more), end(Math.max, more)]
}

/** The point a share `u` of the way from a to b. */
export const between = (a: Vec3, b: Vec3, u: number): Vec3 => [
  lerp(a[0], b[0], u),
  lerp(a[1], b[1], u),
  lerp(a[2], b[2], u),
]
