/** Every vehicle of the library stands, drives and stops straight, and stays where it has stopped. */
import { expect } from 'chai'
import type { VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, physicsOf, speedOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'
import { fleet } from './fleet.ts'

/** Roll, pitch (small angles) and heading of the only actor, rad. */
const attitude = (state: WorldState): readonly [number, number, number] => {
  const [x, y, z, w] = state.actors[0].orientation
  return [2 * (w * x + y * z), 2 * (w * y - z * x), 2 * (w * z + x * y)]
}

/** Drives under its own power. */
const ownPower = ({ coupling }: VehicleSpec): boolean => coupling === undefined

/** How far it may stray, m: a measured tyre has its conicity and ply steer, and pulls a little to one side. */
const stray = ({ tyre }: VehicleSpec): number => (tyre.magicFormula === undefined ? 0.02 : 0.5)

/** How far it may turn on the way, rad, for the same reason. */
const turn = ({ tyre }: VehicleSpec): number => (tyre.magicFormula === undefined ? 0.01 : 0.02)

/** What each is driven at, m/s. */
const pace = ({ class: kind }: VehicleSpec): number => (kind === 'bicycle' ? 6 : 20)

describe('physics/library', () => {
  for (const spec of fleet.filter(ownPower))
    describe(spec.name, () => {
      it('stands level and does not creep', () => {
        const physics = physicsOf(flatRoad(), actor({ id: 'one', spec }))
        const states = drive(physics, 4, () => controls())
        const [start, end] = [states[0].actors[0].position, states.at(-1)!.actors[0].position]
        expect(Math.hypot(end[0] - start[0], end[1] - start[1])).to.be.below(1e-3)
        const settled = states[200].actors[0].position
        expect(Math.hypot(end[0] - settled[0], end[1] - settled[1])).to.be.below(1e-5)
        const [roll, pitch, heading] = attitude(states.at(-1)!)
        expect(Math.abs(roll)).to.be.below(1e-3)
        expect(Math.abs(pitch)).to.be.below(0.01)
        expect(Math.abs(heading)).to.be.below(1e-5)
        expect(Math.abs(end[2])).to.be.below(0.02)
      })

      it('drives and stops straight, and stays', () => {
        const speed = pace(spec)
        const physics = physicsOf(flatRoad(), actor({ id: 'one', spec, speed }))
        const states = drive(physics, 12, (time) => controls(time < 2 ? { throttle: 0.4 } : { brake: 0.6 }))
        const fastest = Math.max(...states.map((s) => speedOf(s)))
        expect(fastest).to.be.above(0.98 * speed)
        const line = states[0].actors[0].position[1]
        for (const state of states) {
          expect(Math.abs(state.actors[0].position[1] - line)).to.be.below(stray(spec))
          expect(Math.abs(attitude(state)[2])).to.be.below(turn(spec))
          expect(Math.abs(attitude(state)[0])).to.be.below(0.02)
        }
        const [late, end] = [states.at(-100)!.actors[0].position, states.at(-1)!.actors[0].position]
        expect(speedOf(states.at(-1)!)).to.be.below(1e-3)
        expect(Math.hypot(end[0] - late[0], end[1] - late[1])).to.be.below(1e-3)
      })
    })
})
