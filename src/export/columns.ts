/** Points, detections and events as a table of numbers: what clouds and arrays of every format are packed from. */
import type { EventCameraFrame } from '../labels/index.ts'
import type { LidarPoints, RadarDetection } from '../sensors/index.ts'

/** How a number is kept in a file: little-endian. */
export type NumberKind = 'f8' | 'f4' | 'u2' | 'u1'

export interface Column {
  readonly name: string
  readonly kind: NumberKind
  readonly at: (row: number) => number
}

export interface Rows {
  readonly count: number
  readonly columns: readonly Column[]
}

export const sizeOf = (kind: NumberKind): number => Number(kind[1])

/** Bytes of a row, nothing between its numbers. */
export const strideOf = (columns: readonly Column[]): number =>
  columns.reduce((sum, { kind }) => sum + sizeOf(kind), 0)

/** Row after row, after `head`. */
export const packRows = ({ count, columns }: Rows, head: Uint8Array = new Uint8Array()): Uint8Array => {
  const stride = strideOf(columns)
  const bytes = new Uint8Array(head.length + stride * count)
  bytes.set(head)
  const view = new DataView(bytes.buffer)
  let offset = head.length
  for (const { kind, at } of columns) {
    for (let row = 0, place = offset; row < count; row++, place += stride)
      if (kind === 'f4') view.setFloat32(place, at(row), true)
      else if (kind === 'u2') view.setUint16(place, at(row), true)
      else if (kind === 'u1') view.setUint8(place, at(row))
      else view.setFloat64(place, at(row), true)
    offset += sizeOf(kind)
  }
  return bytes
}

const column = (name: string, kind: NumberKind, at: Column['at']): Column => ({ name, kind, at })

/** x, y and z of every point, under three names. */
const places = (names: readonly [string, string, string], values: Float32Array): Column[] =>
  names.map((name, axis) => column(name, 'f4', (row) => values[3 * row + axis]))

/** Where the device says that it met something, in its frame at that moment. */
export const measuredPlaces = ({ positions }: LidarPoints): Column[] => places(['x', 'y', 'z'], positions)

/** Where the same hits were when the turn began, in the sensor's frame then. */
export const placesAtStart = (
  { compensated }: LidarPoints,
  names: readonly [string, string, string] = ['x', 'y', 'z'],
): Column[] => places(names, compensated)

/** What is known of a lidar's points beside where they are; `time` from the turn's beginning, s. */
export const lidarColumns = (points: LidarPoints): Column[] => {
  const { intensity, ring, offset, echo, instance, semantic, part, weather } = points
  return [
    column('intensity', 'f4', (i) => intensity[i]),
    column('ring', 'u2', (i) => ring[i]),
    column('time', 'f4', (i) => offset[i]),
    column('instance', 'u2', (i) => instance[i]),
    column('class', 'u1', (i) => semantic[i]),
    column('part', 'u1', (i) => part[i]),
    column('echo', 'u1', (i) => echo[i]),
    column('weather', 'u1', (i) => weather[i]),
  ]
}

/** The place of a radar's detection in the sensor's frame, m. */
export const placeOf = ({
  range,
  azimuth,
  elevation,
}: Pick<RadarDetection, 'range' | 'azimuth' | 'elevation'>): readonly [number, number, number] => [
  range * Math.cos(elevation) * Math.cos(azimuth),
  range * Math.cos(elevation) * Math.sin(azimuth),
  range * Math.sin(elevation),
]

/** What truly gave a detection, by number. */
export const ECHO_ORIGINS = [
  'object',
  'scenery',
  'clutter',
  'ghost',
] as const satisfies readonly RadarDetection['origin'][]

/** A radar's detections: places in the sensor's frame, and what the device tells of each. */
export const radarRows = (detections: readonly RadarDetection[]): Rows => {
  const found = detections.map(placeOf)
  return {
    count: detections.length,
    columns: [
      ...(['x', 'y', 'z'] as const).map((name, axis) => column(name, 'f4', (i) => found[i][axis])),
      ...(['range', 'azimuth', 'elevation'] as const).map((name) =>
        column(name, 'f4', (i) => detections[i][name]),
      ),
      column('radial_speed', 'f4', (i) => detections[i].radialSpeed),
      column('rcs', 'f4', (i) => detections[i].rcs),
      column('snr', 'f4', (i) => detections[i].snr),
      column('instance', 'u2', (i) => detections[i].instance),
      column('origin', 'u1', (i) => ECHO_ORIGINS.indexOf(detections[i].origin)),
    ],
  }
}

/** Events in the order of the device; `t` simulated, s. */
export const eventRows = ({ events, instance, semantic, time }: EventCameraFrame): Rows => ({
  count: events.count,
  columns: [
    column('t', 'f8', (i) => time + events.offset[i]),
    column('x', 'u2', (i) => events.x[i]),
    column('y', 'u2', (i) => events.y[i]),
    column('polarity', 'u1', (i) => events.polarity[i]),
    column('instance', 'u2', (i) => instance[i]),
    column('class', 'u1', (i) => semantic[i]),
  ],
})
