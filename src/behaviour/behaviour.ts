/** Who does what: the story first, then every driver, once a control step. */
import { createSituation, footprint, joined, type SituationOf } from '../criticality/index.ts'
import { yawOf } from '../math/index.ts'
import type { Road } from '../road/index.ts'
import { asDriven } from './towing.ts'
import {
  isVehicle,
  isWalker,
  type ActorSpec,
  type ConcreteScenario,
  type LightState,
  type Weather,
} from '../scenario/index.ts'
import {
  LIGHTS_OFF,
  surroundingsOf,
  withLightsSet,
  type ActorState,
  type Controls,
  type Surroundings,
  type WorldEvent,
  type WorldState,
} from '../world/index.ts'
import { attentionOf, type Attention } from './sight/attention.ts'
import { createNetwork, FREE, othersReach, searchedWithin } from './network/network.ts'
import { noExternalDriver, type ExternalDriver } from './external.ts'
import { emergencyPedal, footOf, handOf } from './driver.ts'
import { headlightsOn, lampsOf } from './lamps.ts'
import { lightsSet } from './network/light.ts'
import { sees } from './speed/longitudinal.ts'
import { freshMemory, type ActorMemory, type BehaviourMemory, type RouteMemory } from './memory.ts'
import { misfortuneOf } from './story/misfortune.ts'
import { perceptionOf } from './sight/perception.ts'
import { farSightIn, sightIn } from './sight/sight.ts'
import { createStory } from './story/story.ts'
import type { Other, View } from './view.ts'
import { feetOf } from './story/walker.ts'

/** What one control step decides: controls in the scenario's order of actors, and what began. */
export interface Decision {
  readonly controls: readonly Controls[]
  readonly events: readonly WorldEvent[]
  /** Left out: the story changes nothing of them in this run. */
  readonly surroundings?: Surroundings
  /** What traffic lights show that the story has set, by signal. */
  readonly lightsSet: ReadonlyMap<string, LightState>
}

export interface Behaviour {
  /** Decides one control step (100 Hz). Call once for each, in order. */
  step(state: WorldState): Decision
  /** All that is remembered, as plain data of its own. */
  save(): BehaviourMemory
  /** Goes on from a saved memory as if nothing had happened since. */
  restore(saved: BehaviourMemory): void
}

/** Civil twilight ends when the sun is this far below the horizon, rad. */
const NIGHT_SUN = (-6 * Math.PI) / 180

/** How far the driver of a vehicle sees, m. */
const sightOf = (
  sight: typeof sightIn,
  { driver }: ActorSpec,
  { orientation }: ActorState,
  weather: Weather,
): number => sight(weather, yawOf(orientation), sees(driver) ? driver.haze : 0)

const overtakes = ({ driver }: ActorSpec): boolean => sees(driver) && driver.overtaking !== undefined

/** What the story has done to a thing that a vehicle carries. */
const thingOf = ({ dropped, swing }: ActorMemory): Pick<Controls, 'drop' | 'swing'> => ({
  ...(dropped === null ? {} : { drop: dropped }),
  ...(swing === null ? {} : { swing }),
})

const WATCHFUL = { glanceEvery: 0, glance: 0, weave: 0 }
const ABSENT: Controls = {
  throttle: 0,
  brake: 0,
  steer: 0,
  lights: LIGHTS_OFF,
  aebActive: false,
  present: false,
}

/**
 * The drivers and the story of one run.
 * @param askExternal speaks to drivers outside the programme
 * @param situationOf shared with others who look at the run, if there are any
 */
