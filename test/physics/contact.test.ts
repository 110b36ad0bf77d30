import { expect } from 'chai'
import fc from 'fast-check'
import type { ActorSpec } from '../../src/scenario/index.ts'
import type { WorldEvent, WorldState } from '../../src/world/index.ts'
import { COMPACT, SEDAN, VAN, actor, controls, drive, eventsOf, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

const at = (s: number, offset = 0, heading = 0): ActorSpec['at'] => ({ lane: -1, s, offset, heading })
type Collision = Extract<WorldEvent, { kind: 'collision' }>
const collisions = (states: readonly WorldState[]): Collision[] =>
  eventsOf(states).filter((e): e is Collision => e.kind === 'collision')

describe('physics/contact', () => {
  it('a rear impact is recorded once, with both sides of the blow', () => {
    const rear = actor({ id: 'rear', speed: 15, at: at(100) })
    const front = actor({ id: 'front', speed: 5, at: at(110) })
    const found = collisions(drive(physicsOf(flatRoad(), rear, front), 4, () => controls()))
    expect(found).to.have.length(1)
    const [hit] = found
    expect(hit.actors).to.deep.equal(['rear', 'front'])
    expect(hit.closingSpeed).to.be.closeTo(10, 0.2)
    expect(hit.deltaV[0][0]).to.be.within(-5.7, -5)
    expect(hit.pdof[0]).to.be.closeTo(0, 1e-6)
    expect(Math.abs(hit.pdof[1])).to.be.closeTo(Math.PI, 1e-6)
    expect(hit.energy).to.be.within(36_000, 40_000)
    expect(hit.point[0]).to.be.within(100, 120)
  })

  it('momentum is kept to 1e-6 and energy is not gained, whoever meets how', () =>
    fc.assert(
      fc.property(
        fc.constantFrom(SEDAN, COMPACT, VAN),
        fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
        fc.double({ min: -1.2, max: 1.2, noNaN: true }),
        fc.double({ min: 5, max: 45, noNaN: true }),
        (other, heading, offset, speed) => {
          const a = actor({ id: 'a', speed, at: at(100), abs: 'off' })
          const b = actor({ id: 'b', spec: other, speed: 10, at: at(112, offset, heading) })
          const physics = physicsOf(flatRoad(), a, b)
          for (let tick = 1; tick < 900; tick++) {
            physics.step([controls(), controls()])
            if (tick % 6 !== 0) continue
            const hit = collisions([physics.snapshot()])[0] as Collision | undefined
            if (hit === undefined) continue
            const px = SEDAN.mass * hit.deltaV[0][0] + other.mass * hit.deltaV[1][0]
            const py = SEDAN.mass * hit.deltaV[0][1] + other.mass * hit.deltaV[1][1]
            const exchanged = SEDAN.mass * Math.hypot(hit.deltaV[0][0], hit.deltaV[0][1])
            expect(Math.hypot(px, py)).to.be.at.most(1e-6 * exchanged)
            expect(hit.energy).to.be.at.least(0)
            return
          }
        },
      ),
      { numRuns: 30 },
    ))

  it('nothing tunnels at 70 m/s closing, head on and across', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: -1.5, max: 1.5, noNaN: true }),
        fc.constantFrom(0, Math.PI / 2, Math.PI),
        (phase, offset, heading) => {
          const fast = actor({ id: 'fast', speed: heading === 0 ? 70 : 35, at: at(100 + phase) })
          const other = actor({
            id: 'other',
            speed: heading === Math.PI ? 35 : 0,
            at: at(120, offset, heading),
          })
          const states = drive(physicsOf(flatRoad(), fast, other), 0.6, () => controls())
          expect(collisions(states)).to.not.be.empty
        },
      ),
      { numRuns: 25 },
    ))

  it('cars that met do not stay in each other', () => {
    const rear = actor({ id: 'rear', speed: 25, at: at(100) })
    const front = actor({ id: 'front', speed: 0, at: at(115) })
    const states = drive(physicsOf(flatRoad(), rear, front), 5, () => controls({ brake: 0.5 }))
    const [a, b] = states.at(-1)!.actors
    expect(b.position[0] - a.position[0]).to.be.at.least(SEDAN.length - 0.05)
  })

  it('an absent actor does not collide, and stands still in time until it appears', () => {
    const ghost = actor({ id: 'ghost', speed: 0, at: at(115), present: false })
    const car = actor({ id: 'car', speed: 20, at: at(100) })
    const states = drive(physicsOf(flatRoad(), car, ghost), 2, (time) => [
      controls(),
      controls({ present: time >= 1.5 }),
    ])
    expect(collisions(states)).to.be.empty
    expect(states[100].actors[1].present).to.equal(false)
    expect(states[100].actors[1].position).to.deep.equal(states[0].actors[1].position)
    expect(states.at(-1)!.actors[1].present).to.equal(true)
    expect(states.at(-1)!.actors[1].wheels[0].load).to.be.greaterThan(3000)
  })

  it('a blow beside the centre of gravity spins the car the right way', () => {
    // Struck on its rear left corner from the left, the car turns anticlockwise (nose left, tail right).
    const target = actor({ id: 'target', speed: 20, at: at(100) })
    const striker = actor({
      id: 'striker',
      speed: 12,
      at: { lane: -1, s: 107.4, offset: 9, heading: -Math.PI / 2 },
    })
    const states = drive(physicsOf(flatRoad(), target, striker), 2, () => controls())
    const hit = collisions(states)[0]
    const after = states.find((s) => s.time > hit.time + 0.02)!
    const bow = after.actors[0].angularVelocity[2]
    const arm = hit.point[0] - (states.find((s) => s.time >= hit.time)!.actors[0].position[0] + 1.55)
    expect(Math.sign(bow)).to.equal(-Math.sign(arm))
    expect(hit.pdof[0]).to.be.within(0.3, 2.9)
  })
})
