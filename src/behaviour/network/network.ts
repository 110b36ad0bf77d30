/** Drivers on a network of roads: the way of each, where he is on it, and what makes him wait. */
import { footprint } from '../../criticality/index.ts'
import { planLegs, rightOfWay, type Conflict, type Leg, type Road } from '../../road/index.ts'
import type { ActorSpec, ConcreteScenario, IgnoredRule, LightState } from '../../scenario/index.ts'
import type { ActorState, LightNow } from '../../world/index.ts'
import { steady } from '../lane/course.ts'
import { isOut, lightSays } from './light.ts'
import type { ActorMemory, RouteMemory } from '../memory.ts'
import { passesBefore, type Mover } from './right-of-way.ts'
import { layTrack, type Track } from './track.ts'
import { indicatedTurn, type Turn } from './turns.ts'
import type { Halt } from './halt.ts'

/** An own place is searched for this near to the last one, others this far along the way, m. */
const OWN_REACH = 20
const OTHERS_REACH = 320

/** What the rules of the road ask of a driver now. */
export interface Rules {
  /** How far before him he must have come to a stop, m; null: nothing holds him. */
  readonly stop: number | null
  /** The posted limit here, and the deceleration that lower ones ahead ask for, m/s and m/s^2. */
  readonly limit: number
  readonly slowing: number
  /** How far before him the next junction, light or crossing is, m. */
  readonly free: number
  /** Where the way turns off soon, and that is to be shown; null: nowhere. */
  readonly turn: Turn['side'] | null
}

export const FREE: Rules = { stop: null, limit: Infinity, slowing: 0, free: Infinity, turn: null }

export interface Network {
  track(route: RouteMemory): Track
  /** Notes what the traffic lights show. */
  look(lights: readonly LightNow[]): void
  /** Notes where every actor is on its way, for `rules`; who has changed lane has a new way from there. */
  locate(actors: readonly ActorState[], memories: readonly ActorMemory[], time: number): void
  /** Rules for one vehicle; remembers what it waits for. */
  rules(index: number, actors: readonly ActorState[], memories: readonly ActorMemory[], time: number): Rules
  /** Whether an actor is in a junction, or comes up to one so fast that it will not stop before it. */
  entersJunction(memory: ActorMemory, state: ActorState): boolean
}

