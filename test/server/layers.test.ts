import { expect } from 'chai'
import { isShown } from '../../server/camera.ts'
import { lidarFromAbove, lidarFromBehind, radarFromAbove, worldPoints } from '../../server/clouds.ts'
import { cameraLayer, eventPicture } from '../../server/layers.ts'
import { openLibrary } from '../../server/library.ts'
import type { CameraFrame, EventCameraFrame, LidarFrame, RadarFrame } from '../../src/labels/index.ts'
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
    // In space the same points, and in the world they are where the lidar is.
    const behind = lidarFromBehind(frame)
    let seen = 0
    for (let i = 0; i < behind.rgba.length; i += 4)
      if (Math.max(...behind.rgba.subarray(i, i + 3)) > 60) seen++
    expect(seen).to.be.greaterThan(1000)
    const { count, data } = worldPoints(frame)
    const numbers = new Float32Array(data.buffer)
    // A finer turn is thinned.
    expect([count, numbers.length]).to.deep.equal([Math.ceil(frame.points.count / 2), 4 * count])
    for (let i = 0; i < count; i++) {
      const away = Math.hypot(...[0, 1, 2].map((k) => numbers[4 * i + k] - frame.pose.position[k]))
      const range = Math.hypot(...frame.points.compensated.subarray(6 * i, 6 * i + 3))
      if (Math.abs(away - range) > 1e-2) expect.fail(`point ${i} is ${away} m away, not ${range}`)
    }
  }).timeout(180_000)

  it('shows a radar from above by speed, and the events of an event camera', () => {
    const detection = { range: 80, elevation: 0, rcs: 10, snr: 20, instance: 2, origin: 'actor' }
    const detections = [
      { ...detection, azimuth: 0, radialSpeed: -20 },
      { ...detection, azimuth: Math.PI / 6, radialSpeed: 20 },
    ]
    const radar = { detections, objects: [], pose: null } as unknown as RadarFrame
    const { rgba, width } = radarFromAbove(radar, 'speed')
    const at = (u: number, v: number): number[] => [
      ...rgba.subarray((v * width + u) * 4, (v * width + u) * 4 + 3),
    ]
    // 480 pixels are 160 m, and the radar stands at 0.95 of the height: 80 m ahead are 240 px above 456.
    const [[red, , blue], [red2, , blue2]] = [at(240, 216), at(120, 248)]
    expect(red).to.be.greaterThan(blue + 100)
    expect(blue2).to.be.greaterThan(red2 + 100)
    const events = {
      count: 2,
      x: Uint16Array.from([0, 1]),
      y: Uint16Array.from([0, 0]),
      polarity: Uint8Array.from([1, 0]),
    }
    const painted = eventPicture({ width: 3, height: 1, events } as unknown as EventCameraFrame)
    expect(painted[0]).to.be.greaterThan(painted[2])
    expect(painted[6]).to.be.greaterThan(painted[4])
    expect(Math.max(...painted.subarray(8, 11))).to.be.below(30)
  })

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
