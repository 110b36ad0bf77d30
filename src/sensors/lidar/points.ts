/** The points that a lidar gives: from echoes of beams to where they lie, with all that is known of them. */
import { conjugate, rotate, type Pose } from '../../math/index.ts'
import { PARTS, SEMANTIC_CLASSES } from '../../world/index.ts'
import { COLUMN, RING } from '../raycast/caster.ts'
import type { LidarScan } from './scan.ts'
import { motionOf, POSE, turnBy, type Motion } from './turn.ts'

/** The points of one turn, by time. */
export interface LidarPoints {
  readonly count: number
  /** x, y, z a point, m, in the sensor's frame at the moment of that point: as the device gives them. */
  readonly positions: Float32Array
  /**
   * Where the same hit was when the turn began, in the sensor's frame then: the sensor's motion taken out, and that of the
   * actor that was hit. (What a device that only knows its own motion makes of them follows from `positions` and `offset`.)
   */
  readonly compensated: Float32Array
  /** 0..1: 100 / 255 is a white sheet seen squarely, more is what throws light straight back. */
  readonly intensity: Float32Array
  readonly ring: Uint16Array
  /** After the turn's beginning, s. */
  readonly offset: Float32Array
  /** 0: the strongest echo, 1: a further one. */
  readonly echo: Uint8Array
  /** 0: no actor. */
  readonly instance: Uint16Array
  /** SEMANTIC_CLASSES and PARTS. */
  readonly semantic: Uint8Array
  readonly part: Uint8Array
  /** 1: a flake, a drop, fog or spray, of no class and no instance. */
  readonly weather: Uint8Array
}

/** A turn that is lost. */
export const NO_POINTS: LidarPoints = {
  count: 0,
  positions: new Float32Array(),
  compensated: new Float32Array(),
  intensity: new Float32Array(),
  ring: new Uint16Array(),
  offset: new Float32Array(),
  echo: new Uint8Array(),
  instance: new Uint16Array(),
  semantic: new Uint8Array(),
  part: new Uint8Array(),
  weather: new Uint8Array(),
}

/** Reflectance that fills the scale of intensity: an ideal retro-reflector. */
const IDEAL_RETRO = 300
/** Velodyne's calibrated scale of 8 bits: 0 to 100 for diffuse things, up to 255 for what throws light straight back. */
const [DIFFUSE_STEPS, ALL_STEPS] = [100, 255]

/** 0..1. @param reflectance of the Lambertian sheet, seen squarely, that would be as bright there */
export const intensityOf = (reflectance: number): number => {
  const steps =
    reflectance <= 1
      ? DIFFUSE_STEPS * Math.max(0, reflectance)
      : DIFFUSE_STEPS +
        (ALL_STEPS - DIFFUSE_STEPS) * Math.min(1, Math.log(reflectance) / Math.log(IDEAL_RETRO))
  return Math.round(steps) / ALL_STEPS
}

/** An echo as it is heard. */
export interface Echo {
  /** As it is told, m. */
  readonly range: number
  /** Of the Lambertian sheet, seen squarely, that would be heard so at that distance. */
  readonly reflectance: number
  /** Index of what was met, or WEATHER. */
  readonly met: number
}

/** Marks an echo of the weather among indices of what a beam meets. */
export const WEATHER = -1

/** The points of a turn, as they come. */
export class Points {
  readonly #scan: LidarScan
  readonly #made: LidarPoints
  readonly #semantics: Uint8Array
  readonly #parts: Uint8Array
  readonly #motions: readonly Motion[]
  readonly #back: Float64Array
  #count = 0

