/** The files of a sweep: byte for byte the same from any number of workers, in one go or in several. */
import { expect } from 'chai'
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parquetReadObjects } from 'hyparquet'
import { coverageText } from '../../src/cli/sweep-text.ts'
import {
  entryOf,
  openJournal,
  readManifest,
  rowOf,
  run,
  sweep,
  writeSweep,
  type SweptScenario,
} from '../../src/run/index.ts'
import { loadScenario } from '../../src/scenario/files.ts'
import { planSweep, sampleScenario, type Scenario } from '../../src/scenario/index.ts'
import { scratchFolder } from '../cli/nearmiss.ts'

/** Texts, numbers, truth, and cells without a value; a bin and an outcome that no run comes to. */
const FILE = `scenario: tables
version: 1
title: Tables
run: {seed: 3, stop: {after: 0.3 s}}
params:
  v: {uniform: [10 m/s, 30 m/s]}
  gap: {uniform: [1 m, 30 m]}
  model: {choice: [sedan, van]}
road: {straight: 300 m, lanes: [-1], width: 3.5 m}
actors:
  ego: {model: sedan, at: {lane: -1, s: 20 m}, speed: $v, driver: {kind: none}}
  lead: {model: $model, at: {ahead of: ego, gap: $gap}, speed: 15 m/s, driver: {kind: none}}
outcomes: [collision, loss-of-control, near-miss, harmless]
cover:
  v: [5 m/s, 10 m/s, 20 m/s, 30 m/s]
  min_ttc: [0 s, 1 s, 300 s]
  outcome: all
`

const TABLES = ['runs.csv', 'runs.json', 'runs.parquet']
const RUNS = 8

describe('the tables of a sweep', function () {
  this.timeout(360_000)
  const dir = scratchFolder()
  const path = join(dir, 'tables.yaml')
  const plan = { sampler: 'sobol', runs: RUNS, levels: {} } as const
  let scenario: Scenario

  const swept = (target: string): SweptScenario => ({
    ...{ path, scenario, overrides: {}, plan, first: 3, ...planSweep(scenario, plan, 3) },
    journal: openJournal(target, { scenario, plan, first: 3 }, () => expect.fail('the plan is the same')),
  })
  /** Every run by itself, in this process: what the workers must come to. */
  const byHand = async (target: string): Promise<string> => {
    const job = swept(target)
    for (const [index, { seed, parameters }] of job.runs.entries())
      job.journal.put(index, {
        row: rowOf(await run(sampleScenario(scenario, seed, parameters))),
        cpu: 1,
      })
    await writeSweep(target, [job], [entryOf(job)])
    return target
  }
  const bytesOf = (folder: string): readonly Buffer[] =>
    TABLES.map((table) => readFileSync(join(folder, table)))
  let first: string

  before(async () => {
    writeFileSync(path, FILE)
    const { scenario: found, diagnostics } = loadScenario(path)
    expect(diagnostics).to.deep.equal([])
    scenario = found!
    first = await byHand(join(dir, 'first'))
  })

  it('are the same from two workers that are stopped, after a half-written line, by one that goes on @slow', async () => {
    const target = join(dir, 'stopped')
    const stop = new AbortController()
    const stopped = swept(target)
    const counting = (done: number): void => {
      if (done >= 3) stop.abort()
    }
    const ended = await sweep([stopped], { workers: 2, onProgress: counting, signal: stop.signal }).then(
      () => 'whole',
      () => 'stopped',
    )
    expect(ended).to.equal('stopped')
    stopped.journal.close()
    const state = join(`${target}.unfinished`, 'tables.jsonl')
    truncateSync(state, readFileSync(state).length - 5)
    const again = swept(target)
    expect(again.journal.done).to.be.within(1, RUNS - 1)
    await sweep([again], { workers: 1 })
    await writeSweep(target, [again], [entryOf(again)])
    expect(bytesOf(target)).to.deep.equal(bytesOf(first))
  })

  it('are the same alone as in a folder', async () => {
    for (const table of TABLES)
      expect(readFileSync(await byHand(join(dir, table)))).to.deep.equal(readFileSync(join(first, table)))
  })

  it('hold the same cells, whatever is in them', async () => {
    const [csv, json, parquet] = bytesOf(first)
    const rows = JSON.parse(json.toString()) as Record<string, string | number | boolean | null>[]
    expect(rows).to.have.length(RUNS)
    // Each kind of cell is there: no value, a text, a number, a truth.
    expect(rows.map((r) => r.min_ttc_s)).to.include(null)
    expect(new Set(rows.map((r) => r.param_model))).to.deep.equal(new Set(['sedan', 'van']))
    expect(rows.map((r) => typeof r.param_gap)).to.deep.equal(Array(RUNS).fill('number'))
    expect(new Set(rows.map((r) => r.critical))).to.deep.equal(new Set([true, false]))
    const file = parquet.buffer.slice(parquet.byteOffset, parquet.byteOffset + parquet.length)
    const read = await parquetReadObjects({ file: file as ArrayBuffer })
    expect(read.map((r) => ({ ...r, seed: Number(r.seed) }))).to.deep.equal(rows)
    const [head, ...lines] = csv.toString().trimEnd().split('\n')
    expect(head.split(',')).to.deep.equal(Object.keys(rows[0]))
    expect(lines).to.deep.equal(rows.map((r) => Object.values(r).join(',')))
  })

  it('come with a coverage report that names the bins no run came to', () => {
    const [{ coverage, summary }] = readManifest(first).scenarios
    const uncovered = Object.fromEntries(coverage.map((c) => [c.name, c.uncovered]))
    expect(uncovered.v).to.deep.equal(['5 m/s to 10 m/s'])
    expect(uncovered.outcome).to.include('loss-of-control')
    for (const { bins, outside } of coverage)
      expect(bins.reduce((sum, { count }) => sum + count, outside)).to.equal(RUNS)
    expect(summary.runs).to.equal(RUNS)
    const text = coverageText(coverage)
    expect(text).to.contain('coverage of v: 2 of 3 bins').and.to.contain('  uncovered: 5 m/s to 10 m/s')
  })
})
