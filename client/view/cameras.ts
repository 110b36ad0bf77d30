/** Where the eye is: pure geometry from a state, a mode and the mouse. Camera axes as in math/camera.ts. */
import {
  add,
  clamp,
  compose,
  quatFromEuler,
  quatFromYaw,
  rotate,
  transformPoint,
  wrapAngle,
  yawOf,
  type Pose,
  type Vec3,
} from '../../src/math/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { ActorState, WorldState } from '../../src/world/index.ts'

export const VIEW_MODES = ['chase', 'top', 'driver', 'free'] as const
export type ViewMode = (typeof VIEW_MODES)[number]
/** Vertical field of view, rad. */
export const FIELD_OF_VIEW: Readonly<Record<ViewMode, number>> = {
  chase: 0.85,
  top: 0.7,
  driver: 0.75,
  free: 0.8,
}

/** Where the mouse has turned the free view: bearing from the target, height angle (rad), distance (m). */
export interface Orbit {
  readonly bearing: number
  readonly elevation: number
  readonly distance: number
}
export const FIRST_ORBIT: Orbit = { bearing: -2.3, elevation: 0.35, distance: 14 }

const CHASE_BACK = 8.5
const CHASE_UP = 3.1
const CHASE_PITCH = 0.2
const TOP_HEIGHT = 48
/** The chase view turns after the car with this delay, s: so a skid is seen from outside. */
const CHASE_LAG = 0.45
/** A jump of the playhead longer than this starts the chase view anew, s. */
const JUMP = 0.5

export interface EyeControl {
  /** The eye's pose for this state; `mode` and `orbit` as the user has them. */
  pose(state: WorldState, mode: ViewMode, followed: string, orbit: Orbit): Pose
}

/** Direction in which a car travels; standing still, where it points. */
export const courseOf = (actor: ActorState): number => {
  const [vx, vy] = actor.velocity
  return Math.hypot(vx, vy) > 2 ? Math.atan2(vy, vx) : yawOf(actor.orientation)
}

/** Looks from `eye` at `target`. */
const lookAt = (eye: Vec3, target: Vec3): Pose => {
  const [dx, dy, dz] = [target[0] - eye[0], target[1] - eye[1], target[2] - eye[2]]
  return {
    position: eye,
    orientation: quatFromEuler({
      yaw: Math.atan2(dy, dx),
      pitch: -Math.atan2(dz, Math.hypot(dx, dy)),
      roll: 0,
    }),
  }
}

export const createEye = (scenario: ConcreteScenario): EyeControl => {
  let lagging: { id: string; time: number; course: number } | null = null

  const chaseCourse = (actor: ActorState, time: number): number => {
    const course = courseOf(actor)
    const passed = lagging === null || lagging.id !== actor.id ? Infinity : time - lagging.time
    if (lagging === null || passed > JUMP || passed < 0) lagging = { id: actor.id, time, course }
    else {
      const turned = wrapAngle(course - lagging.course) * (1 - Math.exp(-passed / CHASE_LAG))
      lagging = { id: actor.id, time, course: lagging.course + turned }
    }
    return lagging.course
  }
  /** The body's middle on the ground, from the vehicle's own dimensions. */
  const middle = (actor: ActorState): Vec3 => {
    const spec = scenario.actors.find((a) => a.id === actor.id)!.spec
    return transformPoint({ position: actor.position, orientation: actor.orientation }, [
      spec.length / 2 - spec.rearOverhang,
      0,
      0,
    ])
  }

  return {
    pose: (state, mode, followed, { bearing, elevation, distance }) => {
      const actor = state.actors.find((a) => a.id === followed) ?? state.actors[0]
      const target = middle(actor)
      switch (mode) {
        case 'chase': {
          const turn = quatFromYaw(chaseCourse(actor, state.time))
          const spec = scenario.actors.find((a) => a.id === actor.id)!.spec
          const back = CHASE_BACK + Math.max(0, spec.length - 5)
          const up = CHASE_UP + Math.max(0, spec.height - 1.6)
          return compose(
            { position: add(target, rotate(turn, [-back, 0, up])), orientation: turn },
            { position: [0, 0, 0], orientation: quatFromEuler({ yaw: 0, pitch: CHASE_PITCH, roll: 0 }) },
          )
        }
        case 'top': {
          const ahead = rotate(quatFromYaw(chaseCourse(actor, state.time)), [8, 0, 0])
          return {
            position: add(add(target, ahead), [0, 0, TOP_HEIGHT]),
            orientation: compose(
              { position: [0, 0, 0], orientation: quatFromYaw(chaseCourse(actor, state.time)) },
              {
                position: [0, 0, 0],
                orientation: quatFromEuler({ yaw: 0, pitch: Math.PI / 2 - 0.001, roll: 0 }),
              },
            ).orientation,
          }
        }
        case 'driver': {
          const spec = scenario.actors.find((a) => a.id === actor.id)!.spec
          return compose(
            { position: actor.position, orientation: actor.orientation },
            {
              position: spec.eye ?? [spec.length * 0.35, 0, spec.height * 0.85],
              orientation: quatFromEuler({ yaw: 0, pitch: 0.04, roll: 0 }),
            },
          )
        }
        case 'free': {
          const flat = Math.cos(elevation) * distance
          const eye: Vec3 = [
            target[0] + Math.cos(bearing) * flat,
            target[1] + Math.sin(bearing) * flat,
            target[2] + 0.8 + Math.sin(elevation) * distance,
          ]
          return lookAt(eye, [target[0], target[1], target[2] + 0.8])
        }
      }
    },
  }
}

/** The orbit after the mouse was dragged by so many pixels. */
export const dragOrbit = ({ bearing, elevation, distance }: Orbit, dx: number, dy: number): Orbit => ({
  bearing: bearing - dx * 0.006,
  elevation: clamp(elevation + dy * 0.005, -0.02, 1.5),
  distance,
})

export const zoomOrbit = (orbit: Orbit, by: number): Orbit => ({
  ...orbit,
  distance: clamp(orbit.distance * Math.exp(by * 0.001), 4, 250),
})
