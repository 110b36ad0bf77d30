/**
 * Units and dimensions. Inside the programme every number is SI (m, kg, s, K, rad); units exist only in
 * YAML. A dimension is the list of exponents of those five; angle counts as one, so that a bare number
 * can never pass for an angle.
 */

/** Exponents of [m, kg, s, K, rad]. */
export type Dimension = readonly [number, number, number, number, number]

export const DIMENSIONLESS: Dimension = [0, 0, 0, 0, 0]

export interface Unit {
  readonly name: string
  /** SI value = written value * factor + offset. */
  readonly factor: number
  readonly offset: number
  readonly dimension: Dimension
}

interface QuantityInfo {
  readonly dimension: Dimension
  /** How a sentence calls it. */
  readonly noun: string
  /** What a message offers; the first is the most usual. */
  readonly example: string
}

const quantities = {
  ratio: { dimension: DIMENSIONLESS, noun: 'a plain number', example: '0.5 or 50 %' },
  length: { dimension: [1, 0, 0, 0, 0], noun: 'a length', example: '30 m' },
  area: { dimension: [2, 0, 0, 0, 0], noun: 'an area', example: '0.62 m^2' },
  time: { dimension: [0, 0, 1, 0, 0], noun: 'a time', example: '1.5 s' },
  speed: { dimension: [1, 0, -1, 0, 0], noun: 'a speed', example: '14 m/s or 50 km/h' },
  precipitation: { dimension: [1, 0, -1, 0, 0], noun: 'a precipitation rate', example: '8 mm/h' },
  acceleration: { dimension: [1, 0, -2, 0, 0], noun: 'an acceleration', example: '3 m/s^2' },
  angle: { dimension: [0, 0, 0, 0, 1], noun: 'an angle', example: '6 deg' },
  'angular rate': { dimension: [0, 0, -1, 0, 1], noun: 'an angular rate', example: '20 deg/s' },
  curvature: { dimension: [-1, 0, 0, 0, 0], noun: 'a curvature', example: '0.004 1/m' },
  'traffic density': {
    dimension: [-1, 0, 0, 0, 0],
    noun: 'a number of vehicles by length',
    example: '12 1/km',
  },
  frequency: { dimension: [0, 0, -1, 0, 0], noun: 'a frequency', example: '10 Hz' },
  mass: { dimension: [0, 1, 0, 0, 0], noun: 'a mass', example: '1550 kg' },
  inertia: { dimension: [2, 1, 0, 0, 0], noun: 'a moment of inertia', example: '2550 kg m^2' },
  force: { dimension: [1, 1, -2, 0, 0], noun: 'a force', example: '5 kN' },
  torque: { dimension: [2, 1, -2, 0, 0], noun: 'a torque', example: '3000 N m' },
  pressure: { dimension: [-1, 1, -2, 0, 0], noun: 'a pressure', example: '2.3 bar' },
  power: { dimension: [2, 1, -3, 0, 0], noun: 'a power', example: '110 kW' },
  'angular stiffness': {
    dimension: [2, 1, -2, 0, -1],
    noun: 'an angular stiffness',
    example: '15 kN m/rad',
  },
  'travel angle': { dimension: [-1, 0, 0, 0, 1], noun: 'an angle by travel', example: '-12 deg/m' },
  stiffness: { dimension: [0, 1, -2, 0, 0], noun: 'a stiffness', example: '28 N/mm' },
  damping: { dimension: [0, 1, -1, 0, 0], noun: 'a damping rate', example: '2600 N s/m' },
  temperature: { dimension: [0, 0, 0, 1, 0], noun: 'a temperature', example: '-4 degC' },
  // Densities of an inertial sensor's noise, and how fast its bias wanders (IEEE Std 952, Annex C).
  'turn noise': { dimension: [0, 0, -0.5, 0, 1], noun: 'a noise of turning', example: '0.15 deg/√h' },
  'turn walk': { dimension: [0, 0, -1.5, 0, 1], noun: 'a walk of turning', example: '4e-6 rad/s/√s' },
  'force noise': {
    dimension: [1, 0, -1.5, 0, 0],
    noun: 'a noise of acceleration',
    example: '0.01 m/s^2/√Hz',
  },
  'force walk': { dimension: [1, 0, -2.5, 0, 0], noun: 'a walk of acceleration', example: '2e-4 m/s^2/√s' },
} as const satisfies Record<string, QuantityInfo>

/** The kinds of quantity that a place in a file can ask for. */
export type QuantityName = keyof typeof quantities
export const QUANTITIES: Readonly<Record<QuantityName, QuantityInfo>> = quantities