export const createNetwork = (scenario: ConcreteScenario, road: Road): Network => {
  const tracks = new WeakMap<readonly Leg[], Track>()
  const conflicts = new Map<string, readonly Conflict[]>()
  let shown: ReadonlyMap<string, LightState> = new Map()
  /** Everybody who is on a way, as last located. */
  let movers: readonly Mover[] = []
  const { nodes } = road.graph

  const track = ({ legs }: RouteMemory): Track => {
    const known = tracks.get(legs)
    if (known !== undefined) return known
    const laid = layTrack(road, legs)
    tracks.set(legs, laid)
    return laid
  }
  const conflictsOf = (junction: string): readonly Conflict[] => {
    const dark = road.stopLines.some(
      (line) => line.junction === junction && line.signal !== null && isOut(shown.get(line.signal.id)),
    )
    const key = dark ? `${junction} without lights` : junction
    const known = conflicts.get(key)
    if (known !== undefined) return known
    const found = rightOfWay(road, junction, dark)
    conflicts.set(key, found)
    return found
  }

  /** Lays the way anew from the lane that an actor has changed to. */
  const relay = (memory: ActorMemory, route: RouteMemory, spec: ActorSpec, x: number, y: number): void => {
    const { s, t, road: on } = road.toRoad(x, y)
    const lane = road.laneAt(t, s, on)
    const along = route.legs.find((leg) => leg.road === on)?.direction
    // Who only passes others on the far side of the road goes on along his way.
    if (lane === undefined || (along !== undefined && lane.direction !== along)) return
    const { length, passes } = track(route)
    const driven = new Set(passes.flatMap(({ to, node }) => (to <= route.distance ? [nodes[node].road] : [])))
    const ahead = (id: string): boolean => !driven.has(road.roadIndex(id) ?? -1)
    const wanted =
      spec.route !== undefined && 'through' in spec.route
        ? { through: spec.route.through.filter(ahead) }
        : spec.route
    const legs = planLegs(road, { road: on, lane: lane.id, s }, wanted, length - route.distance)
    if (legs.length === 0) return
    memory.route = { ...route, legs, distance: 0, stood: -1, claimed: -1 }
    memory.course = steady(0)
  }

  const moverOf = (i: number, state: ActorState, { route }: ActorMemory): Mover | null => {
    if (route === null || !state.present) return null
    const { length, rearOverhang } = scenario.actors[i].spec
    const { velocity } = state
    const { driver } = scenario.actors[i]
    const margin = 'crossingMargin' in driver ? driver.crossingMargin : 0
    const start = 'maxAcceleration' in driver ? driver.maxAcceleration : USUAL_START
    const urgent = state.lights.beacon
    const speed = Math.sqrt(velocity[0] * velocity[0] + velocity[1] * velocity[1])
    const rear = route.distance - rearOverhang
    const front = rear + length
    return { index: i, route, track: track(route), rear, front, length, speed, margin, start, urgent }
  }

  /** Whether somebody on foot is on a crossing in the driver's lane, or on the way into it. */
  const isWalked = (
    own: Mover,
    [from, to]: readonly [number, number],
    actors: readonly ActorState[],
  ): boolean =>
    scenario.actors.some((spec, k) => {
      const state = actors[k]
      if (spec.spec.kind !== 'walker' || !state.present) return false
      const at = own.track.place(footprint(spec.spec, state), own.front, OWN_REACH + to - own.front)
      if (at.s < from - 1 || at.s > to + 1) return false
      const half = scenario.actors[own.index].spec.width / 2
      const aside = Math.abs(at.t)
      return aside < half + BESIDE_LANE || (aside < half + STEPPING_OUT && at.t * at.across < -0.1 * aside)
    })

  /** Whether a traffic light holds a driver. */
  const isStopped = ({ front, speed }: Mover, { line, distance }: Halt): boolean => {
    const shows = line?.signal == null ? undefined : shown.get(line.signal.id)
    return shows !== undefined && lightSays(shows, distance - front, speed) === 'stop'
  }

  /** Deceleration with which a driver on an emergency call comes to walk past red or a stop sign, m/s^2. */
  const caution = (own: Mover, halt: Halt): number => {
    if (!own.urgent || (halt.line?.control !== 'stop' && !isStopped(own, halt))) return 0
    const way = Math.max(halt.distance - own.front, 1)
    return Math.max(0, own.speed * own.speed - PAST_RED * PAST_RED) / (2 * way)
  }

  const heededBy = (own: Mover) => {
    const { driver } = scenario.actors[own.index]
    return (rule: IgnoredRule): boolean => !('ignores' in driver && driver.ignores.includes(rule))
  }

  /** Whether anybody goes before a driver where two ways of a junction meet. */
  const someonePasses = (own: Mover, node: number, conflict: Conflict, time: number): boolean =>
    movers.some((other) => other.index !== own.index && passesBefore(own, other, node, conflict, time))

  /**
   * Who has passed the line goes on looking: how far before him one crosses or joins who goes first by a sign and
   * comes sooner than was to be expected, m; null: nobody, or he cannot stop before that any more.
   */
  const stopsInside = (own: Mover, { junction }: Halt, time: number): number | null => {
    const pass = own.track.passes.find(({ node, to }) => node === junction?.node && to > own.front)
    // Who takes gaps for longer than they are does not notice it inside either.
    if (junction === null || pass === undefined || own.margin < 0 || !heededBy(own)('priority')) return null
    const { node, id } = junction
    const bold = { ...own, margin: own.margin - COMMITTED }
    let stop: number | null = null
    for (const conflict of conflictsOf(id)) {
      const { ways, at, first, by } = conflict
      // Each waits for the one to his right: inside the junction all would.
      if (!ways.includes(node) || first === null || first === node || by === 'nearside') continue
      const way = pass.from + at[ways[0] === node ? 0 : 1] - BEFORE_MEETING - own.front
      if (way < (own.speed * own.speed) / (2 * HARD_BRAKING) || (stop !== null && way >= stop)) continue
      if (someonePasses(bold, node, conflict, time)) stop = way
    }
    return stop
  }

  const mustWait = (
    own: Mover,
    halt: Halt,
    time: number,
    actors: readonly ActorState[],
  ): RouteMemory['waits'] => {
    const { route, speed } = own
    const way = halt.distance - own.front
    const heeds = heededBy(own)
    if (halt.crossing !== null)
      return heeds('crossings') && isWalked(own, halt.crossing, actors) ? 'walker' : null
    const control = halt.line?.control ?? 'none'
    if (!own.urgent && heeds('lights') && isStopped(own, halt)) return 'light'
    if (control === 'stop' && !own.urgent && heeds('stop-signs') && route.stood !== halt.distance) {
      if (speed < STANDING && way < AT_LINE) route.stood = halt.distance
      else return 'sign'
    }
    if (halt.junction === null || !heeds('priority')) return null
    const { node, id } = halt.junction
    const meeting = conflictsOf(id).filter(({ ways }) => ways.includes(node))
    return meeting.some((conflict) => someonePasses(own, node, conflict, time)) ? 'traffic' : null
  }

  const speedLimits = (own: Mover): Pick<Rules, 'limit' | 'slowing'> => {
    const { route, speed } = own
    const { legs } = route
    const limitAt = (i: number): number => road.limit(legs[i].from, legs[i].lane, legs[i].road)
    const { passes } = own.track
    let limit = Infinity
    let slowing = 0
    for (const [i, pass] of passes.entries()) {
      if (pass.to < own.front) continue
      const way = pass.from - own.front
      if (way > speed * speed) break
      const there = limitAt(i)
      if (way <= 0) limit = there
      else if (there < speed)
        slowing = Math.max(slowing, (speed * speed - there * there) / (2 * Math.max(way, 4)))
    }
    return { limit, slowing }
  }

  return {
    track,
    look: (lights) => {
      shown = new Map(lights.map(({ signal, shows }) => [signal, shows]))
    },
    locate: (actors, memories, time) => {
      memories.forEach((memory, i) => {
        const { route, course } = memory
        if (route === null || !actors[i].present) return
        const [x, y] = actors[i].position
        const changed = Math.abs(course.to) > OTHER_LANE && time > course.start + course.duration
        if (changed && course.duration > 0) relay(memory, route, scenario.actors[i], x, y)
        const own = memory.route ?? route
        const at = track(own).locate(x, y, own.distance, OWN_REACH)
        own.distance = at.distance
        own.offset = at.offset
      })
      movers = actors.flatMap((state, i) => moverOf(i, state, memories[i]) ?? [])
    },
    rules: (index, actors, memories, time) => {
      const own = movers.find((mover) => mover.index === index)
      if (own === undefined) return FREE
      const { route, speed } = own
      const was = route.waits
      route.waits = null
      let stop: number | null = null
      let careful = 0
      // Who looks off the road notices nothing new to stop for.
      const blind = was === null && time < memories[index].awayUntil
      const { halts } = own.track
      const behind = halts.findLast(({ distance }) => distance - own.front < -PAST_LINE)
      if (behind !== undefined && !blind) stop = stopsInside(own, behind, time)
      if (stop !== null) route.waits = 'traffic'
      for (const halt of halts) {
        const way = halt.distance - own.front
        if (way < -PAST_LINE) continue
        if (stop !== null) break
        if (blind || way > SEEN_FROM + (speed * speed) / (2 * EASY_BRAKING)) break
        // Who cannot stop any more drives on.
        if (way < (speed * speed) / (2 * HARD_BRAKING) && speed > STANDING && was === null) continue
        careful = Math.max(careful, caution(own, halt))
        const waits = mustWait(own, halt, time, actors)
        if (waits === null) continue
        route.waits = waits
        stop = way
        break
      }
      if (route.waits === null || speed > STANDING) route.since = null
      else route.since ??= time
      const { limit, slowing } = speedLimits(own)
      const ahead = halts.find(({ distance }) => distance > own.front)
      return {
        stop,
        limit,
        free: ahead === undefined ? Infinity : ahead.distance - own.front,
        slowing: Math.max(slowing, careful),
        turn: indicatedTurn(own.track.turns, own.front, speed),
      }
    },
    entersJunction: ({ route }, { velocity: [vx, vy] }) => {
      if (route === null) return false
      const { passes } = track(route)
      const i = passes.findIndex(({ to }) => route.distance < to)
      if (i < 0) return false
      if (nodes[passes[i].node].junction !== null) return true
      const next = i + 1 < passes.length ? nodes[passes[i + 1].node].junction : null
      return next !== null && passes[i].to - route.distance < (vx * vx + vy * vy) / (2 * HARD_BRAKING)
    },
  }
}

