/** Vehicles and roads to test shapes with. */
import fc from 'fast-check'
import type {
  ActorOf,
  AxleSpec,
  BodyStyle,
  ConcreteScenario,
  RoadSpec,
  RoadUserSpec,
  SurfacePatch,
  VehicleSpec,
} from '../../src/scenario/index.ts'
import { moverOf, restOf, type Mesh, type Part, type Shape } from '../../src/shape/index.ts'
import { transformPoint } from '../../src/math/index.ts'

/** Bodies of two curved skins. */
export type CarBody = Extract<
  BodyStyle,
  'hatchback' | 'sedan' | 'estate' | 'coupe' | 'suv' | 'pickup' | 'van' | 'box-truck'
>

interface Size {
  readonly length: number
  readonly width: number
  readonly height: number
  readonly rearOverhang: number
  readonly wheelbase: number
  readonly radius: number
  readonly tyre: number
  readonly clearance: number
}

const SIZES: Readonly<Record<CarBody, Size>> = {
  hatchback: {
    length: 4.28,
    width: 1.79,
    height: 1.47,
    rearOverhang: 0.79,
    wheelbase: 2.64,
    radius: 0.315,
    tyre: 0.205,
    clearance: 0.15,
  },
  sedan: {
    length: 4.71,
    width: 1.83,
    height: 1.44,
    rearOverhang: 1.03,
    wheelbase: 2.8,
    radius: 0.32,
    tyre: 0.225,
    clearance: 0.14,
  },
  estate: {
    length: 4.68,
    width: 1.83,
    height: 1.48,
    rearOverhang: 1,
    wheelbase: 2.84,
    radius: 0.325,
    tyre: 0.225,
    clearance: 0.15,
  },
  coupe: {
    length: 4.62,
    width: 1.83,
    height: 1.37,
    rearOverhang: 1.04,
    wheelbase: 2.78,
    radius: 0.33,
    tyre: 0.245,
    clearance: 0.13,
  },
  pickup: {
    length: 5.36,
    width: 1.91,
    height: 1.86,
    rearOverhang: 1.2,
    wheelbase: 3.26,
    radius: 0.375,
    tyre: 0.255,
    clearance: 0.23,
  },
  suv: {
    length: 4.51,
    width: 1.85,
    height: 1.67,
    rearOverhang: 0.91,
    wheelbase: 2.68,
    radius: 0.36,
    tyre: 0.235,
    clearance: 0.2,
  },
  van: {
    length: 5.93,
    width: 2.02,
    height: 2.5,
    rearOverhang: 1.25,
    wheelbase: 3.66,
    radius: 0.345,
    tyre: 0.225,
    clearance: 0.18,
  },
  'box-truck': {
    length: 8.6,
    width: 2.5,
    height: 3.5,
    rearOverhang: 2.4,
    wheelbase: 4.8,
    radius: 0.5,
    tyre: 0.275,
    clearance: 0.28,
  },
}
export const BODIES = Object.keys(SIZES) as CarBody[]

const axle = (x: number, size: Size, steerMax: number): AxleSpec => ({
  x,
  track: size.width - size.tyre - 0.04,
  wheelRadius: size.radius,
  wheelWidth: size.tyre,
  wheelInertia: 1,
  unsprungMass: 40,
  springRate: 30000,
  damperRate: 3000,
  antiRollRate: 10000,
  bumpTravel: 0.08,
  reboundTravel: 0.08,
  tyreRate: 200000,
  steerMax,
  driveShare: 0.5,
  brakeShare: 0.5,
})

const vehicle = (body: CarBody, size: Size): VehicleSpec => ({
  kind: 'vehicle',
  name: body,
  title: body,
  class: body === 'van' ? 'van' : body === 'box-truck' ? 'truck' : 'car',
  source: 'test',
  length: size.length,
  width: size.width,
  height: size.height,
  rearOverhang: size.rearOverhang,
  groundClearance: size.clearance,
  body,
  paints: [
    [0.4, 0.01, 0.01],
    [0.02, 0.05, 0.2],
    [0.7, 0.7, 0.7],
  ],
  mass: 1500,
  centreOfGravity: [1.4, 0, 0.5],
  inertia: [500, 2000, 2200],
  axles: [axle(size.wheelbase, size, 0.6), axle(0, size, 0)],
  tyre: {
    name: 'none',
    surfaces: {} as never,
    loadSensitivity: 0,
    relaxation: { longitudinal: 0.1, lateral: 0.3 },
  },
  enginePower: 1e5,
  driveForceMax: 5000,
  brakeTorqueMax: 5000,
  brakeLag: 0.1,
  steerRateMax: 1,
  dragArea: 0.6,
  sideArea: 2,
})

