import { expect } from 'chai'
import { isShown } from '../../server/camera.ts'
import { cameraLayer, lidarFromAbove } from '../../server/layers.ts'
import { openLibrary } from '../../server/library.ts'
import type { CameraFrame, LidarFrame } from '../../src/labels/index.ts'
import { createObserver, simulate } from '../../src/run/index.ts'
import { scenarioFolder, vehicleFolder } from '../../src/scenario/files.ts'

/** The first turn of a roof lidar that is put into a scenario of the library. */
const firstTurn = async (): Promise<LidarFrame> => {
  const library = openLibrary({ scenarios: scenarioFolder(), vehicles: vehicleFolder() })
  const { text } = await library.text('lead-brakes')
  const lidar = '- {lidar: roof, model: vlp-16}'
  const scenario = await library.resolve({ text: text.replace('- {camera: front, fps: 10}', lidar) })
  const sensors = scenario.sensors.filter((s) => s.kind === 'lidar').slice(0, 1)
  expect(sensors.every(isShown)).to.equal(true)
  const state = simulate(scenario).next().value
  if (!('actors' in state)) throw new Error('the run has no state')
  const observer = await createObserver({ ...scenario, sensors })
  const [frame] = await observer.observe(state)
  return frame as LidarFrame
}

describe('layers of a sensor pane', () => {
  it('shows a lidar from above, each road user where its points are @slow', async () => {
    const frame = await firstTurn()
    const { rgba, width, objects } = lidarFromAbove(frame, 'instance')
    const lit = (u: number, v: number): boolean => {
      const at = (v * width + u) * 4
      return Math.max(rgba[at], rgba[at + 1], rgba[at + 2]) > 60
    }
    expect(frame.points.count).to.be.greaterThan(1000)
    const near = objects.filter((o) => o.occlusion === 0 && o.visible !== null && o.distance < 45)
    expect(near).to.not.be.empty
    for (const { visible, actor } of near) {
      const [left, top, right, bottom] = visible!.map(Math.round)
      let count = 0
      for (let v = Math.max(0, top - 1); v <= bottom; v++)
        for (let u = Math.max(0, left - 1); u <= right; u++) if (lit(u, v)) count++
      expect(count, actor).to.be.greaterThan(0)
      // Ahead is up: what is before the car lies above the middle.
      const ahead = frame.objects.find((o) => o.actor === actor)!.relative.pose.position[0] > 10
      if (ahead) expect((top + bottom) / 2).to.be.lessThan(width / 2)
    }
  }).timeout(20_000)

  it('paints the layers of a camera, and the picture as it is', () => {
    const rgba = Uint8Array.from([10, 20, 30, 255, 40, 50, 60, 255])
    const frame = {
      ...{ width: 2, height: 1, rgba },
      depth: Float32Array.from([5, Infinity]),
      semantic: Uint8Array.from([1, 2]),
      instance: Uint16Array.from([7, 7]),
      ground: { drivable: Uint8Array.from([0, 1]) },
    } as unknown as CameraFrame
    const pixelsOf = (layer: Parameters<typeof cameraLayer>[1]): number[][] => {
      const painted = [...cameraLayer(frame, layer)]
      return [painted.slice(0, 3), painted.slice(4, 7)]
    }
    expect(pixelsOf('picture')).to.deep.equal([
      [10, 20, 30],
      [40, 50, 60],
    ])
    const [near, sky] = pixelsOf('depth')
    expect(Math.max(...near)).to.be.greaterThan(Math.max(...sky) + 100)
    const [one, two] = pixelsOf('semantic')
    expect(one).to.not.deep.equal(two)
    const [same, alike] = pixelsOf('instance')
    expect(same).to.deep.equal(alike)
    // Where nothing is masked the picture stays, darker.
    expect(pixelsOf('drivable')[0]).to.deep.equal([5, 11, 16])
  })
})
