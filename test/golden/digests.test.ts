/**
 * Golden digests: the sha256 of each library scenario's state log at seed 7. A change here means that runs
 * of the past can no longer be repeated; commit it only with the reason. `UPDATE_GOLDEN=1 npx mocha
 * --spec test/golden/digests.test.ts` rewrites the file.
 */
import { expect } from 'chai'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { memoryJournal, run, runsOf, sweep } from '../../src/run/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import { ROOT } from '../cli/nearmiss.ts'

const GOLDEN = join(ROOT, 'test/golden/digests.json')
const SEED = 7
const golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, string>
const names = readdirSync(join(ROOT, 'scenarios'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''))
  .sort()

const pathOf = (name: string): string => join(ROOT, 'scenarios', `${name}.yaml`)

const digestOf = async (name: string, seed: number): Promise<string> => {
  const { scenario, diagnostics } = loadScenario(pathOf(name))
  if (!scenario) throw new Error(diagnostics.map((d) => d.message).join('\n'))
  return (await run(sampleScenario(scenario, seed))).digest
}

describe('golden digests @slow', function () {
  this.timeout(120000)

  if (process.env.UPDATE_GOLDEN === '1')
    before(async () => {
      for (const name of names) golden[name] = await digestOf(name, SEED)
      writeFileSync(GOLDEN, `${JSON.stringify(golden, null, 2)}\n`)
    })

  it('has one for every scenario of the library', () => {
    expect(Object.keys(golden).sort()).to.deep.equal(names)
  })

  for (const name of names)
    it(`${name}: the recorded digest, from one and from two workers; another seed gives another`, async () => {
      const mine = await digestOf(name, SEED)
      expect(mine).to.equal(golden[name])
      expect(await digestOf(name, SEED)).to.equal(mine)
      const runs = [0, 1].map((i) => ({ seed: SEED + i, parameters: null }))
      const rows = async (workers: number) => {
        const job = { path: pathOf(name), runs, journal: memoryJournal() }
        await sweep([job], { workers })
        return [...runsOf(job)].map(({ row }) => row)
      }
      const one = await rows(1)
      expect(await rows(2)).to.deep.equal(one)
      expect(one[0].digest).to.equal(mine)
      expect(one[1].digest).not.to.equal(mine)
    })
})
