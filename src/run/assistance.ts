/** The same run with another driver: what the file's own is given or denied, so that seeds can be compared. */
import { sees, type Seeing } from '../behaviour/index.ts'
import { subjectIndex } from '../criticality/index.ts'
import { UserError, type ActorSpec, type ConcreteScenario, type DriverSpec } from '../scenario/index.ts'

/**
 * Who drives the subject. none: the file's driver as a human alone, without AEB or ESC. aeb: he with automatic
 * emergency braking. aeb+esc: and with stability control. careful: the careful human of UN R157, who looks ahead, keeps
 * the rules, and has ESC. ABS and the start stay as the file has them in all four.
 */
export const ASSISTANCES = ['none', 'aeb', 'aeb+esc', 'careful'] as const
export type Assistance = (typeof ASSISTANCES)[number]

/** Automatic emergency braking as the language has it when nothing is said (UN R152). */
const AEB = { ttcBrake: 1.6, delay: 0.2, deceleration: 9 }

/** Reaction of a human who takes over from a system that has none, s: the language's usual one (docs/drivers.md). */
const HUMAN_REACTION = 0.8

/** From a risk to the brakes for the careful human, s: evaluation and delay of UN R157. He is never later than that. */
const CAREFUL_REACTION = 1.15

const driverWith = (driver: Seeing, assistance: Assistance): DriverSpec => {
  const reaction = driver.kind === 'acc' ? Math.max(HUMAN_REACTION, driver.reaction) : driver.reaction
  if (assistance === 'none') return { ...driver, kind: 'idm', reaction }
  if (assistance === 'careful')
    return {
      ...driver,
      ...{ kind: 'careful', ignores: [], crossingMargin: Math.max(0, driver.crossingMargin) },
      reaction: Math.min(reaction, CAREFUL_REACTION),
      attention: { ...driver.attention, glanceEvery: 0, weave: 0 },
    }
  return driver.kind === 'aeb' ? driver : { ...driver, kind: 'aeb', reaction, ...AEB }
}

const subjectOf = ({ actors }: ConcreteScenario): ActorSpec => actors[subjectIndex(actors)]

/** Whether the subject has a driver who can be given assistance, and a body that can have stability control. */
export const canBeAssisted = (scenario: ConcreteScenario): boolean => sees(subjectOf(scenario).driver)

/**
 * The scenario with its subject driven so.
 * @throws UserError when nobody who sees drives the subject.
 */
export const withAssistance = (scenario: ConcreteScenario, assistance: Assistance): ConcreteScenario => {
  const subject = subjectOf(scenario)
  const { driver } = subject
  if (!sees(driver))
    throw new UserError(
      `${scenario.name}: '${subject.id}' has driver '${driver.kind}', who cannot be compared`,
    )
  const esc = assistance === 'aeb+esc' || assistance === 'careful' ? ('on' as const) : ('off' as const)
  const driven: ActorSpec = {
    ...subject,
    driver: driverWith(driver, assistance),
    // One that is broken stays broken.
    esc: subject.esc === 'faulty' ? 'faulty' : esc,
  }
  return { ...scenario, actors: scenario.actors.map((a) => (a === subject ? driven : a)) }
}
