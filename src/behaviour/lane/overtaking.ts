/** Passes who is slower by the opposite lane: waits behind until it is seen to be free for long enough. */
import { extentAcross, extentAlong, wayAlong } from '../../criticality/index.ts'
import type { Lane } from '../../road/index.ts'
import type { OvertakingSpec } from '../../scenario/index.ts'
import { courseAt } from './course.ts'
import { inSight } from '../sight/eyes.ts'
import { SHOWN_BEFORE } from './lane-change.ts'
import type { Seeing } from '../speed/longitudinal.ts'
import type { ActorMemory } from '../memory.ts'
import type { Other, View } from '../view.ts'
import { wantedSpeed } from '../speed/wanted-speed.ts'

/** Of the indicator's intent: no lane of his own, but past somebody. */
const PAST_SOMEBODY = 0
/** Who is this much slower than the driver wants to be is worth passing, m/s. */
const SLOWER = 3
/** Slower than this somebody stands: in a queue nobody passes, m/s. */
const STANDING = 1
/** Somebody is looked for this far ahead, m and s at the speed difference. */
const NEAR = 15
const NEAR_TIME = 5
/** Distance to the side of motor vehicles, and room kept to the far edge of the opposite lane, m. */
const TO_VEHICLES = 1
const TO_EDGE = 0.2
/** Distance to people on bicycles and on foot in towns and outside (StVO par. 5), m; the limit that tells, m/s. */
const TO_PEOPLE = { town: 1.5, outside: 2 }
const TOWN = 51 / 3.6
/** Nobody holds his line better than this, m. */
const SWAYS = 0.1
/** Time to move out, and back in, s. */
const OUT = 3
const BACK = 3
/** Ahead of who is passed he moves back in after so much way, m, and time of the passed, s. */
const AHEAD = 4
const AHEAD_TIME = 0.6
/** He speeds up at this share of his hardest acceleration: what the engine gives besides drag. */
const SPEEDS_UP = 0.85
/** An oncoming vehicle that is not seen yet may be this much faster than the limit. */
const FASTER = 1.1
/** Who is to be passed is this far ahead, m, and faster so long after: there is nothing to win any more, s. */
const BEATEN = 2
const SPEEDING_UP = 2
/** Oncoming traffic this near is met as anything in the way, s. */
const MEETS = 1.5

/** All that passing takes. */
interface Plan {
  /** Line on which he passes, t in m. */
  readonly line: number
  /** Until he is back in his lane, s, and his way until then, m. */
  readonly time: number
  readonly way: number
}

const speedOf = ({ direction }: ActorMemory, { placed }: Other): number => direction * placed.along

/** Way from the driver to another one between bumpers, m; negative: beside or behind. */
const gapTo = ({ self }: View, { direction }: ActorMemory, { placed }: Other): number =>
  direction * wayAlong(self, placed) - extentAlong(self) - extentAlong(placed)

const isPerson = ({ spec: { spec } }: Other): boolean =>
  spec.kind === 'walker' || (spec.kind === 'vehicle' && spec.class === 'bicycle')

const distanceTo = (other: Other, { rules: { limit }, road, actor }: View, how: OvertakingSpec): number => {
  if (!isPerson(other)) return TO_VEHICLES
  const here = Math.min(limit, road.limit(actor.s))
  return how.clearance ?? (here < TOWN ? TO_PEOPLE.town : TO_PEOPLE.outside)
}

/** The lane of oncoming traffic beside the driver's own, and on which side of it that lies along t. */
const oppositeOf = (
  { road }: View,
  { direction, course }: ActorMemory,
): { readonly lane: Lane; readonly side: 1 | -1 } | null => {
  const own = road.laneAt(course.to)
  if (own?.direction !== direction) return null
  const lane = road.lanes.find(
    (l) =>
      (l.direction === -direction && l.type === 'driving' && Math.abs(l.right - own.left) < 0.5) ||
      (l.direction === -direction && l.type === 'driving' && Math.abs(l.left - own.right) < 0.5),
  )
  return lane === undefined ? null : { lane, side: lane.t > own.t ? 1 : -1 }
}

/** Whether somebody is in a strip round a line, as wide as the driver's vehicle and a little more. */
const isOn = ({ self }: View, line: number, { placed }: Other): boolean =>
  Math.abs(placed.t - line) < extentAcross(self) + extentAcross(placed) + 0.3

