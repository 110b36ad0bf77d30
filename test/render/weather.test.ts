/** Rain, snow, spray, steam, street lamps and wet ground on drawn pictures: what they change, and that labels do not feel them. */
import { expect } from 'chai'
import { SEMANTIC_CLASSES, semanticOf } from '../../src/world/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { HEIGHT, WIDTH, type Skies } from './draw-weather.ts'
import { onEachDriver } from './on-each-driver.ts'

const bytes = (values: Uint32Array | Float32Array): Buffer =>
  Buffer.from(values.buffer, values.byteOffset, values.byteLength)

/** Mean of one channel over the pixels of a class within these columns and depths, m. */
const mean = (
  { rgba, ids, depth }: Raster,
  channel: 0 | 1 | 2,
  name: string,
  [left, right] = [0, WIDTH],
  [near, far] = [0, Infinity],
): number => {
  let [sum, n] = [0, 0]
  for (let i = 0; i < WIDTH * HEIGHT; i++) {
    const x = i % WIDTH
    if (x < left || x >= right || depth[i] < near || depth[i] > far) continue
    if (SEMANTIC_CLASSES[semanticOf(ids[i])] !== name) continue
    sum += rgba[4 * i + channel]
    n++
  }
  expect(n, name).to.be.greaterThan(20)
  return sum / n
}

onEachDriver<Skies>('weather', new URL('./draw-weather.ts', import.meta.url), (pictures) => {
  it('in the air changes the picture and no label, at every quality', () => {
    const { clear, thick, draft } = pictures()
    for (const one of [thick, draft]) {
      expect(Buffer.compare(bytes(one.ids), bytes(clear.ids))).to.equal(0)
      expect(Buffer.compare(bytes(one.depth), bytes(clear.depth))).to.equal(0)
      expect(one.alone).to.deep.equal(clear.alone)
      const differing = one.rgba.reduce((n, v, i) => n + (Math.abs(v - clear.rgba[i]) > 6 ? 1 : 0), 0)
      expect(differing).to.be.greaterThan(0.003 * one.rgba.length)
    }
  })

  it('a street lamp lights the road below it, and windows glow', () => {
    const { alone } = pictures()
    expect(mean(alone, 1, 'road', [0, WIDTH], [9, 16])).to.be.greaterThan(
      1.5 * mean(alone, 1, 'road', [0, WIDTH], [45, 100]),
    )
    expect(mean(alone, 0, 'building')).to.be.greaterThan(100)
  })

  it('wet ground mirrors the brake lamps of the car ahead', () => {
    const { clear, alone } = pictures()
    /** How red the reddest place of the road behind the car is. */
    const red = ({ rgba, ids, depth }: Raster): number => {
      let most = 0
      for (let i = 0; i < WIDTH * HEIGHT; i++)
        if (depth[i] > 4 && depth[i] < 7.5 && SEMANTIC_CLASSES[semanticOf(ids[i])] === 'road')
          most = Math.max(most, rgba[4 * i] - rgba[4 * i + 2])
      return most
    }
    expect(red(clear)).to.be.greaterThan(red(alone) + 10)
  })
})
