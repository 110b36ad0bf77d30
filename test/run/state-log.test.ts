import { expect } from 'chai'
import fc from 'fast-check'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStateLog, readStateLog } from '../../src/run/state-log.ts'
import { worldState } from '../world/states.ts'

describe('state log', () => {
  const dir = mkdtempSync(join(tmpdir(), 'nearmiss-log-'))
  after(() => rmSync(dir, { recursive: true }))
  const states = fc.sample(worldState, { numRuns: 230, seed: 1 })

  it('reads back what was written, and its digest is the sha256 of the file', () => {
    const path = join(dir, 'states.bin')
    const log = openStateLog(path)
    for (const s of states) log.write(s)
    const digest = log.close()
    expect(readStateLog(path)).to.deep.equal(states)
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).to.equal(digest)

    const unwritten = openStateLog(null)
    for (const s of states) unwritten.write(s)
    expect(unwritten.close()).to.equal(digest)
  })

  it('refuses a file that is cut off or of another kind', () => {
    const path = join(dir, 'cut.bin')
    const log = openStateLog(path)
    for (const s of states) log.write(s)
    log.close()
    truncateSync(path, readFileSync(path).length - 5)
    expect(() => readStateLog(path)).to.throw('ends within a row')
    writeFileSync(path, 'something else')
    expect(() => readStateLog(path)).to.throw('not a state log')
  })
})
