/**
 * What the beams of a turn meet: the truth that a lidar's reading and its labels are made of, without noise, weather or
 * faults. A beam is a little cone: where its neighbours meet something else, four rays of its rim tell what shares it;
 * behind a pane it goes on.
 */
import { inverseTransformPoint, type Pose } from '../../math/index.ts'
import type { LidarSpec } from '../../scenario/index.ts'
import { boxOf, moversOf, type Shape } from '../../shape/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'
import { carrierOf } from '../mounted.ts'
import { COLUMN, NOTHING, RAY, RING } from '../raycast/caster.ts'
import type { RayWorld } from '../raycast/ray-world.ts'
import { throughPane } from './reflectance.ts'
import { mountOf, turnOf, type BeamTurn } from './turn.ts'

/** Everything that beam b meets is number first[b] to first[b + 1] - 1 of the rest; what its own ray meets comes first. */
export interface LidarScan {
  readonly turn: BeamTurn
  readonly state: WorldState
  readonly surfaces: RayWorld['surfaces']
  readonly first: Uint32Array
  /** How far each beam's own ray goes, m: to what it meets, the carrier too, or the device's range. */
  readonly reach: Float32Array
  /** From the sensor, m. */
  readonly distance: Float32Array
  /** Of incidence, 0..1. */
  readonly cosine: Float32Array
  /** Index into `surfaces`. */
  readonly surface: Int32Array
  /** Instance; 0: no actor. */
  readonly instance: Uint16Array
  /** What panes before it let through, there and back, 0..1. */
  readonly through: Float32Array
  /** 1: met by a ray of the beam's rim, not by its own. */
  readonly rim: Uint8Array
  /** A beam each; 1: its own ray and RIM of its rim share it. */
  readonly torn: Uint8Array
}

/**
 * @param carrier the shape of who carries it. Beams that meet it end there, and its points are left out, as devices
 *   crop their own vehicle; a sensor inside its box (behind a bumper, in a mirror) has an opening, and sees through it.
 */
export const scanTurn = (spec: LidarSpec, state: WorldState, world: RayWorld, carrier: Shape): LidarScan => {
  const own = carrierOf(spec, state)
  const mount = mountOf(spec)
  const without = isInside(carrier, own, mount) ? new Set([own.instance]) : undefined
  world.place(state, 1 / spec.rate, without)
  const turn = turnOf(spec, state)
  const found = new Findings(turn, spec, world, own.instance)
  found.castTurn()
  found.castRims()
  found.castThroughPanes()
  return { turn, state, surfaces: world.surfaces, ...found.byBeam() }
}

const isInside = (shape: Shape, own: ActorState, mount: Pose): boolean => {
  const { center, size } = boxOf(shape, moversOf(shape, own))
  return inverseTransformPoint({ position: center, orientation: [0, 0, 0, 1] }, mount.position).every(
    (x, axis) => Math.abs(x) < size[axis] / 2,
  )
}

/** Rays of a torn beam's rim, and how far out they are, as a share of the cone's half angle: the middle of its area. */
export const RIM = 4
const OUT = 0.7
/** A neighbour lies on something else if it is farther off than the surface's slope tells, by so much, m. */
const JUMP = 0.3
/** A beam goes through so many panes at most, and on from so far behind each, m. */
const PANES = 3
const BEHIND = 0.005

