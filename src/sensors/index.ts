/**
 * sensors: where a sensor is, when it reads, and what its electronics make of the truth. One folder a
 * sensor behind the Sensor interface (test/contract/sensor.ts holds them to it). The truth that goes in
 * is never changed, so labels cannot feel noise.
 */
export * from './sensor.ts'
export * from './clock.ts'
export * from './camera/camera.ts'
export { withFaults } from './camera/fault.ts'
export * from './raycast/caster.ts'
export * from './raycast/ray-world.ts'
