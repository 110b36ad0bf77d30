/** Engines, motors, differentials and brakes of vehicle files. */
import { expect } from 'chai'
import { readVehicle, type Diagnostic, type VehicleSpec } from '../../src/scenario/index.ts'
import { driveForceAt, overrunForceAt } from '../../src/scenario/index.ts'
import { memory } from './memory.ts'

const SEDAN = memory({}).read('vehicles/sedan.yaml')!

/** The sedan with some lines of its file replaced by others. */
const read = (
  ...edits: readonly (readonly [RegExp, string])[]
): { spec: VehicleSpec | null; said: string[] } => {
  const text = edits.reduce((t, [from, to]) => {
    expect(t).to.match(from)
    return t.replace(from, to)
  }, SEDAN)
  const diagnostics: Diagnostic[] = []
  const model = readVehicle(memory({ 'vehicles/sedan.yaml': text }), 'vehicles', 'sedan', (d) =>
    diagnostics.push(d),
  )
  const said = diagnostics.map(
    ({ code, message, line }) => `${code} in '${text.split('\n')[line - 1].trim()}': ${message}`,
  )
  return { spec: model?.spec ?? null, said }
}
const ENGINE = /^engine:\n( {2}.*\n)+/m
const BRAKES = /^brakes: .*$/m
const PLAIN = 'engine: {power: 110 kW, force: 6.2 kN}\n'

describe('scenario: powertrains', () => {
  it('an engine without a torque curve gives its power, and does not brake', () => {
    const { spec, said } = read([ENGINE, PLAIN])
    expect(said).to.deep.equal([])
    expect(spec!.engine).to.equal(undefined)
    expect(driveForceAt(spec!, 5)).to.equal(6200)
    expect(driveForceAt(spec!, 40)).to.equal(110_000 / 40)
    expect(overrunForceAt(spec!, 40)).to.equal(0)
  })

  it('with one, it gives what its gears make of it, within its power', () => {
    const { spec } = read()
    for (let v = 1; v < 60; v++) expect(driveForceAt(spec!, v) * v).to.be.at.most(1.03 * 110_000)
    expect(driveForceAt(spec!, 30) * 30).to.be.greaterThan(0.75 * 110_000)
    expect(overrunForceAt(spec!, 30)).to.be.within(100, 600)
  })

  it('a motor, differentials and air brakes are read with their defaults', () => {
    const { spec, said } = read(
      [ENGINE, 'motor: {power: 90 kW, force: 6 kN, top-speed: 42 m/s}\n'],
      [
        BRAKES,
        'differentials: {rear: {bias: 2.5}, centre: locked}\nbrakes: {torque: 7200 N m, lag: 0.1 s, delay: 0.2 s}',
      ],
    )
    expect(said).to.deep.equal([])
    expect(spec!.motor).to.deep.equal({ topSpeed: 42, liftOffForce: 0, brakeForce: 0, brakePower: 0 })
    expect(spec!.differentials).to.deep.equal({
      front: { kind: 'open' },
      rear: { kind: 'limited-slip', preload: 0, bias: 2.5 },
      centre: { kind: 'locked' },
    })
    expect(spec!.brakeDelay).to.equal(0.2)
    expect(spec!.brakeProportioning).to.equal(undefined)
    expect(driveForceAt(spec!, 45)).to.equal(0)
  })

  it('mistakes are told at their places', () => {
    expect(
      read([ENGINE, `${PLAIN}motor: {power: 90 kW, force: 6 kN, top-speed: 40 m/s}\n`]).said,
    ).to.deep.equal([
      "bad-value in 'motor: {power: 90 kW, force: 6 kN, top-speed: 40 m/s}': the vehicle has an engine and a motor",
    ])
    expect(read([/\[1500 rpm, 250 N m\]/, '[900 rpm, 250 N m]']).said[0]).to.match(
      /^bad-value in 'torque.*do not rise$/,
    )
    expect(read([/ {2}gears: .*\n/, '']).said[0]).to.match(/^missing-key in 'torque.*needs 'gears'$/)
    expect(read([/ {2}torque: .*\n/, '']).said).to.have.lengthOf(2)
    expect(read([/2\.12, 1\.36/, '1.36, 2.12']).said[0]).to.match(
      /^bad-value in 'gears.*do not fall from gear to gear$/,
    )
    expect(
      read([BRAKES, 'differentials: {front: lockd}\nbrakes: {torque: 7200 N m, lag: 0.1 s}']).said[0],
    ).to.match(/^wrong-type|^bad-value/)
    expect(read([BRAKES, 'brakes: {torque: 7200 N m, lag: 0.1 s, proportioning: by-lod}']).said[0]).to.match(
      /by-lod/,
    )
  })
})
