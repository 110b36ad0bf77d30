import { expect } from 'chai'
import { project, transformPoint } from '../../../src/math/index.ts'
import { cameraView, readingAt } from '../../../src/sensors/index.ts'
import { CAMERA, stateAt } from '../../contract/painted.ts'

describe('sensors/camera', () => {
  it('looks where it is mounted: a point ahead of a straight mount falls on the principal point', () => {
    const spec = { ...CAMERA, mount: { position: [2, 0, 1.3] as const, yaw: 0, pitch: 0, roll: 0 } }
    const state = stateAt(60)
    const view = cameraView(spec, state)
    const [u, v, depth] = project(view, transformPoint(state.actors[0], [32, 0, 1.3]))
    expect(u).to.be.closeTo(CAMERA.width / 2, 1e-9)
    expect(v).to.be.closeTo(CAMERA.height / 2, 1e-9)
    expect(depth).to.be.closeTo(30, 1e-9)
  })

  it('sees what is on the left on the left, and what is up above', () => {
    const view = cameraView(CAMERA, stateAt(0))
    const [u, v] = project(view, transformPoint(view.pose, [10, 2, 1]))
    expect(u).to.be.lessThan(CAMERA.width / 2)
    expect(v).to.be.lessThan(CAMERA.height / 2)
  })

  it('turned to the left it sees a point ahead further right; nose down, further up', () => {
    const state = stateAt(0)
    const ahead = transformPoint(state.actors[0], [40, 0, 1.3])
    const straight = { position: [2, 0, 1.3] as const, yaw: 0, pitch: 0, roll: 0 }
    const seen = (mount: typeof straight) => project(cameraView({ ...CAMERA, mount }, state), ahead)
    expect(seen({ ...straight, yaw: 0.1 })[0]).to.be.greaterThan(seen(straight)[0] + 1)
    expect(seen({ ...straight, pitch: 0.1 })[1]).to.be.lessThan(seen(straight)[1] - 1)
  })

  it('spans its horizontal field of view', () => {
    const view = cameraView(CAMERA, stateAt(0))
    const edge = Math.tan(CAMERA.horizontalFov / 2)
    expect(project(view, transformPoint(view.pose, [1, edge, 0]))[0]).to.be.closeTo(0, 1e-9)
    expect(project(view, transformPoint(view.pose, [1, -edge, 0]))[0]).to.be.closeTo(CAMERA.width, 1e-9)
  })

  it('takes a frame every sixtieth tick at 10 Hz', () => {
    expect([0, 59, 60, 61, 120].map((tick) => readingAt(CAMERA.rate, tick))).to.deep.equal([
      0,
      null,
      1,
      null,
      2,
    ])
  })
})
