/** Headlamps on drawn pictures: what they light, where the beam ends, and that labels do not feel them. */
import { expect } from 'chai'
import { SEMANTIC_CLASSES, semanticOf } from '../../src/world/index.ts'
import { HEIGHT, WIDTH, type Night } from './draw-night.ts'
import { onEachDriver } from './on-each-driver.ts'

onEachDriver<Night>('headlamps at night', new URL('./draw-night.ts', import.meta.url), (pictures) => {
  const nameAt = (i: number): string => SEMANTIC_CLASSES[semanticOf(pictures().lit.ids[i])]
  /** Mean brightness of the road's pixels between two depths, m. */
  const road = (picture: 'lit' | 'dark', from: number, to: number): number => {
    const { rgba, depth } = pictures()[picture]
    let [sum, n] = [0, 0]
    for (let i = 0; i < WIDTH * HEIGHT; i++) {
      if (depth[i] < from || depth[i] > to || nameAt(i) !== 'road') continue
      sum += rgba[4 * i] + rgba[4 * i + 1] + rgba[4 * i + 2]
      n += 3
    }
    expect(n).to.be.greaterThan(100)
    return sum / n
  }

  it('light the road before the car, and leave what is far away dark', () => {
    expect(road('lit', 8, 14)).to.be.greaterThan(4 * road('dark', 8, 14))
    expect(road('lit', 8, 14)).to.be.greaterThan(3 * road('lit', 70, 200))
  })

  it('light what stands above the dipped beam on high beam only', () => {
    const { lit, high } = pictures()
    const upright = (i: number): boolean =>
      lit.depth[i] > 20 && lit.depth[i] < 90 && ['vegetation', 'building'].includes(nameAt(i))
    const brightness = ({ rgba }: Night['lit']): number => {
      const seen = [...lit.ids.keys()].filter(upright)
      expect(seen.length).to.be.greaterThan(100)
      return seen.reduce((sum, i) => sum + rgba[4 * i + 1], 0) / seen.length
    }
    expect(brightness(high)).to.be.greaterThan(1.3 * brightness(lit))
  })

  it('change no label', () => {
    const { lit, dark } = pictures()
    expect(Buffer.compare(Buffer.from(lit.ids.buffer), Buffer.from(dark.ids.buffer))).to.equal(0)
    expect(Buffer.compare(Buffer.from(lit.depth.buffer), Buffer.from(dark.depth.buffer))).to.equal(0)
    expect(lit.alone).to.deep.equal(dark.alone)
  })
})
