/** Lidars for tests, on the roof of a car. */
import type { LidarSpec } from '../../../src/scenario/index.ts'

const DEGREE = Math.PI / 180

const beams = (count: number, lowest: number, highest: number): number[] =>
  Array.from({ length: count }, (_, i) => (lowest + ((highest - lowest) * i) / (count - 1)) * DEGREE)

const lidarOf = (model: string, elevations: number[], more: Partial<LidarSpec>): LidarSpec => ({
  kind: 'lidar',
  id: 'ego.lidar-roof',
  actor: 'ego',
  name: 'lidar-roof',
  model,
  mount: { position: [1.3, 0, 1.8], yaw: 0, pitch: 0, roll: 0 },
  rate: 10,
  latency: 0,
  elevations,
  azimuths: elevations.map(() => 0),
  columns: 1800,
  range: [0.5, 100],
  rangeNoise: 0.03,
  returns: 1,
  divergence: 0.003,
  faintest: 0.4,
  ...more,
})

/** Of the order of the devices of these names; the presets themselves are data (vehicles/sensors). */
const DEVICES: Readonly<Partial<Record<string, LidarSpec>>> = {
  'vlp-16': lidarOf('vlp-16', beams(16, -15, 15), {}),
  'hdl-64e': lidarOf('hdl-64e', beams(64, -24.3, 2), {
    ...{ columns: 2083, range: [0.9, 120], rangeNoise: 0.02, divergence: 0.002, faintest: 0.58 },
  }),
}

export const device = (name: string, actor = 'ego', more: Partial<LidarSpec> = {}): LidarSpec => {
  const known = DEVICES[name]
  if (known === undefined) throw new Error(`no lidar is called '${name}'`)
  return { ...known, actor, id: `${actor}.lidar-roof`, ...more }
}
