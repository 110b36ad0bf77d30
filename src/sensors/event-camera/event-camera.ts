/**
 * The event camera (dynamic vision sensor): every pixel tells by itself when the logarithm of its light has changed by
 * its threshold since its last event (Lichtsteiner, Posch, Delbruck 2008). Between rendered pictures the logarithm is
 * taken to change evenly, and an event has the time at which it crosses (ESIM: Rebecq, Gehrig, Scaramuzza 2018). A
 * pixel's own threshold is normal about the device's (v2e: Hu, Liu, Delbruck 2021). After an event the pixel is held
 * in reset for the refractory time, and starts again from the light that there is then.
 *
 * A reading is all events since the one before. It knows nothing of that one: how much of a threshold a pixel had
 * already gathered is drawn anew, evenly, on the side that its light moves to, so that on average no event is lost or won.
 *
 * Left out: events of noise and of leakage, the limited bandwidth of pixels in the dark, and arbitration of the bus.
 */
import { hashNames, NORMAL_OF_BYTE, scramble } from '../../math/index.ts'
import type { EventCameraSpec } from '../../scenario/index.ts'
import { mountPose } from '../mounted.ts'
import type { Sensor } from '../sensor.ts'

/** Pictures of the time that a reading covers. */
export interface Flicker {
  readonly width: number
  readonly height: number
  /** When, s from the reading's time, rising, the last 0. */
  readonly instants: readonly number[]
  /** Linear luminance of each pixel at each instant; 1 is the renderer's white. */
  readonly lights: readonly Float32Array[]
}

/** By time; those of one pixel never at the same. */
export interface Events {
  readonly count: number
  readonly x: Uint16Array
  readonly y: Uint16Array
  /** s from the reading's time: 0 or before. */
  readonly offset: Float32Array
  /** 1: more light, 0: less. */
  readonly polarity: Uint8Array
  /** How many more there were than the device can hand over. */
  readonly lost: number
}

/** Nothing has changed, or the reading is lost. */
export const NO_EVENTS: Events = {
  count: 0,
  x: new Uint16Array(0),
  y: new Uint16Array(0),
  offset: new Float32Array(0),
  polarity: new Uint8Array(0),
  lost: 0,
}

/** Handed over in one reading at most, a pixel. */
const MOST_A_PIXEL = 8
/** Added to the light before its logarithm: what a pixel sees of nothing. */
const DARK = 0.003
/** No pixel is more sensitive. */
const LEAST_THRESHOLD = 0.01
/** Pictures that a reading is made of lie about so far apart, s, while these are enough. */
const STEP = 0.002
const MOST_STEPS = 8

/** When to draw for a reading that covers the last `span` seconds, s from its time; no span: nothing. */
export const flickerInstants = (span: number): number[] => {
  const steps = Math.min(MOST_STEPS, Math.ceil(span / STEP - 1e-9))
  return Array.from({ length: steps + 1 }, (_, i) => (steps === 0 ? 0 : ((i - steps) / steps) * span))
}

export const eventCamera: Sensor<EventCameraSpec, Flicker, Events> = {
  kind: 'event-camera',
  rate: (spec) => spec.rate,
  pose: mountPose,
  develop: (spec, { width, height, instants, lights }, { seed, index }) => {
    const found = new Found(width, MOST_A_PIXEL * width * height)
    const site = hashNames(seed, ['event-camera', spec.id, 'pixels'])
    const frame = hashNames(seed, ['event-camera', spec.id, 'frame', index])
    const logs = new Float64Array(instants.length)
    for (let i = 0; i < width * height; i++) {
      for (const [k, light] of lights.entries()) logs[k] = Math.log(light[i] + DARK)
      if (logs.every((l) => l === logs[0])) continue
      const own = spec.thresholdNoise * NORMAL_OF_BYTE[scramble(site ^ i) & 255]
      const on = Math.max(LEAST_THRESHOLD, spec.threshold[0] + own)
      const off = Math.max(LEAST_THRESHOLD, spec.threshold[1] + own)
      const gathered = (scramble(scramble(frame ^ i)) >>> 0) / 4294967296
      follow(instants, logs, on, off, spec.refractory, gathered, (time, isOn) => found.add(i, time, isOn))
    }
    return found.inOrder()
  },
}

/** One pixel's events. */
const follow = (
  instants: readonly number[],
  logs: Float64Array,
  on: number,
  off: number,
  refractory: number,
  gathered: number,
  tell: (time: number, isOn: boolean) => void,
): void => {
  const first = logs.find((l) => l !== logs[0])!
  let reference = logs[0] - (first > logs[0] ? gathered * on : -gathered * off)
  // Until when the pixel is held in reset.
  let held = -Infinity
  for (let k = 1; k < instants.length; k++) {
    const [from, to] = [instants[k - 1], instants[k]]
    if (held >= to) continue
    const slope = (logs[k] - logs[k - 1]) / (to - from)
    const at = (time: number): number => logs[k - 1] + slope * (time - from)
    if (held > from) reference = at(held)
    if (slope === 0) continue
    const isOn = slope > 0
    const step = isOn ? on : -off
    for (;;) {
      const time = from + (reference + step - logs[k - 1]) / slope
      if (time > to) break
      // Rounding may put the crossing a hair before the moment that it counts from.
      tell(Math.max(time, from, held), isOn)
      reference += step
      if (refractory === 0) continue
      held = time + refractory
      if (held >= to) break
      reference = at(held)
    }
  }
}

/** Events as they are found, up to a number of them. */
class Found {
  readonly #width: number
  readonly #most: number
  #pixels = new Uint32Array(1024)
  #times = new Float32Array(1024)
  #polarity = new Uint8Array(1024)
  #count = 0
  #lost = 0

  constructor(width: number, most: number) {
    this.#width = width
    this.#most = most
  }

  add(pixel: number, time: number, isOn: boolean): void {
    if (this.#count === this.#most) {
      this.#lost++
      return
    }
    if (this.#count === this.#pixels.length) this.#grow()
    this.#pixels[this.#count] = pixel
    this.#times[this.#count] = time
    this.#polarity[this.#count] = isOn ? 1 : 0
    this.#count++
  }

  inOrder(): Events {
    const [pixels, times, count] = [this.#pixels, this.#times, this.#count]
    const order = Uint32Array.from({ length: count }, (_, i) => i).sort(
      (a, b) => times[a] - times[b] || pixels[a] - pixels[b],
    )
    return {
      count,
      x: Uint16Array.from(order, (i) => pixels[i] % this.#width),
      y: Uint16Array.from(order, (i) => Math.floor(pixels[i] / this.#width)),
      offset: Float32Array.from(order, (i) => times[i]),
      polarity: Uint8Array.from(order, (i) => this.#polarity[i]),
      lost: this.#lost,
    }
  }

  #grow(): void {
    const length = Math.min(this.#most, 2 * this.#pixels.length)
    const [pixels, times, polarity] = [
      new Uint32Array(length),
      new Float32Array(length),
      new Uint8Array(length),
    ]
    pixels.set(this.#pixels)
    times.set(this.#times)
    polarity.set(this.#polarity)
    this.#pixels = pixels
    this.#times = times
    this.#polarity = polarity
  }
}
