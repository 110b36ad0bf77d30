/** The loop at the heart: drivers and story decide, physics answers, the referee watches. */
import { createBehaviour, type ExternalDriver } from '../behaviour/index.ts'
import {
  createReferee,
  createSituation,
  holds,
  type SituationOf,
  type Verdict,
} from '../criticality/index.ts'
import { createPhysics } from '../physics/index.ts'
import { buildRoad, type Road } from '../road/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import {
  lightProgramme,
  TICKS_PER_CONTROL,
  TICKS_PER_SECOND,
  withLightsSet,
  type WorldState,
} from '../world/index.ts'

/** What all share who look at one run: its road, and what comes of its actors' places at an instant. */
export interface Stage {
  readonly road: Road
  readonly situationOf: SituationOf
}

export const stageOf = (scenario: ConcreteScenario): Stage => {
  const road = buildRoad(scenario.road, scenario.surface)
  return { road, situationOf: createSituation(scenario, road) }
}

export interface SimulateOptions {
  /**
   * Ticks between control steps that shall be handed out too, for sensors that are due then. They change
   * nothing: not the run, not the log, not the digest.
   */
  readonly also?: (tick: number) => boolean
  /** Asks drivers outside the programme (meetExternalDrivers); needed where the scenario has such. */
  readonly external?: ExternalDriver
  /** The scenario's own (stageOf), where others look at the run too; left out: it is made. */
  readonly stage?: Stage
}

/** True for states that belong to the state log. */
export const isControlStep = (state: WorldState): boolean => state.tick % TICKS_PER_CONTROL === 0

/**
 * Runs a scenario: yields the state of every control step (100 Hz) from t = 0 to the end, and of the ticks
 * asked for in between. Pure: the same scenario gives the same states, bit for bit.
 * @returns what the referee says of the whole run.
 */
export function* simulate(
  scenario: ConcreteScenario,
  { also = () => false, external, stage = stageOf(scenario) }: SimulateOptions = {},
): Generator<WorldState, Verdict, void> {
  const { road, situationOf } = stage
  const physics = createPhysics(scenario, road)
  const behaviour = createBehaviour(scenario, road, external, situationOf)
  const referee = createReferee(scenario, road, situationOf)
  const programme = lightProgramme(road)
  const { after, when } = scenario.stop
  const lastTick = Math.round(after * TICKS_PER_SECOND)

  for (let tick = 0; ; tick += TICKS_PER_CONTROL) {
    const physical = { ...physics.snapshot(), ...programme(tick / TICKS_PER_SECOND) }
    const { controls, events, surroundings, lightsSet } = behaviour.step(physical)
    const around = (at: number): Pick<WorldState, 'lights' | 'surroundings'> => ({
      ...(surroundings === undefined ? {} : { surroundings }),
      ...withLightsSet(programme(at / TICKS_PER_SECOND), lightsSet),
    })
    const happened = { ...physical, ...around(tick), events: [...physical.events, ...events] }
    const state = { ...happened, events: [...happened.events, ...referee.observe(happened)] }
    yield state
    const over = when !== null && holds(when, situationOf(state))
    if (over || tick + TICKS_PER_CONTROL > lastTick) return referee.verdict()
    for (let i = 1; i <= TICKS_PER_CONTROL; i++) {
      physics.step(controls, surroundings)
      if (i < TICKS_PER_CONTROL && also(tick + i)) yield { ...physics.snapshot(), ...around(tick + i) }
    }
  }
}
