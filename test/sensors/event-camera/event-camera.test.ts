/** Events against closed forms: a plane that brightens, an edge that moves. */
import { expect } from 'chai'
import type { EventCameraSpec } from '../../../src/scenario/index.ts'
import { eventCamera, flickerInstants, type Events, type Flicker } from '../../../src/sensors/index.ts'

const SPEC: EventCameraSpec = {
  kind: 'event-camera',
  id: 'ego.event',
  actor: 'ego',
  name: 'event',
  model: 'davis346',
  mount: { position: [2, 0, 1.3], yaw: 0, pitch: 0, roll: 0 },
  rate: 100,
  latency: 0,
  width: 48,
  height: 32,
  horizontalFov: 1,
  threshold: [0.2, 0.2],
  thresholdNoise: 0.03,
  refractory: 0,
}
const PIXELS = SPEC.width * SPEC.height
/** What a pixel adds to its light before the logarithm. */
const DARK = 0.003

/** Pictures at rising instants; `light` of a pixel (column, row) at a time. */
const flicker = (light: (x: number, y: number, t: number) => number, steps = 5, span = 0.01): Flicker => {
  const instants = Array.from({ length: steps + 1 }, (_, i) => ((i - steps) / steps) * span)
  return {
    width: SPEC.width,
    height: SPEC.height,
    instants,
    lights: instants.map((t) =>
      Float32Array.from({ length: PIXELS }, (_, i) => light(i % SPEC.width, Math.floor(i / SPEC.width), t)),
    ),
  }
}
/** A plane whose logarithm grows by `change` within the reading. */
const brightening = (change: number, steps = 5): Flicker =>
  flicker((_, __, t) => 0.3 * Math.exp(change * (1 + t / 0.01)) - DARK, steps)

const read = (truth: Flicker, spec: Partial<EventCameraSpec> = {}, index = 0, seed = 5): Events =>
  eventCamera.develop({ ...SPEC, ...spec }, truth, { seed, index })

describe('event camera', () => {
  it('tells change over threshold events a pixel of a plane that brightens, or darkens', () => {
    for (const [change, polarity] of [
      [0.9, 1],
      [-0.5, 0],
      [0.13, 1],
    ]) {
      const events = read(brightening(change), { thresholdNoise: 0 })
      expect(events.count / PIXELS).to.be.closeTo(
        Math.abs(change) / 0.2,
        0.03 * (Math.abs(change) / 0.2) + 0.01,
      )
      expect(events.polarity.every((p) => p === polarity)).to.equal(true)
      expect(events.lost).to.equal(0)
    }
  })

  it('tells them evenly in time where the logarithm grows evenly, however many pictures there are', () => {
    for (const steps of [1, 5, 8]) {
      const { offset, count } = read(brightening(0.8, steps))
      const mean = offset.reduce((a, b) => a + b, 0) / count
      expect(mean).to.be.closeTo(-0.005, 1e-4)
      const late = offset.filter((t) => t > -0.0025).length
      expect(late / count).to.be.closeTo(0.25, 0.02)
    }
  })

  it('has thresholds of its own a pixel, which stay with the device', () => {
    // Spread of the counts a pixel: the change over each pixel's own threshold.
    const change = 39
    const countsOf = (index: number): Float64Array => {
      const counts = new Float64Array(PIXELS)
      // In many readings, so that nothing is lost.
      for (let part = 0; part < 26; part++) {
        const { x, y } = read(brightening(change / 26), {}, index + part)
        x.forEach((column, i) => counts[y[i] * SPEC.width + column]++)
      }
      return counts
    }
    const thresholds = countsOf(0).map((n) => change / n)
    const mean = thresholds.reduce((a, b) => a + b, 0) / PIXELS
    const deviation = Math.sqrt(thresholds.reduce((sum, c) => sum + (c - mean) ** 2, 0) / PIXELS)
    expect(mean).to.be.closeTo(0.2, 0.003)
    expect(deviation).to.be.closeTo(0.03, 0.0015)
  })

  it('sees an edge that moves: as many events as contrast over threshold, when the edge passes', () => {
    // Bright from the left at 2 px a millisecond; soft over 4 px, as a lens makes it.
    const speed = 2000
    const [dark, bright] = [0.1, 0.45]
    const edgeAt = (t: number): number => 42 + speed * t
    const truth = flicker((x, _, t) => {
      const u = Math.min(1, Math.max(0, (edgeAt(t) - x - 0.5) / 4 + 0.5))
      return dark * (bright / dark) ** u
    }, 40)
    const { count, x, offset, polarity } = read(truth, { thresholdNoise: 0 })
    expect(polarity.every((p) => p === 1)).to.equal(true)
    // Columns that the whole edge passes.
    const inside = [...x.keys()].filter((i) => x[i] >= 26 && x[i] < 38)
    const expected = Math.log((bright + DARK) / (dark + DARK)) / 0.2
    expect(inside.length / (12 * SPEC.height) / expected).to.be.within(0.97, 1.03)
    for (const i of inside) expect(Math.abs(edgeAt(offset[i]) - x[i] - 0.5)).to.be.below(2.6)
    expect(count).to.be.above(inside.length)
  })

  it('is silent after an event: one event every refractory time plus threshold over rate', () => {
    // The logarithm grows by 300 a second: 0.67 ms a threshold, and 1 ms of silence.
    const events = read(brightening(3), { thresholdNoise: 0, refractory: 1e-3 })
    expect(events.count / PIXELS).to.be.closeTo(0.01 / (1e-3 + 0.2 / 300), 0.25)
    const byPixel = new Map<number, number>()
    events.x.forEach((column, i) => {
      const pixel = events.y[i] * SPEC.width + column
      const gap = events.offset[i] - (byPixel.get(pixel) ?? -1)
      expect(gap).to.be.above(1e-3 - 1e-7)
      byPixel.set(pixel, events.offset[i])
    })
  })

  it('is silent where nothing changes, and gives events in order', () => {
    expect(read(flicker((x) => x / 48)).count).to.equal(0)
    const { offset } = read(brightening(1))
    expect(offset.every((t, i) => i === 0 || t >= offset[i - 1])).to.equal(true)
    expect(offset.every((t) => t >= -0.01 && t <= 0)).to.equal(true)
  })

  it('keeps its memory bounded: what is more than eight events a pixel is counted, not kept', () => {
    const events = read(brightening(4), { thresholdNoise: 0 })
    expect(events.count).to.equal(8 * PIXELS)
    expect((events.count + events.lost) / PIXELS).to.be.closeTo(20, 0.1)
  })

  it('gives the same again for the same key, in any order, and other events for another', () => {
    const truth = brightening(0.5)
    const forward = [0, 1, 2].map((index) => read(truth, {}, index))
    const backward = [2, 1, 0].map((index) => read(truth, {}, index)).reverse()
    expect(backward).to.deep.equal(forward)
    expect(forward[0].offset).not.to.deep.equal(forward[1].offset)
    expect(read(truth, {}, 0, 6).offset).not.to.deep.equal(forward[0].offset)
  })

  it('draws every two milliseconds or so, nine times a reading at most', () => {
    expect(flickerInstants(0)).to.deep.equal([0])
    expect(flickerInstants(0.01).map((t) => Math.round(t * 1000))).to.deep.equal([-10, -8, -6, -4, -2, 0])
    expect(flickerInstants(0.1)).to.have.length(9)
    expect(flickerInstants(0.1)[0]).to.equal(-0.1)
  })
})
