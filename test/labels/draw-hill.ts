/**
 * Child process of the lidar-against-depth test: draws what stands on a library scenario's sloping road, everyone turned,
 * one behind another, from a camera where the lidar sits, and sends picture and state.
 */
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { pinholeFromFov, quatFromEuler, type CameraView } from '../../src/math/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { listScenarios } from '../../src/scenario/files.ts'
import { sampleScenario, type ConcreteScenario } from '../../src/scenario/index.ts'
import { lidar } from '../../src/sensors/index.ts'
import { worldShapes } from '../../src/shape/index.ts'
import type { ActorState, WorldState } from '../../src/world/index.ts'
import { device } from '../sensors/lidar/devices.ts'
import { stateAt } from '../contract/painted.ts'

export const WIDTH = 800
export const HEIGHT = 500

/** A queue over a crest. */
export const hill = (): ConcreteScenario => {
  const { scenario } = listScenarios().find((s) => s.name === 'queue-over-crest') ?? {}
  if (!scenario) throw new Error('the library has no queue-over-crest')
  return sampleScenario(scenario, 1)
}

/** Everyone stands, a few metres from each other, askew and on the slope. */
export const hillState = (scenario: ConcreteScenario): WorldState => {
  const road = buildRoad(scenario.road, scenario.surface)
  const [model] = stateAt(0).actors
  const shapes = worldShapes(scenario, road).actors
  const start = scenario.actors[0].at.s
  return {
    ...stateAt(0),
    actors: scenario.actors.map((actor, i): ActorState => {
      const { x, y, heading } = road.toWorld(start + 11 * i, i % 2 === 0 ? -1.75 : -0.6)
      const z = road.height(x, y)
      const yaw = heading + (i === 0 ? 0 : 0.5 * i)
      return {
        ...model,
        ...{
          id: actor.id,
          instance: i + 1,
          position: [x, y, z],
          velocity: [0, 0, 0],
          angularVelocity: [0, 0, 0],
        },
        orientation: quatFromEuler({ yaw, pitch: i === 0 ? 0 : -0.04, roll: 0.02 }),
        wheels: shapes[i].wheels.map((_, w) => ({
          ...model.wheels[0],
          ...{ steer: w < 2 ? 0.3 : 0, spin: 0.7 * w, travel: 0.01 * w, spinRate: 0 },
        })),
      }
    }),
  }
}

export const SPEC = device('hdl-64e', hill().actors[0].id, {
  columns: 2400,
  elevations: Array.from({ length: 64 }, (_, r) => -0.36 + (0.5 * r) / 63),
})

export const viewOf = (state: WorldState): CameraView => ({
  pose: lidar.pose(SPEC, state),
  pinhole: pinholeFromFov(WIDTH, HEIGHT, 1.3),
  near: 0.1,
  far: 1000,
})

export interface Seen {
  readonly driver: string
  readonly raster: Raster
}

const run = async (): Promise<void> => {
  const scenario = hill()
  const state = hillState(scenario)
  const renderer = await createNodeRenderer(scenario, { shadowMap: 0 })
  const raster = await renderer.draw(viewOf(state), state)
  const seen: Seen = { driver: renderer.driver, raster }
  process.send?.(seen, () => process.exit(0))
}

if (process.send !== undefined && process.argv[1]?.includes('draw-hill')) await run()
