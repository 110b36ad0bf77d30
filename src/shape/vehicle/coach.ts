/**
 * Walls, roof and corners of a body that is a rounded box: buses, caravans, semitrailers. One closed band
 * round all four sides, cut into windows, doors and lamps, and a roof; unlike a car's it need not be the
 * same on both sides.
 */
import { lerp, type Vec3 } from '../../math/index.ts'
import { MeshBuilder, Panel, curveThrough, polygonDistance, type Field, type Surface } from '../mesh/index.ts'
import type { Mesh } from '../shape.ts'

export interface CoachPlan {
  readonly front: number
  readonly rear: number
  readonly halfWidth: number
  /** Bottom edge and top of the roof, m above the ground. */
  readonly bottom: number
  readonly top: number
  /** Radii of the plan's corners. */
  readonly cornerFront: number
  readonly cornerRear: number
  /** Radius of the edge between walls and roof. */
  readonly edge: number
  /** How far the front bulges ahead of its corners, and how far it leans back at the top, m. */
  readonly bow: number
  readonly rake: number
}

/** Which wall a place on the band belongs to. */
export type Wall = 'front' | 'left' | 'rear' | 'right'

export interface Coach {
  readonly plan: CoachPlan
  readonly band: Surface
  readonly panel: Panel
  /** Grid lines along the band. */
  readonly lines: readonly number[]
  readonly roof: Mesh
  /**
   * An outline on a wall: corners [along, height], m; along the body's x for the sides, its y for the ends.
   */
  readonly outline: (wall: Wall, corners: readonly (readonly [number, number])[], rounding?: number) => Field
  readonly rectangle: (
    wall: Wall,
    from: number,
    to: number,
    low: number,
    high: number,
    rounding?: number,
  ) => Field
  /** x of the front wall's surface at y and z. */
  readonly noseAt: (y: number, z: number) => number
}

/** Pieces round a corner and over the roof's edge. */
const BEND = 6
const EDGE_ROWS = 4

