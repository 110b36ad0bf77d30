/** The fade test of UN R13-H, type I: repeated snubs, then one stop with the hot brakes. */
import type { VehicleSpec } from '../../src/scenario/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const KMH = 1 / 3.6

/** Mean deceleration between 80 % and 10 % of the speed at a pedal, m/s^2. */
const meanDeceleration = (physics: ReturnType<typeof physicsOf>, speed: number, brake: number): number => {
  const states = drive(
    physics,
    40,
    () => controls({ brake }),
    (s) => speedOf(s) < 0.05,
  )
  const from = states.find((s) => speedOf(s) <= 0.8 * speed)!
  const to = states.find((s) => speedOf(s) <= 0.1 * speed)!
  return (speedOf(from) - speedOf(to)) / (to.time - from.time)
}

/** Of cars: 15 snubs from 120 to 60 km/h at 3 m/s^2, one every 45 s. */
const SNUBS = { speed: 120 * KMH, deceleration: 3, every: 45, times: 15 }

/** Deceleration of a stop from the snubs' speed at half pedal with cold brakes, and with those that the snubs have heated. */
export const typeOneFade = (vehicle: VehicleSpec): { readonly cold: number; readonly hot: number } => {
  const { speed, deceleration, every, times } = SNUBS
  const world = (): ReturnType<typeof physicsOf> =>
    physicsOf(flatRoad(), actor({ id: 'car', spec: vehicle, speed, tc: 'on' }))
  const pedal = 0.5
  const cold = meanDeceleration(world(), speed, pedal)
  const physics = world()
  const follow = (v: number, wanted: number) =>
    controls({
      brake: Math.max(0, Math.min(1, 0.12 * (v - wanted))),
      throttle: Math.max(0, Math.min(1, 0.5 * (wanted - v))),
    })
  for (let i = 0; i < times; i++) {
    let braking = true
    drive(physics, every, (t, { actors: [a] }) => {
      const v = a.velocity[0]
      if (v <= speed / 2) braking = false
      const into = t - i * every
      return braking ? follow(v, speed - deceleration * into - 2) : follow(v, speed)
    })
  }
  return { cold, hot: meanDeceleration(physics, speed, pedal) }
}
