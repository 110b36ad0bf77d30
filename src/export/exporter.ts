/**
 * The one interface that every export format implements; test/contract/exporter.ts holds them to it.
 *
 * A data set is made of clips (one concrete scenario each), a clip of pieces: fixed ranges of time, cut by the
 * plan alone. A piece is written by whichever worker takes it; when all are there, they are put together in the
 * plan's order. So the same data set comes from any number of workers, and what a killed export had finished
 * is never made again (docs/decisions/0007).
 */
import type { ClipEvent, Frame } from '../labels/index.ts'
import type { ActorClass, ConcreteScenario, LabelKind } from '../scenario/index.ts'
import type { WorldEvent, WorldState } from '../world/index.ts'

/** No concrete scenario stands in two of them. */
export const SPLITS = ['train', 'val', 'test'] as const
export type Split = (typeof SPLITS)[number]

/** What objects of a class are called in a data set; null: they are left out. Classes not named keep their names. */
export type ClassMap = Readonly<Partial<Record<ActorClass, string | null>>>

export interface Selection {
  /** Objects in pictures whose visible box is narrower or lower than this are left out, px. */
  readonly minBox: number
  /** Objects in pictures of which a smaller share than this is to be seen (1 - occlusion) are left out. */
  readonly minVisibility: number
  readonly classes: ClassMap
}

/** All labels, by the names of their classes. */
export const EVERYTHING: Selection = { minBox: 0, minVisibility: 0, classes: {} }

/** One run of the data set. */
export interface Clip {
  /** Unique in the data set and fit for a file: `<scenario>-<seed>`. */
  readonly name: string
  /** Its sensors are those that are exported. */
  readonly scenario: ConcreteScenario
  readonly split: Split
  /** Ticks of which frames are taken, both included. */
  readonly from: number
  readonly to: number
  /** The worst of the scenario's outcome classes that held (docs/sweeps.md). */
  readonly outcome: string
  /** Of the whole run, in the order of time. */
  readonly events: readonly WorldEvent[]
  /** What happened in it, of the whole run too (docs/exports.md). */
  readonly labels: readonly ClipEvent[]
  /** Least time to collision of the whole run, s; null: nobody was on a course to collide. */
  readonly minTtc: number | null
}

export interface PieceContext {
  readonly clip: Clip
  /** 0, 1, 2, ... in the clip. */
  readonly index: number
  /** Programme version, for the files' own records. */
  readonly version: string
  /** What frames have been through; left out: everything is kept, by the names of its class. */
  readonly selection?: Selection
}

/** What writes one piece. */
export interface PieceWriter {
  /** Every control-step state of the piece, in order. */
  state?(state: WorldState): Promise<void>
  write(frame: Frame): Promise<void>
  /** Writes what comes last and closes every file. */
  close(): Promise<void>
}

/** A piece that is whole. */
export interface FinishedPiece {
  readonly clip: Clip
  readonly index: number
  /** Of its clip. */
  readonly last: boolean
  /** Where its writer wrote. */
  readonly folder: string
}

export interface DataSetContext {
  /** In the plan's order; only one is in memory at a time. */
  readonly clips: Iterable<Clip>
  readonly version: string
  /** Frames have been relabelled by it already. Left out: every class has its own name. */
  readonly classes?: ClassMap
  /** Files that hold many samples end before they grow past this, bytes. Left out: the format's own. */
  readonly shardBytes?: number
}

export interface Exporter {
  readonly name: string
  /** One line for `--help`. */
  readonly summary: string
  /**
   * Names of the sensors of a vehicle's rig (SensorSpec.name) that it is made of, where the user names none. Left out:
   * those that the scenario switches on.
   */
  readonly rig?: readonly string[]
  /** It is made of states alone: where only such formats are wanted, no sensor has a reading and nothing is drawn. */
  readonly statesOnly?: true
  /** Labels of cameras that it writes; they are made whether the scenario asks for them or not. */
  readonly labels?: readonly LabelKind[]
  /** @param folder exists and is empty. Memory stays bounded: each write goes to disk. */
  piece(folder: string, context: PieceContext): Promise<PieceWriter>
  /**
   * Puts the pieces together as one data set. May be begun anew, so the pieces stay as they are (`place`).
   * @param folder exists and is empty
   * @param pieces in the plan's order, clip by clip; it may be gone through more than once
   */
  assemble(folder: string, pieces: Iterable<FinishedPiece>, context: DataSetContext): Promise<void>
  /** What in a data set breaks the format's own rules: a sentence each, with file and object. Nothing: it is right. */
  verify?(folder: string): AsyncIterable<string>
}
