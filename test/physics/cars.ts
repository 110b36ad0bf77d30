/** Vehicles, scenarios and controls for physics tests, from shared design defaults (docs/physics.md). */
import { createPhysics, type Physics } from '../../src/physics/index.ts'
import type { Road } from '../../src/road/index.ts'
import type {
  ActorSpec,
  AxleSpec,
  ConcreteScenario,
  SurfaceKind,
  TyreOnSurface,
  VehicleSpec,
} from '../../src/scenario/index.ts'
import { LIGHTS_OFF, type Controls, type WorldEvent, type WorldState } from '../../src/world/index.ts'

const on = (
  muPeak: number,
  slipAtPeak: number,
  slideOverPeak: number,
  stiffnessPerLoad: number,
): TyreOnSurface => ({
  muPeak,
  slipAtPeak,
  slideOverPeak,
  stiffnessPerLoad,
})

const WINTER: Readonly<Record<SurfaceKind, TyreOnSurface>> = {
  'dry-asphalt': on(0.95, 0.13, 0.78, 22),
  'wet-asphalt': on(0.75, 0.11, 0.72, 20),
  'standing-water': on(0.7, 0.11, 0.72, 20),
  'packed-snow': on(0.37, 0.12, 0.85, 9),
  'loose-snow': on(0.3, 0.35, 0.98, 5),
  slush: on(0.28, 0.2, 0.9, 7),
  ice: on(0.125, 0.06, 0.85, 6),
  'black-ice': on(0.07, 0.05, 0.8, 4.5),
  gravel: on(0.62, 0.35, 0.97, 8),
  grass: on(0.45, 0.25, 0.9, 8),
}

/** The rows of the defaults table that tests use: lengths m, masses kg, rates N/m, N s/m. */
interface Row {
  readonly name: string
  readonly mass: number
  /** Centre of gravity behind the front axle, ahead of the rear axle, above ground. */
  readonly a: number
  readonly b: number
  readonly h: number
  readonly track: number
  readonly inertia: readonly [number, number, number]
  readonly radius: number
  readonly wheelInertia: number
  readonly springs: readonly [number, number]
  readonly dampers: readonly [number, number]
  readonly bars: readonly [number, number]
  readonly tyreRate: number
  readonly unsprung: number
  readonly brakeFront: number
  readonly drive: readonly [number, number]
  readonly length: number
  readonly width: number
  readonly height: number
}

const vehicle = (r: Row): VehicleSpec => {
  const axle = (i: 0 | 1): AxleSpec => ({
    x: i === 0 ? r.a + r.b : 0,
    track: r.track,
    wheelRadius: r.radius,
    wheelWidth: 0.2,
    wheelInertia: r.wheelInertia,
    unsprungMass: r.unsprung,
    springRate: r.springs[i],
    damperRate: r.dampers[i],
    antiRollRate: r.bars[i],
    bumpTravel: 0.09,
    reboundTravel: 0.1,
    tyreRate: r.tyreRate,
    steerMax: i === 0 ? 0.6 : 0,
    driveShare: r.drive[i],
    brakeShare: i === 0 ? r.brakeFront : 1 - r.brakeFront,
  })
  return {
    kind: 'vehicle',
    name: r.name,
    title: r.name,
    class: 'car',
    source: 'shared design defaults',
    length: r.length,
    width: r.width,
    height: r.height,
    rearOverhang: (r.length - r.a - r.b) / 2,
    groundClearance: 0.16,
    body: 'sedan',
    paints: [[0.5, 0.5, 0.5]],
    mass: r.mass,
    centreOfGravity: [r.b, 0, r.h],
    inertia: r.inertia,
    axles: [axle(0), axle(1)],
    tyre: {
      name: 'winter',
      surfaces: WINTER,
      loadSensitivity: 0.1,
      relaxation: { longitudinal: 0.1, lateral: 0.45 },
    },
    enginePower: 85_000,
    driveForceMax: 6_000,
    brakeTorqueMax: r.mass * 9.81 * 1.3 * r.radius,
    brakeLag: 0.06,
    steerRateMax: 1,
    dragArea: 0.62,
    sideArea: 4.2,
  }
}

