/** A device's figures, with what rig and scenario change of them -> the sensor's spec. */
import { lensLimit } from '../../math/index.ts'
import type { LensSpec, SensorKind, SpecOf } from '../concrete.ts'
import type { Resolved } from '../expression/formula.ts'
import type { Figures } from '../schema/sensors.ts'
import type { Complaint } from '../source.ts'

type FiguresOf<K extends SensorKind> = Resolved<Figures<K>>
/** What a spec says beside who carries it and where. */
type Own<K extends SensorKind> = Omit<
  SpecOf<K>,
  'id' | 'actor' | 'name' | 'mount' | 'kind' | 'model' | 'labels'
>

/** The spec of a device of this kind, without who carries it, where, and what is labelled. */
export const specOf = <K extends SensorKind>(kind: K, figures: FiguresOf<K>): Own<K> => SPECS[kind](figures)

const SPECS: { readonly [K in SensorKind]: (figures: FiguresOf<K>) => Own<K> } = {
  camera: (d) => ({
    ...picture(d),
    rate: d.fps,
    latency: d.latency,
    ...(d.exposure === undefined || d.exposure === 'auto' ? {} : { exposure: d.exposure }),
    ...(d.shutter === undefined || d.shutter === 'global' ? {} : { lineTime: d.shutter['line-time'] }),
    ...(d['image-sensor'] === undefined ? {} : { imageSensor: imageSensorOf(d['image-sensor']) }),
    ...(d.scatter === undefined ? {} : { scatter: d.scatter }),
    ...(d.soiling === undefined ? {} : { soiling: d.soiling }),
    ...(d.quality === undefined ? {} : { quality: d.quality }),
  }),
  'event-camera': (d) => ({
    ...picture(d),
    ...clock(d),
    threshold: [d.threshold.on, d.threshold.off],
    thresholdNoise: d.threshold.deviation,
    refractory: d.refractory,
  }),
  lidar: (d) => ({
    ...clock(d),
    elevations: d.elevations,
    azimuths: d.azimuths ?? d.elevations.map(() => 0),
    columns: d.columns,
    range: d.range,
    rangeNoise: d['range-noise'],
    returns: d.returns,
    divergence: d.divergence,
    faintest: d.faintest,
  }),
  radar: (d) => ({
    ...clock(d),
    frequency: d.frequency,
    range: d.range,
    horizontalFov: d.fov,
    verticalFov: d['vertical-fov'],
    resolution: d.resolution,
    accuracy: d.accuracy,
    ambiguousSpeed: d['ambiguous-speed'],
    faintest: d.faintest,
    clutter: d.clutter,
  }),
  imu: (d) => ({
    ...clock(d),
    gyro: inertialOf(d.gyro),
    accelerometer: inertialOf(d.accelerometer),
  }),
  gnss: (d) => ({
    ...clock(d),
    noise: [d.noise.horizontal, d.noise.vertical],
    wander: [d.wander.deviation, d.wander.correlation],
    speedNoise: d['speed-noise'],
  }),
  'wheel-speed': (d) => ({ ...clock(d), teeth: d.teeth, jitter: d.jitter }),
  ultrasonic: (d) => ({ ...clock(d), range: d.range, cone: d.cone, rangeNoise: d['range-noise'] }),
}

const clock = ({ hz, latency }: { readonly hz: number; readonly latency: number }) => ({ rate: hz, latency })

const picture = (d: Pick<FiguresOf<'camera'>, 'size' | 'fov' | 'lens'>) => ({
  width: d.size[0],
  height: d.size[1],
  horizontalFov: d.fov,
  ...(d.lens === undefined || d.lens.kind === 'pinhole' ? {} : { lens: d.lens satisfies LensSpec }),
})

const inertialOf = ({ noise, ...others }: FiguresOf<'imu'>['gyro']) => ({ white: noise, ...others })

const imageSensorOf = (d: NonNullable<FiguresOf<'camera'>['image-sensor']>) => ({
  saturation: d.saturation,
  readNoise: d['read-noise'],
  prnu: d.prnu,
  bits: d.bits,
  quantumEfficiency: d['quantum-efficiency'],
  vignetting: d.vignetting,
})

/** A figure that does not go with the others of its device. */
export interface FigureMistake extends Complaint {
  readonly key: string
}

/** What of a device's figures cannot be together. Values that are not known (NaN) are passed over. */
export const figureMistakes = <K extends SensorKind>(kind: K, figures: FiguresOf<K>): FigureMistake[] => {
  const d: Partial<FiguresOf<'camera'> & FiguresOf<'lidar'>> = figures
  const found: FigureMistake[] = []
  if (d.range !== undefined && d.range[0] >= d.range[1])
    found.push({
      key: 'range',
      code: 'bad-value',
      message: 'the range ends before it begins',
      expected: 'the least distance first, then the greatest',
    })
  if (d.fov !== undefined && isOptical(kind) && d.lens?.kind !== 'fisheye' && d.fov >= WIDEST)
    found.push({
      key: 'fov',
      code: 'out-of-range',
      message: `no lens but a fisheye sees so wide`,
      expected: "less than 170 deg, or 'lens: {kind: fisheye}'",
    })
  else if (d.fov !== undefined && d.lens !== undefined && d.fov > seenThrough(d.lens))
    found.push({
      key: 'fov',
      code: 'out-of-range',
      message: 'this lens turns back before it sees so wide',
      expected: `at most ${((seenThrough(d.lens) * 180) / Math.PI).toFixed(1)} deg, or other coefficients`,
    })
  if (d.fps !== undefined && !isWholeTicks(d.fps)) found.push({ key: 'fps', ...fpsComplaint(d.fps) })
  if (d.elevations?.some((e, i, all) => i > 0 && e <= all[i - 1]))
    found.push({
      key: 'elevations',
      code: 'bad-value',
      message: 'the elevations do not rise',
      expected: 'beams from the lowest to the highest',
    })
  if (d.azimuths !== undefined && d.azimuths.length !== d.elevations?.length)
    found.push({
      key: 'azimuths',
      code: 'bad-value',
      message: `there are ${d.azimuths.length} azimuths for ${d.elevations?.length ?? 0} elevations`,
      expected: 'one for each beam',
    })
  return found
}

const WIDEST = (170 / 180) * Math.PI
/** The widest field of view of a lens, rad. */
const seenThrough = (lens: LensSpec): number =>
  lens.kind === 'pinhole'
    ? Math.PI
    : 2 * (lens.kind === 'fisheye' ? lensLimit(lens) : Math.atan(lensLimit(lens)))
const isOptical = (kind: SensorKind): boolean => kind === 'camera' || kind === 'event-camera'

/** Pictures a second that fall on whole ticks of the clock, which has 600 a second. */
const isWholeTicks = (fps: number): boolean => 600 % fps === 0
const fpsComplaint = (fps: number) =>
  ({
    code: 'bad-value',
    message: `${fps} pictures a second do not fall on the clock's ticks`,
    expected: 'a divisor of 600',
  }) as const
