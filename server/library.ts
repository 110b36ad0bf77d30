/** The scenario library as the page sees it, and the way from a request to a concrete scenario. */
import type { ApiDiagnostic, LibraryEntry, StartRun } from '../src/protocol/index.ts'
import type { ConcreteScenario } from '../src/scenario/index.ts'

/** The text or a parameter has mistakes; each with its place. */
export class ScenarioRejected extends Error {
  override name = 'ScenarioRejected'
  readonly diagnostics: readonly ApiDiagnostic[]

  constructor(message: string, diagnostics: readonly ApiDiagnostic[] = []) {
    super(message)
    this.diagnostics = diagnostics
  }
}

export interface Library {
  /** All scenarios, by name; those with mistakes too. */
  list(): Promise<LibraryEntry[]>
  /** The file's text, or null when there is none of this name. */
  text(name: string): Promise<string | null>
  /** What to simulate. @throws ScenarioRejected */
  resolve(request: StartRun): Promise<ConcreteScenario>
}