export const SEDAN = vehicle({
  ...{ name: 'sedan', mass: 1550, a: 1.2, b: 1.55, h: 0.55, track: 1.57, inertia: [560, 2550, 2750] },
  ...{
    radius: 0.32,
    wheelInertia: 1.2,
    springs: [28_000, 26_000],
    dampers: [2_600, 2_400],
    bars: [12_000, 6_000],
  },
  ...{
    tyreRate: 220_000,
    unsprung: 42,
    brakeFront: 0.68,
    drive: [1, 0],
    length: 4.6,
    width: 1.8,
    height: 1.46,
  },
})

export const COMPACT = vehicle({
  ...{ name: 'compact', mass: 1226, a: 0.884, b: 1.509, h: 0.558, track: 1.406, inertia: [334, 1342, 1539] },
  ...{
    radius: 0.344,
    wheelInertia: 1.7,
    springs: [21_900, 21_900],
    dampers: [1_460, 1_460],
    bars: [12_880, 0],
  },
  ...{
    tyreRate: 189_800,
    unsprung: 33,
    brakeFront: 0.76,
    drive: [1, 0],
    length: 4,
    width: 1.67,
    height: 1.4,
  },
})

export const VAN = vehicle({
  ...{ name: 'van', mass: 2300, a: 1.55, b: 1.9, h: 0.77, track: 1.72, inertia: [1_400, 6_000, 6_300] },
  ...{
    radius: 0.345,
    wheelInertia: 1.8,
    springs: [45_000, 70_000],
    dampers: [3_800, 4_200],
    bars: [20_000, 5_000],
  },
  ...{ tyreRate: 300_000, unsprung: 60, brakeFront: 0.62, drive: [1, 0], length: 5.5, width: 2, height: 2.4 },
})

export const actor = (over: Partial<ActorSpec> & { readonly id: string }): ActorSpec => ({
  model: 'sedan',
  spec: SEDAN,
  at: { lane: -1, s: 100, offset: 0, heading: 0 },
  speed: 0,
  driver: { kind: 'none' },
  abs: 'on',
  esc: 'off',
  tc: 'off',
  paint: null,
  present: true,
  ...over,
})

export const scenario = (...actors: ActorSpec[]): ConcreteScenario => ({
  name: 'test',
  title: 'test',
  description: '',
  tags: {},
  seed: 1,
  parameters: {},
  stop: { after: 10, when: null },
  road: {
    ...{ pieces: [{ length: 10_000, curvature: 0 }], lanes: [-2, -1, 1], laneWidth: 3.5, shoulderWidth: 2 },
    ...{ oneWay: false, speedLimit: 30, surface: 'dry-asphalt', verge: 'grass', place: 'rural' },
    origin: { x: 0, y: 0, heading: 0 },
  },
  surface: [],
  weather: {
    ...{ snowfall: 0, rainfall: 0, visibility: 10_000, wind: { speed: 0, from: 0 }, temperature: 288 },
    ...{ cloudCover: 0, sun: { elevation: 0.7, azimuth: 2 } },
  },
  actors,
  sensors: [],
  story: [],
  expect: [],
})

export const controls = (over: Partial<Controls> = {}): Controls => ({
  throttle: 0,
  brake: 0,
  steer: 0,
  lights: LIGHTS_OFF,
  aebActive: false,
  present: true,
  ...over,
})

/** One control set for every actor, or one for each, by time. */
export type Script = (time: number, state: WorldState) => Controls | readonly Controls[]

/** Runs for `seconds`, one snapshot a control step, the start included. */
export const drive = (
  physics: Physics,
  seconds: number,
  script: Script,
  until: (state: WorldState) => boolean = () => false,
): WorldState[] => {
  const states = [physics.snapshot()]
  for (let i = 0; i < Math.round(seconds * 100); i++) {
    const now = states.at(-1)!
    if (until(now)) break
    const out = script(now.time, now)
    const all = 'throttle' in out ? now.actors.map(() => out) : out
    for (let k = 0; k < 6; k++) physics.step(all)
    states.push(physics.snapshot())
  }
  return states
}

export const physicsOf = (road: Road, ...actors: ActorSpec[]): Physics =>
  createPhysics(scenario(...actors), road)

export const eventsOf = (states: readonly WorldState[]): WorldEvent[] => states.flatMap((s) => s.events)

/** Speed of an actor's origin along its body, m/s. */
export const speedOf = (state: WorldState, index = 0): number => {
  const { velocity: v } = state.actors[index]
  return Math.hypot(v[0], v[1])
}
