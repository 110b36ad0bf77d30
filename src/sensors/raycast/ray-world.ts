/**
 * The world as rays meet it: the very meshes that the camera draws, wheels turning, everything moving evenly while
 * the rays are on their way.
 */
import {
  compose,
  conjugate,
  quatMultiply,
  rotate,
  scale,
  sub,
  type Pose,
  type Vec3,
} from '../../math/index.ts'
import {
  moverOf,
  moversOf,
  type MaterialKind,
  type Mesh,
  type Part,
  type Shape,
  type WorldShapes,
} from '../../shape/index.ts'
import type { ActorState, PartClass, SemanticClass, WheelState, WorldState } from '../../world/index.ts'
import { moved } from '../extrapolate.ts'
import {
  BODY,
  createCaster,
  MESH,
  OWNER,
  type Bodies,
  type Caster,
  type MeshHandle,
  type Triangles,
} from './caster.ts'

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

/** An actor's meshes: what is rigid with the body (a figure of joints has nothing), each wheel, and each limb. */
interface Rig {
  readonly shape: Shape
  readonly body: MeshHandle | null
  readonly wheels: readonly MeshHandle[]
  readonly limbs: readonly MeshHandle[]
}

export const createRayWorld = ({ actors, scenery }: WorldShapes): RayWorld => {
  const surfaces: RaySurface[] = []
  const surface = (made: RaySurface): number => surfaces.push(made) - 1
  const most = actors.reduce(
    (sum, { wheels, limbs }) => sum + 1 + wheels.length + (limbs?.rest.length ?? 0),
    0,
  )
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
    const partsOn = (mover: number | null): Part[] => shape.parts.filter((p) => moverOf(shape, p) === mover)
    const of = (mover: number): MeshHandle => meshOf(partsOn(mover), shape)
    const rigid = partsOn(null)
    const made = {
      shape,
      body: rigid.length > 0 ? meshOf(rigid, shape) : null,
      wheels: shape.wheels.map((_, w) => of(w)),
      limbs: (shape.limbs?.rest ?? []).map((_, l) => of(shape.wheels.length + l)),
    }
    rigs.set(shape, made)
    return made
  }
  // Trees are built before anything moves.
  const rigged = actors.map(rigOf)

  return {
    surfaces,
    caster,
    place: (state, duration, without) => {
      const to = caster.bodies()
      let count = 0
      for (const actor of state.actors) {
        if (!actor.present || without?.has(actor.instance)) continue
        const { shape, body, wheels, limbs } = rigged[actor.instance - 1]
        const whole = BODY * count
        // Wheels are placed by what is written of their body, so it is written even where nothing is on it.
        placeBody(to, whole, body, actor)
        if (body !== null || wheels.length > 0) count++
        for (let w = 0; w < wheels.length; w++)
          placeWheel(to, whole, BODY * count++, wheels[w], shape.wheels[w], actor, actor.wheels.at(w))
        if (limbs.length === 0) continue
        const [from, until] = [actor, moved(actor, duration)].map((at) =>
          moversOf(shape, at).map((pose) => compose(at, pose)),
        )
        for (let l = 0; l < limbs.length; l++) {
          const i = wheels.length + l
          placeLimb(to, BODY * count++, limbs[l], actor.instance, from[i], until[i], duration)
        }
      }
      caster.move(count, duration)
    },
  }
}

const placeBody = (to: Bodies, at: number, mesh: MeshHandle | null, actor: ActorState): void => {
  const { orientation, velocity, angularVelocity } = actor
  write(to, at, actor, velocity, rotate(orientation, angularVelocity))
  to.words[at + MESH] = mesh ?? 0
  to.words[at + OWNER] = actor.instance
}

