/**
 * Everybody's rectangle on the ground in flat arrays, filled once a control step: what `footprint` and `place` say
 * of one actor, without an angle or an object between (a run asks it of everybody, a hundred times a second).
 */
import type { Road } from '../../road/index.ts'
import type { ActorSpec } from '../../scenario/index.ts'
import type { ActorState } from '../../world/index.ts'
import type { Outline } from '../box.ts'

/** Indexed by an actor's place in the scenario's list; of one who is not there (`present` 0) the rest is old. */
export interface Outlines {
  readonly present: Uint8Array
  /** Centre of the rectangle (m), the unit vector of its heading, and its centre's velocity (m/s), in the world. */
  readonly x: Float64Array
  readonly y: Float64Array
  readonly cos: Float64Array
  readonly sin: Float64Array
  readonly vx: Float64Array
  readonly vy: Float64Array
  fill(states: readonly ActorState[]): void
}

export const createOutlines = (actors: readonly ActorSpec[]): Outlines => {
  const numbers = (): Float64Array => new Float64Array(actors.length)
  const [x, y, cos, sin, vx, vy] = [numbers(), numbers(), numbers(), numbers(), numbers(), numbers()]
  const present = new Uint8Array(actors.length)
  /** From the body's origin to the rectangle's centre, m. */
  const ahead = Float64Array.from(actors, ({ spec }) => spec.length / 2 - spec.rearOverhang)
  return {
    ...{ present, x, y, cos, sin, vx, vy },
    fill: (states) => {
      for (let i = 0; i < states.length; i++) {
        const state = states[i]
        present[i] = state.present ? 1 : 0
        if (!state.present) continue
        const q = state.orientation
        const w = state.angularVelocity
        const qx = q[0]
        const qy = q[1]
        const qz = q[2]
        const qw = q[3]
        // The yaw's vector (pose.ts, yawOf), and the third row of the rotation for the yaw rate.
        const c = 1 - 2 * (qy * qy + qz * qz)
        const s = 2 * (qw * qz + qx * qy)
        const size = Math.sqrt(c * c + s * s)
        const yawRate =
          2 * (qx * qz - qw * qy) * w[0] +
          2 * (qy * qz + qw * qx) * w[1] +
          (1 - 2 * (qx * qx + qy * qy)) * w[2]
        cos[i] = size > 0 ? c / size : 1
        sin[i] = size > 0 ? s / size : 0
        x[i] = state.position[0] + ahead[i] * cos[i]
        y[i] = state.position[1] + ahead[i] * sin[i]
        vx[i] = state.velocity[0] - yawRate * ahead[i] * sin[i]
        vy[i] = state.velocity[1] + yawRate * ahead[i] * cos[i]
      }
    },
  }
}

/** The same on the only road, rolled out straight (pair.ts, Placed). */
export interface RolledOut {
  readonly s: Float64Array
  readonly t: Float64Array
  readonly roadHeading: Float64Array
  readonly along: Float64Array
  readonly across: Float64Array
  /** In the frame of the road there; which way along it they face, 1 or -1. */
  readonly outline: readonly Outline[]
  readonly facing: Int8Array
  /** Half of the extents along and across the road, m. */
  readonly extentAlong: Float64Array
  readonly extentAcross: Float64Array
  fill(): void
}

export const createRolledOut = (
  actors: readonly ActorSpec[],
  outlines: Outlines,
  road: Pick<Road, 'toRoad' | 'toWorld'>,
): RolledOut => {
  const numbers = (): Float64Array => new Float64Array(actors.length)
  const [s, t, roadHeading, along, across] = [numbers(), numbers(), numbers(), numbers(), numbers()]
  const [extentAlong, extentAcross] = [numbers(), numbers()]
  const outline = actors.map(({ spec }) => ({
    cos: 1,
    sin: 0,
    length: spec.length / 2,
    width: spec.width / 2,
  }))
  const facing = new Int8Array(actors.length)
  const { present, x, y, cos, sin, vx, vy } = outlines
  return {
    ...{ s, t, roadHeading, along, across, outline, facing, extentAlong, extentAcross },
    fill: () => {
      for (let i = 0; i < actors.length; i++) {
        if (present[i] === 0) continue
        const at = road.toRoad(x[i], y[i])
        const { heading } = road.toWorld(at.s, 0)
        const rc = Math.cos(heading)
        const rs = Math.sin(heading)
        s[i] = at.s
        t[i] = at.t
        roadHeading[i] = heading
        along[i] = vx[i] * rc + vy[i] * rs
        across[i] = vy[i] * rc - vx[i] * rs
        const own = outline[i]
        own.cos = cos[i] * rc + sin[i] * rs
        own.sin = sin[i] * rc - cos[i] * rs
        facing[i] = own.cos >= 0 ? 1 : -1
        const c = Math.abs(own.cos)
        const d = Math.abs(own.sin)
        extentAlong[i] = c * own.length + d * own.width
        extentAcross[i] = d * own.length + c * own.width
      }
    },
  }
}
