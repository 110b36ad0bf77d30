/** Levels of detail: the same shape with fewer and fewer triangles, for pictures in which it is small. */
import { lerp } from '../../math/index.ts'
import { moverOf } from '../limbs.ts'
import type { Mesh, Part, Shape } from '../shape.ts'
import { simplify } from './simplify.ts'

/** A shape as it may be drawn where `error` cannot be seen. */
export interface Level {
  /** How far its surface may lie from the full shape's, m. */
  readonly error: number
  readonly shape: Shape
}

/** Errors of the levels below the shape itself, m. */
const ERRORS = [0.005, 0.015, 0.05]

const known = new WeakMap<Shape, readonly Level[]>()

/** The levels of a shape, from itself to the coarsest. Every vertex of each is one of the shape's own. */
export const levelsOf = (shape: Shape): readonly Level[] => {
  const kept = known.get(shape)
  if (kept !== undefined) return kept
  const levels = [{ error: 0, shape }, ...coarser(shape)]
  known.set(shape, levels)
  return levels
}

/** Thin lines pale as what a pixel covers grows, which is at least twice the error of a level that is shown. */
const colourAt = ({ color, thin }: Part, error: number): Part['color'] => {
  if (thin === undefined) return color
  const [own, on] = [color, thin.on]
  const covered = Math.min(1, thin.width / (2 * error))
  return [lerp(on[0], own[0], covered), lerp(on[1], own[1], covered), lerp(on[2], own[2], covered)]
}

/** What moves together is made coarser together. */
const coarser = (shape: Shape): Level[] => {
  const movers = new Map<number | null, Part[]>()
  for (const part of shape.parts) {
    const mover = moverOf(shape, part)
    const group = movers.get(mover)
    if (group === undefined) movers.set(mover, [part])
    else group.push(part)
  }
  const meshes = ERRORS.map(() => new Map<Part, Mesh>())
  for (const parts of movers.values()) {
    const made = simplify(
      parts.map(({ mesh }) => mesh),
      ERRORS,
    )
    made.forEach((level, i) => level.forEach((mesh, k) => meshes[i].set(parts[k], mesh)))
  }
  return ERRORS.map((error, i) => ({
    error,
    shape: {
      ...shape,
      parts: shape.parts.flatMap((part) => {
        const mesh = meshes[i].get(part)
        return mesh === undefined || mesh.indices.length === 0
          ? []
          : [{ ...part, mesh, color: colourAt(part, error) }]
      }),
    },
  }))
}
