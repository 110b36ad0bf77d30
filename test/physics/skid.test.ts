import { expect } from 'chai'
import { actor, controls, drive, eventsOf, physicsOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'

describe('physics/skid', () => {
  it('locked wheels begin and end one skid, and the tyres show why', () => {
    const car = actor({ id: 'car', speed: 15, abs: 'off' })
    const states = drive(physicsOf(flatRoad({ kind: 'packed-snow' }), car), 7, (time) =>
      controls({ brake: time > 1 && time < 2.5 ? 1 : 0 }),
    )
    const events = eventsOf(states).map(({ kind, time }) => ({ kind, time }))
    expect(events.map((e) => e.kind)).to.deep.equal(['skid-start', 'skid-end'])
    expect(events[0].time).to.be.within(1.1, 1.4)
    expect(events[1].time).to.be.within(2.7, 3.4)
    const sliding = states[200].actors[0].wheels
    for (const w of sliding) {
      expect(w.slipRatio).to.equal(-1)
      expect(w.surface).to.equal('packed-snow')
      expect(-w.forceX / w.forceAvailable).to.be.closeTo(0.85, 0.01)
    }
  })

  it('a car that steers harder than the snow allows runs wide with its front tyres past their peak', () => {
    const run = (kind: 'dry-asphalt' | 'packed-snow') =>
      drive(physicsOf(flatRoad({ kind }), actor({ id: 'car', speed: 15 })), 3, () =>
        controls({ steer: 0.12 }),
      )
    const dry = run('dry-asphalt').at(-1)!.actors[0]
    const states = run('packed-snow')
    const snow = states.at(-1)!.actors[0]
    expect(snow.position[1]).to.be.lessThan(0.6 * dry.position[1])
    expect(Math.abs(snow.wheels[0].slipAngle)).to.be.greaterThan(0.06)
  })

  it('every event comes once, at a control step, in order of time', () => {
    const cars = [
      actor({ id: 'a', speed: 20, abs: 'off' }),
      actor({ id: 'b', speed: 0, at: { lane: -1, s: 120, offset: 0, heading: 0 } }),
    ]
    const physics = physicsOf(flatRoad({ mu: 0.3 }), ...cars)
    const seen: { kind: string; time: number }[] = []
    for (let tick = 1; tick <= 3000; tick++) {
      physics.step([controls({ brake: 1 }), controls()])
      const { events } = physics.snapshot()
      if (tick % 6 !== 0) expect(events).to.be.empty
      // Looking twice does not use them up.
      expect(physics.snapshot().events).to.deep.equal(events)
      for (const e of events) {
        expect(e.time).to.be.within((tick - 6) / 600, tick / 600 + 1e-12)
        seen.push(e)
      }
    }
    expect(seen.map((e) => e.kind)).to.include.members(['skid-start', 'collision'])
    expect(seen.map((e) => e.time)).to.deep.equal(seen.map((e) => e.time).sort((x, y) => x - y))
  })

  it('leaving the pavement is told once', () => {
    const physics = physicsOf(
      flatRoad(),
      actor({ id: 'car', speed: 20, at: { lane: -1, s: 0, offset: 0, heading: 0.4 } }),
    )
    const states = drive(physics, 2, () => controls())
    expect(eventsOf(states).filter((e) => e.kind === 'off-road')).to.have.length(1)
  })

  it('snapshots are frozen', () => {
    const state = physicsOf(flatRoad(), actor({ id: 'car' })).snapshot()
    expect(Object.isFrozen(state.actors[0].wheels[0])).to.equal(true)
    expect(Object.isFrozen(state.actors[0].position)).to.equal(true)
  })
})
