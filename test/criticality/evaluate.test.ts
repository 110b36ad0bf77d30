import { expect } from 'chai'
import { pathsEncroachment } from '../../src/criticality/metrics/crossing.ts'
import { createSituation, evaluateExpression, holds, type Situation } from '../../src/criticality/index.ts'
import { quatFromYaw } from '../../src/math/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import {
  GLOBAL_SIGNALS,
  NUMBER_FUNCTIONS,
  PAIR_FUNCTIONS,
  SIGNALS,
  type Expression,
} from '../../src/scenario/index.ts'
import type { ActorState, WheelState, WorldState } from '../../src/world/index.ts'
import { actorSpec, call, compare, num, scenarioOf, signal, stateOf } from './scene.ts'

const scenario = scenarioOf({
  actors: [
    actorSpec('ego', { at: { lane: -1, s: 100, offset: 0, heading: 0 }, speed: 25 }),
    actorSpec('lead', { at: { lane: -1, s: 134.5, offset: 0, heading: 0 }, speed: 15 }),
    actorSpec('beside', { at: { lane: -2, s: 110, offset: 0, heading: 0 }, speed: 25 }),
    actorSpec('behind', { at: { lane: -1, s: 80, offset: 0, heading: 0 }, speed: 25 }),
    actorSpec('ghost', { at: { lane: -1, s: 101, offset: 0, heading: 0 }, present: false }),
  ],
})
const road = buildRoad(scenario.road, [])
const situationOf = createSituation(scenario, road)
const start = stateOf(scenario, 900)

const withEgo = (more: Partial<ActorState>): WorldState => ({
  ...start,
  actors: start.actors.map((a) => (a.id === 'ego' ? { ...a, ...more } : a)),
})
const wheel = (slipRatio: number, mu: number): WheelState => ({
  ...{ travel: 0, steer: 0, spin: 0, spinRate: 0, slipAngle: 0, load: 0, forceX: 0, forceY: 0 },
  ...{ forceAvailable: 0, surface: 'ice', slipRatio, mu },
})
const here: Situation = situationOf(start)
const value = (e: Expression, s = here) => evaluateExpression(e, s)

