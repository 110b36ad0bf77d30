/**
 * Scattering centres: the points of a road user that a radar sees it by. After Buehren and Yang, "Simulation of
 * Automotive Radar Target Lists Using a Novel Approach of Object Representation", IEEE Intelligent Vehicles Symposium
 * 2006: corners, faces that flash when looked at squarely, wheel houses, each with a sector in which it shows; with
 * number plates and mirrors where the shape has them. Their shares come from the aspect, their sum is the published
 * cross-section of the class from that side.
 */
import { add, compose, cross, rotate, sub, type Vec3 } from '../../math/index.ts'
import { boxOf, restOf, wheelPose, type Shape, type ShapeBox } from '../../shape/index.ts'
import type { ActorState } from '../../world/index.ts'
import { crossSection, crossSectionOf, type CrossSection } from './cross-section.ts'

/** A point of a road user that throws the wave back. */
export interface Centre {
  /** World, m and m/s. */
  readonly position: Vec3
  readonly velocity: Vec3
  /** Mean cross-section, m^2. */
  readonly rcs: number
}

/** One that does not move against the body. */
interface Fixed {
  /** Body frame, m. */
  readonly at: Vec3
  /** Where it faces, rad in the body frame; null: everywhere. */
  readonly facing: number | null
  /** How far its sector reaches to either side, rad. */
  readonly reach: number
  readonly strength: number
}

/** What a radar needs to know of a shape. */
interface Reflector {
  readonly box: ShapeBox
  readonly section: CrossSection
  readonly fixed: readonly Fixed[]
  /** Its faces flash. */
  readonly faced: boolean
  readonly wheels: readonly { readonly side: number; readonly radius: number }[]
}

const known = new WeakMap<Shape, Reflector>()

const reflectorOf = (shape: Shape): Reflector => {
  const made = known.get(shape) ?? measure(shape)
  known.set(shape, made)
  return made
}

const QUARTER = Math.PI / 2
/** Strengths against each other: they only share out what the class has. */
const [CORNER, FACE, WHEEL, PLATE, MIRROR, FLESH] = [1, 5, 0.7, 0.8, 0.15, 1]
/** Of a wheel, what the turning rim has of it. */
const RIM = 0.3
/** Spokes that catch the wave. */
const SPOKES = 2
/** What is less strong than this share of the whole is left out. */
const LEAST = 2e-3

const measure = (shape: Shape): Reflector => {
  const box = boxOf(shape, restOf(shape))
  const metal = shape.parts.some(({ material }) => material === 'metal' || material === 'chrome')
  const section = crossSectionOf(shape.semantic, box.size, metal)
  const faced = shape.wheels.length >= 4 || (shape.wheels.length === 0 && metal)
  const rims = shape.wheels.map(([, y], i) => ({ side: Math.sign(y), radius: radiusOf(shape, i) }))
  return { box, section, faced, fixed: faced ? onVehicle(shape, box) : onBody(box), wheels: rims }
}

const radiusOf = (shape: Shape, wheel: number): number => {
  let radius = 0
  for (const { mesh } of shape.parts.filter((part) => part.wheel === wheel))
    for (let i = 2; i < mesh.positions.length; i += 3) radius = Math.max(radius, mesh.positions[i])
  return radius
}

/** Corners, number plates and mirrors. */
const onVehicle = (shape: Shape, { center, size }: ShapeBox): Fixed[] => {
  const [cx, cy] = center
  const low = Math.min(0.6, 0.4 * size[2])
  const corners = [1, -1].flatMap((fore) =>
    [1, -1].map((left): Fixed => ({
      at: [cx + fore * 0.48 * size[0], cy + left * 0.4 * size[1], low],
      facing: Math.atan2(left, fore),
      reach: 0.65 * Math.PI,
      strength: CORNER,
    })),
  )
  const parts = shape.parts.flatMap(({ part, mesh }): Fixed[] => {
    if (part !== 'plate' && part !== 'mirror') return []
    const at = middleOf(mesh.positions)
    const fore = at[0] > cx ? 0 : Math.PI
    const mirrored = part === 'mirror'
    return [{ at, facing: fore, reach: QUARTER, strength: mirrored ? MIRROR : PLATE }]
  })
  return [...corners, ...parts]
}

/** People, animals and two-wheelers: along the body, and low and high on it. */
const onBody = ({ center: [cx, cy, cz], size: [length, , height] }: ShapeBox): Fixed[] =>
  ([-0.3, 0, 0.3] as const).flatMap((along, i) => {
    const up = length > height || i !== 1 ? [0.05] : [-0.25, 0.25]
    return up.map((above): Fixed => ({
      at: [cx + along * length, cy, cz + above * height],
      facing: null,
      reach: Math.PI,
      strength: FLESH,
    }))
  })

