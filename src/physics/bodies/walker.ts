/**
 * Somebody on foot: goes where it wants as far as legs and soles allow, and faces that way. What the gait itself
 * asks of the ground rises with speed; ground that gives less makes the feet slip, and much less a fall.
 */
import { wrapAngle } from '../../math/index.ts'
import type { Road } from '../../road/index.ts'
import type { WalkerSpec } from '../../scenario/index.ts'
import type { Controls } from '../../world/index.ts'
import { GRAVITY, TICK } from '../constants.ts'
import type { FreeBody } from './free-body.ts'
import { frictionUnder } from './tumble.ts'

/** A difference of speed is made up in about this time, s; the last bit, m/s, at once. */
const STRIDE_TIME = 0.15
const LAST_BIT = 0.002
/** Friction that walking asks for, s/m: 0.2 at 1.4 m/s on the level (Redfern et al. 2001, Ergonomics 44). */
const GAIT = 0.14
/** With less than this share of what the gait asks for, for this long, one falls. */
const FALL_SHARE = 0.5
const FALL_AFTER = Math.round(0.4 / TICK)
/** Slower than this nobody is on the way anywhere and the body does not turn, m/s. */
const STANDING = 0.05

/** Takes over where the walker wants to go. */
export const wish = (b: FreeBody, { walk }: Controls): void => {
  if (walk === undefined) return
  b.state.wantedSpeed = walk.speed
  b.state.wantedHeading = walk.heading
}

/** One tick on the feet. */
export const walkOn = (b: FreeBody, spec: WalkerSpec, road: Road): void => {
  const { state: s, body, motion } = b
  const { velocity: v, position: p } = body
  const grip = frictionUnder(b, spec.footGrip, road)
  const speed = Math.sqrt(v.x * v.x + v.y * v.y)

  const wanted = Math.max(0, Math.min(spec.speedMax, s.wantedSpeed))
  const dx = wanted * Math.cos(s.wantedHeading) - v.x
  const dy = wanted * Math.sin(s.wantedHeading) - v.y
  const change = Math.sqrt(dx * dx + dy * dy)
  const able = Math.min(spec.acceleration, grip * GRAVITY, change / (change < LAST_BIT ? TICK : STRIDE_TIME))
  if (change > 0) {
    v.x += (dx / change) * able * TICK
    v.y += (dy / change) * able * TICK
  }

  p.x += v.x * TICK
  p.y += v.y * TICK
  const before = s.heading
  if (wanted > STANDING) {
    const turn = wrapAngle(s.wantedHeading - s.heading)
    s.heading = wrapAngle(s.heading + Math.max(-spec.turnRate * TICK, Math.min(spec.turnRate * TICK, turn)))
  }
  body.angularVelocity.x = body.angularVelocity.y = 0
  body.angularVelocity.z = wrapAngle(s.heading - before) / TICK
  Object.assign(body.quaternion, { x: 0, y: 0, z: Math.sin(s.heading / 2), w: Math.cos(s.heading / 2) })
  const height = road.height(p.x, p.y, p.z) + spec.centreOfGravity[2]
  v.z = (height - p.z) / TICK
  p.z = height
  body.read(motion)

  const asks = GAIT * speed
  s.slipTicks = grip < FALL_SHARE * asks ? s.slipTicks + 1 : 0
  if (s.slipTicks >= FALL_AFTER) slip(b)
}

/** The feet run on ahead of the body, which goes over backwards. */
const slip = (b: FreeBody): void => {
  const { velocity: v, angularVelocity: w } = b.body
  const speed = Math.sqrt(v.x * v.x + v.y * v.y)
  const rate = speed / b.spec.centreOfGravity[2]
  w.x = (v.y / speed) * rate
  w.y = (-v.x / speed) * rate
  fall(b)
}

/** Off the feet: from here on a body that tumbles. */
export const fall = (b: FreeBody): void => {
  b.state.onFeet = 0
  b.state.calmTicks = 0
  b.body.read(b.motion)
}
