/** Collecting the parts of one vehicle, and the colours that every vehicle shares (linear RGB). */
import type { PartClass } from '../../world/index.ts'
import type { Rgb } from '../mesh/index.ts'
import type { LampKind, MaterialKind, Mesh, Part, Thin } from '../shape.ts'

export const BLACK_TRIM: Rgb = [0.012, 0.012, 0.013]
export const GREY_TRIM: Rgb = [0.03, 0.03, 0.032]
export const GLASS: Rgb = [0.025, 0.03, 0.033]
export const CHROME: Rgb = [0.6, 0.6, 0.6]
export const LAMP_COLOURS: Readonly<Record<LampKind, Rgb>> = {
  head: [0.78, 0.8, 0.82],
  tail: [0.17, 0.004, 0.006],
  brake: [0.3, 0.008, 0.01],
  'indicator-left': [0.5, 0.14, 0.015],
  'indicator-right': [0.5, 0.14, 0.015],
  reverse: [0.72, 0.72, 0.7],
  beacon: [0.02, 0.06, 0.5],
}

export type AddPart = (
  name: string,
  mesh: Mesh,
  material: MaterialKind,
  color: Rgb,
  part: PartClass,
  more?: { readonly wheel?: number; readonly limb?: number; readonly lamp?: LampKind; readonly thin?: Thin },
) => void

/** A list of parts and the function that adds to it; empty meshes are left out. */
export const partList = (): { readonly parts: Part[]; readonly add: AddPart } => {
  const parts: Part[] = []
  return {
    parts,
    add: (name, mesh, material, color, part, more = {}) => {
      if (mesh.indices.length === 0) return
      const { wheel = null, limb, lamp = null, thin } = more
      const optional = { ...(limb === undefined ? {} : { limb }), ...(thin === undefined ? {} : { thin }) }
      parts.push({ name, mesh, material, color, part, wheel, ...optional, lamp })
    },
  }
}
