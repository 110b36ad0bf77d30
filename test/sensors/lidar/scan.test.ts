import { expect } from 'chai'
import { labelLidar, type EchoLabel } from '../../../src/labels/index.ts'
import {
  compose,
  inverseTransformPoint,
  norm,
  sub,
  transformPoint,
  wrapAngle,
  type Vec3,
} from '../../../src/math/index.ts'
import { CLEAR, clearPoints, lidar, type LidarPoints } from '../../../src/sensors/index.ts'
import { wheelPose } from '../../../src/shape/index.ts'
import { PARTS, SEMANTIC_CLASSES } from '../../../src/world/index.ts'
import { box, piece } from '../../render/boxes.ts'
import { device } from './devices.ts'
import { GROUND, little, wall, type Little } from './world.ts'

const at = (table: Float32Array, i: number): Vec3 => [table[3 * i], table[3 * i + 1], table[3 * i + 2]]

const SPEC = device('hdl-64e', 'ego', { columns: 720 })

let known: Little | null = null
/** A car that turns in traffic: everyone is yawed, moves and turns; one stands behind another. */
const traffic = (): Little =>
  (known ??= little(
    [
      { name: 'sedan', at: [0, 0, 0], turned: { yaw: 0.6 }, velocity: [18, 12, 0], turning: [0, 0, 0.5] },
      { name: 'van', at: [14, 6, 0], turned: { yaw: 2.2 }, velocity: [-9, 12, 0], turning: [0, 0, -0.3] },
      { name: 'sedan', at: [14, 18, 0], turned: { yaw: 0.3 }, velocity: [8, 0, 0] },
      { name: 'adult', at: [6, 8, 0], turned: { yaw: -1 }, velocity: [0, 1.5, 0] },
      { name: 'motorcycle', at: [-9, 4, 0], turned: { yaw: 1.1, roll: 0.3 }, velocity: [12, 8, 0] },
      { name: 'truck', at: [-4, -16, 0.2], turned: { yaw: -2.6, pitch: 0.04 }, velocity: [-14, -8, 0] },
    ],
    [GROUND],
  ))

const labelsOf = (world: Little, points: LidarPoints): EchoLabel[] =>
  labelLidar(points, 120, lidar.pose(SPEC, world.state), world.state.actors[0], world.state, world.shapes)

/** How many points lie in a label's box; `keep` picks by height over the road. */
const inBox = (world: Little, points: LidarPoints, { box3d }: EchoLabel, mirrored = false): number[] => {
  const pose = lidar.pose(SPEC, world.state)
  const found: number[] = []
  for (let i = 0; i < points.count; i++) {
    const [x, y, z] = at(points.compensated, i)
    const p = transformPoint(pose, mirrored ? [x, -y, z] : [x, y, z])
    const inside = inverseTransformPoint({ position: box3d.center, orientation: box3d.orientation }, p).every(
      (c, axis) => Math.abs(c) <= box3d.size[axis] / 2 + 2e-3,
    )
    // A cloud that is upside down has the ground's points in its boxes.
    if (inside && p[2] > 0.01) found.push(i)
  }
  return found
}

