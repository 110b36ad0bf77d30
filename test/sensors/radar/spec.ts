/** A radar for tests: the far scan of an ARS408-like device, with round figures. */
import type { RadarSpec } from '../../../src/scenario/index.ts'
import { mount } from '../scene.ts'

const DEGREE = Math.PI / 180

export const RADAR: RadarSpec = {
  ...{ kind: 'radar', id: 'ego.radar', actor: 'ego', name: 'radar', model: 'test', rate: 13, latency: 0 },
  mount: mount([3.6, 0, 0.5]),
  frequency: 76.5e9,
  range: [0.2, 250],
  horizontalFov: 40 * DEGREE,
  verticalFov: 16 * DEGREE,
  resolution: { range: 1, azimuth: 2 * DEGREE, speed: 0.1 },
  accuracy: { range: 0.1, azimuth: 0.2 * DEGREE, speed: 0.03 },
  ambiguousSpeed: 60,
  faintest: 5,
  clutter: 0,
}
