/** readings.csv of instruments that give a few numbers a reading: what was measured (empty: lost), and the truth. */
import type { Fix, Frame } from '../../labels/index.ts'
import type { Vec3 } from '../../math/index.ts'
import { wheelPlaces, type ActorSpec, type SensorSpec } from '../../scenario/index.ts'

const INSTRUMENTS = ['imu', 'gnss', 'wheel-speed', 'ultrasonic'] as const
type InstrumentKind = (typeof INSTRUMENTS)[number]
type InstrumentFrame = Extract<Frame, { readonly kind: InstrumentKind }>

export const isInstrument = ({ kind }: SensorSpec): boolean =>
  (INSTRUMENTS as readonly string[]).includes(kind)

const axes = (name: string, unit: string): string[] =>
  ['x', 'y', 'z'].map((axis) => `${name}_${axis}_${unit}`)

/** Of what is measured; the same again with `true_` before it. */
const INERTIAL = [...axes('force', 'mps2'), ...axes('turn', 'radps')]
const FIX = [
  ...axes('position', 'm'),
  ...axes('velocity', 'mps'),
  'latitude_deg',
  'longitude_deg',
  'height_m',
]
/** Axle by axle from the front, left before right; a wheel alone on its axle has no side. */
const wheelNames = (spec: ActorSpec['spec']): string[] => {
  const axles = spec.kind === 'vehicle' ? spec.axles : []
  return wheelPlaces(axles).map(({ axle, side }) => {
    const where = side > 0 ? '_left' : side < 0 ? '_right' : ''
    return `axle_${axles.indexOf(axle) + 1}${where}_radps`
  })
}

export const readingsHeader = ({ kind, actor }: SensorSpec, actors: readonly ActorSpec[]): string => {
  const more = kind === 'gnss' ? ['satellites'] : kind === 'ultrasonic' ? ['track_id'] : []
  const carrier = actors.find(({ id }) => id === actor)
  const measured = {
    ...{ imu: INERTIAL, gnss: FIX, ultrasonic: ['range_m'] },
    'wheel-speed': carrier === undefined ? [] : wheelNames(carrier.spec),
  }[kind as InstrumentKind]
  return `${['frame', 'tick', 'time_s', ...measured, ...measured.map((name) => `true_${name}`), ...more].join()}\n`
}

/** The line of one reading; null: it is of no such instrument. */
export const readingRow = (frame: Frame): string | null => {
  if (!isOfInstrument(frame)) return null
  const [given, truth, more] = valuesOf(frame)
  // One of the two may be lost, or none: an echo that is none is no number either.
  const cells = (values: Values, like: Values): string[] => values?.map(text) ?? (like ?? [0]).map(() => '')
  const time = [frame.index, frame.tick, text(frame.time)]
  return `${[...time, ...cells(given, truth), ...cells(truth, given), ...more].join()}\n`
}

const isOfInstrument = (frame: Frame): frame is InstrumentFrame => isInstrument(frame.sensor)

type Values = readonly number[] | null

/** As measured, in truth, and what else there is to say. */
const valuesOf = (frame: InstrumentFrame): readonly [Values, Values, readonly (number | string)[]] => {
  switch (frame.kind) {
    case 'imu':
      return [frame.measured && inertial(frame.measured), inertial(frame.truth), []]
    case 'gnss':
      return [frame.measured && fix(frame.measured), fix(frame.truth), [frame.measured?.satellites ?? 0]]
    case 'wheel-speed':
      return [frame.measured, frame.truth, []]
    case 'ultrasonic':
      return [one(frame.measured), one(frame.truth), [frame.instance]]
  }
}

const one = (value: number | null): Values => (value === null ? null : [value])
const inertial = ({ force, turn }: { force: Vec3; turn: Vec3 }): number[] => [...force, ...turn]

const DEGREES = 180 / Math.PI
const fix = ({ position, velocity, geodetic }: Fix): number[] => [
  ...[...position, ...velocity],
  ...[geodetic.latitude * DEGREES, geodetic.longitude * DEGREES, geodetic.height],
]

/** Eleven digits: a longitude to a tenth of a millimetre. */
const text = (value: number): string => String(Number(value.toPrecision(11)))
