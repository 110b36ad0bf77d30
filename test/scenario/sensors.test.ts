/** Sensors: devices of the library, rigs of vehicles, a scenario's `sensors` over both, and the story's faults. */
import { expect } from 'chai'
import { disk, rigSensors, vehicleFolder } from '../../src/scenario/files.ts'
import {
  formatDiagnostics,
  sampleScenario,
  SENSOR_KINDS,
  type ConcreteScenario,
  type Diagnostic,
  type SensorFaultKind,
  type SensorSpec,
  type SpecOf,
} from '../../src/scenario/index.ts'
import { listDevices, readDevice, type Device } from '../../src/scenario/sensors/devices.ts'
import { checkPart, resolvedPart } from '../../src/scenario/vehicles/part-files.ts'
import { load, memory, scenario, unmark } from './memory.ts'

const devices = new Map(
  listDevices(disk, vehicleFolder()).map((name): [string, Device] => [
    name,
    readDevice(disk, vehicleFolder(), name, (d) => expect.fail(d.message))!,
  ]),
)

const sampled = (parts: Readonly<Record<string, string>>): ConcreteScenario => {
  const { scenario: loaded, diagnostics } = load(scenario(parts))
  expect(formatDiagnostics(diagnostics)).to.equal('')
  return sampleScenario(loaded!)
}

const sensorsOf = (sensors: string, parts: Readonly<Record<string, string>> = {}): readonly SensorSpec[] =>
  sampled({ ...parts, sensors }).sensors

const only = <K extends SensorSpec['kind']>(kind: K, text: string): SpecOf<K> => {
  const [sensor] = sensorsOf(`{ego: [${text}]}`)
  expect(sensor.kind).to.equal(kind)
  return sensor as SpecOf<K>
}

/** The one mistake of a text, which stands between « and ». */
const mistakeIn = (marked: string, check: (text: string) => readonly Diagnostic[]): Diagnostic => {
  const { text, line, column, length } = unmark(marked)
  const found = check(text)
  expect(found, formatDiagnostics(found)).to.have.length(1)
  expect(found[0]).to.include({ line, column, length })
  return found[0]
}
const mistake = (parts: Readonly<Record<string, string>>): Diagnostic =>
  mistakeIn(scenario(parts), (text) => load(text).diagnostics)
const fileMistake = (path: string, kind: 'sensor' | 'vehicle', marked: string): Diagnostic =>
  mistakeIn(marked, (text) => checkPart(memory({ [path]: text }), path, kind, 'vehicles'))

const degrees = (x: number): number => (x * 180) / Math.PI

