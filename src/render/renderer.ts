/** What a renderer gives: raw pixels and what each of them belongs to. */
import type { CameraView } from '../math/index.ts'
import type { WorldState } from '../world/index.ts'

/** An object drawn alone, without anything before it. */
export interface Alone {
  readonly instance: number
  /**
   * Tight box of its pixels, px, [left, top, right, bottom) on an image plane that goes on past the
   * image's edges (so it may be negative or larger than the image).
   */
  readonly box: readonly [number, number, number, number]
  /** The same round its vertices rather than its pixels, to fractions of a pixel; of a bent picture `box` again. */
  readonly outline: readonly [number, number, number, number]
  /** Pixels it covers on the whole plane, and inside the image. */
  readonly pixels: number
  readonly pixelsInImage: number
}

/** One camera picture with its truth; row 0 is the top row. All from one snapshot. */
export interface Raster {
  readonly width: number
  readonly height: number
  /** RGBA, sRGB-encoded, 4 bytes a pixel. */
  readonly rgba: Uint8Array
  /** As depthKindOf() says, m; Infinity where there is only sky. Empty: not asked for. */
  readonly depth: Float32Array
  /**
   * Of the mesh (relief of textures left out), in the camera's frame, 2 a pixel: as decodeDirection() reads them,
   * NO_DIRECTION where there is only sky. Left out: not asked for.
   */
  readonly normals?: Int16Array
  /** packId() of what the pixel shows. Never blended, never smoothed. */
  readonly ids: Uint32Array
  /** Every actor whose silhouette meets the image. */
  readonly alone: readonly Alone[]
}

/** What a picture can have beside its colours, ids and silhouettes. */
export type Layer = 'depth' | 'normals'

export interface Renderer {
  /** What draws, e.g. 'llvmpipe (LLVM 19)' or 'SwiftShader'. */
  readonly driver: string
  /**
   * Draws the scene as `state` has it. Calls must not overlap; the renderer queues them.
   * @param layers what is read back beside colours and ids; left out: all
   */
  draw(view: CameraView, state: WorldState, layers?: readonly Layer[]): Promise<Raster>
  dispose(): void
}