/** How fast a driver on an emergency call passes red, m/s. */
const PAST_RED = 5.5
/** How hard those speed up who are no drivers that see, m/s^2. */
const USUAL_START = 1.4
/** Who is past the line wants this much less to spare, s, and stops this far before the other one's way, m. */
const COMMITTED = 1
const BEFORE_MEETING = 1
/** Slower than this a vehicle stands, m/s. */
const STANDING = 0.15
/** Who stands this near to a line has stopped for it, m; who is this far past it does not stop for it. */
const AT_LINE = 3
const PAST_LINE = 0.3
/** A driver looks at what rules ahead from this far, beyond what easy braking takes, m and m/s^2. */
const SEEN_FROM = 25
const EASY_BRAKING = 1.5
const HARD_BRAKING = 6
/** Beside a lane somebody on foot is in the way this near to a vehicle's side, and stepping out this far off, m. */
const BESIDE_LANE = 0.7
const STEPPING_OUT = 5

/** Nobody farther than this is looked for along a way, m. @param far where he looks for who comes the other way */
export const othersReach = (sight: number, far: number): number =>
  Math.max(Math.min(OTHERS_REACH, sight + OWN_REACH), far)

/** A course this far off the way leads in another lane, m. */
const OTHER_LANE = 1.5

/** How far along a way somebody is searched for who is this far away: ways wind, m. */
export const searchedWithin = (away: number): number => 2 * away + OWN_REACH
