/** The one interface that every export format implements; test/contract/exporter.ts holds them to it. */
import type { Frame } from '../labels/index.ts'
import type { ConcreteScenario } from '../scenario/index.ts'
import type { WorldEvent, WorldState } from '../world/index.ts'

export interface ExportContext {
  readonly scenario: ConcreteScenario
  /** Programme version, for the files' own records. */
  readonly version: string
}

/**
 * A data set being written. Everything goes into a folder beside the target; only `close` renames it into
 * place, so a killed export leaves nothing that looks finished. Memory stays bounded: each write goes to disk.
 */
export interface Sink {
  /** Every control-step state, in order (formats that log signals use it; others ignore it). */
  state(state: WorldState): Promise<void>
  write(frame: Frame): Promise<void>
  close(events: readonly WorldEvent[]): Promise<void>
  /** Removes what was written so far. */
  abort(): Promise<void>
}

export interface Exporter {
  readonly name: string
  /** One line for `--help`. */
  readonly summary: string
  /** @param target path of the folder or file that shall appear, whole or not at all. */
  open(target: string, context: ExportContext): Promise<Sink>
}
