import { expect } from 'chai'
import { rotate, type Quat, type Vec3 } from '../../src/math/index.ts'
import { bodyNumbers, giveWrench, moveBody, setBodyNumbers } from '../../src/physics/body.ts'
import { hitchesOf, join } from '../../src/physics/chassis/hitch.ts'
import { Vehicle } from '../../src/physics/vehicle.ts'
import type { VehicleSpec } from '../../src/scenario/index.ts'
import type { WorldState } from '../../src/world/index.ts'
import { actor, controls, drive, eventsOf, physicsOf, speedOf } from './cars.ts'
import { flatRoad } from './flat-road.ts'
import { criticalSpeed } from './linear-rig.ts'
import {
  CAR,
  CARAVAN,
  REAR_HEAVY,
  SEMITRAILER,
  TRACTOR,
  articulation,
  gapOf,
  linearDamping,
  rig,
  swayDamping,
  tipUp,
} from './rig.ts'

const RIGS = [
  ['car and caravan', CAR, CARAVAN],
  ['tractor and semi-trailer', TRACTOR, SEMITRAILER],
] as const

const G = 9.81

const loadOf = ({ actors }: WorldState, i: number): number => actors[i].wheels.reduce((n, w) => n + w.load, 0)

/** Momentum, angular momentum about the origin and energy of vehicles' bodies. */
const ledger = (vehicles: readonly Vehicle[]) => {
  const p = [0, 0, 0]
  const l = [0, 0, 0]
  let energy = 0
  for (const v of vehicles) {
    const { mass, inertia } = v.model.spec
    const [x, y, z, qx, qy, qz, qw, ...motion] = bodyNumbers(v)
    const q: Quat = [qx, qy, qz, qw]
    const speed = motion.slice(0, 3)
    const own = speed.map((u) => mass * u)
    const w = rotate([-qx, -qy, -qz, qw], [motion[3], motion[4], motion[5]])
    const spin = rotate(q, [inertia[0] * w[0], inertia[1] * w[1], inertia[2] * w[2]])
    const arm = [y * own[2] - z * own[1], z * own[0] - x * own[2], x * own[1] - y * own[0]]
    for (let k = 0; k < 3; k++) {
      p[k] += own[k]
      l[k] += arm[k] + spin[k]
      energy += 0.5 * (inertia[k] * w[k] * w[k] + own[k] * speed[k])
    }
  }
  return { p, l, energy }
}

