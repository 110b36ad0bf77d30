/** A run's lidar, frame by frame, without a renderer: what spoils its readings never reaches its labels. */
import { expect } from 'chai'
import type { LidarFrame } from '../../src/labels/index.ts'
import { createObserver, type Observer } from '../../src/run/index.ts'
import type { ConcreteScenario } from '../../src/scenario/index.ts'
import type { SensorFault, Surroundings, WorldState } from '../../src/world/index.ts'
import { SCENARIO, stateAt } from '../contract/painted.ts'
import { device } from '../sensors/lidar/devices.ts'

const SPEC = device('vlp-16', 'ego', { columns: 900, returns: 2 })
const STREET: ConcreteScenario = { ...SCENARIO, sensors: [SPEC] }
const TICKS_A_TURN = 60

const fault = (kind: SensorFault['fault'], level: number, more: Partial<SensorFault> = {}): SensorFault => ({
  ...{ sensor: SPEC.id, fault: kind, level, since: 0 },
  ...more,
})

/** The painted world's turn number n, with other surroundings. */
const stateOf = (n: number, changed: Partial<Surroundings> = {}): WorldState => {
  const { weather, surface } = STREET
  return { ...stateAt(TICKS_A_TURN * n), surroundings: { weather, surface, faults: [], film: 0, ...changed } }
}

const foul = { ...STREET.weather, visibility: 120, snowfall: 2 / 3.6e6, rainfall: 5 / 3.6e6 }
const SPOILT: Partial<Surroundings> = {
  weather: foul,
  film: 0.0005,
  faults: [
    fault('mud', 0.3),
    fault('noise', 4),
    fault('misalignment', 1, { shift: { position: [0, 0, 0.05], yaw: 0.05, pitch: 0.02, roll: 0 } }),
  ],
}

describe('frames of a lidar', () => {
  let observer: Observer
  before(async () => {
    observer = await createObserver(STREET)
  })
  const frame = async (state: WorldState): Promise<LidarFrame> => {
    const [first] = await observer.observe(state)
    if (first.kind !== 'lidar') throw new Error('no lidar frame')
    return first
  }

  it('need no renderer', () => {
    expect(observer.driver).to.equal(null)
  })

  it('have other points and the very same labels under weather, water and faults', async () => {
    const plain = await frame(stateOf(0))
    const spoilt = await frame(stateOf(0, SPOILT))
    expect(plain.points.weather.includes(1)).to.equal(false)
    expect(spoilt.points.weather.includes(1)).to.equal(true)
    expect(spoilt.points.count).not.to.equal(plain.points.count)
    expect(plain.objects.map((o) => o.returns > 0)).to.include(true)
    expect(spoilt.objects).to.deep.equal(plain.objects)
    expect(spoilt.pose).to.deep.equal(plain.pose)
  })

  it('are the same in any order', async () => {
    const points = async (n: number): Promise<Buffer> =>
      Buffer.from((await frame(stateOf(n, { weather: foul }))).points.positions.buffer)
    const forward = [await points(0), await points(1), await points(2)]
    const backward = [await points(2), await points(1), await points(0)].reverse()
    expect(backward.map((b, i) => b.equals(forward[i]))).to.deep.equal([true, true, true])
    expect(forward[0].equals(forward[1])).to.equal(false)
  })

  it('are there to be used when the device gives them, and later when the story delays that', async () => {
    const now = stateOf(3)
    expect((await frame(now)).available).to.equal(now.time + SPEC.latency)
    const late = await frame(stateOf(3, { faults: [fault('latency', 0.4)] }))
    expect(late.available).to.be.closeTo(now.time + SPEC.latency + 0.4, 1e-12)
    expect(late.objects).to.deep.equal((await frame(now)).objects)
  })

  it('lose turns, stand still, and lose the share of beams that is covered', async () => {
    const free = await frame(stateOf(0))
    const frozen = await frame(stateOf(1, { faults: [fault('freeze', 1)] }))
    expect(frozen.points.positions).to.deep.equal(free.points.positions)
    const lost = await frame(stateOf(2, { faults: [fault('dropout', 1)] }))
    expect(lost.points.count).to.equal(0)
    expect(lost.objects.map((o) => o.returns)).to.deep.equal(
      (await frame(stateOf(2))).objects.map((o) => o.returns),
    )
    const half = await frame(stateOf(0, { faults: [fault('blockage', 0.5)] }))
    expect(half.points.count / free.points.count).to.be.within(0.3, 0.7)
    const dark = await frame(stateOf(0, { faults: [fault('mud', 1)] }))
    expect(dark.points.count).to.equal(0)
  })
})