describe('scenario: devices of vehicles/sensors', () => {
  it('are of every kind, each by the name of its file', () => {
    for (const kind of SENSOR_KINDS) expect([...devices.values()].map((d) => d.kind)).to.include(kind)
    for (const [name, device] of devices) expect(device.name).to.equal(name)
  })

  const beams = { 'vlp-16': 16, 'hdl-32e': 32, 'hdl-64e': 64, 'os1-64': 64 }
  for (const [name, count] of Object.entries(beams))
    it(`${name} has its ${count} beams from the lowest to the highest`, () => {
      const device = devices.get(name)
      if (device?.kind !== 'lidar') return expect.fail('no lidar')
      const { elevations, azimuths = [] } = device.figures
      expect(elevations).to.have.length(count)
      expect([...elevations].sort((a, b) => a - b)).to.deep.equal(elevations)
      expect(new Set(elevations).size).to.equal(count)
      expect([0, count]).to.include(azimuths.length)
    })

  it('hold what the manuals say of the beams', () => {
    const elevations = (name: string): readonly number[] => {
      const device = devices.get(name)
      return device?.kind === 'lidar' ? device.figures.elevations.map(degrees) : []
    }
    const step = (name: string, at: number): number => elevations(name)[at + 1] - elevations(name)[at]
    expect(elevations('vlp-16').map((e) => Math.round(e))).to.deep.equal(
      Array.from({ length: 16 }, (_, i) => 2 * i - 15),
    )
    expect([elevations('hdl-32e')[0], elevations('hdl-32e')[31]].map((e) => e.toFixed(2))).to.deep.equal([
      '-30.67',
      '10.67',
    ])
    // Two blocks: every half degree below, every third above.
    expect([step('hdl-64e', 0), step('hdl-64e', 30)].map((e) => e.toFixed(2))).to.deep.equal(['0.50', '0.50'])
    expect([step('hdl-64e', 32), step('hdl-64e', 62)].map((e) => e.toFixed(2))).to.deep.equal([
      '0.33',
      '0.33',
    ])
    expect(elevations('hdl-64e')[63]).to.be.closeTo(2, 1e-9)
    expect(step('os1-64', 20)).to.be.closeTo(0.527, 0.001)
  })

  it('print merged as files that say the same', () => {
    const text = resolvedPart(disk, `${vehicleFolder()}/sensors/ars408-near.yaml`, 'sensor', vehicleFolder())!
    expect(text).to.match(/^sensor: ars408-near$/m)
    expect(text).not.to.include('extends')
    const files = memory({ 'vehicles/sensors/alone.yaml': text })
    expect(checkPart(files, 'vehicles/sensors/alone.yaml', 'sensor', 'vehicles')).to.deep.equal([])
    expect(readDevice(files, 'vehicles', 'alone', () => undefined)).to.deep.equal(devices.get('ars408-near'))
  })

  it('tell of mistakes at their places', () => {
    const path = 'vehicles/sensors/x.yaml'
    const child = (base: string): string => `sensor: x\nextends: ${base}.yaml\n`
    const told = (marked: string): Diagnostic => fileMistake(path, 'sensor', marked)
    expect(told(`${child('vlp-16')}lidar: {«collumns»: 900}\n`).suggestion).to.equal('columns')
    expect(told(`${child('vlp-16')}lidar: {range: [1 m, «100»]}\n`).code).to.equal('missing-unit')
    expect(told(`${child('vlp-16')}lidar: {«range»: [100 m, 1 m]}\n`).message).to.include('ends before')
    expect(told(`${child('vlp-16')}lidar: {«azimuths»: [1 deg]}\n`).message).to.include('1 azimuths for 16')
    expect(told(`${child('vlp-16')}lidar: {«elevations»: [3 deg, 1 deg]}\n`).message).to.include('rise')
    expect(told(`${child('ars408')}«imu»: ${IMU}\n`).message).to.include('a radar')
    expect(told(`«sensor»: x\ntitle: X\nsource: here\n`).expected).to.include('lidar')
    expect(told(`${child('automotive-2mp')}camera: {«fov»: 175 deg}\n`).expected).to.include('fisheye')
    expect(told(`${child('automotive-2mp')}camera: {«fps»: 7}\n`).expected).to.equal('a divisor of 600')
    expect(told(`sensor: x\nextends: «vpl-16.yaml»\n`).suggestion).to.equal('vlp-16.yaml')
  })
})

const IMU =
  '{hz: 100, gyro: {noise: 0.3 deg/√h, walk: 1e-5 rad/s/√s, bias: 0 deg/s, range: 300 deg/s}, accelerometer: {noise: 100 ug/√Hz, walk: 1e-3 m/s^2/√s, bias: 0 g, range: 8 g}}'

