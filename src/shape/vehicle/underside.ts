/** Wheel arches, wheel wells and the dark floor under the car. */
import type { Vec3 } from '../../math/index.ts'
import type { AxleSpec } from '../../scenario/index.ts'
import { MeshBuilder, Panel, bothSides, merged, span, type Surface } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'
import { BLACK_TRIM, type AddPart } from './parts.ts'
import type { Proportions } from './style.ts'
import type { LowerSkin } from './surfaces.ts'

/**
 * Radius of the opening in the body's side about the wheel centre, m. A steered wheel's outline in the
 * side view is never longer than the diagonal of radius and half width, and a hand's breadth is kept.
 */
export const archRadius = (axle: AxleSpec): number =>
  Math.hypot(axle.wheelRadius, axle.wheelWidth / 2) + 0.028

/** How far in the well reaches: the inner edge of the tyre at full lock, m from the middle. */
export const wellInner = (axle: AxleSpec): number => {
  const reach = axle.wheelRadius * Math.sin(axle.steerMax) + (axle.wheelWidth / 2) * Math.cos(axle.steerMax)
  return Math.max(0.15, axle.track / 2 - reach - 0.03)
}

const wellRadius = (axle: AxleSpec): number => archRadius(axle) + 0.03

export const addUnderside = (add: AddPart, p: Proportions, lower: LowerSkin, sides: Panel): void => {
  const { knots } = lower
  const lines = knots.slice(1).flatMap((k, i) => span(knots[i], k, 2).slice(i === 0 ? 0 : 1))
  const meshes: Mesh[] = [floorUnder((a) => lower.band(a, 0), lines, p.axles)]
  for (const axle of p.axles) {
    const radius = archRadius(axle)
    const onArch = ({ p: [x, , z] }: { readonly p: Vec3 }): boolean =>
      Math.abs(Math.hypot(x - axle.x, z - axle.wheelRadius) - radius) < 0.004
    const lip = ([x, y, z]: Vec3): Vec3 => [x, y - 0.045, z]
    meshes.push(sides.reveal(`arch ${axle.x}`, lip, onArch), wheelWell(axle, lower.halfWidth))
  }
  add('underside', merged(meshes.map(bothSides)), 'plastic', BLACK_TRIM, 'body')
}

/** The housing around the left wheel, seen from the wheel. @param halfWidth of the body at x */
export const wheelWell = (axle: AxleSpec, halfWidth: (x: number) => number): Mesh => {
  const builder = new MeshBuilder()
  const [r, inner] = [wellRadius(axle), wellInner(axle)]
  const floorZ = axle.wheelRadius * 0.6
  const start = Math.asin(Math.max(-1, (floorZ - axle.wheelRadius) / r))
  const angles = span(start, Math.PI - start, 16)
  const outer = (x: number): number => Math.max(inner + 0.05, halfWidth(x) - 0.06)
  const rows = angles.map((t) => {
    const [x, z] = [axle.x + r * Math.cos(t), axle.wheelRadius + r * Math.sin(t)]
    const n: Vec3 = [-Math.cos(t), 0, -Math.sin(t)]
    return [builder.vertex([x, outer(x), z], n), builder.vertex([x, inner, z], n)] as const
  })
  for (let i = 0; i + 1 < rows.length; i++)
    builder.quad(rows[i][0], rows[i][1], rows[i + 1][1], rows[i + 1][0])
  const out: Vec3 = [0, 1, 0]
  const centre = builder.vertex([axle.x, inner, floorZ], out)
  const rim = angles.map((t) =>
    builder.vertex([axle.x + r * Math.cos(t), inner, axle.wheelRadius + r * Math.sin(t)], out),
  )
  for (let i = 0; i + 1 < rim.length; i++) builder.triangle(centre, rim[i + 1], rim[i])
  return builder.build()
}

/**
 * A floor from the body's bottom edge to its middle, seen from below, with holes for the wheels.
 * @param rim the bottom edge, anticlockwise from the front @param lines of the grid along it
 */
export const floorUnder = (
  rim: (a: number) => Vec3,
  lines: readonly number[],
  axles: readonly AxleSpec[],
): Mesh => {
  const surface: Surface = (a, b) => {
    const edge = rim(a)
    return [edge[0], edge[1] * b, edge[2] + 0.012 * (1 - b)]
  }
  const panel = new Panel(surface, lines, span(0, 1, 4), 'floor')
  for (const axle of axles) {
    const [r, inner] = [wellRadius(axle), wellInner(axle)]
    panel.region('hole', ({ p: [x, y, z] }) =>
      Math.max(Math.hypot(x - axle.x, z - axle.wheelRadius) - r, inner - Math.abs(y)),
    )
  }
  return panel.mesh('floor')
}
