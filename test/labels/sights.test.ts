/** First sights: of each sensor the first reading that has somebody, whatever order the stretches come in. */
import { expect } from 'chai'
import { createSightWatch, firstSights, type ClipEvent } from '../../src/labels/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import { HEIGHT, paintedFrame, SCENARIO, WIDTH } from '../contract/painted.ts'

const scenario: ConcreteScenario = {
  ...SCENARIO,
  surface: [{ id: 'glaze', kind: 'ice', s: [0, 10], t: [-1, 1], mu: null, depth: null }],
}
const NEAR_MISS: ClipEvent = { kind: 'near-miss', time: 1, actors: ['ego', 'lead'], metrics: {} }

describe('labels/sights', () => {
  const watched = (from: number, to: number) => {
    const watch = createSightWatch(scenario)
    for (let n = from; n < to; n++) {
      const frame = paintedFrame(n)
      const patch = new Uint8Array(WIDTH * HEIGHT)
      // The ice comes into the picture with frame 3.
      if (n >= 3) patch.fill(1, 0, 7 + n)
      const none = new Uint8Array(0)
      const ground = { patch, drivable: none, surface: none, lane: new Uint16Array(0), lanes: [] }
      const objects = frame.objects.map((o) => (o.actor === 'lead' && n < 2 ? { ...o, visiblePixels: 0 } : o))
      watch.see({ ...frame, objects, ground })
    }
    return watch.sights()
  }

  it('tell the first frame in which the hazard has a pixel, and what was measured then', () => {
    const events = firstSights(scenario, [NEAR_MISS], watched(0, 6))
    expect(events.map((e) => [e.actors, e.patch, e.frame])).to.deep.equal([
      [['lead'], undefined, 2],
      [[], 'glaze', 3],
    ])
    expect(events[0].sensor).to.equal('ego.front')
    expect(events[0].time).to.equal(paintedFrame(2).time)
    const label = paintedFrame(2).objects.find((o) => o.actor === 'lead')!
    expect(events[0].metrics).to.deep.equal({
      ...{ visible_pixels: label.visiblePixels, distance_m: label.distance, occlusion: label.occlusion },
    })
    expect(events[1].metrics).to.deep.equal({ visible_pixels: 10 })
  })

  it('are no others than those the subject came into danger with', () => {
    const nobody = firstSights(scenario, [], watched(0, 6))
    expect(nobody.flatMap((e) => e.actors)).to.deep.equal([])
    const others: ClipEvent = { ...NEAR_MISS, actors: ['lead', 'van'] }
    expect(firstSights(scenario, [others], watched(0, 6)).flatMap((e) => e.actors)).to.deep.equal([])
  })

  it('come out the same from stretches put together in any order', () => {
    const whole = firstSights(scenario, [NEAR_MISS], watched(0, 6))
    const parts = [...watched(4, 6), ...watched(0, 2), ...watched(2, 4)]
    expect(firstSights(scenario, [NEAR_MISS], parts)).to.deep.equal(whole)
  })

  it('never tell of who is wholly hidden, nor of what others’ sensors have', () => {
    const hidden: ClipEvent = { ...NEAR_MISS, actors: ['ego', 'hidden'] }
    expect(firstSights(scenario, [hidden], watched(0, 6)).flatMap((e) => e.actors)).to.deep.equal([])
    const watch = createSightWatch(scenario)
    const frame = paintedFrame(4)
    watch.see({ ...frame, sensor: { ...frame.sensor, actor: 'van' } })
    expect(watch.sights()).to.deep.equal([])
  })
})
