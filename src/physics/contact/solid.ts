/** What contacts see of anything that can be struck: vehicles, people and animals, objects. */
import type { RoadUserSpec } from '../../scenario/index.ts'
import type { Motion } from '../vehicle.ts'

export interface Point3 {
  x: number
  y: number
  z: number
}

/** Pose and motion of the centre of gravity, world frame; inverse mass and inertia, which are 0 for what is fixed. */
export interface SolidBody {
  readonly position: Point3
  readonly quaternion: { x: number; y: number; z: number; w: number }
  readonly velocity: Point3
  readonly angularVelocity: Point3
  readonly invMass: number
  readonly invInertiaWorld: { readonly elements: ArrayLike<number> }
}

/** The outer box of anything, relative to its centre of gravity, m. */
export interface Outline {
  /** Of the centre of gravity in the body frame, m. */
  readonly cg: readonly [number, number, number]
  readonly boxCentre: readonly [number, number, number]
  /** Half extents, m. */
  readonly boxHalf: readonly [number, number, number]
  /** No part is farther from the centre of gravity than this, m. */
  readonly reach: number
}

export const outlineOf = (spec: RoadUserSpec): Outline => {
  const { length, width, height, groundClearance: clearance, rearOverhang, centreOfGravity: cg } = spec
  const boxCentre = [length / 2 - rearOverhang - cg[0], -cg[1], (clearance + height) / 2 - cg[2]] as const
  const boxHalf = [length / 2, width / 2, (height - clearance) / 2] as const
  return { cg, boxCentre, boxHalf, reach: Math.hypot(...boxCentre) + Math.hypot(...boxHalf) }
}

export interface Solid {
  /** Place among the scenario's actors. */
  readonly index: number
  readonly id: string
  /** Of a trailer: its tractor. */
  readonly towedBy?: string | null
  readonly model: Outline & { readonly spec: RoadUserSpec }
  readonly body: SolidBody
  readonly motion: Motion
  readonly state: { readonly present: number }
}
