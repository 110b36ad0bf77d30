/**
 * Named points of a road user: of a vehicle's body, measured on its very meshes, and of a human body, given by its
 * joints. Vehicles after the 24 points of OpenPifPaf's ApolloCar3D (Kreiss et al. 2021), people after COCO's 17.
 */
import type { Vec3 } from '../math/index.ts'
import type { LampKind, Part, Shape } from './shape.ts'

export interface Keypoint {
  readonly name: string
  /** In the body frame, or in the frame of its wheel or limb, m. */
  readonly at: Vec3
  /** Moves with this wheel (index into Shape.wheels); null: rigid with the body, or with a limb. */
  readonly wheel: number | null
  /** Moves with this limb (index into Shape.limbs). */
  readonly limb?: number
  /** It lies no deeper below the surface than this, m: joints lie inside a body. */
  readonly deep: number
}

/** Names in their order, and which of them are joined by a line (indices from 0). */
export interface Skeleton {
  readonly names: readonly string[]
  readonly bones: readonly (readonly [number, number])[]
}

const PERSON: Skeleton = {
  names: [
    'nose',
    ...['left_eye', 'right_eye', 'left_ear', 'right_ear', 'left_shoulder', 'right_shoulder'],
    ...['left_elbow', 'right_elbow', 'left_wrist', 'right_wrist', 'left_hip', 'right_hip'],
    ...['left_knee', 'right_knee', 'left_ankle', 'right_ankle'],
  ],
  bones: [
    ...([
      [15, 13],
      [13, 11],
      [16, 14],
      [14, 12],
      [11, 12],
      [5, 11],
      [6, 12],
      [5, 6],
    ] as const),
    ...([
      [5, 7],
      [6, 8],
      [7, 9],
      [8, 10],
      [1, 2],
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 5],
      [4, 6],
    ] as const),
  ],
}

/** Seen in the direction of travel: left is the vehicle's own left. */
const VEHICLE: Skeleton = {
  names: [
    ...['front_up_right', 'front_up_left', 'front_light_right', 'front_light_left', 'front_low_right'],
    ...['front_low_left', 'central_up_left', 'front_wheel_left', 'rear_wheel_left', 'rear_corner_left'],
    ...['rear_up_left', 'rear_up_right', 'rear_light_left', 'rear_light_right', 'rear_low_left'],
    ...['rear_low_right', 'central_up_right', 'rear_corner_right', 'rear_wheel_right', 'front_wheel_right'],
    ...['rear_plate_left', 'rear_plate_right', 'mirror_edge_left', 'mirror_edge_right'],
  ],
  bones: [
    // Front, left side, rear, right side, roof, plate, mirrors.
    ...([
      [0, 1],
      [2, 3],
      [4, 5],
      [0, 2],
      [1, 3],
      [2, 4],
      [3, 5],
    ] as const),
    ...([
      [1, 6],
      [6, 10],
      [5, 7],
      [7, 8],
      [8, 14],
      [10, 9],
      [9, 12],
      [12, 14],
    ] as const),
    ...([
      [10, 11],
      [12, 13],
      [14, 15],
      [11, 17],
      [17, 13],
      [13, 15],
    ] as const),
    ...([
      [0, 16],
      [16, 11],
      [4, 19],
      [19, 18],
      [18, 15],
      [6, 16],
    ] as const),
    ...([
      [20, 21],
      [12, 20],
      [13, 21],
      [1, 22],
      [0, 23],
    ] as const),
  ],
}

const RIDER: Skeleton = {
  names: [...PERSON.names, 'front_wheel', 'rear_wheel'],
  bones: [...PERSON.bones, [17, 18]],
}

/** Every skeleton that shapes have, by name. */
export const SKELETONS = { person: PERSON, vehicle: VEHICLE, rider: RIDER } as const

