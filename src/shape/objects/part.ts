/** What the makers of things share. */
import type { Random } from '../../math/index.ts'
import type { BodySpec } from '../../scenario/index.ts'
import type { Rgb } from '../mesh/index.ts'
import type { MaterialKind, Mesh, Part } from '../shape.ts'

/** Outer dimensions (m) and mass (kg), the origin on the ground under the middle. */
export type Extent = Pick<BodySpec, 'length' | 'width' | 'height' | 'rearOverhang' | 'mass'>

export type Make = (size: Extent, color: Rgb, random: Random) => Part[]

export const part = (name: string, mesh: Mesh, material: MaterialKind, color: Rgb): Part => ({
  ...{ name, mesh, material, color },
  ...{ part: 'body', wheel: null, lamp: null },
})
