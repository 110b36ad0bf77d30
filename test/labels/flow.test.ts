/** Optical flow of drawn pictures (rule 8 of label truth): slopes, yaw, 40 m/s, spinning wheels, something in the way. */
import { expect } from 'chai'
import { OpticalFlow } from '../../src/labels/index.ts'
import {
  compose,
  inverseTransformPoint,
  project,
  projectLocal,
  quatFromYaw,
  quatMultiply,
  transformPoint,
  unproject,
  type CameraView,
  type Pose,
  type Vec3,
} from '../../src/math/index.ts'
import type { Raster } from '../../src/render/index.ts'
import { instanceOf, partOf, PARTS, moverOf, type WorldState } from '../../src/world/index.ts'
import { onEachDriver } from '../render/on-each-driver.ts'
import {
  BALL,
  CAR,
  CRATE,
  HEIGHT,
  MARKS,
  motionShapes,
  motionState,
  SIDE,
  TICKS,
  viewOf,
  WALKER,
  WIDTH,
  type Pictures,
} from '../render/draw-motion.ts'

const shapes = motionShapes()
const states = TICKS.map(motionState)

/** Depths that differ by less than this share are of one surface. */
const SAME = 2.5e-4

/** A reading: picture, camera and world. */
interface Reading {
  readonly raster: Raster
  readonly view: CameraView
  readonly state: WorldState
}

/** Of whatever the id names, at a moment; written out again here, so that it is checked. */
const poseOf = (id: number, state: WorldState): Pose => {
  const actor = state.actors[instanceOf(id) - 1]
  const i = moverOf(id)
  if (i === null) return actor
  const { wheels, limbs } = shapes.get(actor.id)!
  if (i >= wheels.length) return compose(actor, limbs!.at(actor)[i - wheels.length])
  const { steer, spin, travel } = actor.wheels[i]
  const [x, y, z] = wheels[i]
  return compose(actor, {
    position: [x, y, z + travel],
    orientation: quatMultiply(quatFromYaw(steer), [0, Math.sin(spin / 2), 0, Math.cos(spin / 2)]),
  })
}

/** Where the point that a pixel shows lies at another moment: [u, v, depth] there. */
const follow = (i: number, from: Reading, to: Reading): Vec3 => {
  const { raster, view, state } = from
  const [u, v] = [(i % WIDTH) + 0.5, Math.floor(i / WIDTH) + 0.5]
  const point = transformPoint(view.pose, unproject(view.pinhole, u, v, raster.depth[i]))
  if (instanceOf(raster.ids[i]) === 0) return project(to.view, point)
  const onThing = inverseTransformPoint(poseOf(raster.ids[i], state), point)
  return project(to.view, transformPoint(poseOf(raster.ids[i], to.state), onThing))
}