/** The skeleton of a shape; null: it has none (animals, things). */
export const skeletonOf = ({ semantic, keypoints }: Shape): keyof typeof SKELETONS | null => {
  if (keypoints === undefined) return null
  if (semantic === 'pedestrian') return 'person'
  return semantic === 'motorcycle' || semantic === 'bicycle' ? 'rider' : 'vehicle'
}

/** Below the surface by this much at most, m: what is read off a mesh lies on it. */
const ON_SURFACE = 0.01

type Vertices = readonly Vec3[]

const verticesOf = (parts: readonly Part[], which: (part: Part) => boolean): Vertices =>
  parts
    .filter(which)
    .flatMap(({ mesh: { positions } }) =>
      Array.from({ length: positions.length / 3 }, (_, i): Vec3 => [
        positions[3 * i],
        positions[3 * i + 1],
        positions[3 * i + 2],
      ]),
    )

/** The one for which `worth` is greatest; of none: undefined. */
const best = (vertices: Vertices, worth: (p: Vec3) => number): Vec3 | undefined => {
  let found: Vec3 | undefined
  let most = -Infinity
  for (const p of vertices) {
    const w = worth(p)
    if (w > most) [found, most] = [p, w]
  }
  return found
}

/** Share of the body's height above which is the roof. */
const ROOF = 0.88
/** Between these shares of the height is what a rear corner stands out at. */
const BELT = [0.42, 0.62] as const
/** The rear corner is no farther from the body's end than this, m. */
const REAR = 0.4
/** A box's rear edge is upright: its ends differ by less along the body, m. */
const STRAIGHT = 0.1

/**
 * The points of a vehicle on two or more axles with two wheels each; those that it does not have (a trailer has no
 * headlights) are left out.
 * @param wheels as Shape.wheels
 */
export const vehicleKeypoints = (parts: readonly Part[], wheels: Shape['wheels']): Keypoint[] => {
  const body = verticesOf(parts, (p) => p.part === 'body' || p.part === 'window')
  const lamps = (lamp: LampKind): Vertices => verticesOf(parts, (p) => p.lamp === lamp)
  const mirrors = verticesOf(parts, (p) => p.part === 'mirror')
  // Not their letters.
  const plates = verticesOf(parts, (p) => p.name === 'plates' || p.name === 'rear-plate')
  const [head, tail] = [lamps('head'), lamps('tail')]
  const height = best(body, (p) => p[2])?.[2] ?? 0
  const sides = (['left', 'right'] as const).flatMap((name): [string, Vec3 | undefined][] => {
    const side = name === 'left' ? 1 : -1
    const own = (all: Vertices): Vertices => all.filter((p) => side * p[1] > 0)
    const skin = own(body)
    const roof = skin.filter((p) => p[2] >= ROOF * height)
    const belt = skin.filter((p) => p[2] >= BELT[0] * height && p[2] <= BELT[1] * height)
    const front = best(roof, ([x, y]) => x + 1.5 * side * y)
    const rear = best(roof, ([x, y]) => -x + 1.5 * side * y)
    const behind = (best(skin, (p) => -p[0])?.[0] ?? 0) + REAR
    const at = (along: number, up: number) => (p: Vec3) => along * p[0] + 0.8 * side * p[1] + up * p[2]
    const low = best(skin, at(-1, -0.5))
    const corner =
      best(
        belt.filter((p) => p[0] < behind),
        at(-1, 0),
      ) ??
      (low && rear && Math.abs(low[0] - rear[0]) < STRAIGHT
        ? beltBetween(low, rear, height)
        : best(belt, at(-1, 0)))
    return [
      [`front_up_${name}`, front],
      [`central_up_${name}`, front && rear && between(roof, front, rear)],
      [`rear_up_${name}`, rear],
      [`front_light_${name}`, middleOf(own(head))],
      [`rear_light_${name}`, middleOf(own(tail))],
      [`front_low_${name}`, best(skin, at(1, -0.5))],
      [`rear_low_${name}`, low],
      [`rear_corner_${name}`, corner],
      [`mirror_edge_${name}`, best(own(mirrors), (p) => side * p[1] + 0.2 * p[2])],
      [`rear_plate_${name}`, plateEdge(plates, body, side)],
    ]
  })
  const rigid = sides.flatMap(([name, at]) =>
    at === undefined ? [] : [{ name, at, wheel: null, deep: ON_SURFACE }],
  )
  const last = wheels.length - 2
  const turning = (['left', 'right'] as const).flatMap((name, i) => [
    wheelPoint(parts, i, `front_wheel_${name}`),
    wheelPoint(parts, last + i, `rear_wheel_${name}`),
  ])
  const order = ({ name }: Keypoint): number => VEHICLE.names.indexOf(name)
  return [...rigid, ...turning].sort((a, b) => order(a) - order(b))
}