describe('physics/trailer', () => {
  for (const [name, tractor, trailer] of RIGS) {
    it(`a standing ${name}: the joint is closed, nothing creeps, the hitch carries its part @slow`, () => {
      const states = drive(rig({}, tractor, trailer, {}), 8, () => controls({ brake: 0.5 }))
      for (const s of states) expect(gapOf(s, tractor, trailer)).to.be.lessThan(1e-3)
      const [a, b] = [states[200], states.at(-1)!]
      expect(Math.hypot(...a.actors[1].position.map((x, k) => x - b.actors[1].position[k]))).to.be.lessThan(
        1e-3,
      )
      const weight = (tractor.mass + trailer.mass) * G
      expect(loadOf(b, 0) + loadOf(b, 1)).to.be.closeTo(weight, 0.005 * weight)
      const arm = trailer.coupling!.x
      const tongue = (trailer.mass * G * trailer.centreOfGravity[0]) / arm
      expect(loadOf(b, 0) - tractor.mass * G).to.be.closeTo(tongue, 0.02 * tongue + 0.002 * weight)
    })

    it(`a ${name} thrown about at 25 m/s: the joint gives less than 1 cm @slow`, () => {
      const states = drive(rig({}, tractor, trailer, { speed: 25 }), 6, (t) =>
        controls({ steer: t < 4 ? 0.35 * Math.sign(Math.sin(4 * t)) : 0, brake: t > 2 ? 1 : 0 }),
      )
      for (const s of states) {
        expect(gapOf(s, tractor, trailer)).to.be.lessThan(0.01)
        expect(Math.abs(articulation(s))).to.be.lessThan(trailer.coupling!.angleMax + 0.35)
      }
    })
  }

  for (const [name, tractor, trailer] of RIGS)
    it(`the joint of a ${name} alone, in free flight: momentum exact, angular momentum and energy kept`, () => {
      const ego = actor({ id: 'ego' })
      const a = new Vehicle({ ...ego, spec: tractor }, 0)
      const b = new Vehicle({ ...ego, id: 'trailer', towedBy: 'ego', spec: trailer }, 1)
      const [hitch] = hitchesOf([a, b])
      // In line, flying at 20 m/s, turning against each other about the joint.
      const fly = (v: Vehicle, joint: number, height: number, spin: number): void => {
        const arm = v.model.cg[0] - joint
        setBodyNumbers(v, [arm, 0, v.model.cg[2] - height, 0, 0, 0, 1, 20, spin * arm, 5, 0, 0, spin])
      }
      fly(a, tractor.hitch!.x, tractor.hitch!.z, 0.5)
      fly(b, trailer.coupling!.x, trailer.coupling!.z, -0.4)
      const before = ledger([a, b])
      const seconds = 1.2
      for (let tick = 0; tick < seconds * 600; tick++) {
        for (const v of [a, b]) {
          v.wrench.clear()
          giveWrench(v)
          // Weightless: Euler's step of free fall would hide what the joint does to the energy.
          v.body.force.z += v.model.mass * G
        }
        join(hitch)
        moveBody(a)
        moveBody(b)
      }
      const after = ledger([a, b])
      expect(after.p[0] / before.p[0]).to.be.closeTo(1, 1e-10)
      expect(after.p[1]).to.be.closeTo(before.p[1], 1e-10 * before.p[0])
      expect(after.p[2]).to.be.closeTo(before.p[2], 1e-10 * before.p[0])
      const turning = (tractor.inertia[2] + trailer.inertia[2]) * 0.5
      expect(after.l[2]).to.be.closeTo(before.l[2], 0.01 * turning)
      const spinning = 0.5 * (tractor.inertia[2] * 0.25 + trailer.inertia[2] * 0.16)
      expect(after.energy - before.energy).to.be.within(
        -0.02 * spinning - trailer.coupling!.friction,
        0.02 * spinning,
      )
    })

  it('sways from its critical speed on and not below: rear-heavy at the speed of the linear model, well laden never @slow', function () {
    this.timeout(180_000)
    const predicted = criticalSpeed((v) => linearDamping(CAR, REAR_HEAVY, v), 15, 40)
    const simulated = criticalSpeed(
      (v) => swayDamping(CAR, REAR_HEAVY, v),
      0.8 * predicted,
      1.2 * predicted,
      4,
    )
    expect(simulated / predicted).to.be.within(0.9, 1.1)
    expect(swayDamping(CAR, REAR_HEAVY, 0.85 * predicted)).to.be.greaterThan(0.02)
    expect(swayDamping(CAR, REAR_HEAVY, 1.15 * predicted)).to.be.lessThan(-0.02)
    expect(swayDamping(CAR, CARAVAN, 36)).to.be.greaterThan(0.03)
    expect(linearDamping(CAR, CARAVAN, 36)).to.be.greaterThan(0.03)
  })

  it('a stabiliser calms what sways', () => {
    const calmed: VehicleSpec = { ...REAR_HEAVY, coupling: { ...REAR_HEAVY.coupling!, friction: 300 } }
    expect(swayDamping(CAR, calmed, 24)).to.be.greaterThan(swayDamping(CAR, REAR_HEAVY, 24) + 0.05)
  })

  it('a laden semi-trailer tips at 0.35 g +- 0.07', () => {
    expect(tipUp(TRACTOR, SEMITRAILER, 15)).to.be.within(0.28, 0.42)
  })

  it('a tractor that brakes with its drive axle only folds on a slippery bend; braked all over with ABS it does not', () => {
    const folding: VehicleSpec = {
      ...TRACTOR,
      axles: TRACTOR.axles.map((a, i) => ({ ...a, brakeShare: i === 0 ? 0 : 1 })),
    }
    const unbraked: VehicleSpec = { ...SEMITRAILER, brakeTorqueMax: 0 }
    const most = (tractor: VehicleSpec, trailer: VehicleSpec, abs: 'on' | 'off'): number => {
      const states = drive(rig({ mu: 0.25 }, tractor, trailer, { speed: 18, abs }), 9, (t) =>
        controls({ steer: 0.03, brake: t > 1.5 ? 0.7 : 0 }),
      )
      return Math.max(...states.map((s) => Math.abs(articulation(s))))
    }
    expect(most(folding, unbraked, 'off')).to.be.greaterThan(1)
    expect(most(TRACTOR, SEMITRAILER, 'on')).to.be.lessThan(0.35)
  })

  it('overrun brakes: the caravan brakes when it pushes, and the stop is little longer than without it', () => {
    const stop = (world: ReturnType<typeof rig>): WorldState[] =>
      drive(
        world,
        12,
        () => controls({ brake: 0.5 }),
        (s) => speedOf(s) < 0.1,
      )
    const towing = stop(rig({}, CAR, CARAVAN, { speed: 20 }))
    const alone = stop(physicsOf(flatRoad(), actor({ id: 'ego', spec: CAR, speed: 20 })))
    expect(Math.max(...towing.map((s) => s.actors[1].brake))).to.be.greaterThan(0.3)
    expect(towing.at(-1)!.time / alone.at(-1)!.time).to.be.within(1, 1.25)
  })

  it('comes, goes and lights up with its tractor', () => {
    const lights = {
      brake: true,
      indicatorLeft: true,
      indicatorRight: false,
      headlights: true,
      highBeam: false,
      beacon: false,
      siren: false,
    }
    const world = rig({}, CAR, CARAVAN, { speed: 10 })
    const here = drive(world, 0.1, () => [controls({ lights }), controls({ present: false })]).at(-1)!
    expect(here.actors[1].present).to.equal(true)
    expect(here.actors[1].lights).to.deep.equal(lights)
    const gone = drive(world, 0.1, () => [controls({ present: false }), controls()]).at(-1)!
    expect(gone.actors.map((a) => a.present)).to.deep.equal([false, false])
  })

  it('is hit by others, and its tractor feels it', () => {
    const world = physicsOf(
      flatRoad(),
      actor({ id: 'ego', spec: CAR, speed: 0 }),
      actor({ id: 'other', spec: CAR, speed: 15, at: { lane: -1, s: 80, offset: 0, heading: 0 } }),
      actor({ id: 'ego.trailer', spec: CARAVAN, towedBy: 'ego' }),
    )
    const states = drive(world, 3, () => controls())
    const crash = eventsOf(states).find((e) => e.kind === 'collision')
    expect(crash?.actors).to.have.members(['other', 'ego.trailer'])
    expect(speedOf(states.at(-1)!)).to.be.greaterThan(2)
    for (const s of states) {
      const [car, , trailer] = s.actors
      expect(gapOf({ ...s, actors: [car, trailer] }, CAR, CARAVAN)).to.be.lessThan(0.02)
    }
  })

  it('the mirrored drive goes the mirrored way', () => {
    const end = (side: 1 | -1): Vec3 => {
      const states = drive(rig({ mu: 0.5 }, TRACTOR, SEMITRAILER, { speed: 20 }), 5, (t) =>
        controls({ steer: side * 0.08 * Math.sin(2 * t), brake: t > 3 ? 0.5 : 0 }),
      )
      return states.at(-1)!.actors[1].position
    }
    const [left, right] = [end(1), end(-1)]
    expect(right[0]).to.be.closeTo(left[0], 1e-6)
    expect(right[1] + 1.75).to.be.closeTo(-(left[1] + 1.75), 1e-6)
  })

  it('restored in the middle, a swaying rig goes on bit by bit', () => {
    const input = (t: number) => controls({ steer: 0.05 * Math.sin(3 * t), brake: t > 1 ? 0.4 : 0 })
    const straight = rig({ mu: 0.6 }, CAR, CARAVAN, { speed: 25 })
    drive(straight, 1.5, input)
    const resumed = rig({ mu: 0.6 }, CAR, CARAVAN, { speed: 25 })
    resumed.restore(structuredClone(straight.save()))
    const late = (t: number) => input(t)
    drive(straight, 1.5, late)
    drive(resumed, 1.5, late)
    expect(resumed.save()).to.deep.equal(straight.save())
  })
})
