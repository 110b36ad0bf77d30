/** Rule 6 of label truth: a lidar hits what is drawn, on a slope, standing and at 40 m/s in a bend. */
import { expect } from 'chai'
import {
  inverseTransformPoint,
  projectLocal,
  transformPoint,
  type CameraView,
  type Pose,
  type Vec3,
} from '../../src/math/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { clearPoints, createRayWorld, lidar, scanTurn, type LidarPoints } from '../../src/sensors/index.ts'
import { instanceOf, PARTS } from '../../src/world/index.ts'
import { onEachDriver } from '../render/on-each-driver.ts'
import {
  FAST,
  hillState,
  MOMENTS,
  momentOf,
  SHAPES,
  SPEC,
  SPEED,
  timeOf,
  viewOf,
  type Seen,
} from './draw-hill.ts'

const world = createRayWorld(SHAPES)
/** A turn of the lidar, in clear air and without noise. */
const turn = (spec: typeof SPEC, speed: number): LidarPoints =>
  clearPoints(spec, scanTurn(spec, hillState(speed), world, SHAPES.actors[0]))

/** How far inverse depth may bend from pixel to pixel, as a share, before they are of an edge. */
const STRAIGHT = 2e-3

/** What is drawn at (u, v): its depth, on the plane through the four pixels round it, and its id; null: at an edge. */
const drawnAt = (
  { depth, ids, width, height }: Raster,
  u: number,
  v: number,
): { readonly depth: number; readonly id: number } | null => {
  const [x, y] = [Math.floor(u - 0.5), Math.floor(v - 0.5)]
  if (x < 1 || y < 1 || x > width - 3 || y > height - 3) return null
  const id = ids[y * width + x]
  for (let dy = -1; dy <= 2; dy++)
    for (let dx = -1; dx <= 2; dx++) {
      const own = (y + dy) * width + x + dx
      if (ids[own] !== id || !Number.isFinite(depth[own])) return null
    }
  const inverse = (dx: number, dy: number): number => 1 / depth[(y + dy) * width + x + dx]
  const [a, b] = [u - 0.5 - x, v - 0.5 - y]
  const here =
    1 /
    ((1 - a) * (1 - b) * inverse(0, 0) +
      a * (1 - b) * inverse(1, 0) +
      (1 - a) * b * inverse(0, 1) +
      a * b * inverse(1, 1))
  for (let k = 0; k < 2; k++) {
    const bends = [
      inverse(k - 1, 0) - 2 * inverse(k, 0) + inverse(k + 1, 0),
      inverse(0, k - 1) - 2 * inverse(0, k) + inverse(0, k + 1),
    ]
    if (bends.some((bend) => Math.abs(bend) * here > STRAIGHT)) return null
  }
  return { depth: here, id }
}

/** Points held against the picture from the same place. */
class Comparison {
  readonly instances = new Map<number, number>()
  readonly #relative: number
  compared = 0
  near = 0
  same = 0

  /** @param relative by which a drawn depth may be off, as a share */
  constructor(relative: number) {
    this.#relative = relative
  }

  /** @param lidarPose where the lidar was as it met the point, camera and all in the same frame */
  add(points: LidarPoints, i: number, lidarPose: Pose, raster: Raster, view: CameraView): void {
    // What shows behind a pane is drawn through it, and its depth is the pane's.
    if (points.echo[i] === 1 || PARTS[points.part[i]] === 'interior') return
    const [x, y, z] = points.positions.subarray(3 * i, 3 * i + 3)
    const inCamera: Vec3 = inverseTransformPoint(view.pose, transformPoint(lidarPose, [x, y, z]))
    if (inCamera[0] < 1) return
    const [u, v] = projectLocal(view.pinhole, inCamera)
    const drawn = drawnAt(raster, u, v)
    if (drawn === null) return
    this.compared++
    if (Math.abs(drawn.depth - inCamera[0]) < 0.02 + this.#relative * drawn.depth) this.near++
    if (instanceOf(drawn.id) === points.instance[i]) this.same++
    this.instances.set(points.instance[i], (this.instances.get(points.instance[i]) ?? 0) + 1)
  }

  expectAgreement(least: number, instances: number): void {
    expect(this.compared).to.be.greaterThan(least)
    const met = [...this.instances].filter(([, n]) => n > 10).map(([instance]) => instance)
    expect(met.length, `instances ${met.join()}`).to.be.at.least(instances)
    expect(this.near / this.compared).to.be.at.least(0.99)
    expect(this.same / this.compared).to.be.at.least(0.999)
  }
}

onEachDriver<Seen>(
  'lidar against drawn depth',
  new URL('./draw-hill.ts', import.meta.url),
  (seen, isCoarse) => {
    // SwiftShader interpolates depth to 3 parts in a thousand.
    const comparison = (): Comparison => new Comparison(isCoarse() ? 3e-3 : 0)

    it('standing: 99 % of points off the edges within 2 cm, 99.9 % of the same instance', () => {
      const found = comparison()
      const points = turn(SPEC, 0)
      const state = hillState()
      const pose = lidar.pose(SPEC, state)
      for (let i = 0; i < points.count; i++) found.add(points, i, pose, seen().still, viewOf(state))
      found.expectAgreement(3000, 6)
    })

    it('at 40 m/s, turning, among others who move: the same for what is met at each moment of the turn', () => {
      const found = comparison()
      const points = turn(FAST, SPEED)
      for (const [k, column] of MOMENTS.entries()) {
        const { state, view } = momentOf(hillState(SPEED), column)
        const pose = lidar.pose(FAST, state)
        // Four columns either way are 56 us, in which nothing moves by more than 4 mm.
        for (let i = 0; i < points.count; i++)
          if (Math.abs(points.offset[i] - timeOf(column)) < timeOf(4.5))
            found.add(points, i, pose, seen().moments[k], view)
      }
      found.expectAgreement(800, 4)
    })
  },
)
