/** Motion blur and rolling shutter against closed forms: a bright pole that moves at a known speed over the picture. */
import { expect } from 'chai'
import fc from 'fast-check'
import { gather, instantsOf, weightsOf, type Shutter } from '../../../src/sensors/camera/shutter.ts'

const [WIDTH, HEIGHT] = [400, 120]

/** A pole of `wide` px whose left edge is at `left`, with the share of each pixel that it covers. */
const pole = (left: number, wide: number): Float32Array => {
  const light = new Float32Array(WIDTH * HEIGHT * 3)
  for (let x = 0; x < WIDTH; x++) {
    const covered = Math.max(0, Math.min(x + 1, left + wide) - Math.max(x, left))
    for (let y = 0; y < HEIGHT; y++) light.fill(covered, 3 * (y * WIDTH + x), 3 * (y * WIDTH + x) + 3)
  }
  return light
}

/** The pole at `speed` px/s, in the middle at the reading's own time. */
const taken = (shutter: Shutter, speed: number, wide: number): Float32Array => {
  const instants = instantsOf(shutter, HEIGHT)
  const lights = instants.map((t) => pole(WIDTH / 2 - wide / 2 + speed * t, wide))
  return gather(shutter, WIDTH, HEIGHT, instants, lights)
}
const row = (light: Float32Array, y: number): number[] =>
  Array.from({ length: WIDTH }, (_, x) => light[3 * (y * WIDTH + x)])
const middleOf = (values: number[]): number =>
  values.reduce((sum, v, x) => sum + v * (x + 0.5), 0) / values.reduce((a, b) => a + b, 0)
const widthOf = (values: number[]): number => {
  const lit = values.map((v) => v > 1e-4)
  return lit.lastIndexOf(true) - lit.indexOf(true) + 1
}

describe('shutter', () => {
  it('draws one instant for a short exposure, and never more than nine', () => {
    expect(instantsOf({ time: 1e-4, lineTime: 0 }, 720)).to.deep.equal([0])
    expect(instantsOf({ time: 0.3, lineTime: 1e-4 }, 720)).to.have.length(9)
    fc.assert(
      fc.property(
        fc.double({ min: 1e-5, max: 0.05, noNaN: true }),
        fc.double({ min: 0, max: 1e-4, noNaN: true }),
        (time, lineTime) => {
          const instants = instantsOf({ time, lineTime }, 720)
          expect(instants.length % 2).to.equal(1)
          expect(instants[(instants.length - 1) / 2]).to.equal(0)
          if (instants.length > 1) expect(instants.at(-1)).to.be.closeTo((time + 719 * lineTime) / 2, 1e-12)
        },
      ),
    )
  })

  it('gathers all light once: the weights of every row add up to 1', () => {
    for (const shutter of [
      { time: 0.02, lineTime: 0 },
      { time: 0.01, lineTime: 3e-5 },
      { time: 0, lineTime: 5e-5 },
      { time: 1e-4, lineTime: 5e-5 },
    ]) {
      const instants = instantsOf(shutter, HEIGHT)
      for (const y of [0, 17, HEIGHT - 1]) {
        const weights = weightsOf(shutter, HEIGHT, instants, y)
        expect(weights.reduce((a, b) => a + b, 0)).to.be.closeTo(1, 1e-9)
        expect(Math.min(...weights)).to.be.at.least(-1e-12)
      }
    }
  })

  it('blurs what moves over speed x exposure x f / z', () => {
    // 10 m/s at 20 m with f = 1000 px: 500 px/s; in 16 ms 8 px.
    const speed = (10 * 1000) / 20
    const time = 0.016
    const light = taken({ time, lineTime: 0 }, speed, 6)
    const blurred = row(light, 50)
    expect(widthOf(blurred) - 6).to.be.closeTo(speed * time, 1.01)
    expect(blurred.reduce((a, b) => a + b, 0)).to.be.closeTo(6, 1e-3)
    expect(middleOf(blurred)).to.be.closeTo(WIDTH / 2, 1e-3)
  })

  it('skews a vertical pole by speed x line time a row', () => {
    const speed = 800
    const lineTime = 1e-4
    const light = taken({ time: 5e-4, lineTime }, speed, 20)
    const middles = Array.from({ length: HEIGHT }, (_, y) => middleOf(row(light, y)))
    for (const y of [0, 20, 60, 119])
      expect(middles[y]).to.be.closeTo(WIDTH / 2 + speed * lineTime * (y - (HEIGHT - 1) / 2), 0.05)
  })

  it('leaves what stands still as it is', () => {
    const light = taken({ time: 0.02, lineTime: 5e-5 }, 0, 11)
    const still = pole(WIDTH / 2 - 5.5, 11)
    expect(light.every((v, at) => Math.abs(v - still[at]) < 1e-6)).to.equal(true)
  })
})