const table: readonly (readonly [quantity: QuantityName, units: Readonly<Record<string, number>>])[] = [
  ['ratio', { '%': 0.01 }],
  ['length', { m: 1, cm: 0.01, mm: 0.001, km: 1000, in: 0.0254, ft: 0.3048, mi: 1609.344 }],
  ['area', { 'm^2': 1, 'm²': 1 }],
  ['time', { s: 1, ms: 0.001, us: 1e-6, min: 60, h: 3600 }],
  ['speed', { 'm/s': 1, 'km/h': 1 / 3.6, mph: 0.44704, kn: 1852 / 3600 }],
  ['precipitation', { 'mm/h': 0.001 / 3600 }],
  // Standard gravity (CGPM 1901).
  ['acceleration', { 'm/s^2': 1, 'm/s²': 1, g: 9.80665 }],
  ['angle', { rad: 1, deg: Math.PI / 180, '°': Math.PI / 180, mrad: 0.001 }],
  ['angular rate', { 'rad/s': 1, 'deg/s': Math.PI / 180, '°/s': Math.PI / 180, rpm: Math.PI / 30 }],
  ['curvature', { '1/m': 1 }],
  ['traffic density', { '1/km': 0.001 }],
  ['frequency', { Hz: 1, '1/s': 1, kHz: 1e3, MHz: 1e6, GHz: 1e9 }],
  ['mass', { kg: 1, t: 1000 }],
  ['inertia', { 'kg m^2': 1, 'kg m²': 1 }],
  ['force', { N: 1, kN: 1000 }],
  ['torque', { 'N m': 1, Nm: 1, 'kN m': 1000 }],
  ['pressure', { Pa: 1, hPa: 100, kPa: 1000, bar: 1e5, psi: 6894.757 }],
  ['angular stiffness', { 'N m/rad': 1, 'kN m/rad': 1000, 'N m/deg': 180 / Math.PI }],
  ['travel angle', { 'rad/m': 1, 'deg/m': Math.PI / 180 }],
  ['power', { W: 1, kW: 1000 }],
  ['stiffness', { 'N/m': 1, 'N/mm': 1000, 'kN/m': 1000 }],
  ['damping', { 'N s/m': 1, 'kN s/m': 1000 }],
  ['temperature', { K: 1 }],
  ['turn noise', { 'rad/s/√Hz': 1, 'deg/s/√Hz': Math.PI / 180, 'deg/√h': Math.PI / 180 / 60 }],
  ['turn walk', { 'rad/s/√s': 1, 'deg/s/√s': Math.PI / 180 }],
  ['force noise', { 'm/s^2/√Hz': 1, 'm/s/√h': 1 / 60, 'ug/√Hz': 9.80665e-6 }],
  ['force walk', { 'm/s^2/√s': 1 }],
]

/** Every unit that YAML may use, by its name. */
export const UNITS: ReadonlyMap<string, Unit> = new Map<string, Unit>([
  ...table.flatMap(([quantity, units]) =>
    Object.entries(units).map(([name, factor]): [string, Unit] => [
      name,
      { name, factor, offset: 0, dimension: QUANTITIES[quantity].dimension },
    ]),
  ),
  ['degC', { name: 'degC', factor: 1, offset: 273.15, dimension: QUANTITIES.temperature.dimension }],
])

/** Units of one dimension, most usual first. */
export const unitsOf = (dimension: Dimension): Unit[] =>
  [...UNITS.values()].filter((u) => sameDimension(u.dimension, dimension))

export const toSI = (value: number, unit: Unit): number => value * unit.factor + unit.offset
export const fromSI = (value: number, unit: Unit): number => (value - unit.offset) / unit.factor

export const sameDimension = (a: Dimension, b: Dimension): boolean => a.every((x, i) => x === b[i])
export const multiplyDimensions = (a: Dimension, b: Dimension): Dimension =>
  a.map((x, i) => x + b[i]) as unknown as Dimension
export const divideDimensions = (a: Dimension, b: Dimension): Dimension =>
  a.map((x, i) => x - b[i]) as unknown as Dimension

/** 'a speed', 'a plain number', or for a dimension without a name 'm^2 kg s^-3'. */
export const describeDimension = (dimension: Dimension): string => {
  const known = Object.values(QUANTITIES).find((q) => sameDimension(q.dimension, dimension))
  if (known) return known.noun
  const symbols = ['m', 'kg', 's', 'K', 'rad']
  return symbols
    .flatMap((u, i) => (dimension[i] === 0 ? [] : dimension[i] === 1 ? [u] : [`${u}^${dimension[i]}`]))
    .join(' ')
}