const middleOf = (positions: Float32Array): Vec3 => {
  const [lo, hi] = [
    [Infinity, Infinity, Infinity],
    [-Infinity, -Infinity, -Infinity],
  ]
  positions.forEach((value, i) => {
    lo[i % 3] = Math.min(lo[i % 3], value)
    hi[i % 3] = Math.max(hi[i % 3], value)
  })
  return [(lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, (lo[2] + hi[2]) / 2]
}

/** How much of a sector's strength is left this far off its middle. */
const shown = (bearing: number, facing: number | null, reach: number): number => {
  if (facing === null) return 1
  const off = Math.abs(Math.atan2(Math.sin(bearing - facing), Math.cos(bearing - facing)))
  if (off >= reach) return 0
  const c = Math.cos((off / reach) * QUARTER)
  return c * c
}

/** Points that share out what a road user throws back to somebody who stands at `from`, body frame. */
interface Share {
  readonly at: Vec3
  /** Against the body, body frame, m/s. */
  readonly motion: Vec3
  strength: number
}

/** The centres of a road user as they show from a point in the world. */
export const centresOf = (shape: Shape, actor: ActorState, from: Vec3): Centre[] => {
  const { box, section, fixed, faced, wheels } = reflectorOf(shape)
  const [vx, vy, vz] = sub(from, actor.position)
  const [x, y, z] = rotate(
    [-actor.orientation[0], -actor.orientation[1], -actor.orientation[2], actor.orientation[3]],
    [vx, vy, vz],
  )
  const bearing = Math.atan2(y - box.center[1], x - box.center[0])
  const still: Vec3 = [0, 0, 0]
  const shares: Share[] = fixed.map(({ at, facing, reach, strength }) => ({
    at,
    motion: still,
    strength: strength * shown(Math.atan2(y - at[1], x - at[0]), facing, reach),
  }))
  if (faced) shares.push(...facesFrom(box, [x, y, z]))
  for (const [i, { side, radius }] of wheels.entries())
    shares.push(...onWheel(shape, actor, i, side, radius, [x, y]))
  const total = shares.reduce((sum, { strength }) => sum + strength, 0)
  const whole = crossSection(section, bearing)
  const strong = shares.filter(({ strength }) => strength > LEAST * total)
  const kept = strong.reduce((sum, { strength }) => sum + strength, 0)
  return strong.map(({ at, motion, strength }) => {
    const arm = add(cross(actor.angularVelocity, at), motion)
    return {
      position: add(actor.position, rotate(actor.orientation, at)),
      velocity: add(actor.velocity, rotate(actor.orientation, arm)),
      rcs: (whole * strength) / kept,
    }
  })
}

/** A face throws back from where it is looked at squarely: from its point that is nearest. */
const facesFrom = ({ center, size }: ShapeBox, [x, y]: Vec3): Share[] => {
  const low = center[2] - 0.1 * size[2]
  const within = (value: number, axis: 0 | 1): number =>
    Math.max(center[axis] - 0.45 * size[axis], Math.min(center[axis] + 0.45 * size[axis], value))
  return [0, 1, 2, 3].map((turn) => {
    const facing = turn * QUARTER
    const [nx, ny] = [Math.round(Math.cos(facing)), Math.round(Math.sin(facing))]
    const at: Vec3 = [
      nx === 0 ? within(x, 0) : center[0] + (nx * size[0]) / 2,
      ny === 0 ? within(y, 1) : center[1] + (ny * size[1]) / 2,
      low,
    ]
    // The flash is narrow: 12 degrees, as the class's own.
    const off = Math.atan2(y - at[1], x - at[0]) - facing
    const wide = Math.atan2(Math.sin(off), Math.cos(off)) / 0.21
    return { at, motion: [0, 0, 0], strength: FACE * Math.exp(-wide * wide) }
  })
}

/** A wheel house, and spokes on the turning rim: between nothing and twice the speed of the hub. */
const onWheel = (
  shape: Shape,
  actor: ActorState,
  i: number,
  side: number,
  radius: number,
  [x, y]: readonly [number, number],
): Share[] => {
  const wheel = actor.wheels.at(i)
  const { position, orientation } = compose(
    { position: [0, 0, 0], orientation: [0, 0, 0, 1] },
    wheelPose(shape, i, wheel),
  )
  const towards = Math.atan2(y - position[1], x - position[0])
  const facing = side === 0 ? null : side * QUARTER
  const strength = WHEEL * shown(towards, facing, side === 0 ? Math.PI : 0.55 * Math.PI)
  if (strength === 0) return []
  const axle: Vec3 = rotate(orientation, [0, wheel?.spinRate ?? 0, 0])
  const spokes = Array.from({ length: SPOKES }, (_, k): Share => {
    const about = (2 * Math.PI * k) / SPOKES
    const arm = rotate(orientation, [0.8 * radius * Math.cos(about), 0, 0.8 * radius * Math.sin(about)])
    return { at: add(position, arm), motion: cross(axle, arm), strength: (RIM / SPOKES) * strength }
  })
  return [{ at: position, motion: [0, 0, 0], strength: (1 - RIM) * strength }, ...spokes]
}
