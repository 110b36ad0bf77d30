import { expect } from 'chai'
import { movedByHalving } from './step-size.ts'

describe('physics/step-size', () => {
  for (const car of ['compact', 'sports', 'suv'])
    it(`half the step moves the end of a violent manoeuvre of a ${car} by less than 0.1 m @slow`, function () {
      this.timeout(180_000)
      const moved = movedByHalving(car)
      expect(moved).to.be.lessThan(0.1)
      // Another clock was indeed at work.
      expect(moved).to.be.greaterThan(0)
    })
})
