/** Driving into deep water, and the speed at which it carries the tyres. */
import type { VehicleSpec } from '../../src/scenario/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'
import { wheelbaseOf } from './handling.ts'

/** Lowest speed on a grid of 0.25 m/s at which a condition holds that stays true above it, m/s. */
const lowestSpeed = (low: number, high: number, holds: (speed: number) => boolean): number => {
  let [a, b] = [low, high]
  while (b - a > 0.25) {
    const middle = (a + b) / 2
    if (holds(middle)) b = middle
    else a = middle
  }
  return b
}

/**
 * Horne's sign of aquaplaning: a wheel that rolls freely runs down. The lowest speed over the ground at which a
 * front wheel turns 10 % too slowly half a second after it met the water, m/s.
 */
export const spinDownSpeed = (vehicle: VehicleSpec, depth: number): number => {
  const after = (speed: number): { readonly over: number; readonly rim: number } => {
    const car = actor({ id: 'car', spec: vehicle, speed, esc: 'off' })
    const last = drive(physicsOf(flatRoad({ kind: 'standing-water', depth }), car), 0.5, () => controls()).at(
      -1,
    )!
    return { over: speedOf(last), rim: last.actors[0].wheels[0].spinRate * vehicle.axles[0].wheelRadius }
  }
  const entry = lowestSpeed(5, 90, (speed) => {
    const { over, rim } = after(speed)
    return rim < 0.9 * over
  })
  return after(entry).over
}

/** Speed at which half of the grip is gone that a crawling wheel has, m/s. */
export const halfGripSpeed = (vehicle: VehicleSpec, depth: number): number => {
  const grip = (speed: number): number => {
    const car = actor({ id: 'car', spec: vehicle, speed, esc: 'off' })
    const last = drive(physicsOf(flatRoad({ kind: 'standing-water', depth }), car), 0.03, () =>
      controls(),
    ).at(-1)!
    return last.actors[0].wheels[0].mu
  }
  const whole = grip(1)
  return lowestSpeed(5, 90, (speed) => grip(speed) < 0.5 * whole)
}

/**
 * Aquaplaning in a bend of this radius, m: the speed above which the flooded bend gives the car less lateral
 * acceleration, not more, m/s.
 */
export const corneringOnset = (vehicle: VehicleSpec, depth: number, radius: number): number => {
  const held = (speed: number): number => {
    const car = actor({ id: 'car', spec: vehicle, speed, esc: 'off' })
    const road = flatRoad({ kind: 'standing-water', depth })
    const wanted = (speed * speed) / radius
    const steer = wheelbaseOf(vehicle) / radius + 0.0025 * wanted
    const states = drive(physicsOf(road, car), 2.5, (_t, s) =>
      controls({ steer, throttle: Math.max(0, Math.min(1, 0.2 + 0.5 * (speed - speedOf(s)))) }),
    )
    return states.slice(-50).reduce((sum, s) => sum + s.actors[0].acceleration[1], 0) / 50
  }
  const speeds = Array.from({ length: 24 }, (_, i) => 12 + i)
  const values = speeds.map(held)
  return speeds[values.indexOf(Math.max(...values))]
}
