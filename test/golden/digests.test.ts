/**
 * Golden digests: the sha256 of each library scenario's state log at seed 7. A change here means that runs
 * of the past can no longer be repeated; commit it only with the reason. `UPDATE_GOLDEN=1 npx mocha
 * --spec test/golden/digests.test.ts` rewrites the file.
 */
import { expect } from 'chai'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { memoryJournal, run, sweep } from '../../src/run/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { sampleScenario } from '../../src/scenario/index.ts'
import { ROOT } from '../cli/nearmiss.ts'

const GOLDEN = join(ROOT, 'test/golden/digests.json')
const SEED = 7
let golden = JSON.parse(readFileSync(GOLDEN, 'utf8')) as Record<string, string>
const names = readdirSync(join(ROOT, 'scenarios'))
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''))
  .sort()

const pathOf = (name: string): string => join(ROOT, 'scenarios', `${name}.yaml`)

const digestOf = async (name: string): Promise<string> => {
  const { scenario, diagnostics } = loadScenario(pathOf(name))
  if (!scenario) throw new Error(diagnostics.map((d) => d.message).join('\n'))
  return (await run(sampleScenario(scenario, SEED))).digest
}

/** Digests of seeds SEED, SEED + 1 of each scenario, in order, from so many workers. */
const sweptDigests = async (swept: readonly string[], workers: number): Promise<string[][]> => {
  const runs = [0, 1].map((i) => ({ seed: SEED + i, parameters: null }))
  const jobs = swept.map((name) => ({ path: pathOf(name), runs, journal: memoryJournal() }))
  await sweep(jobs, { workers })
  return jobs.map(({ journal }) => runs.map((_, i) => journal.get(i).row.digest))
}

describe('golden digests @slow', function () {
  this.timeout(600_000)
  let digests: string[][] = []

  before(async () => {
    digests = await sweptDigests(names, 2)
    if (process.env.UPDATE_GOLDEN !== '1') return
    golden = Object.fromEntries(names.map((name, i) => [name, digests[i][0]]))
    writeFileSync(GOLDEN, `${JSON.stringify(golden, null, 2)}\n`)
  })

  it('has one for every scenario of the library', () => {
    expect(Object.keys(golden).sort()).to.deep.equal(names)
  })

  for (const [i, name] of names.entries())
    it(`${name}: the recorded digest; another seed gives another`, () => {
      expect(digests[i][0]).to.equal(golden[name])
      expect(digests[i][1]).not.to.equal(golden[name])
    })

  it('one worker gives the same as two, and so does no worker', async () => {
    const some = names.filter((_, i) => i % 10 === 0)
    const alone = await sweptDigests(some, 1)
    expect(alone).to.deep.equal(some.map((name) => digests[names.indexOf(name)]))
    for (const name of some) expect(await digestOf(name)).to.equal(golden[name])
  })
})