export const createBehaviour = (
  scenario: ConcreteScenario,
  road: Road,
  askExternal: ExternalDriver = noExternalDriver,
  situationOf: SituationOf = createSituation(scenario, road),
): Behaviour => {
  const story = createStory(scenario, road)
  const attention = scenario.actors.map(({ id, driver }) =>
    attentionOf(
      sees(driver) ? driver.attention : WATCHFUL,
      scenario.seed,
      id,
      scenario.stop.after,
      perceptionOf(driver),
    ),
  )
  let memory = freshMemory(scenario, road)
  const network = createNetwork(scenario, road)

  const rigs = new Map(
    scenario.actors.flatMap(({ id, towedBy }) => (towedBy === undefined ? [] : [[id, towedBy]])),
  )
  const driven = scenario.actors.map((a) => (isVehicle(a) ? asDriven(a, scenario.actors) : null))

  const noteCrash = (hit: readonly string[]): void => {
    scenario.actors.forEach(({ id, driver }, i) => {
      const own = (who: string): boolean => who === id || rigs.get(who) === id
      if (sees(driver) && hit.some(own)) memory.actors[i].crashed = true
    })
  }

  const drive = (
    view: View,
    own: ActorMemory,
    mind: Attention,
    headlights: boolean,
    state: WorldState,
  ): { controls: Controls; events: WorldEvent[] } => {
    const wasBraking = own.emergencyBraking
    const emergency = emergencyPedal(view, own, mind)
    const answer = view.spec.driver.kind === 'external' ? askExternal(view.spec, state) : null
    const feet = footOf(view, own, mind, answer)
    const brake = Math.max(feet.brake, emergency)
    const began = own.emergencyBraking && !wasBraking
    return {
      controls: {
        throttle: own.emergencyBraking ? 0 : feet.throttle,
        brake,
        steer: handOf(view, own, mind, answer),
        lights: lampsOf(view, own, brake, headlights),
        aebActive: own.emergencyBraking,
        present: true,
        ...misfortuneOf(own, view.time),
      },
      events: began ? [{ kind: 'aeb', time: view.time, actors: [view.spec.id] }] : [],
    }
  }

  /** What a driver on a network sees: himself, the road and the others as they lie along his way. */
  const onTheWay = (view: View, route: RouteMemory, i: number, state: WorldState): View => {
    const track = network.track(route)
    const { distance, offset } = route
    const farthest = othersReach(view.sight, view.far)
    const [x, y] = view.actor.position
    const others = view.others.flatMap((other): Other[] => {
      const [dx, dy] = [other.state.position[0] - x, other.state.position[1] - y]
      const away = Math.sqrt(dx * dx + dy * dy)
      if (away > farthest) return []
      const at = track.place(other.placed.world, distance, searchedWithin(away))
      // Who comes up to a junction on another road is a matter of right of way, not of where he would be.
      const k = other.state.instance - 1
      const crosses = Math.abs(at.across) > Math.abs(at.along) && isVehicle(other.spec)
      if (crosses && !network.entersJunction(memory.actors[k], other.state))
        return [{ ...other, placed: { ...at, across: 0 } }]
      return [{ ...other, placed: at }]
    })
    return {
      ...view,
      actor: { ...view.actor, s: distance, t: offset },
      self: track.place(footprint(view.spec.spec, view.actor), distance, searchedWithin(0)),
      ...{ others, road: track.road(distance) },
      rules: network.rules(i, state.actors, memory.actors, view.time),
    }
  }

  return {
    step: (state) => {
      // The story sees the world as it has left it.
      const before = memory.surroundings === null ? {} : { surroundings: memory.surroundings.now }
      const situation = situationOf({
        ...{ ...state, ...before },
        ...withLightsSet(state, lightsSet(memory.lightOrders)),
      })
      for (const event of state.events) if (event.kind === 'collision') noteCrash(event.actors)
      const events = [...story.step(situation, memory)]
      const surroundings = memory.surroundings === null ? {} : { surroundings: memory.surroundings.now }
      const { weather, faults } = surroundingsOf(scenario, surroundings)
      const headlights = headlightsOn(weather)
      const dark = weather.sun.elevation < NIGHT_SUN
      const placed = scenario.actors.map((a) => situation.placed(a.id))
      const everyone = scenario.actors.flatMap((spec, k): Other[] => {
        const at = placed[k]
        return at === null ? [] : [{ spec, state: state.actors[k], placed: at }]
      })
      const vehicles = state.actors.filter((_, i) => isVehicle(scenario.actors[i]))
      const set = lightsSet(memory.lightOrders)
      const { lights = [] } = withLightsSet(state, set)
      network.look(lights)
      network.locate(state.actors, memory.actors, state.time)
      const controls = scenario.actors.map((spec, i): Controls => {
        const self = placed[i]
        const own = memory.actors[i]
        if (!own.present) return ABSENT
        // Told to appear, but not in the world before the next state: it begins with nothing pressed.
        if (!self) return { ...ABSENT, present: true }
        if (isWalker(spec))
          return { ...ABSENT, present: true, walk: feetOf(state.actors[i], own, state.time, vehicles) }
        if (!isVehicle(spec)) return { ...ABSENT, present: true, ...thingOf(own) }
        const others = everyone.filter((o) => o.spec !== spec && !joined(o.spec, spec))
        // Written out: V8 spreads slowly, and this is made a hundred times a second for every driver.
        const seen: View = {
          spec: driven[i] ?? spec,
          actor: state.actors[i],
          self,
          others,
          road,
          rules: FREE,
          time: state.time,
          sight: sightOf(sightIn, spec, state.actors[i], weather),
          far: overtakes(spec) ? sightOf(farSightIn, spec, state.actors[i], weather) : 0,
          dark,
          faults,
        }
        const decision = drive(
          own.route === null ? seen : onTheWay(seen, own.route, i, state),
          own,
          attention[i],
          headlights,
          state,
        )
        events.push(...decision.events)
        return decision.controls
      })
      return { controls, events, ...surroundings, lightsSet: set }
    },
    save: () => structuredClone(memory),
    restore: (saved) => {
      memory = structuredClone(saved)
    },
  }
}
