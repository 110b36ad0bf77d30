/**
 * Child process of the memory test: six cameras round a car, all layers and labels, reading after reading. It sends the
 * resident memory after each frame.
 */
import { labelCamera, OpticalFlow } from '../../src/labels/index.ts'
import { createNodeRenderer } from '../../src/render/node/index.ts'
import type { CameraSpec } from '../../src/scenario/index.ts'
import { cameraView } from '../../src/sensors/index.ts'
import { box, piece } from './boxes.ts'
import { MOTION, motionShapes, motionState, SENSOR, TICKS } from './draw-motion.ts'

const CAMERAS = 6
const SIZE = { width: 96, height: 54 }
/** docs/rendering.md has the curve of 2,000. */
const FRAMES = Number(process.env['NEARMISS_RIG_FRAMES'] ?? 180)

const sensors = Array.from({ length: CAMERAS }, (_, i): CameraSpec => ({
  ...SENSOR,
  ...SIZE,
  id: `ego.camera-${i}`,
  mount: { position: [1.3, 0, 1.7], yaw: (i * 2 * Math.PI) / CAMERAS, pitch: 0, roll: 0 },
}))

/** Resident memory after each frame, bytes. */
export const draw = async (): Promise<readonly number[]> => {
  const shapes = motionShapes()
  const ground = piece('ground', box([-60, -300, -1], [400, 300, 0]), 'grass', 'terrain', [0.12, 0.16, 0.06])
  const renderer = await createNodeRenderer(MOTION, {
    shapes: { actors: [...shapes.values()], scenery: { pieces: [ground] } },
    shadowMap: 64,
  })
  const flow = new OpticalFlow(shapes)
  // Things move, the world does not grow.
  const states = TICKS.map(motionState)
  const resident: number[] = []
  for (let frame = 0; frame < FRAMES; frame++) {
    const index = Math.floor(frame / CAMERAS)
    const sensor = sensors[frame % CAMERAS]
    const [here, there] = [index, index + 1].map((i) => {
      const state = states[i % states.length]
      return { state, view: cameraView(sensor, state) }
    })
    const raster = await renderer.draw(here.view, here.state)
    labelCamera(raster, here.view, sensor, here.state, index, shapes)
    flow.between(raster, here, there)
    resident.push(process.memoryUsage.rss())
  }
  renderer.dispose()
  return resident
}
