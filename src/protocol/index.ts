/**
 * protocol: every message between server and page, validated on both sides and versioned. No Node
 * built-in and no Babylon: the page imports it. Written down in docs/protocol.md.
 */
export * from './api.ts'
export * from './stream.ts'
export * from './foxglove.ts'
export * from './state-codec.ts'
