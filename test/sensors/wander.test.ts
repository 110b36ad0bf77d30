import { expect } from 'chai'
import { gaussMarkov, randomWalk, wanderAt } from '../../src/sensors/wander.ts'
import { momentsOf } from './scene.ts'

const path = (process: Parameters<typeof wanderAt>[0], count: number, seed = 1): number[] =>
  Array.from({ length: count }, (_, i) => wanderAt(process, i, seed, 'test'))

describe('sensors/wander', () => {
  it('is one path whatever the order in which it is asked for', () => {
    const forward = path(randomWalk(1), 200)
    const backward = Array.from({ length: 200 }, (_, i) => wanderAt(randomWalk(1), 199 - i, 1, 'test'))
    expect(backward.reverse()).to.deep.equal(forward)
    expect(path(randomWalk(1), 200, 2)).not.to.deep.equal(forward)
  })

  it('walks: changes over n steps have the deviation sqrt(n), whatever their place, within 5 %', () => {
    const walk = path(randomWalk(0.1), 20_000)
    expect(walk[0]).to.equal(0)
    for (const steps of [1, 2, 3, 8]) {
      const changes = walk.slice(steps).map((v, i) => v - walk[i])
      expect(momentsOf(changes).deviation / (0.1 * Math.sqrt(steps))).to.be.closeTo(1, 0.05)
    }
  })

  it('walks with changes that know nothing of each other', () => {
    const walk = path(randomWalk(1), 20_000)
    const changes = walk.slice(1).map((v, i) => v - walk[i])
    for (const lag of [1, 2, 7]) {
      const product = changes.slice(lag).reduce((sum, v, i) => sum + v * changes[i], 0) / changes.length
      expect(Math.abs(product)).to.be.below(0.04)
    }
  })

  it('wanders about zero: deviation and correlation of a Gauss-Markov process within 5 %', () => {
    // Many short paths: a single long one has few independent values.
    const [deviation, correlation, paths] = [2, 20, 8000]
    const at = (step: number): number[] =>
      Array.from({ length: paths }, (_, seed) =>
        wanderAt(gaussMarkov(deviation, correlation), step, seed, 'x'),
      )
    const [early, late] = [at(13), at(23)]
    for (const values of [early, late, at(0), at(64)])
      expect(momentsOf(values).deviation / deviation).to.be.closeTo(1, 0.05)
    const product = early.reduce((sum, v, i) => sum + v * late[i], 0) / paths
    expect(product / (deviation * deviation)).to.be.closeTo(Math.exp(-10 / correlation), 0.04)
  })

  it('has a value for a reading of days without those before it', () => {
    const value = wanderAt(randomWalk(1), 1e7 + 3, 1, 'test')
    expect(Math.abs(value)).to.be.below(5 * Math.sqrt(1e7))
    expect(value).to.equal(wanderAt(randomWalk(1), 1e7 + 3, 1, 'test'))
  })
})
