import { readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'
import { hire } from '../../../src/run/dataset/crew.ts'

/** Processes that this one is the parent of (proc(5)). */
const children = (): string[] =>
  readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    try {
      return new RegExp(`^PPid:\\s${process.pid}$`, 'm').test(readFileSync(`/proc/${pid}/status`, 'utf8'))
    } catch {
      return false
    }
  })

describe('a worker of an export', () => {
  it('gets a new process after 25 clips, and never within one', async () => {
    const others = new Set(children())
    const own = (): string[] => children().filter((pid) => !others.has(pid))
    const hand = hire({})
    const work = async (clip: number): Promise<string[]> => {
      const excerpt = { from: 0, frames: null }
      const task = { root: '/nowhere', clip: `clip-${clip}`, split: 'train', excerpt } as const
      // There is no such clip, which ends the task and not the process.
      const error = await hand
        .do({ kind: 'simulate', ...task }, () => undefined)
        .then(
          () => null,
          (reason: unknown) => reason,
        )
      expect(error).to.be.instanceOf(Error)
      return own()
    }
    try {
      const first = await work(1)
      expect(first).to.have.length(1)
      for (let clip = 2; clip <= 25; clip++) await work(clip)
      expect(await work(25)).to.deep.equal(first)
      const second = await work(26)
      expect(second.filter((pid) => !first.includes(pid))).to.have.length(1)
      expect(await work(26)).to.include.members(second.filter((pid) => !first.includes(pid)))
    } finally {
      hand.kill()
    }
  })
})
