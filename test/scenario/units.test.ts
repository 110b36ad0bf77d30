/** Units and dimensions. */
import { expect } from 'chai'
import fc from 'fast-check'
import {
  describeDimension,
  divideDimensions,
  fromSI,
  multiplyDimensions,
  QUANTITIES,
  sameDimension,
  toSI,
  UNITS,
  unitsOf,
} from '../../src/scenario/expression/units.ts'
import { literalValue, parseExpression } from '../../src/scenario/expression/parse.ts'

const units = [...UNITS.values()]
const anyUnit = fc.constantFrom(...units)

const si = (text: string): number => {
  const parsed = parseExpression(text)
  if (!('syntax' in parsed) || parsed.syntax.kind !== 'number') throw new Error(text)
  return literalValue(parsed.syntax)
}

describe('units', () => {
  it('reads the units that the language is written in', () => {
    expect(si('50 km/h')).to.be.closeTo(13.8889, 1e-4)
    expect(si('14 m/s')).to.equal(14)
    expect(si('65 mph')).to.be.closeTo(29.0576, 1e-4)
    expect(si('8 mm/h')).to.be.closeTo(2.2222e-6, 1e-10)
    expect(si('3 deg')).to.be.closeTo(0.0523599, 1e-7)
    expect(si('-4 degC')).to.equal(269.15)
    expect(si('30 %')).to.be.closeTo(0.3, 1e-12)
    expect(si('0.4 g')).to.be.closeTo(3.92266, 1e-9)
    expect(si('2.5 bar')).to.equal(250000)
    expect(si('28 N/mm')).to.equal(28000)
    expect(si('110kW')).to.equal(110000)
    expect(si('2550 kg m^2')).to.equal(2550)
    expect(si('2600 N s/m')).to.equal(2600)
    expect(si('20 deg/s')).to.be.closeTo(0.349066, 1e-6)
    expect(si('0.004 1/m')).to.equal(0.004)
    expect(si('1.5e2 m')).to.equal(150)
  })

  it('goes to SI and back without loss', () => {
    fc.assert(
      fc.property(anyUnit, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (unit, value) => {
        expect(fromSI(toSI(value, unit), unit)).to.be.closeTo(
          value,
          1e-9 * Math.max(1, Math.abs(value)) + unit.offset * 1e-12,
        )
      }),
    )
  })

  it('reads every unit behind any number, with or without a space', () => {
    fc.assert(
      fc.property(anyUnit, fc.integer({ min: 0, max: 1e6 }), fc.boolean(), (unit, value, space) => {
        // '5 1/m' needs its space: '51/m' is another number.
        const gap = space || /^\d/.test(unit.name) ? ' ' : ''
        expect(si(`${value}${gap}${unit.name}`)).to.equal(toSI(value, unit))
      }),
    )
  })

  it('multiplies and divides dimensions as inverses', () => {
    fc.assert(
      fc.property(anyUnit, anyUnit, ({ dimension: a }, { dimension: b }) => {
        expect(sameDimension(divideDimensions(multiplyDimensions(a, b), b), a)).to.equal(true)
      }),
    )
  })

  it('knows an example and a unit for every quantity', () => {
    for (const { dimension, example } of Object.values(QUANTITIES)) {
      expect(unitsOf(dimension)).not.to.have.length(0)
      for (const text of example.split(' or ')) si(text)
    }
  })

  it('names dimensions, also those that have no name', () => {
    expect(describeDimension(QUANTITIES.speed.dimension)).to.equal('a speed')
    expect(describeDimension([3, 0, -1, 0, 0])).to.equal('m^3 s^-1')
  })
})
