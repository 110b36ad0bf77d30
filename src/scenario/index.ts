/**
 * scenario: from YAML to a concrete scenario. Schema, loader, diagnostics, units, expressions, sampling.
 * The only room that knows yaml and (with protocol) zod. Everyone above reads ConcreteScenario.
 * Nothing here touches a disk: files.ts does, and is imported by itself where there is one.
 */
export * from './expression/expression.ts'
export * from './concrete.ts'
export * from './roads/road-network.ts'
export * from './roads/lane-section.ts'
export { networkOf } from './roads/road-plan.ts'
export { readOpenDrive, type ReadMap } from './opendrive/read.ts'
export * from './vehicle.ts'
export * from './vehicles/wheels.ts'
export * from './vehicles/powertrain.ts'
export { gustAt, type Gust } from './story/gusts.ts'
export * from './mistake.ts'
export {
  closest,
  type Diagnostic,
  type DiagnosticCode,
  didYouMean,
  formatDiagnostic,
  formatDiagnostics,
} from './diagnostics.ts'
export type { Files } from './document.ts'
export { type Loaded, loadScenarioFrom, type LoadOptions } from './load.ts'
export { acceptance, type Acceptance, sampleScenario } from './sample.ts'
export { FILE_KINDS, type FileKind } from './file-kinds.ts'
export { jsonSchema } from './schema/json-schema.ts'
export { listScenariosFrom, parametersOf, type LibraryScenario, type ParameterInfo } from './library.ts'
export { referenceText } from './schema/reference.ts'
export { resolvedText, sampleText } from './resolved-text.ts'
export { outcomeClasses } from './story/outcomes.ts'
export type { Scenario } from './scenario.ts'
export type { Bin, CoverItem, Measure } from './parameters/cover-plan.ts'
export { SAMPLERS, type Sampler } from './schema/sweep.ts'
export {
  asSettings,
  drawnParameters,
  parametersWith,
  planSweep,
  type DrawnParameter,
  type PlannedSweep,
  type SweepPlan,
  type SweepRun,
} from './parameters/sweep-plan.ts'
export type { ParameterValues } from './expression/evaluate.ts'
export { readBody, listBodies } from './vehicles/body-library.ts'
export { readVehicle, listVehicles } from './vehicles/vehicle-library.ts'
export {
  GLOBAL_SIGNALS,
  NAME_FUNCTIONS,
  NUMBER_FUNCTIONS,
  PAIR_FUNCTIONS,
  SIGNALS,
} from './expression/signals.ts'
