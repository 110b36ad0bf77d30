/** What is seen through the glass: dashboard, steering wheel, seats, a dark floor at belt height. */
import { span, MeshBuilder, box, merged, moved, pitched, roundedBox, tube } from '../mesh/index.ts'
import type { Vec3 } from '../../math/index.ts'
import type { Mesh } from '../shape.ts'
import type { Proportions } from './style.ts'
import type { CabinSkin, LowerSkin } from './surfaces.ts'

/** Silhouettes of the cabin's furniture; left-hand drive. */
export const interiorMesh = (
  p: Proportions,
  lower: LowerSkin,
  cabin: CabinSkin,
  rearSeats: boolean,
): Mesh => {
  const belt = (x: number): number => lower.cap(x, 0.8 * p.halfWidth)
  const front = p.cowl - 0.12
  const rear = cabin.foot[0] + 0.08
  const parts: Mesh[] = [floor(cabin, belt)]
  const dash = belt(front) - 0.02
  parts.push(
    roundedBox(
      [front - 0.6, -0.68 * p.halfWidth, dash - 0.2],
      [front - 0.1, 0.68 * p.halfWidth, dash + 0.045],
      0.05,
      3,
    ),
  )
  const seatX = p.cowl - 1.18 - 0.1 * (1 - p.blunt)
  const y = 0.4 * p.halfWidth
  const roof = p.height - 0.12
  const rows = rearSeats ? [seatX, Math.max(seatX - 0.82, rear + 0.25)] : [seatX]
  for (const x of rows) {
    const places = x === seatX ? [y, -y] : [y * 1.05, -y * 1.05, 0]
    for (const side of places) parts.push(seat(x, side, belt(x), Math.min(roof, belt(x) + 0.42)))
  }
  // A hold is walled off behind the seats: its panes are dark.
  if (!rearSeats) {
    const wall = 0.8 * p.halfWidth
    parts.push(box([seatX - 0.42, -wall, belt(seatX) - 0.1], [seatX - 0.38, wall, p.height - 0.14]))
  }
  const ring: Vec3[] = span(0, 2 * Math.PI, 12).map((t) => [
    0.1 * Math.cos(t) * 0.5,
    0.185 * Math.sin(t),
    0.185 * Math.cos(t) * 0.92,
  ])
  parts.push(
    moved(
      tube(ring, () => 0.014, 4),
      pitched([front - 0.66, y, dash - 0.02], 0),
    ),
  )
  return merged(parts)
}

const seat = (x: number, y: number, belt: number, top: number): Mesh => {
  const lean = pitched([x, y, belt - 0.35], -0.26)
  const height = top - belt + 0.35
  return merged([
    moved(roundedBox([-0.07, -0.24, 0], [0.06, 0.24, height * 0.74], 0.06, 2), lean),
    moved(roundedBox([-0.045, -0.125, height * 0.78], [0.045, 0.125, height], 0.045, 2), lean),
  ])
}

/** A lid a hand below the belt keeps the view from going through to the road. */
const floor = (cabin: CabinSkin, belt: (x: number) => number): Mesh => {
  const builder = new MeshBuilder()
  const up: Vec3 = [0, 0, 1]
  const rows = span(cabin.foot[0] + 0.02, cabin.foot[1] - 0.02, 12).map((x) => {
    const y = cabin.footHalfWidth(x) - 0.01
    const z = belt(x) - 0.06
    return [builder.vertex([x, -y, z], up), builder.vertex([x, y, z], up)] as const
  })
  for (let i = 0; i + 1 < rows.length; i++)
    builder.quad(rows[i][0], rows[i + 1][0], rows[i + 1][1], rows[i][1])
  return builder.build()
}
