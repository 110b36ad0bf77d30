/** Small scenarios and states for tests of road, criticality and behaviour. */
import { quatFromYaw } from '../../src/math/index.ts'
import { buildRoad, standing, type Road } from '../../src/road/index.ts'
import {
  SURFACE_KINDS,
  type ActorSpec,
  type AxleSpec,
  type ConcreteScenario,
  type DriverSpec,
  type Expression,
  type RoadSpec,
  type SurfaceKind,
  type TyreOnSurface,
  type VehicleSpec,
} from '../../src/scenario/index.ts'
import { LIGHTS_OFF, TICKS_PER_SECOND, type ActorState, type WorldState } from '../../src/world/index.ts'

const axle = (x: number, steerMax: number, share: number): AxleSpec => ({
  x,
  track: 1.57,
  wheelRadius: 0.32,
  wheelWidth: 0.215,
  wheelInertia: 1.2,
  unsprungMass: 42,
  springRate: 28000,
  damperRate: 2600,
  antiRollRate: 12000,
  bumpTravel: 0.08,
  reboundTravel: 0.08,
  tyreRate: 220000,
  steerMax,
  driveShare: steerMax > 0 ? 1 : 0,
  brakeShare: share,
})

const grip = (muPeak: number): TyreOnSurface => ({
  muPeak,
  slipAtPeak: 0.1,
  slideOverPeak: 0.8,
  stiffnessPerLoad: 20,
})
/** A middling car: 4.5 m x 1.8 m, wheelbase 2.75 m, 0.9 m behind the rear axle. */
export const car: VehicleSpec = {
  kind: 'vehicle',
  name: 'car',
  title: 'Car for tests',
  class: 'car',
  source: 'round numbers',
  length: 4.5,
  width: 1.8,
  height: 1.45,
  rearOverhang: 0.9,
  groundClearance: 0.15,
  body: 'sedan',
  paints: [[0.5, 0.5, 0.5]],
  mass: 1550,
  centreOfGravity: [1.55, 0, 0.55],
  inertia: [560, 2550, 2750],
  axles: [axle(2.75, 0.61, 0.68), axle(0, 0, 0.32)],
  tyre: {
    name: 'tyre',
    surfaces: Object.fromEntries(
      SURFACE_KINDS.map((k) => [k, grip(k === 'dry-asphalt' ? 1 : 0.3)]),
    ) as Record<SurfaceKind, TyreOnSurface>,
    loadSensitivity: 0.1,
    relaxation: { longitudinal: 0.1, lateral: 0.4 },
  },
  enginePower: 110e3,
  driveForceMax: 6000,
  brakeTorqueMax: 6000,
  brakeLag: 0.1,
  steerRateMax: 1,
  dragArea: 0.62,
  sideArea: 4.2,
}

export const idm: Extract<DriverSpec, { kind: 'idm' }> = {
  kind: 'idm',
  desiredSpeed: 25,
  headway: 1.5,
  minGap: 2,
  maxAcceleration: 1.5,
  comfortDeceleration: 2,
  maxDeceleration: 8,
  reaction: 0,
  curveAcceleration: 3,
  haze: 0.3,
  attention: { glanceEvery: 0, glance: 1, weave: 0 },
  ignores: [],
  crossingMargin: 1.2,
  laneChanges: null,
}

export const straightRoad: RoadSpec = {
  pieces: [{ length: 1000, curvature: 0 }],
  lanes: [-2, -1, 1],
  laneWidth: 3.5,
  shoulderWidth: 1,
  oneWay: false,
  speedLimit: 25,
  surface: 'dry-asphalt',
  verge: 'grass',
  place: 'rural',
  origin: { x: 0, y: 0, heading: 0 },
}

export const actorSpec = (id: string, more: Partial<ActorSpec> = {}): ActorSpec => ({
  id,
  model: 'car',
  spec: car,
  at: { lane: -1, s: 100, offset: 0, heading: 0 },
  speed: 20,
  driver: idm,
  abs: 'on',
  esc: 'on',
  paint: null,
  present: true,
  ...more,
})

export const position = { file: 'test.yaml', line: 1, column: 1 }

export const scenarioOf = (more: Partial<ConcreteScenario> = {}): ConcreteScenario => ({
  name: 'test',
  title: 'Test',
  description: '',
  tags: {},
  seed: 1,
  parameters: {},
  stop: { after: 30, when: null },
  road: straightRoad,
  surface: [],
  weather: {
    snowfall: 0,
    rainfall: 0,
    visibility: 20000,
    wind: { speed: 0, from: 0 },
    temperature: 288,
    cloudCover: 0,
    sun: { elevation: 0.8, azimuth: 3 },
  },
  actors: [actorSpec('ego')],
  sensors: [],
  story: [],
  expect: [],
  ...more,
})

/** An actor's state that stands where its spec places it and moves the way it faces. */
export const actorStateOf = (spec: ActorSpec, index: number, road: Road): ActorState => {
  const { x, y, heading, s, t, road: on } = standing(road, spec.at)
  return {
    id: spec.id,
    instance: index + 1,
    present: spec.present,
    position: [x, y, 0],
    orientation: quatFromYaw(heading),
    velocity: [spec.speed * Math.cos(heading), spec.speed * Math.sin(heading), 0],
    angularVelocity: [0, 0, 0],
    acceleration: [0, 0, 0],
    s,
    t,
    ...(road.roads.length > 1 ? { road: on } : {}),
    throttle: 0,
    brake: 0,
    steer: 0,
    absActive: false,
    escActive: false,
    aebActive: false,
    lights: LIGHTS_OFF,
    wheels: [],
  }
}

export const stateOf = (scenario: ConcreteScenario, tick = 0): WorldState => {
  const road = buildRoad(scenario.road, scenario.surface)
  return {
    tick,
    time: tick / TICKS_PER_SECOND,
    actors: scenario.actors.map((a, i) => actorStateOf(a, i, road)),
    events: [],
  }
}

/** Expressions by hand. */
export const num = (value: number): Expression => ({ kind: 'number', value })
export const signal = (actor: string | null, name: string): Expression => ({ kind: 'signal', actor, name })
export const call = (name: string, ...actors: string[]): Expression => ({
  kind: 'call',
  name,
  args: actors.map((a) => ({ kind: 'actor', name: a })),
})
export const compare = (
  left: Expression,
  operator: '<' | '<=' | '>' | '>=' | '==' | '!=',
  right: Expression | number,
): Expression => ({ kind: 'binary', operator, left, right: typeof right === 'number' ? num(right) : right })
