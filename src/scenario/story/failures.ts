/** The story's failures and gusts: from the document to the action. */
import type * as z from 'zod'
import type { Action, FailureAction, SteeringFault } from '../concrete.ts'
import type { Resolved } from '../expression/formula.ts'
import type { failures } from '../schema/failures.ts'

export type FailureDocument = Resolved<z.output<(typeof failures)[number]>>

const steeringFault = (a: Extract<FailureDocument, { 'fail-steering': string }>): SteeringFault => {
  if (a['fail-steering'] === 'play') return { kind: 'play', angle: a.play }
  if (a['fail-steering'] === 'heavy') return { kind: 'heavy', rate: a.rate }
  return { kind: 'frozen' }
}

export const isFailure = (a: object): a is FailureDocument =>
  ['blow-tyre', 'fail-brakes', 'fail-steering', 'fail-system', 'gust'].some((key) => key in a)

export const failureOf = (a: FailureDocument): FailureAction | Extract<Action, { kind: 'gust' }> => {
  if ('blow-tyre' in a) return { kind: 'blow-tyre', wheel: a['blow-tyre'], over: a.over }
  if ('fail-brakes' in a) return { kind: 'fail-brakes', circuit: a['fail-brakes'], left: a.left }
  if ('fail-steering' in a) return { kind: 'fail-steering', fault: steeringFault(a) }
  if ('fail-system' in a) return { kind: 'fail-system', system: a['fail-system'], state: a.state }
  return { kind: 'gust', speed: a.gust, from: a.from, rise: a.rise, hold: a.hold }
}
