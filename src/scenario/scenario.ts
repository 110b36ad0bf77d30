/** A loaded scenario: a logical one, from which every seed makes a concrete one. */
import type { Path, PlacedFormula } from './schema/compile.ts'
import type { ConditionName } from './expression/condition-names.ts'
import type { Copula } from './parameters/copula.ts'
import type { CoverItem } from './parameters/cover-plan.ts'
import type { Parameter } from './parameters/parameters.ts'
import type { NetworkSpec } from './roads/road-network.ts'
import type { SweepPlan } from './parameters/sweep-plan.ts'
import type { ScenarioDocument } from './schema/schema.ts'
import type { Device } from './sensors/devices.ts'
import type { Node, Span } from './source.ts'
import type { Model } from './vehicles/vehicle-library.ts'
import type { ObjectSpec, TyreSpec, WalkerSpec } from './vehicle.ts'

/** What a scenario's file must have once everything it extends is laid under it. */
export const REQUIRED = ['scenario', 'version', 'title', 'run', 'road', 'actors'] as const

/** A document that lacks nothing. */
export type WholeDocument = ScenarioDocument & Required<Pick<ScenarioDocument, (typeof REQUIRED)[number]>>

/** One line of `where`. */
export interface Constraint {
  readonly placed: PlacedFormula
  readonly text: string
}

/** Everything that sampling needs; `document` may lack parts while a file with mistakes is checked. */
export interface Material<D extends ScenarioDocument = ScenarioDocument> {
  readonly document: D
  readonly tree: Node
  readonly pathOf: (part: object) => Path
  readonly parameters: readonly Parameter[]
  readonly copula: Copula | null
  readonly cover: readonly CoverItem[]
  readonly constraints: readonly Constraint[]
  /** Formulas whose value depends on a parameter and whose place has bounds. */
  readonly bounded: readonly PlacedFormula[]
  readonly models: ReadonlyMap<string, Model>
  /** Roads and traffic lights that conditions name. */
  readonly conditionNames: readonly ConditionName[]
  /** Models without wheels. */
  readonly bodies: ReadonlyMap<string, WalkerSpec | ObjectSpec>
  readonly tyres: ReadonlyMap<string, TyreSpec>
  /** Devices of the sensors. */
  readonly devices: ReadonlyMap<string, Device>
  /** The map that `road` names; null: it names none, or there is nothing in it. */
  readonly map: NetworkSpec | null
}

/** A scenario without a mistake. What is inside `material` is the loader's own. */
export interface Scenario {
  readonly file: string
  readonly name: string
  readonly title: string
  readonly description: string
  readonly tags: Readonly<Record<string, readonly (string | number)[]>>
  /** Used when none is given. */
  readonly seed: number
  readonly sweep: SweepPlan
  readonly cover: readonly CoverItem[]
  /** What the hazard promises to come up, worst first; empty: it promises nothing. */
  readonly outcomes: readonly string[]
  readonly material: Material<WholeDocument>
}

/** Something impossible that a draw of parameters led to. */
export interface Impossible {
  /** Which rule it breaks: the same for every draw that breaks it. */
  readonly rule: string
  readonly at: Span
  readonly code:
    | 'out-of-range'
    | 'unknown-road'
    | 'unknown-light'
    | 'unknown-lane'
    | 'unreachable'
    | 'off-road'
    | 'overlap'
    | 'circular-placement'
    | 'unsatisfiable'
    | 'unknown-actor'
    | 'bad-value'
  readonly message: string
  readonly expected: string | null
  readonly suggestion?: string | null
}
