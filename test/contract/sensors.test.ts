import type { EventCameraSpec } from '../../src/scenario/index.ts'
import { airOf, camera, cameraView, CLEAR, eventCamera, lidar } from '../../src/sensors/index.ts'
import { device } from '../sensors/lidar/devices.ts'
import { little, wall } from '../sensors/lidar/world.ts'
import { CAMERA, paintRaster, SCENARIO, stateAt } from './painted.ts'
import { describeSensor } from './sensor.ts'

describeSensor({
  sensor: camera,
  spec: CAMERA,
  truth: () => ({
    ...paintRaster(0),
    view: cameraView(CAMERA, stateAt(0)),
    weather: SCENARIO.weather,
    glare: [],
    noise: 1,
    onLens: { drops: 0.1, dirt: 0.1, snow: 0.1, mud: 0 },
  }),
  bytes: (rgba) => rgba,
  truthBytes: ({ rgba }) => rgba,
})

const EVENT_CAMERA: EventCameraSpec = {
  ...{ kind: 'event-camera', id: 'ego.event-camera-front', actor: 'ego', name: 'event-camera-front' },
  ...{ model: 'davis346', mount: CAMERA.mount, rate: 100, latency: 0 },
  ...{ width: 32, height: 24, horizontalFov: 1 },
  ...{ threshold: [0.2, 0.2], thresholdNoise: 0.03, refractory: 0 },
}

describeSensor({
  sensor: eventCamera,
  spec: EVENT_CAMERA,
  truth: () => ({
    ...{ width: 32, height: 24, instants: [-0.01, 0] },
    lights: [0.1, 0.3].map((light) => new Float32Array(32 * 24).fill(light)),
  }),
  bytes: ({ offset }) => new Uint8Array(offset.buffer),
  truthBytes: ({ lights }) => new Uint8Array(lights[1].buffer),
})

const LIDAR = device('vlp-16', 'ego', { columns: 90 })

/** A wall before a cone that carries the sensor, in fog and snow. */
const LIDAR_SCAN = little([{ name: 'cone', at: [0, 0, 0] }], [wall(12, 'plaster')]).scan(LIDAR)

describeSensor({
  sensor: lidar,
  spec: LIDAR,
  truth: () => ({
    scan: LIDAR_SCAN,
    between: { ...CLEAR, air: airOf({ ...SCENARIO.weather, visibility: 300, snowfall: 1e-6 }) },
  }),
  bytes: ({ positions }) => new Uint8Array(positions.buffer),
  truthBytes: ({ scan }) => new Uint8Array(scan.distance.buffer),
})
