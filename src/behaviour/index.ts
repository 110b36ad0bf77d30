/**
 * behaviour: drivers and story. Reads a WorldState, gives each actor's Controls; remembers only plain data.
 */
export { createBehaviour, type Behaviour, type Decision } from './behaviour.ts'
export { type BehaviourMemory } from './memory.ts'
