/**
 * What a device makes of what its beams meet: the lidar equation for each thing in a beam, the receiver's noise and
 * threshold, and of the echoes that are heard the strongest and the last.
 */
import { hashNames, scramble, type Vec3 } from '../../math/index.ts'
import type { LidarSpec } from '../../scenario/index.ts'
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
  type SoftEcho,
} from './air.ts'
import { Points, WEATHER, type Echo, type LidarPoints } from './points.ts'
import { reflectorOf } from './reflectance.ts'
import { RIM, type LidarScan } from './scan.ts'
import type { Plume } from '../../shape/index.ts'
import { cellsAlong } from './spray.ts'

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

/** Threshold over the receiver's noise: about one false alarm in three million samples. */
export const THRESHOLD_TO_NOISE = 5
/** Echoes nearer to each other than this are one, m (VLP-16 user manual 63-9243: dual returns). */
export const APART = 1
/** Of a torn beam, what each of its rays has. */
const SHARE = 1 / (1 + RIM)
/** Share of the threshold below which nothing is asked of chance: five times the noise short of it, less a little. */
const FAINT = 0.02
/** @param key null: the device as it would be without noise, its beams as thin as rays */
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
      points.add(r, c, beam.echo(strongest), 0)
      if (spec.returns === 1) continue
      const last = beam.last()
      const other = last === strongest ? beam.strongest(beam.range[strongest]) : last
      if (other >= 0 && Math.abs(beam.range[other] - beam.range[strongest]) >= APART)
        points.add(r, c, beam.echo(other), 1)
    }
  return points.done()
}

/** Echoes that are kept of one beam at most: flakes beyond are far behind louder ones. */
const MOST = 64

/** Everything that echoes in one beam and is heard. */
class Beam {
  /** How many there are. */
  count = 0
  /** As it is told, m. */
  readonly range = new Float64Array(MOST)
  readonly #met = new Int32Array(MOST)
  readonly #signal = new Float64Array(MOST)
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

