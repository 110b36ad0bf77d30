/** Whole rigs on drawn pictures: rule 1 (one snapshot) and rule 9 (nothing that spoils a reading alters its truth). */
import { expect } from 'chai'
import { cornersOf } from '../../src/labels/index.ts'
import { project, type CameraView } from '../../src/math/index.ts'
import { onEachDriver } from '../render/on-each-driver.ts'
import type { Outline, Rigs } from './draw-rig.ts'

type Rectangle = readonly [left: number, top: number, right: number, bottom: number]

/** Overlap of two rectangles over what they cover together. */
const iou = (a: Rectangle, b: Rectangle): number => {
  const area = ([l, t, r, d]: Rectangle): number => Math.max(0, r - l) * Math.max(0, d - t)
  const common = area([
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ])
  return common / (area(a) + area(b) - common)
}

/** Of the projected 3-D box with the amodal box of the mask; null: it comes up to the camera. */
const fitOf = (view: CameraView, { box3d, amodal }: Outline): number | null => {
  const corners = cornersOf(box3d).map((corner) => project(view, corner))
  if (corners.some(([, , depth]) => depth < 1)) return null
  const [us, vs] = [corners.map(([u]) => u), corners.map(([, v]) => v)]
  return iou([Math.min(...us), Math.min(...vs), Math.max(...us), Math.max(...vs)], amodal)
}

onEachDriver<Rigs>('a rig on drawn pictures', new URL('./draw-rig.ts', import.meta.url), (rigs) => {
  it('has boxes that fit the masks at 40 m/s in a bend as they do standing still', () => {
    const { moving, still } = rigs()
    expect(moving).to.have.length(2)
    let compared = 0
    for (const [i, { view, outlines }] of moving.entries()) {
      expect(outlines).to.deep.equal(still[i].outlines)
      expect(view).to.deep.equal(still[i].view)
      for (const outline of outlines) {
        const fit = fitOf(view, outline)
        if (fit === null || outline.truncation > 0) continue
        compared++
        // A box's corners stand out from what is round or slender in it; a snapshot 1/30 s old would fit by a third.
        expect(fit, `${outline.actor} in picture ${i}`).to.be.greaterThan(0.65)
      }
    }
    expect(compared).to.be.greaterThan(5)
  })

  it('gives all sensors of a tick the same truth, one frame a reading', () => {
    const of = (sensor: string) => rigs().clean.filter((t) => t.sensor === sensor)
    for (const sensor of ['ego.front', 'ego.lidar-roof', 'ego.radar-front'])
      expect(
        of(sensor).map((t) => t.index),
        sensor,
      ).to.deep.equal([0, 1])
    // Whom the front camera shows stands before the lidar too.
    for (const instance of of('ego.front')[0].shown)
      expect(of('ego.lidar-roof')[0].named).to.include(instance)
    expect(of('ego.front')[0].shown.length).to.be.greaterThan(3)
  })

  it('has the same labels, byte for byte, whatever spoils its readings, and none of the same readings', () => {
    const { clean, spoilt } = rigs()
    expect(spoilt.map(({ sensor, index }) => [sensor, index])).to.deep.equal(
      clean.map(({ sensor, index }) => [sensor, index]),
    )
    for (const [i, one] of clean.entries()) {
      expect(spoilt[i].truth, `truth of ${one.sensor} ${one.index}`).to.deep.equal(one.truth)
      expect(spoilt[i].measured, `reading of ${one.sensor} ${one.index}`).not.to.deep.equal(one.measured)
    }
  })
})
