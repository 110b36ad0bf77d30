import { expect } from 'chai'
import fc from 'fast-check'
import { createPhysics } from '../../src/physics/index.ts'
import { buildRoad, type Footing, type Road } from '../../src/road/index.ts'
import { LIGHTS_OFF, TICKS_PER_SECOND, type Controls, type WorldState } from '../../src/world/index.ts'
import { fixture, roadOfMap, scenarioOn, shortRoad } from './given.ts'

const G = 9.80665
const HILLS =
  '{pieces: [{straight: 100 m}, {clothoid: 60 m, radius: 90 m}, {curve: 100 m, radius: 90 m, turn: left}, {clothoid: 60 m}, {straight: 200 m}], grade: 2 %, height: [{keep: 30 m}, {dip: 60 m, radius: 900 m}, {crest: 150 m, radius: 700 m}], bank: [{s: 90 m, angle: 0 deg}, {s: 150 m, angle: -5 deg}, {s: 270 m, angle: -5 deg}, {s: 330 m, angle: 0 deg}]}'

const roads: Readonly<Record<string, () => Road>> = {
  'a banked bend over hills': () => shortRoad(HILLS),
  e6mini: () => roadOfMap(fixture('e6mini.xodr')),
}

describe('heights', () => {
  it('are parabolas of the profile: the gradient changes by length over radius and never jumps', () => {
    const road = shortRoad(
      '{straight: 500 m, grade: 2 %, height: [{keep: 100 m}, {crest: 100 m, radius: 1000 m}]}',
    )
    expect(road.height(50, 0)).to.be.closeTo(1, 1e-12)
    expect(road.height(150, 3)).to.be.closeTo(2 + 50 * 0.02 - (50 * 50) / 2000, 1e-12)
    // Past the crest the gradient it left stays: 2 % less 10 %.
    expect(road.height(400, 0) - road.height(300, 0)).to.be.closeTo(-8, 1e-9)
    const step = (x: number): number =>
      road.height(x + 1e-3, 0) - 2 * road.height(x, 0) + road.height(x - 1e-3, 0)
    for (const x of [100, 200, 0, 500]) expect(Math.abs(step(x))).to.be.below(1e-8)
    // Past the ends the slope runs out to level ground.
    expect(road.height(1000, 0)).to.equal(road.height(2000, 0))
  })

  for (const [name, build] of Object.entries(roads))
    it(`have the normal that their slopes have, on ${name}`, () => {
      const road = build()
      const length = road.length
      fc.assert(
        fc.property(
          fc.double({ min: 0.02, max: 0.98, noNaN: true }),
          fc.double({ min: -3, max: 3, noNaN: true }),
          (share, t) => {
            const [right, left] = road.pavedAt(share * length)
            const { x, y } = road.toWorld(share * length, Math.min(left - 0.5, Math.max(right + 0.5, t)))
            const h = 1e-3
            const dx = (road.height(x + h, y) - road.height(x - h, y)) / (2 * h)
            const dy = (road.height(x, y + h) - road.height(x, y - h)) / (2 * h)
            const [nx, ny, nz] = road.normal(x, y)
            expect(nx / nz).to.be.closeTo(-dx, 2e-4)
            expect(ny / nz).to.be.closeTo(-dy, 2e-4)
            expect(nx * nx + ny * ny + nz * nz).to.be.closeTo(1, 1e-12)
            const footing: Footing = { z: 0, nx: 0, ny: 0, nz: 0 }
            road.probe(x, y, road.height(x, y), footing)
            expect([footing.z, footing.nx, footing.ny, footing.nz]).to.deep.equal([
              road.height(x, y),
              nx,
              ny,
              nz,
            ])
          },
        ),
        { numRuns: 150 },
      )
    })

  it('have no step where roads of a junction lie over each other', () => {
    const road = roadOfMap(fixture('fabriksgatan.xodr'))
    const walk = (x0: number, y0: number, x1: number, y1: number): number => {
      let worst = 0
      let last = road.height(x0, y0)
      for (let i = 1; i <= 4000; i++) {
        const z = road.height(x0 + ((x1 - x0) * i) / 4000, y0 + ((y1 - y0) * i) / 4000)
        worst = Math.max(worst, Math.abs(z - last))
        last = z
      }
      return worst
    }
    // Along the carriageways through the junction, where wheels go: 2 cm a step, and no kerb in the way.
    expect(walk(27, 5, 12, 45)).to.be.below(0.04)
  })

  it('tell a bridge from the road under it', () => {
    const ramp = (z: number): string =>
      `<elevationProfile><elevation s="0" a="${z}" b="0" c="0" d="0"/></elevationProfile>`
    const one = (id: string, x: number, y: number, heading: number, z: number): string =>
      `<road id="${id}" length="100" junction="-1">${ramp(z)}<planView><geometry s="0" x="${x}" y="${y}" hdg="${heading}" length="100"><line/></geometry></planView><lanes><laneSection s="0"><center><lane id="0" type="none"/></center><right><lane id="-1" type="driving"><width sOffset="0" a="4" b="0" c="0" d="0"/></lane></right></laneSection></lanes></road>`
    const road = roadOfMap(
      `<OpenDRIVE><header/>${one('under', -50, 2, 0, 0)}${one('over', -2, -50, Math.PI / 2, 6)}</OpenDRIVE>`,
    )
    const footing: Footing = { z: 0, nx: 0, ny: 0, nz: 1 }
    road.probe(0, 0, 0.3, footing)
    expect(footing.z).to.equal(0)
    road.probe(0, 0, 6.3, footing)
    expect(footing.z).to.be.closeTo(6, 1e-12)
    expect(road.height(0, 0, 5)).to.be.closeTo(6, 1e-12)
  })
})

