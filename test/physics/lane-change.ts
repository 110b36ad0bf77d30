/**
 * The double lane changes of ISO 3888: gates between cones, a driver who looks ahead along a fixed line, and the
 * fastest entry at which the body touches no cone. x along the course, y to the left, middle of the first gate 0.
 */
import { turnBy } from './turn.ts'
import type { SystemState, VehicleSpec } from '../../src/scenario/index.ts'
import type { ActorState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'
import { wheelbaseOf } from './handling.ts'

interface Gate {
  readonly from: number
  readonly to: number
  readonly right: number
  readonly left: number
}

/** How a driver goes at it. */
interface Driver {
  /** Looks ahead, s. */
  readonly preview: number
  /** The front axle leaves the first and the second gate's line this far before the gate's end, m. */
  readonly early: readonly [number, number]
  /** Where in the second gate the driver aims, share of its free width from the right (0) to the left (1). */
  readonly aim: number
}

const driversOf = (
  previews: readonly number[],
  earlies: readonly (readonly [number, number])[],
  aims: readonly number[],
): Driver[] =>
  previews.flatMap((preview) => earlies.flatMap((early) => aims.map((aim) => ({ preview, early, aim }))))

const QUICK = driversOf(
  [0.35, 0.3, 0.4],
  [
    [0, 0],
    [-2, 0],
    [0, 2],
  ],
  [0.3, 0.1, 0.4],
)
const STEADY = driversOf(
  [0.4, 0.5],
  [
    [2, -2],
    [-2, 2],
  ],
  [0.5, 0.3],
)

export interface Course {
  readonly gates: readonly Gate[]
  /** Throttle: held, or released this far behind the entrance, m. */
  readonly release: number | null
  /** Those that the best is taken of, as a test driver tries more than once. */
  readonly drivers: readonly Driver[]
}

/** ISO 3888-2:2011, obstacle avoidance, for a body of this width, m. */
export const obstacleAvoidance = (width: number): Course => {
  const half = (1.1 * width + 0.25) / 2
  const exit = Math.max(3, 1.3 * width + 0.25)
  return {
    gates: [
      { from: 0, to: 12, right: -half, left: half },
      { from: 25.5, to: 36.5, right: half + 1, left: half + 1 + width + 1 },
      { from: 49, to: 61, right: -half, left: exit - half },
    ],
    release: 2,
    drivers: QUICK,
  }
}

/** ISO 3888-1:2018, severe double lane change: lanes 3.5 m apart by their right edges. */
export const doubleLaneChange = (width: number): Course => {
  const half = (1.1 * width + 0.25) / 2
  return {
    gates: [
      { from: 0, to: 15, right: -half, left: half },
      { from: 45, to: 70, right: 3.5 - half, left: 3.5 - half + 1.2 * width + 0.25 },
      { from: 95, to: 125, right: -half, left: 1.3 * width + 0.25 - half },
    ],
    release: null,
    drivers: STEADY,
  }
}

const smooth = (u: number): number => {
  const x = Math.max(0, Math.min(1, u))
  return x * x * (3 - 2 * x)
}

/** The line through the gates. */
const lineOf = (
  [first, second, third]: readonly Gate[],
  { early, aim }: Driver,
  width: number,
): ((x: number) => number) => {
  const middle = (first.right + first.left) / 2
  const aside = second.right + width / 2 + aim * (second.left - second.right - width)
  const back = third.right + width / 2 + 0.5 * (third.left - third.right - width)
  return (x) =>
    middle +
    (aside - middle) * smooth((x - first.to + early[0]) / (second.from - first.to + early[0])) +
    (back - aside) * smooth((x - second.to + early[1]) / (third.from - second.to + early[1]))
}

/** Corners of the body, m. */
const cornersOf = (a: ActorState, v: VehicleSpec): [number, number][] => {
  const turn = turnBy(a.orientation)
  return [v.length - v.rearOverhang, -v.rearOverhang].flatMap((x) =>
    [1, -1].map((side): [number, number] => {
      const [dx, dy] = turn(x, (side * v.width) / 2)
      return [a.position[0] + dx, a.position[1] + dy]
    }),
  )
}

interface Passage {
  /** No cone was touched, and the car went through. */
  readonly clean: boolean
}

/** One attempt. The entrance is at x = 130 m of the road, so that the car has settled. */
export const attempt = (
  vehicle: VehicleSpec,
  course: Course,
  speed: number,
  driver: Driver,
  esc: SystemState = 'on',
): Passage => {
  const entrance = 130
  const lane = -1.75
  const line = lineOf(course.gates, driver, vehicle.width)
  const length = course.gates.at(-1)!.to
  const base = wheelbaseOf(vehicle)
  const car = actor({ id: 'car', spec: vehicle, speed, esc, at: { lane: -1, s: 100, offset: 0, heading: 0 } })
  const physics = physicsOf(flatRoad(), car)
  const along = (a: ActorState): number => a.position[0] - entrance
  const states = drive(
    physics,
    8,
    (_t, { actors: [a] }) => {
      const x = along(a)
      const now = Math.hypot(a.velocity[0], a.velocity[1])
      const ahead = now * driver.preview
      const front = x + base
      const [hx, hy] = turnBy(a.orientation)(1, 0)
      // Where the car would be without another turn of the wheel, against where it should be.
      const miss = line(front + ahead) - (a.position[1] - lane + (hy / hx) * (base + ahead))
      const curvature = (2 * miss) / (ahead * ahead)
      const released = course.release !== null && front > course.release
      return controls({
        steer: (base + 0.0025 * now * now) * curvature,
        throttle: released ? 0 : Math.max(0, Math.min(1, 0.15 + 0.5 * (speed - now))),
      })
    },
    ({ actors: [a] }) => along(a) > length + 5 || Math.hypot(a.velocity[0], a.velocity[1]) < 3,
  )
  const clean =
    along(states.at(-1)!.actors[0]) > length &&
    states.every(({ actors: [a] }) =>
      cornersOf(a, vehicle).every(([px, py]) =>
        course.gates.every(
          (g) =>
            px - entrance < g.from || px - entrance > g.to || (py - lane >= g.right && py - lane <= g.left),
        ),
      ),
    )
  return { clean }
}

/** The first driver who gets through without touching a cone, or undefined. */
export const ableDriver = (
  vehicle: VehicleSpec,
  course: Course,
  speed: number,
  esc: SystemState = 'on',
  drivers: readonly Driver[] = course.drivers,
): Driver | undefined => drivers.find((driver) => attempt(vehicle, course, speed, driver, esc).clean)

/** Fastest clean entry of the best of the drivers, on a grid of 0.5 m/s from 17 m/s on, m/s. */
export const fastestEntry = (vehicle: VehicleSpec, course: Course): number => {
  let best = 0
  let { drivers } = course
  for (let speed = 17; speed <= Math.max(best, 18) + 1; speed += 0.5) {
    const able = ableDriver(vehicle, course, speed, 'on', drivers)
    if (able === undefined) continue
    best = speed
    // Who made it goes first at the next speed.
    drivers = [able, ...course.drivers.filter((d) => d !== able)]
  }
  return best
}
