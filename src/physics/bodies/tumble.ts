/** One tick of a body that flies, falls, slides or rolls; at last it lies still. */
import type { Road } from '../../road/index.ts'
import { GRAVITY, TICK } from '../constants.ts'
import type { FreeBody } from './free-body.ts'
import { frictionOn, pressOnGround, type GroundRules } from '../contact/ground-contact.ts'

/** Friction of something that has `dry` on dry asphalt, where the body is. */
export const frictionUnder = ({ body }: FreeBody, dry: number, road: Road): number =>
  frictionOn(road.ground(body.position.x, body.position.y), dry)

/** Ground under hard and under limp bodies; a damped spring of this share of critical. */
const GIVE = { hard: 0.001, limp: 0.005 }
const LIMP_DAMPING = 0.8
/** A limp body on the ground stops turning within about this time, s. */
const LIMP_TURNS = 0.25
/** Nearer upright than this (cosine) it stands on an end, where its knees or neck give with this share of its weight. */
const ON_END = 0.6
const BUCKLES = 0.15
/** Slower than this for this long on the ground, it lies still: m/s, rad/s, ticks. */
const STILL_SPEED = 0.05
const STILL_RATE = 0.1
const STILL_TICKS = 120

/** Damping over critical of a spring whose mass comes back with `bounce` of its speed. */
const dampingFor = (bounce: number): number => {
  const decay = -Math.log(Math.max(0.05, bounce))
  return decay / Math.sqrt(Math.PI * Math.PI + decay * decay)
}

const points = new Float64Array(3 * 8)

export const tumble = (b: FreeBody, road: Road): void => {
  const { spec, body, motion, wrench } = b
  wrench.clear()
  const limp = spec.kind === 'walker'
  const rules: GroundRules = {
    mass: spec.mass,
    inertia: spec.inertia,
    give: limp ? GIVE.limp : GIVE.hard,
    damping: limp ? LIMP_DAMPING : dampingFor(spec.bounce),
    friction: frictionUnder(b, spec.slideFriction, road),
    limp,
  }
  const load = pressOnGround(b, rules, points, lowestPoints(b), road)
  if (load > 0 && limp) goLimp(b, Math.min(1, load / (spec.mass * GRAVITY)))
  if (load > 0 && spec.kind === 'object') resistRolling(b, spec.rollingResistance * load)
  body.step(motion, wrench, GRAVITY, TICK)
  settle(b, load)
}

/** Joints that do not hold: they take up the turning, and no body stays on its feet or its head. */
const goLimp = ({ spec, motion: m, wrench }: FreeBody, share: number): void => {
  const slowing = share / LIMP_TURNS
  wrench.tx -= slowing * spec.inertia[0] * m.wx
  wrench.ty -= slowing * spec.inertia[1] * m.wy
  wrench.tz -= slowing * spec.inertia[2] * m.wz
  if (Math.abs(m.r22) < ON_END) return
  // Over to the side to which it leans already; forwards when to none.
  const lean = m.r20 > 0 !== m.r22 > 0 ? 1 : -1
  wrench.ty += lean * share * BUCKLES * spec.mass * GRAVITY * spec.height
}

/** A moment against the rate of a round form about its own axis, no more than stops it. */
const resistRolling = ({ spec, motion: m, wrench }: FreeBody, force: number): void => {
  if (spec.kind !== 'object' || spec.form === 'box') return
  const radius = spec.form === 'barrel' ? spec.width / 2 : spec.height / 2
  const rate = Math.sqrt(m.wx * m.wx + m.wy * m.wy + m.wz * m.wz)
  if (rate < 1e-9) return
  const moment = Math.min(force * radius, (Math.min(...spec.inertia) * rate) / TICK) / rate
  wrench.tx -= moment * m.wx
  wrench.ty -= moment * m.wy
  wrench.tz -= moment * m.wz
}

/** Lays the body to rest once it has hardly moved on the ground for a while. */
const settle = ({ state, body, motion: m, spec }: FreeBody, load: number): void => {
  const speed = Math.sqrt(m.vx * m.vx + m.vy * m.vy + m.vz * m.vz)
  const rate = Math.sqrt(m.wx * m.wx + m.wy * m.wy + m.wz * m.wz)
  const calm = load > 0.5 * spec.mass * GRAVITY && speed < STILL_SPEED && rate < STILL_RATE
  state.calmTicks = calm ? state.calmTicks + 1 : 0
  if (state.calmTicks < STILL_TICKS) return
  state.resting = 1
  Object.assign(body.velocity, { x: 0, y: 0, z: 0 })
  Object.assign(body.angularVelocity, { x: 0, y: 0, z: 0 })
  body.read(m)
}

/** Fills `points` with those of the form that can be lowest; tells how many. */
const lowestPoints = (b: FreeBody): number => {
  const { spec, model } = b
  const [hx, hy, hz] = model.boxHalf
  if (spec.kind === 'object' && spec.form === 'ball') return ballPoint(b, (hx + hy + hz) / 3)
  if (spec.kind === 'object' && spec.form === 'wheel') return rimPoints(b, 1, hy, (hx + hz) / 2)
  if (spec.kind === 'object' && spec.form === 'barrel') return rimPoints(b, 2, hz, (hx + hy) / 2)
  for (let corner = 0; corner < 8; corner++)
    setPoint(b, corner, corner & 1 ? hx : -hx, corner & 2 ? hy : -hy, corner & 4 ? hz : -hz)
  return 8
}

const setPoint = (
  { model: { boxCentre: c } }: FreeBody,
  i: number,
  x: number,
  y: number,
  z: number,
): void => {
  points[3 * i] = c[0] + x
  points[3 * i + 1] = c[1] + y
  points[3 * i + 2] = c[2] + z
}

/** Straight down, as the body sees it. */
const ballPoint = (b: FreeBody, radius: number): number => {
  const { motion: m } = b
  setPoint(b, 0, -radius * m.r20, -radius * m.r21, -radius * m.r22)
  return 1
}

/** Standing on a flat end a cylinder touches all round; a quarter of its rim is enough to stand on. */
const FLAT = 0.985

/** The lowest point of either rim of a cylinder along body axis `axis` (1: y, 2: z). */
const rimPoints = (b: FreeBody, axis: 1 | 2, half: number, radius: number): number => {
  const { motion: m } = b
  const down = [-m.r20, -m.r21, -m.r22]
  const along = down[axis]
  const [u, v] = axis === 1 ? [2, 0] : [0, 1]
  const across = Math.sqrt(Math.max(0, 1 - along * along))
  const put = (i: number, end: number, pu: number, pv: number): void => {
    const p = [0, 0, 0]
    p[axis] = end
    p[u] = pu
    p[v] = pv
    setPoint(b, i, p[0], p[1], p[2])
  }
  if (Math.abs(along) > FLAT) {
    const end = Math.sign(along) * half
    put(0, end, radius, 0)
    put(1, end, -radius, 0)
    put(2, end, 0, radius)
    put(3, end, 0, -radius)
    return 4
  }
  put(0, half, (radius * down[u]) / across, (radius * down[v]) / across)
  put(1, -half, (radius * down[u]) / across, (radius * down[v]) / across)
  return 2
}