describe('scenario: rigs of vehicles', () => {
  it('say at its place what no device has, and what does not go together', () => {
    const told = (sensors: string): Diagnostic =>
      fileMistake('vehicles/x.yaml', 'vehicle', `vehicle: x\nextends: sedan.yaml\nsensors: {${sensors}}\n`)
    expect(told('lidar: {top: {model: «hdl-64», at: {x: 0 m, z: 2 m}}}')).to.include({
      code: 'unknown-model',
      suggestion: 'hdl-64e',
    })
    expect(told('lidar: {top: {model: «ars408», at: {x: 0 m, z: 2 m}}}').message).to.include(
      'a radar, not a lidar',
    )
    expect(told('lidar: {roof: {«range»: [90 m, 20 m]}}').message).to.include('ends before')
    expect(told('camera: {front: {fps: «7»}}').expected).to.equal('a divisor of 600')
    expect(told('camera: {front: {«fop»: 9}}').suggestion).to.equal('fov')
    expect(told('«radra»: {front: {fov: 9 deg}}').suggestion).to.equal('radar')
  })

  it('of cars see all round as nuScenes does, and in stereo as KITTI does', () => {
    const rig = rigSensors({ id: 'ego', model: 'sedan' }, ['box2d'])
    const kinds = (kind: string): readonly SensorSpec[] => rig.filter((s) => s.kind === kind)
    expect(kinds('camera').map((s) => s.name)).to.include.members([
      'front',
      'front-left',
      'front-right',
      'back',
      'back-left',
      'back-right',
      'left',
      'right',
    ])
    expect(kinds('radar')).to.have.length(5)
    expect(kinds('ultrasonic')).to.have.length(8)
    for (const kind of SENSOR_KINDS) expect(kinds(kind), kind).not.to.have.length(0)
    expect(new Set(rig.map((s) => s.id)).size).to.equal(rig.length)
    const y = (name: string): number => rig.find((s) => s.id === `ego.${name}`)!.mount.position[1]
    expect(y('left') - y('right')).to.be.closeTo(0.54, 1e-9)
    // Whatever looks sideways or back on the left has its twin on the right.
    for (const { name, mount } of rig) {
      if (!/(^|-)left$/.test(name)) continue
      const twin = rig.find((s) => s.name === name.replace(/left$/, 'right'))!.mount
      expect(twin.position).to.deep.equal([mount.position[0], -mount.position[1], mount.position[2]])
      expect(Math.sin(twin.yaw)).to.be.closeTo(-Math.sin(mount.yaw), 1e-12)
      expect(Math.cos(twin.yaw)).to.be.closeTo(Math.cos(mount.yaw), 1e-12)
    }
    expect(rigSensors({ id: 'lead', model: 'van' }, [])[0].actor).to.equal('lead')
    expect(rigSensors({ id: 'cone', model: 'cone' }, [])).to.deep.equal([])
  })
})

