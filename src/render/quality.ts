/** What each quality preset draws. Labels are as true in all of them: they tell what the picture shows. */
import type { Quality } from '../scenario/index.ts'

export interface QualitySettings {
  /** Side of a shadow map, texels; 0: no shadows. */
  readonly shadowMap: number
  /** Side of the square before the viewer that the map covers, m. Nothing farther from its middle throws a shadow. */
  readonly shadowExtent: number
  /** A level of detail is drawn where its error is no more than this, px. */
  readonly unseen: number
  /** Share of the flakes, drops and puffs that are drawn. */
  readonly air: number
}

export const QUALITY: Readonly<Record<Quality, QualitySettings>> = {
  draft: { shadowMap: 0, shadowExtent: 90, unseen: 2, air: 0.3 },
  standard: { shadowMap: 2048, shadowExtent: 90, unseen: 0.5, air: 1 },
  high: { shadowMap: 4096, shadowExtent: 150, unseen: 0.25, air: 1 },
}
