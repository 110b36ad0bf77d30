/** What lies on a lens: how much of the picture it takes, what it looks like, and that nothing of it is chance. */
import { expect } from 'chai'
import type { Weather } from '../../../src/scenario/index.ts'
import { onLens, soil, type OnLens } from '../../../src/sensors/camera/soiling.ts'
import { SCENARIO } from '../../contract/painted.ts'

const [WIDTH, HEIGHT] = [192, 108]
const GREY = 0.2
const CLEAN: OnLens = { drops: 0, dirt: 0, snow: 0, mud: 0 }

const flat = (): Float32Array => new Float32Array(WIDTH * HEIGHT * 3).fill(GREY)
const soiled = (on: Partial<OnLens>, light = flat(), seed = 7): Float32Array => {
  soil(light, WIDTH, HEIGHT, { ...CLEAN, ...on }, seed, 'ego.front')
  return light
}
/** Share of pixels that are far from what was there. */
const changed = (light: Float32Array, before = flat()): number => {
  let n = 0
  for (let at = 2; at < light.length; at += 3) if (Math.abs(light[at] - before[at]) > 0.03) n++
  return n / (light.length / 3)
}

const brightest = (light: Float32Array): number => light.reduce((a, b) => Math.max(a, b), 0)
const darkest = (light: Float32Array): number => light.reduce((a, b) => Math.min(a, b), Infinity)

describe('soiling of a lens', () => {
  it('leaves a clean one alone', () => {
    expect(soiled({})).to.deep.equal(flat())
  })

  it('covers about the share that is asked for, all of it at 1', () => {
    for (const kind of ['dirt', 'snow', 'mud'] as const) {
      for (const level of [0.2, 0.5, 0.8])
        expect(changed(soiled({ [kind]: level })), `${kind} ${level}`).to.be.closeTo(level, 0.12)
      expect(changed(soiled({ [kind]: 1 })), kind).to.equal(1)
    }
  })

  it('makes mud dark and snow bright', () => {
    expect(brightest(soiled({ mud: 1 }))).to.be.below(0.06)
    expect(darkest(soiled({ snow: 1 }))).to.be.above(0.25)
  })

  it('takes light away where dirt lies, and gives some of the mean back', () => {
    const light = soiled({ dirt: 1 })
    expect(brightest(light)).to.be.below(0.8 * GREY)
    expect(darkest(light)).to.be.above(0.2 * GREY)
  })

  it('more mud lies where less lay, and beside it', () => {
    const [more, less] = [soiled({ mud: 0.6 }), soiled({ mud: 0.3 })]
    expect(more.every((v, at) => less[at] >= 0.06 || v < 0.07)).to.equal(true)
  })

  it('shows the scene upside down in drops', () => {
    // Bright above, dark below.
    const sky = flat().map((_, at) => (Math.floor(at / 3 / WIDTH) < HEIGHT / 2 ? 1 : 0))
    const light = soiled({ drops: 0.3 }, sky.slice())
    const meanOf = (from: number, to: number): number => {
      const rows = light.subarray(3 * WIDTH * from, 3 * WIDTH * to)
      return rows.reduce((a, b) => a + b, 0) / rows.length
    }
    // Drops near the middle show dark in the bright half and bright in the dark one.
    expect(meanOf(HEIGHT / 2 - 20, HEIGHT / 2)).to.be.below(0.95)
    expect(meanOf(HEIGHT / 2, HEIGHT / 2 + 20)).to.be.above(0.05)
    const covered = changed(light, sky)
    expect(covered).to.be.within(0.05, 0.3)
  })

  it('lies where it lay in every picture, elsewhere on another camera', () => {
    expect(soiled({ drops: 0.2, dirt: 0.3 })).to.deep.equal(soiled({ drops: 0.2, dirt: 0.3 }))
    expect(soiled({ dirt: 0.3 }, flat(), 8)).not.to.deep.equal(soiled({ dirt: 0.3 }))
  })
})

describe('what is on a lens', () => {
  const rain: Weather = { ...SCENARIO.weather, rainfall: 10 / 3.6e6, snowfall: 0, temperature: 283 }
  const snow: Weather = { ...SCENARIO.weather, rainfall: 0, snowfall: 2 / 3.6e6, temperature: 268 }
  const open = { id: 'ego.front', soiling: { drops: 0, dirt: 0.1, snow: 0 } }

  it('gathers from the weather in the open alone', () => {
    expect(onLens({ id: 'ego.front' }, rain, 60, [])).to.deep.equal(CLEAN)
    const later = onLens(open, rain, 60, [])
    expect(later.drops).to.be.within(0.05, 0.2)
    expect(later.drops).to.be.above(onLens(open, rain, 5, []).drops)
    expect(later.dirt).to.equal(0.1)
    expect(onLens(open, snow, 60, []).snow).to.be.within(0.03, 0.2)
    expect(onLens(open, snow, 60, []).drops).to.equal(0)
    expect(onLens(open, { ...snow, temperature: 276 }, 60, []).snow).to.equal(0)
  })

  it('feels the faults of its own camera', () => {
    const fault = { sensor: 'ego.front', fault: 'mud', level: 0.4, since: 0 } as const
    expect(onLens({ id: 'ego.front' }, rain, 0, [fault]).mud).to.equal(0.4)
    expect(onLens({ id: 'ego.front' }, rain, 0, [{ ...fault, fault: 'snow-cover' }]).snow).to.equal(0.4)
    expect(onLens({ id: 'ego.rear' }, rain, 0, [fault])).to.deep.equal(CLEAN)
  })
})
