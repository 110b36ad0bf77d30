/** What the server and the process that simulates one run say to each other. */
import type { RunSummary } from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'
import type { RowLayout, WorldEvent } from '../src/world/index.ts'

export type Outcome = NonNullable<RunSummary['outcome']>

export interface ToWorker {
  readonly kind: 'start'
  readonly scenario: ConcreteScenario
  /** Simulated seconds a second. */
  readonly pace: number
}

export type FromWorker =
  | { readonly kind: 'layout'; readonly layout: RowLayout }
  /** Whole rows, in order, and what happened in them. */
  | {
      readonly kind: 'rows'
      readonly rows: Float64Array
      readonly events: readonly (readonly [step: number, event: WorldEvent])[]
    }
  | { readonly kind: 'done'; readonly outcome: Outcome }
  | { readonly kind: 'fault'; readonly message: string }
