/** The export command from outside: what it leaves when it ends, is cancelled, or is killed. */
import { expect } from 'chai'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { nearmiss, scratchFolder, startNearmiss } from './nearmiss.ts'

const SMALL = ['--size', '160x90', '--seed', '7']

/** Waits until a picture is written below a folder of `dir` whose name starts so. */
const untilPicture = async (dir: string, start: string): Promise<void> => {
  for (let i = 0; i < 1200; i++) {
    const names = readdirSync(dir, { recursive: true }).map(String)
    if (names.some((name) => name.startsWith(start) && name.endsWith('.jpg'))) return
    await pause(100)
  }
  throw new Error(`no picture came below ${start}`)
}

describe('nearmiss export @slow', function () {
  // A worker draws with one core, where there is no GPU, and two files of tests run at once.
  this.timeout(600_000)
  const dir = scratchFolder()

  it('writes as many frames as asked for, in every format, and the same bytes again', () => {
    const write = (name: string): string => {
      const out = join(dir, name)
      const { code, stderr } = nearmiss(
        ...[
          'export',
          'snow-skid-near-collision',
          '--format',
          'coco,raw',
          '--frames',
          '3',
          '--from',
          '7',
          ...SMALL,
        ],
        ...['--out', out],
      )
      expect(code, stderr).to.equal(0)
      return out
    }
    const first = write('first')
    const second = write('second')
    const files = readdirSync(first, { recursive: true, withFileTypes: true })
      .filter((f) => f.isFile())
      .map((f) => join(f.parentPath, f.name).slice(first.length))
    const coco = JSON.parse(readFileSync(join(first, 'coco/annotations/instances.json'), 'utf8')) as {
      images: unknown[]
      annotations: { id: number }[]
    }
    expect(coco.images).to.have.length(3)
    expect(coco.annotations.length).to.be.greaterThan(2)
    for (const file of files)
      expect(readFileSync(join(second, file)).equals(readFileSync(join(first, file))), file).to.equal(true)
  })

  it('exports a finished run, and its run.json repeats with the same digest', () => {
    const run = join(dir, 'run')
    const made = nearmiss(
      'run',
      'snow-skid-near-collision',
      '--seed',
      '7',
      '--no-camera',
      '--out',
      run,
      '--json',
    )
    expect(made.code, made.stderr).to.equal(0)
    expect(readdirSync(run).sort()).to.deep.equal(['run.json', 'run.mcap', 'scenario.json', 'states.bin'])
    const { digest } = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { digest: string }
    expect((JSON.parse(made.stdout) as { digest: string }).digest).to.equal(digest)
    const out = join(dir, 'of-run')
    const { code, stderr } = nearmiss(
      ...['export', run, '--format', 'coco', '--frames', '1', '--size', '160x90', '--out', out],
    )
    expect(code, stderr).to.equal(0)
    expect(readdirSync(join(out, 'images'), { recursive: true })).not.to.deep.equal([])
  })

  for (const signal of ['SIGKILL', 'SIGINT'] as const)
    it(`leaves nothing that looks finished after ${signal}, and goes on from there`, async () => {
      const name = `killed-${signal}`
      const out = join(dir, name)
      const command = [
        ...['export', 'snow-skid-near-collision', '--format', 'coco,mcap', ...SMALL, '--from', '4.5'],
        ...['--frames', '16', '--workers', '2', '--out'],
      ]
      const child = startNearmiss(...command, out)
      await untilPicture(dir, name)
      child.kill(signal)
      await once(child, 'exit')
      // The processes that draw are children of the killed one: they must end too, and not finish the work.
      await pause(2000)
      const left = (): string[] => readdirSync(dir).filter((n) => n.startsWith(name))
      expect(left()).to.deep.equal([`${name}.unfinished`])
      const written = (): number => readdirSync(dir, { recursive: true }).length
      const before = written()
      await pause(1500)
      expect(written()).to.equal(before)

      const again = nearmiss(...command, out)
      expect(again.code).to.equal(1)
      expect(again.stderr).to.match(/was not finished; say --resume/)
      const other = nearmiss(...command, out, '--resume', '--seed', '8')
      expect(other.code).to.equal(1)
      expect(other.stderr).to.match(/of other scenarios, formats or options/)

      const resumed = nearmiss(...command, out, '--resume')
      expect(resumed.code, resumed.stderr).to.equal(0)
      expect(left()).to.deep.equal([name])
      const whole = nearmiss(...command, `${out}-whole`)
      expect(whole.code, whole.stderr).to.equal(0)
      expect(readFileSync(join(out, 'manifest.json'))).to.deep.equal(
        readFileSync(join(`${out}-whole`, 'manifest.json')),
      )
    })

  it('refuses to write over what is there', () => {
    const out = join(dir, 'taken')
    writeFileSync(out, 'mine')
    const { code, stderr } = nearmiss(
      ...['export', 'snow-skid-near-collision', '--format', 'coco', '--frames', '1', ...SMALL, '--out', out],
    )
    expect(code).to.equal(1)
    expect(stderr).to.match(/taken.*exists already/)
    expect(readFileSync(out, 'utf8')).to.equal('mine')
  })
})