  echo(i: number): Echo {
    const range = this.range[i]
    const reflectance = (this.#signal[i] * range * range) / this.#hearing.white
    return { range, reflectance, met: this.#met[i] }
  }

  /** The loudest, of those not within an echo's width of `but`; -1: none. */
  strongest(but: number): number {
    let found = -1
    for (let i = 0; i < this.count; i++)
      if (!(Math.abs(this.range[i] - but) < APART) && (found < 0 || this.#signal[i] > this.#signal[found]))
        found = i
    return found
  }

  last(): number {
    let found = -1
    for (let i = 0; i < this.count; i++) if (found < 0 || this.range[i] > this.range[found]) found = i
    return found
  }

  gather(ring: number, column: number): void {
    const { turn } = this.#scan
    const { air, plumes, window } = this.#between
    const b = ring * turn.columns + column
    this.count = 0
    let left = window === null ? 1 : window[b]
    if (left <= 0) return
    this.#chance = scramble(this.#frame ^ b)
    // What ends the beam's own ray ends the weather's room.
    const reach = this.#scan.reach[b]
    const sprayed = plumes.length > 0 ? this.#spray(ring, column, reach, left) : 0
    if (this.#soft !== null) this.#fog(this.#soft, reach, left)
    for (const falling of this.#falling) left *= this.#particles(falling, reach, left, air.fog)
    this.#solid(b, left, sprayed)
  }

  /** What the beam meets, things nearer together than echoes can be told apart as one. */
  #solid(b: number, left: number, sprayed: number): void {
    const { distance, first, rim, torn } = this.#scan
    const [from, to] = [first[b], first[b + 1]]
    if (to - from === 1 && rim[from] === 0) {
      const whole = torn[b] === 0 || !this.#noisy
      this.#hear(distance[from], this.#signalOf(from, left, sprayed) * (whole ? 1 : SHARE), from)
      return
    }
    if (from === to) return
    // A device without noise has beams as thin as rays.
    const share = torn[b] === 1 && this.#noisy ? SHARE : 1
    const order = Array.from({ length: to - from }, (_, i) => from + i).filter(
      (i) => this.#noisy || rim[i] === 0,
    )
    order.sort((i, j) => distance[i] - distance[j])
    let [sum, weighted, most, whose] = [0, 0, 0, -1]
    const flush = (): void => {
      if (sum > 0) this.#hear(this.#noisy ? weighted / sum : distance[whose], sum, whose)
      ;[sum, weighted, most] = [0, 0, 0]
    }
    for (const i of order) {
      const signal = this.#signalOf(i, left, sprayed) * share
      if (sum > 0 && distance[i] - weighted / sum >= APART) flush()
      sum += signal
      weighted += signal * distance[i]
      if (signal <= most) continue
      most = signal
      whose = i
    }
    flush()
  }

  /** The lidar equation: what comes back of one thing that the whole beam meets. */
  #signalOf(i: number, left: number, sprayed: number): number {
    const { distance, cosine, surface, through } = this.#scan
    const { film, air } = this.#between
    const d = distance[i]
    let depth = air.fog * d + sprayed
    for (const falling of this.#falling) depth += dimmingUpTo(falling, d)
    const sent = this.#reflector.at(surface[i], cosine[i], film) * through[i]
    return (this.#hearing.white * sent * left * (depth === 0 ? 1 : Math.exp(-2 * depth))) / (d * d)
  }

  /** Flakes or drops that might be heard one by one. @returns what they leave of the beam, there and back */
  #particles({ particles, count, step }: Falling, reach: number, through: number, fog: number): number {
    const [aperture, divergence] = this.#hearing.beam
    const all = count[Math.min(count.length - 1, Math.floor(reach / step))]
    let left = 1
    let row = 1
    for (let at = -Math.log(this.#uniform()); at < all; at -= Math.log(this.#uniform())) {
      while (count[row] < at) row++
      const d = (row - 1 + (at - count[row - 1]) / (count[row] - count[row - 1])) * step
      const size = leastHeard(this.#hearing, particles, d) - Math.log(this.#uniform()) / particles.slope
      const width = aperture + divergence * d
      const share = Math.min(1, (size * size) / (width * width))
      const sent = particles.reflectance * share * through * left * Math.exp(-2 * fog * d)
      this.#hear(d, (this.#hearing.white * sent) / (d * d), WEATHER)
      left *= (1 - share) * (1 - share)
    }
    return left
  }

  #fog({ from, to, signals }: SoftEcho, reach: number, left: number): void {
    // The top is flat: noise decides where the peak is found.
    const u = this.#uniform()
    const distance = from + u * (to - from)
    if (distance < reach) this.#hear(distance, signals[Math.floor(u * signals.length)] * left, WEATHER)
  }

  /** @returns optical depth of all clouds together */
  #spray(ring: number, column: number, reach: number, left: number): number {
    const { cast } = this.#scan.turn
    const [m, c, r] = [cast.columns, COLUMN * column, RING * ring]
    const [x, y, z, later] = [cast.rings[r], cast.rings[r + 1], cast.rings[r + 2], cast.rings[r + 3]]
    const origin: Vec3 = [
      m[c + 1] + cast.velocity[0] * later,
      m[c + 2] + cast.velocity[1] * later,
      m[c + 3] + cast.velocity[2] * later,
    ]
    const direction: Vec3 = [
      m[c + 4] * x + m[c + 5] * y + m[c + 6] * z,
      m[c + 7] * x + m[c + 8] * y + m[c + 9] * z,
      m[c + 10] * x + m[c + 11] * y + m[c + 12] * z,
    ]
    let depth = 0
    for (const plume of this.#between.plumes) {
      const cells = cellsAlong(plume, origin, direction, m[c] + later, reach, this.#clouds)
      for (const { distance: d, extinction, before, length } of cells) {
        const shine = Math.PI * DROP_BACKSCATTER * extinction * length
        const dimmed = Math.exp(-2 * (before + this.#between.air.fog * d))
        this.#hear(d, (this.#hearing.white * shine * dimmed * left) / (d * d), WEATHER)
      }
      const end = cells.at(-1)
      if (end !== undefined) depth += end.before + end.extinction * end.length
    }
    return depth
  }

  /** The receiver: its noise, its threshold, the noise of the range. */
  #hear(distance: number, signal: number, met: number): void {
    const threshold = thresholdAt(this.#hearing, distance)
    let over = signal / threshold
    let range = distance
    if (this.#noisy) {
      // So faint that no noise lifts it.
      if (over < FAINT) return
      // Box and Muller (1958).
      const radius = Math.sqrt(-2 * Math.log(this.#uniform()))
      const angle = 2 * Math.PI * this.#uniform()
      over += (radius * Math.cos(angle)) / THRESHOLD_TO_NOISE
      range += radius * Math.sin(angle) * this.#spec.rangeNoise
    }
    if (over < 1 || range < this.#spec.range[0] || range > this.#spec.range[1] || this.count === MOST) return
    this.range[this.count] = range
    this.#signal[this.count] = over * threshold
    this.#met[this.count++] = met
  }

  /** Between 0 and 1, and neither. */
  #uniform(): number {
    this.#chance = (this.#chance + 0x9e3779b9) | 0
    return ((scramble(this.#chance) >>> 0) + 0.5) / 4294967296
  }
}

/** Optical depth of particles too small to be met one by one. */
const dimmingUpTo = ({ depth, step, particles }: Falling, distance: number): number => {
  const row = Math.floor(distance / step)
  return row < depth.length ? depth[row] : distance * dimming(particles)
}
