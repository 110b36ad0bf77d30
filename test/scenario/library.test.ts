/** The library on the disk: vehicles, tyres, scenarios, and what a page tells of them. */
import { expect } from 'chai'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { disk, listScenarios, loadScenario, vehicleFolder } from '../../src/scenario/files.ts'
import {
  listScenariosFrom,
  listVehicles,
  parametersOf,
  readVehicle,
  sampleScenario,
  type AxleSpec,
  type Diagnostic,
} from '../../src/scenario/index.ts'
import { axleLoads, couplingLoad } from '../../src/physics/statics.ts'
import { memory, ROOT, scenario } from './memory.ts'

const semitrailer = readVehicle(disk, vehicleFolder(), 'semitrailer', () => undefined)!.spec

describe('vehicles', () => {
  for (const name of listVehicles(disk, vehicleFolder())) {
    describe(name, () => {
      const diagnostics: Diagnostic[] = []
      const { spec, rig } = readVehicle(disk, vehicleFolder(), name, (d) => diagnostics.push(d))!
      const { axles } = spec
      const front = axles[0]
      const sum = (share: (axle: AxleSpec) => number): number => axles.reduce((n, a) => n + share(a), 0)

      it('loads without a word, with a source and a camera', () => {
        expect(diagnostics).to.deep.equal([])
        expect(spec.name).to.equal(name)
        expect(spec.source).to.have.length.greaterThan(20)
        const towed = spec.coupling !== undefined
        expect('front' in rig.camera).to.equal(!towed)
        if (!towed) expect(rig.camera.front.fov).to.be.within(Math.PI / 3, (70 / 180) * Math.PI)
      })

      it('has its wheels and its mass within its outline', () => {
        // The origin stands under the rear axle, or the middle of its group.
        const group = axles.filter((a) => spec.coupling !== undefined || a.x < front.x / 2)
        expect(group.reduce((n, a) => n + a.x, 0)).to.be.closeTo(0, 1e-9)
        for (const axle of axles) {
          expect(axle.x + axle.wheelRadius).to.be.lessThan(spec.length - spec.rearOverhang)
          expect(axle.x - axle.wheelRadius).to.be.greaterThan(-spec.rearOverhang - 1e-9)
          expect(axle.track + axle.wheelWidth).to.be.at.most(spec.width + 0.02)
        }
        expect(spec.centreOfGravity[0]).to.be.within(0, spec.coupling?.x ?? front.x)
        expect(spec.centreOfGravity[2]).to.be.lessThan(spec.height)
        const { eye } = spec
        expect(eye === undefined).to.equal(spec.coupling !== undefined)
        if (eye === undefined) return
        expect(eye[0]).to.be.lessThan(spec.length - spec.rearOverhang)
        // On the roof, at most a hand's breadth above it.
        expect(eye[2]).to.be.lessThan(spec.height + 0.1)
      })

      it('shares drive and brakes out wholly', () => {
        expect(sum((a) => a.driveShare)).to.be.closeTo(spec.coupling === undefined ? 1 : 0, 1e-9)
        expect(sum((a) => a.brakeShare)).to.be.closeTo(1, 1e-9)
      })

      it('can lock its wheels on a dry road', () => {
        const load = axleLoads(spec).reduce((a, b) => a + b, 0)
        const grip = spec.tyre.surfaces['dry-asphalt'].muPeak * load * front.wheelRadius
        expect(spec.brakeTorqueMax).to.be.greaterThan(grip)
      })

      it('has a body that could be: inertias fit mass and size, springs fit the load', () => {
        const [roll, pitch, yaw] = spec.inertia
        // Of a solid box of its outline, within a factor of two; a rider sits in the middle of his machine. And no
        // axis above the sum of the others.
        const box = (spec.mass * (spec.length ** 2 + spec.width ** 2)) / 12
        expect(yaw / box).to.be.within(spec.rider === undefined ? 0.45 : 0.15, 2)
        expect(pitch).to.be.lessThan(roll + yaw)
        // A tractor's springs are made for its trailer.
        const trailer = spec.hitch?.kind === 'fifth-wheel' ? couplingLoad(semitrailer) : 0
        const loads = axleLoads(spec, { x: spec.hitch?.x ?? 0, weight: trailer })
        axles.forEach((axle, i) => {
          const wheels = axle.track > 0 ? 2 : 1
          const sprung = loads[i] / 9.81 / wheels - axle.unsprungMass
          expect(sprung).to.be.greaterThan(0)
          // Ride frequencies of road vehicles; a bicycle has none to speak of.
          const most = spec.class === 'bicycle' ? 7 : 3.2
          expect(Math.sqrt(axle.springRate / sprung) / 2 / Math.PI).to.be.within(0.9, most)
        })
      })
    })
  }
})

