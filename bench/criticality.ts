/**
 * What it costs to watch a run's criticality, against the physics of the same run: every pair of thirty cars in dense
 * traffic (435 pairs), CPU time, in short rounds in turn of which the best counts.
 */
import { createMonitor } from '../src/criticality/index.ts'
import { norm } from '../src/math/index.ts'
import { createPhysics } from '../src/physics/index.ts'
import { buildRoad } from '../src/road/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import { LIGHTS_OFF, TICKS_PER_CONTROL, type Controls, type WorldState } from '../src/world/index.ts'
import type { Bench } from './index.ts'
import { BENCH_VEHICLE } from './physics-vehicle.ts'

const CARS = 30
const LANES = [-1, -2, -3]
const ROUNDS = 40
/** Control steps of a round, and before the first one. */
const STEPS = 20
const WARM_UP = 1000

/** Three lanes of a motorway, 25 m apart, no two at one speed. */
const scenario: ConcreteScenario = {
  ...{ name: 'bench', title: '', description: '', tags: {}, seed: 1, parameters: {} },
  stop: { after: 60, when: null },
  road: {
    ...{ pieces: [{ length: 5000, curvature: 0 }], lanes: [-3, -2, -1], laneWidth: 3.5, shoulderWidth: 2 },
    ...{ oneWay: true, speedLimit: 40, surface: 'dry-asphalt', verge: 'grass', place: 'motorway' },
    origin: { x: 0, y: 0, heading: 0.3 },
  },
  surface: [],
  weather: {
    ...{ snowfall: 0, rainfall: 0, visibility: 10_000, wind: { speed: 0, from: 0 }, temperature: 288 },
    ...{ cloudCover: 0, sun: { elevation: 0.7, azimuth: 2 } },
  },
  actors: Array.from({ length: CARS }, (_, i) => ({
    ...{ id: `car-${i}`, model: 'sedan', spec: BENCH_VEHICLE, driver: { kind: 'none' as const } },
    speed: 20 + ((i * 7) % 11),
    ...{ abs: 'on' as const, esc: 'on' as const, paint: null, present: true },
    at: { lane: LANES[i % 3], s: 50 + 25 * Math.floor(i / 3) + 5 * (i % 3), offset: 0, heading: 0 },
  })),
  sensors: [],
  story: [],
  expect: [],
  outcomes: [],
}

const cpu = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1e6
}

/** `nearmiss bench criticality`. */
export const bench = (): Promise<Bench> => {
  const road = buildRoad(scenario.road, [])
  const physics = createPhysics(scenario, road)
  const monitor = createMonitor(scenario, road)
  const controls: Controls = {
    ...{ throttle: 0.1, brake: 0, steer: 0, aebActive: false, present: true },
    lights: LIGHTS_OFF,
  }
  const all = scenario.actors.map(() => controls)
  /** Everybody brakes who comes up to the one ahead, and drives faster again where there is room. */
  const keepApart = ({ actors }: WorldState): void => {
    for (const [i, { s, velocity }] of actors.entries()) {
      const ahead = actors.slice(i + 1).find((_, k) => (k + 1) % LANES.length === 0)
      const room = ahead === undefined ? Infinity : ahead.s - s - 10 - norm(velocity) / 2
      const pace = room < 0 ? -1 : norm(velocity) < scenario.actors[i].speed ? 1 : 0
      all[i] = { ...controls, throttle: pace > 0 ? 0.3 : 0.1, brake: pace < 0 ? 0.2 : 0 }
    }
  }
  const controlStep = (): void => {
    for (let i = 0; i < TICKS_PER_CONTROL; i++) physics.step(all)
  }
  const best = { physics: Infinity, watch: Infinity }
  for (let round = -Math.ceil(WARM_UP / STEPS); round < ROUNDS; round++) {
    const moving = cpu(() => {
      for (let i = 0; i < STEPS; i++) controlStep()
    })
    // A run hands out its states anyhow. They are watched in one go: to ask for the CPU time costs as much as a step.
    const states = Array.from({ length: STEPS }, () => {
      controlStep()
      const state = physics.snapshot()
      keepApart(state)
      return state
    })
    const watching = cpu(() => {
      for (const state of states) monitor.observe(state)
    })
    if (round < 0) {
      // A sweep asks at the end of every run: that is warmed up as well.
      monitor.summary()
      monitor.extremes()
      continue
    }
    best.physics = Math.min(best.physics, moving / STEPS)
    best.watch = Math.min(best.watch, watching / STEPS)
  }
  // What is worked out at the end of the run is the steps' too.
  const steps = (Math.ceil(WARM_UP / STEPS) + ROUNDS) * STEPS
  const ending = cpu(() => {
    monitor.summary()
    monitor.extremes()
  })
  best.watch += ending / steps
  const pairs = (CARS * (CARS - 1)) / 2
  return Promise.resolve({
    name: 'criticality',
    figures: {
      vs_physics_step_30: { value: best.watch / best.physics, unit: 'ratio' },
      control_step_physics: { value: best.physics * 1e6, unit: 'us' },
      control_step_criticality: { value: best.watch * 1e6, unit: 'us' },
      at_the_end: { value: ending * 1e3, unit: 'ms' },
      per_pair: { value: (best.watch * 1e9) / pairs, unit: 'ns' },
    },
  })
}
