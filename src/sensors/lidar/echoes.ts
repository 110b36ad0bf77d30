/**
 * What a device makes of what its beams meet: the lidar equation for each thing in a beam, the receiver's noise and
 * threshold, and of the echoes that are heard the strongest and the last.
 */
import { conjugate, hashNames, rotate, scramble, type Pose } from '../../math/index.ts'
import type { LidarSpec } from '../../scenario/index.ts'
import { SEMANTIC_CLASSES, PARTS } from '../../world/index.ts'
import { COLUMN, RING } from '../raycast/caster.ts'
import type { ReadingKey } from '../sensor.ts'
import {
  DROP_BACKSCATTER,
  dimming,
  fallingOf,
  hearingOf,
  leastHeard,
  softEchoOf,
  thresholdAt,
  type Air,
  type Falling,
} from './air.ts'
import { reflectorOf } from './reflectance.ts'
import type { LidarScan } from './scan.ts'
import { cellsAlong, type Plume } from './spray.ts'
import { motionOf, POSE, turnBy, type Motion } from './turn.ts'

/** What lies between the device and the world, and on the world. */
export interface Between {
  readonly air: Air
  readonly plumes: readonly Plume[]
  /** Of water on dry asphalt, m. */
  readonly film: number
  /** What the device's own window lets through there and back, a beam each; null: all. */
  readonly window: Float32Array | null
}

/** Nothing. */
export const CLEAR: Between = { air: { fog: 0, particles: [] }, plumes: [], film: 0, window: null }

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

/** Threshold over the receiver's noise: about one false alarm in three million samples. */
export const THRESHOLD_TO_NOISE = 5
/** Echoes nearer to each other than this are one, m (VLP-16 user manual 63-9243: dual returns). */
export const APART = 1
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

/** Marks an echo of the weather among indices of what a beam meets. */
const WEATHER = -1

/** @param key null: the device as it would be without noise */
export const listen = (
  spec: LidarSpec,
  scan: LidarScan,
  between: Between,
  key: ReadingKey | null,
): LidarPoints => {
  const points = new Points(scan, 2 * scan.turn.columns * scan.turn.rings)
  const beam = new Beam(spec, scan, between, key)
  const { columns, rings, cast } = scan.turn
  const order = [...Array(rings).keys()].sort((a, b) => cast.rings[RING * a + 3] - cast.rings[RING * b + 3])
  for (let c = 0; c < columns; c++)
    for (const r of order) {
      beam.gather(r, c)
      const strongest = beam.strongest(NaN)
      if (strongest < 0) continue
      points.add(r, c, beam, strongest, 0)
      if (spec.returns === 1) continue
      const last = beam.last()
      const other = last === strongest ? beam.strongest(beam.range[strongest]) : last
      if (other >= 0 && Math.abs(beam.range[other] - beam.range[strongest]) >= APART)
        points.add(r, c, beam, other, 1)
    }
  return points.done()
}

/** Everything that may echo in one beam. */
class Beam {
  /** Distance as it is told, m; signal as it is heard, over the threshold; index of what was met, or WEATHER. */
  readonly range: number[] = []
  readonly #signal: number[] = []
  readonly #met: number[] = []
  readonly #spec: LidarSpec
  readonly #scan: LidarScan
  readonly #between: Between
  readonly #hearing
  readonly #reflector
  readonly #soft
  readonly #falling: readonly Falling[]
  readonly #noisy: boolean
  readonly #frame: number
  readonly #clouds: number
  #chance = 0

  constructor(spec: LidarSpec, scan: LidarScan, between: Between, key: ReadingKey | null) {
    this.#spec = spec
    this.#scan = scan
    this.#between = between
    this.#hearing = hearingOf(spec)
    this.#reflector = reflectorOf(scan.surfaces)
    this.#noisy = key !== null
    this.#soft = softEchoOf(this.#hearing, between.air.fog)
    this.#falling = between.air.particles.map((p) => fallingOf(this.#hearing, p, spec.range[1]))
    this.#frame = key === null ? 0 : hashNames(key.seed, ['lidar', spec.id, key.index])
    this.#clouds = key === null ? 0 : hashNames(key.seed, ['spray'])
  }

