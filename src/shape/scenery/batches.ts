/** Many meshes of a stretch of road joined into few pieces: what differs in colour alone is told by its vertices. */
import { MeshBuilder, type Move, type Rgb } from '../mesh/index.ts'
import type { Mesh, Piece } from '../shape.ts'

/** What all meshes of one piece share; `color` is their mean, which lidar and radar go by. */
export type Stuff = Pick<Piece, 'material' | 'color' | 'semantic' | 'dark'> & { readonly name: string }

/** Pieces are cut along the road so that what is behind the camera need not be drawn, m. */
const STRETCH = 90

export class Batches {
  readonly #made = new Map<string, { readonly stuff: Stuff; readonly builder: MeshBuilder }>()

  /** Adds a mesh that stands at s along the road. */
  add(stuff: Stuff, s: number, mesh: Mesh, move: Move, color: Rgb = stuff.color): void {
    const key = `${stuff.name} ${Math.floor(s / STRETCH)}`
    const entry = this.#made.get(key) ?? { stuff, builder: new MeshBuilder() }
    this.#made.set(key, entry)
    const [r, g, b] = stuff.color
    entry.builder.append(mesh, move, [color[0] / r, color[1] / g, color[2] / b])
  }

  pieces(prefix: string): Piece[] {
    return [...this.#made].map(([key, { stuff, builder }]) => ({
      ...stuff,
      ...{ name: `${prefix}${key}`, mesh: builder.build(), placements: null },
    }))
  }
}
