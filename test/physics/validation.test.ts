import { expect } from 'chai'
import { ROWS } from './validation.ts'

describe('physics/validation: the table of docs/physics.md @slow', () => {
  for (const [about, measure] of Object.entries(ROWS))
    it(`${about}: every row is within its tolerance`, function () {
      this.timeout(600_000)
      const rows = measure()
      expect(rows).to.not.be.empty
      expect(rows.filter((r) => !(r.measured >= r.low && r.measured <= r.high))).to.deep.equal([])
    })
})