describe('the scenario library', () => {
  const entries = listScenarios()

  it('holds the three of the first release, without a mistake or a warning', () => {
    expect(entries.map((e) => e.name)).to.include.members([
      'black-ice-queue',
      'highway-cut-in',
      'snow-skid-near-collision',
    ])
    expect(entries).to.have.length(
      readdirSync(join(ROOT, 'scenarios')).filter((f) => f.endsWith('.yaml')).length,
    )
    for (const { diagnostics, scenario: found, name } of entries) {
      expect(diagnostics, name).to.deep.equal([])
      expect(found!.name).to.equal(name)
    }
  })

  it('tells of each what it is and why it happens, and puts a camera on the ego', () => {
    for (const { title, description, tags, scenario: found } of entries) {
      expect(title.length).to.be.within(5, 80)
      expect(description.length).to.be.greaterThan(80)
      expect(tags).to.include.keys('hazard', 'nhtsa', 'odd')
      const concrete = sampleScenario(found!)
      expect(concrete.sensors.map((s) => s.id)).to.include('ego.front')
      expect(concrete.expect.length).to.be.greaterThan(0)
    }
  })

  it('has a curved road among its roads', () => {
    const curved = entries.filter((e) =>
      sampleScenario(e.scenario!).road.pieces.some((p) => p.curvature !== 0),
    )
    expect(curved).not.to.have.length(0)
  })

  it('samples every scenario for twenty seeds', () => {
    for (const { scenario: found } of entries) {
      for (let seed = 0; seed < 20; seed++) {
        const { actors, parameters } = sampleScenario(found!, seed)
        for (const { at, speed } of actors)
          expect(Number.isFinite(at.s) && Number.isFinite(speed)).to.equal(true)
        expect(Object.values(parameters).every((v) => typeof v === 'string' || Number.isFinite(v))).to.equal(
          true,
        )
      }
    }
  })

  it('finds a scenario by its name or its path, and says which one may be meant', () => {
    expect(loadScenario('highway-cut-in').scenario!.name).to.equal('highway-cut-in')
    expect(loadScenario(join(ROOT, 'scenarios/highway-cut-in.yaml')).scenario!.name).to.equal(
      'highway-cut-in',
    )
    const { scenario: none, diagnostics } = loadScenario(join(ROOT, 'scenarios/highway-cutin.yaml'))
    expect(none).to.equal(null)
    expect(diagnostics[0]).to.include({ code: 'missing-file', suggestion: 'highway-cut-in.yaml' })
  })

  it('describes parameters in the units of their writer, and in SI', () => {
    const text = scenario({
      params:
        '{v: {normal: {mean: 72 km/h, sd: 9 km/h}, truncate: [54 km/h, 90 km/h]}, n: {normal: {mean: 9 m, sd: 1 m}}, c: {choice: [sedan, van]}, w: {weighted: [{value: 10 %, weight: 1}, {value: 20 %, weight: 2}]}, f: 3 s}',
      where: '[v > 0 m/s, n > 0 m, w > 0, f > 0 s]',
      actors: '{ego: {model: $c, at: {lane: -1, s: 40 m}}}',
    })
    const [entry] = listScenariosFrom(memory({ 'lib/test.yaml': text, 'lib/base/x.yaml': 'no' }), 'lib')
    expect(entry.diagnostics).to.deep.equal([])
    const [v, n, c, w, f] = parametersOf(entry.scenario!)
    expect(v).to.deep.include({
      name: 'v',
      unit: 'km/h',
      min: 54,
      max: 90,
      median: 72,
      choices: null,
      distribution: 'normal mean 72 km/h, sd 9 km/h, within 54 km/h ... 90 km/h',
    })
    expect(v.si.median).to.be.closeTo(20, 1e-9)
    expect(v.value).to.be.within(54, 90)
    expect(n).to.deep.include({ unit: 'm', min: null, max: null, median: 9 })
    expect(c).to.deep.include({
      unit: '',
      min: null,
      max: null,
      choices: ['sedan', 'van'],
      distribution: 'one of sedan, van',
    })
    expect(w).to.deep.include({ unit: '%', min: 10, max: 20, choices: [10, 20] })
    expect(f).to.deep.include({ unit: 's', min: 3, max: 3, median: 3, value: 3, distribution: '3 s' })
  })

  it('lists a scenario with a mistake too', () => {
    const [entry] = listScenariosFrom(memory({ 'lib/test.yaml': 'scenario: [' }), 'lib')
    expect(entry).to.include({ name: 'test', title: 'test', scenario: null })
    expect(entry.diagnostics).not.to.have.length(0)
  })
})
