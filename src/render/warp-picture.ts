/** Pictures through lenses: each is drawn as one or more pinhole plates, then resampled. */
import type { CameraView } from '../math/index.ts'
import type { Shape } from '../shape/index.ts'
import type { WorldState } from '../world/index.ts'
import type { Raster } from './renderer.ts'
import { resample } from './warp-raster.ts'
import { LensSilhouettes } from './warp-silhouette.ts'
import { plateView, warpOf, type Warp } from './warp.ts'

/** Draws a pinhole picture. */
type DrawPlate = (view: CameraView) => Promise<Raster>

interface Kept {
  readonly warp: Warp
  readonly silhouettes: LensSilhouettes
}

export class LensPictures {
  readonly #shapes: readonly Shape[]
  readonly #subpixels: number
  /** One a camera: a rig has few. */
  readonly #kept = new Map<string, Kept>()

  /** @param subpixels as Silhouettes has them */
  constructor(shapes: readonly Shape[], subpixels: number) {
    this.#shapes = shapes
    this.#subpixels = subpixels
  }

  /** @param draw what draws the plates */
  async draw(view: CameraView, state: WorldState, draw: DrawPlate): Promise<Raster> {
    const { width, height } = view.pinhole
    const { warp, silhouettes } = this.#of(view)
    const plates: Raster[] = []
    for (const plate of warp.plates) plates.push(await draw(plateView(view, plate)))
    const picture = resample(warp, plates)
    const alone =
      picture.ids.length > 0 ? silhouettes.measure(view, this.#shapes, state.actors, picture.ids) : []
    return { width, height, ...picture, alone }
  }

  #of({ pinhole }: CameraView): Kept {
    const key = JSON.stringify(pinhole)
    const known = this.#kept.get(key)
    if (known !== undefined) return known
    const warp = warpOf(pinhole)
    const silhouettes = new LensSilhouettes(warp, pinhole.width, pinhole.height, this.#subpixels)
    this.#kept.set(key, { warp, silhouettes })
    return { warp, silhouettes }
  }
}
