/**
 * What moves against a body: wheels, and limbs whose poses follow from the state alone, so that a picture, a ray, a
 * box, a seek and a replay agree on them.
 */
import type { Pose } from '../math/index.ts'
import type { ActorState } from '../world/index.ts'
import type { Part, Shape } from './shape.ts'
import { wheelPose } from './wheel-pose.ts'

/** What of a state limbs can depend on. */
export type Posture = Pick<ActorState, 'position' | 'orientation' | 'velocity' | 'wheels'>

/** The rigid pieces of a figure of joints. */
export interface Limbs {
  /** Poses in the body frame of somebody who stands still: one a limb. */
  readonly rest: readonly Pose[]
  /** The same at this state. */
  readonly at: (posture: Posture) => readonly Pose[]
}

/** Every frame's labels, rays and pictures ask for the same ones of the same frozen state. */
const known = new WeakMap<Posture, { readonly shape: Shape; readonly poses: readonly Pose[] }>()

/** Poses in the body frame of all that moves against it: the wheels in their order, then the limbs. */
export const moversOf = (shape: Shape, posture: Posture): readonly Pose[] => {
  const kept = known.get(posture)
  if (kept?.shape === shape) return kept.poses
  const wheels = shape.wheels.map((_, i) => wheelPose(shape, i, posture.wheels.at(i)))
  const poses = shape.limbs === undefined ? wheels : [...wheels, ...shape.limbs.at(posture)]
  known.set(posture, { shape, poses })
  return poses
}

/** The same of a body that stands still, wheels in their design positions. */
export const restOf = (shape: Shape): readonly Pose[] => [
  ...shape.wheels.map((_, i) => wheelPose(shape, i, undefined)),
  ...(shape.limbs?.rest ?? []),
]

/** Which of `moversOf` a part or a point moves with; null: it is rigid with the body. */
export const moverOf = (shape: Shape, { wheel, limb }: Pick<Part, 'wheel' | 'limb'>): number | null =>
  limb === undefined ? wheel : shape.wheels.length + limb