class Findings {
  readonly #turn: BeamTurn
  readonly #spec: LidarSpec
  readonly #world: RayWorld
  readonly #own: number
  /** Of each beam's own ray. */
  readonly #distance: Float32Array
  readonly #cosine: Float32Array
  readonly #surface: Int32Array
  readonly #owner: Int32Array
  readonly #torn: Uint8Array
  /** What else there is: the beam, then as above. */
  readonly #more = {
    beam: [] as number[],
    distance: [] as number[],
    cosine: [] as number[],
    surface: [] as number[],
    owner: [] as number[],
    through: [] as number[],
    rim: [] as number[],
  }

  constructor(turn: BeamTurn, spec: LidarSpec, world: RayWorld, own: number) {
    this.#turn = turn
    this.#spec = spec
    this.#world = world
    this.#own = own
    const beams = turn.columns * turn.rings
    this.#distance = new Float32Array(beams)
    this.#cosine = new Float32Array(beams)
    this.#surface = new Int32Array(beams)
    this.#owner = new Int32Array(beams)
    this.#torn = new Uint8Array(beams)
  }

  castTurn(): void {
    const { floats, ints, count } = this.#world.caster.turn(this.#turn.cast)
    for (let b = 0, at = 0; b < count; b++, at += 4) {
      this.#distance[b] = floats[at]
      this.#cosine[b] = floats[at + 1]
      this.#surface[b] = ints[at + 2]
      this.#owner[b] = ints[at + 3]
    }
  }

  /** Beams whose neighbours meet something else are taken apart. */
  castRims(): void {
    const { columns, rings } = this.#turn
    const torn: number[] = []
    const across = (2 * Math.PI) / columns
    for (let r = 0, b = 0; r < rings; r++) {
      const down = r === 0 ? 0 : this.#spec.elevations[r] - this.#spec.elevations[r - 1]
      const up = r === rings - 1 ? 0 : this.#spec.elevations[r + 1] - this.#spec.elevations[r]
      for (let c = 0; c < columns; c++, b++)
        if (
          (c > 0 && this.#differs(b, b - 1, across)) ||
          (c < columns - 1 && this.#differs(b, b + 1, across)) ||
          (r > 0 && this.#differs(b, b - columns, down)) ||
          (r < rings - 1 && this.#differs(b, b + columns, up))
        )
          torn.push(b)
    }
    const { rays, leave } = this.#rays(RIM * torn.length, (i) => ({
      beam: torn[i >> 2],
      rim: i & 3,
      from: 0,
    }))
    const { floats, ints } = this.#world.caster.cast(rays, leave)
    for (const [i, b] of torn.entries()) {
      this.#torn[b] = 1
      for (let k = RIM * i; k < RIM * (i + 1); k++)
        if (ints[4 * k + 3] !== NOTHING)
          this.#add(b, floats[4 * k], floats[4 * k + 1], ints[4 * k + 2], ints[4 * k + 3], 1, 1)
    }
  }

  #differs(a: number, b: number, angle: number): boolean {
    const [own, other] = [this.#owner[a], this.#owner[b]]
    if (own === NOTHING && other === NOTHING) return false
    if (own !== other) return true
    const [d, e] = [this.#distance[a], this.#distance[b]]
    // A plane that is met so squarely goes off by so much from one beam to the next.
    const c = Math.min(this.#cosine[a], this.#cosine[b])
    const slope = (Math.min(d, e) * angle * Math.sqrt(1 - c * c)) / Math.max(c, angle)
    return Math.abs(d - e) > JUMP + 2 * slope
  }

  /** What lies behind the panes that beams' own rays meet. */
  castThroughPanes(): void {
    const isPane = this.#world.surfaces.map(({ material }) => material === 'glass')
    let through: { beam: number; from: number; left: number }[] = []
    for (let b = 0; b < this.#distance.length; b++)
      if (this.#owner[b] !== NOTHING && this.#owner[b] !== this.#own && isPane[this.#surface[b]])
        through.push({
          beam: b,
          from: this.#distance[b] + BEHIND,
          left: throughPane(this.#cosine[b]),
        })
    for (let pane = 0; pane < PANES && through.length > 0; pane++) {
      const { rays, leave } = this.#rays(through.length, (i) => ({ ...through[i], rim: null }))
      const { floats, ints } = this.#world.caster.cast(rays, leave)
      const next: typeof through = []
      for (const [i, { beam, from, left }] of through.entries()) {
        if (ints[4 * i + 3] === NOTHING) continue
        const distance = from + floats[4 * i]
        const cosine = floats[4 * i + 1]
        this.#add(beam, distance, cosine, ints[4 * i + 2], ints[4 * i + 3], left, 0)
        if (isPane[ints[4 * i + 2]])
          next.push({ beam, from: distance + BEHIND, left: left * throughPane(cosine) })
      }
      through = next
    }
  }

  #add(
    beam: number,
    distance: number,
    cosine: number,
    surface: number,
    owner: number,
    through: number,
    rim: 0 | 1,
  ): void {
    this.#more.beam.push(beam)
    this.#more.distance.push(distance)
    this.#more.cosine.push(cosine)
    this.#more.surface.push(surface)
    this.#more.owner.push(owner)
    this.#more.through.push(through)
    this.#more.rim.push(rim)
  }

  /** Free rays along beams: down their middle or at their rim, from so far out, each at its beam's own time. */
  #rays(
    count: number,
    of: (i: number) => { readonly beam: number; readonly rim: number | null; readonly from: number },
  ): { rays: Float32Array; leave: Float32Array } {
    const { columns, cast } = this.#turn
    const rays = new Float32Array(count * RAY)
    const leave = new Float32Array(count)
    const out = (OUT * this.#spec.divergence) / 2 / Math.SQRT2
    const [vx, vy, vz] = cast.velocity
    for (let i = 0; i < count; i++) {
      const { beam, rim, from } = of(i)
      const r = RING * Math.floor(beam / columns)
      const c = COLUMN * (beam % columns)
      const [x0, y0, z0, later] = cast.rings.subarray(r, r + RING)
      // Sideways and upwards across the beam.
      const [sx, sy] = rim === null ? [0, 0] : [rim & 1 ? out : -out, rim & 2 ? out : -out]
      const flat = Math.sqrt(x0 * x0 + y0 * y0)
      const x = x0 - (sx * y0 + sy * z0 * x0) / flat
      const y = y0 + (sx * x0 - sy * z0 * y0) / flat
      const z = z0 + sy * flat
      const unit = 1 / Math.sqrt(x * x + y * y + z * z)
      const m = cast.columns
      const dx = (m[c + 4] * x + m[c + 5] * y + m[c + 6] * z) * unit
      const dy = (m[c + 7] * x + m[c + 8] * y + m[c + 9] * z) * unit
      const dz = (m[c + 10] * x + m[c + 11] * y + m[c + 12] * z) * unit
      const at = RAY * i
      rays[at] = m[c + 1] + vx * later + dx * from
      rays[at + 1] = m[c + 2] + vy * later + dy * from
      rays[at + 2] = m[c + 3] + vz * later + dz * from
      rays[at + 3] = dx
      rays[at + 4] = dy
      rays[at + 5] = dz
      rays[at + 6] = Math.max(0, cast.range - from)
      leave[i] = m[c] + later
    }
    return { rays, leave }
  }

  /** All findings by beam, those of the carrier left out. */
  byBeam(): Omit<LidarScan, 'turn' | 'state' | 'surfaces'> {
    const beams = this.#distance.length
    const more = this.#more
    const first = new Uint32Array(beams + 1)
    const counts = (owner: number): 0 | 1 => (owner === NOTHING || owner === this.#own ? 0 : 1)
    for (let b = 0; b < beams; b++) first[b + 1] = counts(this.#owner[b])
    for (let i = 0; i < more.beam.length; i++) first[more.beam[i] + 1] += counts(more.owner[i])
    for (let b = 0; b < beams; b++) first[b + 1] += first[b]
    const count = first[beams]
    const all = {
      distance: new Float32Array(count),
      cosine: new Float32Array(count),
      surface: new Int32Array(count),
      instance: new Uint16Array(count),
      through: new Float32Array(count).fill(1),
      rim: new Uint8Array(count),
    }
    const next = first.slice()
    const put = (b: number, distance: number, cosine: number, surface: number, owner: number): number => {
      const at = next[b]++
      all.distance[at] = distance
      all.cosine[at] = cosine
      all.surface[at] = surface
      all.instance[at] = Math.max(0, owner)
      return at
    }
    for (let b = 0; b < beams; b++)
      if (counts(this.#owner[b]) === 1)
        put(b, this.#distance[b], this.#cosine[b], this.#surface[b], this.#owner[b])
    for (let i = 0; i < more.beam.length; i++) {
      if (counts(more.owner[i]) === 0) continue
      const at = put(more.beam[i], more.distance[i], more.cosine[i], more.surface[i], more.owner[i])
      all.through[at] = more.through[i]
      all.rim[at] = more.rim[i]
    }
    const reach = this.#distance.map((d) => Math.min(d, this.#spec.range[1]))
    return { first, reach, torn: this.#torn, ...all }
  }
}
