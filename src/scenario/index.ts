/**
 * scenario: from YAML to a concrete scenario. Schema, loader, diagnostics, units, expressions, sampling.
 * The only room that knows yaml and (with protocol) zod. Everyone above reads ConcreteScenario.
 */
export * from './expression.ts'
export * from './concrete.ts'
export * from './vehicle.ts'
export * from './mistake.ts'
