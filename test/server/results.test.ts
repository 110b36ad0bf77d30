import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { openDataSets } from '../../server/data-sets.ts'
import { openResults } from '../../server/results.ts'
import { openSweeps } from '../../server/sweeps.ts'
import {
  dataSetSchema,
  dataSetsSchema,
  framesSchema,
  sweepsSchema,
  sweepTableSchema,
} from '../../src/protocol/index.ts'
import { closeAll, openServer } from './harness.ts'

const SCENARIO = `scenario: wait
version: 1
title: A car waits
description: Nothing happens.
tags: {hazard: waiting}
run: {seed: 1, stop: {after: 1 s}}
params:
  v: {uniform: [1 m/s, 5 m/s], description: Speed}
road: {straight: 100 m}
actors:
  ego: {model: sedan, at: {lane: -1, s: 20 m}, speed: $v}
`

/** A sweep of three runs, as docs/sweeps.md has its folder. */
const putSweep = (dir: string): void => {
  mkdirSync(join(dir, 'scenarios'), { recursive: true })
  writeFileSync(join(dir, 'scenarios/wait.yaml'), SCENARIO)
  const entry = {
    ...{ name: 'wait', file: '/nowhere/wait.yaml', kept: 'scenarios/wait.yaml', set: {}, first: 7 },
    ...{ plan: { sampler: 'uniform', runs: 3, levels: {} }, rejected: 0, summary: { runs: 3 }, coverage: [] },
  }
  writeFileSync(join(dir, 'sweep.json'), JSON.stringify({ versions: { nearmiss: '0' }, scenarios: [entry] }))
  const rows = [7, 8, 9].map((seed) => ({ scenario: 'wait', seed, param_v: seed / 3, class: 'harmless' }))
  writeFileSync(join(dir, 'runs.json'), JSON.stringify(rows))
  writeFileSync(join(dir, 'runs.csv'), 'scenario,seed,digest\nwait,7,a\nwait,8,b\nwait,9,c\n')
}

/** A data set of `count` frames, of which only the first has a picture that can be read. */
const putDataSet = async (dir: string, count: number): Promise<void> => {
  mkdirSync(join(dir, 'coco/annotations'), { recursive: true })
  mkdirSync(join(dir, 'coco/images'))
  const images = Array.from({ length: count }, (_, i) => ({
    ...{ id: i + 1, file_name: i === 1 ? '../../../outside.jpg' : `${i}.jpg`, width: 640, height: 360 },
    ...{ clip: i % 2 === 0 ? 'a-1' : 'b-2', sensor: 'ego.front', frame: i },
  }))
  const annotations = images.map(({ id }) => ({
    ...{ id, image_id: id, category_id: id % 3 === 0 ? 12 : 1, actor: 'lead', bbox: [10, 10, 50, 20] },
    occlusion: (id % 10) / 10,
  }))
  const categories = [
    { id: 1, name: 'person' },
    { id: 12, name: 'car' },
  ]
  writeFileSync(
    join(dir, 'coco/annotations/instances.json'),
    JSON.stringify({ categories, images, annotations }),
  )
  const clip = (name: string, odd: string, outcome: string): object => ({
    ...{ name, outcome, tags: { hazard: ['waiting'], odd: [odd] } },
  })
  const clips = [clip('a-1', 'snow', 'harmless'), clip('b-2', 'rain', 'collision')]
  writeFileSync(join(dir, 'dataset.json'), JSON.stringify({ formats: ['coco'], clips }))
  const grey = sharp({ create: { width: 640, height: 360, channels: 3, background: '#777' } })
  await grey.clone().jpeg().toFile(join(dir, 'coco/images/0.jpg'))
  await grey.jpeg().toFile(join(dir, '../outside.jpg'))
}

