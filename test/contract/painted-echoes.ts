/**
 * Turns of a lidar and readings of a radar in the painted world: what they give is put there by hand, so that it is
 * known which of it lies in whose box.
 */
import { labelLidar, labelRadar, type LidarFrame, type RadarFrame } from '../../src/labels/index.ts'
import {
  inverseTransformPoint,
  quatFromEuler,
  compose,
  transformPoint,
  type Pose,
  type Vec3,
} from '../../src/math/index.ts'
import type { LidarSpec, RadarSpec } from '../../src/scenario/index.ts'
import { NO_POINTS } from '../../src/sensors/index.ts'
import { TICKS_PER_SECOND, type ActorState, type WorldState } from '../../src/world/index.ts'
import { BOX_CENTER, BOX_SIZE, SHAPES, stateAt } from './painted.ts'

export const LIDAR: LidarSpec = {
  kind: 'lidar',
  id: 'ego.lidar-roof',
  actor: 'ego',
  name: 'lidar-roof',
  model: 'painted',
  mount: { position: [1, 0, 1.7], yaw: 0.3, pitch: 0, roll: 0 },
  rate: 10,
  latency: 0,
  elevations: [-0.1, 0],
  azimuths: [0, 0],
  columns: 100,
  range: [0.5, 100],
  rangeNoise: 0,
  returns: 1,
  divergence: 0.002,
  faintest: 0.1,
}

export const RADAR: RadarSpec = {
  kind: 'radar',
  id: 'ego.radar-front',
  actor: 'ego',
  name: 'radar-front',
  model: 'painted',
  mount: { position: [3.6, 0, 0.5], yaw: 0, pitch: 0, roll: 0 },
  rate: 13,
  latency: 0,
  frequency: 76.5e9,
  range: [0.2, 250],
  horizontalFov: 1,
  verticalFov: 0.3,
  resolution: { range: 1, azimuth: 0.02, speed: 0.1 },
  accuracy: { range: 0.4, azimuth: 0.002, speed: 0.03 },
  ambiguousSpeed: 100,
  faintest: 0,
  clutter: 0,
}

const mounted = ({ mount }: Pick<LidarSpec, 'mount'>, state: WorldState): Pose =>
  compose(state.actors[0], { position: mount.position, orientation: quatFromEuler(mount) })

/** Points in the box of an actor, and one just above it. */
const pointsOn = (actor: ActorState): Vec3[] =>
  [-0.4, 0, 0.4]
    .map((along): Vec3 => [BOX_CENTER[0] + along * BOX_SIZE[0], 0.4 * BOX_SIZE[1], BOX_CENTER[2]])
    .concat([[BOX_CENTER[0], 0, BOX_SIZE[2] + 0.1]])
    .map((p) => transformPoint(actor, p))

/** Points that the painted lidar gives of each of the others, and how many of them are in its box. */
export const [POINTS_EACH, POINTS_INSIDE] = [4, 3]

/** Turn number `n`. @param lost nothing came of it */
export const paintedTurn = (n: number, lost = false): LidarFrame => {
  const state = stateAt((n * TICKS_PER_SECOND) / LIDAR.rate)
  const pose = mounted(LIDAR, state)
  const [carrier, ...others] = state.actors
  const places = others.flatMap((actor) => pointsOn(actor).map((p) => inverseTransformPoint(pose, p)))
  const count = places.length
  const instance = Uint16Array.from(others.flatMap((actor) => pointsOn(actor).map(() => actor.instance)))
  return {
    ...{ kind: 'lidar', index: n, tick: state.tick, time: state.time, sensor: LIDAR, state, pose },
    available: state.time + LIDAR.latency,
    points: lost
      ? NO_POINTS
      : {
          ...NO_POINTS,
          count,
          // Elsewhere: what is exported is without the motion during the turn.
          positions: Float32Array.from(places.flat(), (x) => x + 5),
          compensated: Float32Array.from(places.flat()),
          intensity: new Float32Array(count).fill(0.25),
          ring: Uint16Array.from(places, (_, i) => i % 2),
          offset: new Float32Array(count),
          instance,
        },
    objects: labelLidar({ count, instance }, LIDAR.range[1], pose, carrier, state, SHAPES),
  }
}

/** Reading number `n`: one detection in the middle of the lead, which is left at this speed. */
export const paintedRadar = (n: number, radialSpeed = 3): RadarFrame => {
  const state = stateAt(Math.round((n * TICKS_PER_SECOND) / RADAR.rate))
  const pose = mounted(RADAR, state)
  const [carrier, lead] = state.actors
  const [x, y, z] = inverseTransformPoint(pose, transformPoint(lead, BOX_CENTER))
  return {
    ...{ kind: 'radar', index: n, tick: state.tick, time: state.time, sensor: RADAR, state, pose },
    available: state.time + RADAR.latency,
    velocity: carrier.velocity,
    detections: [
      {
        range: Math.hypot(x, y, z),
        azimuth: Math.atan2(y, x),
        elevation: Math.atan2(z, Math.hypot(x, y)),
        ...{ radialSpeed, rcs: 10, snr: 20, instance: lead.instance, origin: 'object' },
      },
    ],
    objects: labelRadar(new Map([[lead.instance, 1]]), pose, carrier, state, SHAPES),
  }
}
