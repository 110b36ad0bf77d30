/**
 * physics: tyres, suspension, driveline, brakes, rigid bodies (cannon-es), crashes. Controls -> WorldState.
 * Knows nothing of drivers, pictures or sensors: they meet it in WorldState only.
 */
export { createPhysics, type Physics, type PhysicsSave } from './physics.ts'
