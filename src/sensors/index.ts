/**
 * sensors: where a sensor is, when it reads, and what its electronics make of the truth. One folder a
 * sensor behind the Sensor interface (test/contract/sensor.ts holds them to it). The truth that goes in
 * is never changed, so labels cannot feel noise.
 */
export * from './sensor.ts'
export * from './clock.ts'
export * from './camera/camera.ts'
export { glareIn } from './camera/glare.ts'
export { lightOf, luminanceOf, noPicture } from './camera/light.ts'
export { gather, instantsOf } from './camera/shutter.ts'
export { onLens, soil } from './camera/soiling.ts'
export * from './event-camera/event-camera.ts'
export { extrapolate } from './extrapolate.ts'
export { availableAt, faultLevel, givenWithFaults, impaired, openShare } from './fault.ts'
export { carrierOf, mountVelocity } from './mounted.ts'
export * from './lidar/index.ts'
export * from './radar/radar.ts'
export { spoilt } from './radar/fault.ts'
export type { RadarDetection } from './radar/detection.ts'
export * from './imu/imu.ts'
export * from './gnss/gnss.ts'
export * from './wheel-speed/wheel-speed.ts'
export * from './ultrasonic/ultrasonic.ts'
export * from './raycast/caster.ts'
export * from './raycast/ray-world.ts'
