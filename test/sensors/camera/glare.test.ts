import { expect } from 'chai'
import { IDENTITY, pinholeFromFov, quatFromYaw, type CameraView } from '../../../src/math/index.ts'
import type { Weather } from '../../../src/scenario/index.ts'
import { glareIn, veil } from '../../../src/sensors/camera/glare.ts'
import { actorShape } from '../../../src/shape/index.ts'
import { LIGHTS_OFF, packId, type WorldState } from '../../../src/world/index.ts'
import { SCENARIO, stateAt } from '../../contract/painted.ts'

const [WIDTH, HEIGHT] = [64, 48]
const view: CameraView = {
  pose: { position: [0, 0, 0.7], orientation: IDENTITY },
  ...{ pinhole: pinholeFromFov(WIDTH, HEIGHT, 1), near: 0.1, far: 1000 },
}
const night: Weather = { ...SCENARIO.weather, cloudCover: 0, sun: { elevation: -0.3, azimuth: 0 } }
/** Low in the east, where the camera looks. */
const morning: Weather = { ...night, sun: { elevation: 0.1, azimuth: Math.PI / 2 } }
const shapes = new Map(SCENARIO.actors.map((a) => [a.id, actorShape(a, SCENARIO.seed)]))
const showing = (id: number): Uint32Array => new Uint32Array(WIDTH * HEIGHT).fill(id)

/** One car `ahead` m before the camera that comes towards it (or, turned away, goes before it), lamps lit. */
const facing = (ahead: number, highBeam = false, yaw = Math.PI): WorldState => {
  const base = stateAt(0)
  const lights = { ...LIGHTS_OFF, headlights: true, highBeam }
  return {
    ...base,
    actors: base.actors.map((actor, i) => ({
      ...actor,
      present: i === 1,
      ...{ position: [ahead, 0, 0], orientation: quatFromYaw(yaw), lights },
    })),
  }
}
const car = packId(2, 'car', 'light')
const sum = (glare: readonly { illuminance: number }[]): number =>
  glare.reduce((total, { illuminance }) => total + illuminance, 0)

describe('glare', () => {
  it('comes from head lamps by candela over distance squared, the more on high beam, and not from behind them', () => {
    const near = sum(glareIn(view, facing(30), night, shapes, showing(car)))
    const far = sum(glareIn(view, facing(57), night, shapes, showing(car)))
    // Lamps lie some 3 m before the rear axle.
    expect(near / far).to.be.within(3.5, 4.5)
    expect(near).to.be.closeTo(1200 / 27 ** 2, 0.25)
    expect(sum(glareIn(view, facing(30, true), night, shapes, showing(car))) / near).to.be.closeTo(
      40_000 / 600,
      1e-6,
    )
    expect(glareIn(view, facing(30, false, 0), night, shapes, showing(car))).to.have.length(0)
  })

  it('is hidden by what stands before it', () => {
    expect(glareIn(view, facing(30), night, shapes, showing(packId(0, 'wall')))).to.have.length(0)
    const nobody = { ...facing(30), actors: facing(30).actors.map((a) => ({ ...a, present: false })) }
    expect(glareIn(view, nobody, morning, shapes, showing(packId(0, 'sky')))).to.have.length(1)
    expect(glareIn(view, nobody, morning, shapes, showing(packId(0, 'building')))).to.have.length(0)
    expect(
      glareIn(view, nobody, { ...morning, cloudCover: 1 }, shapes, showing(packId(0, 'sky'))),
    ).to.have.length(0)
    expect(glareIn(view, nobody, night, shapes, showing(packId(0, 'sky')))).to.have.length(0)
  })

  it('lies over the whole picture as a share of the light, falling with the square of the angle', () => {
    const light = new Float32Array(WIDTH * HEIGHT * 3)
    veil(light, view, 0.05, [{ direction: [1, 0, 0], illuminance: 100 }], 10)
    const at = (x: number, y: number): number => light[3 * (y * WIDTH + x)]
    expect(at(0, 0)).to.be.above(0)
    expect(at(32, 24)).to.be.above(at(48, 24))
    // Middles of tiles at tan 0.1 and 0.3 or so beside the axis.
    const { fx } = view.pinhole
    const [near, far] = [Math.atan((38 - 32) / fx), Math.atan((54 - 32) / fx)]
    const reach = (x: number): number => Math.hypot(x, 2 / fx)
    expect(at(38, 24) / at(54, 24)).to.be.closeTo(
      (reach(far) ** 2 + 0.0004) / (reach(near) ** 2 + 0.0004),
      0.15 * (far / near) ** 2,
    )
  })

  it('gives no more light than the share of what falls on the lens', () => {
    const wide: CameraView = {
      ...view,
      pinhole: pinholeFromFov(400, 400, Math.PI, { kind: 'fisheye', k1: 0, k2: 0, k3: 0, k4: 0 }),
    }
    const light = new Float32Array(400 * 400 * 3)
    veil(light, wide, 0.1, [{ direction: [1, 0, 0], illuminance: 100 }], 1)
    // Over the half space of an equidistant fisheye: d(omega) = sin(theta) / theta d(u) d(v) / f^2.
    const { fx } = wide.pinhole
    let total = 0
    for (let y = 0; y < 400; y++)
      for (let x = 0; x < 400; x++) {
        const theta = Math.hypot(x + 0.5 - 200, y + 0.5 - 200) / fx
        if (theta < Math.PI / 2) total += (light[3 * (y * 400 + x)] * Math.sin(theta)) / theta / (fx * fx)
      }
    expect(total / 10).to.be.within(0.95, 1.05)
  })
})
