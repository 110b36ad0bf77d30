/** One physics world: actors' controls in, WorldState out. The step reads as a table of contents. */
import type { Road } from '../road/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import {
  TICKS_PER_CONTROL,
  TICKS_PER_SECOND,
  type Controls,
  type Surroundings,
  type WorldEvent,
  type WorldState,
} from '../world/index.ts'
import { align } from './tyres/aligning.ts'
import { airOf, blow, moveAir } from './chassis/aero.ts'
import { giveWrench, moveBody } from './body.ts'
import { ACT_EVERY } from './constants.ts'
import { brake } from './chassis/brakes.ts'
import { deflate } from './tyres/burst.ts'
import { LOOK_EVERY, nearbyPairs, settleContacts, type Touch } from './contact/contact.ts'
import { drive } from './chassis/driveline.ts'
import { burdenOn, hitchesOf, join, lineUp, withTrailers } from './chassis/hitch.ts'
import { FreeBody } from './bodies/free-body.ts'
import { fasten } from './bodies/load.ts'
import { obeyFree, placeFree, stepFree } from './bodies/free-step.ts'
import { leftRoad, obey, place } from './presence.ts'
import { balance, demandsOf, easeBrakes } from './two-wheelers/rider.ts'
import { stabilise } from './chassis/esc.ts'
import { displaceDrag } from './chassis/resistance.ts'
import { lieOnGround } from './contact/roof.ts'
import { watchSkid } from './tyres/skid.ts'
import { snapshotOf } from './snapshot.ts'
import { steer } from './chassis/steering.ts'
import { lookAtGround, touchGround } from './tyres/surface.ts'
import { observe } from './trace.ts'
import { holdTraction } from './chassis/traction-control.ts'
import { suspend } from './chassis/suspension.ts'
import {
  restoreFree,
  restoreVehicle,
  saveFree,
  saveVehicle,
  type FreeSave,
  type VehicleSave,
} from './save.ts'
import {
  leanOnGround,
  lieDown,
  precess,
  springSideForce,
  type TwoWheeler,
} from './two-wheelers/two-wheeler.ts'
import { Vehicle } from './vehicle.ts'
import { rollWheels } from './tyres/wheel.ts'

/** Everything that changes, as plain data: it can be cloned, sent and compared. */
export interface PhysicsSave {
  readonly tick: number
  readonly vehicles: readonly VehicleSave[]
  readonly free: readonly FreeSave[]
  readonly touches: readonly Touch[]
  readonly events: readonly WorldEvent[]
  readonly pending: readonly WorldEvent[]
}

export interface Physics {
  /**
   * One tick of 1/600 s.
   * @param controls one for each actor, in the scenario's order; held until the next call.
   * @param surroundings where the story changes them: as they are now; left out: as the scenario says.
   * @throws RangeError naming the actor and the control that is not a finite number.
   */
  step(controls: readonly Controls[], surroundings?: Surroundings): void
  /** The world now. Events since the last control step come with the snapshots of control ticks only. */
  snapshot(): WorldState
  /** A copy of the whole state. */
  save(): PhysicsSave
  /** Goes on from a saved state of the same scenario, to the bit. */
  restore(saved: PhysicsSave): void
}

/** The ground is made anew when the water on it has grown by so much, m. */
const FILM_STEP = 2e-6

/**
 * Puts every actor at its placement, on its wheels and rolling.
 * @param scenario what to simulate; its seed is not used: physics has no chance in it.
 */
