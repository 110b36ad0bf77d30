import { expect } from 'chai'
import fc from 'fast-check'
import type { FailureAction, SteeringFault, VehicleSpec, WheelName } from '../../src/scenario/index.ts'
import type { Controls, WorldState } from '../../src/world/index.ts'
import { SEDAN, actor, controls, drive, physicsOf, speedOf, type Script } from './cars.ts'
import { vehicleOf } from './fleet.ts'
import { flatRoad } from './flat-road.ts'

const DEGREE = Math.PI / 180

/** Drives a car and breaks something on it after a second. */
const broken = (
  failures: readonly FailureAction[],
  seconds: number,
  script: (t: number, state: WorldState) => Partial<Controls>,
  spec: VehicleSpec = SEDAN,
  speed = 28,
): WorldState[] => {
  const drives: Script = (t, state) =>
    controls({ ...script(t, state), ...(t >= 1 && failures.length > 0 ? { failures } : {}) })
  return drive(physicsOf(flatRoad(), actor({ id: 'car', spec, speed, esc: 'on', tc: 'on' })), seconds, drives)
}

const burst = (wheel: WheelName, over = 0.2): FailureAction => ({ kind: 'blow-tyre', wheel, over })
const y = ({ actors: [a] }: WorldState): number => a.position[1] + 1.75
const steady = (): Partial<Controls> => ({ throttle: 0.15 })

