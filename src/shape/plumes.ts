/**
 * What wheels throw up behind a moving vehicle, for pictures and lidars alike: water off wet roads, powder off snow. A
 * balance of masses:
 *
 *   thrown per second = density x depth x width of the wheel tracks x speed x the share that stays aloft,
 *   extinction        = 1.5 Q c / (density of a drop x its diameter), c: mass over the air it is spread in.
 */
import { rotate, smoothstep, type Quat, type Vec3 } from '../math/index.ts'
import type { Ground } from '../road/index.ts'
import { isVehicle, type ActorSpec, type SurfaceKind } from '../scenario/index.ts'
import type { WorldState } from '../world/index.ts'

/** A cloud behind one vehicle. Its frame: the vehicle's body, x from the tail backwards positive. */
export interface Plume {
  readonly instance: number
  /** World, at the beginning of the turn: the middle of the tail on the ground; m/s. */
  readonly tail: Vec3
  readonly orientation: Quat
  readonly velocity: Vec3
  /** Length, half width at the tail, height at the tail, m. */
  readonly length: number
  readonly half: number
  readonly height: number
  /** Extinction on the ground at the tail, 1/m. */
  readonly dense: number
}

/** What lies loose on a road. */
interface Loose {
  /** kg/m^3. */
  readonly density: number
  /** What it is thrown up as: diameter, m, and density, kg/m^3. */
  readonly grain: number
  readonly grainDensity: number
  /** Share that stays aloft at full speed. */
  readonly aloft: number
  /** What lies deeper is pushed aside, m. */
  readonly deepest: number
}

/** Road spray is 0.1 to 0.5 mm, and a small part of what tyres throw; powder snow is finer, and less of it flies. */
const WATER: Loose = { density: 1000, grain: 3e-4, grainDensity: 1000, aloft: 0.1, deepest: 0.001 }
const SLUSH: Loose = { ...WATER, density: 600, aloft: 0.02, deepest: 0.005 }
const POWDER: Loose = { density: 100, grain: 2e-4, grainDensity: 900, aloft: 0.02, deepest: 0.03 }
const LOOSE: Partial<Record<SurfaceKind, Loose>> = {
  'wet-asphalt': WATER,
  'standing-water': WATER,
  slush: SLUSH,
  'loose-snow': POWDER,
  // What traffic has ground off it and the wind has left lies on it.
  'packed-snow': { ...POWDER, deepest: 0.01 },
}

/** Nothing flies below the first speed, m/s, the whole share at the second. */
const SPEEDS = [8, 30] as const
/** What the wheels throw needs so much way to fill the room behind the tail, m. */
const FILLS = 1.5
/** It hangs for such a time before it has thinned to 1 / e, s. */
const HANGS = 0.35
/** A plume is followed so many of those lengths. */
const FOLLOWED = 3
/** It widens and rises by so much a metre. */
export const WIDENS = 0.05
export const RISES = 0.04
/** Thinner than this no cloud is made, 1/m. */
const THINNEST = 1e-3
/** Twice the section: what drops much larger than the wavelength take. */
const Q = 2

export const plumesOf = (
  actors: readonly ActorSpec[],
  state: WorldState,
  ground: (x: number, y: number) => Pick<Ground, 'kind' | 'depth'>,
): Plume[] =>
  actors.flatMap((actor, i): Plume[] => {
    const now = state.actors[i]
    if (!now.present || !isVehicle(actor)) return []
    const { spec } = actor
    const speed = Math.sqrt(now.velocity[0] * now.velocity[0] + now.velocity[1] * now.velocity[1])
    const under = ground(now.position[0], now.position[1])
    const loose = LOOSE[under.kind]
    const flies = smoothstep(...SPEEDS, speed)
    if (loose === undefined || flies === 0) return []
    const tracks = spec.axles[0].wheelWidth * (spec.axles[0].track > 0 ? 2 : 1)
    const thrown = loose.density * Math.min(under.depth, loose.deepest) * tracks * speed * loose.aloft * flies
    const [half, height] = [spec.width / 2, 0.6 * spec.height]
    const spread = thrown / (2 * half * height * speed)
    const dense = (1.5 * Q * spread) / (loose.grainDensity * loose.grain)
    if (dense < THINNEST) return []
    const back = rotate(now.orientation, [-spec.rearOverhang, 0, 0])
    const tail: Vec3 = [now.position[0] + back[0], now.position[1] + back[1], now.position[2] + back[2]]
    const { instance, orientation, velocity } = now
    return [{ instance, tail, orientation, velocity, length: FOLLOWED * HANGS * speed, half, height, dense }]
  })

/** Share of its density at the tail that is left so far behind it, m, on the ground. */
export const thinnedAt = ({ length }: Pick<Plume, 'length'>, back: number): number =>
  Math.exp((-FOLLOWED * back) / length) * (1 - Math.exp(-back / FILLS))