describe('scenario: sensors', () => {
  it('of a rig are its devices, with what the rig changes of them', () => {
    const lidar = only('lidar', '{lidar: roof}')
    expect(lidar).to.include({ id: 'ego.lidar-roof', name: 'lidar-roof', actor: 'ego', model: 'hdl-64e' })
    expect(lidar).to.include({ rate: 10, latency: 0, columns: 2083, returns: 1 })
    expect(lidar.azimuths).to.deep.equal(lidar.elevations.map(() => 0))
    const radar = only('radar', '{radar: front}')
    expect(radar).to.include({ model: 'ars408', rate: 13, frequency: 76.5e9 })
    expect(degrees(radar.horizontalFov)).to.be.closeTo(18, 1e-9)
    expect(radar.accuracy.speed).to.be.closeTo(0.1 / 3.6, 1e-12)
    const front = only('camera', '{camera: front}')
    expect(front).to.include({ id: 'ego.front', width: 1280, height: 720, rate: 10, model: 'automotive-2mp' })
    expect(front.labels).to.deep.equal(['box2d', 'box3d', 'instance', 'semantic', 'depth'])
    expect(front.imageSensor).to.include({ saturation: 10000, bits: 12 })
    expect([front.lens, front.lineTime, front.exposure, front.soiling]).to.deep.equal(
      Array.from({ length: 4 }, () => undefined),
    )
    expect(only('event-camera', '{event-camera: front}').threshold).to.deep.equal([0.2, 0.2])
    expect(only('imu', '{imu: body}').gyro.white).to.be.closeTo(0.26 * (Math.PI / 180 / 60), 1e-12)
    expect(only('gnss', '{gnss: roof}').wander).to.deep.equal([2, 300])
    expect(only('wheel-speed', '{wheel-speed: wheels}')).to.include({ teeth: 48, jitter: 0.02 })
    expect(only('ultrasonic', '{ultrasonic: front-left}').range).to.deep.equal([0.15, 5.5])
  })

  it('change what they name of the rig, parameters included', () => {
    const parts = { params: '{turns: {choice: [5, 20]}, far: {uniform: [60 m, 80 m]}}' }
    const [lidar] = sensorsOf('{ego: [{lidar: roof, hz: $turns, range: [1 m, $far], returns: 2}]}', parts)
    if (lidar.kind !== 'lidar') return expect.fail('no lidar')
    expect([5, 20]).to.include(lidar.rate)
    expect(lidar.range[1]).to.be.within(60, 80)
    expect(lidar).to.include({ returns: 2, columns: 2083 })
    const camera = only(
      'camera',
      '{camera: front, fps: 20, shutter: {line-time: 20 us}, exposure: {time: 5 ms}, lens: {kind: brown-conrady, k1: -0.2, k2: 0}, soiling: {drops: 20 %}}',
    )
    expect(camera).to.include({ rate: 20, width: 1280 })
    expect(camera.lineTime).to.be.closeTo(20e-6, 1e-15)
    expect(camera.exposure).to.deep.equal({ time: 0.005, gain: 1 })
    expect(camera.lens).to.deep.equal({ kind: 'brown-conrady', k1: -0.2, k2: 0, k3: 0, p1: 0, p2: 0 })
    expect(camera.soiling).to.deep.equal({ drops: 0.2, dirt: 0, snow: 0 })
    expect(only('imu', '{imu: body, latency: 3 ms}').latency).to.equal(0.003)
  })

  it('with another device sit where the rig has them, without what the rig changed of its own', () => {
    const before = only('camera', '{camera: left}')
    const after = only('camera', '{camera: left, model: surround}')
    expect(after.mount).to.deep.equal(before.mount)
    expect(after).to.include({ model: 'surround', width: 1280, height: 966 })
    expect(after.lens?.kind).to.equal('fisheye')
    const moved = only('lidar', '{lidar: roof, at: {x: 1 m, z: 3 m, yaw: 90 deg}}')
    expect(moved.mount).to.deep.equal({ position: [1, 0, 3], yaw: Math.PI / 2, pitch: 0, roll: 0 })
    expect(moved.model).to.equal('hdl-64e')
  })

  it('of their own need no rig: also on a pole by the road', () => {
    const actors =
      '{ego: {model: bicycle, at: {lane: -1, s: 40 m}}, mast: {model: pole, at: {lane: -1, s: 90 m, offset: -3 m}}}'
    const sensors = sensorsOf(
      '{ego: [{lidar: bar, model: vlp-16, at: {x: 1 m, z: 1 m}}], mast: [{radar: arm, model: ars408, at: {x: 0 m, z: 5 m, pitch: 5 deg}}]}',
      { actors },
    )
    expect(sensors.map((s) => s.id)).to.deep.equal(['ego.lidar-bar', 'mast.radar-arm'])
    expect(sensors[1].mount.position).to.deep.equal([0, 0, 5])
  })

  it('of several kinds may share a name', () => {
    const ids = sensorsOf('{ego: [{camera: front}, {radar: front}, {event-camera: front}]}').map((s) => s.id)
    expect(ids).to.deep.equal(['ego.front', 'ego.radar-front', 'ego.event-camera-front'])
  })

  const ego = (text: string): Diagnostic => mistake({ sensors: `{ego: [${text}]}` })

  it('tell of mistakes at their places', () => {
    expect(ego('{radar: «fornt»}')).to.include({ code: 'unknown-sensor', suggestion: 'front' })
    expect(ego('{lidar: «top», model: vlp-16}').expected).to.include("'at' of a lidar of its own")
    expect(ego('{«lidra»: roof}').suggestion).to.equal('lidar')
    expect(ego('{lidar: roof, model: «vlp16»}')).to.include({ code: 'unknown-model', suggestion: 'vlp-16' })
    expect(ego('{lidar: roof, model: «ars408»}').message).to.equal('the ars408 is a radar, not a lidar')
    expect(ego('{radar: front, hz: 13}, {radar: «front»}').code).to.equal('duplicate-key')
    expect(ego('{lidar: roof, «range»: [50 m, 5 m]}').message).to.include('ends before')
    expect(ego('{lidar: roof, hz: «0»}').code).to.equal('out-of-range')
    expect(ego('{lidar: roof, range-noise: «2»}').code).to.equal('missing-unit')
    expect(ego('{lidar: roof, returns: «3»}').code).to.equal('wrong-type')
    expect(ego('{camera: front, fov: «170 deg»}').expected).to.include('fisheye')
    expect(
      ego('{camera: front, fov: «120 deg», lens: {kind: brown-conrady, k1: -0.37, k2: 0}}').message,
    ).to.include('turns back')
    expect(ego('{camera: front, exposure: «atuo»}').suggestion).to.equal('auto')
    expect(ego('{camera: front, labels: [«flwo»]}').suggestion).to.equal('flow')
    expect(ego('{camera: front, lens: {kind: «fisheyes»}}').suggestion).to.equal('fisheye')
  })

  it('of a rig that only some of the models have are missed', () => {
    const told = mistake({
      params: '{car: {choice: [sedan, truck]}}',
      actors: '{ego: {model: $car, at: {lane: -1, s: 40 m}}}',
      sensors: '{ego: [{ultrasonic: «front-left»}]}',
    })
    expect(told.message).to.equal("the truck has no ultrasonic 'front-left'")
  })
})

