/**
 * A little world painted by hand, for tests of labels and exporters: no physics, no renderer. Every box,
 * area and occlusion in its pictures is known beforehand.
 *
 *   sky above, road below; `lead` (2) 24 x 16 px with two windows that show the road, its left half behind a
 *   wall, so exactly half occluded; `van` (3) runs 16 px out of the picture on the right; `hidden` (4) stands wholly behind the wall.
 */
import { labelCamera, type CameraFrame } from '../../src/labels/index.ts'
import type { Alone, Raster } from '../../src/render/index.ts'
import type { ActorSpec, CameraSpec, ConcreteScenario, VehicleSpec } from '../../src/scenario/index.ts'
import { cameraView } from '../../src/sensors/index.ts'
import type { Shape } from '../../src/shape/index.ts'
import {
  packId,
  TICKS_PER_SECOND,
  type ActorState,
  type WheelState,
  type WorldState,
} from '../../src/world/index.ts'

export const WIDTH = 64
export const HEIGHT = 48

/** Frames a second, and therefore ticks from one frame to the next. */
const FPS = 10

export const CAMERA: CameraSpec = {
  kind: 'camera',
  id: 'ego.front',
  actor: 'ego',
  name: 'front',
  mount: { position: [2, 0.1, 1.3], yaw: 0.05, pitch: 0.02, roll: 0 },
  width: WIDTH,
  height: HEIGHT,
  horizontalFov: 1,
  rate: FPS,
  latency: 0,
  labels: ['box2d', 'box3d', 'instance', 'semantic', 'depth'],
}

const axle = (x: number, steerMax: number): VehicleSpec['axles'][number] => ({
  x,
  track: 1.5,
  wheelRadius: 0.32,
  wheelWidth: 0.2,
  wheelInertia: 1.2,
  unsprungMass: 40,
  springRate: 30_000,
  damperRate: 3000,
  antiRollRate: 5000,
  bumpTravel: 0.08,
  reboundTravel: 0.08,
  tyreRate: 200_000,
  steerMax,
  driveShare: steerMax > 0 ? 1 : 0,
  brakeShare: 0.5,
})

const onAnything = { muPeak: 0.9, slipAtPeak: 0.1, slideOverPeak: 0.8, stiffnessPerLoad: 20 }

const SEDAN: VehicleSpec = {
  kind: 'vehicle',
  name: 'sedan',
  title: 'Sedan',
  class: 'car',
  source: 'made up for tests',
  length: 4.6,
  width: 1.8,
  height: 1.45,
  rearOverhang: 1,
  groundClearance: 0.14,
  body: 'sedan',
  paints: [[0.5, 0.02, 0.02]],
  mass: 1500,
  centreOfGravity: [1.3, 0, 0.55],
  inertia: [500, 2300, 2500],
  axles: [axle(2.7, 0.6), axle(0, 0)],
  tyre: {
    name: 'any',
    surfaces: {
      'dry-asphalt': onAnything,
      'wet-asphalt': onAnything,
      'standing-water': onAnything,
      'packed-snow': onAnything,
      'loose-snow': onAnything,
      slush: onAnything,
      ice: onAnything,
      'black-ice': onAnything,
      gravel: onAnything,
      grass: onAnything,
    },
    loadSensitivity: 0,
    relaxation: { longitudinal: 0.3, lateral: 0.6 },
  },
  enginePower: 100_000,
  driveForceMax: 6000,
  brakeTorqueMax: 6000,
  brakeLag: 0.05,
  steerRateMax: 1,
  dragArea: 0.65,
  sideArea: 2.2,
}

const actorSpec = (id: string, s: number): ActorSpec => ({
  id,
  model: 'sedan',
  spec: SEDAN,
  at: { lane: -1, s, offset: 0, heading: 0 },
  speed: 15,
  driver: { kind: 'none' },
  abs: 'on',
  esc: 'on',
  paint: null,
  present: true,
})

const PLACES: readonly (readonly [string, number])[] = [
  ['ego', 0],
  ['lead', 20],
  ['van', 12],
  ['hidden', 35],
]

export const SCENARIO: ConcreteScenario = {
  name: 'painted',
  title: 'Painted by hand',
  description: 'For tests.',
  tags: {},
  seed: 7,
  parameters: { v_ego: 15 },
  stop: { after: 3, when: null },
  road: {
    pieces: [{ length: 200, curvature: 0 }],
    lanes: [-1, 1],
    laneWidth: 3.5,
    shoulderWidth: 1,
    oneWay: false,
    speedLimit: 25,
    surface: 'dry-asphalt',
    verge: 'grass',
    place: 'rural',
    origin: { x: 0, y: 0, heading: 0 },
  },
  surface: [{ id: 'ice', kind: 'ice', s: [40, 60], t: [-3.5, 0], mu: null, depth: null }],
  weather: {
    snowfall: 0,
    rainfall: 0,
    visibility: 10_000,
    wind: { speed: 0, from: 0 },
    temperature: 280,
    cloudCover: 0,
    sun: { elevation: 0.5, azimuth: 1 },
  },
  actors: PLACES.map(([id, s]) => actorSpec(id, s)),
  sensors: [CAMERA],
  story: [],
  expect: [],
}

const WHEEL: WheelState = {
  travel: 0.01,
  steer: 0,
  spin: 0,
  spinRate: 45,
  slipRatio: -0.02,
  slipAngle: 0.01,
  load: 3600,
  forceX: -100,
  forceY: 20,
  forceAvailable: 3200,
  surface: 'dry-asphalt',
  mu: 0.9,
}

