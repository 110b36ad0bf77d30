import { expect } from 'chai'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStateLog, openStateReader } from '../../src/run/state-log.ts'
import { TICKS_PER_SECOND, type WorldState } from '../../src/world/index.ts'
import { worldState } from '../world/states.ts'

const atTick = (state: WorldState, tick: number): WorldState => ({
  ...state,
  tick,
  time: tick / TICKS_PER_SECOND,
})

describe('state log', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nearmiss-log-'))
  after(() => rmSync(dir, { recursive: true }))
  const states = fc.sample(worldState, { numRuns: 230, seed: 1 }).map((s, i) => atTick(s, 6 * i))

  it('reads back what was written, and its digest is the sha256 of the file', () => {
    const path = join(dir, 'states.bin')
    const log = openStateLog(path)
    for (const s of states) log.write(s)
    const digest = log.close()
    const read = openStateReader(path)
    expect(read.count).to.equal(states.length)
    expect([...read.between(-Infinity, Infinity)]).to.deep.equal(states)
    read.close()
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).to.equal(digest)

    const unwritten = openStateLog(null)
    for (const s of states) unwritten.write(s)
    expect(unwritten.close()).to.equal(digest)
  })

  it('finds the state of a tick, and those of a range', () => {
    const path = join(dir, 'ticks.bin')
    const log = openStateLog(path)
    for (const s of states) log.write(s)
    log.close()
    const read = openStateReader(path)
    for (const i of [0, 1, 100, states.length - 1]) expect(read.at(6 * i)).to.deep.equal(states[i])
    for (const tick of [-1, 7, 6 * states.length]) expect(read.at(tick)).to.equal(null)
    expect([...read.between(7, 24)].map((s) => s.tick)).to.deep.equal([12, 18, 24])
    expect([...read.between(6 * states.length, Infinity)]).to.deep.equal([])
    read.close()
  })

  it('refuses a file that is cut off or of another kind', () => {
    const path = join(dir, 'cut.bin')
    const log = openStateLog(path)
    for (const s of states) log.write(s)
    log.close()
    truncateSync(path, readFileSync(path).length - 5)
    expect(() => openStateReader(path)).to.throw('ends within a row')
    writeFileSync(path, 'something else')
    expect(() => openStateReader(path)).to.throw('not a state log')
  })
})