  constructor(scan: LidarScan, most: number) {
    this.#scan = scan
    this.#semantics = Uint8Array.from(scan.surfaces, (s) => SEMANTIC_CLASSES.indexOf(s.semantic))
    this.#parts = Uint8Array.from(scan.surfaces, (s) => PARTS.indexOf(s.part))
    this.#motions = scan.state.actors.map(motionOf)
    this.#back = Float64Array.from(rowsOf(scan.turn.pose))
    this.#made = {
      count: 0,
      positions: new Float32Array(3 * most),
      compensated: new Float32Array(3 * most),
      intensity: new Float32Array(most),
      ring: new Uint16Array(most),
      offset: new Float32Array(most),
      echo: new Uint8Array(most),
      instance: new Uint16Array(most),
      semantic: new Uint8Array(most),
      part: new Uint8Array(most),
      weather: new Uint8Array(most),
    }
  }

  add(ring: number, column: number, { range, reflectance, met }: Echo, echo: 0 | 1): void {
    const { turn, instance, surface } = this.#scan
    const { cast, heads, poses } = turn
    const [r, n, made] = [RING * ring, this.#count++, this.#made]
    const later = cast.rings[r + 3]
    const time = cast.columns[COLUMN * column] + later
    const [c, s] = [heads[2 * column], heads[2 * column + 1]]
    const x = range * (c * cast.rings[r] - s * cast.rings[r + 1])
    const y = range * (s * cast.rings[r] + c * cast.rings[r + 1])
    const z = range * cast.rings[r + 2]
    made.positions[3 * n] = x
    made.positions[3 * n + 1] = y
    made.positions[3 * n + 2] = z
    const p = POSE * column
    const [vx, vy, vz] = cast.velocity
    let wx = poses[p] + vx * later + poses[p + 3] * x + poses[p + 4] * y + poses[p + 5] * z
    let wy = poses[p + 1] + vy * later + poses[p + 6] * x + poses[p + 7] * y + poses[p + 8] * z
    let wz = poses[p + 2] + vz * later + poses[p + 9] * x + poses[p + 10] * y + poses[p + 11] * z
    const who = met < 0 ? 0 : instance[met]
    if (who > 0) [wx, wy, wz] = wasAt(this.#motions[who - 1], wx, wy, wz, time)
    const q = this.#back
    const [dx, dy, dz] = [wx - q[0], wy - q[1], wz - q[2]]
    made.compensated[3 * n] = q[3] * dx + q[6] * dy + q[9] * dz
    made.compensated[3 * n + 1] = q[4] * dx + q[7] * dy + q[10] * dz
    made.compensated[3 * n + 2] = q[5] * dx + q[8] * dy + q[11] * dz
    made.intensity[n] = intensityOf(reflectance)
    made.ring[n] = ring
    made.offset[n] = time
    made.echo[n] = echo
    made.instance[n] = who
    made.semantic[n] = met < 0 ? 0 : this.#semantics[surface[met]]
    made.part[n] = met < 0 ? 0 : this.#parts[surface[met]]
    made.weather[n] = met < 0 ? 1 : 0
  }

  done(): LidarPoints {
    const [n, made] = [this.#count, this.#made]
    return {
      count: n,
      positions: made.positions.slice(0, 3 * n),
      compensated: made.compensated.slice(0, 3 * n),
      intensity: made.intensity.slice(0, n),
      ring: made.ring.slice(0, n),
      offset: made.offset.slice(0, n),
      echo: made.echo.slice(0, n),
      instance: made.instance.slice(0, n),
      semantic: made.semantic.slice(0, n),
      part: made.part.slice(0, n),
      weather: made.weather.slice(0, n),
    }
  }
}

/** Where a point of a moving thing was `time` seconds before it was at (x, y, z). */
const wasAt = (
  { position, velocity, turning }: Motion,
  x: number,
  y: number,
  z: number,
  time: number,
): readonly [number, number, number] => {
  const [a, b, c] = rotate(conjugate(turnBy(turning, time)), [
    x - position[0] - velocity[0] * time,
    y - position[1] - velocity[1] * time,
    z - position[2] - velocity[2] * time,
  ])
  return [position[0] + a, position[1] + b, position[2] + c]
}

/** Position, then the rotation's rows. */
const rowsOf = ({ position, orientation }: Pose): number[] => {
  const [x, y, z] = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((axis) => rotate(orientation, axis))
  return [...position, x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]]
}
