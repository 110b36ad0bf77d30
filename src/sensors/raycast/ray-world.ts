/**
 * The world as rays meet it: the very meshes that the camera draws, wheels turning, everything moving evenly while
 * the rays are on their way.
 */
import { compose, cross, add, rotate, sub, type Vec3 } from '../../math/index.ts'
import {
  wheelPose,
  type MaterialKind,
  type Mesh,
  type Part,
  type Shape,
  type WorldShapes,
} from '../../shape/index.ts'
import type { ActorState, PartClass, SemanticClass, WorldState } from '../../world/index.ts'
import { createCaster, type Caster, type MeshHandle, type MovingBody, type Triangles } from './caster.ts'

/** What a triangle is of: a hit's tag is an index into `RayWorld.surfaces`. */
export interface RaySurface {
  readonly semantic: SemanticClass
  readonly part: PartClass
  readonly material: MaterialKind
  /** Linear RGB 0..1. */
  readonly color: readonly [number, number, number]
}

export interface RayWorld {
  readonly surfaces: readonly RaySurface[]
  /** `turn` and `cast` after each `place`. A hit's owner is the actor's instance. */
  readonly caster: Pick<Caster, 'turn' | 'cast'>
  /**
   * Places everyone as `state` has them; from there they move on evenly for `duration` seconds.
   * @param without instances that rays pass through: the vehicle that carries the sensor
   */
  place(state: WorldState, duration: number, without?: ReadonlySet<number>): void
}

/** Where a mesh stands: x, y, z, yaw, uniform scale. */
const PLACEMENT = 5
const AS_IT_IS = Float32Array.of(0, 0, 0, 0, 1)

/** Meshes, each with what its triangles are of, as one. */
class Collected {
  readonly #parts: { readonly mesh: Mesh; readonly placements: Float32Array; readonly surface: number }[] = []

  add(mesh: Mesh, surface: number, placements: Float32Array | null = null): void {
    this.#parts.push({ mesh, surface, placements: placements ?? AS_IT_IS })
  }

  triangles(): Triangles {
    const count = this.#parts.reduce(
      (sum, { mesh, placements }) => sum + (mesh.indices.length / 3) * (placements.length / PLACEMENT),
      0,
    )
    const corners = new Float32Array(9 * count)
    const tags = new Uint32Array(count)
    let corner = 0
    for (const { mesh, placements, surface } of this.#parts)
      for (let p = 0; p < placements.length; p += PLACEMENT) {
        const [x, y, z, yaw, scale] = placements.subarray(p, p + PLACEMENT)
        const [c, s] = [Math.cos(yaw) * scale, Math.sin(yaw) * scale]
        tags.fill(surface, corner / 3, corner / 3 + mesh.indices.length / 3)
        const { indices, positions } = mesh
        for (let i = 0, at = 3 * corner; i < indices.length; i++, at += 3) {
          const v = 3 * indices[i]
          corners[at] = x + c * positions[v] - s * positions[v + 1]
          corners[at + 1] = y + s * positions[v] + c * positions[v + 1]
          corners[at + 2] = z + scale * positions[v + 2]
        }
        corner += indices.length
      }
    return { corners, tags }
  }
}

/** An actor's meshes: what is rigid with the body, and each wheel. */
interface Rig {
  readonly shape: Shape
  readonly body: MeshHandle
  readonly wheels: readonly MeshHandle[]
}

export const createRayWorld = ({ actors, scenery }: WorldShapes): RayWorld => {
  const surfaces: RaySurface[] = []
  const surface = (made: RaySurface): number => surfaces.push(made) - 1
  const most = actors.reduce((sum, { wheels }) => sum + 1 + wheels.length, 0)
  const caster = createCaster(most)

  const standing = new Collected()
  for (const { mesh, material, color, semantic, placements } of scenery.pieces)
    standing.add(mesh, surface({ semantic, part: 'whole', material, color }), placements)
  caster.stand(caster.mesh(standing.triangles()))

  const meshOf = (parts: readonly Part[], { semantic }: Shape): MeshHandle => {
    const collected = new Collected()
    for (const { mesh, material, color, part } of parts)
      collected.add(mesh, surface({ semantic, part, material, color }))
    return caster.mesh(collected.triangles())
  }
  const rigs = new Map<Shape, Rig>()
  const rigOf = (shape: Shape): Rig => {
    const known = rigs.get(shape)
    if (known !== undefined) return known
    const of = (wheel: number | null): MeshHandle =>
      meshOf(
        shape.parts.filter((p) => p.wheel === wheel),
        shape,
      )
    const made = { shape, body: of(null), wheels: shape.wheels.map((_, w) => of(w)) }
    rigs.set(shape, made)
    return made
  }
  // Trees are built before anything moves.
  const rigged = actors.map(rigOf)

  const bodiesOf = ({ shape, body, wheels }: Rig, state: ActorState): MovingBody[] => {
    const { instance: owner, position, orientation, velocity } = state
    const angularVelocity = rotate(orientation, state.angularVelocity)
    const whole: MovingBody = { mesh: body, owner, position, orientation, velocity, angularVelocity }
    return [
      whole,
      ...wheels.map((mesh, i): MovingBody => {
        const wheel = state.wheels.at(i)
        const pose = compose(state, wheelPose(shape, i, wheel))
        const axle: Vec3 = rotate(pose.orientation, [0, wheel?.spinRate ?? 0, 0])
        return {
          ...{ mesh, owner, ...pose },
          velocity: add(velocity, cross(angularVelocity, sub(pose.position, position))),
          angularVelocity: add(angularVelocity, axle),
        }
      }),
    ]
  }

  return {
    surfaces,
    caster,
    place: (state, duration, without = new Set()) => {
      const present = state.actors.filter((a) => a.present && !without.has(a.instance))
      caster.move(
        present.flatMap((a) => bodiesOf(rigged[a.instance - 1], a)),
        duration,
      )
    },
  }
}
