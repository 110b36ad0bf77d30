/** Sweeps: the same table however it is made, gone on with where it stopped, and every row made again. */
import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import {
  entryOf,
  hazardPage,
  isSweepFolder,
  memoryJournal,
  minimise,
  openJournal,
  pastRow,
  run,
  runsOf,
  shortcomings,
  sweep,
  writeSweep,
  type SweepRow,
  type SweptScenario,
} from '../../src/run/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { planSweep, sampleScenario, type Scenario } from '../../src/scenario/index.ts'
import { scratchFolder } from '../cli/nearmiss.ts'

/** A car runs up to a slower one for a second: the nearer and faster, the worse. */
const FILE = `scenario: closing
version: 1
title: Closing in
tags: {number: 12, nhtsa: [26]}
run: {seed: 5, stop: {after: 1 s}}
params:
  v: {uniform: [10 m/s, 20 m/s]}
  gap: {uniform: [3 m, 40 m]}
  extra: {choice: [0 m/s, 1 m/s, 2 m/s]}
road: {straight: 300 m, lanes: [-1], width: 3.5 m}
actors:
  ego: {model: sedan, at: {lane: -1, s: 20 m}, speed: $v, driver: {kind: none}}
  lead: {model: van, at: {ahead of: ego, gap: $gap}, speed: 4 m/s + $extra, driver: {kind: none}}
outcomes: [collision, near-miss, harmless]
cover: {v: 2 bins, outcome: all}
`

const RUNS = 6

