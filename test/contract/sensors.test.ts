import { camera } from '../../src/sensors/index.ts'
import { CAMERA, paintRaster } from './painted.ts'
import { describeSensor } from './sensor.ts'

describeSensor({
  sensor: camera,
  spec: CAMERA,
  truth: () => paintRaster(0),
  bytes: (rgba) => rgba,
  truthBytes: ({ rgba }) => rgba,
})
