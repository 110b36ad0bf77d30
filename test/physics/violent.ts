/**
 * A violent manoeuvre of 4 s, run by itself: prints where the car ends, [x, y, yaw]. The environment's FINER is how
 * many ticks make one of the product's (finer-clock.mjs); its CAR names the car.
 */
import { createPhysics } from '../../src/physics/index.ts'
import { actor, controls, scenario } from './cars.ts'
import { vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'

const finer = Number(process.env['FINER'])
const car = actor({ id: 'car', spec: vehicleOf(process.env['CAR']!), speed: 30, abs: 'on', esc: 'on' })
const physics = createPhysics(scenario(car), flatRoad())

/** Left and right as hard as at the limit of grip, then full brakes in the turn. */
const demand = (t: number) =>
  controls({
    steer: 0.1 * Math.sin(2 * Math.PI * 0.5 * t),
    brake: t > 2.5 ? 1 : 0,
    throttle: t < 1 ? 0.4 : 0,
  })

for (let step = 0; step < 400; step++)
  for (let tick = 0; tick < 6 * finer; tick++) physics.step([demand(step / 100)])
const [{ position, orientation }] = physics.snapshot().actors
const yaw = 2 * Math.atan2(orientation[2], orientation[3])
process.stdout.write(JSON.stringify([position[0], position[1], yaw]))
