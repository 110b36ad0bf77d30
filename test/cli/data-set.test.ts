/** What the options of `nearmiss export` make of a data set, and what `nearmiss verify` says of it afterwards. */
import { expect } from 'chai'
import { appendFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { nearmiss, scratchFolder } from './nearmiss.ts'

interface Card {
  readonly filters: object
  readonly licence: { readonly name: string }
  readonly totals: {
    readonly frames: Readonly<Record<string, number>>
    readonly clips_by_split: Readonly<Record<string, number>>
    readonly labels_by_class: Readonly<Record<string, number>>
  }
  readonly clips: readonly {
    readonly seed: number
    readonly split: string
    readonly scenario_sha256: string
  }[]
}

const cardOf = (set: string): Card => JSON.parse(readFileSync(join(set, 'dataset.json'), 'utf8')) as Card

describe('a data set from the command line @slow', function () {
  this.timeout(600_000)
  const dir = scratchFolder()
  const set = join(dir, 'set')

  it('has the runs, splits, names and sizes that were asked for', () => {
    const { code, stderr } = nearmiss(
      ...['export', 'highway-cut-in', '--format', 'raw,openlabel,webdataset', '--size', '128x72'],
      ...['--sensors', 'ego.front,ego.imu-body', '--samples', '4', '--seed', '20', '--frames', '2'],
      ...['--split', '50,25,25', '--workers', '2', '--min-box', '3', '--min-visibility', '0.1'],
      ...['--classes', 'car=vehicle,truck=', '--licence', 'CC-BY-4.0', '--shard-size', '1', '--out', set],
    )
    expect(code, stderr).to.equal(0)
    const { filters, licence, totals, clips } = cardOf(set)
    expect(filters).to.deep.equal({
      ...{ min_box_px: 3, min_visibility: 0.1 },
      classes: { car: 'vehicle', truck: null },
    })
    expect(licence.name).to.equal('CC-BY-4.0')
    expect(totals.clips_by_split).to.deep.equal({ train: 2, val: 1, test: 1 })
    expect(totals.frames).to.deep.equal({ camera: 8, imu: 8 })
    expect(totals.labels_by_class).to.include.keys('vehicle').and.not.include.keys('car', 'truck')
    expect(clips.map(({ seed }) => seed)).to.deep.equal([20, 21, 22, 23])
    expect(new Set(clips.map((clip) => clip.scenario_sha256)).size).to.equal(4)
    expect(readdirSync(join(set, 'openlabel', 'labels')).sort()).to.deep.equal(['test', 'train', 'val'])
    const shards = readdirSync(join(set, 'webdataset')).map((name) => name.split('-')[0])
    expect(new Set(shards)).to.deep.equal(new Set(['train', 'val', 'test']))
    expect(readFileSync(join(set, 'dataset.md'), 'utf8')).to.include('CC-BY-4.0')
  })

  const verify = (...more: string[]): ReturnType<typeof nearmiss> => nearmiss('verify', set, ...more)

  it('is right, and says so', () => {
    const { code, stdout, stderr } = verify()
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
    expect(stdout).to.equal(`${set}: ok\n`)
  })

  it('is found out where it was changed, file by file and rule by rule', () => {
    const clip = 'highway-cut-in-20'
    const labels = join(set, 'raw', clip, 'ego.front', 'labels', '000000.json')
    rmSync(join(set, 'raw', clip, 'ego.front', 'rgb', '000001.png'))
    writeFileSync(join(set, 'raw', 'stranger.txt'), '')
    appendFileSync(join(set, 'dataset.md'), 'more')
    writeFileSync(labels, readFileSync(labels, 'utf8').replace('"frame":0', '"frame":7'))
    const { code, stderr, stdout } = verify()
    expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
    const problems = stderr.trimEnd().split('\n')
    for (const said of [
      `raw/${clip}/ego.front/rgb/000001.png is missing`,
      'raw/stranger.txt is not in the manifest',
      `raw/${clip}/ego.front/labels/000000.json has changed`,
      `raw/${clip}/ego.front/labels/000000.json: it is of frame 7`,
    ])
      expect(problems).to.include(said)
    expect(problems.some((line) => line.startsWith('dataset.md has changed'))).to.equal(true)
    const told = JSON.parse(verify('--json').stdout) as { ok: boolean; problems: string[] }
    expect(told).to.deep.equal({ ok: false, problems })
  })

  it('takes devices of the rig for a finished run too', () => {
    const run = join(dir, 'run')
    const made = nearmiss('run', 'highway-cut-in', '--seed', '20', '--no-camera', '--out', run)
    expect(made.code, made.stderr).to.equal(0)
    const out = join(dir, 'of-run')
    const { code, stderr } = nearmiss(
      ...[
        'export',
        run,
        '--format',
        'raw',
        '--sensors',
        'ego.imu-body,ego.wheel-speed-wheels',
        '--frames',
        '5',
      ],
      ...['--out', out],
    )
    expect(code, stderr).to.equal(0)
    const readings = readFileSync(join(out, 'highway-cut-in-20', 'ego.imu-body', 'readings.csv'), 'utf8')
    expect(readings.trimEnd().split('\n')).to.have.length(1 + 5)
  })

  const refused = (...options: string[]): string => {
    const { code, stderr } = nearmiss(
      ...['export', 'highway-cut-in', '--format', 'coco', '--out', join(dir, 'refused'), ...options],
    )
    expect(code, stderr).to.equal(1)
    return stderr
  }
  for (const [options, says] of [
    [['--split', '80,20'], /takes three shares, of train, val and test/],
    [['--classes', 'cra=vehicle'], /no class is called 'cra'.*'car'/s],
    [['--sensors', 'ego.frnot'], /no sensor of highway-cut-in is called 'ego.frnot'/],
    [['--min-visibility', '2'], /a share from 0 to 1/],
    [['--workers', '0'], /workers/],
  ] as const)
    it(`is not begun with ${options.join(' ')}`, () => {
      expect(refused(...options)).to.match(says)
      expect(readdirSync(dir).filter((name) => name.startsWith('refused'))).to.deep.equal([])
    })
})