/** Half way between the roof's corners: the outermost vertex there, or the middle of a straight edge. */
const between = (roof: Vertices, front: Vec3, rear: Vec3): Vec3 => {
  const middle: Vec3 = [(front[0] + rear[0]) / 2, (front[1] + rear[1]) / 2, (front[2] + rear[2]) / 2]
  const near = 0.12 * (front[0] - rear[0])
  const side = Math.sign(front[1])
  const around = roof.filter((p) => Math.abs(p[0] - middle[0]) < near)
  return best(around, (p) => side * p[1] - Math.abs(p[0] - middle[0])) ?? middle
}

/** Where the straight edge of a box stands out at belt height. */
const beltBetween = (low: Vec3, high: Vec3, height: number): Vec3 => {
  const k = (((BELT[0] + BELT[1]) / 2) * height - low[2]) / (high[2] - low[2])
  const at = (i: 0 | 1 | 2): number => low[i] + k * (high[i] - low[i])
  return [at(0), at(1), at(2)]
}

/** The vertex nearest to the middle of them all. */
const middleOf = (vertices: Vertices): Vec3 | undefined => {
  const sum = vertices.reduce((a, p) => [a[0] + p[0], a[1] + p[1], a[2] + p[2]], [0, 0, 0])
  const mean = sum.map((v) => v / vertices.length)
  return best(vertices, (p) => -Math.hypot(p[0] - mean[0], p[1] - mean[1], p[2] - mean[2]))
}

/** The middle of the rear plate's edge on one side, on its outer face. */
const plateEdge = (plates: Vertices, body: Vertices, side: number): Vec3 | undefined => {
  const ahead = best(body, (p) => p[0])?.[0] ?? 0
  const behind = best(body, (p) => -p[0])?.[0] ?? 0
  const rear = plates.filter((p) => p[0] < (ahead + behind) / 2)
  if (rear.length === 0) return undefined
  const y = side * Math.max(...rear.map((p) => side * p[1]))
  const edge = rear.filter((p) => Math.abs(p[1] - y) < 1e-4)
  const heights = edge.map((p) => p[2])
  return [Math.min(...edge.map((p) => p[0])), y, (Math.min(...heights) + Math.max(...heights)) / 2]
}

/** Where a wheel's axle comes out on its outer side; of a single wheel (in the middle), its centre. */
const wheelPoint = (parts: readonly Part[], wheel: number, name: string, single = false): Keypoint => {
  const hub = verticesOf(parts, (p) => p.wheel === wheel).filter((p) => Math.hypot(p[0], p[2]) < 0.03)
  const side = wheel % 2 === 0 ? 1 : -1
  const reach = Math.max(0, ...hub.map((p) => side * p[1]))
  return {
    ...{ name, wheel, at: single ? [0, 0, 0] : [0, side * reach, 0] },
    deep: single ? reach + ON_SURFACE : ON_SURFACE,
  }
}

/** The two wheels of a two-wheeler. */
export const singleWheelKeypoints = (parts: readonly Part[]): Keypoint[] => [
  wheelPoint(parts, 0, 'front_wheel', true),
  wheelPoint(parts, 1, 'rear_wheel', true),
]