describe('results of sweeps and exports', () => {
  const root = mkdtempSync(join(tmpdir(), 'nearmiss-results-'))
  before(async () => {
    putSweep(join(root, 'sweeps/first'))
    mkdirSync(join(root, 'sweeps/empty'))
    mkdirSync(join(root, 'sweeps/broken'))
    writeFileSync(join(root, 'sweeps/broken/sweep.json'), '{')
    putSweep(join(root, 'secret'))
    symlinkSync(join(root, 'secret'), join(root, 'sweeps/linked'))
    mkdirSync(join(root, 'sets'))
    await putDataSet(join(root, 'sets/first'), 2000)
  })
  after(async () => {
    await closeAll()
    rmSync(root, { recursive: true })
  })

  it('lists sweeps, gives a table, and makes a row a run again, from its folder alone', () => {
    const sweeps = openSweeps(join(root, 'sweeps'))
    // A link that leads out of the folder is none of its subfolders.
    expect(sweeps.list()).to.deep.equal({ sweeps: [{ name: 'first', scenarios: ['wait'], runs: 3 }] })
    const table = sweepTableSchema.parse(sweeps.table('first'))
    expect(table).to.include({ name: 'first', total: 3 })
    expect(table.columns).to.deep.equal(['scenario', 'seed', 'param_v', 'class'])
    expect(table.rows[1]).to.deep.equal(['wait', 8, 8 / 3, 'harmless'])
    const run = sweeps.run('first', 2)
    expect([run.name, run.seed]).to.deep.equal(['wait', 8])
    for (const name of ['linked', 'empty', '../secret', '..'])
      expect(() => sweeps.table(name)).to.throw(`There is no sweep '${name}'`)
    expect(() => sweeps.run('first', 4)).to.throw('#1 to #3')
  })

  it('counts what can be chosen in a data set, and gives the frames that fit every filter, page by page', async () => {
    const sets = openDataSets(join(root, 'sets'))
    expect(sets.list().sets).to.deep.equal([{ name: 'first', formats: ['coco'], browsable: true }])
    const about = dataSetSchema.parse(await sets.about('first'))
    expect(about).to.include({ frames: 2000, labels: 2000 })
    expect(about.classes).to.deep.equal([
      { name: 'person', frames: 1334 },
      { name: 'car', frames: 666 },
    ])
    expect(about.conditions).to.deep.include({ name: 'rain', frames: 1000 })
    const page = framesSchema.parse(await sets.frames('first', { first: 0, count: 3 }))
    expect(page.total).to.equal(2000)
    // The second names a picture outside of its folder; the third is not there.
    expect(page.frames.map((f) => f.thumbnail === null)).to.deep.equal([false, true, true])
    const query = { first: 10, count: 5, class: 'car', event: 'collision', occlusion: 0.5 }
    const found = await sets.frames('first', query)
    const fit = Array.from({ length: 2000 }, (_, i) => i + 1).filter(
      (id) => id % 3 === 0 && id % 2 === 0 && id % 10 >= 5,
    )
    expect(found.total).to.equal(fit.length)
    expect(found.frames.map((f) => f.id)).to.deep.equal(fit.slice(10, 15))
  })

  it('are there over the API, which refuses what they do not have', async () => {
    const folders = { sweeps: join(root, 'sweeps'), dataSets: join(root, 'sets') }
    const { base } = await openServer({ results: openResults(folders) })
    const get = async (path: string): Promise<unknown> => (await fetch(`${base}/api/v1${path}`)).json()
    expect(sweepsSchema.parse(await get('/sweeps')).sweeps).to.have.length(1)
    expect(dataSetsSchema.parse(await get('/data-sets')).sets).to.have.length(1)
    const made = await fetch(`${base}/api/v1/sweeps/first/runs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"row": 2}',
    })
    expect([made.status, await made.json()]).to.have.nested.property('[1].seed', 8)
    for (const [path, status] of [
      ['/sweeps/none', 404],
      ['/sweeps/..%2Fsecret', 404],
      ['/data-sets/..%2f..', 404],
      ['/data-sets/first/frames?first=0&count=100000', 400],
      ['/data-sets/first/frames', 400],
    ] as const)
      expect((await fetch(`${base}/api/v1${path}`)).status, path).to.equal(status)
  })
})