  /** Reflectance, over the distance, that would be heard so: what intensity tells. */
  reflectance(i: number): number {
    const { white } = this.#hearing
    return (this.#signal[i] * this.range[i] * this.range[i]) / white
  }

  met(i: number): number {
    return this.#met[i]
  }

  /** The loudest that is heard, of those not within an echo's width of `but`; -1: none. */
  strongest(but: number): number {
    let found = -1
    for (let i = 0; i < this.range.length; i++)
      if (!(Math.abs(this.range[i] - but) < APART) && (found < 0 || this.#signal[i] > this.#signal[found]))
        found = i
    return found
  }

  last(): number {
    let found = -1
    for (let i = 0; i < this.range.length; i++) if (found < 0 || this.range[i] > this.range[found]) found = i
    return found
  }

  gather(ring: number, column: number): void {
    const { first, distance } = this.#scan
    const { columns } = this.#scan.turn
    const b = ring * columns + column
    this.range.length = 0
    this.#signal.length = 0
    this.#met.length = 0
    const window = this.#between.window?.[b] ?? 1
    if (window <= 0) return
    this.#chance = scramble(this.#frame ^ b)
    let reach = this.#spec.range[1]
    // What ends the beam's own ray ends the weather's room.
    if (first[b] < first[b + 1]) reach = distance[first[b]]
    const shaded = this.#particles(reach, window)
    const sprayed = this.#between.plumes.length > 0 ? this.#spray(ring, column, reach, window) : 0
    this.#fog(reach, window)
    this.#solid(b, window * shaded, sprayed)
  }

  /** What the beam meets, things nearer together than echoes can be told apart as one. */
  #solid(b: number, left: number, sprayed: number): void {
    const { first, distance, cosine, surface, share } = this.#scan
    const { film, air } = this.#between
    let pending = -1
    let [sum, weighted, most] = [0, 0, 0]
    const end = first[b + 1]
    const flush = (): void => {
      if (pending >= 0) this.#hear(weighted / sum, sum, pending)
      pending = -1
      sum = weighted = most = 0
    }
    for (const i of end - first[b] === 1 ? [first[b]] : byDistance(first[b], end, distance)) {
      const d = distance[i]
      const dimmed = Math.exp(-2 * (air.fog * d + sprayed + this.#depth(d)))
      const signal =
        (this.#hearing.white * this.#reflector.at(surface[i], cosine[i], film) * share[i] * left * dimmed) /
        (d * d)
      if (signal <= 0) continue
      if (pending >= 0 && d - weighted / sum >= APART) flush()
      sum += signal
      weighted += signal * d
      if (pending < 0 || signal > most) {
        pending = i
        most = signal
      }
    }
    flush()
  }

  /** Optical depth of particles too small to be met one by one. */
  #depth(distance: number): number {
    let sum = 0
    for (const { depth, step, particles } of this.#falling) {
      const row = Math.floor(distance / step)
      sum += row < depth.length ? depth[row] : distance * dimming(particles)
    }
    return sum
  }

  /** Flakes and drops that might be heard one by one. @returns what they leave of the beam, there and back */
  #particles(reach: number, window: number): number {
    let left = 1
    const [aperture, divergence] = this.#hearing.beam
    for (const { particles, count, step } of this.#falling) {
      let at = -Math.log(this.#uniform())
      const all = count[Math.min(count.length - 1, Math.floor(reach / step))]
      for (let row = 1; at < all; at -= Math.log(this.#uniform())) {
        while (count[row] < at) row++
        const distance = (row - 1 + (at - count[row - 1]) / (count[row] - count[row - 1])) * step
        const size =
          leastHeard(this.#hearing, particles, distance) - Math.log(this.#uniform()) / particles.slope
        const width = aperture + divergence * distance
        const share = Math.min(1, (size * size) / (width * width))
        const dimmed = left * Math.exp(-2 * this.#between.air.fog * distance)
        this.#hear(
          distance,
          (this.#hearing.white * particles.reflectance * share * window * dimmed) / (distance * distance),
          WEATHER,
        )
        left *= (1 - share) * (1 - share)
      }
    }
    return left
  }

  #fog(reach: number, window: number): void {
    if (this.#soft === null) return
    const { from, to, signals } = this.#soft
    // The top is flat: noise decides where the peak is found.
    const u = this.#uniform()
    const distance = from + u * (to - from)
    if (distance > reach) return
    this.#hear(distance, signals[Math.floor(u * signals.length)] * window, WEATHER)
  }

  /** @returns optical depth of all clouds together */
  #spray(ring: number, column: number, reach: number, window: number): number {
    const { cast } = this.#scan.turn
    const [m, c, r] = [cast.columns, COLUMN * column, RING * ring]
    const [x, y, z, later] = [cast.rings[r], cast.rings[r + 1], cast.rings[r + 2], cast.rings[r + 3]]
    const origin = [
      m[c + 1] + cast.velocity[0] * later,
      m[c + 2] + cast.velocity[1] * later,
      m[c + 3] + cast.velocity[2] * later,
    ] as const
    const direction = [
      m[c + 4] * x + m[c + 5] * y + m[c + 6] * z,
      m[c + 7] * x + m[c + 8] * y + m[c + 9] * z,
      m[c + 10] * x + m[c + 11] * y + m[c + 12] * z,
    ] as const
    let depth = 0
    for (const plume of this.#between.plumes) {
      const cells = cellsAlong(plume, origin, direction, m[c] + later, reach, this.#clouds)
      for (const cell of cells) {
        const shine = Math.PI * DROP_BACKSCATTER * cell.extinction * cell.length
        const dimmed = Math.exp(-2 * (cell.before + this.#between.air.fog * cell.distance))
        const signal = (this.#hearing.white * shine * dimmed * window) / (cell.distance * cell.distance)
        this.#hear(cell.distance, signal, WEATHER)
      }
      const behind = cells.at(-1)
      if (behind !== undefined) depth += behind.before + behind.extinction * behind.length
    }
    return depth
  }

  /** The receiver: its noise, its threshold, the noise of the range. */
  #hear(distance: number, signal: number, met: number): void {
    const threshold = thresholdAt(this.#hearing, distance)
    let over = signal / threshold
    let range = distance
    if (this.#noisy) {
      // Too faint for any noise to lift it: five sigma below.
      if (over < 1e-9) return
      const radius = Math.sqrt(-2 * Math.log(this.#uniform()))
      const angle = 2 * Math.PI * this.#uniform()
      over += (radius * Math.cos(angle)) / THRESHOLD_TO_NOISE
      range += radius * Math.sin(angle) * this.#spec.rangeNoise
    }
    if (over < 1 || range < this.#spec.range[0] || range > this.#spec.range[1]) return
    this.range.push(range)
    this.#signal.push(over * threshold)
    this.#met.push(met)
  }

  /** 0..1, neither. */
  #uniform(): number {
    this.#chance = (this.#chance + 0x9e3779b9) | 0
    return ((scramble(this.#chance) >>> 0) + 0.5) / 4294967296
  }
}

const byDistance = (from: number, to: number, distance: Float32Array): number[] =>
  Array.from({ length: to - from }, (_, i) => from + i).sort((a, b) => distance[a] - distance[b])

/** The points of a turn, as they come. */
class Points {
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

  add(ring: number, column: number, beam: Beam, i: number, echo: 0 | 1): void {
    const { turn, instance, surface } = this.#scan
    const { cast, heads, poses } = turn
    const [r, n, made] = [RING * ring, this.#count++, this.#made]
    const met = beam.met(i)
    const range = beam.range[i]
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
    made.intensity[n] = intensityOf(beam.reflectance(i))
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
  const [x, y, z] = ([[1, 0, 0], [0, 1, 0], [0, 0, 1]] as const).map((axis) => rotate(orientation, axis))
  return [...position, x[0], y[0], z[0], x[1], y[1], z[1], x[2], y[2], z[2]]
}