onEachDriver<Pictures>(
  'optical flow of drawn pictures',
  new URL('../render/draw-motion.ts', import.meta.url),
  (pictures) => {
    const flow = new OpticalFlow(shapes)
    const reading = (view: 'ridden' | 'beside', k: number): Reading => ({
      raster: pictures()[view][k],
      view: view === 'ridden' ? viewOf(states[k]) : SIDE,
      state: states[k],
    })
    const between = (from: Reading, to: Reading): Float32Array => flow.between(from.raster, from, to)

    it('is, of what stands still, depth times the change of pose', () => {
      const [from, to] = [reading('ridden', 1), reading('ridden', 2)]
      const found = between(from, to)
      let checked = 0
      for (let i = 0; i < from.raster.ids.length; i += 29) {
        if (instanceOf(from.raster.ids[i]) !== 0 || from.raster.depth[i] === Infinity) continue
        const [u, v, depth] = follow(i, from, to)
        if (depth <= 0) continue
        checked++
        expect(found[2 * i]).to.be.closeTo(u - (i % WIDTH) - 0.5, 1e-3 + 1e-6 * Math.abs(u))
        expect(found[2 * i + 1]).to.be.closeTo(v - Math.floor(i / WIDTH) - 0.5, 1e-3 + 1e-6 * Math.abs(v))
      }
      expect(checked).to.be.greaterThan(3000)
    })

    it('is, of the sky, the turning alone', () => {
      const [from, to] = [reading('ridden', 0), reading('ridden', 2)]
      const found = between(from, to)
      const i = from.raster.depth.indexOf(Infinity)
      const ray = unproject(from.view.pinhole, (i % WIDTH) + 0.5, Math.floor(i / WIDTH) + 0.5, 1)
      const turned = inverseTransformPoint(
        { position: [0, 0, 0], orientation: to.view.pose.orientation },
        transformPoint({ position: [0, 0, 0], orientation: from.view.pose.orientation }, ray),
      )
      const [u, v] = projectLocal(to.view.pinhole, turned)
      expect(found[2 * i]).to.be.closeTo(u - (i % WIDTH) - 0.5, 1e-3)
      expect(found[2 * i + 1]).to.be.closeTo(v - Math.floor(i / WIDTH) - 0.5, 1e-3)
      expect(Math.abs(found[2 * i])).to.be.greaterThan(5)
    })

    it('takes marks on the body and on spinning, steered wheels to where they are next', () => {
      const [from, to] = [reading('beside', 1), reading('beside', 2)]
      const found = between(from, to)
      for (const { part, wheel } of MARKS) {
        const isMark = (id: number): boolean => PARTS[partOf(id)] === part && moverOf(id) === wheel
        /** Mean of where the mark's pixels are, moved by `by`. */
        const middle = (raster: Raster, by: Float32Array | null): readonly [number, number] => {
          let [n, sumU, sumV] = [0, 0, 0]
          raster.ids.forEach((id, i) => {
            if (!isMark(id)) return
            n++
            sumU += (i % WIDTH) + 0.5 + (by?.[2 * i] ?? 0)
            sumV += Math.floor(i / WIDTH) + 0.5 + (by?.[2 * i + 1] ?? 0)
          })
          expect(n, part).to.be.greaterThan(60)
          return [sumU / n, sumV / n]
        }
        const before = middle(from.raster, null)
        const told = middle(from.raster, found)
        const seen = middle(to.raster, null)
        expect(Math.hypot(told[0] - before[0], told[1] - before[1]), part).to.be.greaterThan(30)
        expect(told[0], part).to.be.closeTo(seen[0], 0.5)
        expect(told[1], part).to.be.closeTo(seen[1], 0.5)
      }
    })

    for (const [view, others] of [
      ['ridden', [CAR, BALL, CRATE, WALKER]],
      ['beside', [CAR]],
    ] as const)
      it(`there and back again ends within 0.1 px where nothing is hidden (${view})`, () => {
        const [from, to] = [reading(view, 1), reading(view, 2)]
        const there = between(from, to)
        const back = between(to, from)
        const checked = new Map<number, number>()
        const wheels = new Set<number>()
        const errors: number[] = []
        from.raster.ids.forEach((id, i) => {
          const [u, v] = [(i % WIDTH) + 0.5 + there[2 * i], Math.floor(i / WIDTH) + 0.5 + there[2 * i + 1]]
          const [x, y] = [Math.floor(u - 0.5), Math.floor(v - 0.5)]
          if (!(x >= 0 && y >= 0 && x < WIDTH - 1 && y < HEIGHT - 1)) return
          const [a, b] = [u - 0.5 - x, v - 0.5 - y]
          const corners = [
            [y * WIDTH + x, (1 - a) * (1 - b)],
            [y * WIDTH + x + 1, a * (1 - b)],
            [(y + 1) * WIDTH + x, (1 - a) * b],
            [(y + 1) * WIDTH + x + 1, a * b],
          ]
          if (corners.some(([k]) => to.raster.ids[k] !== id)) return
          // Hidden there, or at an edge: another depth than the point has, or no one plane (on which 1 / depth is linear).
          const depth = follow(i, from, to)[2]
          const inverse = corners.map(([k]) => depth / to.raster.depth[k])
          const sum = corners.reduce((all, [, w], c) => all + w * inverse[c], 0)
          const bend = inverse[0] + inverse[3] - inverse[1] - inverse[2]
          if (depth !== Infinity && !(Math.abs(sum - 1) < SAME && Math.abs(bend) < SAME)) return
          const returned = [0, 1].map((c) => corners.reduce((sum, [k, w]) => sum + w * back[2 * k + c], 0))
          errors.push(Math.hypot(there[2 * i] + returned[0], there[2 * i + 1] + returned[1]))
          checked.set(instanceOf(id), (checked.get(instanceOf(id)) ?? 0) + 1)
          if (moverOf(id) !== null) wheels.add(moverOf(id)!)
        })
        expect(errors.reduce((a, b) => Math.max(a, b), 0)).to.be.lessThan(0.1)
        for (const instance of [0, ...others])
          expect(checked.get(instance), `${instance}`).to.be.greaterThan(500)
        if (view === 'beside') expect([...wheels]).to.include.members([0, 2])
      })

    it('is unknown where someone is not in the world at the other reading', () => {
      const [from, to] = [reading('ridden', 1), reading('ridden', 2)]
      const actors = to.state.actors.map((a) => (a.instance === BALL ? { ...a, present: false } : a))
      const found = between(from, { ...to, state: { ...to.state, actors } })
      from.raster.ids.forEach((id, i) => {
        if (instanceOf(id) === BALL) expect([found[2 * i], found[2 * i + 1]]).to.deep.equal([NaN, NaN])
      })
    })
  },
)
