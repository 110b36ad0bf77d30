/** The oracle: whether a run kept what its scenario expects of it. Apart from the story, which it never steers. */
import type { Road } from '../road/index.ts'
import type { ConcreteScenario, Expectation, Expression } from '../scenario/index.ts'
import type { WorldEvent, WorldState } from '../world/index.ts'
import { holds } from './evaluate.ts'
import { createSituation, type SituationOf } from './situation.ts'

/** How one expectation ended. */
export interface Finding {
  readonly id: string
  readonly rule: Expectation['rule']
  readonly as: Expectation['as']
  /** Never: it never was so. Always: it always was. Eventually: it was so at least once. */
  readonly held: boolean
  /** When that was settled, s: first broken (never, always) or first met (eventually); null: not till the end. */
  readonly time: number | null
}

/** 'failed' when an expectation with `as: verdict` did not hold; labels never fail a run. */
export interface Verdict {
  readonly result: 'passed' | 'failed'
  readonly findings: readonly Finding[]
}

export interface Referee {
  /** Judges one state; gives an event for each expectation that it settles. */
  observe(state: WorldState): readonly WorldEvent[]
  /** The verdict if the run ended now. */
  verdict(): Verdict
}

/** Every actor that an expression speaks of, in order, '*' left out. */
const actorsIn = (e: Expression): readonly string[] => {
  switch (e.kind) {
    case 'signal':
      return e.actor === null ? [] : [e.actor]
    case 'actor':
      return e.name === '*' ? [] : [e.name]
    case 'call':
      return e.args.flatMap(actorsIn)
    case 'binary':
      return [...actorsIn(e.left), ...actorsIn(e.right)]
    case 'negate':
    case 'not':
      return actorsIn(e.operand)
    case 'and':
    case 'or':
      return e.operands.flatMap(actorsIn)
    default:
      return []
  }
}

/** Watches one run's expectations. @param situationOf shared with others who look at the run, if there are any */
export const createReferee = (
  scenario: ConcreteScenario,
  road: Road,
  situationOf: SituationOf = createSituation(scenario, road),
): Referee => {
  const settled = new Map<string, number>()
  return {
    observe: (state) => {
      const open = scenario.expect.filter((x) => !settled.has(x.id))
      if (open.length === 0) return []
      const situation = situationOf(state)
      return open.flatMap((x): WorldEvent[] => {
        if (holds(x.condition, situation) === (x.rule === 'always')) return []
        settled.set(x.id, state.time)
        const actors = [...new Set(actorsIn(x.condition))]
        return [{ kind: 'expectation', time: state.time, expectation: x.id, actors }]
      })
    },
    verdict: () => {
      const findings = scenario.expect.map(({ id, rule, as }): Finding => ({
        id,
        rule,
        as,
        held: settled.has(id) === (rule === 'eventually'),
        time: settled.get(id) ?? null,
      }))
      const failed = findings.some((f) => f.as === 'verdict' && !f.held)
      return { result: failed ? 'failed' : 'passed', findings }
    },
  }
}
