/** Point clouds as nuScenes has them, and how many of their points are in a box. */
import type { Box3d, LidarFrame, RadarFrame } from '../../labels/index.ts'
import {
  conjugate,
  dot,
  inverseTransformPoint,
  quatMultiply,
  rotate,
  type Pose,
  type Vec3,
} from '../../math/index.ts'
import type { RadarSpec } from '../../scenario/index.ts'
import type { RadarDetection } from '../../sensors/index.ts'
import { placeOf } from '../columns.ts'

/** x, y, z, intensity and ring. */
export const LIDAR_POINT_BYTES = 20
/** Full scale of the intensity. */
const INTENSITY = 255

/**
 * `.pcd.bin`: x to the right, y ahead, z up, intensity 0..255 and ring a point, as 32-bit numbers; where the device
 * would have met it had all stood still since the turn began.
 */
export const lidarBytes = ({ points }: LidarFrame): Uint8Array => {
  const { count, compensated, intensity, ring } = points
  const bytes = Buffer.alloc(LIDAR_POINT_BYTES * count)
  for (let i = 0; i < count; i++) {
    bytes.writeFloatLE(-compensated[3 * i + 1], 20 * i)
    bytes.writeFloatLE(compensated[3 * i], 20 * i + 4)
    bytes.writeFloatLE(compensated[3 * i + 2], 20 * i + 8)
    bytes.writeFloatLE(intensity[i] * INTENSITY, 20 * i + 12)
    bytes.writeFloatLE(ring[i], 20 * i + 16)
  }
  return bytes
}

/** x, y, z, x, y, z, ... in the sensor's frame. */
export const radarPlaces = ({ detections }: RadarFrame): Float32Array =>
  Float32Array.from(detections.flatMap(placeOf))

/** @param places x, y, z, x, y, z, ... in the frame of a sensor that is at `pose` */
export const pointsIn = (places: Float32Array, pose: Pose, box: Box3d): number => {
  const into = conjugate(quatMultiply(conjugate(pose.orientation), box.orientation))
  const [cx, cy, cz] = inverseTransformPoint(pose, box.center)
  const half = box.size.map((size) => size / 2)
  const [ax, ay, az] = (
    [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ] as const
  ).map((axis) => rotate(conjugate(into), axis))
  let inside = 0
  for (let i = 0; i < places.length; i += 3) {
    const from: Vec3 = [places[i] - cx, places[i + 1] - cy, places[i + 2] - cz]
    if (
      Math.abs(dot(from, ax)) <= half[0] &&
      Math.abs(dot(from, ay)) <= half[1] &&
      Math.abs(dot(from, az)) <= half[2]
    )
      inside++
  }
  return inside
}

/** Name, bytes, and whether it is a floating-point number, of each field of a radar point. */
const FIELDS = [
  ...([
    ['x', 4, true],
    ['y', 4, true],
    ['z', 4, true],
    ['dyn_prop', 1, false],
    ['id', 2, false],
  ] as const),
  ...([
    ['rcs', 4, true],
    ['vx', 4, true],
    ['vy', 4, true],
    ['vx_comp', 4, true],
    ['vy_comp', 4, true],
  ] as const),
  ...([
    ['is_quality_valid', 1, false],
    ['ambig_state', 1, false],
    ['x_rms', 1, false],
  ] as const),
  ...([
    ['y_rms', 1, false],
    ['invalid_state', 1, false],
    ['pdh0', 1, false],
  ] as const),
  ...([
    ['vx_rms', 1, false],
    ['vy_rms', 1, false],
  ] as const),
] as const
const POINT_BYTES = FIELDS.reduce((sum, [, size]) => sum + size, 0)

/** `.pcd` of 18 binary fields, as the ARS408 has them. The devkit wants a byte after the last point. */
export const radarBytes = (frame: RadarFrame): Uint8Array => {
  const n = frame.detections.length
  const header = [
    '# .PCD v0.7 - Point Cloud Data file format',
    'VERSION 0.7',
    `FIELDS ${FIELDS.map(([name]) => name).join(' ')}`,
    `SIZE ${FIELDS.map(([, size]) => size).join(' ')}`,
    `TYPE ${FIELDS.map(([, , isFloat]) => (isFloat ? 'F' : 'I')).join(' ')}`,
    `COUNT ${FIELDS.map(() => 1).join(' ')}`,
    `WIDTH ${n}`,
    'HEIGHT 1',
    'VIEWPOINT 0 0 0 1 0 0 0',
    `POINTS ${n}`,
    'DATA binary\n',
  ].join('\n')
  const bytes = Buffer.alloc(POINT_BYTES * n)
  frame.detections.forEach((detection, id) => {
    let at = POINT_BYTES * id
    pointOf(detection, id, frame).forEach((value, i) => {
      const [, size, isFloat] = FIELDS[i]
      if (isFloat) bytes.writeFloatLE(value, at)
      else bytes.writeIntLE(value, at, size)
      at += size
    })
  })
  return Buffer.concat([Buffer.from(header), bytes, Buffer.from('\n')])
}

/** Over ground along the line of sight, m/s: what is slower stands. */
const STANDING = 0.5
/** Codes of the device: moving away, standing, coming. */
const [MOVING, STATIONARY, ONCOMING] = [0, 1, 2]
/** Codes: valid, its Doppler velocity unambiguous, a false alarm in less than a quarter of such cases. */
const [VALID, UNAMBIGUOUS, LIKELY] = [0, 3, 1]

const pointOf = (detection: RadarDetection, id: number, { sensor, pose, velocity }: RadarFrame): number[] => {
  const [x, y, z] = placeOf(detection)
  const { azimuth, elevation, range, radialSpeed, rcs } = detection
  const sight: Vec3 = [x / range, y / range, z / range]
  const overGround = radialSpeed + dot(rotate(conjugate(pose.orientation), velocity), sight)
  const flat = Math.cos(elevation)
  const along = (speed: number): [number, number] => [
    speed * flat * Math.cos(azimuth),
    speed * flat * Math.sin(azimuth),
  ]
  const dynamic = Math.abs(overGround) < STANDING ? STATIONARY : overGround < 0 ? ONCOMING : MOVING
  return [
    ...[x, y, z, dynamic, id, rcs, ...along(radialSpeed), ...along(overGround)],
    ...[1, UNAMBIGUOUS, ...spreadOf(sensor, azimuth, range), VALID, LIKELY],
    ...along(sensor.accuracy.speed).map((rms) => rmsCode(Math.abs(rms))),
  ]
}

/** Codes of the standard deviations along x and y. */
const spreadOf = ({ accuracy }: RadarSpec, azimuth: number, range: number): [number, number] => {
  const [radial, across] = [accuracy.range, accuracy.azimuth * range]
  const [c, s] = [Math.cos(azimuth), Math.sin(azimuth)]
  return [rmsCode(Math.hypot(c * radial, s * across)), rmsCode(Math.hypot(s * radial, c * across))]
}

/** The device's table of standard deviations: from 0.005 to 10 (m, m/s) in thirty equal ratios. */
const [FINEST, COARSEST, STEPS] = [0.005, 10, 30]
const rmsCode = (rms: number): number =>
  Math.min(
    STEPS,
    Math.max(0, Math.ceil((STEPS * Math.log(rms / FINEST)) / Math.log(COARSEST / FINEST) - 1e-9)),
  )
