import { expect } from 'chai'
import { between } from '../../client/player/between.ts'
import { openLivePlayer, openReplayPlayer } from '../../client/player/player.ts'
import { Tape } from '../../client/player/tape.ts'
import type { RunHead } from '../../src/protocol/index.ts'
import { rowLayout, writeRow } from '../../src/world/index.ts'
import { stateAt, SYNTHETIC } from '../server/synthetic.ts'

const layout = rowLayout(stateAt(0))

const rowsOf = (first: number, count: number) => {
  const rows = new Float64Array(count * layout.size)
  for (let i = 0; i < count; i++) writeRow(stateAt(first + i), rows, i * layout.size)
  return { first, count, rows }
}

const headOf = (steps: number): RunHead => ({
  summary: {
    ...{
      id: 'run',
      scenario: 'synthetic',
      title: 'x',
      hazard: '',
      seed: 5,
      parameters: {},
      status: 'running',
    },
    ...{ steps, time: 0, duration: 3, started: '', error: null, outcome: null },
  },
  scenario: SYNTHETIC,
  layout,
})

const tapeOf = (steps: number): Tape => {
  const tape = new Tape(headOf(0))
  tape.add(rowsOf(0, steps))
  return tape
}

describe('tape', () => {
  it('names its gaps, and fills them in any order', () => {
    const tape = new Tape(headOf(100))
    expect(tape.gap(0, 500)).to.deep.equal({ first: 0, count: 100 })
    tape.add(rowsOf(40, 10))
    expect(tape.gap(0, 500)).to.deep.equal({ first: 0, count: 40 })
    expect(tape.gap(45, 20)).to.deep.equal({ first: 50, count: 20 })
    tape.add(rowsOf(0, 40))
    tape.add(rowsOf(50, 50))
    expect(tape.gap(0, 500)).to.equal(null)
    expect(tape.state(77)).to.deep.equal({ ...stateAt(77), events: [] })
  })

  it('knows the state between two steps, and none where it has none', () => {
    const tape = new Tape(headOf(100))
    tape.add(rowsOf(10, 2))
    const [a, b] = [tape.state(10)!, tape.state(11)!]
    const middle = tape.at(0.105)!
    expect(middle.time).to.be.closeTo(0.105, 1e-9)
    expect(middle.actors[0].position[0]).to.be.closeTo(
      (a.actors[0].position[0] + b.actors[0].position[0]) / 2,
      1e-9,
    )
    expect(Math.hypot(...middle.actors[0].orientation)).to.be.closeTo(1, 1e-12)
    expect(between(a, b, 0).actors[1].position).to.deep.equal(a.actors[1].position)
    expect(tape.at(0.5)).to.equal(null)
  })

  it('takes a note once, however often it comes', () => {
    const tape = new Tape(headOf(0))
    const event = { kind: 'aeb', time: 1, actors: ['ego'] } as const
    const note = { seq: 0, kind: 'event', step: 100, event } as const
    tape.addNotes([note])
    tape.addNotes([note, { ...note, seq: 1 }])
    expect(tape.events.value).to.have.length(2)
    expect(tape.lastSeq).to.equal(1)
  })
})

describe('live player', () => {
  it('follows the edge a little behind, without going back', () => {
    const tape = tapeOf(10)
    const player = openLivePlayer(tape)
    let last = 0
    for (let step = 10; step < 200; step += 2) {
      tape.add(rowsOf(step, 2))
      player.advance(0.02)
      expect(player.time.value).to.be.within(last, player.edge.value)
      last = player.time.value
    }
    expect(player.edge.value - last).to.be.within(0.04, 0.15)
  })

  it('is left by seeking, and caught up with by playing fast or by wish', () => {
    const tape = tapeOf(200)
    const player = openLivePlayer(tape)
    player.seek(0.5)
    expect(player.following.value).to.equal(false)
    player.advance(0.1)
    expect(player.time.value).to.be.closeTo(0.6, 1e-9)
    player.setSpeed(8)
    for (let i = 0; i < 20; i++) player.advance(0.1)
    expect(player.following.value).to.equal(true)
    expect(player.speed.value).to.equal(1)
    player.pause()
    const { value } = player.time
    player.advance(1)
    expect(player.time.value).to.equal(value)
    player.goLive()
    expect(player.following.value).to.equal(true)
  })
})

describe('replay player', () => {
  it('plays to the end, stops, and begins anew', () => {
    const player = openReplayPlayer(tapeOf(101))
    for (let i = 0; i < 15; i++) player.advance(0.1)
    expect(player.time.value).to.equal(1)
    expect(player.playing.value).to.equal(false)
    player.play()
    expect(player.time.value).to.equal(0)
  })

  it('steps by whole control steps and stays on the tape', () => {
    const player = openReplayPlayer(tapeOf(101))
    player.seek(0.503)
    player.step(1)
    expect(player.time.value).to.be.closeTo(0.51, 1e-9)
    expect(player.playing.value).to.equal(false)
    player.step(-1000)
    expect(player.time.value).to.equal(0)
    player.seek(99)
    expect(player.time.value).to.equal(1)
  })
})