/** Those who go the driver's way on his line, from the nearest on, as long as there is no room between them. */
const columnAhead = (view: View, memory: ActorMemory, line: number, speed: number): readonly Other[] => {
  const room = 2 * extentAlong(view.self) + 2 * AHEAD + speed
  const ahead = view.others
    .filter((o) => isOn(view, line, o) && gapTo(view, memory, o) > 0 && speedOf(memory, o) > -STANDING)
    .sort((a, b) => gapTo(view, memory, a) - gapTo(view, memory, b))
  const end = ahead.findIndex((o, i) => {
    if (i === 0) return false
    const before = ahead[i - 1]
    return gapTo(view, memory, o) - gapTo(view, memory, before) - 2 * extentAlong(before.placed) > room
  })
  return end < 0 ? ahead : ahead.slice(0, end)
}

/** Time to gain a way on somebody, from one speed towards another, s. */
const timeToGain = (way: number, from: number, to: number, theirs: number, acceleration: number): number => {
  if (way <= 0) return 0
  const building = Math.max(0, to - from) / acceleration
  const gained = building * ((Math.max(from, to) + from) / 2 - theirs)
  if (gained < way) return to > theirs + 0.1 ? building + (way - gained) / (to - theirs) : Infinity
  const lead = from - theirs
  return (Math.sqrt(Math.max(0, lead * lead + 2 * acceleration * way)) - lead) / acceleration
}

const planFor = (
  view: View,
  memory: ActorMemory,
  driver: Seeing,
  passed: readonly Other[],
  out: number,
): Plan | null => {
  const { overtaking } = driver
  const beside = oppositeOf(view, memory)
  if (overtaking == null || beside === null || passed.length === 0) return null
  const half = view.self.world.width / 2
  const { lane, side } = beside
  const line =
    side *
    Math.max(
      ...passed.map(
        (o) => side * o.placed.t + extentAcross(o.placed) + distanceTo(o, view, overtaking) + SWAYS + half,
      ),
    )
  if (side * line + half > side * (side > 0 ? lane.left : lane.right) - TO_EDGE) return null
  const theirs = Math.max(0, ...passed.map((o) => speedOf(memory, o)))
  const last = passed[passed.length - 1]
  const own = Math.max(0, speedOf(memory, { ...last, placed: view.self }))
  const to = wantedSpeed(view.rules.limit, memory)
  const far =
    gapTo(view, memory, last) +
    2 * extentAlong(last.placed) +
    2 * extentAlong(view.self) +
    AHEAD +
    AHEAD_TIME * theirs
  const gains = timeToGain(far - out * (own - theirs), own, to, theirs, SPEEDS_UP * driver.maxAcceleration)
  const time = out + gains + BACK / 2
  return { line, time, way: far + theirs * time }
}

/** Somebody as the driver would see him `way` metres ahead in the opposite lane. */
const imagined = (view: View, { direction }: ActorMemory, way: number, lane: Lane): Other => {
  const s = view.self.s + direction * way
  const { x, y, heading } = view.road.toWorld(s, lane.t)
  const world = { ...view.self.world, x, y, heading: heading + (direction > 0 ? Math.PI : 0) }
  const position = [x, y, view.road.height(x, y, view.actor.position[2])] as const
  return {
    spec: view.spec,
    state: { ...view.actor, position },
    placed: { ...view.self, world, s, t: lane.t },
  }
}

/** What he sees from the edge of his lane towards the other one, past people on bicycles and on foot. */
const lookingPast = (view: View, { side, lane }: { readonly side: 1 | -1; readonly lane: Lane }): View => {
  const { self, road, others } = view
  const edge = side > 0 ? lane.right : lane.left
  const t = side * Math.max(side * self.t, side * edge - self.world.width / 2)
  const { x, y } = road.toWorld(self.s, t)
  return {
    ...view,
    self: { ...self, world: { ...self.world, x, y } },
    others: others.filter((other) => !isPerson(other)),
  }
}

/** Whether the opposite lane is free, and seen to be, for as long as a plan takes and `spare` seconds more. */
const isFree = (view: View, memory: ActorMemory, plan: Plan, spare: number, looks: boolean): boolean => {
  const { others, rules, road, actor } = view
  const beside = oppositeOf(view, memory)
  if (beside === null || rules.free < plan.way || rules.turn !== null) return false
  const looking = lookingPast(view, beside)
  const own = plan.way / Math.max(plan.time, 1)
  const needs = (theirs: number): number => plan.way + theirs * plan.time + spare * (theirs + own)
  for (const other of others) {
    const inWay = isOn(view, plan.line, other) || isOn(view, beside.lane.t, other)
    const gap = gapTo(view, memory, other)
    if (!inWay || gap < -2 * extentAlong(other.placed) || speedOf(memory, other) > STANDING) continue
    if (gap < needs(Math.max(0, -speedOf(memory, other))) && inSight(looking, other)) return false
  }
  if (!looks) return true
  const posted = Math.min(rules.limit, road.limit(actor.s))
  const far = needs(FASTER * (Number.isFinite(posted) ? posted : memory.desiredSpeed))
  if (far <= 0) return true
  return (
    far < view.far &&
    [far, far / 2].every((way) => inSight(looking, imagined(view, memory, way, beside.lane)))
  )
}

