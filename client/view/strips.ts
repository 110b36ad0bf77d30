/** Flat strips of triangles with colours, world frame, m: what marks are made of. */
import type { Vec3 } from '../../src/math/index.ts'

export type Rgb = readonly [number, number, number]

/** Triangles with a colour a vertex. */
export class Strips {
  readonly positions: number[] = []
  readonly colors: number[] = []

  /** Adds what other strips hold. */
  take({ positions, colors }: Strips): void {
    for (const x of positions) this.positions.push(x)
    for (const c of colors) this.colors.push(c)
  }

  triangle(a: Vec3, b: Vec3, c: Vec3, [r, g, blue]: Rgb, alpha: number): void {
    this.positions.push(...a, ...b, ...c)
    for (let i = 0; i < 3; i++) this.colors.push(r, g, blue, alpha)
  }

  /** A flat strip along points, its middle on them. */
  along(points: readonly Vec3[], width: number, color: Rgb, alpha: number): void {
    const sides = points.map((p, i) => {
      const [before, after] = [points[Math.max(0, i - 1)], points[Math.min(points.length - 1, i + 1)]]
      const [dx, dy] = [after[0] - before[0], after[1] - before[1]]
      const length = Math.hypot(dx, dy)
      const [nx, ny] =
        length > 0 ? [(-dy / length) * (width / 2), (dx / length) * (width / 2)] : [0, width / 2]
      return { left: [p[0] + nx, p[1] + ny, p[2]] as Vec3, right: [p[0] - nx, p[1] - ny, p[2]] as Vec3 }
    })
    for (let i = 1; i < sides.length; i++) {
      const [a, b] = [sides[i - 1], sides[i]]
      this.triangle(a.left, a.right, b.right, color, alpha)
      this.triangle(a.left, b.right, b.left, color, alpha)
    }
  }

  /** An arrow on the ground; one shorter than its head is not drawn. */
  arrow(from: Vec3, by: Vec3, width: number, color: Rgb, alpha: number): void {
    const length = Math.hypot(by[0], by[1])
    const head = 2.2 * width
    if (length < head) return
    const [dx, dy] = [by[0] / length, by[1] / length]
    const at = (ahead: number, left: number): Vec3 => [
      from[0] + dx * ahead - dy * left,
      from[1] + dy * ahead + dx * left,
      from[2],
    ]
    this.along([from, at(length - head, 0)], width, color, alpha)
    this.triangle(
      at(length - head, 1.5 * width),
      at(length - head, -1.5 * width),
      at(length, 0),
      color,
      alpha,
    )
  }

  /** A ring on the ground. */
  ring(middle: Vec3, radius: number, width: number, color: Rgb, alpha: number): void {
    const points = Array.from({ length: RING_PARTS + 1 }, (_, i): Vec3 => {
      const angle = (2 * Math.PI * i) / RING_PARTS
      return [middle[0] + radius * Math.cos(angle), middle[1] + radius * Math.sin(angle), middle[2]]
    })
    this.along(points, width, color, alpha)
  }
}

const RING_PARTS = 28