const actorState = (id: string, instance: number, x: number): ActorState => ({
  id,
  instance,
  present: true,
  position: [x, -1.75, 0],
  orientation: [0, 0, Math.sin(0.1 * instance), Math.cos(0.1 * instance)],
  velocity: [15, 0, 0],
  angularVelocity: [0, 0, 0.1],
  acceleration: [-1, 0.5, 0],
  s: x,
  t: -1.75,
  throttle: 0,
  brake: 0.2,
  steer: 0.01,
  absActive: false,
  escActive: false,
  aebActive: false,
  lights: {
    brake: true,
    indicatorLeft: false,
    indicatorRight: false,
    headlights: true,
    highBeam: false,
    beacon: false,
    siren: false,
  },
  wheels: [WHEEL, WHEEL, WHEEL, WHEEL],
})

/** The snapshot on this tick: everyone drives on at 15 m/s. */
export const stateAt = (tick: number): WorldState => ({
  tick,
  time: tick / TICKS_PER_SECOND,
  actors: PLACES.map(([id, x], i) => actorState(id, i + 1, x + (15 * tick) / TICKS_PER_SECOND)),
  events: [],
})

/** A cuboid of a sedan's size in the body frame, as a shape: its 3-D box is known. */
export const BOX_CENTER = [1.3, 0, 0.725] as const
export const BOX_SIZE = [4.6, 1.8, 1.45] as const
const CUBOID: Shape = {
  semantic: 'car',
  parts: [
    {
      name: 'body',
      mesh: {
        positions: Float32Array.from(
          Array.from({ length: 24 }, (_, i) => {
            const axis = i % 3
            const corner = Math.floor(i / 3)
            return BOX_CENTER[axis] + ((corner >> axis) & 1 ? 0.5 : -0.5) * BOX_SIZE[axis]
          }),
        ),
        normals: new Float32Array(24),
        uvs: null,
        colors: null,
        indices: Uint32Array.of(0, 2, 1, 1, 2, 3, 4, 5, 6, 5, 7, 6),
      },
      material: 'paint',
      color: [0.5, 0.02, 0.02],
      part: 'body',
      wheel: null,
      lamp: null,
    },
  ],
  wheels: [],
}

export const SHAPES: ReadonlyMap<string, Shape> = new Map(PLACES.map(([id]) => [id, CUBOID]))

type Rect = readonly [left: number, top: number, right: number, bottom: number]

/** Where things stand in picture number `n`: the lead sways to and fro. */
export const lead = (n: number): Rect => [12 + (n % 5), 20, 36 + (n % 5), 36]
export const VAN: Rect = [48, 16, 80, 44]
const HIDDEN: Rect = [2, 22, 10, 30]
const wall = (n: number): Rect => [0, 10, 24 + (n % 5), 40]
const window = (n: number): Rect => [30 + (n % 5), 24, 34 + (n % 5), 28]

export const paintRaster = (n: number): Raster => {
  const rgba = new Uint8Array(WIDTH * HEIGHT * 4)
  const depth = new Float32Array(WIDTH * HEIGHT)
  const ids = new Uint32Array(WIDTH * HEIGHT)
  const fill = (
    [left, top, right, bottom]: Rect,
    id: number,
    metres: number,
    rgb: readonly number[],
  ): void => {
    for (let y = Math.max(0, top); y < Math.min(HEIGHT, bottom); y++)
      for (let x = Math.max(0, left); x < Math.min(WIDTH, right); x++) {
        const i = y * WIDTH + x
        ids[i] = id
        depth[i] = metres
        rgba.set([...rgb, 255], 4 * i)
      }
  }
  const roadBehind = (rect: Rect): void => fill(rect, packId(0, 'road'), 30, [90, 90, 95])
  fill([0, 0, WIDTH, 24], packId(0, 'sky'), Infinity, [150, 180, 220])
  roadBehind([0, 24, WIDTH, HEIGHT])
  fill(HIDDEN, packId(4, 'car', 'body'), 33, [20, 120, 20])
  fill(lead(n), packId(2, 'car', 'body'), 16.25, [200, 30, 30])
  roadBehind(window(n))
  fill(VAN, packId(3, 'car', 'body'), 8.125, [240, 240, 240])
  fill([VAN[0], 38, VAN[0] + 6, VAN[3]], packId(3, 'car', 'wheel'), 8, [20, 20, 20])
  fill(wall(n), packId(0, 'wall'), 5.5, [160, 120, 90])
  return {
    width: WIDTH,
    height: HEIGHT,
    rgba,
    depth,
    ids,
    alone: [alone(4, HIDDEN), alone(3, VAN), alone(2, lead(n), 2 * 16)],
  }
}

/** `hole`: pixels of the rectangle that the object does not cover. */
const alone = (instance: number, box: Rect, hole = 0): Alone => ({
  instance,
  box,
  outline: box,
  pixels: (box[2] - box[0]) * (box[3] - box[1]) - hole,
  pixelsInImage: (Math.min(box[2], WIDTH) - box[0]) * (Math.min(box[3], HEIGHT) - box[1]) - hole,
})

/** Frame number `n` of the camera with all of its labels. */
export const paintedFrame = (n: number): CameraFrame => {
  const state = stateAt((n * TICKS_PER_SECOND) / FPS)
  return labelCamera(paintRaster(n), cameraView(CAMERA, state), CAMERA, state, n, SHAPES)
}
