/** A frame: one sensor's reading at one tick with the labels that belong to it. */
import type { CameraView, Quat, Vec3 } from '../math/index.ts'
import type { CameraSpec } from '../scenario/index.ts'
import type { SemanticClass, WorldState } from '../world/index.ts'

/** [left, top, right, bottom) in px; pixel (u, v) covers [u, u+1) x [v, v+1). */
export type Box2d = readonly [number, number, number, number]

export interface Box3d {
  /** Centre in the world, m. */
  readonly center: Vec3
  /** Box -> world; x along the length. */
  readonly orientation: Quat
  /** Length (x), width (y), height (z), m: tight round every vertex, wheels and mirrors included. */
  readonly size: Vec3
}

export interface ObjectLabel {
  readonly actor: string
  /** The id in the instance mask and the track id: the same object has the same one in every frame. */
  readonly instance: number
  readonly semantic: SemanticClass
  /** Tight box of the visible pixels; null: no pixel visible. */
  readonly visible: Box2d | null
  readonly visiblePixels: number
  /** Tight box of the object drawn alone, going on past the image's edges. */
  readonly amodal: Box2d
  /** 1 - visible pixels / pixels in the image if nothing stood before it, 0..1. */
  readonly occlusion: number
  /** Share of the amodal box's area outside the image, 0..1. */
  readonly truncation: number
  readonly box3d: Box3d
  /** From the camera to the box centre, m. */
  readonly distance: number
  /** World frame, m/s. */
  readonly velocity: Vec3
}

export interface CameraFrame {
  readonly kind: 'camera'
  /** 0, 1, 2, ... per sensor. */
  readonly index: number
  readonly tick: number
  readonly time: number
  readonly sensor: CameraSpec
  readonly view: CameraView
  readonly width: number
  readonly height: number
  /** RGBA, sRGB. After the sensor's own noise and faults; the labels below never feel them. */
  readonly rgba: Uint8Array
  /** z along the optical axis, m; Infinity: sky. */
  readonly depth: Float32Array
  /** Semantic class number a pixel (SEMANTIC_CLASSES). */
  readonly semantic: Uint8Array
  /** Instance a pixel; 0: no actor. */
  readonly instance: Uint16Array
  /** Everyone who could show in the picture, but for the vehicle that carries the camera. */
  readonly objects: readonly ObjectLabel[]
  readonly state: WorldState
}

export type Frame = CameraFrame