/** @param heights further grid lines on the walls, m above the ground */
export const coach = (plan: CoachPlan, heights: readonly number[] = []): Coach => {
  const { front, rear, halfWidth: w, bottom, top, cornerFront: cf, cornerRear: cr } = plan
  // Tighter corners than the roof's edge would turn inside out at the top.
  const edge = Math.min(plan.edge, cf, cr)
  // The plan as a run of points with their outward normals, anticlockwise from the middle of the front.
  const stations: { readonly p: readonly [number, number]; readonly n: readonly [number, number] }[] = []
  const arc = (cx: number, cy: number, r: number, from: number): void => {
    for (let i = 0; i <= BEND; i++) {
      const t = from + ((Math.PI / 2) * i) / BEND
      stations.push({ p: [cx + r * Math.cos(t), cy + r * Math.sin(t)], n: [Math.cos(t), Math.sin(t)] })
    }
  }
  const straight = (
    count: number,
    at: (u: number) => readonly [number, number],
    n: readonly [number, number],
  ): void => {
    for (let i = 1; i < count; i++) stations.push({ p: at(i / count), n })
  }
  const halfFront = w - cf
  stations.push({ p: [front, 0], n: [1, 0] })
  straight(3, (u) => [front, halfFront * u], [1, 0])
  arc(front - cf, w - cf, cf, 0)
  const pieces = Math.max(2, Math.round((front - rear) / 0.7))
  straight(pieces, (u) => [lerp(front - cf, rear + cr, u), w], [0, 1])
  arc(rear + cr, w - cr, cr, Math.PI / 2)
  straight(4, (u) => [rear, lerp(w - cr, cr - w, u)], [-1, 0])
  arc(rear + cr, cr - w, cr, Math.PI)
  straight(pieces, (u) => [lerp(rear + cr, front - cf, u), -w], [0, -1])
  arc(front - cf, cf - w, cf, (3 * Math.PI) / 2)
  straight(3, (u) => [front, -halfFront * (1 - u)], [1, 0])
  stations.push({ p: [front, 0], n: [1, 0] })

  const lengths = [0]
  for (let i = 1; i < stations.length; i++) {
    const [a, b] = [stations[i - 1].p, stations[i].p]
    lengths.push(lengths[i - 1] + Math.hypot(b[0] - a[0], b[1] - a[1]))
  }
  /** The stretch of the plan that holds `a`: its first station, and how far along it. */
  const stretch = (a: number): readonly [number, number] => {
    let [lo, hi] = [0, lengths.length - 2]
    while (lo < hi) {
      const middle = (lo + hi + 1) >> 1
      if (lengths[middle] <= a) lo = middle
      else hi = middle - 1
    }
    return [lo, Math.max(0, Math.min(1, (a - lengths[lo]) / (lengths[lo + 1] - lengths[lo])))]
  }
  const wallTop = top - edge
  // The front bulges and leans: the whole nose is drawn back from its outermost line.
  const lean = curveThrough([
    [bottom, 0.25 * plan.rake],
    [lerp(bottom, top, 0.2), 0],
    [lerp(bottom, top, 0.42), 0],
    [top, plan.rake],
  ])
  // Far enough back that the sides never fold over themselves.
  const reach = Math.max(2 * cf + 0.3, 2.4 * (plan.bow + plan.rake))
  const drawn = (x: number, y: number, z: number): number => {
    const share = Math.max(0, 1 - (front - x) / reach)
    return x - share * share * (plan.bow * (y / w) * (y / w) + lean(z))
  }
  /** b: metres up the wall; beyond the wall's top, around the edge. */
  const band: Surface = (a, b) => {
    const [i, along] = stretch(a)
    const [one, two] = [stations[i], stations[i + 1]]
    const [x, y] = [lerp(one.p[0], two.p[0], along), lerp(one.p[1], two.p[1], along)]
    const [u, v] = [lerp(one.n[0], two.n[0], along), lerp(one.n[1], two.n[1], along)]
    const l = Math.hypot(u, v)
    const up = Math.min(b, wallTop)
    const t = Math.min(Math.PI / 2, Math.max(0, b - wallTop) / edge)
    const inset = edge * (1 - Math.cos(t))
    const z = b <= wallTop ? up : wallTop + edge * Math.sin(t)
    const [qx, qy] = [x - (u / l) * inset, y - (v / l) * inset]
    return [drawn(qx, qy, z), qy, z]
  }
  const quarter = (edge * Math.PI) / 2
  const rows = [...new Set([bottom, ...heights, wallTop])]
    .filter((z) => z >= bottom && z <= wallTop)
    .sort((a, b) => a - b)
  for (let i = 1; i <= EDGE_ROWS; i++) rows.push(wallTop + (quarter * i) / EDGE_ROWS)
  const panel = new Panel(band, lengths, rows, 'paint')

  // Where the side walls begin and end along the band, and the end walls with their corners.
  const near = (x: number, y: number): number =>
    lengths[stations.findIndex(({ p: [px, py] }) => Math.hypot(px - x, py - y) < 1e-9)]
  const left = [near(front - cf, w), near(rear + cr, w)] as const
  const right = [near(rear + cr, -w), near(front - cf, -w)] as const
  const reaches: Readonly<Record<Wall, (a: number) => boolean>> = {
    left: (a) => a > left[0] - 0.3 && a < left[1] + 0.2,
    right: (a) => a > right[0] - 0.2 && a < right[1] + 0.3,
    rear: (a) => a > left[1] - 0.05 && a < right[0] + 0.05,
    front: (a) => a < left[0] + 0.05 || a > right[1] - 0.05,
  }
  const outline: Coach['outline'] = (wall, corners, rounding = 0.02) => {
    const distance = polygonDistance(corners, rounding)
    const side = wall === 'left' || wall === 'right'
    return ({ a, b, p }) => (reaches[wall](a) ? distance(p[side ? 0 : 1], b) : 1)
  }
  return {
    plan,
    band,
    panel,
    lines: lengths,
    roof: roofOf(band, lengths, wallTop + quarter),
    outline,
    rectangle: (wall, from, to, low, high, rounding = 0.03) => {
      const r = rounding
      return outline(
        wall,
        [
          [from + r, low + r],
          [to - r, low + r],
          [to - r, high - r],
          [from + r, high - r],
        ],
        r,
      )
    },
    noseAt: (y, z) => drawn(front, y, z),
  }
}

/** The flat roof: strips from one side to the other. */
const roofOf = (band: Surface, lengths: readonly number[], b: number): Mesh => {
  const builder = new MeshBuilder()
  const rim = lengths.slice(0, -1).map((a) => band(a, b))
  const middle = rim.reduce<Vec3>((s, p) => [s[0] + p[0] / rim.length, 0, p[2]], [0, 0, 0])
  const up: Vec3 = [0, 0, 1]
  const centre = builder.vertex(middle, up)
  const ring = rim.map((p) => builder.vertex(p, up))
  ring.forEach((v, i) => builder.triangle(centre, v, ring[(i + 1) % ring.length]))
  return builder.build()
}
