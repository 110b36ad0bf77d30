import { expect } from 'chai'
import { validationRows } from './validation.ts'

describe('physics/validation: the table of docs/physics.md @slow', () => {
  let rows: ReturnType<typeof validationRows> = []
  before(function () {
    this.timeout(60_000)
    rows = validationRows()
  })

  it('every row is within its tolerance', () => {
    expect(rows).to.not.be.empty
    expect(rows.filter((r) => !(r.measured >= r.low && r.measured <= r.high))).to.deep.equal([])
  })
})
