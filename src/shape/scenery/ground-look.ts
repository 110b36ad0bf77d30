/** What each kind of ground is made of, to look at. */
import type { SurfaceKind } from '../../scenario/index.ts'
import type { Rgb } from '../mesh/index.ts'
import type { MaterialKind } from '../shape.ts'

export interface GroundLook {
  readonly material: MaterialKind
  readonly color: Rgb
  /** Road markings show through. */
  readonly clear: boolean
  /** Stands above the road by its depth, where no wheel has pressed it down. */
  readonly deep: boolean
  /** A film of water on asphalt, and not a sheet of water. */
  readonly film?: boolean
}

export const GROUND_LOOKS: Readonly<Record<SurfaceKind, GroundLook>> = {
  'dry-asphalt': { material: 'asphalt', color: [0.115, 0.115, 0.118], clear: true, deep: false },
  'wet-asphalt': { material: 'water', color: [0.05, 0.051, 0.054], clear: true, deep: false, film: true },
  'standing-water': { material: 'water', color: [0.03, 0.032, 0.036], clear: true, deep: false },
  'packed-snow': { material: 'snow', color: [0.66, 0.68, 0.71], clear: false, deep: true },
  'loose-snow': { material: 'snow', color: [0.8, 0.82, 0.85], clear: false, deep: true },
  slush: { material: 'snow', color: [0.34, 0.34, 0.345], clear: false, deep: true },
  ice: { material: 'ice', color: [0.23, 0.25, 0.27], clear: false, deep: false },
  'black-ice': { material: 'ice', color: [0.07, 0.073, 0.08], clear: true, deep: false },
  gravel: { material: 'gravel', color: [0.25, 0.22, 0.19], clear: false, deep: false },
  grass: { material: 'grass', color: [0.105, 0.135, 0.045], clear: false, deep: false },
}

export const isSnow = (kind: SurfaceKind): boolean => kind === 'packed-snow' || kind === 'loose-snow'
