import { expect } from 'chai'
import fc from 'fast-check'
import { decodeRows, encodeRows } from '../../src/protocol/index.ts'

describe('rows on the wire', () => {
  it('come out as they went in, from any alignment', () => {
    fc.assert(
      fc.property(
        fc.nat(),
        fc.integer({ min: 1, max: 9 }),
        fc.array(fc.double(), { maxLength: 40 }),
        fc.nat({ max: 15 }),
        (first, size, numbers, shift) => {
          const rows = Float64Array.from(numbers.slice(0, numbers.length - (numbers.length % size)))
          const bytes = encodeRows(first, rows)
          const shifted = new Uint8Array(bytes.length + shift).subarray(shift)
          shifted.set(bytes)
          expect(decodeRows({ size }, shifted)).to.deep.equal({ first, count: rows.length / size, rows })
        },
      ),
    )
  })

  it('are refused when they are no whole rows or start nowhere', () => {
    expect(() => decodeRows({ size: 2 }, encodeRows(0, new Float64Array(3)))).to.throw(
      RangeError,
      /whole number/,
    )
    expect(() => decodeRows({ size: 2 }, new Uint8Array(7))).to.throw(RangeError)
    expect(() => decodeRows({ size: 1 }, encodeRows(-1, new Float64Array(1)))).to.throw(
      RangeError,
      /control step/,
    )
    expect(() => decodeRows({ size: 1 }, encodeRows(0.5, new Float64Array(1)))).to.throw(
      RangeError,
      /control step/,
    )
  })
})
