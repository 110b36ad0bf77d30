import { camera, cameraView } from '../../src/sensors/index.ts'
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
