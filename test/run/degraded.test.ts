/** Nothing that spoils a camera's picture reaches its labels (rule 9 of label truth), and all of it can be had again. */
import { expect } from 'chai'
import { labelCamera } from '../../src/labels/index.ts'
import type { Renderer } from '../../src/render/index.ts'
import { exposed } from '../../src/run/observe/exposures.ts'
import { createStage } from '../../src/run/observe/stage.ts'
import type { CameraSpec } from '../../src/scenario/index.ts'
import { camera, cameraView } from '../../src/sensors/index.ts'
import { CAMERA, paintRaster, SCENARIO, SHAPES, stateAt } from '../contract/painted.ts'

const SPOILT: CameraSpec = {
  ...CAMERA,
  ...{ lineTime: 1e-4, exposure: { time: 2e-5, gain: 1 } },
  scatter: { bloom: 0.2, veil: 0.1 },
  soiling: { drops: 0.2, dirt: 0.3, snow: 0.2 },
  imageSensor: {
    ...{ saturation: 2000, readNoise: 20, prnu: 0.02, bits: 10 },
    ...{ quantumEfficiency: 0.5, vignetting: 0.4 },
  },
}

const stage = createStage(SCENARIO)
const state = stateAt(0)

/** What a camera gives of the painted picture, the labels made of it before and after, and how often it was drawn. */
const take = async (spec: CameraSpec, index: number) => {
  let draws = 0
  const renderer: Renderer = {
    driver: 'painted',
    draw: () => {
      draws++
      return Promise.resolve(paintRaster(0))
    },
    dispose: () => undefined,
  }
  const raster = paintRaster(0)
  const view = cameraView(spec, state)
  const labels = () => {
    const { depth, semantic, instance, objects } = labelCamera(raster, view, CAMERA, state, index, SHAPES)
    return structuredClone({ depth, semantic, instance, objects })
  }
  const before = labels()
  const truth = await exposed(renderer, stage, spec, view, state, raster)
  const rgba = camera.develop(spec, truth, { seed: SCENARIO.seed, index })
  return { rgba, before, after: labels(), draws }
}

describe('a camera that everything spoils', () => {
  it('gives another picture, and the very same labels', async () => {
    const [plain, spoilt] = [await take(CAMERA, 0), await take(SPOILT, 0)]
    expect(Buffer.from(spoilt.rgba).equals(Buffer.from(plain.rgba))).to.equal(false)
    expect(spoilt.after).to.deep.equal(spoilt.before)
    expect(spoilt.after).to.deep.equal(plain.before)
    expect(plain.before.objects).not.to.have.length(0)
  })

  it('is drawn more often only where a shutter is asked for, and eight times at most', async () => {
    expect((await take(CAMERA, 0)).draws).to.equal(0)
    expect((await take(SPOILT, 0)).draws).to.be.within(2, 8)
    expect((await take({ ...SPOILT, lineTime: 1e-3 }, 0)).draws).to.equal(8)
  })

  it('gives the same reading again, whatever came between, and another one next', async () => {
    const [first, next, again] = [await take(SPOILT, 0), await take(SPOILT, 1), await take(SPOILT, 0)]
    expect(Buffer.from(again.rgba).equals(Buffer.from(first.rgba))).to.equal(true)
    expect(Buffer.from(next.rgba).equals(Buffer.from(first.rgba))).to.equal(false)
  })
})
