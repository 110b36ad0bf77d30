/** Rule 6 of label truth: a lidar hits what is drawn. */
import { expect } from 'chai'
import { projectLocal, type Vec3 } from '../../src/math/index.ts'
import { buildRoad } from '../../src/road/index.ts'
import { clearPoints, createRayWorld, scanTurn } from '../../src/sensors/index.ts'
import { worldShapes } from '../../src/shape/index.ts'
import { instanceOf, PARTS } from '../../src/world/index.ts'
import { inDrawingProcess } from '../render/in-drawing-process.ts'
import { HEIGHT, hill, hillState, SPEC, viewOf, WIDTH, type Seen } from './draw-hill.ts'

describe('lidar against drawn depth @slow', function () {
  this.timeout(180_000)

  it('99 % of points off the edges within 2 cm, 99.9 % of the same instance', async () => {
    const { raster, driver } = await inDrawingProcess<Seen>(new URL('./draw-hill.ts', import.meta.url))
    const scenario = hill()
    const state = hillState(scenario)
    const view = viewOf(state)
    const shapes = worldShapes(scenario, buildRoad(scenario.road, scenario.surface))
    const scan = scanTurn(SPEC, state, createRayWorld(shapes), shapes.actors[0])
    const points = clearPoints(SPEC, scan)
    const { depth, ids } = raster
    // SwiftShader interpolates depth to 3 parts in a thousand.
    const relative = /swiftshader/i.test(driver) ? 3e-3 : 0
    let [compared, near, same] = [0, 0, 0]
    const instances = new Set<number>()
    for (let i = 0; i < points.count; i++) {
      // What shows behind a pane is drawn through it, and its depth is the pane's.
      if (points.echo[i] === 1 || PARTS[points.part[i]] === 'interior') continue
      const at = points.positions.subarray(3 * i, 3 * i + 3)
      // The camera sits and looks as the sensor does.
      const inCamera: Vec3 = [at[0], at[1], at[2]]
      if (inCamera[0] < 1) continue
      const [u, v] = projectLocal(view.pinhole, inCamera)
      const [x, y] = [Math.floor(u - 0.5), Math.floor(v - 0.5)]
      if (x < 1 || y < 1 || x > WIDTH - 3 || y > HEIGHT - 3) continue
      // Off the edges: the sixteen pixels round it show one thing, whose inverse depth is that of a plane.
      const inverse = (dx: number, dy: number): number => 1 / depth[(y + dy) * WIDTH + x + dx]
      const id = ids[y * WIDTH + x]
      let bent = 0
      for (let dy = -1; dy <= 2; dy++)
        for (let dx = -1; dx <= 2; dx++) {
          const own = (y + dy) * WIDTH + x + dx
          if (ids[own] !== id || !Number.isFinite(depth[own])) bent = Infinity
        }
      for (let k = 0; k < 2 && bent < Infinity; k++)
        bent = Math.max(
          bent,
          Math.abs(inverse(k - 1, 0) - 2 * inverse(k, 0) + inverse(k + 1, 0)),
          Math.abs(inverse(0, k - 1) - 2 * inverse(0, k) + inverse(0, k + 1)),
        )
      if (bent * inCamera[0] > 2e-3) continue
      const [a, b] = [u - 0.5 - x, v - 0.5 - y]
      const drawn =
        1 /
        ((1 - a) * (1 - b) * inverse(0, 0) +
          a * (1 - b) * inverse(1, 0) +
          (1 - a) * b * inverse(0, 1) +
          a * b * inverse(1, 1))
      compared++
      if (Math.abs(drawn - inCamera[0]) < 0.02 + relative * drawn) near++
      if (instanceOf(id) === points.instance[i]) same++
      instances.add(points.instance[i])
    }
    expect(compared).to.be.greaterThan(4000)
    expect(instances.size).to.be.greaterThan(2)
    expect(near / compared).to.be.at.least(0.99)
    expect(same / compared).to.be.at.least(0.999)
  })
})