/** Whether somebody else comes past from behind. */
const isPassed = (view: View, memory: ActorMemory, line: number): boolean =>
  view.others.some((o) => {
    const behind = -memory.direction * wayAlong(view.self, o.placed)
    const closing = speedOf(memory, o) - speedOf(memory, { ...o, placed: view.self })
    return (
      isOn(view, line, o) && behind > 0 && behind < 8 + 3 * Math.max(0, closing) && speedOf(memory, o) > 0
    )
  })

const goesOn = (view: View, memory: ActorMemory, driver: Seeing): void => {
  const { passing, course } = memory
  const { actor, time, others } = view
  const last = others.find(({ state }) => state.instance === passing?.last)
  if (passing === null) return
  const back = (): void => {
    memory.passing = null
    memory.course = { from: actor.t, to: passing.back, start: time, duration: BACK }
  }
  if (last === undefined) {
    back()
    return
  }
  const past = -gapTo(view, memory, last) - 2 * extentAlong(view.self) - 2 * extentAlong(last.placed)
  if (past > AHEAD + AHEAD_TIME * Math.max(0, speedOf(memory, last))) {
    back()
    return
  }
  const slower = speedOf(memory, { ...last, placed: view.self }) < speedOf(memory, last)
  if (slower && time > course.start + OUT + SPEEDING_UP && gapTo(view, memory, last) > BEATEN) {
    back()
    return
  }
  // Who misjudges goes through with it; others think again, and fall back while nobody is beside them.
  const spare = driver.overtaking?.spare ?? 0
  const left = Math.max(0, course.start + course.duration - time)
  const plan = planFor(view, memory, driver, [last], left)
  const holds = spare < 0 || plan === null || isFree(view, memory, plan, 0, false)
  if (!holds && gapTo(view, memory, last) > 0) back()
}

/** Whether the driver passes somebody or means to; moves out, and back. */
export const overtake = (view: View, memory: ActorMemory, driver: Seeing): boolean => {
  const { overtaking } = driver
  const { course, intent } = memory
  const { time, actor, rules } = view
  if (memory.passing !== null) {
    goesOn(view, memory, driver)
    return true
  }
  const notYet = (): boolean => {
    if (intent?.lane === PAST_SOMEBODY) memory.intent = null
    return false
  }
  if (overtaking == null || memory.crashed || rules.stop !== null) return notYet()
  if (courseAt(course, time).t !== course.to || (intent !== null && intent.lane !== PAST_SOMEBODY))
    return false
  const own = Math.max(0, speedOf(memory, { spec: view.spec, state: actor, placed: view.self }))
  const passed = columnAhead(view, memory, course.to, own)
  if (passed.length === 0) return notYet()
  const theirs = speedOf(memory, passed[0])
  const worth = passed.every((o) => {
    const speed = speedOf(memory, o)
    const stands = speed < STANDING && o.spec.driver.kind !== 'none'
    return !stands && wantedSpeed(rules.limit, memory) - speed > SLOWER
  })
  const gap = gapTo(view, memory, passed[0])
  if (!worth || gap > NEAR + NEAR_TIME * Math.max(0, own - theirs) || !inSight(view, passed[0]))
    return notYet()
  const plan = planFor(view, memory, driver, passed, OUT)
  if (
    plan === null ||
    isPassed(view, memory, plan.line) ||
    !isFree(view, memory, plan, overtaking.spare, true)
  )
    return notYet()
  if (intent === null) {
    const side = memory.direction * (plan.line - course.to) > 0 ? 'left' : 'right'
    memory.intent = { lane: PAST_SOMEBODY, side, since: time }
  } else if (time >= intent.since + SHOWN_BEFORE) {
    const last = passed[passed.length - 1]
    memory.intent = null
    memory.passing = { last: last.state.instance, back: course.to }
    memory.course = { from: actor.t, to: plan.line, start: time, duration: OUT }
  }
  return true
}

/**
 * Whether a driver who passes somebody drives on whatever `other` does: those whom he has a plan for, who come the
 * other way and are still far, or are passed and will be beside him only when he has moved out.
 */
export const isPlannedFor = (view: View, memory: ActorMemory, other: Other): boolean => {
  const { passing, course } = memory
  if (passing === null) return false
  const gap = Math.max(0, gapTo(view, memory, other))
  const own = speedOf(memory, { ...other, placed: view.self })
  const closing = own - speedOf(memory, other)
  if (speedOf(memory, other) < -STANDING) return gap > MEETS * closing
  const left = Math.max(0, course.start + course.duration - view.time)
  return closing > 0 && gap > closing * (left + 0.5)
}
