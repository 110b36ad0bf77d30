import { expect } from 'chai'
import { bloom } from '../../../src/sensors/camera/bloom.ts'
import { packId } from '../../../src/world/index.ts'

const [WIDTH, HEIGHT] = [160, 90]
const sum = (light: Float32Array): number => light.reduce((a, b) => a + b, 0)
const at = (x: number, y: number): number => 3 * (y * WIDTH + x)
const NO_IDS = new Uint32Array(0)

/** One white pixel in the dark. */
const spot = (x: number, y: number): Float32Array => {
  const light = new Float32Array(WIDTH * HEIGHT * 3)
  light.fill(1, at(x, y), at(x, y) + 3)
  return light
}

describe('bloom', () => {
  it('conserves the light, in the middle and at the edges', () => {
    for (const [x, y] of [
      [80, 45],
      [0, 0],
      [159, 30],
    ]) {
      const light = spot(x, y)
      bloom(light, WIDTH, HEIGHT, 0.3, NO_IDS, 1000)
      expect(sum(light)).to.be.closeTo(3, 1e-4)
      expect(light[at(x, y)]).to.be.within(0.7, 0.75)
    }
  })

  it('leaves even light even', () => {
    const light = new Float32Array(WIDTH * HEIGHT * 3).fill(0.4)
    bloom(light, WIDTH, HEIGHT, 0.5, NO_IDS, 1000)
    expect(light.every((v) => Math.abs(v - 0.4) < 1e-5)).to.equal(true)
  })

  it('makes a round halo of the standard deviation that three boxes have', () => {
    const light = spot(80, 45)
    bloom(light, WIDTH, HEIGHT, 1, NO_IDS, 1000)
    let [sx, sy] = [0, 0]
    for (let y = 0; y < HEIGHT; y++)
      for (let x = 0; x < WIDTH; x++) {
        sx += light[at(x, y)] * (x - 80) ** 2
        sy += light[at(x, y)] * (y - 45) ** 2
      }
    // round(0.012 x 160) = 2: variance 3 x 2 x 3 / 3.
    expect(sx).to.be.closeTo(6, 0.01)
    expect(sy).to.be.closeTo(6, 0.01)
  })

  it('gives lit lamps their own light back, the more the darker the scene', () => {
    const ids = new Uint32Array(WIDTH * HEIGHT).fill(packId(0, 'road'))
    ids[45 * WIDTH + 80] = packId(1, 'car', 'light')
    const [day, night] = [30_000, 20].map((white) => {
      const light = spot(80, 45)
      bloom(light, WIDTH, HEIGHT, 0.1, ids, white)
      return light
    })
    expect(sum(day)).to.be.closeTo(3 * (40 / 30), 1e-3)
    expect(sum(night)).to.be.closeTo(3 * 60, 1e-2)
    const unlit = spot(80, 45).map((v) => 0.2 * v)
    bloom(unlit, WIDTH, HEIGHT, 0.1, ids, 20)
    expect(sum(unlit)).to.be.closeTo(0.6, 1e-4)
  })
})