const STILL: Controls = {
  ...{ throttle: 0, brake: 0, steer: 0, aebActive: false, present: true },
  lights: LIGHTS_OFF,
}

/** Lets a car roll over a road; calls back with each state. */
const roll = (
  road: string,
  speed: string,
  s: string,
  seconds: number,
  look: (state: WorldState) => void,
): number => {
  const scenario = scenarioOn(road, { actor: `{lane: -1, s: ${s}}, driver: none` })
  const actors = scenario.actors.map((actor) => ({ ...actor, speed: Number(speed) }))
  const physics = createPhysics({ ...scenario, actors }, buildRoad(scenario.road, scenario.surface))
  for (let i = 0; i < seconds * TICKS_PER_SECOND; i++) {
    physics.step([STILL])
    look(physics.snapshot())
  }
  return scenario.actors[0].spec.mass
}

const loadOf = (state: WorldState): number =>
  state.actors[0].wheels.reduce((sum, wheel) => sum + wheel.load, 0)

describe('a car on hills', () => {
  for (const [kind, sign] of [
    ['crest', -1],
    ['dip', 1],
  ] as const)
    it(`is ${sign < 0 ? 'light' : 'heavy'} in a ${kind}: m (g ${sign < 0 ? '-' : '+'} v^2 / R)`, () => {
      const radius = 150
      const found: { load: number; speed: number; grade: number }[] = []
      const mass = roll(
        `{straight: 600 m, grade: ${-8 * sign} %, height: [{keep: 60 m}, {${kind}: 24 m, radius: ${radius} m}]}`,
        '20',
        '10 m',
        4.1,
        (state) => {
          const [x, , z] = state.actors[0].position
          // Half of a wheelbase inside, and past the swing on the springs after the start of the curve.
          if (x > 70 && x < 80) {
            const [vx, vy, vz] = state.actors[0].velocity
            found.push({ load: loadOf(state), speed: Math.hypot(vx, vy, vz), grade: z })
          }
        },
      )
      const mean = found.reduce((sum, f) => sum + f.load, 0) / found.length
      const speed = found.reduce((sum, f) => sum + f.speed, 0) / found.length
      expect(mean / (mass * (G + (sign * speed * speed) / radius))).to.be.within(0.97, 1.03)
    })

  it('presses on a slope with the share of its weight that is across it', () => {
    let last = 0
    const mass = roll('{straight: 900 m, grade: 15 %}', '25', '100 m', 2, (state) => (last = loadOf(state)))
    expect(last / (mass * G * Math.cos(Math.atan(0.15)))).to.be.within(0.985, 1.015)
  })

  it('rolls round a banked bend without side force at the speed that its bank is made for', () => {
    // tan(bank) = v^2 / (g R) at R = 200 m and 10 deg: 18.6 m/s.
    const speed = Math.sqrt(G * 201.75 * Math.tan((10 * Math.PI) / 180))
    const bend = '{pieces: [{curve: 800 m, radius: 200 m, turn: left}], bank: [{s: 0 m, angle: -10 deg}]}'
    const scenario = scenarioOn(bend, { actor: '{lane: -1, s: 10 m}, driver: none' })
    const physics = createPhysics(
      { ...scenario, actors: scenario.actors.map((a) => ({ ...a, speed })) },
      buildRoad(scenario.road, scenario.surface),
    )
    const { axles } = scenario.actors[0].spec as { axles: readonly { x: number }[] }
    const steer = Math.atan((axles[0].x - axles[axles.length - 1].x) / 201.75)
    for (let i = 0; i < 3 * TICKS_PER_SECOND; i++) physics.step([{ ...STILL, steer, throttle: 0.12 }])
    const state = physics.snapshot()
    const slips = state.actors[0].wheels.map((wheel) => Math.abs(wheel.slipAngle))
    expect(Math.max(...slips)).to.be.below(0.012)
    const loads = state.actors[0].wheels.map((wheel) => wheel.load)
    expect(loads[0] / loads[1]).to.be.within(0.93, 1.07)
  })
})