describe('criticality: expressions', () => {
  it('reads every signal of the language', () => {
    const moving = situationOf(
      withEgo({
        orientation: quatFromYaw(0.1),
        velocity: [20, 1, 0],
        acceleration: [-2, 0.5, 0],
        angularVelocity: [0, 0, 0.3],
        throttle: 0.2,
        brake: 0.3,
        steer: 0.04,
        absActive: true,
        lights: {
          brake: true,
          indicatorLeft: false,
          indicatorRight: true,
          headlights: true,
          highBeam: true,
          beacon: true,
          siren: false,
        },
        wheels: [wheel(-0.4, 0.8), wheel(0.1, 0.3)],
      }),
    )
    const expected: Record<string, number | boolean | string> = {
      speed: Math.sqrt(401),
      s: 100,
      t: -1.75,
      x: 100,
      y: -1.75,
      lane: -1,
      acceleration: -2,
      yaw_rate: 0.3,
      slip_angle: Math.atan2(1, 20) - 0.1,
      heading: 0.1,
      slip: 0.4,
      mu: 0.3,
      steer: 0.04,
      throttle: 0.2,
      brake: 0.3,
      present: true,
      brake_light: true,
      indicator_left: false,
      indicator_right: true,
      headlights: true,
      high_beam: true,
      beacon: true,
      siren: false,
      road: road.roads[0].id,
      abs: true,
      esc: false,
      aeb: false,
    }
    expect(Object.keys(expected).sort()).to.deep.equal(Object.keys(SIGNALS).sort())
    for (const [name, due] of Object.entries(expected))
      if (typeof due !== 'number') expect(value(signal('ego', name), moving), name).to.equal(due)
      else expect(value(signal('ego', name), moving), name).to.be.closeTo(due, 1e-12)
    expect(Object.keys(GLOBAL_SIGNALS)).to.deep.equal(['time', 'visibility'])
    expect(value(signal(null, 'time'))).to.equal(1.5)
    expect(value(signal(null, 'visibility'))).to.equal(20000)
    const fog = { weather: { ...scenario.weather, visibility: 60 }, surface: [], faults: [], film: 0 }
    expect(value(signal(null, 'visibility'), situationOf({ ...start, surroundings: fog }))).to.equal(60)
  })

  it('has no slip angle at walking pace and no lane beside the road', () => {
    const slow = situationOf(withEgo({ velocity: [0.1, 1, 0], t: 5 }))
    expect(value(signal('ego', 'slip_angle'), slow)).to.equal(0)
    expect(value(signal('ego', 'lane'), slow)).to.equal(0)
  })

  it('knows every function of the language', () => {
    const numbers: Expression[] = [num(-3), num(2)]
    const results: Record<string, number> = { abs: 3, min: -3, max: 2 }
    expect(Object.keys(results).sort()).to.deep.equal(Object.keys(NUMBER_FUNCTIONS).sort())
    for (const [name, due] of Object.entries(results))
      expect(value({ kind: 'call', name, args: name === 'abs' ? [num(-3)] : numbers })).to.equal(due)
    for (const name of Object.keys(PAIR_FUNCTIONS))
      expect(typeof value(call(name, 'ego', 'lead'))).to.equal(
        name === 'collision' || name === 'contact' ? 'boolean' : 'number',
      )
  })

  it('measures pairs, and takes the worst of everyone for *', () => {
    expect(value(call('ttc', 'ego', 'lead'))).to.be.closeTo(3, 1e-9)
    expect(value(call('ttc', 'ego', '*'))).to.be.closeTo(3, 1e-9)
    expect(value(call('thw', 'ego', 'lead'))).to.be.closeTo(1.2, 1e-9)
    expect(value(call('thw', 'ego', '*'))).to.be.closeTo(1.2, 1e-9)
    expect(value(call('gap', 'ego', 'lead'))).to.be.closeTo(30, 1e-9)
    expect(value(call('gap', 'ego', 'behind'))).to.be.closeTo(-15.5, 1e-9)
    // Beside in the next lane is nearer, but not ahead in the path.
    expect(value(call('gap', 'ego', 'beside'))).to.be.closeTo(5.5, 1e-9)
    expect(value(call('gap', 'ego', '*'))).to.be.closeTo(30, 1e-9)
    expect(value(call('distance', 'ego', '*'))).to.be.closeTo(Math.sqrt(5.5 ** 2 + 1.7 ** 2), 1e-9)
    expect(value(call('gap', 'lead', '*'))).to.equal(Infinity)
  })

  it('foresees who comes first where two paths cross, and by how much', () => {
    // 1.8 m wide and 4.5 m long; ego east at 10 m/s, the other north at 5 m/s, 40 m and 30 m from the crossing.
    const [box, other] = [here.placed('ego')!.world, here.placed('lead')!.world]
    const ego = { ...box, x: -40, y: 0, heading: 0, vx: 10, vy: 0 }
    const north = { ...other, x: 0, y: -30, heading: Math.PI / 2, vx: 0, vy: 5 }
    // Ego's rear is out of the area, 0.9 m past the middle, at (40 + 2.25 + 0.9) / 10 s.
    const due = (30 - 2.25 - 0.9) / 5 - (40 + 2.25 + 0.9) / 10
    expect(pathsEncroachment(ego, north)).to.be.closeTo(due, 1e-9)
    expect(pathsEncroachment(north, ego)).to.be.closeTo(due, 1e-9)
    expect(pathsEncroachment(ego, { ...north, y: -20 })).to.equal(0)
    expect(pathsEncroachment(ego, { ...north, vy: 0 })).to.equal(Infinity)
    expect(pathsEncroachment(ego, { ...north, heading: 0.05, vx: 5, vy: 0.2 })).to.equal(Infinity)
  })

  it('has no conflict with an actor that is not in the world', () => {
    expect(value(call('ttc', 'ego', 'ghost'))).to.equal(Infinity)
    expect(value(call('distance', 'ego', 'ghost'))).to.equal(Infinity)
    expect(value(call('collision', 'ego', 'ghost'))).to.equal(false)
  })

  it('sees a collision by its record and by overlap', () => {
    expect(value(call('collision', 'ego', '*'))).to.equal(false)
    const record = {
      kind: 'collision',
      time: 1.5,
      actors: ['lead', 'ego'],
      point: [0, 0, 0],
      closingSpeed: 5,
      deltaV: [
        [0, 0, 0],
        [0, 0, 0],
      ],
      pdof: [0, 0],
      energy: 1,
    } as const
    const crashed = situationOf({ ...start, events: [record] })
    expect(value(call('collision', 'ego', 'lead'), crashed)).to.equal(true)
    expect(value(call('collision', 'ego', '*'), crashed)).to.equal(true)
    expect(value(call('collision', 'ego', 'behind'), crashed)).to.equal(false)
    const overlapping = situationOf(withEgo({ position: [131, -1.75, 0] }))
    expect(value(call('collision', 'ego', 'lead'), overlapping)).to.equal(true)
  })

  it('reckons and decides', () => {
    const sum: Expression = { kind: 'binary', operator: '+', left: num(1), right: num(2) }
    const product: Expression = { kind: 'binary', operator: '*', left: sum, right: num(4) }
    const quotient: Expression = { kind: 'binary', operator: '/', left: product, right: num(8) }
    const difference: Expression = { kind: 'binary', operator: '-', left: quotient, right: num(0.5) }
    expect(value({ kind: 'negate', operand: difference })).to.equal(-1)
    const yes = compare(num(1), '<', 2)
    const no = compare(num(1), '>=', 2)
    expect(value({ kind: 'and', operands: [yes, no] })).to.equal(false)
    expect(value({ kind: 'or', operands: [no, yes] })).to.equal(true)
    expect(value({ kind: 'not', operand: no })).to.equal(true)
    expect(value(compare(num(2), '<=', 2))).to.equal(true)
    expect(value(compare(num(2), '>', 2))).to.equal(false)
    const text = (t: string): Expression => ({ kind: 'text', value: t })
    expect(value(compare(text('snow'), '==', text('snow')))).to.equal(true)
    expect(value(compare(text('snow'), '!=', text('snow')))).to.equal(false)
  })

  it('refuses what the loader would not have let pass', () => {
    expect(() => value(signal('ego', 'colour'))).to.throw(TypeError, 'colour')
    expect(() => value(signal('ego', 'constructor'))).to.throw(TypeError, 'constructor')
    expect(() => value(signal('nobody', 'speed'))).to.throw(RangeError, 'nobody')
    expect(() => value(call('flies', 'ego', 'lead'))).to.throw(TypeError, 'flies')
    expect(() => value({ kind: 'call', name: 'sin', args: [num(1)] })).to.throw(TypeError, 'sin')
    expect(() => value({ kind: 'parameter', name: 'v' })).to.throw(TypeError, "'v'")
    expect(() => value({ kind: 'actor', name: 'ego' })).to.throw(TypeError, 'ego')
    expect(() => holds(num(1), here)).to.throw(TypeError, 'condition')
  })
})