describe('scenario: faults of sensors', () => {
  const sensors =
    '{ego: [{camera: front}, {lidar: roof}, {radar: front}, {imu: body}, {wheel-speed: wheels}]}'
  const fault = (text: string): Readonly<Record<string, string>> => ({
    sensors,
    do: `[{sensors: {${text}}}]`,
  })
  const levelOf = (text: string): unknown => sampled(fault(text)).story[0].actions[0].action

  it('are of any sensor, each as bad as it says', () => {
    const plain: readonly SensorFaultKind[] = ['dropout', 'freeze', 'blockage', 'snow-cover', 'mud']
    for (const kind of plain)
      expect(levelOf(`fault: ${kind}, on: ego.lidar-roof, level: 30 %`)).to.deep.equal({
        ...{ kind: 'sensor-fault', sensor: 'ego.lidar-roof', fault: kind, level: 0.3 },
      })
    expect(levelOf('fault: latency, on: ego.imu-body, delay: 50 ms')).to.include({ level: 0.05 })
    expect(levelOf('fault: noise, on: ego.wheel-speed-wheels, factor: 4')).to.include({ level: 4 })
    expect(levelOf('fault: ghosts, on: ego.radar-front, rate: 2 Hz')).to.include({ level: 2 })
    expect(levelOf('fault: misalignment, on: ego.front, by: {yaw: 90 deg, z: -2 cm}')).to.deep.include({
      level: 1,
      shift: { position: [0, 0, -0.02], yaw: Math.PI / 2, pitch: 0, roll: 0 },
    })
  })

  it('that say too little, or are of no such sensor, are told at their places', () => {
    const told = (text: string): Diagnostic => mistake(fault(text))
    expect(told('fault: dropout, on: «ego.roof»').suggestion).to.equal('ego.lidar-roof')
    expect(told('fault: dropout, on: «ego.radar-fornt»').suggestion).to.equal('ego.radar-front')
    expect(told('fault: ghosts, on: «ego.lidar-roof», rate: 1 Hz').expected).to.include('a radar')
    expect(told('fault: «mud», on: ego.imu-body').message).to.include('looks at nothing')
    for (const [kind, key] of [
      ['latency', 'delay'],
      ['noise', 'factor'],
      ['misalignment', 'by'],
    ]) {
      const parts = { sensors, do: `[{«sensors»: {fault: ${kind}, on: ego.lidar-roof}}]` }
      expect(mistake(parts)).to.include({ code: 'missing-key', expected: `'${key}'` })
    }
  })
})
