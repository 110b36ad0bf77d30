/** A broken camera: how much of its picture is gone, and that nothing of it is chance. */
import { expect } from 'chai'
import type { CameraFault } from '../../../src/scenario/index.ts'
import { withFaults, type Picture } from '../../../src/sensors/index.ts'

const [width, height] = [160, 90]
const picture = (value: number): Picture => ({
  width,
  height,
  rgba: Uint8Array.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? 255 : value)),
})
const broken = (
  fault: CameraFault,
  level: number,
  index = 0,
  before: Uint8Array | null = null,
  sensor = 'ego.front',
): Uint8Array =>
  withFaults(picture(120), [{ sensor, fault, level, since: 0 }], 'ego.front', { seed: 7, index }, before)

/** Share of pixels that are far from what the camera saw. */
const covered = (rgba: Uint8Array, value = 120): number => {
  let n = 0
  for (let at = 0; at < rgba.length; at += 4) if (Math.abs(rgba[at + 2] - value) > 20) n++
  return n / (rgba.length / 4)
}

describe('camera faults', () => {
  it('leave the picture alone when none is at work, or on another camera', () => {
    const { rgba } = picture(120)
    expect(broken('mud', 0)).to.deep.equal(rgba)
    expect(broken('mud', 1, 0, null, 'ego.rear')).to.deep.equal(rgba)
  })

  it('cover about the share of the lens that is asked for, all of it at 1', () => {
    for (const fault of ['mud', 'snow-cover'] as const) {
      for (const level of [0.2, 0.5, 0.8]) expect(covered(broken(fault, level))).to.be.closeTo(level, 0.12)
      expect(covered(broken(fault, 1))).to.equal(1)
    }
    const more = broken('mud', 0.6)
    const less = broken('mud', 0.3)
    for (let at = 0; at < more.length; at += 4) if (less[at] < 70) expect(more[at]).to.be.below(70)
  })

  it('make mud dark and snow bright', () => {
    expect(Math.max(...broken('mud', 1).filter((_, i) => i % 4 !== 3))).to.be.below(80)
    expect(Math.min(...broken('snow-cover', 1))).to.be.above(130)
  })

  it('lose the share of pictures that is asked for', () => {
    const lost = Array.from({ length: 400 }, (_, i) => broken('dropout', 0.25, i)).filter((p) => p[0] === 0)
    expect(lost.length / 400).to.be.closeTo(0.25, 0.07)
    expect(lost[0][3]).to.equal(255)
  })

  it('give the last picture again while frozen, in memory of its own', () => {
    const before = picture(30).rgba
    const frozen = broken('freeze', 1, 5, before)
    expect(frozen).to.deep.equal(before)
    expect(frozen).not.to.equal(before)
    expect(broken('freeze', 1, 5, null)).to.deep.equal(picture(120).rgba)
  })

  it('give the same again for the same key', () => {
    expect(broken('snow-cover', 0.5, 3)).to.deep.equal(broken('snow-cover', 0.5, 3))
    expect(broken('mud', 0.5, 3)).to.deep.equal(broken('mud', 0.5, 4))
  })
})
