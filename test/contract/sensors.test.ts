import type { EventCameraSpec } from '../../src/scenario/index.ts'
import { camera, cameraView, eventCamera } from '../../src/sensors/index.ts'
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