/** A limb on its way from one pose to the other (world), evenly. */
const placeLimb = (
  to: Bodies,
  at: number,
  mesh: MeshHandle,
  instance: number,
  from: Pose,
  until: Pose,
  duration: number,
): void => {
  const [x, y, z, w] = quatMultiply(until.orientation, conjugate(from.orientation))
  const half = Math.sqrt(x * x + y * y + z * z)
  // The shorter way round; of a small turn the angle over its sine is 1.
  const turn = 2 * Math.sign(w || 1) * (half < 1e-9 ? 1 : Math.atan2(half, Math.abs(w)) / half)
  // At an instant nothing moves.
  const per = duration > 0 ? 1 / duration : 0
  const rate = turn * per
  write(to, at, from, scale(sub(until.position, from.position), per), [rate * x, rate * y, rate * z])
  to.words[at + MESH] = mesh
  to.words[at + OWNER] = instance
}

const write = (
  { reals }: Bodies,
  at: number,
  { position: p, orientation: q }: Pose,
  v: Vec3,
  [wx, wy, wz]: Vec3,
): void => {
  reals[at] = p[0]
  reals[at + 1] = p[1]
  reals[at + 2] = p[2]
  reals[at + 3] = q[0]
  reals[at + 4] = q[1]
  reals[at + 5] = q[2]
  reals[at + 6] = q[3]
  reals[at + 7] = v[0]
  reals[at + 8] = v[1]
  reals[at + 9] = v[2]
  reals[at + 10] = wx
  reals[at + 11] = wy
  reals[at + 12] = wz
}

/**
 * A wheel as wheelPose() has it, spun out into numbers: sixty cars have 240 of them, and none may leave garbage.
 * @param whole where its vehicle's body is written already
 * @param hub design position of its centre
 */
const placeWheel = (
  { reals, words }: Bodies,
  whole: number,
  at: number,
  mesh: MeshHandle,
  hub: readonly [number, number, number],
  { position: p, orientation: [bx, by, bz, bw], instance }: ActorState,
  wheel: WheelState | undefined,
): void => {
  const [steer, spin, spinRate] = [wheel?.steer ?? 0, wheel?.spin ?? 0, wheel?.spinRate ?? 0]
  const [hx, hy, hz] = [hub[0], hub[1], hub[2] + (wheel?.travel ?? 0)]
  // The hub from the body's origin, in the world: v + w t + q x t, t = 2 q x v.
  const [tx, ty, tz] = [2 * (by * hz - bz * hy), 2 * (bz * hx - bx * hz), 2 * (bx * hy - by * hx)]
  const rx = hx + bw * tx + by * tz - bz * ty
  const ry = hy + bw * ty + bz * tx - bx * tz
  const rz = hz + bw * tz + bx * ty - by * tx
  // Steered about z, then rolled about y.
  const [cs, ss] = [Math.cos(steer / 2), Math.sin(steer / 2)]
  const [cr, sr] = [Math.cos(spin / 2), Math.sin(spin / 2)]
  const [lx, ly, lz, lw] = [-ss * sr, cs * sr, ss * cr, cs * cr]
  const x = bw * lx + bx * lw + by * lz - bz * ly
  const y = bw * ly - bx * lz + by * lw + bz * lx
  const z = bw * lz + bx * ly - by * lx + bz * lw
  const w = bw * lw - bx * lx - by * ly - bz * lz
  const [ox, oy, oz] = [reals[whole + 10], reals[whole + 11], reals[whole + 12]]
  reals[at] = p[0] + rx
  reals[at + 1] = p[1] + ry
  reals[at + 2] = p[2] + rz
  reals[at + 3] = x
  reals[at + 4] = y
  reals[at + 5] = z
  reals[at + 6] = w
  reals[at + 7] = reals[whole + 7] + oy * rz - oz * ry
  reals[at + 8] = reals[whole + 8] + oz * rx - ox * rz
  reals[at + 9] = reals[whole + 9] + ox * ry - oy * rx
  // The axle's direction times its rate, and the body's turning.
  reals[at + 10] = ox + 2 * (x * y - w * z) * spinRate
  reals[at + 11] = oy + (1 - 2 * (x * x + z * z)) * spinRate
  reals[at + 12] = oz + 2 * (y * z + w * x) * spinRate
  words[at + MESH] = mesh
  words[at + OWNER] = instance
}
