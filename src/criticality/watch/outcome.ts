/**
 * What came of a run: which of its scenario's outcome classes held (scenario/outcomes.ts says which there are).
 * Most are told by the monitor and the referee; two are watched here, state by state.
 */
import type { Road } from '../../road/index.ts'
import { isDriven, outcomeClasses, type ConcreteScenario } from '../../scenario/index.ts'
import type { ActorState, WorldState } from '../../world/index.ts'
import { NEAR_MISS_TTC, type Criticality } from './monitor.ts'
import { footprint } from '../pair.ts'
import type { Verdict } from '../referee.ts'
import { subjectIndex } from '../subject.ts'

/** A lane is left when a corner of the body lies beyond its edge by more than this, m. */
const LANE_MARGIN = 0.3

/** Lying on its side: the body's own vertical leans by more than this, rad. */
const ON_ITS_SIDE = Math.PI / 3

export interface RunOutcome {
  /** The first of the scenario's classes, worst first, that held. */
  readonly class: string
  /** All that held; ['harmless'] when none of the others did. */
  readonly classes: readonly string[]
  /** Any but `harmless` held. */
  readonly critical: boolean
  /** When `class` first held (a near miss: when it was nearest), s; null: it is harmless. */
  readonly since: number | null
}

export interface OutcomeWatch {
  /** Feed every control step's state, in order. */
  observe(state: WorldState): void
  /** What came of the run, with what the monitor and the referee have to say of it. */
  outcome(criticality: Criticality, verdict: Verdict): RunOutcome
}

/** Watches one run. What the scenario's classes do not ask for costs nothing. */
export const createOutcomeWatch = (scenario: ConcreteScenario, road: Road): OutcomeWatch => {
  const classes = outcomeClasses(scenario.outcomes)
  const asks = (name: string): boolean =>
    classes.includes(name) && !scenario.expect.some((e) => e.id === name)
  const asksForLane = asks('lane-departure')
  const asksForControl = asks('loss-of-control')
  const at = subjectIndex(scenario.actors)
  const subject = scenario.actors[at]
  let departed: number | null = null
  let fallen: number | null = null

  return {
    observe: ({ time, actors }) => {
      const actor = actors[at]
      if (!actor.present) return
      if (asksForLane && departed === null && leavesLane(subject.spec, actor, road)) departed = time
      if (asksForControl && fallen === null && uprightness(actor) < Math.cos(ON_ITS_SIDE)) fallen = time
    },

    outcome: ({ minTtc, minTtcTime, collisions, lossOfControl }, { findings }) => {
      const towed = scenario.actors.filter((a) => a.towedBy === subject.id).map((a) => a.id)
      const own = new Set([subject.id, ...towed])
      const lost = [...lossOfControl.filter((l) => own.has(l.actor)).map((l) => l.time), fallen ?? Infinity]
      /** When each word first came true; Infinity: never. */
      const words: Readonly<Record<string, () => number>> = {
        collision: () => collisions.at(0)?.time ?? Infinity,
        'near-miss': () => (minTtc < NEAR_MISS_TTC ? (minTtcTime ?? Infinity) : Infinity),
        'loss-of-control': () => Math.min(...lost),
        'lane-departure': () => departed ?? Infinity,
        harmless: () => Infinity,
      }
      const times = classes.map((name) => {
        const label = findings.find((f) => f.id === name)
        return label === undefined ? words[name]() : label.held ? (label.time ?? Infinity) : Infinity
      })
      const held = classes.filter((_, i) => times[i] < Infinity)
      const found = held.length === 0 ? ['harmless'] : held
      const since = times.find((t) => t < Infinity) ?? null
      return { class: found[0], classes: found, critical: held.length > 0, since }
    },
  }
}

/** Whether part of the body lies beyond the lane under its middle, or there is no lane. In a junction it never does. */
export const leavesLane = (
  size: Pick<ConcreteScenario['actors'][number]['spec'], 'length' | 'width' | 'rearOverhang'>,
  actor: ActorState,
  road: Road,
): boolean => {
  const box = footprint(size, actor)
  const { s, t, road: on } = road.toRoad(box.x, box.y, actor.road)
  if (road.roads[on].junction !== null) return false
  const lane = road.laneAt(t, s, on)
  if (lane === undefined || !isDriven(lane)) return true
  const turned = box.heading - road.toWorld(s, 0, on).heading
  const reach = (Math.abs(Math.sin(turned)) * box.length + Math.abs(Math.cos(turned)) * box.width) / 2
  return t + reach > lane.left + LANE_MARGIN || t - reach < lane.right - LANE_MARGIN
}

/** The vertical share of the body's own vertical axis: 1 upright, 0 on its side. */
const uprightness = ({ orientation: [x, y] }: ActorState): number => 1 - 2 * (x * x + y * y)
