/**
 * What came of a run: which of its scenario's outcome classes held (scenario/outcomes.ts says which there are).
 * Most are told by the monitor and the referee; two are watched here, state by state.
 */
import type { Road } from '../road/index.ts'
import { isDriven, outcomeClasses, type ConcreteScenario } from '../scenario/index.ts'
import type { ActorState, WorldState } from '../world/index.ts'
import { NEAR_MISS_TTC, type Criticality } from './monitor.ts'
import { footprint } from './pair.ts'
import type { Verdict } from './referee.ts'

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
  const at = Math.max(
    0,
    scenario.actors.findIndex((a) => a.id === 'ego'),
  )
  const subject = scenario.actors[at]
  let departed = false
  let fallen = false

  return {
    observe: ({ actors }) => {
      const actor = actors[at]
      if (!actor.present) return
      if (asksForLane && !departed) departed = leavesLane(subject.spec, actor, road)
      if (asksForControl && !fallen) fallen = uprightness(actor) < Math.cos(ON_ITS_SIDE)
    },

    outcome: ({ minTtc, collisions, lossOfControl }, { findings }) => {
      const own = new Set([
        subject.id,
        ...scenario.actors.filter((a) => a.towedBy === subject.id).map((a) => a.id),
      ])
      const words: Readonly<Record<string, () => boolean>> = {
        collision: () => collisions.length > 0,
        'near-miss': () => minTtc < NEAR_MISS_TTC,
        'loss-of-control': () => fallen || lossOfControl.some((l) => own.has(l.actor)),
        'lane-departure': () => departed,
      }
      const held = classes.filter((name) => {
        const label = findings.find((f) => f.id === name)
        return label === undefined ? name !== 'harmless' && words[name]() : label.held
      })
      const found = held.length === 0 ? ['harmless'] : held
      return { class: found[0], classes: found, critical: held.length > 0 }
    },
  }
}

/** Whether part of the body lies beyond the lane under its middle, or there is no lane. In a junction it never does. */
const leavesLane = (
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