describe('sweep', () => {
  const dir = scratchFolder()
  const path = join(dir, 'closing.yaml')
  let scenario: Scenario

  const plan = { sampler: 'latin-hypercube', runs: RUNS, levels: {} } as const
  const swept = (target?: string): SweptScenario => ({
    ...{ path, scenario, overrides: {}, plan, first: 5, ...planSweep(scenario, plan, 5) },
    journal: openJournal(target, { scenario, plan, first: 5 }, () => undefined),
  })
  const rowsOf = (job: SweptScenario): SweepRow[] => [...runsOf(job)].map(({ row }) => row)
  let rows: SweepRow[]

  before(async function () {
    this.timeout(180_000)
    writeFileSync(path, FILE)
    const { scenario: found, diagnostics } = loadScenario(path)
    expect(diagnostics).to.deep.equal([])
    scenario = found!
    const job = swept()
    await sweep([job], { workers: 2 })
    rows = rowsOf(job)
  })

  it('gives each run of the plan its row, as a run by itself would', async () => {
    const { runs } = planSweep(scenario, plan, 5)
    expect(rows.map((r) => r.seed)).to.deep.equal(runs.map((r) => r.seed))
    expect(rows.map((r) => r.parameters)).to.deep.equal(runs.map((r) => r.parameters))
    const alone = await run(sampleScenario(scenario, runs[3].seed, runs[3].parameters))
    expect(rows[3].digest).to.equal(alone.digest)
    expect(new Set(rows.map((r) => r.class)).size).to.be.greaterThan(1)
  })

  it('goes on where it was cut off, and comes to the same table', async function () {
    this.timeout(180_000)
    const target = join(dir, 'cut')
    const cut = swept(target)
    for (const index of [0, 4]) cut.journal.put(index, { row: rows[index], cpu: 0.1 })
    cut.journal.close()
    const state = join(`${target}.unfinished`, 'closing.jsonl')
    // Killed while it wrote: half a line.
    const whole = readFileSync(state)
    truncateSync(state, whole.length - 10)
    const again = swept(target)
    expect([0, 4].map((i) => again.journal.has(i))).to.deep.equal([true, false])
    const counted: number[] = []
    await sweep([again], { workers: 1, onProgress: (n) => counted.push(n) })
    expect(counted).to.deep.equal([2, 3, 4, 5, 6])
    expect(rowsOf(again)).to.deep.equal(rows)
    await writeSweep(target, [again], [entryOf(again)])
    expect(existsSync(`${target}.unfinished`)).to.equal(false)
    expect(readdirSync(target).sort()).to.deep.equal(
      ['runs.csv', 'runs.json', 'runs.parquet', 'scenarios', 'sweep.json'].sort(),
    )
  })

  it('throws away the state of another plan', () => {
    const target = join(dir, 'other')
    const first = swept(target)
    first.journal.put(0, { row: rows[0], cpu: 0 })
    first.journal.close()
    let told = 0
    const other = openJournal(target, { scenario, plan: { ...plan, runs: 9 }, first: 5 }, () => told++)
    expect([other.done, told]).to.deep.equal([0, 1])
    other.close()
  })

  it('has the same cells in CSV, JSON and Parquet', async () => {
    const folder = join(dir, 'cut')
    const json = JSON.parse(readFileSync(join(folder, 'runs.json'), 'utf8')) as Record<
      string,
      string | number | boolean | null
    >[]
    expect(json).to.have.length(RUNS)
    const bytes = readFileSync(join(folder, 'runs.parquet'))
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)
    const parquet = await parquetReadObjects({ file })
    expect(parquet.map((r) => ({ ...r, seed: Number(r.seed) }))).to.deep.equal(json)
    const [head, ...lines] = readFileSync(join(folder, 'runs.csv'), 'utf8').trim().split('\n')
    expect(head.split(',')).to.deep.equal(Object.keys(json[0]))
    const text = (x: string | number | boolean | null): string => (x === null ? '' : String(x))
    expect(lines.map((l) => l.split(','))).to.deep.equal(json.map((r) => Object.values(r).map(text)))
    expect(json.map((r) => r.param_v)).to.deep.equal(rows.map((r) => r.parameters.v))
    expect(json.map((r) => r.classes)).to.deep.equal(rows.map((r) => r.classes.join(' ')))
  })

  it('any row of its folder comes again, bit for bit, by seed and by number', async () => {
    const folder = join(dir, 'cut')
    expect(isSweepFolder(folder)).to.equal(true)
    const past = pastRow(folder, '7')
    expect(past.digest).to.equal(rows[2].digest)
    expect((await run(past.scenario)).digest).to.equal(rows[2].digest)
    expect(pastRow(folder, '#3').digest).to.equal(past.digest)
    expect(pastRow(folder, 'closing/7').settings).to.deep.equal(past.settings)
    expect(() => pastRow(folder, '99')).to.throw('no row')
    expect(() => pastRow(folder, '#7')).to.throw('#1 to #6')
  })

  it('a row comes again from the copy when the file has changed since', async () => {
    writeFileSync(path, FILE.replace('4 m/s + ', '9 m/s + '))
    const past = pastRow(join(dir, 'cut'), '7')
    expect(past.file).to.equal(join(dir, 'cut', 'scenarios', 'closing.yaml'))
    expect((await run(past.scenario)).digest).to.equal(past.digest)
    writeFileSync(path, FILE)
  })

  it('tells how often each outcome came, and which promise is not kept', () => {
    const journal = memoryJournal()
    const runs = Array.from({ length: 100 }, (_, seed) => ({ seed, parameters: null }))
    const row = (i: number): SweepRow => ({
      ...rows[0],
      ...(i < 97
        ? { class: 'collision', classes: ['collision', 'near-miss'], critical: true }
        : { class: 'near-miss', classes: ['near-miss'], critical: true }),
    })
    runs.forEach((_, i) => journal.put(i, { row: row(i), cpu: 0.5 }))
    const { summary, coverage } = entryOf({ ...swept(), runs, journal })
    expect(summary.outcomes.map((o) => [o.class, o.count, o.held])).to.deep.equal([
      ['collision', 97, 97],
      ['near-miss', 3, 100],
      ['harmless', 0, 0],
    ])
    // Wilson 1927 for 97 of 100 at 95 %.
    expect(summary.outcomes[0].interval[0]).to.be.closeTo(0.9155, 5e-4)
    expect(summary.outcomes[0].interval[1]).to.be.closeTo(0.9897, 5e-4)
    expect(summary.sim_s_per_cpu_s).to.equal(2)
    expect(summary.absent).to.deep.equal(['harmless'])
    expect(shortcomings(summary)).to.have.length(2)
    expect(shortcomings({ ...summary, runs: 20 })).to.deep.equal([])
    expect(coverage.find((c) => c.name === 'outcome')!.uncovered).to.deep.equal(['harmless'])

    const page = hazardPage('# Mine\n', [{ scenario, summary, picture: 'x.jpg' }], '| a table |')
    expect(page).to.match(/^# Mine/)
    expect(page).to.contain('| 12 | [Closing in]').and.to.contain('NHTSA pre-crash type 26')
    expect(page).to.contain("it promises 'harmless'").and.to.contain('| a table |')
    expect(hazardPage(page, [{ scenario, summary, picture: 'x.jpg' }], null)).to.equal(page)
  })

  it('a failing sample shrinks to what makes it fail, the same way every time', async function () {
    this.timeout(180_000)
    const fails = (r: Awaited<ReturnType<typeof run>>): boolean => r.outcome.collision
    const start = { v: 19, gap: 5, extra: 2 }
    const found = (await minimise(scenario, 5, start, { fails }))!
    const of = (name: string) => found.parameters.find((p) => p.name === name)!
    expect(of('extra').to).to.equal(1)
    expect(of('v').to).to.equal(15)
    // At 15 m/s against 5 m/s a second closes a gap of about 10 m, of a median of 21.5 m.
    expect(Number(of('gap').to)).to.be.within(9, 10.1)
    expect(fails(found.record)).to.equal(true)
    expect(fails(await run(sampleScenario(scenario, 5, found.values)))).to.equal(true)
    expect(await minimise(scenario, 5, start, { fails })).to.deep.equal(found)
    expect(await minimise(scenario, 5, { ...start, gap: 40 }, { fails })).to.equal(null)
  })
})
