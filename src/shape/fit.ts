/** Stretching a finished shape to the very dimensions of its spec. */
import { normalize, type Vec3 } from '../math/index.ts'
import type { BodySpec } from '../scenario/index.ts'
import { moved, type Move } from './mesh/index.ts'
import type { Part } from './shape.ts'

/** Outer dimensions, m. */
type Extent = Pick<BodySpec, 'length' | 'width' | 'height' | 'rearOverhang'>

/** The stretch along each axis after which the parts together fill the spec's box exactly; normals stay normal. */
export const fitting = (parts: readonly Part[], spec: Extent): Move => {
  const lo = [Infinity, Infinity, Infinity]
  const hi = [-Infinity, -Infinity, -Infinity]
  for (const { mesh } of parts)
    mesh.positions.forEach((v, i) => {
      lo[i % 3] = Math.min(lo[i % 3], v)
      hi[i % 3] = Math.max(hi[i % 3], v)
    })
  const [from, size] = [
    [-spec.rearOverhang, -spec.width / 2, 0],
    [spec.length, spec.width, spec.height],
  ]
  const k = size.map((s, i) => s / (hi[i] - lo[i]))
  const place = (v: number, i: number): number => from[i] + (v - lo[i]) * k[i]
  return {
    point: ([x, y, z]: Vec3): Vec3 => [place(x, 0), place(y, 1), place(z, 2)],
    turn: ([x, y, z]: Vec3): Vec3 => normalize([x / k[0], y / k[1], z / k[2]]),
  }
}

/** The parts stretched so. */
export const filling = (parts: readonly Part[], spec: Extent): Part[] => {
  const move = fitting(parts, spec)
  return parts.map((part) => ({ ...part, mesh: moved(part.mesh, move) }))
}
