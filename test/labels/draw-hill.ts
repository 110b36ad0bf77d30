/**
 * For the lidar-against-depth tests: draws what stands on a library scenario's sloping road, everyone turned, one behind
 * another, from a camera where the lidar sits; and the same in motion, moment by moment, as the lidar's head turns.
 */
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { Raster } from '../../src/render/index.ts'
import {
  compose,
  pinholeFromFov,
  quatFromEuler,
  quatFromYaw,
  rotate,
  type CameraView,
} from '../../src/math/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { sampleScenario, type ConcreteScenario, type LidarSpec } from '../../src/scenario/index.ts'
import { extrapolate, lidar } from '../../src/sensors/index.ts'
import { worldShapes, type WorldShapes } from '../../src/shape/index.ts'
import type { ActorState, WorldState } from '../../src/world/index.ts'
import { device } from '../sensors/lidar/devices.ts'
import { stateAt } from '../contract/painted.ts'
import { member } from '../shape/library.ts'

export const WIDTH = 480
export const HEIGHT = 320

/** Who stands on the hill; the first carries the lidar. */
const WHO = ['sedan', 'van', 'adult', 'truck', 'bicycle', 'estate', 'motorcycle', 'deer', 'tree'] as const

/** The road over a crest. */
export const HILL: ConcreteScenario = {
  ...sampleScenario(loadScenario('queue-over-crest').scenario!, 1),
  actors: WHO.map((name, i) => member(name, name === 'adult' ? 1.4 : 0, i === 0 ? 'ego' : name)),
}
const ROAD = buildRoad(HILL.road, HILL.surface)

/** Of plants, posts and the like a few are enough. */
const FEW = 4
const PLACEMENT = 5

const { actors, scenery } = worldShapes(HILL, ROAD)
/** The hill's meshes. */
export const SHAPES: WorldShapes = {
  actors,
  scenery: {
    pieces: scenery.pieces.map((piece) => ({
      ...piece,
      placements: piece.placements?.slice(0, FEW * PLACEMENT) ?? null,
    })),
  },
}

/** How far ahead of the lidar's carrier each is, and to the left of the middle of the road, m. */
const PLACES: readonly (readonly [ahead: number, left: number])[] = [
  ...([
    [0, -1.75],
    [11, 1.6],
    [8, -3.4],
    [24, -2.2],
    [15, -0.4],
    [33, 1.2],
    [9, 3.6],
    [19, 4.6],
    [28, 6.2],
  ] as const),
]

/**
 * A few metres from each other, askew and on the slope.
 * @param speed of the carrier, m/s; it turns as it goes, and all others go each their own way. 0: everyone stands
 */
export const hillState = (speed = 0): WorldState => {
  const [model] = stateAt(0).actors
  return {
    ...stateAt(0),
    actors: HILL.actors.map((actor, i): ActorState => {
      const [ahead, left] = PLACES[i]
      const { x, y, heading } = ROAD.toWorld(60 + ahead, left)
      // So turned, nobody on legs passes from one course of stride.ts to the next within the turn: the legs jump there.
      const orientation = quatFromEuler({
        yaw: heading + 0.915 * i,
        pitch: i === 0 ? 0 : -0.04,
        roll: 0.02,
      })
      // Whoever has legs sets them one before the other evenly in the tenth of a second of a turn, if not faster than people go.
      const share = i === 0 ? 1 : actor.spec.kind === 'vehicle' ? 0.3 : 0.04
      return {
        ...model,
        ...{ id: actor.id, instance: i + 1, position: [x, y, ROAD.height(x, y)], orientation },
        velocity: rotate(orientation, [share * speed, 0, i === 0 ? 0.02 * speed : 0]),
        angularVelocity: speed === 0 ? [0, 0, 0] : [0, 0.05, i % 2 === 0 ? 0.6 : -0.4],
        wheels: SHAPES.actors[i].wheels.map((_, w) => ({
          ...model.wheels[0],
          ...{ steer: w < 2 ? 0.3 : 0, spin: 0.7 * w, travel: 0.01 * w, spinRate: speed },
        })),
      }
    }),
  }
}

const elevations = Array.from({ length: 64 }, (_, r) => -0.32 + (0.5 * r) / 63)
export const SPEC = device('hdl-64e', HILL.actors[0].id, { columns: 2400, elevations })
/** For the moments: columns are so close together that nothing moves by a millimetre from one to the next. */
export const FAST: LidarSpec = { ...SPEC, columns: 7200 }
export const SPEED = 40

/** A camera where the lidar is, which looks where its head does `at` seconds after the turn began. */
const headView = (
  spec: LidarSpec,
  state: WorldState,
  at: number,
  width: number,
  fov: number,
): CameraView => ({
  pose: compose(lidar.pose(spec, state), {
    position: [0, 0, 0],
    orientation: quatFromYaw(Math.PI - 2 * Math.PI * at * spec.rate),
  }),
  pinhole: pinholeFromFov(width, HEIGHT, fov),
  near: 0.1,
  far: 1000,
})

/** Ahead, where the head looks half a turn after it began. */
export const viewOf = (state: WorldState): CameraView => headView(SPEC, state, 0.5 / SPEC.rate, WIDTH, 1.3)

/** Columns at which the world in motion is drawn: five degrees apart, about straight ahead. */
export const MOMENTS = Array.from({ length: 8 }, (_, k) => 3200 + 100 * k)
export const timeOf = (column: number): number => column / (FAST.columns * FAST.rate)

/** What the head sees at a moment, and from where. */
export const momentOf = (state: WorldState, column: number): { state: WorldState; view: CameraView } => {
  const then = extrapolate(state, timeOf(column))
  return { state: then, view: headView(FAST, then, timeOf(column), 48, 0.08) }
}

export interface Seen {
  readonly driver: string
  /** Everyone standing still. */
  readonly still: Raster
  /** In motion, at MOMENTS. */
  readonly moments: readonly Raster[]
}

export const draw = async (): Promise<Seen> => {
  const renderer = await createNodeRenderer(HILL, { shapes: SHAPES, shadowMap: 0 })
  const standing = hillState()
  const still = await renderer.draw(viewOf(standing), standing)
  const moments: Raster[] = []
  for (const column of MOMENTS) {
    const { state, view } = momentOf(hillState(SPEED), column)
    moments.push(await renderer.draw(view, state))
  }
  renderer.dispose()
  return { driver: renderer.driver, still, moments }
}
