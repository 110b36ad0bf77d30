/** mesh: triangles, panels that can be cut, simple solids. Knows nothing of cars or trees. */
export * from './builder.ts'
export * from './curve.ts'
export * from './panel.ts'
export * from './primitives.ts'
export * from './implicit.ts'
