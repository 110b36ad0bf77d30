/**
 * What wheels throw up behind a moving vehicle: water off wet roads, powder off snow. A balance of masses:
 *
 *   thrown per second = density x depth x width of the wheel tracks x speed x the share that stays aloft,
 *   extinction        = 1.5 Q c / (density of a drop x its diameter), c: mass over the air it is spread in.
 */
import { conjugate, rotate, scramble, smoothstep, type Quat, type Vec3 } from '../../math/index.ts'
import type { Ground } from '../../road/index.ts'
import { isVehicle, type ActorSpec, type SurfaceKind } from '../../scenario/index.ts'
import type { WorldState } from '../../world/index.ts'

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
const POWDER: Loose = { density: 100, grain: 2e-4, grainDensity: 900, aloft: 0.005, deepest: 0.03 }
const LOOSE: Partial<Record<SurfaceKind, Loose>> = {
  'wet-asphalt': WATER,
  'standing-water': WATER,
  slush: SLUSH,
  'loose-snow': POWDER,
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
const WIDENS = 0.05
const RISES = 0.04
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

/** Along a ray through a plume: each cell's distance, its own extinction, and the optical depth before it. */
export interface Cell {
  readonly distance: number
  readonly extinction: number
  readonly before: number
  readonly length: number
}

/** Clouds are lumpy (Linnhoff et al. 2022): cells of such a size, m, that stand in the air, each with its own density. */
const LUMP = 0.5

/** Exponentially distributed about 1, the same for ever in one place of one run. */
const lump = (seed: number, x: number, y: number, z: number): number => {
  const cell =
    Math.imul(Math.floor(x / LUMP), 73856093) ^
    Math.imul(Math.floor(y / LUMP), 19349663) ^
    Math.imul(Math.floor(z / LUMP), 83492791)
  return -Math.log(((scramble(cell ^ seed) >>> 0) + 0.5) / 4294967296)
}

/**
 * The cells that a ray meets before `range`.
 * @param origin world, m, at `time` s after the turn began
 * @param depth optical depth that is behind it already
 */
export const cellsAlong = (
  plume: Plume,
  origin: Vec3,
  direction: Vec3,
  time: number,
  range: number,
  seed: number,
): Cell[] => {
  const { tail, velocity, length, half, height } = plume
  const into = conjugate(plume.orientation)
  const [ox, oy, oz] = rotate(into, [
    origin[0] - tail[0] - velocity[0] * time,
    origin[1] - tail[1] - velocity[1] * time,
    origin[2] - tail[2] - velocity[2] * time,
  ])
  const [dx, dy, dz] = rotate(into, direction)
  const wide = half + WIDENS * length
  const high = height + RISES * length
  let [from, to] = [0, range]
  const clip = (o: number, d: number, lo: number, hi: number): void => {
    if (Math.abs(d) < 1e-9) {
      if (o < lo || o > hi) to = -1
      return
    }
    const [a, b] = [(lo - o) / d, (hi - o) / d]
    from = Math.max(from, Math.min(a, b))
    to = Math.min(to, Math.max(a, b))
  }
  clip(ox, dx, -length, 0)
  clip(oy, dy, -wide, wide)
  clip(oz, dz, 0, high)
  const cells: Cell[] = []
  let before = 0
  for (let at = from + LUMP / 2; at < to; at += LUMP) {
    const back = -(ox + at * dx)
    const across = Math.abs(oy + at * dy) / (half + WIDENS * back)
    const up = (oz + at * dz) / (height + RISES * back)
    if (across > 1 || up > 1) continue
    const lumpy = lump(
      seed ^ plume.instance,
      origin[0] + at * direction[0],
      origin[1] + at * direction[1],
      origin[2] + at * direction[2],
    )
    const thinned = Math.exp((-FOLLOWED * back) / length) * (1 - Math.exp(-back / FILLS)) * (1 - up)
    const extinction = plume.dense * thinned * lumpy
    cells.push({ distance: at, extinction, before, length: LUMP })
    before += extinction * LUMP
  }
  return cells
}
