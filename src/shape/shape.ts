/**
 * Shapes are plain triangle meshes, made in code, known to no renderer: the camera draws them, the lidar
 * hits them and the 3-D boxes are measured on them, so the three can never disagree.
 */
import type { PartClass, SemanticClass } from '../world/index.ts'
import type { Keypoint } from './keypoints.ts'
import type { Limbs } from './limbs.ts'

/** Triangles: anticlockwise seen from outside. Frame: the owner's (body frame or world), metres. */
export interface Mesh {
  /** 3 a vertex. */
  readonly positions: Float32Array
  /** 3 a vertex, unit. */
  readonly normals: Float32Array
  /** 2 a vertex, or null. */
  readonly uvs: Float32Array | null
  /** Linear RGB 0..1, 3 a vertex, multiplied with the material's colour; or null. */
  readonly colors: Float32Array | null
  readonly indices: Uint32Array
}

/** What a surface is made of; src/render turns each kind into a material, lidar and radar into echoes. */
export type MaterialKind =
  | 'paint'
  | 'glass'
  | 'rubber'
  | 'metal'
  | 'chrome'
  | 'plastic'
  | 'lamp'
  | 'plate'
  | 'interior'
  | 'asphalt'
  | 'marking'
  | 'snow'
  | 'ice'
  | 'water'
  | 'gravel'
  | 'grass'
  | 'bark'
  | 'foliage'
  | 'plaster'
  | 'roof'
  | 'wood'
  | 'cloth'
  | 'skin'
  | 'hair'

/** Sheets without thickness are seen from both sides; everything else is closed and shows its outward faces alone. */
export const isSheet = (material: MaterialKind): boolean => material === 'foliage'

/** Which lamp a 'lamp' part is: the renderer lights it from ActorState.lights. */
export type LampKind = 'head' | 'tail' | 'brake' | 'indicator-left' | 'indicator-right' | 'reverse' | 'beacon'

/** The lamps of a traffic light. */
export type Lens = 'red' | 'amber' | 'green'

export interface Part {
  readonly name: string
  readonly mesh: Mesh
  readonly material: MaterialKind
  /** Linear RGB 0..1. */
  readonly color: readonly [number, number, number]
  readonly part: PartClass
  /** Moves with this wheel (index into ActorState.wheels), mesh centred on the wheel centre; null: rigid with the body. */
  readonly wheel: number | null
  /** Moves with this limb (index into Shape.limbs), mesh in the limb's frame; left out: with the wheel or the body. */
  readonly limb?: number
  readonly lamp: LampKind | null
  /** It is a thin line, or lines, on something else; left out: it is not. */
  readonly thin?: Thin
}

/** Lines that pixels farther away are wider than: drawn in full colour they would break up into dots there. */
export interface Thin {
  /** How wide, m. */
  readonly width: number
  /** Colour of what they lie on, linear RGB 0..1. */
  readonly on: readonly [number, number, number]
}

/** An actor's shape in its body frame (a wheel's parts in the wheel's frame: x forward, y left, axle = y). */
export interface Shape {
  readonly semantic: SemanticClass
  readonly parts: readonly Part[]
  /** Design position of each wheel centre in the body frame, m; ActorState.wheels[i].travel is added to z. */
  readonly wheels: readonly (readonly [number, number, number])[]
  /** The joints of a figure; left out: nothing moves but the wheels. */
  readonly limbs?: Limbs
  /** Named points (SKELETONS says which, in which order); left out: it has none. */
  readonly keypoints?: readonly Keypoint[]
}

/** Something that stands still: one mesh, one or many placements. World frame. */
export interface Piece {
  readonly name: string
  readonly mesh: Mesh
  readonly material: MaterialKind
  readonly color: readonly [number, number, number]
  readonly semantic: SemanticClass
  /** x, y, z, yaw, uniform scale a placement; null: the mesh is in world coordinates already. */
  readonly placements: Float32Array | null
  /** It glows with this colour when it is dark outside (1: a white wall in full daylight). Left out: it does not. */
  readonly dark?: readonly [number, number, number]
  /** A film of water lies on it, too thin to hide it: it glistens. Left out: it is dry, or the material says so. */
  readonly film?: boolean
  /** A lamp of a traffic light: lit while that signal shows this. Left out: it is none. */
  readonly lit?: { readonly signal: string; readonly shows: Lens }
}

/** A lamp over the road; it shines when it is dark outside, or always where no daylight gets. */
export interface StreetLamp {
  /** Where its light comes from, world, m. */
  readonly position: readonly [number, number, number]
  /** Straight down and far to the sides, cd; it is aimed at the ground. */
  readonly candela: number
  /** Linear RGB of one lux, mean 1. */
  readonly color: readonly [number, number, number]
}

export interface Scenery {
  readonly pieces: readonly Piece[]
  /** Left out: there are none. */
  readonly lamps?: readonly StreetLamp[]
}
