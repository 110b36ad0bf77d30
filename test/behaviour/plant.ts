/** A kinematic car for tests of drivers: it goes where its wheels point and has all the grip it wants. */
import { createBehaviour, type Behaviour } from '../../src/behaviour/index.ts'
import { quatFromYaw, yawOf } from '../../src/math/index.ts'
import { buildRoad, type Road } from '../../src/road/index.ts'
import type { ActorSpec, ConcreteScenario } from '../../src/scenario/index.ts'
import {
  lightProgramme,
  TICKS_PER_CONTROL,
  TICKS_PER_SECOND,
  type ActorState,
  type Controls,
  type WorldEvent,
  type WorldState,
} from '../../src/world/index.ts'
import { stateOf } from '../criticality/scene.ts'

const DT = TICKS_PER_CONTROL / TICKS_PER_SECOND

/** Moves one car by one control step: kinematic bicycle, steering rate limit, drag, no reverse. */
const move = (spec: ActorSpec, a: ActorState, c: Controls, road: Road): ActorState => {
  if (!c.present) return { ...a, present: false }
  const vehicle = spec.spec
  // Somebody on foot stays where they are.
  if (vehicle.kind === 'walker') return a
  if (vehicle.kind !== 'vehicle') throw new TypeError('a plant of cars')
  const v0 = Math.sqrt(a.velocity[0] ** 2 + a.velocity[1] ** 2)
  const drive = c.throttle * Math.min(vehicle.driveForceMax, vehicle.enginePower / Math.max(v0, 1))
  const brake = vehicle.axles.reduce(
    (sum, x) => sum + (c.brake * vehicle.brakeTorqueMax * x.brakeShare) / x.wheelRadius,
    0,
  )
  const drag = 0.5 * 1.225 * vehicle.dragArea * v0 * v0 + 0.012 * vehicle.mass * 9.81
  const wanted = (drive - (v0 > 0 ? brake + drag : 0)) / vehicle.mass
  const v = Math.max(0, v0 + wanted * DT)
  const turn = Math.max(-vehicle.steerRateMax * DT, Math.min(vehicle.steerRateMax * DT, c.steer - a.steer))
  const steer = a.steer + turn
  const yawRate = (v * Math.tan(steer)) / (vehicle.axles[0].x - vehicle.axles[1].x)
  const yaw = yawOf(a.orientation) + yawRate * DT
  const middle = yaw - (yawRate * DT) / 2
  const x = a.position[0] + v * DT * Math.cos(middle)
  const y = a.position[1] + v * DT * Math.sin(middle)
  return {
    ...a,
    ...road.toRoad(x, y),
    present: true,
    position: [x, y, 0],
    orientation: quatFromYaw(yaw),
    velocity: [v * Math.cos(yaw), v * Math.sin(yaw), 0],
    angularVelocity: [0, 0, yawRate],
    acceleration: [(v - v0) / DT, v * yawRate, 0],
    throttle: c.throttle,
    brake: c.brake,
    steer,
    aebActive: c.aebActive,
    lights: c.lights,
  }
}

export interface Drive {
  readonly road: Road
  readonly behaviour: Behaviour
  readonly events: readonly WorldEvent[]
  readonly controls: readonly Controls[]
  readonly state: WorldState
  /** Goes on for some seconds; `each` sees every state before its step. */
  run(seconds: number, each?: (state: WorldState, controls: readonly Controls[]) => void): WorldState
  actor(id: string): ActorState
}

/** Drivers and story of a scenario with kinematic cars. */
export const driveOn = (scenario: ConcreteScenario): Drive => {
  const road = buildRoad(scenario.road, scenario.surface)
  const behaviour = createBehaviour(scenario, road)
  const programme = lightProgramme(road)
  const events: WorldEvent[] = []
  let state = stateOf(scenario)
  let controls: readonly Controls[] = []
  return {
    road,
    behaviour,
    events,
    get controls() {
      return controls
    },
    get state() {
      return state
    },
    run: (seconds, each) => {
      for (let n = Math.round(seconds / DT); n > 0; n--) {
        const decision = behaviour.step({ ...state, ...programme(state.time) })
        controls = decision.controls
        events.push(...decision.events)
        each?.(state, controls)
        const tick = state.tick + TICKS_PER_CONTROL
        state = {
          tick,
          time: tick / TICKS_PER_SECOND,
          actors: state.actors.map((a, i) => move(scenario.actors[i], a, controls[i], road)),
          events: [],
        }
      }
      return state
    },
    actor: (id) => state.actors.find((a) => a.id === id)!,
  }
}
