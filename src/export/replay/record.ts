/** What a replay's page is told of its run besides the states: what the exporter writes and the page reads. */
import type { ClipEvent } from '../../labels/index.ts'
import type { ConcreteScenario } from '../../scenario/index.ts'
import type { RowLayout } from '../../world/index.ts'

export interface ReplayRecord {
  /** Programme and version. */
  readonly generator: string
  readonly scenario: ConcreteScenario
  readonly layout: RowLayout
  readonly outcome: string
  /** Of the whole run, s; null: nobody was on a course to collide. */
  readonly minTtc: number | null
  /** What happens, in one or two sentences. */
  readonly caption: string
  /** In the order of time, s of the run. */
  readonly events: readonly ClipEvent[]
}