export const actorOf = <T extends RoadUserSpec>(spec: T, id = 'ego'): ActorOf<T> => ({
  id,
  model: spec.name,
  spec,
  at: { lane: -1, s: 0, offset: 0, heading: 0 },
  speed: 0,
  driver: { kind: 'none' },
  abs: 'on',
  esc: 'on',
  paint: null,
  present: true,
})

/** The usual vehicle of a body style. */
export const usual = (body: CarBody): ActorOf<VehicleSpec> => actorOf(vehicle(body, SIZES[body]))

/** Vehicles of one style, every dimension up to a tenth larger or smaller, each for itself. */
export const anyOf = (body: CarBody): fc.Arbitrary<ActorOf<VehicleSpec>> => {
  const around = (v: number): fc.Arbitrary<number> => fc.double({ min: 0.92 * v, max: 1.08 * v, noNaN: true })
  const s = SIZES[body]
  return fc
    .record({
      length: around(s.length),
      width: around(s.width),
      height: around(s.height),
      radius: around(s.radius),
    })
    .map((some) => {
      const k = some.length / s.length
      return actorOf(
        vehicle(body, { ...s, ...some, rearOverhang: s.rearOverhang * k, wheelbase: s.wheelbase * k }),
      )
    })
}

export const scenarioOf = (over: {
  readonly road?: Partial<RoadSpec>
  readonly surface?: readonly SurfacePatch[]
  readonly temperature?: number
  readonly seed?: number
}): ConcreteScenario => ({
  name: 'test',
  title: 'test',
  description: '',
  tags: {},
  seed: over.seed ?? 7,
  parameters: {},
  stop: { after: 1, when: null },
  road: {
    pieces: [
      { length: 60, curvature: 0 },
      { length: 80, curvature: 1 / 150 },
      { length: 60, curvature: -1 / 200 },
    ],
    lanes: [-1, 1],
    laneWidth: 3.5,
    shoulderWidth: 0.5,
    oneWay: false,
    speedLimit: 27.8,
    surface: 'dry-asphalt',
    verge: 'grass',
    place: 'rural',
    origin: { x: 20, y: -10, heading: 0.4 },
    ...over.road,
  },
  surface: over.surface ?? [],
  weather: {
    snowfall: 0,
    rainfall: 0,
    visibility: 10000,
    wind: { speed: 0, from: 0 },
    temperature: over.temperature ?? 290,
    cloudCover: 0,
    sun: { elevation: 0.5, azimuth: 3 },
  },
  actors: [],
  sensors: [],
  story: [],
  expect: [],
})

type Point = readonly [number, number, number]
export const pointAt = (values: Float32Array, i: number): Point => [
  values[3 * i],
  values[3 * i + 1],
  values[3 * i + 2],
]

export const points = (mesh: Mesh): Point[] =>
  Array.from({ length: mesh.positions.length / 3 }, (_, i) => pointAt(mesh.positions, i))

/** A part's vertices in the body frame at rest. */
export const resting = (shape: Shape, part: Part): Point[] => {
  const mover = moverOf(shape, part)
  if (mover === null) return points(part.mesh)
  return points(part.mesh).map((p) => transformPoint(restOf(shape)[mover], p))
}

/** [least, greatest] along each axis. */
export const extent = (all: readonly Point[]): readonly (readonly [number, number])[] =>
  [0, 1, 2].map((k) => {
    let [lo, hi] = [Infinity, -Infinity]
    for (const p of all) {
      lo = Math.min(lo, p[k])
      hi = Math.max(hi, p[k])
    }
    return [lo, hi]
  })