describe('physics/failures', () => {
  describe('a tyre that bursts', () => {
    it('pulls a little to its side, and a small correction holds the lane', () => {
      for (const [wheel, side] of [
        ['front-left', 1],
        ['front-right', -1],
        ['rear-left', 1],
        ['rear-right', -1],
      ] as const) {
        const hands = broken([burst(wheel)], 3, steady)
        expect(side * y(hands.at(-1)!), wheel).to.be.within(0.05, 8)
        for (const s of hands) expect(Math.abs(s.actors[0].angularVelocity[2]), wheel).to.be.lessThan(0.25)
        const held = broken([burst(wheel)], 8, (_t, { actors: [a] }) => ({
          throttle: 0.15,
          steer: -0.02 * (a.position[1] + 1.75) - 0.3 * 2 * a.orientation[2] - 0.1 * a.angularVelocity[2],
        }))
        for (const s of held) {
          expect(Math.abs(y(s)), wheel).to.be.lessThan(1)
          expect(Math.abs(s.actors[0].steer), wheel).to.be.lessThan(3 * DEGREE)
        }
      }
    })

    it('drags: rolling resistance of its load between 0.1 and 0.3', () => {
      const states = broken([burst('rear-left', 0.1)], 2, () => ({}))
      const wheel = states.at(-1)!.actors[0].wheels[2]
      expect(-wheel.forceX / wheel.load).to.be.within(0.1, 0.3)
    })

    it('lets its corner down onto the rim within its time', () => {
      const corner = ({ actors: [a] }: WorldState): number => {
        // Height of the wheel's centre above the ground, from body pose and travel.
        const [qx, qy, qz, qw] = a.orientation
        const [x, left, up] = [
          SEDAN.axles[0].x,
          SEDAN.axles[0].track / 2,
          SEDAN.axles[0].wheelRadius + a.wheels[0].travel,
        ]
        return (
          a.position[2] +
          2 * (qx * qz - qy * qw) * x +
          2 * (qy * qz + qx * qw) * left +
          (1 - 2 * (qx * qx + qy * qy)) * up
        )
      }
      for (const over of [0.1, 0.5]) {
        const states = broken([burst('front-left', over)], 4, steady)
        const before = corner(states[99])
        const drop = before - corner(states.at(-1)!)
        expect(drop).to.be.within(0.25 * SEDAN.axles[0].wheelRadius, 0.4 * SEDAN.axles[0].wheelRadius)
        expect(before - corner(states[100 + Math.round(50 * over)]), 'half way').to.be.lessThan(0.8 * drop)
        // The car stays on its wheels.
        for (const s of states) expect(Math.abs(s.actors[0].orientation[0])).to.be.lessThan(0.05)
      }
    })

    it('corners with a quarter to a half of its stiffness', () => {
      const force = (failures: readonly FailureAction[]): number => {
        const states = broken(failures, 3, () => ({ steer: 0.004, throttle: 0.15 }))
        const wheel = states.at(-1)!.actors[0].wheels[2]
        return Math.abs(wheel.forceY / Math.tan(wheel.slipAngle)) / wheel.load
      }
      expect(force([burst('rear-left')]) / force([])).to.be.within(0.25, 0.5)
    })

    it('is the same on the left and on the right', () =>
      fc.assert(
        fc.property(
          fc.constantFrom(['front-left', 'front-right'], ['rear-left', 'rear-right']),
          fc.double({ min: -0.05, max: 0.05, noNaN: true }),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (pair, steer, brake) => {
            const go = (side: 0 | 1): WorldState =>
              broken([burst(pair[side])], 2.5, () => ({
                steer: (1 - 2 * side) * steer,
                brake,
              })).at(-1)!
            const [left, right] = [go(0).actors[0], go(1).actors[0]]
            expect(right.position[0]).to.be.closeTo(left.position[0], 1e-6)
            expect(right.position[1] + 1.75).to.be.closeTo(-(left.position[1] + 1.75), 1e-6)
          },
        ),
        { numRuns: 15 },
      ))
  })

  describe('brakes that fail', () => {
    const distance = (failures: readonly FailureAction[], spec?: VehicleSpec): number => {
      const states = broken(failures, 12, (t) => ({ brake: t >= 1 ? 0.5 : 0 }), spec, 20)
      const end = states.find((s) => speedOf(s) < 0.1) ?? states.at(-1)!
      return end.actors[0].position[0] - states[100].actors[0].position[0]
    }

    it('stop the later, the more of them is lost', () => {
      const whole = distance([])
      const fail = (circuit: 'all' | 'front' | 'rear' | 'diagonal-left', left: number): number =>
        distance([{ kind: 'fail-brakes', circuit, left }])
      const half = fail('all', 0.5)
      const diagonal = fail('diagonal-left', 0)
      expect(half / whole).to.be.within(1.7, 2.1)
      expect(diagonal).to.be.closeTo(half, 0.1 * half)
      expect(fail('rear', 0)).to.be.within(1.2 * whole, diagonal)
      expect(fail('front', 0)).to.be.greaterThan(diagonal)
      expect(fail('all', 0)).to.be.greaterThan(150)
    })

    it('on one diagonal pull to the side that brakes in front', () => {
      const states = broken([{ kind: 'fail-brakes', circuit: 'diagonal-left', left: 0 }], 3, (t) => ({
        brake: t >= 1 ? 0.4 : 0,
      }))
      expect(y(states.at(-1)!)).to.be.lessThan(-0.2)
    })

    it('work again once they are mended', () => {
      const physics = physicsOf(flatRoad(), actor({ id: 'car', speed: 20 }))
      const failures = [{ kind: 'fail-brakes', circuit: 'all', left: 0 }] as const
      const states = drive(physics, 3, (t) => controls({ brake: 0.5, ...(t < 1 ? { failures } : {}) }))
      expect(speedOf(states[100])).to.be.greaterThan(19.5)
      expect(speedOf(states[300])).to.be.lessThan(15)
    })
  })

  describe('steering that fails', () => {
    const follow = (fault: SteeringFault): WorldState[] =>
      broken(
        [{ kind: 'fail-steering', fault }],
        4,
        (t) => ({ steer: 0.04 * Math.sin(2 * Math.PI * t) }),
        SEDAN,
        15,
      )
    const range = (states: readonly WorldState[]): number => {
      const angles = states.filter((s) => s.time > 1.5).map((s) => s.actors[0].steer)
      return Math.max(...angles) - Math.min(...angles)
    }

    it('freezes: the road wheels stay as they are', () => {
      const states = follow({ kind: 'frozen' })
      expect(range(states)).to.equal(0)
      expect(states.at(-1)!.actors[0].steer).to.equal(states[100].actors[0].steer)
    })

    it('has play: what is left of the demand is less by as much', () => {
      expect(range(follow({ kind: 'play', angle: 0.03 }))).to.be.closeTo(0.08 - 0.03, 0.002)
      expect(range(follow({ kind: 'play', angle: 0.2 }))).to.equal(0)
    })

    it('is heavy: the road wheels turn no faster than the driver can', () => {
      const states = follow({ kind: 'heavy', rate: 0.05 })
      for (let i = 102; i < states.length; i++)
        expect(Math.abs(states[i].actors[0].steer - states[i - 1].actors[0].steer)).to.be.at.most(
          0.05 * 0.01 + 1e-9,
        )
    })
  })

  it('systems fail while the car drives, and of two failures of one the later counts', () => {
    const system = (state: 'faulty' | 'off' | 'on'): FailureAction => ({
      kind: 'fail-system',
      system: 'abs',
      state,
    })
    const locks = (failures: readonly FailureAction[]): boolean =>
      broken(failures, 4, (t) => ({ brake: t >= 1.1 ? 1 : 0 })).some((s) =>
        s.actors[0].wheels.some((w) => w.spinRate === 0 && speedOf(s) > 5),
      )
    expect(locks([])).to.equal(false)
    expect(locks([system('off')])).to.equal(true)
    expect(locks([system('off'), system('on')])).to.equal(false)
    const esc: FailureAction = { kind: 'fail-system', system: 'esc', state: 'faulty' }
    const acts = (failures: readonly FailureAction[]): boolean =>
      broken(failures, 4, () => ({ steer: 0.01 }), SEDAN, 20).some((s) => s.actors[0].escActive)
    expect(acts([esc])).to.equal(true)
    expect(acts([])).to.equal(false)
    const tc: FailureAction = { kind: 'fail-system', system: 'tc', state: 'faulty' }
    const sedan = vehicleOf('sedan')
    const sprints = (failures: readonly FailureAction[]): number =>
      speedOf(broken(failures, 5, () => ({ throttle: 1 }), sedan, 10).at(-1)!)
    expect(sprints([tc])).to.be.lessThan(sprints([]) - 5)
  })

  it('a broken car that is saved and restored goes on bit by bit', () => {
    const failures: readonly FailureAction[] = [
      burst('front-left', 0.5),
      { kind: 'fail-brakes', circuit: 'front', left: 0.3 },
      { kind: 'fail-steering', fault: { kind: 'play', angle: 0.02 } },
    ]
    const world = () =>
      physicsOf(flatRoad(), actor({ id: 'car', spec: vehicleOf('suv'), speed: 25, esc: 'on', tc: 'on' }))
    const input = (tick: number): Controls[] => [
      controls({
        brake: tick > 900 ? 0.6 : 0,
        throttle: tick < 600 ? 0.7 : 0,
        steer: 0.05 * Math.sin(tick / 60),
        ...(tick >= 300 ? { failures } : {}),
      }),
    ]
    const straight = world()
    for (let tick = 0; tick < 2000; tick++) straight.step(input(tick))
    for (const from of [100, 450, 1000]) {
      const first = world()
      for (let tick = 0; tick < from; tick++) first.step(input(tick))
      const saved = structuredClone(first.save())
      const second = world()
      second.restore(saved)
      for (let tick = from; tick < 2000; tick++) second.step(input(tick))
      expect(second.snapshot()).to.deep.equal(straight.snapshot())
    }
  })
})
