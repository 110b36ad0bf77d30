import { mkdtemp, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet'
import { MOVING_OBJECT_COLUMNS } from '../../../src/export/trajectories/moving-object.ts'
import { trajectories } from '../../../src/export/trajectories/trajectories.ts'
import { quatFromEuler, rotate, transformPoint, type Pose, type Vec3 } from '../../../src/math/index.ts'
import { TICKS_PER_CONTROL, TICKS_PER_SECOND, type WorldState } from '../../../src/world/index.ts'
import { CLIP, describeExporter, TICKS_A_FRAME, writeWhole } from '../../contract/exporter.ts'
import { BOX_CENTER, BOX_SIZE, stateAt } from '../../contract/painted.ts'

type Row = Record<string, string | number | bigint | boolean | null>

const table = async (folder: string, name: string): Promise<Row[]> =>
  (await parquetReadObjects({ file: await asyncBufferFromFile(join(folder, `${name}.parquet`)) })) as Row[]

const millimetres = (values: readonly number[]): readonly [number, number, number, number] =>
  values.map((v) => Math.round(v * 1000)) as [number, number, number, number]

// Tracks have no boxes in pictures: they give back where the middle of everybody's box is, and how long it is, in mm.
describeExporter({
  exporter: trajectories,
  readLabels: async (folder) =>
    (await table(folder, 'moving_object')).map((row) => ({
      frame: Number(row.tick) / TICKS_A_FRAME,
      track: Number(row.id),
      visible: millimetres(
        ['base_position_x', 'base_position_y', 'base_position_z', 'base_dimension_length'].map((name) =>
          Number(row[name]),
        ),
      ),
    })),
  kept: ({ index, state }) =>
    state.actors.map((actor) => ({
      frame: index,
      track: actor.instance,
      visible: millimetres([...transformPoint(actor, BOX_CENTER), BOX_SIZE[0]]),
    })),
})

/** A car that turns, leans and pitches while it drives: everything about it is known by formula. */
const HEADING = { yaw: 0.4, pitch: 0.05, roll: -0.03 }
const RATES = { yaw: 0.6, pitch: -0.2, roll: 0.3 }
const poseAt = (t: number): Pose => ({
  position: [20 * t, 3 * t * t, 0.1],
  orientation: quatFromEuler({
    yaw: HEADING.yaw + RATES.yaw * t,
    pitch: HEADING.pitch + RATES.pitch * t,
    roll: HEADING.roll + RATES.roll * t,
  }),
})
/** Rate of turn in the body frame that these angles' rates are (ISO 8855). */
const turnAt = (t: number): Vec3 => {
  const [roll, pitch] = [HEADING.roll + RATES.roll * t, HEADING.pitch + RATES.pitch * t]
  return [
    RATES.roll - RATES.yaw * Math.sin(pitch),
    RATES.pitch * Math.cos(roll) + RATES.yaw * Math.sin(roll) * Math.cos(pitch),
    -RATES.pitch * Math.sin(roll) + RATES.yaw * Math.cos(roll) * Math.cos(pitch),
  ]
}
const movingAt = (tick: number): WorldState => {
  const t = tick / TICKS_PER_SECOND
  const { position, orientation } = poseAt(t)
  const state = stateAt(tick)
  const inverse = [-orientation[0], -orientation[1], -orientation[2], orientation[3]] as const
  return {
    ...state,
    actors: state.actors.map((actor, i) =>
      i > 0
        ? actor
        : {
            ...{ ...actor, position, orientation, velocity: [20, 6 * t, 0], angularVelocity: turnAt(t) },
            acceleration: rotate(inverse, [0, 6, 0]),
          },
    ),
  }
}

describe('export/trajectories', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'nearmiss-trajectories-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  it('has of the middle of the box what its own track says: velocity, acceleration and rates are its derivatives', async () => {
    await writeWhole(trajectories, join(dir, 'set'), 0, {
      fill: async (writer) => {
        for (let n = 0; n < 30; n++) await writer.state!(movingAt(n * TICKS_PER_CONTROL))
      },
    })
    const track = (await table(join(dir, 'set'), 'moving_object')).filter((row) => row.actor === 'ego')
    const vector = (row: Row, name: string, axes = ['x', 'y', 'z']): number[] =>
      axes.map((axis) => Number(row[`${name}_${axis}`]))
    const dt = TICKS_PER_CONTROL / TICKS_PER_SECOND
    const angles = ['roll', 'pitch', 'yaw']
    const expectDerivative = (of: string, is: string, within: number, axes?: string[]): void => {
      for (let i = 1; i + 1 < track.length; i++) {
        const [before, after] = [track[i - 1], track[i + 1]].map((row) => vector(row, of, axes))
        for (const [k, value] of vector(track[i], is, axes).entries())
          expect(value, `${is} ${k} of row ${i}`).to.be.closeTo((after[k] - before[k]) / (2 * dt), within)
      }
    }
    expectDerivative('base_position', 'base_velocity', 1e-3)
    // Over the last step, so half a step late: by the jerk of the middle, 1.3 m off the origin.
    expectDerivative('base_velocity', 'base_acceleration', 0.01)
    expectDerivative('base_orientation', 'base_orientation_rate', 1e-6, angles)
    expect(vector(track[0], 'base_acceleration')[1]).to.be.closeTo(
      vector(track[1], 'base_acceleration')[1],
      0.5,
    )
  })

  it('goes on over the seams of pieces as if there were none', async () => {
    await writeWhole(trajectories, join(dir, 'one'), 6)
    await writeWhole(trajectories, join(dir, 'many'), 6, { each: 2 })
    for (const name of ['moving_object', 'wheel_data'])
      expect(await table(join(dir, 'many'), name)).to.deep.equal(await table(join(dir, 'one'), name))
  })

  it('says by OSI names what everybody is and shows', async () => {
    await writeWhole(trajectories, join(dir, 'set'), 2)
    const rows = await table(join(dir, 'set'), 'moving_object')
    expect(Object.keys(rows[0])).to.deep.equal(MOVING_OBJECT_COLUMNS.map(({ name }) => name))
    expect(rows.filter((row) => row.host_vehicle === true).map((row) => row.actor)).to.deep.equal([
      'ego',
      'ego',
    ])
    const last = rows.filter((row) => row.actor === 'ego')[1]
    expect(last).to.include({
      ...{ clip: CLIP.name, type: 'TYPE_VEHICLE', vehicle_classification_type: 'TYPE_MEDIUM_CAR' },
      ...{ vehicle_classification_light_state_brake_light_state: 'BRAKE_LIGHT_STATE_NORMAL' },
      ...{ vehicle_classification_light_state_indicator_state: 'INDICATOR_STATE_OFF' },
      ...{ vehicle_classification_light_state_head_light: 'GENERIC_LIGHT_STATE_ON' },
      vehicle_classification_has_trailer: false,
      ...{ moving_object_classification_assigned_lane: '1/-1' },
    })
    expect(last.vehicle_attributes_bbcenter_to_rear_x).to.be.closeTo(-BOX_CENTER[0], 1e-9)
    // A tenth of a second, to the nanosecond.
    expect([last.timestamp_seconds, last.timestamp_nanos]).to.deep.equal([0n, 100_000_000n])
  })

  it('are found out when a table is cut off or not there', async () => {
    const set = join(dir, 'set')
    await writeWhole(trajectories, set, 1)
    const faults = async (): Promise<string> => {
      const found: string[] = []
      for await (const fault of trajectories.verify!(set)) found.push(fault)
      return found.join('; ')
    }
    expect(await faults()).to.equal('')
    await truncate(join(set, 'event.parquet'), 100)
    expect(await faults()).to.equal('event.parquet: it is no whole Parquet file')
    await rm(join(set, 'wheel_data.parquet'))
    expect(await faults()).to.match(/wheel_data.parquet: it cannot be read/)
  })

  it('has a row a wheel, in the place where OSI looks for it', async () => {
    await writeWhole(trajectories, join(dir, 'set'), 1)
    const rows = (await table(join(dir, 'set'), 'wheel_data')).filter((row) => row.id === 1n)
    expect(rows.map(({ axle, index }) => [axle, index])).to.deep.equal([
      [0n, 0n],
      [0n, 1n],
      [1n, 0n],
      [1n, 1n],
    ])
    // Front left: 2.7 m before the rear axle and 0.75 m to the left, 0.32 m up and pushed in by 1 cm.
    const [front] = rows
    expect(front.position_x).to.be.closeTo(2.7 - BOX_CENTER[0], 1e-9)
    expect(front.position_y).to.be.closeTo(0.75, 1e-9)
    expect(front.position_z).to.be.closeTo(0.33 - BOX_CENTER[2], 1e-9)
    expect(front).to.include({ rotation_rate: 45, slip_ratio: -0.02, surface: 'dry-asphalt' })
  })

  it('tells of each clip what it is of, what came of it and what happened', async () => {
    await writeWhole(trajectories, join(dir, 'set'), 1)
    const [clip] = await table(join(dir, 'set'), 'scenario')
    expect(clip).to.include({
      scenario: 'painted',
      seed: 7n,
      outcome: 'near-miss',
      min_ttc_s: 1.25,
      near_misses: 1n,
    })
    expect(JSON.parse(String(clip.parameters))).to.deep.equal({ v_ego: 15 })
    const [event] = await table(join(dir, 'set'), 'event')
    expect(event).to.include({
      kind: 'near-miss',
      time_s: 0.15,
      actors: 'ego lead',
      metrics: '{"ttc_s":1.25}',
    })
  })
})
