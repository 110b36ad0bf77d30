/**
 * behaviour: drivers and story. Reads a WorldState, gives each actor's Controls; remembers only plain data.
 */
export { createBehaviour, type Behaviour } from './behaviour.ts'
export { sees, type Seeing } from './speed/longitudinal.ts'
export type { ExternalAnswer, ExternalDriver } from './external.ts'
