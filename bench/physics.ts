/**
 * What a vehicle step costs, as CPU-time ratios against baselines measured in the same run: a bare 14-dof model
 * in flat arrays, and cannon-es's own RaycastVehicle. Each in turn, in many short rounds of which the best
 * counts: another process on the machine slows some rounds of each, and spoils none of the best.
 */
import { createPhysics } from '../src/physics/index.ts'
import { buildRoad } from '../src/road/index.ts'
import type { ConcreteScenario, VehicleSpec } from '../src/scenario/index.ts'
import { LIGHTS_OFF, TICKS_PER_SECOND, type Controls } from '../src/world/index.ts'
import { bareVehicles } from './physics-bare.ts'
import { raycastVehicles } from './physics-raycast.ts'
import { BENCH_VEHICLE } from './physics-vehicle.ts'
import type { Bench } from './index.ts'

const VEHICLES = 50
/** Steps of a world before it is measured, and of each round. */
const WARM_UP = 200
const STEPS = 120
/** Worlds of each kind, and rounds with each of them. */
const WORLDS = 5
const ROUNDS = 8

/** Fifty sedans far enough apart, each driving and steering a little. */
const scenarioOf = (spec: VehicleSpec): ConcreteScenario => ({
  ...{ name: 'bench', title: '', description: '', tags: {}, seed: 1, parameters: {} },
  stop: { after: 10, when: null },
  road: {
    ...{ pieces: [{ length: 5000, curvature: 0 }], lanes: [-2, -1, 1], laneWidth: 3.5, shoulderWidth: 2 },
    ...{ oneWay: true, speedLimit: 30, surface: 'dry-asphalt', verge: 'grass', place: 'rural' },
    origin: { x: 0, y: 0, heading: 0 },
  },
  surface: [],
  weather: {
    ...{ snowfall: 0, rainfall: 0, visibility: 10_000, wind: { speed: 0, from: 0 }, temperature: 288 },
    ...{ cloudCover: 0, sun: { elevation: 0.7, azimuth: 2 } },
  },
  actors: Array.from({ length: VEHICLES }, (_, i) => ({
    ...{ id: `car-${i}`, model: 'sedan', spec, speed: 20, driver: { kind: 'none' as const } },
    ...{ abs: 'on' as const, esc: 'on' as const, paint: null, present: true },
    at: { lane: i % 2 === 0 ? -1 : -2, s: 20 + 40 * i, offset: 0, heading: 0 },
  })),
  sensors: [],
  story: [],
  expect: [],
})

/** CPU seconds that `work` takes. */
const cpu = (work: () => void): number => {
  const before = process.cpuUsage()
  work()
  const used = process.cpuUsage(before)
  return (used.user + used.system) / 1e6
}

const repeat = (step: () => void, times: number): void => {
  for (let i = 0; i < times; i++) step()
}

const NAMES = ['ours', 'bare', 'raycast'] as const

/** `nearmiss bench physics`. */
export const bench = (): Promise<Bench> => {
  const scenario = scenarioOf(BENCH_VEHICLE)
  const road = buildRoad(scenario.road, [])
  const controls: Controls = {
    ...{ throttle: 0.2, brake: 0, steer: 0.01, aebActive: false, present: true },
    lights: LIGHTS_OFF,
  }
  const all = scenario.actors.map(() => controls)

  const contestants = {
    ours: () => {
      const physics = createPhysics(scenario, road)
      return () => physics.step(all)
    },
    bare: () => bareVehicles(VEHICLES, BENCH_VEHICLE, 1 / TICKS_PER_SECOND),
    raycast: () => raycastVehicles(VEHICLES, BENCH_VEHICLE, 1 / TICKS_PER_SECOND),
  }
  const best = { ours: Infinity, bare: Infinity, raycast: Infinity }
  for (let world = 0; world < WORLDS; world++) {
    const steps = { ours: contestants.ours(), bare: contestants.bare(), raycast: contestants.raycast() }
    // The raycast vehicle is slow; a tenth of the steps measures it as well.
    const counts = { ours: STEPS, bare: STEPS, raycast: STEPS / 10 }
    for (const name of NAMES) repeat(steps[name], name === 'raycast' ? WARM_UP / 10 : WARM_UP)
    for (let round = 0; round < ROUNDS; round++)
      for (const name of NAMES) {
        const seconds = cpu(() => repeat(steps[name], counts[name]))
        best[name] = Math.min(best[name], seconds / (counts[name] * VEHICLES))
      }
  }

  return Promise.resolve({
    name: 'physics',
    figures: {
      vs_bare_model: { value: best.ours / best.bare, unit: 'ratio' },
      vs_raycast_vehicle_50: { value: best.ours / best.raycast, unit: 'ratio' },
      realtime_50: { value: 1 / (best.ours * VEHICLES * TICKS_PER_SECOND), unit: 'x real time' },
      vehicle_step: { value: best.ours * 1e6, unit: 'us' },
      bare_step: { value: best.bare * 1e6, unit: 'us' },
      raycast_step: { value: best.raycast * 1e6, unit: 'us' },
    },
  })
}