describe('sensors/lidar: what a turn meets', () => {
  it('has as many points in each 3-D box, above the road, as its label says, and nobody else’s', () => {
    const world = traffic()
    const points = clearPoints(SPEC, world.scan(SPEC))
    const labels = labelsOf(world, points)
    expect(labels.map((l) => l.instance)).to.deep.equal([2, 3, 4, 5, 6])
    for (const label of labels) {
      const inside = inBox(world, points, label)
      expect(label.returns, label.actor).to.be.greaterThan(20)
      expect(inside.filter((i) => points.instance[i] === label.instance).length).to.equal(
        label.returns - onTheGround(world, points, label.instance),
      )
      expect(inside.filter((i) => points.instance[i] !== label.instance)).to.deep.equal([])
      expect(new Set(inside.map((i) => SEMANTIC_CLASSES[points.semantic[i]]))).to.deep.equal(
        new Set([label.semantic]),
      )
      // The test can tell a cloud of the wrong hand.
      expect(inBox(world, points, label, true).length).to.be.lessThan(label.returns / 2)
    }
  })

  /** Points of an actor that touch the road: tyres and shoes. */
  const onTheGround = (world: Little, points: LidarPoints, instance: number): number => {
    const pose = lidar.pose(SPEC, world.state)
    let count = 0
    for (let i = 0; i < points.count; i++)
      if (points.instance[i] === instance && transformPoint(pose, at(points.compensated, i))[2] <= 0.01)
        count++
    return count
  }

  it('bends a wall that the sensor drives and turns towards, and takes the motion out again', () => {
    const moving = little(
      [{ name: 'sedan', at: [0, 0, 0], velocity: [30, 0, 0], turning: [0, 0, 0.4] }],
      [wall(40, 'plaster')],
    )
    const points = clearPoints(SPEC, moving.scan(SPEC))
    const pose = lidar.pose(SPEC, moving.state)
    let [bent, off] = [0, 0]
    expect(points.count).to.be.greaterThan(5000)
    for (let i = 0; i < points.count; i++) {
      off = Math.max(off, Math.abs(transformPoint(pose, at(points.compensated, i))[0] - 40))
      bent = Math.max(bent, Math.abs(transformPoint(pose, at(points.positions, i))[0] - 40))
    }
    expect(off).to.be.lessThan(2e-3)
    // Straight ahead is met half a turn, 50 ms, late: 1.5 m nearer; the sides of a turning car are farther off still.
    expect(bent).to.be.greaterThan(1.4)
  })

  it('gives points by time, each column and each beam in it at its own', () => {
    const firing = SPEC.elevations.map((_, r) => (r % 4) * 1e-6)
    const spec = { ...SPEC, firing }
    const points = clearPoints(spec, traffic().scan(spec))
    let [unordered, column, azimuth, elevation] = [0, 0, 0, 0]
    for (let i = 0; i < points.count; i++) {
      if (i > 0 && points.offset[i] < points.offset[i - 1]) unordered++
      const exactly = (points.offset[i] - firing[points.ring[i]]) * spec.rate * spec.columns
      column = Math.max(column, Math.abs(exactly - Math.round(exactly)))
      const [x, y, z] = at(points.positions, i)
      const head = Math.PI - 2 * Math.PI * points.offset[i] * spec.rate
      azimuth = Math.max(azimuth, Math.abs(wrapAngle(Math.atan2(y, x) - head)))
      const up = Math.atan2(z, Math.hypot(x, y))
      elevation = Math.max(elevation, Math.abs(up - spec.elevations[points.ring[i]]))
    }
    expect(unordered).to.equal(0)
    expect(column).to.be.lessThan(1e-2)
    expect(azimuth).to.be.lessThan(1e-5)
    expect(elevation).to.be.lessThan(1e-5)
  })

  it('sees a car’s wheels from the side where they are, of rubber and metal', () => {
    const spec = device('hdl-64e', 'ego', { columns: 2048 })
    const world = little(
      [
        { name: 'sedan', at: [0, 0, 0] },
        { name: 'sedan', at: [-1.3, 8, 0] },
      ],
      [GROUND],
    )
    const scan = world.scan(spec)
    const points = clearPoints(spec, scan)
    const [, car] = world.state.actors
    const shape = world.shapes.get(car.id)!
    const hubs = shape.wheels.map((_, w) => compose(car, wheelPose(shape, w, car.wheels[w])).position)
    const pose = lidar.pose(spec, world.state)
    const near = [0, 0, 0, 0]
    for (let i = 0; i < points.count; i++) {
      if (points.instance[i] !== car.instance || PARTS[points.part[i]] !== 'wheel') continue
      const p = transformPoint(pose, at(points.compensated, i))
      const off = hubs.map((hub) => norm(sub(p, hub)))
      const w = off.indexOf(Math.min(...off))
      if (off[w] < 0.37) near[w]++
    }
    const ofWheels = [...points.part].filter(
      (part, i) => points.instance[i] === car.instance && PARTS[part] === 'wheel',
    )
    expect(near.reduce((a, b) => a + b)).to.equal(ofWheels.length)
    // Those of this side, front and rear: its right, for it stands on our left and looks ahead as we do.
    expect(near[1]).to.be.greaterThan(30)
    expect(near[3]).to.be.greaterThan(30)
    const wheels = scan.surfaces.filter((s) => s.part === 'wheel').map((s) => s.material)
    expect(wheels).to.include('rubber')
    const rubber = [...scan.surface].filter((s) => scan.surfaces[s].material === 'rubber')
    expect(rubber.length).to.be.greaterThan(30)
  })

  it('leaves out its carrier and what that hides, but sees out of a bumper', () => {
    const world = little([{ name: 'sedan', at: [0, 0, 0] }], [GROUND])
    const roof = world.scan(SPEC)
    expect([...roof.instance].filter((who) => who === 1)).to.deep.equal([])
    const near = clearPoints(SPEC, roof)
    const pose = lidar.pose(SPEC, world.state)
    let below = 0
    for (let i = 0; i < near.count; i++) {
      const [x, y] = transformPoint(pose, at(near.compensated, i))
      if (Math.abs(x - 1.3) < 2 && Math.abs(y) < 0.8) below++
    }
    expect(below).to.equal(0)
    const bumper = { ...SPEC, mount: { ...SPEC.mount, position: [3.5, 0, 0.5] as const } }
    const ahead = clearPoints(bumper, world.scan(bumper))
    expect(ahead.count).to.be.greaterThan(10_000)
  })

  it('shares a beam at an edge: two echoes where the device gives two', () => {
    const pole = piece('pole', box([10, -0.4, -2], [10.1, 0.4, 6]), 'plaster', 'pole', [1, 1, 1])
    const world = little([{ name: 'sedan', at: [0, 0, 0] }], [pole, wall(14, 'plaster')])
    const count = (returns: 1 | 2): { first: number; further: number } => {
      const mount = { ...SPEC.mount, roll: 0.3 }
      const spec = { ...SPEC, returns, mount, divergence: 0.008, rangeNoise: 0 }
      const truth = { scan: world.scan(spec), between: CLEAR }
      const points = lidar.develop(spec, truth, { seed: 1, index: 0 })
      const further = points.echo.reduce((a, b) => a + b, 0)
      for (let i = 1; i < points.count; i++)
        if (points.echo[i] === 1) {
          const both = [points.offset[i], points.ring[i], 0]
          expect([points.offset[i - 1], points.ring[i - 1], points.echo[i - 1]]).to.deep.equal(both)
        }
      return { first: points.count - further, further }
    }
    const [one, two] = [count(1), count(2)]
    expect(one.further).to.equal(0)
    expect(two.first).to.equal(one.first)
    expect(two.further).to.be.greaterThan(20)
  })

  it('goes on behind a pane, weaker by what the pane takes there and back', () => {
    const pane = piece('pane', box([10, -5, -5], [10.01, 5, 8]), 'glass', 'building')
    const open = little([{ name: 'sedan', at: [0, 0, 0] }], [wall(14, 'plaster')])
    const behind = little([{ name: 'sedan', at: [0, 0, 0] }], [pane, wall(14, 'plaster')])
    const ahead = (world: Little): number[] => {
      const points = clearPoints(SPEC, world.scan(SPEC))
      const found: number[] = []
      for (let i = 0; i < points.count; i++) {
        const [x, y, z] = at(points.positions, i)
        if (Math.abs(y) < 0.5 && Math.abs(z) < 0.5 && x > 12) found.push(points.intensity[i])
      }
      return found
    }
    const [clear, dim] = [ahead(open), ahead(behind)]
    expect(dim.length).to.equal(clear.length)
    // Two faces of a pane, each passed twice.
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length
    expect(mean(dim) / mean(clear)).to.be.closeTo(0.6 * 0.6 * 0.6 * 0.6, 0.03)
  })
})