export const createPhysics = (scenario: ConcreteScenario, road: Road): Physics => {
  const air = airOf(scenario.weather)
  let { wind } = scenario.weather
  let ground = road
  let wetness = 0
  let around: Surroundings | null = null
  const bodies = scenario.actors.map((actor, i) => {
    const { id, spec } = actor
    if (spec.kind !== 'vehicle') return placeFree(new FreeBody(id, spec, i), actor, road)
    const vehicle = new Vehicle({ ...actor, spec }, i, burdenOn(actor, scenario.actors))
    place(vehicle, actor, road)
    return vehicle
  })
  const vehicles = bodies.filter((b) => b instanceof Vehicle)
  const free = bodies.filter((b) => b instanceof FreeBody)
  for (const b of free) {
    const { at } = scenario.actors[b.index]
    const carrier = vehicles.find((v) => v.id === at.carried?.by)
    if (carrier !== undefined) fasten(b, at, carrier, scenario.actors[carrier.index].at)
  }
  const hitches = hitchesOf(vehicles)
  for (const h of hitches) lineUp(h, road)

  let tick = 0
  let touches: Touch[] = []
  let pairs = nearbyPairs(bodies)
  let pending: WorldEvent[] = []
  let events: readonly WorldEvent[] = []

  /** Takes over what the story has changed: wind for the air, patches for the ground. */
  const surround = (now: Surroundings): void => {
    const film = FILM_STEP * Math.round(now.film / FILM_STEP)
    if (now.surface !== (around ?? scenario).surface || film !== wetness)
      ground = road.resurfaced(now.surface, film)
    wetness = film
    air.density = airOf(now.weather).density
    wind = now.weather.wind
    moveAir(air, wind, tick / TICKS_PER_SECOND)
    around = now
  }

  const step = (controls: readonly Controls[], surroundings?: Surroundings): void => {
    tick++
    if (surroundings !== undefined && surroundings !== around) surround(surroundings)
    if (wind.gusts !== undefined) moveAir(air, wind, tick / TICKS_PER_SECOND)
    const orders = withTrailers(hitches, controls)
    for (const v of vehicles) obey(v, orders[v.index])
    for (const b of free) obeyFree(b, orders[b.index])
    for (const v of vehicles) {
      if (v.state.present === 0) continue
      if (v.twoWheeler === null) push(v, orders[v.index])
      else ride(v, v.twoWheeler, orders[v.index])
    }
    for (const h of hitches) if (h.trailer.state.present === 1) join(h)
    for (const v of vehicles) if (v.state.present === 1) moveBody(v)
    for (const b of free) stepFree(b, ground)
    if (tick % LOOK_EVERY === 0) pairs = nearbyPairs(bodies)
    settleContacts(bodies, pairs, touches, tick, pending)
    events = tick % TICKS_PER_CONTROL === 0 ? report() : []
  }

  /** Hands out what happened since the last control step. */
  const report = (): readonly WorldEvent[] => {
    for (const b of bodies) if (b.state.present === 1) observe(b)
    for (const v of vehicles) if (v.state.present === 1) watch(v)
    const happened = pending
    pending = []
    return happened
  }

  /** Everything that pushes one vehicle, summed into one wrench. */
  const push = (v: Vehicle, controls: Controls): void => {
    const acts = tick % ACT_EVERY === 1
    v.wrench.clear()
    steer(v, controls)
    if (acts) lookAtGround(v, ground)
    touchGround(v)
    if (acts) act(v, controls)
    suspend(v)
    rollWheels(v)
    align(v)
    lieOnGround(v, ground)
    displaceDrag(v)
    blow(v, air, controls.gust)
    giveWrench(v)
  }

  /** What sets the torques of the wheels. */
  const act = (v: Vehicle, controls: Controls): void => {
    deflate(v)
    stabilise(v)
    holdTraction(v)
    drive(v, controls)
    brake(v, controls)
  }

  /** The same of a two-wheeler. */
  const ride = (v: Vehicle, two: TwoWheeler, given: Controls): void => {
    const controls = demandsOf(v, given)
    const acts = tick % ACT_EVERY === 1
    v.wrench.clear()
    if (acts) lookAtGround(v, ground)
    leanOnGround(v, two)
    const steerRate = balance(v, two, controls)
    if (acts) actOfRider(v, controls)
    suspend(v)
    springSideForce(v)
    rollWheels(v)
    align(v)
    precess(v, steerRate)
    lieDown(v, two, ground)
    displaceDrag(v)
    blow(v, air, controls.gust)
    giveWrench(v)
  }

  const actOfRider = (v: Vehicle, controls: Controls): void => {
    deflate(v)
    drive(v, controls)
    brake(v, controls)
    easeBrakes(v)
  }

  /** What a control step reports of one vehicle. */
  const watch = (v: Vehicle): void => {
    const time = tick / TICKS_PER_SECOND
    const skid = watchSkid(v)
    if (skid !== null) pending.push({ kind: skid, time, actors: [v.id] })
    if (leftRoad(v, road)) pending.push({ kind: 'off-road', time, actors: [v.id] })
  }

  const save = (): PhysicsSave => ({
    tick,
    vehicles: vehicles.map(saveVehicle),
    free: free.map(saveFree),
    touches: touches.map((t) => ({ ...t })),
    events: [...events],
    pending: [...pending],
  })

  const restore = (saved: PhysicsSave): void => {
    tick = saved.tick
    // What the story has changed by then comes with the next step, or it has changed nothing.
    around = null
    ground = road
    wetness = 0
    air.density = airOf(scenario.weather).density
    wind = scenario.weather.wind
    moveAir(air, wind, tick / TICKS_PER_SECOND)
    saved.vehicles.forEach((vehicle, i) => restoreVehicle(vehicles[i], vehicle))
    saved.free.forEach((body, i) => restoreFree(free[i], body))
    touches = saved.touches.map((t) => ({ ...t }))
    events = [...saved.events]
    pending = [...saved.pending]
    pairs = nearbyPairs(bodies)
  }

  return { step, snapshot: () => snapshotOf(bodies, road, tick, events), save, restore }
}
